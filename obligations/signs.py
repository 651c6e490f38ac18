"""What an examination finds: how grave, about what, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    """How grave a sign is; the value is how it is marked."""

    GOOD = "✓"
    NOTE = "·"
    WARNING = "⚠"
    FAULT = "✗"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at: how grave, about what, and what to do about it."""

    grade: Grade
    about: str
    says: str
