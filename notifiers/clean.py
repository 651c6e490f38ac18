"""Yields text safe in a header, a title or a log: one line, no tricks of direction, no encoded words, masked."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import regex

TITLE_LIMIT = 180
"""Letters of a subject: about 700 bytes encoded, well under the 998 of a header line after folding."""

_UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]")
_UNSEEN_BUT_LINES = regex.compile(r"(?V1)[[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]--[\n\t]]")
_EMAIL = re.compile(r"([^\s@/?&=,:<>\"]+)@([^\s@/?&=,:<>\"]+)")


def header_text(text: str, limit: int = TITLE_LIMIT) -> str:
    """Make one line of `text` (NFC): controls, bidi marks and lone surrogates become blanks, `=?` is broken.

    The break is needed because Python before its fix of 2024 writes what an encoded word holds as a header of its own.
    """
    visible = _UNSEEN.sub(" ", unicodedata.normalize("NFC", text))
    line = " ".join(visible.replace("=?", "= ?").split())
    return cut(line, limit)


def body_text(text: str) -> str:
    """Make `text` safe as a body (NFC): what `header_text` removes goes, line ends and tabs stay."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN_BUT_LINES.sub(" ", lines)


def cut(text: str, limit: int) -> str:
    """Shorten `text` to `limit` letters at a blank, marked with `…`."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    head, blank, _ = kept.rpartition(" ")
    return (head if blank and len(head) > limit // 2 else kept).rstrip(" ,;:.-") + "…"


def mask(address: str) -> str:
    """Show of an address what a person needs to know it again: never a password, a token or a whole local part."""
    scheme, found, rest = address.partition("://")
    if not found:
        return _mask_mail(address) if "@" in address else _mask_bare(address)
    if scheme.lower() in ("mailto", "mailtos"):
        return f"{scheme.lower()}://{_mask_mail(_mail_recipient(address))}"
    chat = rest.partition("?")[0].rstrip("/").partition("/")[2]
    shown = f"/{_mask_word(unquote(chat))}" if scheme.lower() == "tgram" and chat else ""
    return f"{scheme.lower()}://…{shown}"


def _mask_bare(address: str) -> str:
    if re.fullmatch(r"\$\{\w+\}", address):
        return address
    scheme, colon, _ = address.partition(":")
    return f"{scheme}:" if colon and scheme.isalpha() else "…"


def _mail_recipient(address: str) -> str:
    parts = _split(address)
    if parts is None:
        return "…"
    query = parse_qs(parts.query)
    path = unquote(parts.path.strip("/"))
    return (query.get("to") or [path or parts.netloc.rpartition("@")[2]])[0]


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _mask_mail(text: str) -> str:
    found = _EMAIL.search(text)
    return f"{found[1][:1]}***@{found[2]}" if found else "…"


def _mask_word(word: str) -> str:
    return f"{word[:1]}***{word[-2:]}" if len(word) > 5 else "***"
