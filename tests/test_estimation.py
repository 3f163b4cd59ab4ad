"""Corrected prevalence: unbiased, with intervals that hold the truth, or a reason why there is none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from textmine import tables
from textmine.analysis.estimation import (
    Members,
    Population,
    Rules,
    Sample,
    estimate,
    estimate_groups,
    estimate_within,
)
from textmine.analysis.estimation_design import Design, design
from textmine.analysis.estimation_result import METHODS, Estimate, Key, as_table
from textmine.analysis.estimation_units import estimate_units, joined_clusters, whole_units
from textmine.tables import Estimates

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]

SMALL = Rules(smallest=2, power=1.0)


def alone(predictions: Real, strata: Whole | None = None) -> Population:
    """Return units that are clusters of their own, in one stratum unless strata are given."""
    size = len(predictions)
    return Population(predictions, np.zeros(size, int) if strata is None else strata, np.arange(size))


def draw(
    rng: np.random.Generator, population: Population, truth: Truth, each: int | dict[int, int]
) -> Sample:
    """Draw ``each`` units per stratum without replacement, with the inclusion probabilities that has."""
    units, chance = [], []
    for stratum in np.unique(population.strata):
        rows = np.flatnonzero(population.strata == stratum)
        take = min(each if isinstance(each, int) else each[int(stratum)], len(rows))
        units.append(rng.choice(rows, take, replace=False))
        chance.append(np.full(take, take / len(rows)))
    drawn = np.concatenate(units)
    return Sample(drawn, truth[drawn], np.concatenate(chance))


def plan(population: Population, sample: Sample, *, normalise: bool = True) -> Design:
    """Return the design of a sample of everything."""
    return design(
        population=population.strata,
        drawn=population.strata[sample.units],
        inclusion=sample.inclusion,
        cluster=population.clusters[sample.units],
        normalise=normalise,
    )


def world(seed: int, size: int = 2000) -> tuple[Population, Truth]:
    """Return four codes (common, fair, scarce, rare) and a model that misses some and adds many."""
    rng = np.random.default_rng(seed)
    truth = rng.random((size, 4)) < np.array([0.4, 0.15, 0.04, 0.005])
    predictions = np.where(truth, rng.random((size, 4)) < 0.7, rng.random((size, 4)) < 0.12).astype(float)
    return alone(predictions, 2 * rng.integers(0, 2, size) + predictions[:, 1].astype(int)), truth


def values(made: tuple[Estimate, ...]) -> Real:
    """Return value, low and high: codes x 3."""
    return np.array([[e.value, e.low, e.high] for e in made], dtype=float)


def test_two_strata_by_hand() -> None:
    """Two of three right in 60 units, one of two missed in 40: (60 x 2/3 + 40 x 1/2) / 100."""
    population = alone(np.repeat([[1.0], [0.0]], [60, 40], axis=0), np.repeat([0, 1], [60, 40]))
    labels = np.array([[True], [True], [False], [False], [True]])
    sample = Sample(np.array([0, 1, 2, 60, 61]), labels, np.repeat([3 / 60, 2 / 40], [3, 2]))
    found = estimate(population, sample, SMALL)[0]
    assert found.value == pytest.approx(0.6)
    assert (found.sample, found.population, found.model, found.method) == (5, 100, 60.0, "difference")
    errors = labels - population.predictions[sample.units]
    variance = (60**2 * 0.95 * (1 / 3) / 3 + 40**2 * 0.95 * (1 / 2) / 2) / 100**2
    for normalise in (True, False):
        drawn = plan(population, sample, normalise=normalise)
        assert drawn.variances(errors) == (pytest.approx([variance]), pytest.approx([variance]))
    a, b = 60**2 * 0.95 / 3, 40**2 * 0.95 / 2  # Satterthwaite: equal spread, 2 and 1 degrees of freedom
    assert drawn.freedom() == pytest.approx((a + b) ** 2 / (a**2 / 2 + b**2 / 1))


def test_nothing_seen_is_not_nothing_there() -> None:
    """No code among 50 of 1,000 without a model: up to k / (1 + k), k = t² (1 - n/N) / n (Wilson 1927)."""
    sample = Sample(np.arange(50), np.zeros((50, 1), dtype=bool), np.full(50, 0.05))
    found = estimate(alone(np.zeros((1000, 1))), sample)[0]
    k = stats.t.ppf(0.975, 49) ** 2 * 0.95 / 50
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(k / (1 + k))


def test_the_upper_limit_without_a_model_is_that_of_wilson() -> None:
    """Five of 50, all with the same weight: the score interval in its usual form, with s² over n - 1."""
    labels = (np.arange(50) < 5)[:, None]
    found = estimate(alone(np.zeros((500, 1))), Sample(np.arange(50), labels, np.full(50, 0.1)))[0]
    k, p, spread = stats.t.ppf(0.975, 49) ** 2 * 0.9 / 50, 0.1, 0.09 * 50 / 49
    centre = k * (1 - 2 * p) / (2 * (1 + k))
    half = np.sqrt(k**2 * (1 - 2 * p) ** 2 + 4 * (1 + k) * k * spread) / (2 * (1 + k))
    assert found.high == pytest.approx(p + centre + half)
    assert found.low == pytest.approx(p - np.sqrt(k * spread))


PPI_PYTHON = {
    0.8: (0.25, 0.356227516613112),
    0.4: (0.25, 0.35509136077478304),
    0.0: (0.25, 0.38418956077878674),
}
"""Estimate and upper 95 % limit by ppi-python 0.2.3, per ``lam``, for the numbers in the test below.

