"""Figures that must not decline: true statements found, other stretches rejected."""

from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("corpus", "exact", "cut"),
    [("voorbeeld-regiosessies", 0.97, 0.02), ("voorbeeld-zienswijzen", 0.85, 0.14)],
)
def test_true_statements_of_the_sample_corpora_are_found(
    corpus: str, exact: float, cut: float, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearly all are found exactly; the rest is cut by sentence, and next to nothing is lost."""
    monkeypatch.syspath_prepend(str(root / "experiments" / "segmentation"))
    from corpora import measure_corpus  # noqa: PLC0415 - lies in experiments

    counts = measure_corpus(root / "corpora" / corpus).counts
    total = sum(counts[outcome] for outcome in ("exact", "longer", "cut", "lost"))
    others = counts["rejected rightly"] + counts["kept wrongly"]
    assert counts["exact"] >= exact * total
    assert counts["cut"] <= cut * total
    assert counts["lost"] <= 0.002 * total
    assert counts["beside"] <= 0.05 * counts["statements"]
    assert counts["rejected rightly"] >= 0.97 * others


def test_real_minutes_keep_their_statements(
    shared: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On labelled stretches of real minutes few statements are rejected and few other stretches kept."""
    monkeypatch.syspath_prepend(str(root / "experiments" / "segmentation"))
    from minutes import STATEMENT, measure_minutes, read_labels  # noqa: PLC0415 - lies in experiments

    labels = read_labels(root / "experiments" / "segmentation" / "labels.csv")
    labels = [row for row in labels if row["half"] == "report"]
    found = measure_minutes(shared / "data" / "minutes", labels)["report"]
    statements = sum(count for (label, _), count in found.items() if label == STATEMENT)
    lost = sum(count for (label, verdict), count in found.items() if label == STATEMENT != verdict)
    others = sum(count for (label, _), count in found.items() if label not in (STATEMENT, "moved"))
    kept = sum(count for (label, verdict), count in found.items() if label != STATEMENT == verdict)
    assert statements + others >= 0.9 * sum(found.values())
    assert lost <= 0.08 * statements
    assert kept <= 0.16 * others
