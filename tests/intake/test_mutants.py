"""A small draw of the ten thousand damaged documents of `benchmarks/intake_fuzz.py`."""

from __future__ import annotations

import sys

import pytest

from benchmarks.intake_fuzz import Outcome, outcomes
from benchmarks.intake_mutants import Stock, form_pdf, word_of
from tests.reading.samples import text_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured through /proc")
NAMES = ("xa-2026.txt", "bang-2026.md")


DRAWN = 40


@pytest.fixture(scope="module")
def found() -> dict[int, Outcome]:
    """Read the documents, none of which needs LibreOffice, in a process of their own: it is measured too."""
    texts = tuple(map(text_of, NAMES))
    sound = Stock(texts, tuple(map(word_of, texts)), (form_pdf(), form_pdf()))
    return {outcome.number: outcome for outcome in outcomes(list(range(DRAWN)), 7, sound)}


@pytest.mark.parametrize("number", range(DRAWN))
def test_a_damaged_document_is_read_or_refused_in_words(number: int, found: dict[int, Outcome]) -> None:
    outcome = found[number]
    assert not outcome.failed, outcome
    assert outcome.ended == "read" or outcome.said.endswith(".")