Made once, in an environment of its own (``pip install ppi-python==0.2.3``)::

    y = np.repeat([1.0, 0, 1, 0], [8, 2, 2, 28]); f = np.repeat([1.0, 1, 0, 0], [8, 2, 2, 28])
    u = np.repeat([1.0, 0], [40, 120])
    ppi_mean_pointestimate(y, f, u, lam=lam), ppi_mean_ci(y, f, u, alpha=0.05, lam=lam)
"""
PPI_PYTHON_UNEVEN = {0.8: 0.35, 0.4: 0.3, 0.0: 0.25}
"""The same with ``u = np.repeat([1.0, 0], [60, 100])``: the estimate only."""


def with_unlabelled(codes: tuple[int, int]) -> tuple[Population, Sample]:
    """Return 40 labelled units and ``codes`` unlabelled ones with and without predicted code."""
    labelled, model = np.repeat([1, 0, 1, 0], [8, 2, 2, 28]), np.repeat([1.0, 0.0], [10, 30])
    predictions = np.concatenate([model, np.repeat([1.0, 0.0], codes)])[:, None]
    chance = 40 / len(predictions)
    return alone(predictions), Sample(np.arange(40), labelled[:, None] == 1, np.full(40, chance))


@pytest.mark.parametrize("lam", [0.8, 0.4, 0.0])
def test_the_numbers_of_ppi_python(lam: float) -> None:
    """Same estimate and standard error as ppi-python, once its model of the world is put on top.

    There labelled and unlabelled units are two samples from an endless world; here the labelled ones are
    drawn from the N units, so lam = power x (1 - n/N), and var(y)/N is what the N units vary themselves:
    lam² var(f)/(N - n) + var(y - lam f)/n = (1 - n/N) var(y - power f)/n + var(y)/N.
    """
    power = lam / 0.8
    population, sample = with_unlabelled((40, 120))
    found = estimate(population, sample, Rules(power=power))[0]
    errors = sample.labels - power * population.predictions[:40]
    variance = plan(population, sample).variances(errors)[0][0] * 39 / 40 + sample.labels.var() / 200
    value, high = PPI_PYTHON[lam]
    assert found.value == pytest.approx(value, abs=1e-12)
    assert value + stats.norm.ppf(0.975) * np.sqrt(variance) == pytest.approx(high, abs=1e-9)
    uneven = estimate(*with_unlabelled((60, 100)), Rules(power=power))[0]
    assert uneven.value == pytest.approx(PPI_PYTHON_UNEVEN[lam], abs=1e-12)


def test_the_tuned_power_is_that_of_ppi_python() -> None:
    """With ``lam=None`` its interval is 0.25 ± 0.1012921: lam = cov(y, f) / (var(f) (1 + n/(N - n)))."""
    population, sample = with_unlabelled((40, 120))
    found = estimate(population, sample)[0]
    assert found.method == "tuned"
    power = 0.1375 / 0.1875
    assert values((found,)) == pytest.approx(values(estimate(population, sample, Rules(power=power))))
    errors = sample.labels - power * population.predictions[:40]
    variance = plan(population, sample).variances(errors)[0][0] * 39 / 40 + sample.labels.var() / 200
    assert stats.norm.ppf(0.975) * np.sqrt(variance) == pytest.approx(0.10129210206371514, rel=1e-4)


@pytest.mark.parametrize("size", [1, 4])
def test_the_variance_is_that_of_a_jackknife(size: int) -> None:
    """Leaving out one cluster at a time from each of two strata gives that variance (Wolter 2007)."""
    rng = np.random.default_rng(3)
    strata = np.repeat([0, 1], [600, 400])
    predictions = rng.random((1000, 2))
    truth = rng.random((1000, 2)) < 0.5 * predictions + 0.2
    drawn = np.concatenate([np.arange(48), 600 + np.arange(32)])
    population = Population(predictions, strata, np.arange(1000) // size)
    sample = Sample(drawn, truth[drawn], np.full(80, 0.08))
    errors = sample.labels - predictions[drawn]

    def mean(kept: Truth) -> Real:
        parts = [
            share * errors[kept & (strata[drawn] == h)].mean(axis=0) for h, share in ((0, 0.6), (1, 0.4))
        ]
        return np.sum(parts, axis=0)

    total = np.zeros(2)
    clusters = population.clusters[drawn]
    for stratum in (0, 1):
        there = np.unique(clusters[strata[drawn] == stratum])
        left_out = np.array([mean(clusters != cluster) for cluster in there])
        total += (len(there) - 1) / len(there) * ((left_out - mean(clusters >= 0)) ** 2).sum(axis=0)
    assert plan(population, sample).variances(errors)[1] == pytest.approx(0.92 * total)


def test_unbiased_and_the_truth_is_in_the_interval() -> None:
    """Over 300 samples: the mean is the truth, the spread is the variance, 95 % intervals hold the truth.

    The model's own count is so far off that the same limits would refuse it.
    """
    population, truth = world(1)
    rng = np.random.default_rng(2)
    real, counted = truth.mean(axis=0), population.predictions.mean(axis=0)
    rounds, fixed, tuned, variances = 300, [], [], []
    for _ in range(rounds):
        sample = draw(rng, population, truth, 60)
        fixed.append(values(estimate(population, sample, Rules(power=1.0))))
        tuned.append(values(estimate(population, sample)))
        variances.append(
            plan(population, sample).variances(sample.labels - population.predictions[sample.units])[0]
        )
    for made in (np.array(fixed), np.array(tuned)):
        common = made[:, :2, 0]  # not the rare ones: an estimate below what was seen is cut off
        noise = common.std(axis=0) / np.sqrt(rounds)
        assert (np.abs(common.mean(axis=0) - real[:2]) < 4 * noise + 0.001).all()
        assert (np.abs(common.mean(axis=0) - counted[:2]) > 8 * noise)[1]
        held = ((made[:, :, 1] <= real) & (real <= made[:, :, 2])).mean(axis=0)
        assert (held > 0.91).all()
        assert held[:2].mean() < 0.995
    wrong = (np.array(tuned)[:, 1:, 1] <= counted[1:]) & (counted[1:] <= np.array(tuned)[:, 1:, 2])
    assert wrong.mean() < 0.5
    spread = np.array(fixed)[:, :2, 0].var(axis=0) / np.mean(variances, axis=0)[:2]
    assert ((spread > 0.75) & (spread < 1.3)).all()


def test_tuning_helps_where_the_model_does_not() -> None:
    """With a model that knows nothing tuning is as good as no model, and better than all of it."""
    rng = np.random.default_rng(4)
    truth = rng.random((1000, 1)) < 0.3
    population = alone((rng.random((1000, 1)) < 0.5).astype(float))
    sample = draw(rng, population, truth, 200)
    widths = [np.diff(values(estimate(population, sample, Rules(power=p)))[0, 1:]) for p in (None, 0.0, 1.0)]
    assert widths[0] == pytest.approx(widths[1], rel=0.05)
    assert widths[0] < 0.8 * widths[2]


@given(seed=st.integers(0, 10**6), size=st.integers(1, 60), strata=st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_a_full_count_is_exact(seed: int, size: int, strata: int) -> None:
    """When everything was judged the value is the truth and the interval has no width, whatever the model."""
    rng = np.random.default_rng(seed)
    population = Population(rng.random((size, 3)), rng.integers(0, strata, size), rng.integers(0, 9, size))
    truth = rng.random((size, 3)) < 0.5
    sample = Sample(rng.permutation(size), np.zeros((size, 3), dtype=bool), np.ones(size))
    sample = Sample(sample.units, truth[sample.units], sample.inclusion)
    for rules in (Rules(), Rules(normalise=False, power=1.0)):
        found = estimate(population, sample, rules)
        assert values(found) == pytest.approx(np.repeat(truth.mean(axis=0)[:, None], 3, axis=1))
        assert {e.method for e in found} == {"complete"}
    member = rng.random(size) < 0.7
    if member.any():
        within = estimate_within(population, sample, Members(rng.random(size), member[sample.units]))
        assert values(within) == pytest.approx(np.repeat(truth[member].mean(axis=0)[:, None], 3, axis=1))


@given(seed=st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_the_order_of_units_does_not_matter(seed: int) -> None:
    """Units in another order, clusters with other numbers: the same estimates."""
    rng = np.random.default_rng(seed)
    population, truth = world(seed, 400)
    sample = draw(rng, population, truth, 30)
    order, again = rng.permutation(400), rng.permutation(len(sample.units))
    place = np.argsort(order)
    moved = Population(
        population.predictions[order], population.strata[order], population.clusters[order] * 7
    )
    same = Sample(place[sample.units][again], sample.labels[again], sample.inclusion[again])
    assert values(estimate(moved, same)) == pytest.approx(values(estimate(population, sample)))


def test_codes_do_not_know_each_other() -> None:
    """A code has the same estimate alone as among others."""
    population, truth = world(5)
    sample = draw(np.random.default_rng(5), population, truth, 40)
    for code, found in enumerate(estimate(population, sample)):
        single = alone(population.predictions[:, [code]], population.strata)
        only = estimate(single, Sample(sample.units, sample.labels[:, [code]], sample.inclusion))
        assert values(only) == pytest.approx(values((found,)))


def test_a_model_that_is_never_wrong_is_followed_but_not_believed_blindly() -> None:
    """The value is the model's count; the interval still allows for errors that were not drawn."""
    population, _ = world(6)
    truth = population.predictions == 1
    sample = draw(np.random.default_rng(6), population, truth, 50)
    found = values(estimate(population, sample))
    assert found[:, 0] == pytest.approx(truth.mean(axis=0))
    assert (found[:, 1] < found[:, 0]).all()
    assert (found[:, 2] > found[:, 0]).all()


