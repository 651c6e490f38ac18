from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from notifiers.samples import AGENCY as SAMPLE_AGENCY
from notifiers.samples import HINT, samples
from notifiers.wording import word
from obligations.model import Kind, Role, Status
from obligations.records import Payload
from obligations.reminders import Digest, DigestItem
from tests.notifiers.messages import (
    AGENCY,
    ANSWER,
    HEAD_DIGEST,
    LEADER_DIGEST,
    OFFICE_DIGEST,
    POSTS,
    REPORT,
    TASK,
    digest,
    due,
    held,
    item,
)

GOLDEN = Path(__file__).parent / "golden"


def worded(of: Digest, *, sample: bool = False, answer: str = ANSWER) -> Payload:
    return word(of, agency=AGENCY, answer=answer, sample=sample)


REAL = {"head": HEAD_DIGEST, "office": OFFICE_DIGEST, "leader": LEADER_DIGEST}
SAMPLES = {f"sample-{role}": of for role, of in samples().items()}


@pytest.mark.parametrize("name", [*REAL, *SAMPLES])
def test_a_digest_reads_as_the_golden_text(name: str) -> None:
    if name in REAL:
        said = worded(REAL[name])
    else:
        url = "https://tra-loi.example.vn" if name == "sample-head" else None
        said = word(SAMPLES[name], agency=SAMPLE_AGENCY, answer=HINT, answer_url=url)
    rule = "=" * 72
    written = f"{said.subject}\n{rule}\n{said.text}{rule}\n{said.short}\n"
    if os.environ.get("GOLDEN"):  # written anew on purpose, and read by a person
        (GOLDEN / f"{name}.txt").write_text(written, encoding="utf-8")
    assert written == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (digest(POSTS), "[Đúng Hạn] 1 việc cần làm, hạn 28/06/2024"),
        (digest(POSTS, TASK), "[Đúng Hạn] 2 việc cần làm, hạn gần nhất 25/06/2024"),
        (digest(REPORT, POSTS), "[Đúng Hạn] 2 việc cần làm, 1 việc quá hạn, hạn gần nhất 28/06/2024"),
        (digest(REPORT), "[Đúng Hạn] 1 việc cần làm, đã quá hạn từ 10/06/2024"),
    ],
)
def test_the_subject_counts_and_names_the_nearest_date(of: Digest, expected: str) -> None:
    assert worded(of).subject == expected


def test_sample_data_says_so_everywhere() -> None:
    said = worded(HEAD_DIGEST, sample=True)
    assert "mẫu" in said.subject
    assert all("kế hoạch mẫu" in form for form in (said.text, said.html, said.short))


@pytest.mark.parametrize("of", [HEAD_DIGEST, OFFICE_DIGEST, LEADER_DIGEST])
def test_every_text_line_fits_72_columns(of: Digest) -> None:
    assert max(map(len, worded(of).text.splitlines())) <= 72


def test_a_long_address_in_the_answer_is_not_broken() -> None:
    address = f"https://dunghan.example.vn/{'a' * 90}"
    assert address in worded(HEAD_DIGEST, answer=f"mở {address}").text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lê Văn A", "Kính gửi: Đồng chí Lê Văn A, Chánh Thanh tra Sở"),
        ("Chánh Thanh tra Sở", "Kính gửi: Chánh Thanh tra Sở"),
        ("", "Kính gửi: Chánh Thanh tra Sở"),
        ("A\r\nBcc: x", "Kính gửi: Đồng chí A Bcc: x, Chánh Thanh tra Sở"),
    ],
)
def test_a_head_is_greeted_by_function(name: str, expected: str) -> None:
    assert worded(digest(POSTS, name=name)).text.splitlines()[0] == expected


def test_other_roles_are_greeted_by_theirs() -> None:
    focal = digest(held(POSTS, Role.FOCAL, "Thanh tra Sở"), role=Role.FOCAL, name="Lê Văn A")
    assert "Đồng chí Lê Văn A, cán bộ đầu mối Thanh tra Sở" in worded(focal).text
    leader = replace(LEADER_DIGEST, person=replace(LEADER_DIGEST.person, name="Lê Văn A"))
    assert f"Đồng chí Lê Văn A, Lãnh đạo {AGENCY}" in worded(leader).text


