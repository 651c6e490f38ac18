"""The verbs: ingest, approve, open, check, remind, deliver; and the runs made of them."""

from obligations.service.alarm import tell_operator
from obligations.service.changing import extend, waive
from obligations.service.checking import check, standings, unit_key, unit_name
from obligations.service.delivering import deliver, retry, send_again
from obligations.service.health import Health, Held, delivery_health
from obligations.service.opening import open_occurrences, reopen
from obligations.service.plans import (
    Ingested,
    approve,
    codes,
    dated,
    edit,
    find_obligations,
    find_plan,
    ingest,
    one_obligation,
    reject,
    remove_sample,
    unknown_units,
)
from obligations.service.reminding import MAILBOX, address_of, remind
from obligations.service.rerunning import ManyReport, run_many
from obligations.service.running import approved, run_obligation, schedule_days, stored_dues, sweep, would_send
from obligations.service.values import Draft, Office, Row, RunReport, SweepReport
from obligations.zone import VIETNAM

__all__ = [
    "MAILBOX",
    "VIETNAM",
    "Draft",
    "Health",
    "Held",
    "Ingested",
    "ManyReport",
    "Office",
    "Row",
    "RunReport",
    "SweepReport",
    "address_of",
    "approve",
    "approved",
    "check",
    "codes",
    "dated",
    "deliver",
    "delivery_health",
    "edit",
    "extend",
    "find_obligations",
    "find_plan",
    "ingest",
    "one_obligation",
    "open_occurrences",
    "reject",
    "remind",
    "remove_sample",
    "reopen",
    "retry",
    "run_many",
    "run_obligation",
    "schedule_days",
    "send_again",
    "standings",
    "stored_dues",
    "sweep",
    "tell_operator",
    "unit_key",
    "unit_name",
    "unknown_units",
    "waive",
    "would_send",
]
