"""Opens plan files and gives their text."""

from intake.textfile import Opened, open_plan

__all__ = ["Opened", "open_plan"]
