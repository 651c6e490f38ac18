"""Scores the communication criterion of the PAR Index by rules that are data, each point with the figures behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from obligations.model import Form, Kind
from obligations.packs import Figures, Pack, PackRow, by_duty, by_form, figures, of_kind

_CENT = Decimal("0.01")


class Measure(StrEnum):
    """What a criterion goes by. MANUAL is left to the person who scores."""

    COMPLETION = "completion"
    ON_TIME = "on_time"
    FORMS = "forms"
    PIECES = "pieces"
    MANUAL = "manual"


class Unit(StrEnum):
    """What completion counts: each duty of the plan once, or each duty of each unit in each period."""

    DUTIES = "duties"
    OCCURRENCES = "occurrences"


@dataclass(frozen=True, slots=True)
class Band:
    """From this share done (0..1) on, so many points; `scaled`: times the share."""

    at_least: Decimal
    points: Decimal
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the set of criteria. `evidence` says which documents its source asks for.

    `kinds` narrow what is counted; `forms` and `at_least` are for FORMS and PIECES.
    """

    code: str
    name: str
    points: Decimal
    measure: Measure
    of: Unit = Unit.OCCURRENCES
    bands: tuple[Band, ...] = ()
    kinds: tuple[Kind, ...] = ()
    forms: tuple[Form, ...] = ()
    at_least: int = 1
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """A set of criteria and where it is said."""

    name: str
    source: str
    criteria: tuple[Criterion, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What a criterion comes to: points (None where a person has to give them), how, and the pieces it rests on."""

    criterion: Criterion
    points: Decimal | None
    grounds: tuple[str, ...]
    pieces: tuple[int, ...] = ()


def score(pack: Pack, rules: Rules) -> tuple[Score, ...]:
    """Score a pack by every criterion, in order."""
    return tuple(_MEASURES[criterion.measure](criterion, pack) for criterion in rules.criteria)


def total(scores: Sequence[Score]) -> Decimal:
    """Add up the points that were given."""
    return sum((s.points for s in scores if s.points is not None), Decimal(0))


def most(scores: Sequence[Score]) -> Decimal:
    """Add up the points there are."""
    return sum((s.criterion.points for s in scores), Decimal(0))


def _completion(criterion: Criterion, pack: Pack) -> Score:
    rows = of_kind(pack.own, criterion.kinds)
    done, asked = _counted(criterion, rows)
    each = figures("", rows)
    grounds = [
        f"Hoàn thành {done}/{asked} {'nhiệm vụ' if criterion.of is Unit.DUTIES else 'lượt nhiệm vụ'}"
        + (f" ({_percent(Fraction(done, asked))})" if asked else ""),
        f"Theo lượt nhiệm vụ (từng đơn vị, từng kỳ): đúng hạn {each.met}, muộn {each.late}, chưa xong "
        f"{each.asked - each.done}, được miễn {each.waived}",
    ]
    if not asked:
        return Score(criterion, None, (*grounds, "Không có nhiệm vụ nào để tính; cần người chấm."))
    points, how = _by_band(criterion, Fraction(done, asked))
    return Score(criterion, points, (*grounds, how), _behind(rows))


def _counted(criterion: Criterion, rows: Sequence[PackRow]) -> tuple[int, int]:
    """Count what is done and what was asked for: a duty is done when it is done by all it was laid on."""
    if criterion.of is Unit.OCCURRENCES:
        whole = figures("", rows)
        return _good(criterion, whole), whole.asked
    duties = [f for f in by_duty(rows) if f.asked]
    return sum(_good(criterion, f) == f.asked for f in duties), len(duties)


def _good(criterion: Criterion, told: Figures) -> int:
    return told.met if criterion.measure is Measure.ON_TIME else told.done


def _by_band(criterion: Criterion, share: Fraction) -> tuple[Decimal, str]:
    band = next((b for b in _highest_first(criterion) if share >= Fraction(b.at_least)), None)
    if band is None:
        lowest = min((Fraction(b.at_least) for b in criterion.bands), default=Fraction(0))
        return Decimal(0), f"Dưới {_percent(lowest)}: 0 điểm"
    if not band.scaled:
        return band.points, f"Từ {_percent(Fraction(band.at_least))}: {comma(band.points)} điểm"
    scaled = Decimal(share.numerator) / Decimal(share.denominator) * band.points
    points = scaled.quantize(_CENT, ROUND_HALF_UP)
    floor = _percent(Fraction(band.at_least))
    return points, f"Từ {floor}: tỷ lệ × {comma(band.points)} = {comma(points)} điểm"


def _highest_first(criterion: Criterion) -> list[Band]:
    return sorted(criterion.bands, key=lambda band: band.at_least, reverse=True)


def _forms(criterion: Criterion, pack: Pack) -> Score:
    rows = of_kind(pack.own, criterion.kinds)
    told = by_form(rows)
    count = sum(told.get(form, 0) for form in criterion.forms) if criterion.forms else sum(told.values())
    enough = count >= criterion.at_least
    grounds = f"Có {count} minh chứng được chấp nhận, cần ít nhất {criterion.at_least}"
    points = criterion.points if enough else Decimal(0)
    return Score(criterion, points, (grounds,), _behind(rows, criterion.forms))


def _manual(criterion: Criterion, _pack: Pack) -> Score:
    return Score(criterion, None, ("Cần người chấm.",))


def _behind(rows: Sequence[PackRow], forms: Sequence[Form] = ()) -> tuple[int, ...]:
    pieces = {p.evidence.id: p.evidence for row in rows for p in row.pieces if p.counts}
    return tuple(sorted(n for n, piece in pieces.items() if not forms or (piece.form or Form.OTHER) in forms))


def _percent(share: Fraction) -> str:
    return f"{comma(Decimal(float(share * 100)).quantize(_CENT, ROUND_HALF_UP))}%"


def comma(number: Decimal) -> str:
    """Write a number as people here do: 0,25."""
    return f"{number.normalize():f}".replace(".", ",")


_MEASURES: dict[Measure, Callable[[Criterion, Pack], Score]] = {
    Measure.COMPLETION: _completion,
    Measure.ON_TIME: _completion,
    Measure.FORMS: _forms,
    Measure.PIECES: _forms,
    Measure.MANUAL: _manual,
}
