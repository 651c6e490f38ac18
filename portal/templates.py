"""Templates of messages: `templates list`, `export`, `check`, `preview`."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from notifiers.checking import SAMPLE_URL, check, load
from notifiers.clean import mask
from notifiers.samples import AGENCY, HINT, samples
from notifiers.templating import BUNDLED, MAIL_HTML, MAIL_TEXT, MESSENGER, NAMES, SUBJECT
from notifiers.wording import word
from obligations import service
from obligations.errors import BadTemplate
from obligations.model import Role
from obligations.records import Payload
from portal.desk import office, settings
from portal.language import tr
from portal.options import AS_OF, parse_day
from portal.output import console as screen
from portal.output import print_text, say, table

ABOUT = {
    SUBJECT: ("tiêu đề thư", "the subject"),
    MAIL_TEXT: ("thư điện tử, phần chữ", "e-mail, plain text"),
    MAIL_HTML: ("thư điện tử, phần HTML", "e-mail, HTML"),
    MESSENGER: ("tin nhắn Telegram và kênh khác", "Telegram and other messengers"),
}
FOLDER = typer.Option(
    "--dir", help=tr("Thư mục mẫu; không nêu là templates_dir.", "The folder; templates_dir if none.")
)


class Form(StrEnum):
    """Which form of a message is shown."""

    SUBJECT = "subject"
    TEXT = "text"
    HTML = "html"
    SHORT = "short"


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("list", help=tr("Các mẫu và mẫu nào đang dùng.", "The templates, and which are in use."))(_list)
    group.command("export", help=tr("Chép mẫu gốc ra để sửa.", "Copy the bundled templates, to be changed."))(_export)
    group.command("check", help=tr("Kiểm tra mẫu riêng.", "Check the agency's own templates."))(_check)
    group.command("preview", help=tr("Xem thử một thư.", "See what a message would look like."))(_preview)
    app.add_typer(group, name="templates", help=tr("Mẫu thư.", "Templates of messages."))


def _list() -> None:
    templates = load(settings().templates_dir)
    rows = table(tr("Mẫu", "Template"), tr("Dùng cho", "For"), tr("Đang dùng", "In use"))
    for name in NAMES:
        own = templates.own is not None and (templates.own / name).is_file()
        using = tr("mẫu gốc", "bundled")
        if own:
            broken = name in templates.refused
            using = tr("mẫu gốc (mẫu riêng có lỗi)", "bundled (own is broken)") if broken else tr("mẫu riêng", "own")
        rows.add_row(name, tr(*ABOUT[name]), using)
    screen().print(rows)
    for fault in templates.faults:
        say(f"⚠ {fault}")


def _export(
    folder: Annotated[Path, typer.Argument(help=tr("Thư mục để chép vào.", "The folder to copy into."))],
    force: Annotated[bool, typer.Option("--force", help=tr("Ghi đè tệp đã có.", "Overwrite what is there."))] = False,
) -> None:
    there = [name for name in NAMES if (folder / name).exists()]
    if there and not force:
        raise BadTemplate(
            tr(
                f"{folder} đã có {', '.join(there)}; thêm --force để ghi đè, hoặc chọn thư mục khác.",
                f"{folder} has {', '.join(there)} already; add --force, or choose another folder.",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        shutil.copyfile(BUNDLED / name, folder / name)
    say(
        tr(
            f"Đã chép {len(NAMES)} mẫu vào {folder}. Sửa tệp cần đổi, xóa tệp giữ nguyên, đặt templates_dir trong"
            " dunghan.toml, rồi chạy `dunghan templates check`.",
            f"Copied {len(NAMES)} templates to {folder}. Change those you want, delete the others, set templates_dir"
            " in dunghan.toml, then run `dunghan templates check`.",
        )
    )


def _check(folder: Annotated[Path | None, FOLDER] = None) -> None:
    where = _folder(folder)
    if faults := check(where):
        raise BadTemplate("\n".join(map(str, faults)))
    say(tr(f"Các mẫu trong {where} dùng được.", f"The templates in {where} are fit for use."))


def _folder(given: Path | None) -> Path:
    where = given or settings().templates_dir
    if where is None:
        raise BadTemplate(
            tr(
                "Chưa đặt templates_dir và không nêu --dir: đang dùng mẫu gốc, không có gì để kiểm tra.",
                "Neither templates_dir nor --dir is given: the bundled templates are in use.",
            )
        )
    return where


def _preview(
    role: Annotated[
        Role, typer.Option("--role", help=tr("Người nhận thuộc vai trò nào.", "For which role."))
    ] = Role.HEAD,
    form: Annotated[Form, typer.Option("--form", help=tr("Dạng thư.", "Which form."))] = Form.TEXT,
    person: Annotated[
        str | None, typer.Option("--person", help=tr("Dữ liệu thật của người này.", "This person's real data."))
    ] = None,
    as_of: Annotated[str | None, AS_OF] = None,
    folder: Annotated[Path | None, FOLDER] = None,
    out: Annotated[Path | None, typer.Option("--out", help=tr("Ghi ra tệp.", "Write into a file."))] = None,
) -> None:
    payload = _real(person, as_of) if person else _sample(role, folder)
    said = {
        Form.SUBJECT: payload.subject,
        Form.TEXT: payload.text,
        Form.HTML: payload.html,
        Form.SHORT: payload.short,
    }[form]
    if out is None:
        print_text(said)
        return
    out.write_text(said, "utf-8")
    say(tr(f"Đã ghi {out}.", f"Wrote {out}."))


def _sample(role: Role, folder: Path | None) -> Payload:
    where = folder or settings().templates_dir
    templates = load(where)
    for fault in templates.faults:
        say(f"⚠ {fault}")
    return word(samples()[role], agency=AGENCY, answer=HINT, sample=True, answer_url=SAMPLE_URL, templates=templates)


def _real(person: str, as_of: str | None) -> Payload:
    desk = office()
    on = parse_day(as_of) or desk.today()
    drafts = service.would_send(desk, on)
    found = next((draft for draft in drafts if draft.to == person), None)
    if found is None:
        names = "; ".join(f"{d.to} ({mask(d.address)})" for d in drafts) or tr("không có ai", "nobody")
        raise BadTemplate(
            tr(
                f"Ngày {on:%d/%m/%Y} không có thư nào cho “{person}”; có thư cho: {names}.",
                f"Nothing would go to “{person}” on {on:%d/%m/%Y}; there is something for: {names}.",
            )
        )
    return found.payload
