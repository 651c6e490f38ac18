"""Where the real plans lie: beside the repository, or nowhere, and then the tests that need them say so."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
PLANS = SHARED / "plans"
SCORER = SHARED / "tools" / "score_plans.py"

needs_corpus = pytest.mark.skipif(not PLANS.is_dir(), reason=f"no real plans: the folder {SHARED.name}/ is missing")
NAMES = sorted(p.name for p in PLANS.glob("*")) if PLANS.is_dir() else ["none"]