def test_a_larger_part_of_the_whole_is_surer() -> None:
    """The same labels say more of 120 units than of 12,000 (the finite-population correction)."""
    labels = (np.arange(100) % 4 == 0)[:, None]
    widths = []
    for size in (12_000, 120):
        sample = Sample(np.arange(100), labels, np.full(100, 100 / size))
        widths.append(float(np.diff(values(estimate(alone(np.zeros((size, 1))), sample))[0, 1:])[0]))
    assert widths[1] < 0.5 * widths[0]


def test_only_the_group_itself_counts() -> None:
    """Labels and predictions of other regions change nothing; every region has its own population."""
    population, truth = world(7)
    rng = np.random.default_rng(7)
    region = rng.integers(-1, 2, 2000)
    sample = draw(rng, population, truth, 80)
    found = estimate_groups(population, sample, region, 2)
    assert [group[0].population for group in found] == [int((region == g).sum()) for g in (0, 1)]
    elsewhere = region != 1
    changed = Population(
        np.where(elsewhere[:, None], 0.5, population.predictions), population.strata, population.clusters
    )
    flipped = Sample(sample.units, sample.labels ^ elsewhere[sample.units][:, None], sample.inclusion)
    assert estimate_groups(changed, flipped, region, 2)[1] == found[1]
    part = np.flatnonzero(region == 1)
    own = np.isin(sample.units, part)
    alike = estimate(
        alone(population.predictions[part], population.strata[part]),
        Sample(np.searchsorted(part, sample.units[own]), sample.labels[own], sample.inclusion[own]),
    )
    assert values(alike) == pytest.approx(values(found[1]))


