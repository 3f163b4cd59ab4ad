"""Corrected prevalence: what a classifier counts, put right with a probability sample people judged.

The estimator is the difference estimator of survey statistics (Särndal, Swensson and Wretman 1992, section
6.3), known as prediction-powered inference (Angelopoulos et al. 2023): the mean of the predictions over all
units, plus the weighted mean of (label - prediction) over the drawn units. It is unbiased however bad the
model is; a good model makes the interval short. It is about the texts that were received, not about a larger
public, so the variance goes to zero when everything was judged.

What the caller sees to: predictions come from models that did not see the label of the unit
(cross-fitting); only units of the probability sample are in ``Sample``, each with the inclusion probability
that was logged when it was drawn; units that were picked because the model was unsure never are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from textmine.analysis.estimation_design import Design, Real, Truth, Whole, design
from textmine.analysis.estimation_interval import Side, limits
from textmine.analysis.estimation_result import Estimate, none_there, refused, too_few, too_uncovered

Numbers = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Population:
    """All units: ``predictions`` (units x codes) are probabilities or 0/1.

    ``strata`` are the strata the sample was drawn from, numbered so that neighbours are alike; ``clusters``
    numbers what belongs together (documents joined by template groups); ``texts`` what was drawn at once
    (statements with the same text, all in one stratum), when missing each unit on its own. They have one
    number per unit.
    """

    predictions: Numbers
    strata: Whole
    clusters: Whole
    texts: Whole | None = None

    def __post_init__(self) -> None:
        """Refuse columns of different length.

        Raises
        ------
        ValueError
            When a column does not fit, or a prediction lies outside 0 to 1.
        """
        shape = self.predictions.shape
        if len(shape) != 2 or (shape[0],) != self.strata.shape or (shape[0],) != self.clusters.shape:  # noqa: PLR2004  # units x codes
            raise ValueError(f"predictions {shape} do not fit strata and clusters")
        if self.texts is not None and self.texts.shape != self.strata.shape:
            raise ValueError(f"texts {self.texts.shape} do not fit strata {self.strata.shape}")
        if self.predictions.size and not (self.predictions.min() >= 0 and self.predictions.max() <= 1):
            raise ValueError("a prediction lies outside 0 to 1")


@dataclass(frozen=True, slots=True)
class Sample:
    """The drawn units: row in the population, labels by people (units x codes), inclusion probability.

    It has one row per drawn unit, also where units have the same text. A drawn unit that nobody judged is
    left out: with normalised weights the others of its stratum stand for it, as if it was missing by chance.
    """

    units: Whole
    labels: Truth
    inclusion: Real

    def __post_init__(self) -> None:
        """Refuse what is no probability sample.

        Raises
        ------
        ValueError
            When a unit is there twice, a column does not fit, or an inclusion probability is not in (0, 1].
        """
        if self.units.shape != (len(self.labels),) or self.units.shape != self.inclusion.shape:
            raise ValueError(f"labels {self.labels.shape} do not fit units {self.units.shape}")
        if len(np.unique(self.units)) != len(self.units):
            raise ValueError("a unit was drawn twice")
        if not np.all((self.inclusion > 0) & (self.inclusion <= 1)):
            raise ValueError("an inclusion probability is not in (0, 1]")


@dataclass(frozen=True, slots=True)
class Rules:
    """What an estimate must meet, and how it is made.

    ``level`` is the coverage of the interval. Fewer drawn texts than ``smallest``, or more than ``uncovered``
    of the group in strata of which nothing was drawn, and there is no estimate. ``power`` is how much of the
    model is used, 0 to 1; when missing it is tuned on the sample, for codes that people gave and withheld
    at least ``tuning`` times each (1 for the others). ``normalise`` scales weights to known sizes.
    """

    level: float = 0.95
    smallest: int = 30
    uncovered: float = 0.1
    power: float | None = None
    tuning: int = 10
    normalise: bool = True


@dataclass(frozen=True, slots=True)
class Members:
    """A group of which membership is itself a code: predicted for every unit, judged for the drawn ones."""

    predictions: Numbers
    labels: Truth


DEFAULT = Rules()


def estimate(
    population: Population, sample: Sample, rules: Rules = DEFAULT, inside: Truth | None = None
) -> tuple[Estimate, ...]:
    """Estimate per code the share of units that have it, among the units ``inside`` (by default all).

    A group (region, tier, part) uses its own units only: given how many were drawn from its part of a
    stratum, those are a random sample of that part (Särndal et al. 1992, chapter 10).
    The predictions are used times a power, chosen for the least variance (Angelopoulos, Duchi and Zrnic
    2023: PPI++). The variance is the larger of two: of units drawn on their own, which is what the
    design says, and with the errors of a cluster added up first (Liang and Zeger 1986, with strata centred),
    which is larger when errors in one document or template go together. Taking the larger one keeps a group
    in which one cluster holds nearly everything from looking certain; a group of one document is no reason
    for refusal, because units are drawn within it. The interval is ``estimation_interval.limits`` with a
    quantile of Student's t, never beyond what the drawn units themselves show.
    """
    rows, taken = _inside(population, sample, inside)
    predictions = population.predictions if rows is None else population.predictions[rows]
    counted = predictions.sum(axis=0, dtype=np.float64)
    size, drawn = len(predictions), len(taken)
    drawn_design = _design(population, sample, rows, taken, rules)
    why = _why_not(drawn_design, int(drawn_design.draws.sum()), rules)
    if why is not None:
        return tuple(refused(drawn, size, float(model), why) for model in counted)
    labels = sample.labels[taken].astype(np.float64)
    predicted = population.predictions[sample.units[taken]].astype(np.float64)
    power, tuned = _power(drawn_design, labels, predicted, rules)
    errors = labels - power * predicted
    value = power * counted / size + drawn_design.mean(errors)
    false, missed = _room(drawn_design, predictions, power)
    below, beyond = _limits(drawn_design, errors, missed, false, rules)
    least, most = labels.sum(axis=0) / size, 1 - (1 - labels).sum(axis=0) / size
    value, low, high = (np.clip(v, least, most) for v in (value, value - below, value + beyond))
    methods = ["complete"] * len(counted) if drawn == size else np.where(tuned, "tuned", "difference")
    return _results(value, low, high, drawn, size, counted, methods)


def estimate_groups(
    population: Population, sample: Sample, groups: Whole, count: int, rules: Rules = DEFAULT
) -> list[tuple[Estimate, ...]]:
    """Estimate for each of ``count`` groups; ``groups`` has per unit its group, -1 for none."""
    return [estimate(population, sample, rules, groups == group) for group in range(count)]


def estimate_within(
    population: Population,
    sample: Sample,
    members: Members,
    rules: Rules = DEFAULT,
    inside: Truth | None = None,
) -> tuple[Estimate, ...]:
    """Estimate per code the share among units of which membership is a code too (an activity).

    A ratio of two difference estimators; the variance is that of the linearised residual (Särndal et al.
    1992, section 5.6). A unit is predicted to have both with the product of the two predictions: that need
    not be right, because the sample corrects it.
    """
    rows, taken = _inside(population, sample, inside)
    predictions, member = population.predictions, members.predictions
    if rows is not None:
        predictions, member = predictions[rows], member[rows]
    counted = np.asarray(member.astype(np.float64) @ predictions)
    of = sample.units[taken]
    belongs = members.labels[taken, None].astype(np.float64)
    believed = members.predictions[of, None].astype(np.float64)
    drawn_design = _design(population, sample, rows, taken, rules)
    found = int(belongs.sum())
    texts = len(np.unique(drawn_design.text[belongs[:, 0] > 0]))
    why = _why_not(drawn_design, texts, rules)
    share = float(member.sum(dtype=np.float64)) / max(len(member), 1)
    share += float(drawn_design.mean(belongs - believed)[0]) if why is None else 0.0
    size = max(round(share * len(member)), 0)
    if why is None and (found == 0 or size < found):
        why = too_few(texts, rules.smallest) if found else none_there()
    if why is not None:
        return tuple(refused(found, size, float(model), why) for model in counted)
    both = sample.labels[taken] * belongs
    both_believed = population.predictions[of] * believed
    value = (counted / len(member) + drawn_design.mean(both - both_believed)) / share
    value = np.clip(value, 0, 1)
    errors = ((both - value * belongs) - (both_believed - value * believed)) / share
    room = np.bincount(drawn_design.cells) / (len(member) * share)
    room = np.repeat(room[:, None], len(counted), axis=1)
    below, beyond = _limits(drawn_design, errors, room, room, rules, share)
    low, high = np.clip(value - below, 0, 1), np.clip(value + beyond, 0, 1)
    return _results(value, low, high, found, size, counted, ["ratio"] * len(counted))


def _inside(population: Population, sample: Sample, inside: Truth | None) -> tuple[Whole | None, Whole]:
    """Return the rows of the group (missing for all) and the places in the sample that belong to it."""
    if len(sample.units) and not 0 <= sample.units.min() <= sample.units.max() < len(population.strata):
        raise ValueError("a drawn unit is not in the population")
    if sample.labels.shape[1:] != population.predictions.shape[1:]:
        raise ValueError(f"labels {sample.labels.shape} have other codes than the predictions")
    if inside is None:
        return None, np.arange(len(sample.units))
    return np.flatnonzero(inside), np.flatnonzero(inside[sample.units])


def _design(population: Population, sample: Sample, rows: Whole | None, taken: Whole, rules: Rules) -> Design:
    of = sample.units[taken]
    return design(
        population=population.strata if rows is None else population.strata[rows],
        drawn=population.strata[of],
        inclusion=sample.inclusion[taken],
        cluster=population.clusters[of],
        text=None if population.texts is None else population.texts[of],
        normalise=rules.normalise,
    )


def _why_not(drawn: Design, found: int, rules: Rules) -> str | None:
    if drawn.size == 0:
        return none_there()
    if len(drawn.cell) == drawn.size:
        return None
    if found < rules.smallest:
        return too_few(found, rules.smallest)
    return too_uncovered(drawn.uncovered) if drawn.uncovered > rules.uncovered else None


def _power(drawn: Design, labels: Real, predicted: Real, rules: Rules) -> tuple[Real, Truth]:
    """Return per code how much of the predictions to use, and whether that was tuned.

    The regression of labels on predictions over the design's own scores: the power for which the variance is
    least (PPI++ for a finite population, where the mean prediction is known without error).
    """
    if rules.power is not None:
        return np.full(labels.shape[1], rules.power), np.zeros(labels.shape[1], dtype=bool)
    scored, model = drawn.scores(labels), drawn.scores(predicted)
    spread = (model**2).sum(axis=0)
    given = labels.sum(axis=0)
    tuned = (np.minimum(given, len(labels) - given) >= rules.tuning) & (spread > _TINY)
    best = (scored * model).sum(axis=0) / np.where(spread > _TINY, spread, 1)
    return np.where(tuned, np.clip(best, 0, 1), 1.0), tuned


def _room(drawn: Design, predictions: Numbers, power: Real) -> tuple[Real, Real]:
    """Return the share of units per cell to which the model gives a code, and does not: cells x codes."""
    count = len(drawn.counts)
    given = np.zeros((count, len(power)))
    for code in np.flatnonzero(power > 0):
        there = predictions[:, code] >= _HALF / power[code]
        given[:, code] = np.bincount(drawn.cells[there], minlength=count)
    given /= drawn.size
    return given, np.bincount(drawn.cells, minlength=count)[:, None] / drawn.size - given


def _limits(  # noqa: PLR0913, PLR0917  # what is known of the errors
    drawn: Design, errors: Real, missed: Real, false: Real, rules: Rules, share: float = 1.0
) -> tuple[Real, Real]:
    """Return how far the truth can lie below and above; ``share`` is the share the errors are relative to."""
    variance = np.maximum(*drawn.variances(errors))
    quantile = float(stats.t.ppf((1 + rules.level) / 2, max(drawn.freedom(), 1.0)))
    sides = (
        Side(drawn.mean(np.maximum(signed, 0)), room) for signed, room in ((errors, missed), (-errors, false))
    )
    return limits(variance, quantile, drawn.heaviest() / share, *sides)


def _results(  # noqa: PLR0913, PLR0917  # the columns of an estimate
    value: Real, low: Real, high: Real, drawn: int, size: int, counted: Real, methods: Sequence[str] | Truth
) -> tuple[Estimate, ...]:
    return tuple(
        Estimate(float(v), float(lo), float(hi), drawn, size, float(model), str(method))
        for v, lo, hi, model, method in zip(value, low, high, counted, methods, strict=True)
    )


_TINY = 1e-18
_HALF = 0.5
