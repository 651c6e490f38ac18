"""Which of the readings of a name is chosen at a place: the longest that is not bought too dearly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from obligations.reading.naming_match import DEAREST, Match, Reader, written

MOST_COST = 1.45
LEAST_VALUE = 1.4
STOP_COST = 0.9
OWN_BONUS, WHOLE_BONUS = 1.0, 1.2
RIVAL = 0.5  # a phrase over less of a name than this share is no rival to it
ACCOMPANY_COST, JOINT_COST = 1.3, 0.7
ACCOMPANY_DEPTH = 4
FIRM = 0.25  # by how much per syllable a shorter phrase must be the better reading
JOINTS = frozenset({"và", "cùng", "với", "hoặc", "cùng với"})
FIELDS = ("field", "phong_name", "department")


@dataclass(frozen=True, slots=True)
class Choice:
    """A name chosen at some tokens, `start` to `end`; `head` is what following names may leave out."""

    start: int
    end: int
    name: str
    score: float
    known: bool = True


def is_joint(reader: Reader, at: int) -> bool:
    token = reader.tokens[at]
    if token.kind != "word":
        return token.kind in ",-/?" or (token.kind == ")" and not reader.trusted)
    return any(reader.near[at].get(joint, 9.0) < JOINT_COST for joint in JOINTS) and not token.text[0].isupper()


def places(reader: Reader, at: int) -> list[int]:
    """List where a name may begin: here, and after each run of words that may stand before it."""
    places, edge = [at], [at]
    for _ in range(ACCOMPANY_DEPTH):
        edge = [
            end + (end < len(reader.tokens) and reader.tokens[end].kind == ":")
            for place in edge
            for end, match in reader.read("accompany", place).items()
            if match.cost <= ACCOMPANY_COST * match.size and end not in places
        ]
        places += edge
    return sorted(set(places))


def known(reader: Reader, at: int) -> Choice | None:
    if at >= len(reader.tokens):
        return None
    token = reader.tokens[at]
    if at and token.text.isupper() and token.start == reader.tokens[at - 1].end and reader.tokens[at - 1].kind in "-/":
        return None  # the tail of a document's number: 24/KH-SGTVT
    fair = {e: m for e, m in reader.read("unit", at).items() if _fair(m) and not _office_word(reader, at, e)}
    kept = {e: m for e, m in fair.items() if not _vetoed(reader, at, e, m) and not _runs_on(reader, at, fair, e)}
    if not kept:
        return None
    end, match = max(kept.items(), key=lambda item: (_worth(reader, *item), item[0]))
    return Choice(at, end, written(match.shown), match.score)


def _worth(reader: Reader, end: int, match: Match) -> float:
    """Weigh a name: better where it reaches to the end of its part of the list or to a duty, forced ones most."""
    tokens = reader.tokens
    ended = end >= len(tokens) or tokens[end].new_line or (tokens[end].kind != "-" and is_joint(reader, end))
    whole = match.size > 1 and (ended or any(stops(reader, end)))
    return match.value + OWN_BONUS * match.forced + WHOLE_BONUS * whole


def _office_word(reader: Reader, at: int, end: int) -> bool:
    """Tell whether a common word was taken for the head of an office: `nhiệm | vụ cải cách`, `công tác thông tin`."""
    if not lower(reader, at) or reader.near[at].get("phòng", DEAREST) < JOINT_COST:
        return False
    return end in reader.read("composed", at) and (at > 0 or reader.read("composed", at)[end].size < 4)


def _fair(match: Match) -> bool:
    return match.cost <= MOST_COST * match.size and match.value >= LEAST_VALUE


def stops(reader: Reader, at: int) -> Iterator[tuple[int, Match]]:
    """List the phrases that open a duty and stand at a token."""
    return ((e, m) for e, m in reader.read("stop", at).items() if m.cost <= STOP_COST * m.size)


def _vetoed(reader: Reader, at: int, end: int, match: Match) -> bool:
    """Tell whether the words are rather a phrase that only begins like a name: `Báo cáo`, `ban hành`."""
    each = match.cost / match.size
    rivals = [
        *stops(reader, at),
        *((e, m) for e, m in reader.read("common", at).items() if m.cost <= STOP_COST * m.size),
    ]
    return not match.forced and any(
        (e >= end or 1 < m.size >= RIVAL * match.size) and m.cost / m.size <= each - (e < end) * FIRM for e, m in rivals
    )


def _runs_on(reader: Reader, at: int, fair: dict[int, Match], end: int) -> bool:
    """Tell whether a shorter name ends where a duty begins that covers the rest: `Văn phòng Sở | xây dựng …`."""
    return any(
        e >= end and not _within(reader, at, place)
        for place in fair
        if place < end and not reader.tokens[place].text[0].isupper()
        for e, _ in stops(reader, place)
    )


def _within(reader: Reader, at: int, place: int) -> bool:
    """Tell whether one field of work reaches over a place: `Quản lý chất lượng công trình | xây dựng`."""
    return any(
        end > place and match.cost <= MOST_COST * match.size
        for name in FIELDS
        for start in range(at + 1, place)
        for end, match in reader.read(name, start).items()
    )


def lower(reader: Reader, at: int) -> bool:
    return reader.tokens[at].text[0].islower()