def test_a_region_uses_its_own_size() -> None:
    """Drawn 1 in 10, but 5 of the 40 of a region: each of those stands for 8, not for 10."""
    region = np.arange(100) < 40
    labels = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 0])[:, None] == 1
    sample = Sample(np.r_[0:5, 50:55], labels, np.full(10, 0.1))
    population = alone(np.zeros((100, 1)))
    found, unscaled = (
        estimate(population, sample, Rules(smallest=2, normalise=scale), region)[0] for scale in (True, False)
    )
    assert found.value == pytest.approx(3 / 5)
    assert unscaled.value == pytest.approx(30 / 40)
    assert (found.sample, found.population) == (5, 40)


def test_groups_hold_the_truth() -> None:
    """A region that differs from the rest is estimated from its own units, without bias."""
    rng = np.random.default_rng(8)
    region = np.repeat([0, 1], [1500, 500])
    truth = rng.random((2000, 1)) < np.where(region == 1, 0.5, 0.1)[:, None]
    model = (truth & (rng.random((2000, 1)) < 0.5)).astype(float)
    population = alone(model, model[:, 0].astype(int))
    found = np.array(
        [
            values(estimate_groups(population, draw(rng, population, truth, 150), region, 2)[1])[0]
            for _ in range(200)
        ]
    )
    real = truth[region == 1].mean()
    assert found[:, 0].mean() == pytest.approx(real, abs=4 * found[:, 0].std() / np.sqrt(200))
    assert ((found[:, 1] <= real) & (real <= found[:, 2])).mean() > 0.9


