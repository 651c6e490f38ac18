from __future__ import annotations

import threading

import pytest

from notifiers.flight import Flight, TooLate, fly
from obligations.ports import Delivered, Outcome


def test_an_abandoned_flight_can_never_hand_over() -> None:
    flight = Flight()
    assert flight.abandon().result is Delivered.LATER
    with pytest.raises(TooLate):
        flight.hand_over()
    with pytest.raises(TooLate):
        flight.hold(None)


def test_what_was_handed_over_is_in_doubt_when_it_is_abandoned() -> None:
    flight = Flight()
    flight.hand_over()
    assert flight.abandon().result is Delivered.IN_DOUBT


def test_the_first_outcome_stands() -> None:
    flight = Flight()
    assert flight.land(Outcome(Delivered.SENT))
    flight.land(Outcome(Delivered.NEVER))
    assert flight.abandon() == Outcome(Delivered.SENT)


@pytest.mark.parametrize(
    ("answer", "handed_over", "expected"),
    [
        (True, True, Delivered.SENT),
        (False, True, Delivered.IN_DOUBT),
        (None, True, Delivered.IN_DOUBT),
        (False, False, Delivered.LATER),
    ],
)
def test_a_plugin_that_says_only_yes_or_no_is_taken_at_its_word_for_yes_alone(
    answer: bool | None, handed_over: bool, expected: Delivered
) -> None:
    flight = Flight()
    if handed_over:
        flight.hand_over()
    assert fly(flight, lambda: answer, 5).result is expected


def test_a_flight_that_does_not_return_is_given_up_at_the_deadline() -> None:
    never, flight, refused = threading.Event(), Flight(), threading.Event()

    def hang() -> bool:
        never.wait(10)
        try:
            flight.hand_over()
        except TooLate:
            refused.set()
        return True

    assert fly(flight, hang, 0.05).result is Delivered.LATER
    never.set()
    assert refused.wait(5)
