"""Yields the texts of a letter from templates: an agency's own where they hold, the bundled ones otherwise."""

from __future__ import annotations

import textwrap
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

BUNDLED = Path(__file__).with_name("templates")
SUBJECT, MAIL_TEXT, MAIL_HTML, MESSENGER = "subject.txt.j2", "mail.txt.j2", "mail.html.j2", "messenger.txt.j2"
NAMES = (SUBJECT, MAIL_TEXT, MAIL_HTML, MESSENGER)
BASE = "goc"
"""The folder name under which an agency's template reaches the bundled one it replaces: `{% extends "goc/…" %}`."""

WIDTH = 72
# What a template can do wrong beside Jinja's own errors: dividing, indexing, calling with the wrong values.
MISHAPS = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError, OSError)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template: the file, the line where it is known, and what to mend."""

    file: str
    line: int | None
    what: str

    def __str__(self) -> str:
        """Say it in one sentence."""
        return f"{self.file}{f', dòng {self.line}' if self.line else ''}: {self.what}"


@dataclass(frozen=True)
class Templates:
    """The templates in use. `faults` collects what was wrong with an agency's own, each once."""

    own: Path | None = None
    refused: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the two environments: the agency's, and the bundled one alone."""
        object.__setattr__(self, "_bundled", environment(None))
        object.__setattr__(self, "_mine", environment(self.own))

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Render a template; the bundled one where the agency's own fails or comes out empty."""
        if self.own is not None and name not in self.refused and (self.own / name).is_file():
            said = self._own_words(name, context)
            if said is not None:
                return said
        bundled: ImmutableSandboxedEnvironment = self._bundled  # type: ignore[attr-defined] # set in __post_init__
        return bundled.get_template(name).render(context)

    def _own_words(self, name: str, context: Mapping[str, Any]) -> str | None:
        mine: ImmutableSandboxedEnvironment = self._mine  # type: ignore[attr-defined] # set in __post_init__
        try:
            said = mine.get_template(name).render(context)
        except MISHAPS as error:
            self._note(fault_of(name, error))
            return None
        if said.strip():
            return said
        self._note(Fault(name, None, "mẫu cho ra thư trống"))
        return None

    def _note(self, fault: Fault) -> None:
        if fault not in self.faults:
            self.faults.append(fault)


def environment(own: Path | None) -> ImmutableSandboxedEnvironment:
    """Make the sandbox templates run in: an agency's folder before the bundled one, HTML escaped, nothing undefined."""
    bundled = FileSystemLoader(BUNDLED)
    mine = [FileSystemLoader(own)] if own is not None else []
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*mine, bundled, PrefixLoader({BASE: bundled})]),
        autoescape=lambda name: name is not None and ".html" in name,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"fill": fill, "columns": columns}
    return made


def fault_of(name: str, error: BaseException) -> Fault:
    """Say what went wrong in a template, and in which line."""
    if isinstance(error, TemplateSyntaxError):
        return Fault(error.name or name, error.lineno, f"sai cú pháp: {error.message}")
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).name == name]
    return Fault(name, lines[-1] if lines else None, f"không dựng được thư: {error}")


def fill(text: str, first: str = "", rest: str = "") -> str:
    """Break a text into lines of 72 columns; only a word longer than that (an address, a code) runs over."""
    return "\n".join(
        textwrap.fill(
            line, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        )
        for line in text.split("\n")
    )


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Set rows as a table in plain text: the first column wide and wrapped, the others right-aligned."""
    first = WIDTH - 12 * (len(rows[0]) - 1)
    lines = []
    for row in rows:
        names = textwrap.wrap(row[0], first) or [""]
        lines.append(names[0].ljust(first) + "".join(cell.rjust(12) for cell in row[1:]))
        lines += [f"  {more}" for more in names[1:]]
    return "\n".join(lines)
