"""Rounds put together, units that were drawn at once, and folds that keep together what hangs together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from textmine.analysis.estimation import DEFAULT, Population, Rules, Sample, estimate
from textmine.analysis.estimation_result import Estimate
from textmine.analysis.estimation_rounds import Drawn, Size, combined, estimate_rounds, size_of, weights
from textmine.models.crossfit import spread

Real = NDArray[np.float64]


def plain(values: Real, size: int, known: int = 0) -> Drawn:
    """Return a round of which ``values`` are the labels of the first units, after ``known`` known ones."""
    strata = np.where(np.arange(size) < known, 0, 1)
    units = np.arange(len(values))
    chance = np.where(units < known, 1.0, (len(values) - known) / max(size - known, 1))
    return Drawn(
        Population(np.zeros((size, 1)), strata, np.arange(size)),
        Sample(units, values[:, None] > 0, chance),
        strata == 1,
    )


def test_weights_follow_numbers_only() -> None:
    """Judged / (open (open - judged)); nothing without two judged texts; the last complete round decides."""
    sizes = [Size(100, 20, 0.8), Size(80, 40, 0.3), Size(80, 1, 0.9), Size(50, 0, 1.0)]
    raw = np.asarray([20 / (100 * 80), 40 / (80 * 40), 0, 0])
    assert weights(sizes) == pytest.approx((raw / raw.sum()).tolist())
    assert weights([*sizes, Size(10, 10, 0.0), Size(0, 0, 0.0), sizes[0]]) == [0, 0, 0, 0, 0, 1, 0]
    assert weights([Size(5, 0, 1.0)]) == [0]
    found = size_of(plain(np.asarray([1.0, 0, 1, 1]), 10, known=2))
    assert found == Size(8, 2, 0.6)


def test_what_was_taken_whole_is_no_sample() -> None:
    """Forty texts that were all drawn say nothing about a thousand others of which ten were: too few."""
    strata = np.repeat([1, 2], [40, 1000])
    units = np.arange(50)
    drawn_round = Drawn(
        Population(np.zeros((1040, 1)), strata, np.arange(1040)),
        Sample(units, np.zeros((50, 1), dtype=bool), np.where(units < 40, 1.0, 0.01)),
        np.ones(1040, dtype=bool),
    )
    assert size_of(drawn_round) == Size(1000, 10, 0.990 * 1000 / 1040)
    (found,) = estimate_rounds([drawn_round])
    assert "te weinig beoordeeld: 10 uit de steekproef" in str(found.reason)
    assert (found.sample, found.method) == (50, "refused")


def test_one_round_alone_is_what_estimate_says() -> None:
    """Nothing is added to the estimate of a single round."""
    rng = np.random.default_rng(1)
    drawn_round = plain((rng.random(60) < 0.3).astype(float), 400, known=10)
    assert estimate_rounds([drawn_round]) == estimate(drawn_round.population, drawn_round.sample, DEFAULT)


def test_mover_by_hand() -> None:
    """Halves of 0.2 (0.1 to 0.4) and 0.4 (0.3 to 0.6): 0.3, less and more the root of the squared halves."""
    parts = [
        (Estimate(0.2, 0.1, 0.4, 30, 100, 5.0, "difference"),),
        (Estimate(0.4, 0.3, 0.6, 40, 100, 5.0, "tuned"),),
    ]
    (found,) = combined(parts, [0.5, 0.5], 60)
    assert (found.value, found.sample, found.method) == (pytest.approx(0.3), 60, "rounds")
    assert found.low == pytest.approx(0.3 - np.sqrt(0.05**2 + 0.05**2))
    assert found.high == pytest.approx(0.3 + np.sqrt(0.1**2 + 0.1**2))
    assert combined(parts[:1], [1.0], 30) == parts[0]


def test_rounds_together_hold_the_truth() -> None:
    """Over many pairs, the second from what the first left: no bias, 95 % intervals hold the truth."""
    rng = np.random.default_rng(7)
    size, truth = 500, np.random.default_rng(8).random(500) < 0.2
    f = np.where(truth, 0.6, 0.15)[:, None]
    held, values = [], []
    for _ in range(300):
        order = rng.permutation(size)
        rounds = []
        for known, drawn_now in ((0, 50), (50, 70)):
            strata = np.ones(size, dtype=int)
            strata[order[:known]] = 0
            units = order[: known + drawn_now]
            chance = np.where(np.arange(len(units)) < known, 1.0, drawn_now / (size - known))
            rounds.append(
                Drawn(
                    Population(f, strata, np.arange(size)),
                    Sample(units, truth[units, None], chance),
                    strata == 1,
                )
            )
        (found,) = estimate_rounds(rounds)
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        held.append(found.low <= truth.mean() <= found.high)
        values.append(found.value)
    assert np.mean(values) == pytest.approx(truth.mean(), abs=4 * np.std(values) / np.sqrt(300))
    assert np.mean(held) > 0.93


def test_copies_are_one_draw() -> None:
    """A hundred drawn units of ten texts say as much as ten units of which each counts ten times."""
    labels = np.repeat(np.arange(10) < 3, 10)
    units, texts = np.arange(100), np.arange(1000) // 10
    alike = Population(np.zeros((1000, 1)), np.zeros(1000, dtype=int), texts, texts)
    single = Population(np.zeros((100, 1)), np.zeros(100, dtype=int), np.arange(100))
    rules = Rules(smallest=2)
    (found,) = estimate(alike, Sample(units, labels[:, None], np.full(100, 0.1)), rules)
    (wanted,) = estimate(single, Sample(np.arange(10), (np.arange(10) < 3)[:, None], np.full(10, 0.1)), rules)
    assert (found.value, found.low, found.high) == pytest.approx((wanted.value, wanted.low, wanted.high))
    assert (found.sample, wanted.sample) == (100, 10)
    (few,) = estimate(alike, Sample(units, labels[:, None], np.full(100, 0.1)))
    assert "te weinig beoordeeld: 10 uit de steekproef" in str(few.reason)


@given(st.integers(0, 10**6), st.integers(2, 6))
def test_folds_keep_clusters_together(seed: int, number: int) -> None:
    """A cluster with a label has one fold, one without has none; only one that holds too much is split."""
    rng = np.random.default_rng(seed)
    cluster = rng.integers(0, 12, 60)
    text = cluster * 10 + rng.integers(0, 4, 60)
    labelled = rng.random(60) < 0.3
    keys = [f"s{n:02}" for n in range(60)]
    fold = spread(cluster, text, labelled, keys, number)
    assert fold.max() < number
    texts = np.unique(text[labelled])
    for one in range(12):
        held = np.unique(text[labelled & (cluster == one)])
        folds = np.unique(fold[cluster == one])
        if len(held) > max(len(texts) / 2, 1):
            assert all(len(np.unique(fold[text == t])) == 1 for t in held)
            assert (fold[(cluster == one) & ~np.isin(text, held)] == -1).all()
        elif len(held):
            assert len(folds) <= 1
            assert (folds >= 0).all()
        else:
            assert (folds == -1).all()
    used = np.unique(fold[fold >= 0])
    assert used.tolist() == list(range(len(used)))
