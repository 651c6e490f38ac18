"""The names in a list, one after another, without the words that accompany them and the duty that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex
from rapidfuzz.distance import Levenshtein

from obligations.model import Span
from obligations.reading.naming_choice import (
    ACCOMPANY_COST,
    JOINT_COST,
    MOST_COST,
    Choice,
    is_joint,
    known,
    lower,
    places,
    stops,
)
from obligations.reading.naming_match import DEAREST, Reader, written
from obligations.text import bare_text, fold

OPENING = ("unit", "accompany", "open_head", "elided")
EDGE = 3  # the last of the first tokens may be cut otherwise in the whole
INSIDE_SCORE, INSIDE_SIZE = 0.6, 2
UNKNOWN_SCORE, HEAD_COST = 0.3, 0.6
UNKNOWN_WORDS = 10
NO_NAME = regex.compile(r".*\d.*|[IVX]+")  # numbers are no part of a name that no table holds
BRACKET_TOKENS = 40
EACH = ("mỗi", "từng")
ELIDED_ITEMS = {"Sở": "department", "Phòng": "phong_name", "Bộ": "ministry_field"}


@dataclass(frozen=True, slots=True)
class Named:
    """A name read in a stretch of text, its place in it, and how sure it is."""

    name: str
    span: Span
    score: float
    known: bool


def names_in(reader: Reader, stretch: str, near: Callable[[str], bool] | None = None) -> tuple[Named, ...]:
    """List the names of the first list in the stretch; `near` says of the words before it whether it may begin."""
    choices: list[Choice] = []
    for at, token in enumerate(reader.tokens):
        if near is not None and not near(stretch[: token.start]):
            break
        choices = _items(reader, stretch, at, first=at == 0)
        if choices:
            break
    return tuple(_named(reader, choice) for choice in choices)


def opens_name(reader: Reader, stretch: str, near: Callable[[str], bool]) -> bool:
    """Tell from the first tokens of a stretch whether any name can begin where `near` lets one begin."""
    for at, token in enumerate(reader.tokens[:-EDGE]):
        if not near(stretch[: token.start]):
            return False
        if any(reader.may_open(name, at) for name in OPENING):
            return True
    return bool(reader.tokens)


def _named(reader: Reader, choice: Choice) -> Named:
    span = (reader.tokens[choice.start].start, reader.tokens[choice.end - 1].end)
    name = choice.name[0].upper() + choice.name[1:]
    return Named(name, span, round(choice.score, 3), choice.known)


def _items(reader: Reader, stretch: str, at: int, *, first: bool) -> list[Choice]:
    found = _elided(reader, at) or [c for c in [_name(reader, stretch, at, first=first)] if c]
    while found:
        following = _after_joint(reader, found[-1].end)
        if following is None:
            break
        more = _elided(reader, following)
        if not more:
            choice = _name(reader, stretch, following, first=True, listed=True)
            choice = choice or _headless(reader, found[-1], following)
            more = [choice] if choice else []
        if not more:
            break
        found += more
    return found


def _after_joint(reader: Reader, at: int) -> int | None:
    """Skip a bracket and the joints between two names; None where the list ends."""
    tokens = reader.tokens
    at = _after_bracket(reader, at)
    joined = at < len(tokens) and tokens[at].new_line
    while at < len(tokens) and (is_joint(reader, at) or _speck(reader, at) or (joined and _stray(reader, at))):
        joined, at = True, at + 1
    return at if at < len(tokens) and (joined or _new_group(reader, at)) else None


def _speck(reader: Reader, at: int) -> bool:
    """Tell whether a stop sticks in front of a comma: `Sở Y tế., Sở Nội vụ`."""
    after = reader.tokens[at + 1] if at + 1 < len(reader.tokens) else None
    tight = after is not None and after.kind == "," and after.start == reader.tokens[at].end
    return tight and reader.tokens[at].kind in ".:?"


def _new_group(reader: Reader, at: int) -> bool:
    """Tell whether `UBND các …` stands there, which opens a name even where the comma before it is gone."""
    if reader.near[at].get("ubnd", DEAREST) > JOINT_COST or at + 1 >= len(reader.tokens):
        return False
    return reader.near[at + 1].get("các", DEAREST) < JOINT_COST


def _stray(reader: Reader, at: int) -> bool:
    """Tell whether a letter sticks to a mark where only a speck can have put it: `ngành;r UBND`."""
    token = reader.tokens[at]
    return len(token.text) == 1 and token.text.islower() and token.start == reader.tokens[at - 1].end


def _after_bracket(reader: Reader, at: int) -> int:
    tokens = reader.tokens
    if at >= len(tokens) or tokens[at].kind != "(":
        return at
    closing = next((i for i in range(at, min(at + BRACKET_TOKENS, len(tokens))) if tokens[i].kind == ")"), None)
    return at if closing is None else closing + 1


def _name(reader: Reader, stretch: str, at: int, *, first: bool, listed: bool = False) -> Choice | None:
    """Choose the name at a token, behind the words that may accompany it."""
    found = [(c, place) for place in places(reader, at) if (c := known(reader, place))]
    if found:
        choice, place = max(found, key=lambda pair: (pair[0].end, -pair[1]))
        choice = _opened(reader, stretch, choice)
        if first or _strong(reader, choice):
            return _plural(reader, at, place, choice)
        return None
    if not first:
        return None
    unknown = [c for place in places(reader, at) if (c := _unknown(reader, stretch, place, listed=listed))]
    return unknown[-1] if unknown else None


def _strong(reader: Reader, choice: Choice) -> bool:
    """Tell whether a name is sure enough to be taken from the middle of a sentence."""
    words = fold(choice.name).split()
    if choice.score < INSIDE_SCORE or len(words) < INSIDE_SIZE:
        return False
    return words[0] == "cac" or len(words) > 3 or not lower(reader, choice.start)


def _plural(reader: Reader, at: int, place: int, choice: Choice) -> Choice:
    """Name the whole group where each of its members is called: `mỗi phòng chuyên môn`."""
    each = any(reader.near[t].get(word, DEAREST) <= ACCOMPANY_COST for t in range(at, place) for word in EACH)
    if not each or not choice.name[0].islower() or fold(choice.name).startswith("cac "):
        return choice
    return Choice(choice.start, choice.end, f"Các {choice.name}", choice.score)


def _opened(reader: Reader, stretch: str, choice: Choice) -> Choice:
    """Take a short name with the capitalised words behind it, which no table holds, as one unknown name."""
    tokens, at = reader.tokens, choice.end
    if (further := _continued(reader, stretch, choice)) is not None:
        return further
    if choice.end - choice.start > 2 or at >= len(tokens) or tokens[at].kind != "word":
        return choice
    if not tokens[at].text[0].isupper() or tokens[at].new_line or reader.shouted or any(stops(reader, at)):
        return choice
    return _unknown(reader, stretch, choice.start, listed=True) or choice


def _continued(reader: Reader, stretch: str, choice: Choice) -> Choice | None:
    """Go on with a name whose field is joined to one that no table holds: `Phòng Truyền thông và Phát triển …`."""
    tokens, at = reader.tokens, choice.end
    composed = choice.end in reader.read("composed", choice.start)
    if not composed or at + 1 >= len(tokens) or tokens[at + 1].new_line or not tokens[at + 1].text[0].isupper():
        return None
    joined = tokens[at].kind == "-" or reader.near[at].get("và", DEAREST) < JOINT_COST
    if not joined or tokens[at + 1].kind != "word" or _headless(reader, choice, at + 1) is not None:
        return None
    if any(known(reader, place) for place in places(reader, at + 1)) or any(stops(reader, at + 1)):
        return None
    end = _unknown_end(reader, at + 1)
    words = stretch[tokens[choice.start].start : tokens[end - 1].end]
    return Choice(choice.start, end, " ".join(words.split()), UNKNOWN_SCORE, known=False)


def _unknown(reader: Reader, stretch: str, at: int, *, listed: bool) -> Choice | None:
    """Take words that open like a name up to the end of their part of the list, as they are written."""
    if at >= len(reader.tokens) or any(stops(reader, at)) or _reports(reader, at):
        return None
    heads = [e for e, m in reader.read("open_head", at).items() if m.cost <= HEAD_COST * m.size]
    if not heads or (not listed and reader.tokens[at].text[0].islower()):
        return None
    end = _unknown_end(reader, max(heads))
    if end <= max(heads):
        return None
    words = stretch[reader.tokens[at].start : reader.tokens[end - 1].end]
    return Choice(at, end, " ".join(words.split()), UNKNOWN_SCORE, known=False)


def _reports(reader: Reader, at: int) -> bool:
    """Tell whether `báo cáo` with a wrong letter stands there, which is no newspaper."""
    after = reader.tokens[at + 1].text if at + 1 < len(reader.tokens) else ""
    report = after[:1].islower() and Levenshtein.distance(bare_text(after), "cao", score_cutoff=1) <= 1
    return report and reader.near[at].get("báo", DEAREST) < HEAD_COST


def _unknown_end(reader: Reader, start: int) -> int:
    tokens, end = reader.tokens, start
    while end < min(len(tokens), start + UNKNOWN_WORDS):
        token = tokens[end]
        if token.kind == "word" and NO_NAME.fullmatch(token.text):
            return end
        if end > start and token.new_line and known(reader, end) is not None:
            return end
        if token.kind not in ("word", "-") or (not token.text[0].isupper() and any(stops(reader, end))):
            return end if end == start or tokens[end - 1].kind == "word" else end - 1
        end += 1
    if end == len(tokens):
        return end
    return next((i + 1 for i in range(end - 1, start - 1, -1) if tokens[i].text[0].isupper()), start)


def _elided(reader: Reader, at: int) -> list[Choice]:
    """Read `các Sở: Nội vụ, Tài chính`: one head for several names."""
    if at >= len(reader.tokens):
        return []
    for end, match in reader.read("elided", at).items():
        head = written(match.shown)
        colon = end < len(reader.tokens) and reader.tokens[end].kind == ":"
        if head not in ELIDED_ITEMS or match.cost > ACCOMPANY_COST * match.size or (match.size < 1 and not colon):
            continue
        choice = _item(reader, head, end + colon)
        if choice and (colon or _plural_head(reader, at, choice)):
            return [Choice(at, choice.end, choice.name, choice.score)]
    return []


def _plural_head(reader: Reader, at: int, choice: Choice) -> bool:
    several = reader.near[at].get("các", 9.0) < JOINT_COST
    whole = known(reader, at)
    return several and (whole is None or whole.end < choice.end)


def _item(reader: Reader, head: str, at: int) -> Choice | None:
    if at >= len(reader.tokens):
        return None
    fair = {e: m for e, m in reader.read(ELIDED_ITEMS[head], at).items() if m.cost <= MOST_COST * m.size}
    if not fair:
        return None
    end, match = max(fair.items(), key=lambda item: (item[1].value, item[0]))
    return Choice(at, end, f"{head} {written(match.shown)}", match.score)


def _headless(reader: Reader, before: Choice, at: int) -> Choice | None:
    """Read a name that leaves out the head of the one before: `Sở Nội vụ, Tài chính`."""
    head = before.name.split()[0]
    if head not in ELIDED_ITEMS or lower(reader, at):
        return None
    choice = _item(reader, head, at)
    if choice is None or choice.end == len(reader.tokens):
        return choice
    whole = reader.tokens[choice.end].kind != "word" or is_joint(reader, choice.end)
    return choice if whole or any(stops(reader, choice.end)) else None
