"""What the beginning of a line may be: the label of a clause, in every reading that damage leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from rapidfuzz.distance import Levenshtein

from obligations.reading.damage import syllable_pattern
from obligations.reading.label_wrecks import surfaces_near
from obligations.reading.levels import ALPHABET, ROMANS, Label, Level
from obligations.text import bare_text

AS_ROMAN = str.maketrans(
    {
        "1": "I",
        "l": "I",
        "|": "I",
        "i": "I",
        "!": "I",
        "L": "I",
        "í": "I",
        "Í": "I",
        "ì": "I",
        "j": "I",
        "J": "I",
        "T": "I",
        "v": "V",
        "x": "X",
        "Y": "V",
        "y": "V",
    }
)
AS_DIGIT = str.maketrans(
    {
        "l": "1",
        "I": "1",
        "|": "1",
        "i": "1",
        "S": "5",
        "s": "5",
        "O": "0",
        "o": "0",
        "Z": "2",
        "z": "2",
        "B": "8",
        "b": "6",
        "q": "9",
    }
)
AS_LETTER = {
    "d": (("d", 0.0), ("đ", 0.9)), "đ": (("đ", 0.0),), "e": (("e", 0.0), ("đ", 1.1)), "¢": (("c", 0.3),),
    "©": (("c", 0.3),), "ç": (("c", 0.3),), "ø": (("g", 0.4),), "8": (("g", 0.6),), "9": (("g", 0.6),),
    "6": (("b", 0.6), ("đ", 0.8)), "é": (("e", 0.4), ("đ", 1.1)), "€": (("e", 0.4),), "ê": (("e", 0.4), ("đ", 1.2)),
    "ä": (("d", 0.6), ("đ", 0.8), ("a", 0.9)), "â": (("a", 0.4), ("d", 0.7)), "à": (("a", 0.4),), "á": (("a", 0.4),),
    "ả": (("a", 0.4),), "ạ": (("a", 0.4),), "ð": (("đ", 0.2), ("d", 0.5)), "@": (("a", 0.6), ("g", 0.8)),
}  # fmt: skip
SHORT_LINE = 14
PART_NUMBERS = {name: number for number, names in enumerate(
    ("nhất 1 i một", "hai 2 ii", "ba 3 iii", "tư 4 iv bốn", "năm 5 v", "sáu 6 vi", "bảy 7 vii", "tám 8 viii"), start=1
) for name in names.split()}  # fmt: skip

PART = regex.compile(
    rf"(?:{syllable_pattern('phần')}|(?:phan|phần){{e<=1}})\s+(?:{syllable_pattern('thứ')}\s+)?(\S{{1,5}})(?=[\s.:–-]|$)[\s.:–-]*",
    regex.IGNORECASE,
)
ARTICLE = regex.compile(r"(?:\S?i[eéêềể€]u|[DĐB]\S?[eéêề€]u|[DĐB]i\S?u)\s+(\d{1,2})\s*[.:]?\s*", regex.IGNORECASE)
ARTICLE_WORN = regex.compile(r"(?!\d)(\S{3,6})\s+(\d{1,2})\s?[.,:;]\s*(?=\p{Lu})")
SUB_WORN = regex.compile(
    r"(\d{1,2})(?:[.,:;][a-z.,]|[,:;])(\d{1,2})[.,:;)-]{0,2}\s+(?=\S)|(\d{1,2})\.(\d{1,2})[^\w\s]{1,2}\s+(?=\S)"
)
NUMBER_WORN = regex.compile(r"(\d{1,2})(?:[a-z][.)/:-]?|[.)/:-][a-z]|[.)/:-]{2})\s+(?=\p{Lu})")
CAPITAL_PART = regex.compile(r"([A-H])\s*[./-]\s*(?=\p{L})")
ROMAN = regex.compile(r"([IVXLTJYivxlj1|!íÍì]{1,5})(\s?[.,/:)–-](?!\d)|(?=\s))\s*(?=\S)")
ROMAN_WORN = regex.compile(r"(?=[^\s.]*[IVXl1|])([^\s.]{2,5})([.,/:)–-](?!\d))\s*(?=\p{Lu}{2})")
NUMBER = regex.compile(r"([\dlI|iSsOoZzBbq]{1,2})(\s?[.)/:,](?!\d)|[-–](?=\s)|(?=\s))\s*(?=\S)")
SUB = regex.compile(r"(\d{1,2})\.(\d{1,2})(\.(?!\d)|(?=\s))\s*(?=\S)")
JOINED_SUB = regex.compile(r"([1-9])([1-9])\.?\s+(?=\p{Lu})")
LETTER = regex.compile(r"(\S)(\s?\)\.?|\.|,)\s*(?=\S)")
WORN = regex.compile(r"([^\s.)]{0,4})([.)])\s+(?=\p{Lu})")
DASH = regex.compile(r"([-–—−•●▪*~]|)\s*(?=[^\s\-–—])")
PLUS = regex.compile(r"[+]\s*(?=\S)")
WRECKED = regex.compile(r"(?=\S*[\d.)IVX]|[a-zđ]{1,2}\s)(\S{1,6})\s+(?=\p{Lu})")
WRECK_COST, DOUBLED = 2.0, 1.7
MISREAD, SMALL_FORGIVEN = 2.4, 1.4
BARE_STOP = 1.2  # `. Sở Nội vụ`: all of the number is gone
LOST_NUMBER = 2.6  # `1.` for `3.1.`: the number in front is gone
MARKS = {"": 1.3, ".": 0.0, ")": 0.4, "/": 0.3, ":": 0.6, ",": 0.8, "-": 0.5, "–": 0.5}


def labels_of(words: str) -> list[Label]:
    """List every reading of the beginning of a line as a label, none where it is plain text. Offsets count from it."""
    head = words[:40]
    if not head or head[0].isspace():
        return []
    found = [*_parts(head), *_articles(head), *_romans(head, words), *_subs(head), *_numbers(head), *_letters(head)]
    found.extend(_worn(head))
    if min((label.cost for label in found), default=WRECK_COST) >= WRECK_COST:
        found.extend(_wrecked(head))
    found.extend(_misread(found))
    return [label for label in found if label.cost < 4.5]


def eased(label: Label, words: str) -> Label:
    """Forgive a label the small letter behind it where the line before has come to an end: a capital may be lost."""
    small = words[label.after : label.after + 1].islower() and label.level in (
        Level.ARTICLE,
        Level.NUMBER,
        Level.SUB,
        Level.LETTER,
    )
    return label._replace(cost=label.cost - SMALL_FORGIVEN) if small and label.cost >= SMALL_FORGIVEN else label


def is_dash(words: str) -> Label | None:
    """Read a bullet at the beginning of a line; the marks are `-` and what scans make of it, and `+` below it."""
    if (plus := PLUS.match(words)) is not None:
        return Label(Level.PLUS, 0, 0.0, plus.end())
    dash = DASH.match(words)
    return Label(Level.DASH, 0, 0.0, dash.end()) if dash is not None and dash.group(1) else None


def _misread(found: Sequence[Label]) -> Iterator[Label]:
    """Read a clear label with a wrong number, letter or numeral as the next one of its level."""
    for level in (Level.ROMAN, Level.NUMBER, Level.LETTER):
        clear = [label for label in found if label.level is level and label.cost < 1.0]
        if clear:
            yield Label(level, 0, min(label.cost for label in clear) + MISREAD, clear[0].after)


def _worn(head: str) -> Iterator[Label]:
    """Read a label of which little more than the mark is left as the next one of its level."""
    match = WORN.match(head)
    if match is None:
        return
    seen, mark = match.groups()
    if not seen and mark == ")":
        yield Label(Level.LETTER, 0, 1.0, match.end())
    elif not seen and mark == "." and _start_cost(head[match.end() :]) == 0.0:
        yield Label(Level.NUMBER, 0, BARE_STOP, match.end())
        if _caps_cost(head[match.end() :]) == 0.0:
            yield Label(Level.ROMAN, 0, 2.2, match.end())
    elif seen in ROMANS:
        return  # nothing is worn off it
    elif mark == "." and _caps_cost(head[match.end() :]) == 0.0:
        yield Label(Level.ROMAN, 0, 1.5 if set(seen) & set("IVX") else 2.2, match.end())
    elif len(seen) <= 2:
        level, cost = (Level.LETTER, 1.9) if mark == ")" else (Level.NUMBER, 2.4)
        yield Label(level, 0, cost, match.end())


def _wrecked(head: str) -> Iterator[Label]:
    """Read a first word that is one letter away from a label as that label."""
    match = WRECKED.match(head)
    if match is None:
        return
    for level, ordinal, outer in sorted(surfaces_near(match.group(1))):
        cost = WRECK_COST + (_caps_cost(head[match.end() :]) if level is Level.ROMAN else 0.0)
        yield Label(Level(level), ordinal, cost, match.end(), outer=outer)


def _start_cost(rest: str, lower: float = 2.5) -> float:
    first = rest.lstrip("*_ “\"'(")[:1]
    return 0.0 if first.isupper() else 1.0 if first.isdecimal() or not first.isalpha() else lower


def _caps_cost(rest: str) -> float:
    letters = [c for c in rest[:40] if c.isalpha()]
    if len(letters) < 3:
        return 2.5
    return 0.0 if sum(c.isupper() for c in letters) / len(letters) >= 0.6 else 0.9 if letters[0].isupper() else 3.0


def _parts(head: str) -> Iterator[Label]:
    match = PART.match(head)
    if match is not None:
        seen = match.group(1).lower().strip(".,;:)(-")
        if not head[match.end() :].strip() and len(head) < SHORT_LINE:
            yield Label(Level.PART, 0, 1.6, match.end())
        for name, number in PART_NUMBERS.items():
            if bare_text(name) == bare_text(seen):
                yield Label(Level.PART, number, 0.2, match.end())
            elif len(name) > 1 and regex.fullmatch(syllable_pattern(name), seen):
                yield Label(Level.PART, number, 0.9, match.end())
    capital = CAPITAL_PART.match(head)
    if capital is not None:
        cost = 0.3 + _caps_cost(head[capital.end() :])
        yield Label(Level.PART, "ABCDEFGH".index(capital.group(1)) + 1, cost, capital.end(), lettered=True)


def _articles(head: str) -> Iterator[Label]:
    if (match := ARTICLE.match(head)) is not None:
        yield Label(Level.ARTICLE, int(match.group(1)), 0.1 + _start_cost(head[match.end() :], 3.0), match.end())
    elif (worn := ARTICLE_WORN.match(head)) is not None and _one_wrong(bare_text(worn.group(1)), "dieu"):
        yield Label(Level.ARTICLE, int(worn.group(2)), 1.2, worn.end())


def _one_wrong(seen: str, word: str) -> bool:
    return Levenshtein.distance(seen, word, score_cutoff=1) <= 1


def _romans(head: str, words: str) -> Iterator[Label]:
    match = ROMAN.match(head) or ROMAN_WORN.match(head)
    if match is None:
        return
    raw, mark = match.group(1), match.group(2).strip()
    shape = raw.translate(AS_ROMAN)
    mended = 0.25 * sum(a != b for a, b in zip(raw, shape, strict=True))
    base = MARKS.get(mark, 0.6) + _caps_cost(words[match.end() :]) + mended
    for ordinal, roman in enumerate(ROMANS, start=1):
        distance = Levenshtein.distance(shape, roman, score_cutoff=1)
        if distance <= 1:
            yield Label(Level.ROMAN, ordinal, base + 1.3 * distance, match.end())


def _numbers(head: str) -> Iterator[Label]:
    match = NUMBER.match(head)
    if match is None:
        if (worn := NUMBER_WORN.match(head)) is not None:
            yield Label(Level.NUMBER, int(worn.group(1)), 1.6, worn.end())
        return
    raw, mark = match.group(1), match.group(2).strip()
    digits = raw.translate(AS_DIGIT)
    if not digits.isdecimal() or not 0 < int(digits) <= 40:
        return
    mended = 0.7 * sum(a != b for a, b in zip(raw, digits, strict=True)) + (
        1.0 if not any(c.isdecimal() for c in raw) else 0
    )
    cost = MARKS[mark] + mended + _start_cost(head[match.end() :])
    yield Label(Level.NUMBER, int(digits), cost, match.end())
    if len(digits) > 1:
        yield from (Label(Level.NUMBER, int(d), cost + DOUBLED, match.end()) for d in digits if d != "0")
    yield Label(Level.SUB, int(digits), cost + LOST_NUMBER, match.end())


def _subs(head: str) -> Iterator[Label]:
    match = SUB.match(head)
    if match is not None and int(match.group(1)) <= 40 and 0 < int(match.group(2)) <= 40:
        cost = MARKS[match.group(3)] / 2 + _start_cost(head[match.end() :])
        yield Label(Level.SUB, int(match.group(2)), cost, match.end(), outer=int(match.group(1)))
        yield Label(Level.SUB, 0, cost + MISREAD, match.end(), outer=int(match.group(1)))
    worn = SUB_WORN.match(head)
    if worn is not None and match is None:
        outer, ordinal = (int(g) for g in worn.groups() if g)
        yield Label(Level.SUB, ordinal, 1.2 + _start_cost(head[worn.end() :]), worn.end(), outer=outer)
    joined = JOINED_SUB.match(head)
    if joined is not None:
        cost = 1.2 + _start_cost(head[joined.end() :])
        yield Label(Level.SUB, int(joined.group(2)), cost, joined.end(), outer=int(joined.group(1)))


def _letters(head: str) -> Iterator[Label]:
    match = LETTER.match(head)
    if match is None:
        return
    raw, mark = match.group(1), match.group(2).strip()
    cost = (
        (0.0 if mark.startswith(")") else 0.9) + _start_cost(head[match.end() :], 1.5) + (1.2 if raw.isupper() else 0)
    )
    for letter, more in AS_LETTER.get(raw.lower(), ((raw.lower(), 0.0),)):
        if letter in ALPHABET:
            yield Label(Level.LETTER, ALPHABET.index(letter) + 1, cost + more, match.end())
