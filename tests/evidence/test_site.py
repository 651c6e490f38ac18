"""The test site judged as an agency would: what is accepted by itself is right, and most good pages are accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from obligations.agreeing import same_title
from obligations.channels import Channel, ChannelKind
from obligations.judging import Expectation, Judgement, judge
from obligations.model import Verdict, Window
from obligations.subjects import subjects_of, topics
from tests.evidence.cases import FIRST, HOSTS, PAPER, SITE, SLOW, SOFT, SOFT_PAGE, Case, articles, homes
from tests.evidence.last import LAST
from tests.evidence.later import LATER
from tests.evidence.unseen import UNSEEN
from tests.evidence.web import eye, fetcher, html, web

CHANNELS = (
    Channel("cong", "Cổng Thông tin điện tử tỉnh", ChannelKind.PORTAL, ("thunghiem.test",)),
    Channel("trang", "Trang của Sở", ChannelKind.SITE, (SITE,)),
    Channel("bao", "Báo Thử Nghiệm", ChannelKind.NEWSPAPER, (PAPER,)),
)
UNITS = ("Văn phòng Sở", "Thanh tra Sở", "Phòng Kế hoạch - Tài chính", "Phòng Vận tải", "Cảng vụ")
WANTED = Expectation(
    plan="mau",
    code="III.3",
    unit="don-vi",
    period="2024-Q2",
    window=Window(date(2024, 4, 1), date(2024, 6, 30)),
    subjects=subjects_of("tin, bài về cải cách hành chính, chuyển đổi số", None, topics()),
    unit_names=UNITS,
    allowed=CHANNELS,
    known=CHANNELS,
)


@dataclass(frozen=True)
class Seen:
    """A page and what was said of it."""

    case: Case
    judgement: Judgement

    @property
    def accepted(self) -> bool:
        """Tell whether it was accepted without a person."""
        return self.judgement.verdict is Verdict.ACCEPTED


def look_at(cases: tuple[Case, ...]) -> list[Seen]:
    """Put the pages up and judge each."""
    with web() as sites:
        for host, reply in homes().items():
            sites.put(host, "/", reply)
        sites.elsewhere[SOFT] = html(SOFT_PAGE)
        addresses = [sites.put(case.host, case.path, case.reply()) for case in cases]
        quick, slow = eye(fetcher(sites, hosts=HOSTS)), eye(fetcher(sites, hosts=HOSTS, seconds=0.5))
        return [
            Seen(case, judge((slow if case.host == SLOW else quick).look(address), WANTED, ()))
            for case, address in zip(cases, addresses, strict=True)
        ]


SETS = {"first": FIRST, "later": LATER, "last": LAST, "unseen": UNSEEN}


@pytest.fixture(scope="module")
def seen() -> dict[str, list[Seen]]:
    """Judge every set once."""
    return {name: look_at(cases) for name, cases in SETS.items()}


def wrong(seen: list[Seen]) -> list[str]:
    """List what was accepted and is not as it was said to be."""
    return [
        s.case.name
        for s in seen
        if s.accepted
        and not (
            s.case.good
            and s.case.on == s.judgement.effective_on
            and s.case.article
            and same_title(articles()[s.case.article].title, s.judgement.title or "")
        )
    ]


def share(seen: list[Seen]) -> float:
    """Give the share of good pages that were accepted without a person."""
    good = [s for s in seen if s.case.good]
    return sum(s.accepted for s in good) / len(good)


def test_there_are_at_least_forty_pages_and_fifteen_written_after_the_rules() -> None:
    assert len(FIRST) >= 40
    assert len(LATER) >= 15
    assert len(LAST) >= 15
    assert len(UNSEEN) >= 15
    assert all(len({(case.host, case.path) for case in cases}) == len(cases) for cases in SETS.values())


@pytest.mark.parametrize("name", SETS)
def test_whatever_is_accepted_by_itself_is_right(seen: dict[str, list[Seen]], name: str) -> None:
    assert wrong(seen[name]) == []


def test_most_good_pages_need_no_person(seen: dict[str, list[Seen]]) -> None:
    assert share(seen["first"]) >= 0.6
    assert share([one for found in seen.values() for one in found]) >= 0.6


@pytest.mark.parametrize("name", SETS)
def test_no_good_page_is_sent_back_and_every_verdict_says_why(seen: dict[str, list[Seen]], name: str) -> None:
    returned = [s.case.name for s in seen[name] if s.case.good and s.judgement.verdict is Verdict.RETURNED]
    assert returned == []
    assert [s.case.name for s in seen[name] if not s.judgement.reasons] == []
