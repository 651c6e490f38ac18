"""Exit codes: one for each thing a person may have to mend."""

from __future__ import annotations

from obligations import errors
from obligations.errors import DunghanError

CODES: dict[type[DunghanError], int] = {
    errors.EmptyPlan: 10,
    errors.NotText: 11,
    errors.NoObligation: 12,
    errors.NotVietnamese: 13,
    errors.UnknownPlan: 20,
    errors.UnknownClause: 21,
    errors.UnknownUnit: 22,
    errors.UnknownPeriod: 23,
    errors.UnknownEvidence: 24,
    errors.UnknownMessage: 25,
    errors.UnknownPerson: 26,
    errors.BadRegister: 30,
    errors.BadSettings: 31,
    errors.BadAddress: 32,
    errors.BadEvidence: 33,
    errors.BadEdit: 34,
    errors.BadExtension: 35,
    errors.BadExport: 38,
    errors.BadCode: 50,
    errors.ExpiredCode: 51,
    errors.BadAnswer: 52,
    errors.BadTemplate: 53,
    errors.ServerUnreachable: 41,
    errors.StorageUnreachable: 42,
    errors.BadBackup: 43,
}


def code(error: DunghanError) -> int:
    """Give the exit code of an error, its own or that of the kind it belongs to; 1 for any other."""
    return next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), 1)