def test_a_leader_gets_a_roll_up_and_no_instructions() -> None:
    said = worded(LEADER_DIGEST)
    assert "Chưa xong" in said.text
    assert ANSWER not in said.text
    assert "Cách trả lời" not in said.text + said.html + said.short


def test_what_is_quoted_is_escaped_in_html_and_plain_elsewhere() -> None:
    nasty = '<script>alert("x")</script> & <a href="//x.vn">'
    said = worded(digest(replace(POSTS, quote=nasty, unit_name=nasty, recipient=nasty, plan_title=nasty)))
    assert "<script" not in said.html
    assert "<a " not in said.html
    assert nasty in " ".join(said.text.split())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.loads += [name for name, _ in attrs if name in ("src", "href", "background")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("of", [HEAD_DIGEST, OFFICE_DIGEST, LEADER_DIGEST])
def test_the_html_is_whole_and_loads_nothing(of: Digest) -> None:
    tags = _Tags()
    tags.feed(worded(of).html)
    assert tags.open == []
    assert tags.loads == []
    assert tags.seen.isdisjoint({"script", "img", "link", "iframe", "style"})


def many(count: int, role: Role = Role.HEAD) -> tuple[DigestItem, ...]:
    return tuple(
        held(item(Kind.TASK, TASK.standing.occurrence.due, clause=f"II.{n}"), role, f"Đơn vị {n % 7}")
        for n in range(count)
    )


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICE, Role.LEADER])
def test_a_messenger_gets_whole_items_and_the_count_of_the_rest(role: Role) -> None:
    said = worded(digest(*many(200, role), role=role))
    assert len(said.subject) + 2 + len(said.short) < 3_500
    told = sum(line.split(".")[0].isdigit() for line in said.short.splitlines())
    assert f"… và {200 - told} việc khác." in said.short
    assert "… và 140 việc khác." in said.text
    assert "… và 140 việc khác." in said.html


def test_a_duty_of_very_many_units_still_fits_a_messenger() -> None:
    units = tuple(held(REPORT, Role.OFFICE, f"Ủy ban nhân dân xã số {n}") for n in range(300))
    said = worded(digest(*units, role=Role.OFFICE))
    assert "300 đơn vị: " in said.short
    assert "việc khác" not in said.short
    assert "[Đúng Hạn] 300 việc cần đôn đốc" in said.subject


def test_an_answer_of_any_length_keeps_the_messenger_within_bounds() -> None:
    assert len(worded(HEAD_DIGEST, answer="x" * 9000).short) < 3_500


def test_an_occurrence_told_in_two_roles_stands_once_as_ones_own() -> None:
    said = worded(digest(POSTS, replace(POSTS, role=Role.OFFICE), role=Role.OFFICE))
    assert "1 việc" in said.subject
    assert said.text.count("Kế hoạch ghi") == 1


def test_one_duty_of_several_units_stands_once_with_each_named() -> None:
    both = digest(held(REPORT, Role.OFFICE, "Phòng A"), held(REPORT, Role.OFFICE, "Phòng B"), role=Role.OFFICE)
    text = worded(both).text
    assert text.count("Kế hoạch ghi") == 1
    assert "Phòng A: chưa nhận được báo cáo" in text
    assert "Phòng B: chưa nhận được báo cáo" in text


def test_overdue_comes_first_then_by_date() -> None:
    later = item(Kind.REPORT, due("2024-Q2", date(2024, 7, 5)), clause="VI.1")
    text = worded(digest(later, POSTS, TASK, REPORT)).text
    places = [text.index(mark) for mark in ("ĐÃ QUÁ HẠN", "ĐẾN HẠN HÔM NAY", "SẮP ĐẾN HẠN", "mục III.2", "mục VI.1")]
    assert places == sorted(places)


def test_what_waits_for_a_verdict_asks_the_unit_for_nothing_new() -> None:
    waiting = replace(REPORT, standing=replace(REPORT.standing, status=Status.IN_REVIEW, in_review=1))
    text = worded(digest(waiting)).text
    assert "ĐÃ GỬI, ĐANG CHỜ XÁC NHẬN" in text
    assert "ĐÃ QUÁ HẠN" not in text
    assert worded(digest(waiting)).subject == "[Đúng Hạn] 1 việc cần làm"
