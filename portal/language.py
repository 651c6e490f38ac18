"""Which language the person at the command line reads: Vietnamese unless they say otherwise."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

VIETNAMESE, ENGLISH = "vi", "en"


def split(arguments: Sequence[str], environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """Take `--lang en` (or `--lang=en`) out of the arguments, wherever it stands; return the language and the rest."""
    language, rest, given = environ.get("DUNGHAN_LANGUAGE", VIETNAMESE), list[str](), iter(arguments)
    for argument in given:
        if argument == "--lang":
            language = next(given, "")
        elif argument.startswith("--lang="):
            language = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    return language, rest


_current, _ = split(sys.argv[1:], os.environ)


def speak(language: str) -> None:
    """Set the language for what follows."""
    global _current
    _current = language


def tr(vietnamese: str, english: str) -> str:
    """Give the words in the person's language."""
    return english if _current == ENGLISH else vietnamese
