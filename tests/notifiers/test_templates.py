"""An agency's own templates: what passes is used, what does not is told with its place, and no message is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from notifiers.checking import check, load
from notifiers.samples import AGENCY, HINT, samples
from notifiers.templating import BUNDLED, MAIL_HTML, MAIL_TEXT, MESSENGER, NAMES, SUBJECT, Templates
from notifiers.wording import word
from obligations.model import Kind, Role
from obligations.records import Payload
from obligations.reminders import Digest
from tests.notifiers.messages import TASK, digest, held, item

BASE = {name: (BUNDLED / name).read_text("utf-8") for name in NAMES}


def said(of: Digest, templates: Templates) -> Payload:
    return word(of, agency=AGENCY, answer=HINT, templates=templates)


def folder(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_bundled_templates_pass_their_own_check() -> None:
    assert check(BUNDLED) == []


def test_no_folder_of_one_s_own_is_no_fault() -> None:
    assert load(None).faults == []


@pytest.mark.parametrize(
    ("name", "text", "place", "what"),
    [
        (SUBJECT, "{{ subjet }}", "subject.txt.j2, dòng 1", "không có biến “subjet”"),
        (MESSENGER, BASE[MESSENGER] + "\n{{ nguoi_nhan }}", "messenger.txt.j2, dòng", "không có biến “nguoi_nhan”"),
        (SUBJECT, "a\nb\n{% if subject %}x", "subject.txt.j2, dòng 3", "sai cú pháp"),
        (SUBJECT, "{{ subject }}\n{{ subject.nothing }}", "subject.txt.j2, dòng 2", "không dựng được"),
        (SUBJECT, "{{ subject }}\n\n{{ 1 // 0 }}", "subject.txt.j2, dòng 3", "không dựng được"),
        (SUBJECT, "{{ ''.__class__.__mro__ }} {{ subject }}", "subject.txt.j2, dòng 1", "không dựng được"),
        (SUBJECT, "{{ subject | nhan_doi }}", "subject.txt.j2, dòng 1", "nhan_doi"),
        (SUBJECT, "Nhắc việc", "subject.txt.j2:", "thiếu biến subject"),
        (MAIL_TEXT, BASE[MAIL_TEXT].replace("left_out", "0"), "mail.txt.j2:", "thiếu biến left_out"),
        (
            MAIL_TEXT,
            BASE[MAIL_TEXT].replace("{{ entry.title | fill", "{{ entry.number | string | fill"),
            "mail",
            "Tháng",
        ),
        (MAIL_HTML, BASE[MAIL_HTML].replace("{{ line.text }}", ""), "mail.html.j2:", "thư không ghi “thứ Tư"),
        (MAIL_HTML, BASE[MAIL_HTML].replace("answer.url", "answer.unit"), "mail.html.j2:", "https://"),
        ("thu.html.j2", "x", "thu.html.j2:", "tên tệp không dùng đến"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, name: str, text: str, place: str, what: str) -> None:
    found = [str(fault) for fault in check(folder(tmp_path, name, text))]
    assert any(one.startswith(place) and what in one for one in found), found


def test_a_template_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / SUBJECT).write_bytes("{{ subject }} Nhắc việc".encode("utf-16"))
    assert "UTF-8" in str(check(tmp_path)[0])


def test_a_folder_that_is_not_there_is_told_and_the_bundled_templates_are_used(tmp_path: Path) -> None:
    templates = load(tmp_path / "khong-co")
    assert "không có thư mục" in str(templates.faults[0])
    assert said(samples()[Role.HEAD], templates) == said(samples()[Role.HEAD], Templates())


def test_an_own_template_takes_the_place_of_the_bundled_one_and_of_no_other(tmp_path: Path) -> None:
    templates = load(folder(tmp_path, SUBJECT, "Sở Mẫu nhắc: {{ subject }}"))
    mine, theirs = said(samples()[Role.HEAD], templates), said(samples()[Role.HEAD], Templates())
    assert templates.faults == []
    assert mine.subject == f"Sở Mẫu nhắc: {theirs.subject}"
    assert (mine.text, mine.html, mine.short) == (theirs.text, theirs.html, theirs.short)


def test_an_own_template_may_build_on_the_bundled_one_and_share_parts(tmp_path: Path) -> None:
    (tmp_path / "_chan.txt").write_text("Phòng trực: 028", "utf-8")
    own = folder(tmp_path, MESSENGER, '{% include "goc/messenger.txt.j2" %}\n{% include "_chan.txt" %}')
    templates = load(own)
    assert templates.faults == []
    assert said(samples()[Role.HEAD], templates).short.endswith("Phòng trực: 028")


def test_a_broken_template_loses_no_message(tmp_path: Path) -> None:
    templates = load(folder(tmp_path, MAIL_TEXT, "{% for x in sections %}"))
    assert said(samples()[Role.OFFICE], templates) == said(samples()[Role.OFFICE], Templates())
    assert [fault.file for fault in templates.faults] == [MAIL_TEXT]


@pytest.mark.parametrize(
    "text",
    [
        "{{ subject }}{% if left_out > 100 %}{{ left_out.nothing }}{% endif %}",
        "{{ subject }}{% if left_out > 100 %}{{ subject[999] + 1 }}{% endif %}",
        "{{ subject if left_out < 100 }}",
    ],
)
def test_a_template_that_fails_only_on_real_data_gives_way_and_is_told_once(tmp_path: Path, text: str) -> None:
    templates = load(folder(tmp_path, SUBJECT, text))
    assert templates.faults == []
    due = TASK.standing.occurrence.due
    many = digest(*(held(item(Kind.TASK, due, clause=f"II.{n}"), Role.HEAD, f"Đơn vị {n}") for n in range(200)))
    for _ in range(2):
        assert said(many, templates) == said(many, Templates())
    assert [fault.file for fault in templates.faults] == [SUBJECT]


def test_a_subject_of_several_lines_becomes_one_and_cannot_carry_a_header(tmp_path: Path) -> None:
    templates = load(folder(tmp_path, SUBJECT, "{{ subject }}\r\nBcc: x@example.vn"))
    assert "\n" not in said(samples()[Role.HEAD], templates).subject


@pytest.mark.parametrize("role", list(Role))
def test_every_role_s_sample_fits_a_messenger(role: Role) -> None:
    made = said(samples()[role], Templates())
    assert len(made.subject) + len(made.short) < 3_500
