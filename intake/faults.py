"""Why a file cannot be opened, each a NotText of its own with words for the person who has to mend it."""

from __future__ import annotations

from obligations.errors import NotText


class TooLarge(NotText):
    """The file, a part of it or its number of pages is beyond a limit."""


class TooDeep(NotText):
    """Tables or elements are nested beyond any real document."""


class TooSlow(NotText):
    """Opening the file took longer than allowed."""


class Locked(NotText):
    """The file is encrypted or needs a password."""


class Damaged(NotText):
    """The file is of a known kind, but broken."""


class Dangerous(NotText):
    """The file is built to harm its reader: an XML or zip bomb."""


class UnknownEncoding(NotText):
    """The text is in no encoding that can be told for sure."""


class MissingProgram(NotText):
    """A program that this kind of file needs is not installed; the message names the package."""
