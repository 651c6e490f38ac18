"""References to documents as people write them: number and symbol, date, who issued and who signed it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from obligations.errors import BadEvidence
from obligations.text import bare_text, fold

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_NAME = r"[a-z&][\w&.]*[\w&]"
# 123/BC-VP, 15/2024/QĐ-UBND, and as the Party writes it 24-KH/TU (Nghị định 30/2020/NĐ-CP, Hướng dẫn 36-HD/VPTW).
_NUMBER = re.compile(
    rf"(?<![\w/.-])(?P<n>\d{{1,5}})\s*(?:/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<symbol>{_NAME}(?:\s*-\s*{_NAME})*)"
    rf"|-\s*(?P<party>{_NAME}\s*/\s*{_NAME}(?:\s*-\s*{_NAME})*))(?![\w/])",
    re.ASCII,
)
_DAY = re.compile(
    r"(?<!\d)(?:(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)"
    r"|(?:ngay\s*)?(?P<d>\d{1,2})\s*(?:thang|[/.-])\s*(?P<m>\d{1,2})\s*(?:nam|[/.-])\s*(?P<y>\d{4}|\d\d))(?!\d)"
)
_END = r"(?=\s*(?:[,;()]|\bngay\b|\bve\b|\bban hanh\b|\bky\b|$))"
_ISSUER = re.compile(rf"\b(?:cua|do)\s+(?!(?:ong|ba|dong chi|d/c)\b)(?P<who>\S.*?){_END}")
_SIGNER = (
    re.compile(rf"\b(?:nguoi ky|ky boi|ky ten)\s*:?\s*(?P<who>\S.*?){_END}"),
    re.compile(r"\bdo\s+(?P<who>(?:ong|ba|dong chi|d/c)\s.*?)\s+ky\b"),
)
_ABOUT = re.compile(r"\b(?:v/v|ve viec|ve)\s*:?\s+(?P<what>\S.*)$")
_NO_SYMBOL = frozenset({"thang", "nam", "ngay", "tin", "bai"})


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """What is said of a document. `number` is written as in the field, `123/BC-VP`; None where it is not said."""

    number: str
    issued_on: date | None = None
    issuer: str | None = None
    signer: str | None = None
    about: str | None = None

    @property
    def identity(self) -> str:
        """Give what is the same however it is written: `05/BC-VP` and `5 / bc-vp` are one number."""
        return fold(re.sub(r"^0+(?=\d)", "", self.number)).replace(" ", "-")


def parse_document(text: str) -> DocumentRef:
    """Read a reference such as `Báo cáo số 123/BC-VP ngày 10/6/2024 của Văn phòng Sở, người ký: …`.

    Raises BadEvidence where no number and symbol is found, or where the date is no day.
    """
    said = " ".join(unicodedata.normalize("NFC", text).translate(_DASHES).split())
    bare = bare_text(said)
    found = next((m for m in _NUMBER.finditer(bare) if _symbol(m) not in _NO_SYMBOL), None)
    if found is None:
        raise BadEvidence(f"“{text}” không phải số, ký hiệu văn bản; cần dạng 123/BC-VP ngày 10/6/2024.")
    rest = bare[: found.start()] + " " * (found.end() - found.start()) + bare[found.end() :]
    issued = _issued(rest, text)
    if found["year"] and issued and issued.year != int(found["year"]):
        raise BadEvidence(f"“{text}”: năm trong ký hiệu khác năm ban hành {issued.year}; hãy xem lại số hoặc ngày.")
    signer = next((who for pattern in _SIGNER if (who := _words(pattern, rest, said, "who"))), None)
    issuer = _words(_ISSUER, rest, said, "who")
    return DocumentRef(_written(found, said), issued, issuer, signer, _words(_ABOUT, rest, said, "what"))


def _symbol(found: re.Match[str]) -> str:
    return (found["symbol"] or found["party"]).strip()


def _written(found: re.Match[str], said: str) -> str:
    """Write the number as the field does: no blanks, and in capitals where somebody typed none (`TTr` stays)."""
    number = re.sub(r"\s+", "", said[found.start() : found.end()])
    return number.upper() if number == number.lower() else number


def _issued(bare: str, text: str) -> date | None:
    if (found := _DAY.search(bare)) is None:
        return None
    year, month, day = (int(found[a] or found[b]) for a, b in (("y", "y1"), ("m", "m1"), ("d", "d1")))
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError as error:
        raise BadEvidence(f"“{text}”: không có ngày {day}/{month}/{year}; hãy xem lại ngày văn bản.") from error


def _words(pattern: re.Pattern[str], bare: str, said: str, group: str) -> str | None:
    found = pattern.search(bare)
    return said[found.start(group) : found.end(group)].strip(" .:") or None if found else None
