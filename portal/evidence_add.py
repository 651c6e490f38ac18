"""`evidence add`: a link, document, file, event or statement, with its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from evidence.files import digest_file, keep_file
from obligations import service
from obligations.errors import BadEvidence
from obligations.model import Attachment, EvidenceKind, FileRole, Form
from obligations.service import filing
from obligations.service.filing import Piece
from portal.desk import office, settings
from portal.evidence import tell
from portal.language import tr
from portal.options import BY, PLAN, parse_day, whoami

MOST_FILES = 20
_DATE = tr(
    "Ngày đăng, ngày văn bản, ngày diễn ra (20/4/2024).", "The day it was done: published, issued, held (20/4/2024)."
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A file on this machine, what it shows, and its digest."""

    path: Path
    attachment: Attachment


def attach(group: typer.Typer) -> None:
    """Put the command on the line."""
    group.command("add", help=tr("Nộp một minh chứng.", "File a piece of evidence."))(_add)


def _add(
    plan: Annotated[str, PLAN],
    clause: Annotated[str, typer.Argument(help=tr("Điều khoản.", "The clause."), show_default=False)],
    unit: Annotated[str, typer.Argument(help=tr("Đơn vị thực hiện.", "The unit."), show_default=False)],
    link: Annotated[str | None, typer.Option(help=tr("Địa chỉ trang đã đăng.", "Web address."))] = None,
    doc: Annotated[
        str | None,
        typer.Option(help=tr("Văn bản, ví dụ “123/BC-VP ngày 10/6/2024”.", "Document: number, and its date.")),
    ] = None,
    event: Annotated[
        str | None, typer.Option(help=tr("Tên sự kiện, kèm tệp.", "Name of an event; with files."))
    ] = None,
    statement: Annotated[
        str | None,
        typer.Option(help=tr("Xác nhận của người theo dõi, nêu rõ lý do.", "A coordinator's statement and reason.")),
    ] = None,
    file: Annotated[list[Path] | None, typer.Option(help=tr("Tệp minh chứng; lặp lại được.", "A file."))] = None,
    photo: Annotated[list[Path] | None, typer.Option(help=tr("Ảnh; lặp lại được.", "A photo."))] = None,
    minutes: Annotated[list[Path] | None, typer.Option(help=tr("Biên bản; lặp lại được.", "Minutes."))] = None,
    programme: Annotated[list[Path] | None, typer.Option(help=tr("Chương trình, giấy mời.", "Programme."))] = None,
    signer: Annotated[str | None, typer.Option(help=tr("Người ký văn bản.", "Who signed the document."))] = None,
    form: Annotated[Form | None, typer.Option(help=tr("Hình thức tuyên truyền.", "By which means."))] = None,
    date: Annotated[str | None, typer.Option("--date", help=_DATE)] = None,
    period: Annotated[str | None, typer.Option(help=tr("Kỳ, ví dụ Q2/2024.", "Period, e.g. Q2/2024."))] = None,
    title: Annotated[str | None, typer.Option(help=tr("Tiêu đề.", "Title."))] = None,
    accept: Annotated[bool, typer.Option("--accept", help=tr("Chấp nhận ngay.", "Accept it at once."))] = False,
    by: Annotated[str | None, BY] = None,
) -> None:
    shown = (
        (FileRole.COPY, file),
        (FileRole.PHOTO, photo),
        (FileRole.MINUTES, minutes),
        (FileRole.PROGRAMME, programme),
    )
    files = offered(shown)
    said = {
        EvidenceKind.LINK: link,
        EvidenceKind.DOCUMENT: doc,
        EvidenceKind.EVENT: event,
        EvidenceKind.STATEMENT: statement,
    }
    piece = _piece(_one(said, files), files, parse_day(date), title, signer, form)
    desk, who = office(), by or whoami()
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        obligation = service.one_obligation(store, found, clause)
        filed = filing.add(desk, store, found, obligation, piece, unit=unit, period=period, by=who)
        if accept:
            filed = filing.accept(desk, store, filed.evidence.id, by=who)
        for each in files:
            keep(each, settings().data_dir / "minh-chung")
        tell(store, filed)


def offered(given: Sequence[tuple[FileRole, Sequence[Path] | None]]) -> list[Offered]:
    """Digest the files handed in. Raises BadEvidence where one is too large or not readable, or there are too many."""
    paths = [(role, path) for role, each in given for path in each or ()]
    if len(paths) > MOST_FILES:
        raise BadEvidence(
            tr(f"Nhiều nhất {MOST_FILES} tệp cho một minh chứng; hãy nén lại.", f"At most {MOST_FILES} files.")
        )
    limit = settings().evidence_file_mb * 1_000_000
    return [_digested(role, path, limit) for role, path in paths]


def _digested(role: FileRole, path: Path, limit: int) -> Offered:
    digest = digest_file(path, limit)
    return Offered(path, Attachment(digest.name, digest.sha256, digest.size, role))


def keep(offered: Offered, folder: Path) -> None:
    """Keep a file by content. Raises BadEvidence where it changed while it was being filed."""
    if keep_file(offered.path, folder).name != offered.attachment.sha256:
        raise BadEvidence(
            tr(f"Tệp {offered.path} vừa bị sửa; hãy nộp lại.", f"{offered.path} was changed just now; file it again.")
        )


def _one(said: dict[EvidenceKind, str | None], files: Sequence[Offered]) -> tuple[EvidenceKind, str]:
    given = [(kind, text) for kind, text in said.items() if text is not None]
    if not given and len(files) == 1:
        return EvidenceKind.FILE, ""
    if len(given) != 1:
        raise BadEvidence(
            tr(
                "Cần đúng một trong: --link, --doc, --event, --statement, hoặc một --file.",
                "Give one of --link, --doc, --event, --statement, or one --file.",
            )
        )
    if given[0][0] is EvidenceKind.LINK and files:
        raise BadEvidence(tr("--link không kèm tệp; hãy nộp tệp riêng.", "--link takes no files; file them apart."))
    return given[0]


def _piece(
    given: tuple[EvidenceKind, str],
    files: Sequence[Offered],
    on: date | None,
    title: str | None,
    signer: str | None,
    form: Form | None,
) -> Piece:
    kind, text = given
    attached = [each.attachment for each in files]
    if kind is EvidenceKind.DOCUMENT:
        return filing.document(text, on, title, signer=signer, files=attached, form=form)
    if on is None:
        raise BadEvidence(tr("Cần --date: ngày đăng hoặc ngày thực hiện.", "Give --date: the day it was done."))
    if kind is EvidenceKind.LINK:
        return filing.link(text, on, title, form)
    if kind is EvidenceKind.EVENT:
        return filing.event(text, on, attached, title, form)
    if kind is EvidenceKind.STATEMENT:
        return filing.statement(text, on, attached, form)
    return filing.file(attached[0], on, title, form)
