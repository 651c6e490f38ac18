"""The phrases of the agency's own, from `--lexicon FILE` or DUNGHAN_LEXICON."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from obligations.errors import BadSettings
from obligations.reading.own_lexicon import own_lexicon
from obligations.reading.phrases import Lexicon, default_lexicon
from portal.language import tr

VARIABLE = "DUNGHAN_LEXICON"
LEXICON = typer.Option(
    "--lexicon",
    envvar=VARIABLE,
    help=tr(
        "Cụm từ riêng của cơ quan (TOML), thêm vào bộ có sẵn; xem docs/lexicon.md.",
        "The agency's own phrases (TOML), merged over the bundled ones; see docs/lexicon.md.",
    ),
)


def lexicon(file: Path | None = None) -> Lexicon:
    """Give the phrases to read by: the agency's file where one is named, else those of the program.

    Raises BadSettings where the file cannot be read or does not fit.
    """
    named = file or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    return default_lexicon() if named is None else _loaded(named)


def _loaded(file: Path) -> Lexicon:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = tr(f"{file}: không đọc được tệp cụm từ ({error}); cần tệp TOML mã UTF-8.", f"{file}: {error}")
        raise BadSettings(what) from error
    return own_lexicon(text, str(file))
