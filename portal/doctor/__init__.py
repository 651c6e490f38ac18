"""The command `doctor`: what is in force, and every known way in which an installation goes wrong, with its cure."""

from portal.doctor.command import attach

__all__ = ["attach"]
