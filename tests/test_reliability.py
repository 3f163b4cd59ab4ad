"""How sure the classifier is against how often it is right, from predictions for texts it had not seen."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from test_train import TEXTS, codebook, trained

from textmine.models import fitting
from textmine.models.classifier import DimensionScore
from textmine.models.reliability import CERTAINTIES, ReliabilityBin, abstention, reliability
from textmine.models.scores import BINS, expected_calibration_error

predictions = st.lists(
    st.tuples(st.integers(0, 999).map(lambda number: (number + 0.5) / 1000), st.booleans()), max_size=80
)
"""Probabilities between the edges of bins, with what turned out to be right."""


def arrays(pairs: Sequence[tuple[float, bool]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the probabilities, and what was right."""
    return np.asarray([sure for sure, _ in pairs], float), np.asarray([right for _, right in pairs], bool)


def assert_curve(curve: Sequence[ReliabilityBin], sure: np.ndarray, right: np.ndarray) -> None:
    """Compare with scikit-learn, which leaves empty bins out."""
    wanted_right, wanted_sure = calibration_curve(right, sure, n_bins=BINS, strategy="uniform")
    filled = [row for row in curve if row.n]
    assert [row.right for row in filled] == pytest.approx(wanted_right)
    assert [row.probability for row in filled] == pytest.approx(wanted_sure)
    assert [row.n for row in curve] == np.histogram(sure, np.linspace(0, 1, BINS + 1))[0].tolist()


@given(predictions)
def test_the_reliability_curve_is_that_of_scikit_learn_and_adds_up_to_the_error(
    pairs: list[tuple[float, bool]],
) -> None:
    """Per bin the mean probability and the share right; weighed by n their gap is the calibration error."""
    sure, right = arrays(pairs)
    curve = reliability(sure, right)
    assert [row.low for row in curve] == [number / 10 for number in range(10)]
    assert all((row.probability, row.right) == (None, None) for row in curve if not row.n)
    if len({*right.tolist()}) == 2:  # scikit-learn refuses less
        assert_curve(curve, sure, right)
    gaps = [row.n * abs((row.probability or 0) - (row.right or 0)) for row in curve]
    assert sum(gaps) / max(len(pairs), 1) == pytest.approx(expected_calibration_error(sure, right))


def test_an_edge_belongs_to_the_bin_above_and_one_to_the_last() -> None:
    """Probabilities are rounded to six decimals, so edges occur."""
    curve = reliability(np.asarray([0.0, 0.3, 0.7, 1.0]), np.asarray([False, True, True, True]))
    assert [row.low for row in curve if row.n] == [0.0, 0.3, 0.7, 0.9]


@given(predictions)
def test_abstention_counts_what_is_left_and_how_much_of_it_is_right(pairs: list[tuple[float, bool]]) -> None:
    """Counted one by one; a higher certainty never leaves more, and no share is taken of nothing."""
    rows = abstention(*arrays(pairs))
    for row in rows:
        kept = [right for sure, right in pairs if sure >= row.certainty]
        assert row.n == len(kept)
        assert row.coverage == (pytest.approx(len(kept) / len(pairs)) if pairs else None)
        assert row.precision == (pytest.approx(sum(kept) / len(kept)) if kept else None)
    assert [row.certainty for row in rows] == list(CERTAINTIES) == sorted(CERTAINTIES)
    assert [row.n for row in rows] == sorted((row.n for row in rows), reverse=True)


def test_a_certainty_itself_is_certain_enough() -> None:
    """'From 0.9' includes 0.9."""
    assert abstention(np.asarray([0.9, 0.8]), np.asarray([True, False]))[-1].n == 1


@pytest.mark.parametrize("multiple", [True, False])
def test_stored_figures_are_those_of_the_held_out_predictions(
    monkeypatch: pytest.MonkeyPatch, *, multiple: bool
) -> None:
    """Recomputed with scikit-learn from what each fold predicted for texts that it had not seen."""
    seen: list[tuple[Any, ...]] = []

    def spy(*given: Any) -> DimensionScore:
        seen.append((fitting_measure(*given), *given))
        return seen[-1][0]

    fitting_measure = fitting.measure
    monkeypatch.setattr(fitting, "measure", spy)
    book = codebook()
    dimension = book.dimensions[0].model_copy(update={"multiple": multiple})
    found = trained(
        [("s0", TEXTS[0], "change", "buiten")], book.model_copy(update={"dimensions": (dimension,)})
    )
    score = found.models[0].score
    _, _, truth, sure, assigned = next(entry for entry in seen if entry[0] is score)
    assert score.n == len(truth) == 13
    counted = np.ones_like(assigned) if multiple else assigned
    assert_curve(score.reliability, sure[counted], truth[counted])
    assert sum(row.n for row in score.reliability) == counted.sum()
    assert score.abstention == abstention(sure[assigned], truth[assigned])
    assert [code.assigned for code in score.codes] == assigned.sum(axis=0).tolist()
    assert score.assigned_error == expected_calibration_error(sure[assigned], truth[assigned])