def test_a_small_sample_is_refused_with_the_numbers() -> None:
    """Fewer than 30 drawn units: no value, no limits, but the reason and what the model counts."""
    population, truth = world(9)
    sample = draw(np.random.default_rng(9), population, truth, 7)
    found = estimate(population, sample)[1]
    assert (found.value, found.low, found.high, found.method) == (None, None, None, "refused")
    assert found.model == population.predictions[:, 1].sum()
    assert found.reason is not None
    assert found.reason.startswith("te weinig beoordeeld: 28 uit de steekproef")
    assert "nodig zijn er 30" in found.reason


def test_a_group_nobody_is_in_is_refused() -> None:
    """An empty region, and a sample without units, give reasons too."""
    population, truth = world(9)
    sample = draw(np.random.default_rng(9), population, truth, 50)
    assert estimate(population, sample, inside=np.zeros(2000, dtype=bool))[0].reason == "deze groep is leeg"
    nothing = Sample(np.zeros(0, int), np.zeros((0, 4), dtype=bool), np.zeros(0))
    assert "0 uit de steekproef" in str(estimate(population, nothing)[0].reason)


def test_a_part_where_nothing_was_drawn_is_not_guessed_from_the_rest() -> None:
    """A stratum of 20 % without drawn units: refused; of 5 %: joined with its neighbour."""
    labels = np.zeros((60, 1), dtype=bool)
    for missing, method in ((200, "refused"), (50, "difference")):
        population = alone(np.zeros((1000, 1)), np.repeat([0, 1], [1000 - missing, missing]))
        found = estimate(population, Sample(np.arange(60), labels, np.full(60, 60 / (1000 - missing))))[0]
        assert found.method == method
        if method == "refused":
            assert "voor 20 % ervan is niets vergelijkbaars beoordeeld" in str(found.reason)


