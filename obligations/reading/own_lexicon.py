"""The phrases of an agency's own, checked and merged over those that come with the program."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import regex

from obligations.errors import BadSettings
from obligations.reading.phrases import Lexicon, bundled

# Groups whose values are names that an agency may add to; the values of all others are known to the program.
OPEN = frozenset({"portal", "owner", "collective"})
LEAST_LETTERS = 2
PUNCTUATION = regex.compile(r"[^\p{L}\p{N}]+")

Table = dict[str, dict[str, list[str]]]


def own_lexicon(text: str, source: str) -> Lexicon:
    """Merge the phrases of a TOML text over the bundled ones. `source` names the file in errors.

    Raises BadSettings naming the place and what to write instead.
    """
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{source}: không phải TOML hợp lệ ({error}); xem mẫu trong docs/lexicon.md.") from error
    base = bundled()
    merged: dict[str, Any] = {name: dict(group) for name, group in base.items()}
    for group, value, phrases in _entries(own, base, source):
        merged[group][value] = [*merged[group].get(value, []), *phrases]
    return Lexicon(merged)


def _entries(own: Mapping[str, Any], base: Mapping[str, Any], source: str) -> Iterator[tuple[str, str, list[str]]]:
    for group, values in own.items():
        if group == "common" or group not in base:
            raise BadSettings(f"{source}: không có nhóm [{group}]{_near(group, [g for g in base if g != 'common'])}.")
        if not isinstance(values, dict):
            raise BadSettings(f'{source}: [{group}] phải gồm các dòng dạng giá_trị = ["cụm từ"].')
        for value, phrases in values.items():
            place = f"{source}: [{group}] {value}"
            if group not in OPEN and value not in base[group]:
                raise BadSettings(f"{place}: không có giá trị này{_near(value, base[group])}.")
            yield group, value, [_phrase(p, place, group, value, base) for p in _listed(phrases, place)]


def _listed(phrases: object, place: str) -> list[object]:
    if not isinstance(phrases, list):
        raise BadSettings(f'{place}: phải là danh sách trong ngoặc vuông, ví dụ ["mỗi tuần"].')
    return phrases


def _phrase(phrase: object, place: str, group: str, value: str, base: Mapping[str, Any]) -> str:
    if not isinstance(phrase, str):
        raise BadSettings(f"{place}: {phrase!r} phải là cụm từ trong ngoặc kép.")
    plain = PUNCTUATION.sub(" ", unicodedata.normalize("NFC", phrase).lower()).strip()
    if sum(c.isalpha() for c in plain) < LEAST_LETTERS:
        raise BadSettings(f"{place}: cụm từ “{phrase}” quá ngắn; cần ít nhất {LEAST_LETTERS} chữ cái.")
    other = next((v for v, known in base[group].items() if v != value and plain in known), None)
    if other is not None:
        raise BadSettings(f"{place}: “{plain}” đã thuộc [{group}] {other}; một cụm từ chỉ có một nghĩa trong nhóm.")
    return plain


def _near(name: str, known: Mapping[str, Any] | list[str]) -> str:
    near = get_close_matches(name, list(known), n=3, cutoff=0.5) or sorted(known)[:6]
    return f"; có thể là: {', '.join(near)}"
