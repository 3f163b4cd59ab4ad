"""Repair keeps the precision and recall that were measured on real minutes."""

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("TEXTMINE_SHARED", ROOT.parent / "shared"))
MINUTES = SHARED / "data" / "minutes"

pytestmark = pytest.mark.skipif(
    not MINUTES.is_dir(), reason="the minutes in shared data are absent; set TEXTMINE_SHARED to their folder"
)


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """Return the measuring script of experiments/repair."""
    sys.path.insert(0, str(ROOT / "experiments" / "repair"))
    try:
        import measure as module  # noqa: PLC0415 - it lies outside the package
    finally:
        sys.path.pop(0)
    return module


def test_gold_list(measure: ModuleType) -> None:
    """On the judged breaks of the minutes: precision of joining at least 0.99, recall at least 0.95."""
    texts = list(measure.sources(MINUTES))
    judged = list(measure.natural(texts, measure.read_gold(), measure.Vocabulary))
    assert len(judged) >= 300
    for label in ("join", "keep_hyphen"):
        hits, chosen, right = measure.scores(judged, label)
        assert hits / chosen >= 0.99
        assert hits / right >= 0.95


def test_planted_breaks(measure: ModuleType) -> None:
    """On planted breaks of the reporting half: the same, breaks into two common words aside."""
    texts = list(measure.sources(MINUTES))
    judged = [j for j in measure.planted(texts, measure.Vocabulary, tune=False) if not j.common]
    hits, chosen, right = measure.scores(judged, "join")
    assert hits / chosen >= 0.99
    assert hits / right >= 0.95
