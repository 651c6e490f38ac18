"""The lines of a plan: where each stands and where its words begin behind blanks and markdown marks."""

from __future__ import annotations

from typing import NamedTuple

import regex

LINE = regex.compile(r"[^\n]*(?:\n|$)")
MARKUP = regex.compile(r"[\s_~.,;:'‘`>*\\]*(?:#{1,6}(?:[^\s#]#{0,5}\s)?[\s*]*)?(?:[-*•+]\s+(?=\**[a-zđ]\)\s))?[\s*_]*")
SHORT_HEADING = 60
PAGE_NUMBER = regex.compile(r"[\s\f\-–—]*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?[\s\-–—]*", regex.IGNORECASE)


class Line(NamedTuple):
    """One line from `start` to `end` with its line break; its `words`, stripped of marks, begin at `head`."""

    start: int
    head: int
    end: int
    words: str

    @property
    def blank(self) -> bool:
        """Tell whether the line says nothing."""
        return not self.words

    @property
    def ruled(self) -> bool:
        """Tell whether bars or tabs cut the line into cells of a table."""
        return self.words.count("|") + self.words.count("\t") >= 2


def lines_of(text: str) -> list[Line]:
    """Split a text into lines; together they are the text."""
    found = []
    for match in LINE.finditer(text):
        if match.start() == match.end():
            continue
        mark = MARKUP.match(text, match.start(), match.end())
        head = mark.end() if mark else match.start()
        found.append(Line(match.start(), head, match.end(), text[head : match.end()].strip().rstrip("*_ ")))
    return found


def ends(words: str) -> bool:
    """Tell whether a line's words come to an end: at a stop, or because they are too few to be wrapped."""
    return words.endswith((".", ";", ":")) or len(words) < SHORT_HEADING


def is_page_number(line: Line, before: Line | None, after: Line | None) -> bool:
    """Tell whether a line holds only the number of a page: digits alone between blank lines or page breaks."""
    alone = (before is None or before.blank) and (after is None or after.blank)
    return alone and PAGE_NUMBER.fullmatch(line.words) is not None
