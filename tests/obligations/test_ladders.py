from __future__ import annotations

import pytest

from obligations.ladders import ladder_text, steps_of
from obligations.policy import EVENT_STEPS, STEPS


@pytest.mark.parametrize("steps", [STEPS, EVENT_STEPS])
def test_a_ladder_is_written_and_read_back(steps: tuple[object, ...]) -> None:
    assert sorted(map(repr, steps_of(ladder_text(steps)))) == sorted(map(repr, steps))  # type: ignore[arg-type] # both


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0 head;-5 head, focal", "-5 focal,head; 0 head"),
        ("  +3 LEADER ; -60d focal+head;", "-60d focal,head; +3 leader"),
        ("mc0 head; mc-5 focal; +1 office; 0 head", "0 head; mc-5 focal; mc0 head; +1 office"),
    ],
)
def test_a_ladder_is_kept_in_order_however_it_was_typed(typed: str, kept: str) -> None:
    assert ladder_text(steps_of(typed)) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "trống"),
        ("-5", "viết chưa đúng"),
        ("-5 sếp", "sếp"),
        ("-5 head; -5 focal", "hai lần"),
        ("-999 head", "quá xa"),
        ("+5d head", "trước hạn"),
        ("mc-5d head", "một trong"),
    ],
)
def test_a_wrong_ladder_is_refused_with_what_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        steps_of(typed)
