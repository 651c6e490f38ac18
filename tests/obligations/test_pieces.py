"""What is handed in is known by what makes it one piece, and says what a person will have to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from obligations import pieces
from obligations.errors import BadEvidence
from obligations.model import Attachment, EvidenceKind, FileRole, Form
from tests.timing.values import occurrence

JUNE_10 = date(2024, 6, 10)
PHOTO = Attachment("anh.jpg", "a" * 64, 10, FileRole.PHOTO)
MINUTES = Attachment("bien-ban.pdf", "b" * 64, 10, FileRole.MINUTES)
PROGRAMME = Attachment("chuong-trinh.pdf", "c" * 64, 10, FileRole.PROGRAMME)
Q2 = occurrence()


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("https://so.mau.gov.vn/tin-1", Form.ARTICLE),
        ("https://www.youtube.com/watch?v=1", Form.VIDEO),
        ("https://youtu.be/1", Form.VIDEO),
        ("https://www.facebook.com/so/posts/1", Form.SOCIAL),
        ("https://zalo.me/1", Form.SOCIAL),
        ("https://notfacebook.com/so", Form.ARTICLE),
    ],
)
def test_a_link_s_form_is_told_from_its_address_unless_somebody_says_it(address: str, form: Form) -> None:
    assert pieces.link(address, JUNE_10).form is form
    assert pieces.link(address, JUNE_10, form=Form.BROADCAST).form is Form.BROADCAST


def test_one_page_is_one_piece_however_its_address_is_written() -> None:
    marks = {
        pieces.link(address, JUNE_10).fingerprint
        for address in (
            "https://www.so.vn/tin/1/?utm_source=zalo#cuoi",
            "http://so.vn/tin/1",
            "https://SO.vn:443/tin/1?fbclid=x",
        )
    }
    assert marks == {"link://so.vn/tin/1"}


@pytest.mark.parametrize(
    "address", ["so.vn/tin", "ftp://so.vn/a", "javascript:alert(1)", "https://", "", "http://[::1"]
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(BadEvidence, match="không phải địa chỉ web"):
        pieces.link(address, JUNE_10)


def test_a_document_takes_its_date_from_its_own_words_or_from_beside_them() -> None:
    beside, within = pieces.document("5/BC-VP", JUNE_10), pieces.document("05/BC-VP ngày 10/6/2024", None)
    assert (beside.effective_on, within.effective_on) == (JUNE_10, JUNE_10)
    assert beside.fingerprint == within.fingerprint
    with pytest.raises(BadEvidence, match="chưa có ngày ban hành"):
        pieces.document("5/BC-VP", None)
    with pytest.raises(BadEvidence, match="khác ngày khai"):
        pieces.document("5/BC-VP ngày 10/6/2024", date(2024, 6, 11))


def test_a_document_without_its_text_asks_for_a_look_at_the_register() -> None:
    assert "sổ văn bản đi" in pieces.document("5/BC-VP", JUNE_10).notes[0]
    assert pieces.document("5/BC-VP", JUNE_10, files=[MINUTES]).notes == ()


def test_a_number_is_one_piece_with_its_year_and_issuer() -> None:
    other = replace(Q2, unit="xa-khac")

    def mark(text: str, value: object = Q2) -> str:
        return pieces.fingerprint_for(pieces.document(text, None), value)  # type: ignore[arg-type] # an occurrence

    assert mark("5/BC-UBND ngày 1/2/2024") == mark("05/BC-UBND ngày 9/8/2024")
    assert mark("5/BC-UBND ngày 1/2/2024") != mark("5/BC-UBND ngày 1/2/2025")
    assert mark("5/BC-UBND ngày 1/2/2024") != mark("5/BC-UBND ngày 1/2/2024", other)
    assert mark("5/BC-UBND ngày 1/2/2024 của UBND xã A") == mark("5/BC-UBND ngày 1/2/2024 của UBND xã A", other)


@pytest.mark.parametrize(
    ("files", "lacking"),
    [
        ([PHOTO], "biên bản hoặc báo cáo kết quả, chương trình hoặc giấy mời"),
        ([MINUTES, PROGRAMME], "chưa có ảnh"),
        ([PHOTO, MINUTES, PROGRAMME], None),
    ],
)
def test_an_event_says_which_of_its_proofs_are_not_there(files: list[Attachment], lacking: str | None) -> None:
    piece = pieces.event("Hội nghị", JUNE_10, files)
    assert (piece.kind, piece.form) == (EvidenceKind.EVENT, Form.MEETING)
    assert lacking is None if not piece.notes else (lacking or "?") in piece.notes[0]
    assert piece.fingerprint == pieces.event("Tên khác", JUNE_10, files[::-1]).fingerprint


@pytest.mark.parametrize(
    ("name", "files", "words"), [(" ", [PHOTO], "tên sự kiện"), ("Hội nghị", [], "ít nhất một tệp")]
)
def test_an_event_without_name_or_files_is_refused(name: str, files: list[Attachment], words: str) -> None:
    with pytest.raises(BadEvidence, match=words):
        pieces.event(name, JUNE_10, files)


def test_a_statement_needs_a_reason_and_is_about_one_occurrence_and_day() -> None:
    with pytest.raises(BadEvidence, match="nêu rõ lý do"):
        pieces.statement("đã làm", JUNE_10)
    said = pieces.statement("Đài đã phát nhưng không lưu băng", JUNE_10)
    marks = {
        pieces.fingerprint_for(said, Q2),
        pieces.fingerprint_for(said, replace(Q2, unit="khac")),
        pieces.fingerprint_for(replace(said, effective_on=date(2024, 6, 11)), Q2),
    }
    assert len(marks) == 3
    assert "không có minh chứng độc lập" in said.notes[0]
