"""Letters of the encodings before Unicode, TCVN3 (ABC) and VNI, turned into today's."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

WORD = re.compile(r"\w+")
CODES = re.compile(r"^([0-9A-F ]+)\t(\S+)$", re.MULTILINE)


@lru_cache(maxsize=2)
def table(name: str) -> dict[str, str]:
    """Read a table of letters: what stands for a letter when its bytes are taken for Latin-1, and the letter."""
    data = files("intake").joinpath(f"{name}.tsv").read_text("utf-8")
    return {bytes.fromhex(code).decode("latin-1"): letter for code, letter in CODES.findall(data)}


@lru_cache(maxsize=2)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(code) for code in sorted(table(name), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """Turn TCVN3 read as Latin-1 into Unicode; capitals get their marks back from the capitals around them."""
    letters = table("tcvn3")
    turned = _pattern("tcvn3").sub(lambda m: letters[m[0]], text)
    return "".join(_capitals(line) for line in turned.splitlines(keepends=True))


def from_vni(text: str) -> str:
    """Turn VNI read as Latin-1 into Unicode."""
    letters = table("vni")
    return _pattern("vni").sub(lambda m: letters[m[0]], text)


def _capitals(line: str) -> str:
    """TCVN3 has no capitals with tones: a capital font shows small codes as capitals, which plain text loses."""
    words = WORD.findall(line)
    shouted = sum(_shouted(w) for w in words)
    whispered = sum(any(c.isascii() and c.islower() for c in w) for w in words)
    loud = shouted > whispered

    def raised(match: re.Match[str]) -> str:
        word = match[0]
        quiet = any(c.isascii() and c.islower() for c in word)
        capital = any(c.isascii() and c.isupper() for c in word)
        return word.upper() if not quiet and (_shouted(word) or (loud and (capital or not word.isascii()))) else word

    return WORD.sub(raised, line)


def _shouted(word: str) -> bool:
    """Two plain capitals and no plain small letter: a word in capitals whose marked letters look small."""
    plain = [c for c in word if c.isascii() and c.isalpha()]
    return len(plain) > 1 and all(c.isupper() for c in plain)
