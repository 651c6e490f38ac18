"""The rules of scoring: the bundled set of criteria, or a file of the agency's own."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from obligations.errors import BadSettings
from obligations.model import Form, Kind
from obligations.par_index import Band, Criterion, Measure, Rules, Unit
from portal.language import tr

_MODEL = ConfigDict(extra="forbid", frozen=True)


class BandEntry(BaseModel):
    """Từ tỷ lệ này thì được bao nhiêu điểm."""

    model_config = _MODEL
    at_least: Decimal = Field(ge=0, le=1)
    points: Decimal = Field(ge=0)
    scaled: bool = False


class CriterionEntry(BaseModel):
    """Một tiêu chí thành phần."""

    model_config = _MODEL
    code: str
    name: str
    points: Decimal = Field(ge=0)
    measure: Measure
    of: Unit = Unit.OCCURRENCES
    bands: tuple[BandEntry, ...] = ()
    kinds: tuple[Kind, ...] = ()
    forms: tuple[Form, ...] = ()
    at_least: int = Field(1, ge=1)
    evidence: str = ""
    note: str = ""


class RulesEntry(BaseModel):
    """Một bộ tiêu chí và căn cứ của nó."""

    model_config = _MODEL
    name: str
    source: str = Field(min_length=1)
    note: str = ""
    criterion: tuple[CriterionEntry, ...] = Field(min_length=1)


def load_rules(path: Path | None) -> Rules:
    """Load a set of criteria, the bundled one where no file is named. Raises BadSettings naming place and field."""
    place = str(path) if path else "par_index.toml"
    try:
        text = path.read_text("utf-8") if path else files("portal").joinpath("par_index.toml").read_text("utf-8")
        entry = RulesEntry.model_validate(tomllib.loads(text, parse_float=Decimal))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(tr(f"Không đọc được {place}: {error}.", f"{place} cannot be read: {error}.")) from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in error.errors())
        raise BadSettings(
            tr(f"{place}: tiêu chí không hợp lệ: {faults}.", f"{place}: malformed criteria: {faults}.")
        ) from error
    return Rules(entry.name, entry.source, tuple(map(_criterion, entry.criterion)), entry.note)


def _criterion(entry: CriterionEntry) -> Criterion:
    bands = tuple(Band(b.at_least, b.points, b.scaled) for b in entry.bands)
    whole = {name: getattr(entry, name) for name in CriterionEntry.model_fields if name != "bands"}
    return Criterion(**whole, bands=bands)
