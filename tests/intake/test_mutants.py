"""A small draw of the ten thousand damaged documents of `benchmarks/intake_fuzz.py`."""

from __future__ import annotations

import sys

import pytest

from benchmarks.intake_fuzz import attempt
from benchmarks.intake_mutants import Stock, form_pdf, word_of
from tests.reading.samples import text_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured through /proc")
NAMES = ("xa-2026.txt", "bang-2026.md")


@pytest.fixture(scope="module")
def sound() -> Stock:
    """Give sound documents that need no LibreOffice."""
    texts = tuple(map(text_of, NAMES))
    return Stock(texts, tuple(map(word_of, texts)), (form_pdf(), form_pdf()))


@pytest.mark.parametrize("number", range(40))
def test_a_damaged_document_is_read_or_refused_in_words(number: int, sound: Stock) -> None:
    outcome = attempt(number, 7, sound)
    assert not outcome.failed, outcome
    assert outcome.ended == "read" or outcome.said.endswith(".")
