"""The lower-case text in which dates are looked for: garbled date words and digits stand in a form that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import regex

from obligations.reading.words import Word

# Private letters stand for a date word, one for the word and FILL for the rest of its letters: offsets stay.
FILL = "\ue000"
SIGNS = {"ngày": "\ue001", "tháng": "\ue002", "năm": "\ue003", "quý": "\ue004"}
BEHIND = {
    "ngày": regex.compile(r"\s*\d{1,2}(?!\d)|\s+(?:l[aà4]m|k[eéêẻể]|t[uưừtrv])"),
    "tháng": regex.compile(r"\s*\d{1,2}(?!\d)|\s+(?:cu|d|ti|sa)"),
    "năm": regex.compile(r"\s*20\d\d(?!\d)"),
    "quý": regex.compile(r"\s+(?:i{1,3}v?|iv)(?!\w)"),
}
MIXED = regex.compile(r"(?<![\w|])(?=[\doilsz|])(?=[^\d\s]*\d)[\doilsz|]{1,4}(?:[/.-][\doilsz|]{1,4}){0,2}(?![\w|])")
CLEAR, GUESSED = 0.3, 1.0
AS_DIGIT = str.maketrans("oil|sz", "011152")


def mended_lower(text: str, words: Sequence[Word], near: Callable[[str], Mapping[str, float]]) -> str:
    """Write a text in lower case, letter for letter, with date words and numbers mended where their place bears it."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower()[0] for c in text)
    lower = MIXED.sub(lambda match: match.group().translate(AS_DIGIT), lower)
    pieces, last = [], 0
    unclear = {text for text in {word.text for word in words} if _unclear(text, near)}
    for at, word in enumerate(words):
        if word.text not in unclear:
            continue
        sign = _sign(lower, words, at, near)
        if sign is not None:
            pieces += [lower[last : word.start], sign, FILL * (word.end - word.start - 1)]
            last = word.end
    return "".join([*pieces, lower[last:]])


def _unclear(word: str, near: Callable[[str], Mapping[str, float]]) -> bool:
    """Tell a word that may be a date word and is hardly anything else."""
    if not 2 <= len(word) <= 8 or word.isdecimal():
        return False
    costs = near(word)
    return not SIGNS.keys().isdisjoint(costs) and min(costs.values()) >= CLEAR


def _sign(lower: str, words: Sequence[Word], at: int, near: Callable[[str], Mapping[str, float]]) -> str | None:
    word = words[at]
    if not lower[word.end : word.end + 2].strip():
        return None
    costs = near(word.text)
    fitting = [name for name, behind in BEHIND.items() if name in costs and behind.match(lower, word.end)]
    if not fitting or min(costs[name] for name in fitting) < GUESSED:
        return None
    numbered = at > 0 and words[at - 1].text.isdecimal()
    return SIGNS["tháng" if numbered and "tháng" in fitting else fitting[0]]
