"""A sample of the kill test (`python -m benchmarks.kill` runs it in full), and planners and senders at once."""

from __future__ import annotations

from benchmarks.killing import kill, together

KILLS = 12


def test_a_sender_killed_at_any_point_loses_nothing_and_doubles_only_what_is_in_doubt(url: str) -> None:
    found = kill(url, KILLS)
    assert found.kills == KILLS
    assert found.lost == 0
    assert found.outside == 0
    assert found.doubled <= found.kills
    assert found.in_doubt <= found.kills


def test_two_planners_and_four_senders_at_once_double_nothing(url: str) -> None:
    found = together(url, 120)
    assert (found.messages, found.lost, found.doubled, found.in_doubt, found.dead) == (120, 0, 0, 0, 0)
