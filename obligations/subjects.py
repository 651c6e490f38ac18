"""What a duty wants to be written about, and whether an article is about it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from obligations.text import fold

FILE = Path(__file__).with_name("subjects.toml")
OFTEN = 2  # mentions that make it an article's subject where the title does not say so
SPREAD = 150  # words of the article for each of them: what is told in passing is not its subject
OWN_WORDS = (2, 8)
# "tin, bài về kết quả …": what stands behind says the subject where the lexicon knows none.
ABOUT = re.compile(r"\bve (?:viec |cong tac |noi dung |ket qua |cac )*([a-z0-9 ]{6,60})")
ENDS = re.compile(r"\b(?:tren|tai|gui|cua|theo|den|trong|cho|va|hang|dinh ky|voi|do|thuoc)\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an article has to be about: a name for people, and folded words of which any shows it.

    One of `words` itself must be there; `near` are words that belong to the subject beside it.
    """

    name: str
    words: tuple[str, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the lexicon: the words by which a duty asks for it, and those by which an article shows it."""

    name: str
    asks: tuple[str, ...]
    shows: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """Give the lexicon of subjects that comes with the program."""
    found = tomllib.loads(FILE.read_text("utf-8"))["subject"]
    return tuple(Topic(one["name"], tuple(one["asks"]), tuple(one["shows"])) for one in found)


def subjects_of(quote: str, title: str | None, lexicon: Sequence[Topic]) -> tuple[Subject, ...]:
    """List what a duty asks to be written about: by its own words, else by those behind "về", else its plan's title."""
    asked = _asked(quote, lexicon)
    return asked or _own(quote) or _asked(title or "", lexicon)


def _asked(words: str, lexicon: Iterable[Topic]) -> tuple[Subject, ...]:
    text = f" {fold(words)} "
    return tuple(
        Subject(topic.name, tuple(map(fold, topic.asks)), tuple(map(fold, topic.shows)))
        for topic in lexicon
        if any(f" {fold(word)} " in text for word in topic.asks)
    )


def _own(quote: str) -> tuple[Subject, ...]:
    """Take the words behind "về" for the subject, up to what tells where, to whom or when."""
    found = (ENDS.split(m.group(1))[0].strip() for m in ABOUT.finditer(fold(quote)))
    least, most = OWN_WORDS
    return tuple(Subject(words, (words,)) for words in found if least <= len(words.split()) <= most)


def about(subject: Subject, title: str, text: str) -> bool:
    """Tell whether an article is about a subject: its title names it, or it names it and keeps to it."""
    named_above, near_above = mentions(subject, title)
    named, near = mentions(subject, text)
    if named_above or (near_above and named):
        return True
    return named > 0 and named + near >= max(OFTEN, len(text.split()) / SPREAD)


def mentions(subject: Subject, text: str) -> tuple[int, int]:
    """Count the places where a text names a subject, and those where it speaks of what belongs to it."""
    folded = f" {fold(text).replace(' ', '  ')} "
    named, near = (sum(folded.count(f" {w.replace(' ', '  ')} ") for w in ws) for ws in (subject.words, subject.near))
    return named, near
