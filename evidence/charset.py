"""A page's letters, whatever encoding it declares."""

from __future__ import annotations

import codecs
import re
import unicodedata

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.I)
HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,30})", re.I)
HEAD_BYTES = 4096
# Declared where nobody thought about it: a Vietnamese page in one of these is in windows-1258.
WESTERN = frozenset({"iso8859-1", "cp1252", "ascii", "latin-1", "cp1258"})
BROKEN = 0.002  # share of marks of replacement that a UTF-8 page cut in the middle may have


def text_of(body: bytes, content_type: str = "") -> str:
    """Decode a page; NFC. What is valid UTF-8 is UTF-8: no other encoding of Vietnamese looks like it by chance."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return _nfc(body[len(mark) :].decode(name, "replace"))
    as_utf8 = body.decode("utf-8", "replace")
    if as_utf8.count("\ufffd") <= BROKEN * len(as_utf8):
        return _nfc(as_utf8)
    name = _declared(body, content_type)
    return _nfc(body.decode("cp1258" if name in WESTERN or name == "utf-8" else name, "replace"))


def _declared(body: bytes, content_type: str) -> str:
    inside = DECLARED.search(body[:HEAD_BYTES])
    for found in (HEADER.search(content_type), inside):
        name = found.group(1) if found else b""
        known = _codec(name.decode("ascii") if isinstance(name, bytes) else name)
        if known:
            return known
    return "cp1258"


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\x00", ""))