def test_strata_are_joined_in_order() -> None:
    """A stratum with one drawn unit joins the next, the last the one before; a complete one stays alone."""
    strata = np.repeat([3, 5, 7, 8, 9], [50, 2, 50, 50, 50])
    population = alone(np.zeros((202, 1)), strata)
    units = np.array([0, 50, 51, 52, 53, 54, 102, 103, 152])
    chance = np.array([0.02, 1, 1, 0.06, 0.06, 0.06, 0.04, 0.04, 0.02])
    drawn = plan(population, Sample(units, np.zeros((9, 1), dtype=bool), chance))
    assert drawn.cell.tolist() == [1, 0, 0, 1, 1, 1, 2, 2, 2]
    assert drawn.weight[:6].tolist() == pytest.approx([50, 1, 1, 50 / 3, 50 / 3, 50 / 3])
    assert np.bincount(drawn.cell, weights=drawn.weight) == pytest.approx([2, 100, 100])
    assert drawn.spared[1:3].tolist() == [0, 0]


def test_what_was_seen_bounds_the_estimate() -> None:
    """The value never falls below the codes that people gave, even when the model counts too many."""
    population = alone(np.repeat([[0.0], [1.0]], [970, 30], axis=0))
    labels = np.arange(60)[:, None] < 2
    sample = Sample(np.r_[0:30, 970:1000], labels, np.full(60, 0.06))
    found = estimate(population, sample, Rules(power=1.0))[0]
    assert (found.value, found.low) == (2 / 1000, 2 / 1000)


