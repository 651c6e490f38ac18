"""What somebody hands in, as a value: its kind, what makes it one piece, and what a person will have to look at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from obligations.addresses import belongs, canonical
from obligations.documents import parse_document
from obligations.errors import BadEvidence
from obligations.model import Attachment, EvidenceKind, FileRole, Form, Occurrence
from obligations.text import fold

_FORMS = (
    (Form.VIDEO, ("youtube.com", "youtu.be", "tiktok.com", "vimeo.com")),
    (
        Form.SOCIAL,
        ("facebook.com", "fb.com", "fb.watch", "zalo.me", "zaloapp.com", "x.com", "twitter.com", "instagram.com"),
    ),
)
_EVENT_FILES = (
    (FileRole.PHOTO, "ảnh"),
    (FileRole.MINUTES, "biên bản hoặc báo cáo kết quả"),
    (FileRole.PROGRAMME, "chương trình hoặc giấy mời"),
)
_LEAST_REASON = 10  # letters


@dataclass(frozen=True, slots=True)
class Piece:
    """What somebody hands in: kind, reference as given, what makes it one piece, and the day it was done.

    `fingerprint` of a document lacks its issuer, that of a statement its occurrence; `fingerprint_for` adds them.
    """

    kind: EvidenceKind
    reference: str
    fingerprint: str
    effective_on: date
    title: str | None = None
    sha256: str | None = None
    form: Form | None = None
    signer: str | None = None
    issuer: str | None = None
    files: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()


def link(address: str, effective_on: date, title: str | None = None, form: Form | None = None) -> Piece:
    """Make a piece of a web address: an article, a video or a social post. Raises BadEvidence where it is none."""
    fault = f"“{address}” không phải địa chỉ web; cần dạng https://…"
    try:
        parts, mark = urlsplit(address.strip()), canonical(address)
    except ValueError as error:
        raise BadEvidence(fault) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadEvidence(fault)
    return Piece(EvidenceKind.LINK, address.strip(), f"link:{mark}", effective_on, title, form=form or form_of(address))


def form_of(address: str) -> Form:
    """Tell the form of what is published at an address: video, social post, else an article."""
    return next((form for form, hosts in _FORMS if any(belongs(address, h) for h in hosts)), Form.ARTICLE)


def document(
    text: str,
    effective_on: date | None,
    title: str | None = None,
    *,
    signer: str | None = None,
    files: Sequence[Attachment] = (),
    form: Form | None = None,
) -> Piece:
    """Make a piece of a document, `123/BC-VP ngày 10/6/2024`; its date may be given apart.

    A number is unique with its year and issuer (Nghị định 30/2020/NĐ-CP). Raises BadEvidence where no number or no
    date is found, or two different dates are given.
    """
    found = parse_document(text)
    if found.issued_on and effective_on and found.issued_on != effective_on:
        raise BadEvidence(
            f"Ngày trong “{text}” ({found.issued_on:%d/%m/%Y}) khác ngày khai ({effective_on:%d/%m/%Y}); hãy xem lại."
        )
    if (on := found.issued_on or effective_on) is None:
        raise BadEvidence(f"“{text}” chưa có ngày ban hành; hãy ghi như: 123/BC-VP ngày 10/6/2024.")
    return Piece(
        EvidenceKind.DOCUMENT,
        found.number,
        f"document:{found.identity}:{on.year}",
        on,
        title or found.about,
        form=form,
        signer=signer or found.signer,
        issuer=found.issuer,
        files=tuple(files),
        notes=() if files else ("Chưa có bản văn bản kèm theo; đối chiếu số, ngày với sổ văn bản đi.",),
    )


def file(attachment: Attachment, effective_on: date, title: str | None = None, form: Form | None = None) -> Piece:
    """Make a piece of a file by its content."""
    return Piece(
        EvidenceKind.FILE,
        attachment.name,
        f"file:{attachment.sha256}",
        effective_on,
        title,
        attachment.sha256,
        form,
        files=(attachment,),
    )


def event(
    name: str, effective_on: date, files: Sequence[Attachment], title: str | None = None, form: Form | None = None
) -> Piece:
    """Make a piece of an event: its name, and what shows it. Raises BadEvidence without a name or any file."""
    if not fold(name):
        raise BadEvidence("Cần tên sự kiện, ví dụ: --event “Hội nghị tuyên truyền cải cách hành chính”.")
    if not files:
        raise BadEvidence(
            "Sự kiện cần ít nhất một tệp: --photo (ảnh), --minutes (biên bản), --programme (chương trình)."
        )
    marks = "".join(sorted(f.sha256 for f in files))
    return Piece(
        EvidenceKind.EVENT,
        " ".join(name.split()),
        f"event:{hashlib.sha256(marks.encode()).hexdigest()}",
        effective_on,
        title,
        form=form or Form.MEETING,
        files=tuple(files),
        notes=tuple(_lacking(files)),
    )


def _lacking(files: Sequence[Attachment]) -> Iterator[str]:
    there = {f.role for f in files}
    if lacking := [words for role, words in _EVENT_FILES if role not in there]:
        yield f"Sự kiện chưa có {', '.join(lacking)}; xem đã đủ để chứng minh chưa."


def statement(reason: str, effective_on: date, files: Sequence[Attachment] = (), form: Form | None = None) -> Piece:
    """Make a piece of a coordinator's statement. Raises BadEvidence where it says nothing."""
    words = " ".join(reason.split())
    if len(fold(words)) < _LEAST_REASON:
        raise BadEvidence("Xác nhận của người theo dõi phải nêu rõ lý do: đã làm gì, vì sao không có minh chứng khác.")
    return Piece(
        EvidenceKind.STATEMENT,
        words,
        "statement",
        effective_on,
        form=form,
        files=tuple(files),
        notes=("Chỉ là lời xác nhận, không có minh chứng độc lập; nên bổ sung khi có.",),
    )


def fingerprint_for(piece: Piece, occurrence: Occurrence) -> str:
    """Give what makes a piece one where it is handed in for an occurrence.

    Each agency numbers its own documents: where the issuer is not said it is the unit. A statement is made about one
    occurrence, on one day.
    """
    if piece.kind is EvidenceKind.DOCUMENT:
        return f"{piece.fingerprint}:{fold(piece.issuer or '').replace(' ', '-') or occurrence.unit}"
    if piece.kind is EvidenceKind.STATEMENT:
        where = (occurrence.plan, occurrence.code, occurrence.unit, occurrence.due.period)
        return ":".join((piece.fingerprint, *where, piece.effective_on.isoformat()))
    return piece.fingerprint
