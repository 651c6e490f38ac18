"""What can go wrong, each with words for the person who has to mend it."""

from __future__ import annotations


class DunghanError(Exception):
    """Something a person has to mend; the message says what and how, in Vietnamese."""


class EmptyPlan(DunghanError):
    """The file holds no text."""


class NotText(DunghanError):
    """The file is not a text this version can open."""


class NoObligation(DunghanError):
    """The text was read and lays no duty on anybody."""


class NotVietnamese(DunghanError):
    """The text is not in Vietnamese, so nothing in it can be understood."""


class UnknownPlan(DunghanError):
    """No stored plan answers to that name."""


class UnknownClause(DunghanError):
    """The plan has no obligation under that clause."""


class UnknownUnit(DunghanError):
    """A unit is not in the register."""


class UnknownPeriod(DunghanError):
    """The obligation has no such period."""


class UnknownEvidence(DunghanError):
    """No evidence has that number."""


class UnknownMessage(DunghanError):
    """No message in the outbox has that number, or it has left or was cancelled."""


class UnknownPerson(DunghanError):
    """No person in the register answers to that name, or several do."""


class BadRegister(DunghanError):
    """The register of units is malformed; the message names the place."""


class BadSettings(DunghanError):
    """dunghan.toml or a DUNGHAN_* variable is malformed."""


class BadAddress(DunghanError):
    """An address is not one that Apprise can deliver to."""


class BadEvidence(DunghanError):
    """A piece of evidence is refused: used before, outside the period, or not readable."""


class BadExtension(DunghanError):
    """An extension or waiver lacks its document or reason, is no later, or was granted before."""


class BadExport(DunghanError):
    """What is to be written out cannot be: the place is taken or not writable."""


class BadEdit(DunghanError):
    """A correction names a field that does not exist or a value it cannot hold."""


class BadCode(DunghanError):
    """An answer code is incomplete, was changed, belongs to another installation, or was revoked."""


class ExpiredCode(DunghanError):
    """An answer code is too old."""


class BadAnswer(DunghanError):
    """An answer cannot be taken: the matter is closed, the date is out of range, or the person has no part in it."""


class BadTemplate(DunghanError):
    """A template of messages is broken or would lose something; the message names file and line."""


class ServerUnreachable(DunghanError):
    """The Prefect server does not answer."""


class StorageUnreachable(DunghanError):
    """The database cannot be opened."""


class BadBackup(DunghanError):
    """A backup cannot be made, is damaged, or does not fit this installation."""
