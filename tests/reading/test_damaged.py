"""Damaged plans: how much is still found, that nothing is certain, and that no text makes the reader fall."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.errors import NotVietnamese
from obligations.model import Obligation, Reading
from obligations.reading.damage import syllable_pattern
from obligations.reading.phrases import default_lexicon
from obligations.reading.reader import read
from obligations.reading.words import healthy, words_of
from obligations.text import fold
from tests.reading.samples import body, reading_of, scratched, text_of
from tests.reading.smudge import smudge

NAMES = ["xa-2026.txt", "quyet-dinh-2025.txt", "bang-2026.md", "bo-2025.txt", "bang-phang-2025.txt"]


def key(value: Obligation) -> tuple[object, ...]:
    return value.clause, value.cadence, value.due


def kept(clean: Reading, damaged: Reading) -> float:
    wanted = [o for o in clean.obligations if o.cadence.dated]
    found = {key(o): {fold(u) for u in o.responsible} for o in damaged.obligations}
    return sum(bool({fold(u) for u in o.responsible} & found.get(key(o), set())) for o in wanted) / len(wanted)


def as_english(text: str, seed: int) -> str:
    return "\n".join(smudge(line, seed) for line in text.split("\n"))


@pytest.mark.parametrize(
    ("damage", "least"),
    [
        (as_english, 0.8),
        (lambda text, seed: scratched(text, 0.005, seed), 0.8),
        (lambda text, seed: scratched(text, 0.01, seed), 0.65),
    ],
    ids=["read as English", "0.5 % of letters", "1 % of letters"],
)
def test_most_duties_survive_damage(damage: Callable[[str, int], str], least: float) -> None:
    shares = [kept(reading_of(name), read(damage(text_of(name), seed), "")) for name in NAMES for seed in (1, 2)]
    assert sum(shares) / len(shares) >= least


@pytest.mark.parametrize("name", NAMES)
def test_damage_lowers_confidence_and_is_said(name: str) -> None:
    damaged = read(as_english(text_of(name), 3), "")
    assert any("mất dấu" in f.what for f in damaged.findings)
    assert all(o.confidence < 0.95 for o in damaged.obligations)


@pytest.mark.parametrize(
    ("garbled", "group", "value"),
    [
        ("Pinh ky hang quy", "cadence", "quarterly"),
        ("hdng thdng", "cadence", "monthly"),
        ("t6i thiéu", "at_least", "least"),
        ("chi tiéu bdt budc", "mandatory", "yes"),
        ("01 Jan/1 thang", "cadence", "monthly"),
        ("khi c6 thay doi", "on_change", "yes"),
    ],
)
def test_a_phrase_is_known_in_its_damaged_form(garbled: str, group: str, value: str) -> None:
    hits = default_lexicon().search(garbled, words_of(garbled), trusted=False)
    assert (group, value) in {(h.group, h.value) for h in hits}


@pytest.mark.parametrize(
    "text", ["tap trung tuyén truyén", "trong quy III", "quy dinh cua phap luat", "Viét Nam nam 2024"]
)
def test_a_better_reading_keeps_a_phrase_away(text: str) -> None:
    hits = default_lexicon().search(text, words_of(text), trusted=False)
    assert not [h for h in hits if h.group == "cadence"]


def test_a_syllable_pattern_holds_the_good_spelling_and_its_damage() -> None:
    pattern = regex.compile(syllable_pattern("hằng"))
    assert all(pattern.fullmatch(seen) for seen in ("hằng", "hang", "hdng", "h4ng"))
    assert pattern.fullmatch("hong") is None


def test_more_points_than_the_alphabet_has_letters_are_read() -> None:
    points = [f"{letter}) Văn phòng Sở theo dõi." for letter in "abcdđeghiklmnopqrstuvxyz"] + ["z) Tiếp."] * 20
    assert read(body("1. Nội dung", *points, *["H. TIẾP THEO", "Phần X"] * 12), "").obligations == ()


def test_the_health_of_a_text_is_seen() -> None:
    assert healthy("Kế hoạch tuyên truyền cải cách hành chính")
    assert not healthy("Ké hoach tuyén truyén cai cach hanh chinh")


def test_a_text_in_another_language_is_refused() -> None:
    with pytest.raises(NotVietnamese, match="tiếng Việt"):
        read("The quarterly report shall be sent to the office before the fifteenth day of the last month. " * 8, "")


def test_a_plan_without_a_duty_says_so() -> None:
    reading = read(body("1. Các quan điểm, chủ trương của Đảng về cải cách hành chính."), "")
    assert reading.obligations == ()
    assert any("không tìm thấy nhiệm vụ" in f.what for f in reading.findings)


def test_a_table_that_fell_apart_is_a_finding() -> None:
    rows = "Tuyên truyền trực | Văn phòng\nquan về | Sở chuyên\ncải cách | hành môn\n" * 4
    text = body("1. Văn phòng Sở theo dõi.") + "PHỤ LỤC\nSTT Nội dung Cơ quan chủ trì Thời gian thực hiện\n" + rows
    reading = read(text, "")
    assert [o for o in reading.obligations if o.clause.startswith("PL")] == []
    assert any(f.place == "PL" and "bảng bị vỡ" in f.what for f in reading.findings)


def test_the_same_text_gives_the_same_reading() -> None:
    text = as_english(text_of("xa-2026.txt"), 5)
    assert read(text, "a") == read(text, "a")


@pytest.mark.parametrize("seed", range(6))
def test_bytes_taken_for_text_make_nothing_fall(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - a repeatable draw is wanted
    noise = draw.randbytes(3000).decode("latin-1")
    mixed = "".join(draw.choice((noise[i], c)) for i, c in enumerate(text_of("xa-2026.txt")[:3000]))
    for text in (noise, mixed):
        try:
            reading = read(text, "")
        except NotVietnamese:
            continue
        assert all(text[slice(*o.span)] == o.quote for o in reading.obligations)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(
    ["I. ", "1. ", "a) ", "- ", "\n", "hằng quý", " ngày 31/02/2026", "trước ngày 15", " 20 tin/bài", "Văn phòng Sở",
     ": ", "; ", "(", ")", "|", "STT Nội dung Chủ trì Thời gian\n", "PHỤ LỤC\n", "KẾ HOẠCH\n", "năm 2026", " tháng 13"]
), max_size=40))  # fmt: skip
def test_pieces_of_plans_in_any_order_are_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    with suppress(NotVietnamese):
        assert all(text[slice(*o.span)] == o.quote for o in read(text, "").obligations)


@pytest.mark.parametrize("number", ["6³", "²", "①", "٣", "१२", "5½", "९/९/२०२६"])
def test_odd_digits_make_nothing_fall(number: str) -> None:
    text = body(f"{number}. Văn phòng Sở đăng ít nhất {number} tin, bài trước ngày {number} và {number} tháng một lần.")
    assert read(text, "").text == text


def test_a_long_text_is_read_in_linear_time() -> None:
    from time import process_time

    text = text_of("xa-2026.txt")
    read(text, "")
    start = process_time()
    read(text * 10, "")
    short = process_time() - start
    start = process_time()
    read(text * 40, "")
    assert process_time() - start < 12 * short
