"""Words split from a text, each with its place."""

from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from obligations.reading.wear import wear, worn_share
from obligations.reading.words import letters_of, words_of

BLANKS = "\x1c\x1f\x85\xa0\u2009\u200b\t\n "
TEXTS = st.text(st.sampled_from("aăâđbốợSở12.,;:/-–()[]“”*|…_#<>=~\\'" + BLANKS), max_size=80)
PARTED = regex.compile(r"[^\s/\-–—−,;:.()\[\]\"“”*|…_#<>=~\\]+")


@given(TEXTS)
def test_every_word_stands_where_it_says_and_nothing_between_words_is_one(text: str) -> None:
    assert [(w.text, w.start, w.end) for w in words_of(text)] == [
        (match.group().lower(), *match.span()) for match in PARTED.finditer(text)
    ]


@given(TEXTS)
def test_letters_are_counted_one_by_one(text: str) -> None:
    own = sum(c.isalpha() and c.lower() in "đăốợở" for c in text)
    assert letters_of(text) == (own, sum(c.isalpha() for c in text))


def test_the_share_of_worn_words_counts_each_as_often_as_it_stands() -> None:
    words = words_of("Sở Nội vụ bc1 cáo xqz bc1 hằng quý")
    counts = {word.text: sum(w.text == word.text for w in words) for word in words}
    assert worn_share(counts) == wear(words)[1] == 3 / 9
