"""The words of the field as values: what a plan says, what is due, what was done, what is to be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Span = tuple[int, int]


class Kind(StrEnum):
    """What sort of duty it is (loại)."""

    POST = "post"
    PORTAL_SUBMISSION = "portal_submission"
    REPORT = "report"
    EVENT = "event"
    DELIVERABLE = "deliverable"
    TASK = "task"


class Cadence(StrEnum):
    """How often it is due (định kỳ). Nine months come once a year. The last three have no due date of their own."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    NINE_MONTHS = "nine_months"
    YEARLY = "yearly"
    ONCE = "once"
    CONTINUOUS = "continuous"
    ON_CHANGE = "on_change"
    EXTERNAL = "external"

    @property
    def dated(self) -> bool:
        """Tell whether occurrences of this cadence have due dates."""
        return self not in (Cadence.CONTINUOUS, Cadence.ON_CHANGE, Cadence.EXTERNAL)


class Draft(StrEnum):
    """How far a person has judged an obligation that was read: nothing is scheduled before approval."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"


class Status(StrEnum):
    """The state of an occurrence on a day (tình trạng)."""

    PENDING = "pending"
    DUE_SOON = "due_soon"
    IN_REVIEW = "in_review"
    MET = "met"
    MET_LATE = "met_late"
    OVERDUE = "overdue"
    WAIVED = "waived"

    @property
    def closed(self) -> bool:
        """Tell whether nothing more is asked of the unit."""
        return self in (Status.MET, Status.MET_LATE, Status.WAIVED)


class Role(StrEnum):
    """What a person is to a unit, least senior first. OFFICE and LEADER are held for the whole agency."""

    FOCAL = "focal"
    HEAD = "head"
    OFFICE = "office"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a plan that a person must look at: the place (clause or header field), what, where in the text."""

    place: str
    what: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class PlanHeader:
    """What a plan says of itself; None where the document does not say it.

    `completes_on` is the day by which the whole plan is to be completed, where that is not the end of its year.
    """

    number: str | None
    issuer: str | None
    issued_on: date | None
    year: int | None
    title: str | None
    sha256: str
    completes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty laid on units by one clause.

    `count` is the least number of items per period and unit, None where none is stated.
    `due` holds the dates that the clause itself fixes, in the plan's year.
    `aggregate` marks a total whose parts are obligations of their own. `ladder` is its own ladder, written as
    `obligations.ladders` reads it; None: that of its kind.
    `quote` is the source verbatim: `text[span[0]:span[1]] == quote`. `confidence` lies in 0..1.
    """

    clause: str
    kind: Kind
    cadence: Cadence
    count: int | None
    responsible: tuple[str, ...]
    quote: str
    span: Span
    coordinating: tuple[str, ...] = ()
    recipient: str | None = None
    due: tuple[date, ...] = ()
    mandatory: bool = False
    aggregate: bool = False
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    ladder: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as it was read: its text (NFC), header, obligations in reading order, and what a person must look at."""

    text: str
    header: PlanHeader
    obligations: tuple[Obligation, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days, first and last included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Due:
    """When one obligation falls due once: the period's key, the days its evidence may bear, the two due dates.

    `legal` is the last day on which it is on time; `internal` is the day we work towards (rule 13).
    `opens` is the day from which it is open. `assumed` names the settings that stand in for what is left open.
    """

    period: str
    window: Window
    opens: date
    legal: date
    internal: date
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One obligation x one unit x one period (kỳ thực hiện).

    `needed` is how many accepted pieces of evidence meet it. An aggregate's pieces are those of its parts,
    and nobody is reminded of it: its parts are.
    """

    plan: str
    code: str
    clause: str
    kind: Kind
    cadence: Cadence
    unit: str
    due: Due
    needed: int
    aggregate: bool = False
    ladder: str | None = None


class EvidenceKind(StrEnum):
    """What a piece of evidence is. A statement is a coordinator's word and reason where nothing else can be had."""

    LINK = "link"
    DOCUMENT = "document"
    FILE = "file"
    EVENT = "event"
    STATEMENT = "statement"


class Form(StrEnum):
    """By which means the public was reached (hình thức tuyên truyền)."""

    ARTICLE = "article"
    VIDEO = "video"
    SOCIAL = "social"
    BROADCAST = "broadcast"
    SCREEN = "screen"
    MEETING = "meeting"
    LEAFLET = "leaflet"
    CONTEST = "contest"
    OTHER = "other"


class FileRole(StrEnum):
    """What a file shows of an event; a copy is the thing itself."""

    COPY = "copy"
    PHOTO = "photo"
    MINUTES = "minutes"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept by content: its name without folders, the sha256 of its bytes in hex, its size in bytes, its role."""

    name: str
    sha256: str
    size: int
    role: FileRole = FileRole.COPY


class Verdict(StrEnum):
    """What was decided of a piece of evidence."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A link, document, file, event or statement that shows something was done (minh chứng).

    `reference` is the address, the document's number, the name of file or event, or the statement's words;
    `fingerprint` is what makes it one piece (canonical address, number with year and issuer, or sha256): a piece
    counts once, not for two periods nor two units. `effective_on` is the day it was done (rule 16), not the day it
    was received. `reason` is a person's, `notes` say what speaks for the verdict or what a person must look at.
    `version` grows with every change, so that a decision can name what was seen.
    """

    id: int
    kind: EvidenceKind
    reference: str
    fingerprint: str
    effective_on: date
    received_at: datetime
    submitted_by: str
    verdict: Verdict = Verdict.PENDING
    reason: str | None = None
    title: str | None = None
    sha256: str | None = None
    form: Form | None = None
    signer: str | None = None
    files: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    version: int = 1
