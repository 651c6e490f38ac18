"""Yields the payload of a digest: subject, text, HTML and the short version for messengers."""

from __future__ import annotations

from notifiers.composing import compose
from notifiers.render import rendered
from notifiers.templating import Templates
from obligations.policy import Policy
from obligations.records import Payload
from obligations.reminders import Digest
from obligations.timing.workdays import WEEKENDS, Calendar

DEFAULTS = Policy()
PLAIN = Templates()


def word(
    digest: Digest,
    *,
    agency: str,
    answer: str,
    sample: bool = False,
    policy: Policy = DEFAULTS,
    calendar: Calendar = WEEKENDS,
    answer_url: str | None = None,
    templates: Templates = PLAIN,
) -> Payload:
    """Put a digest into words.

    `answer` says how to answer, as one sentence; `answer_url` is the page for answer codes; `sample` marks a message
    about sample data. `policy` and `calendar` are what the digest was decided with: the ladder tells who hears of it
    next, the calendar counts the working days left.
    """
    letter = compose(
        digest,
        agency=agency,
        answer=answer,
        policy=policy,
        sample=sample,
        calendar=calendar,
        answer_url=answer_url,
    )
    return rendered(letter, templates)
