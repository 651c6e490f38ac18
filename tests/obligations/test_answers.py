from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from obligations.answers import Answer, Verb, answered, stand_ins
from obligations.model import Role
from obligations.units import Person

AT = datetime(2024, 6, 21, 1, tzinfo=UTC)
PEOPLE = {key: Person(key, key.upper()) for key in ("a", "b", "c")}


def over(giver: str, taker: str) -> Answer:
    return Answer(1, Verb.HAND_OVER, giver, AT, to=taker)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([], "a"),
        ([over("a", "b")], "b"),
        ([over("a", "b"), over("b", "c")], "c"),
        ([over("a", "b"), over("b", "a")], "a"),
        ([over("a", "b"), over("a", "c")], "c"),
        ([over("a", "gone")], "a"),
        ([over("b", "c")], "a"),
    ],
)
def test_who_took_over_last_is_told_in_place_of_who_held_it(answers: list[Answer], told: str) -> None:
    who = stand_ins(lambda *_: (PEOPLE["a"],), answered(answers, PEOPLE))
    assert [p.key for p in who(Role.HEAD, "u")] == [told]
    assert [p.key for p in who(Role.OFFICE, "u")] == ["a"]


def test_a_later_acknowledgement_replaces_an_earlier_one() -> None:
    said = answered([Answer(1, Verb.ACK, "a", AT, until=date(2024, 7, d)) for d in (20, 5)], PEOPLE)
    assert said.promised == date(2024, 7, 5)


def test_two_who_hand_over_to_one_are_told_once() -> None:
    who = stand_ins(lambda *_: (PEOPLE["a"], PEOPLE["b"]), answered([over("a", "c"), over("b", "c")], PEOPLE))
    assert [p.key for p in who(Role.FOCAL, "u")] == ["c"]