def test_errors_that_go_together_make_the_interval_wider() -> None:
    """Errors in few documents say less than spread out ones; one document is as sure as its units."""
    labels = np.repeat([True, False], [30, 70])[:, None]
    widths = []
    for clusters in (np.arange(1000), np.arange(1000) // 10, np.zeros(1000, dtype=int)):
        population = Population(np.zeros((1000, 1)), np.zeros(1000, dtype=int), clusters)
        found = estimate(population, Sample(np.arange(100), labels, np.full(100, 0.1)))
        widths.append(float(np.diff(values(found)[0, 1:])[0]))
    assert widths[1] > 2 * widths[0]
    assert widths[2] == widths[0]


def test_what_hangs_together_is_one_cluster() -> None:
    """Documents that share a text are one cluster, in any chain; numbers follow the first statement."""
    documents = np.array([10, 10, 20, 30, 40, 40])
    groups = np.array([1, 2, 2, 3, 3, 4])
    assert joined_clusters(documents, groups).tolist() == [0, 0, 0, 1, 1, 1]
    assert joined_clusters(documents[::-1], groups[::-1]).tolist() == [0, 0, 0, 1, 1, 1]
    assert joined_clusters(documents, np.arange(6)).tolist() == [0, 0, 1, 2, 3, 3]


def test_the_share_within_an_activity() -> None:
    """Both the code and the activity are corrected: the ratio is right on average and in the interval."""
    rng = np.random.default_rng(10)
    member = rng.random(3000) < 0.3
    truth = rng.random((3000, 1)) < np.where(member, 0.4, 0.1)[:, None]
    population = alone(np.where(truth, 0.6, 0.2))
    believed = np.where(rng.random(3000) < 0.2, 0.5, member * 0.9)
    real, found = truth[member].mean(), []
    for _ in range(200):
        sample = draw(rng, population, truth, 300)
        made = estimate_within(population, sample, Members(believed, member[sample.units]))
        assert made[0].method == "ratio"
        assert made[0].sample == member[sample.units].sum()
        found.append(values(made)[0])
    made_all = np.array(found)
    assert made_all[:, 0].mean() == pytest.approx(real, abs=4 * made_all[:, 0].std() / np.sqrt(200) + 0.003)
    assert ((made_all[:, 1] <= real) & (real <= made_all[:, 2])).mean() > 0.9
    spread = (made_all[:, 0] - made_all[:, 1]).mean() / (stats.norm.ppf(0.975) * made_all[:, 0].std())
    assert 0.9 < spread < 1.25
    assert abs(float(believed @ population.predictions[:, 0] / believed.sum()) - real) > 0.05
    few = estimate_within(population, sample, Members(believed, np.zeros(300, dtype=bool)))[0]
    assert "0 uit de steekproef" in str(few.reason)


def test_nothing_seen_within_an_activity_by_hand() -> None:
    """Half of the drawn units are of the activity, none has the code: k counts per unit of the activity."""
    sample = Sample(np.arange(100), np.zeros((100, 1), dtype=bool), np.full(100, 0.1))
    members = Members(np.zeros(1000), np.arange(100) < 50)
    found = estimate_within(alone(np.zeros((1000, 1))), sample, members)[0]
    k = stats.t.ppf(0.975, 99) ** 2 * 0.9 / 50
    assert (found.value, found.low, found.sample, found.population) == (0, 0, 50, 500)
    assert found.high == pytest.approx(k / (1 + k))


def test_documents_of_one_statement_are_statements() -> None:
    """Where every document is one statement, both counts have the same estimate."""
    population, truth = world(11)
    sample = draw(np.random.default_rng(11), population, truth, 50)
    statements = estimate(population, sample)
    units = whole_units(population, sample, np.arange(2000) * 3)
    assert units.ids[:2].tolist() == [0, 3]
    assert values(estimate_units(units, statements)) == pytest.approx(values(statements))


def test_documents_judged_completely_speak_for_the_others() -> None:
    """Of documents of one and two statements, complete ones give an unbiased share with any of the two."""
    rng = np.random.default_rng(12)
    document = np.repeat(np.arange(600), 1 + np.arange(600) % 2)
    size = len(document)
    truth = rng.random((size, 1)) < 0.3
    population = Population(np.where(truth, 0.5, 0.3), rng.integers(0, 2, size), document)
    real = (np.bincount(document, truth[:, 0]) > 0).mean()
    found = []
    for _ in range(200):
        sample = draw(rng, population, truth, 225)
        found.append(
            values(estimate_units(whole_units(population, sample, document), estimate(population, sample)))[0]
        )
    made = np.array(found)
    assert made[:, 0].mean() == pytest.approx(real, abs=4 * made[:, 0].std() / np.sqrt(200) + 0.002)
    assert ((made[:, 1] <= real) & (real <= made[:, 2])).mean() > 0.9


def test_long_documents_get_bounds_by_hand() -> None:
    """Ten sessions of 100 statements of which 5 were drawn each: no count, but what it lies between.

    Between 45 and 250 statements have the code: at least one session, or the two where it was seen.
    """
    session = np.repeat(np.arange(10), 100)
    population = Population(np.full((1000, 1), 0.1), np.zeros(1000, dtype=int), session)
    drawn = (100 * np.arange(10)[:, None] + np.arange(5)).ravel()
    labels = np.isin(session[drawn], [2, 4])[:, None]
    units = whole_units(population, Sample(drawn, labels, np.full(50, 0.05)), session)
    about = Estimate(0.1, 0.045, 0.25, 50, 1000, 100.0, "difference")
    found = estimate_units(units, (about,))[0]
    assert (found.value, found.low, found.high, found.method) == (None, 0.2, 1.0, "bounds")
    assert found.reason is not None
    assert found.reason.startswith("alleen grenzen: ")
    many = Estimate(0.5, 0.301, 0.7, 50, 1000, 100.0, "difference")
    few = Estimate(0.002, 0.002, 0.007, 50, 1000, 100.0, "difference")
    assert estimate_units(units, (many,))[0].low == 0.4  # 301 statements need four sessions of 100
    assert estimate_units(units, (few,))[0].high == 0.7  # seven statements lie in at most seven sessions
    nothing = Estimate(None, None, None, 5, 1000, 100.0, "refused", "te weinig")
    last = estimate_units(units, (nothing,))[0]
    assert (last.low, last.method, last.reason) == (None, "refused", "te weinig")


def test_units_of_a_group() -> None:
    """Bounds for a region look at its own units only."""
    session = np.repeat(np.arange(4), 50)
    population = Population(np.full((200, 1), 0.1), np.zeros(200, dtype=int), session)
    drawn = np.arange(0, 200, 5)
    labels = (session[drawn] < 2)[:, None]
    units = whole_units(population, Sample(drawn, labels, np.full(40, 0.2)), session)
    inside = np.array([False, True, True, True])
    found = estimate_units(units, (Estimate(0.1, 0.01, 0.9, 30, 150, 15.0, "difference"),), inside=inside)[0]
    assert (found.low, found.high, found.population) == (1 / 3, 1.0, 3)


def test_what_is_no_sample_is_refused() -> None:
    """Columns that do not fit, units drawn twice and impossible probabilities are defects of the caller."""
    population = alone(np.zeros((5, 1)))
    labels = np.zeros((2, 1), dtype=bool)
    with pytest.raises(ValueError, match="do not fit strata"):
        Population(np.zeros((5, 1)), np.zeros(4, dtype=int), np.zeros(5, dtype=int))
    with pytest.raises(ValueError, match="outside 0 to 1"):
        alone(np.full((5, 1), np.nan))
    with pytest.raises(ValueError, match="do not fit units"):
        Sample(np.arange(3), labels, np.ones(3))
    with pytest.raises(ValueError, match="drawn twice"):
        Sample(np.array([1, 1]), labels, np.ones(2))
    with pytest.raises(ValueError, match="inclusion probability"):
        Sample(np.arange(2), labels, np.array([0.0, 1.0]))
    with pytest.raises(ValueError, match="not in the population"):
        estimate(population, Sample(np.array([1, 5]), labels, np.ones(2)))
    with pytest.raises(ValueError, match="other codes"):
        estimate(population, Sample(np.arange(2), np.zeros((2, 2), dtype=bool), np.ones(2)))


def test_estimates_are_a_table() -> None:
    """Values and refusals both fit the schema, in the order given; every method has a Dutch name."""
    population, truth = world(13)
    sample = draw(np.random.default_rng(13), population, truth, 30)
    found = (*estimate(population, sample), *estimate(population, sample, Rules(smallest=999)))
    made = [(Key("thema", f"code{n}", "statements", "all", None), e) for n, e in enumerate(found)]
    apart = [max(e.value - e.low, e.high - e.value) for e in found[:4]]  # type: ignore[operator]
    rows = tables.validate(Estimates, as_table(made, half_width=sorted(apart)[1]))
    assert rows[Estimates.value].notna().tolist() == [True] * 4 + [False] * 4
    assert rows[Estimates.reason].isna().tolist() == [True] * 4 + [False] * 4
    assert rows[Estimates.code].tolist() == [f"code{n}" for n in range(8)]
    assert set(rows[Estimates.method]) <= set(METHODS)
    assert rows[Estimates.wide].tolist() == [far > sorted(apart)[1] for far in apart] + [True] * 4
