"""Yields what is wrong with an agency's own templates: unknown variables, words that get lost, broken syntax."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from notifiers.composing import compose
from notifiers.letter import Letter
from notifiers.render import context_of
from notifiers.samples import AGENCY, HINT, samples
from notifiers.templating import (
    MAIL_HTML,
    MAIL_TEXT,
    MESSENGER,
    MISHAPS,
    NAMES,
    SUBJECT,
    Fault,
    Templates,
    environment,
    fault_of,
)
from obligations.policy import Policy

SAMPLE_URL = "https://tra-loi.example.vn"
# The variables without which a message loses something.
NEEDED = {
    SUBJECT: {"subject"},
    MAIL_TEXT: {
        "notice",
        "greeting",
        "opening",
        "table",
        "sections",
        "left_out",
        "closing",
        "answer_note",
        "summary",
        "signature",
    },
    MAIL_HTML: {
        "notice",
        "greeting",
        "opening",
        "table",
        "sections",
        "left_out",
        "closing",
        "answer_note",
        "summary",
        "signature",
    },
    MESSENGER: {"notice", "greeting", "sections", "left_out", "closing", "summary"},
}


def load(own: Path | None) -> Templates:
    """Give the templates to use: an agency's own where they hold, with what is wrong with the others as faults."""
    if own is None:
        return Templates()
    faults = check(own)
    return Templates(own, frozenset(fault.file for fault in faults if fault.file in NAMES), faults)


def check(own: Path) -> list[Fault]:
    """List what is wrong with the templates in a folder; nothing where all may be used."""
    if not own.is_dir():
        return [Fault(str(own), None, "không có thư mục này; hãy sửa templates_dir hoặc `dunghan templates export`")]
    there = sorted(path.name for path in own.glob("*.j2"))
    env = environment(own)
    found = [fault for name in there if name in NAMES for fault in _of_one(env, own, name)]
    strangers = [name for name in there if name not in NAMES and not name.startswith("_")]
    what = f"tên tệp không dùng đến; có: {', '.join(NAMES)} (tệp dùng chung đặt tên bắt đầu bằng _)"
    return [*found, *(Fault(name, None, what) for name in strangers)]


def _of_one(env: ImmutableSandboxedEnvironment, own: Path, name: str) -> Iterator[Fault]:
    try:
        tree = env.parse((own / name).read_text("utf-8"), name)
        env.get_template(name)
    except UnicodeDecodeError:
        yield Fault(name, None, "không phải chữ UTF-8; hãy lưu lại tệp với bảng mã UTF-8")
        return
    except (TemplateError, OSError) as error:
        yield fault_of(name, error)
        return
    known = set(context_of(_letters()[0]))
    used = meta.find_undeclared_variables(tree)
    yield from (Fault(name, _line(tree, one), _unknown(one, known)) for one in sorted(used - known))
    extends = any(tree.find_all((nodes.Extends, nodes.Include)))
    yield from (
        Fault(name, None, f"thiếu biến {one}: thư sẽ mất phần này; xem mẫu gốc bằng `dunghan templates export`")
        for one in sorted(NEEDED[name] - used)
        if not extends
    )
    if not used - known:
        yield from _lost(env, name)


def _unknown(name: str, known: set[str]) -> str:
    return f"không có biến “{name}”; có: {', '.join(sorted(known))}"


def _line(tree: nodes.Template, name: str) -> int | None:
    return next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), None)


def _lost(env: ImmutableSandboxedEnvironment, name: str) -> Iterator[Fault]:
    """Render the sample letters and see whether anything a reader needs is missing."""
    for letter in _letters():
        context = context_of(letter)
        try:
            said = env.get_template(name).render(context)
        except MISHAPS as error:
            yield fault_of(name, error)
            return
        words = _words(said)
        if lost := next((one for one in _must_appear(name, context) if _words(_as_in(name, one)) not in words), None):
            yield Fault(name, None, f"thư không ghi “{lost}”; mỗi việc phải có tên, hạn và cách trả lời")
            return


def _letters() -> list[Letter]:
    policy = Policy()
    return [
        compose(digest, agency=AGENCY, answer=HINT, policy=policy, sample=True, answer_url=SAMPLE_URL)
        for digest in samples().values()
    ]


def _must_appear(name: str, context: dict[str, Any]) -> Iterator[str]:
    if name == SUBJECT:
        yield context["subject"]
        return
    for entry in (entry for section in context["sections"] for entry in section["entries"]):
        if name == MESSENGER:
            yield entry["short"]
        else:
            yield entry["title"]
            yield from (line["text"] for line in entry["lines"])
        yield from (answer["url"] for answer in entry["answers"])


def _as_in(name: str, text: str) -> str:
    return str(escape(text)) if name == MAIL_HTML else text


def _words(text: str) -> str:
    return " ".join(text.split())
