"""Yields the payload of a digest: subject, text, HTML and the short version for messengers."""

from __future__ import annotations

from notifiers.composing import compose, subject
from notifiers.render import as_html, as_short, as_text
from obligations.policy import Policy
from obligations.records import Payload
from obligations.reminders import Digest

DEFAULTS = Policy()


def word(digest: Digest, *, agency: str, answer: str, sample: bool = False, policy: Policy = DEFAULTS) -> Payload:
    """Put a digest into words.

    `answer` says how to answer, as one sentence; `sample` marks a message about sample data. `policy` is what the
    digest was decided with: its ladder tells who hears of it next.
    """
    written = compose(digest, agency=agency, answer=answer, policy=policy, sample=sample)
    title = subject(digest, sample=sample)
    return Payload(subject=title, text=as_text(written), html=as_html(written, title), short=as_short(written))
