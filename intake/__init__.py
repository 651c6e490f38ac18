"""Opens plan files of any kind and gives their text with its places, health and warnings."""

from intake.limits import Limits, Progress
from intake.opened import FileKind, Opened, Page
from intake.plan import open_plan

__all__ = ["FileKind", "Limits", "Opened", "Page", "Progress", "open_plan"]
