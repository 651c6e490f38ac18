"""The text in a file's bytes, with the encoding told by its content and a warning where it is an old one."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from intake.faults import UnknownEncoding
from intake.legacy import from_tcvn3, from_vni
from intake.syllables import syllable_share
from obligations.errors import NotText

SNIFFED = 64 * 1024
ODD_SHARE = 0.02
MENDED_SHARE = 0.05
# An old encoding is believed where this share of its marked words are syllables, so far ahead of the next best.
BELIEVED, AHEAD, DOUBTED = 0.75, 0.15, 0.5
FEWEST_WORDS = 3
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding from before Unicode: its name, and how bytes read as Latin-1 become text."""

    name: str
    turn: Callable[[str], str]


def _from_1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.encode("latin-1", "replace").decode("cp1258", "replace"))


OLD = (
    Encoding("TCVN3 (ABC)", from_tcvn3),
    Encoding("VNI", from_vni),
    Encoding("Windows-1258", _from_1258),
)
SAVE_AGAIN = "hãy mở bằng Word hoặc Notepad rồi lưu lại thành .txt với mã UTF-8"


def decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decode a text file; give the text and warnings. Raise NotText for binary data, UnknownEncoding where unsure."""
    wide = next((enc for mark, enc in BYTE_ORDER_MARKS if data.startswith(mark)), None) or _wide(data)
    text, warnings = _unicode(data, wide, name) if wide else _narrow(data, name)
    text = text.lstrip("\ufeff")
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\n\r\t\f\v" for c in text[:SNIFFED])
    if odd > ODD_SHARE * min(len(text), SNIFFED):
        raise NotText(f"{name} là tệp nhị phân, không phải văn bản: hãy lưu nội dung thành .txt với mã UTF-8.")
    return text, (*warnings, f"có {odd} ký tự điều khiển lạ trong văn bản") if odd else warnings


def _unicode(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        raise UnknownEncoding(f"{name} hỏng mã chữ ({encoding.upper()}), có thể bị cắt cụt: {SAVE_AGAIN}.") from error


def _narrow(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _old(data, name)


def _old(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    nearly = data.decode("utf-8", "replace")
    lost = nearly.count("\ufffd")
    if lost <= MENDED_SHARE * sum(not c.isascii() for c in nearly):
        return nearly, (f"có {lost} ký tự hỏng mã, hiện là “\ufffd”: cần đối chiếu bản gốc",)
    latin = data.decode("latin-1")
    turner = _best(latin)
    if turner is None:
        raise UnknownEncoding(
            f"{name} không phải văn bản UTF-8 và không rõ dùng bảng mã nào (TCVN3, VNI, Windows-1258) "
            f"hoặc là tệp nhị phân: {SAVE_AGAIN}."
        )
    return turner.line(latin), (turner.warning,)


@dataclass(frozen=True, slots=True)
class Turner:
    """How to turn the lines of a text out of an old encoding, and the warning that goes with it."""

    line: Callable[[str], str]
    warning: str


def turner_for(text: str) -> Turner | None:
    """Tell how to turn a text whose letters are those of an old font taken for Unicode; None for any other text."""
    sample = text[:SNIFFED]
    share, number = syllable_share(sample)
    if number < FEWEST_WORDS or share >= DOUBTED:
        return None
    if any(ord(c) > 0xFF and c.isalpha() and unicodedata.name(c, "").startswith("LATIN") for c in sample):
        return None
    return _best(sample)


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """Turn a text whose letters are those of an old font, saved as Unicode without turning them; leave others alone."""
    turner = turner_for(text)
    return (text, ()) if turner is None else (turner.line(text), (turner.warning,))


def _best(latin: str) -> Turner | None:
    """Choose the old encoding whose words are syllables; None where none is, or two are nearly alike."""
    scores = []
    for encoding in OLD:
        share, number = syllable_share(encoding.turn(latin[:SNIFFED]))
        scores.append((share if number >= FEWEST_WORDS else 0.0, encoding))
    (first, chosen), (second, _), *_ = sorted(scores, key=lambda s: s[0], reverse=True)
    if first < BELIEVED or first - second < AHEAD:
        return None
    told = f"chữ viết theo bảng mã cũ {chosen.name} đã được đổi sang Unicode: nên đối chiếu bản gốc"
    return Turner(chosen.turn, told)


def _wide(data: bytes) -> str | None:
    """Guess UTF-16 without a byte order mark by where the zero bytes stand."""
    sample = data[:SNIFFED]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.05 * half else None
