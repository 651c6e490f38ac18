"""The JSON value of a reading, and how the reader fares on the shared plans."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import yaml

from obligations.reading.contract import as_contract
from obligations.reading.reader import read
from tests.reading.samples import SHARED, reading_of

FIELDS = {
    "clause", "kind", "frequency", "count", "responsible", "coordinating", "recipient", "due", "mandatory", "aggregate",
    "quote", "span", "confidence", "flags",
}  # fmt: skip
GOLD = sorted(SHARED.glob("gold/*.yaml"))


def test_the_contract_has_the_promised_fields() -> None:
    value = as_contract(reading_of("bang-2026.md"))
    assert set(value) == {"plan", "obligations", "findings"}
    assert set(value["plan"]) == {"number", "issuer", "issued_on", "year", "title", "sha256", "replaces"}
    assert all(set(o) == FIELDS for o in value["obligations"])
    assert all(set(f) == {"place", "what", "span"} for f in value["findings"])
    assert value["plan"]["issued_on"] == "2026-03-03"
    assert value["obligations"][0]["due"] == ["2026-10-10"]
    assert json.loads(json.dumps(value)) == value


@pytest.mark.corpus
@pytest.mark.skipif(not GOLD, reason="the folder shared/ with the plans is not beside the repository")
@pytest.mark.parametrize("gold_file", GOLD, ids=lambda path: path.stem)
def test_the_shared_plans_are_read_whole(gold_file: Path) -> None:
    gold = yaml.safe_load(gold_file.read_text("utf-8"))
    plan_file = next((SHARED / "plans").glob(f"{gold_file.stem}.*"))
    reading = read(unicodedata.normalize("NFC", plan_file.read_text("utf-8")), "")
    wanted = [o for o in gold["obligations"] if o.get("need") != "optional" and isinstance(o["frequency"], str)]
    found = [(o.clause, o.cadence.value) for o in reading.obligations]
    assert [w for w in wanted if (w["clause"], w["frequency"]) not in found] == []
    dated = [o for o in reading.obligations if o.cadence.dated]
    assert len(dated) <= sum(o["frequency"] not in ("continuous", "on_change", "external") for o in wanted) + 1
