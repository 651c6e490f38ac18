"""Which language the person at the command line reads: Vietnamese unless they say otherwise."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

VIETNAMESE, ENGLISH = "vi", "en"


def split(arguments: Sequence[str], environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """Take `--lang en` (or `--lang=en`) out of the arguments, wherever it stands; return the language and the rest."""
    language, rest, given = environ.get("DUNGHAN_LANGUAGE") or _of_file(environ), list[str](), iter(arguments)
    for argument in given:
        if argument == "--lang":
            language = next(given, "")
        elif argument.startswith("--lang="):
            language = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    return language, rest


def _of_file(environ: Mapping[str, str]) -> str:
    """Look into dunghan.toml for the language alone: a faulty file is told by the command that needs the settings."""
    try:
        settings = tomllib.loads(Path(environ.get("DUNGHAN_CONFIG", "dunghan.toml")).read_text("utf-8"))
    except (OSError, ValueError):
        return VIETNAMESE
    language = settings.get("language")
    return language if language in (VIETNAMESE, ENGLISH) else VIETNAMESE


_current, _ = split(sys.argv[1:], os.environ)


def speak(language: str) -> None:
    """Set the language for what follows."""
    global _current
    _current = language


def tr(vietnamese: str, english: str) -> str:
    """Give the words in the person's language."""
    return english if _current == ENGLISH else vietnamese
