"""How much of a text is Vietnamese syllables: the measure by which encodings are told apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
RHYME = (
    "a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|ă(?:c|m|n|ng|p|t)|â(?:c|m|n|ng|p|t|u|y)|e(?:c|m|n|ng|o|p|t)?|"
    "ê(?:ch|m|n|nh|p|t|u)?|i(?:a|ch|m|n|nh|p|t|u)?|iê(?:c|m|n|ng|p|t|u)|o(?:c|i|m|n|ng|p|t)?|oo(?:c|ng)|"
    "oa(?:c|ch|i|m|n|ng|nh|o|p|t|y)?|oă(?:c|m|n|ng|t)|oe(?:n|o|t)?|ô(?:c|i|m|n|ng|p|t)?|ơ(?:i|m|n|p|t)?|"
    "u(?:a|c|i|m|n|ng|p|t)?|uâ(?:n|ng|t|y)|uê(?:ch|nh)?|uô(?:c|i|m|n|ng|t)|uơ|uy(?:a|ch|n|nh|p|t|u)?|uyê(?:n|t)|"
    "ư(?:a|c|i|m|n|ng|t|u)?|ươ(?:c|i|m|n|ng|p|t|u)|y(?:ê(?:m|n|ng|t|u))?"
)
SYLLABLE = re.compile(f"(?:{ONSET})(?:{RHYME})")
TONES = "\u0300\u0301\u0303\u0309\u0323"
TONE = re.compile(f"[{TONES}]")
EDGES = " .,;:!?()[]{}\"'“”‘’…/\\*_+=<>|~`–—-0123456789"
TOKEN = re.compile(r"[^\s/\-–—.,;:()\[\]\"“”…|]+")


def is_syllable(word: str) -> bool:
    """Tell whether a word in lower case is built like a Vietnamese syllable, with one tone at most."""
    loose = unicodedata.normalize("NFD", word)
    if len(TONE.findall(loose)) > 1:
        return False
    return SYLLABLE.fullmatch(unicodedata.normalize("NFC", TONE.sub("", loose))) is not None


def syllable_share(text: str) -> tuple[float, int]:
    """Measure among the words with a letter beyond ASCII how many are Vietnamese syllables; give share and number."""
    counts = Counter(
        w.lower() for t in TOKEN.findall(text) if not t.isascii() and (w := t.strip(EDGES)) and not w.isascii()
    )
    number = sum(counts.values())
    good = sum(count for word, count in counts.items() if is_syllable(word))
    return (good / number if number else 0.0), number
