"""Estimates from several review rounds, each of which is a probability sample of its own.

In round r the texts that people had decided on are a stratum K that is taken whole, and from the other texts
a sample S was drawn (``docs/adr/0008-review-queue.md``). Given all that happened before, the estimate of a
round is right on average, so the errors of rounds are uncorrelated, and the mean of rounds with fixed weights
is right on average as well.

Weights are in proportion to ``n / (N (N - n))`` with N open texts of which n were judged: the inverse of the
variance of a simple random sample, up to what the texts say. Strata that were judged whole are no part of it:
they bring no error. Weights follow from numbers of texts, never from labels. A round in which every open text
was judged decides alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.analysis.estimation import (
    DEFAULT,
    Members,
    Population,
    Rules,
    Sample,
    estimate,
    estimate_within,
)
from textmine.analysis.estimation_design import Real, Truth, Whole
from textmine.analysis.estimation_result import Estimate, refused, too_few
from textmine.analysis.estimation_units import Units, bounded, whole_units

LEAST = 2
"""Texts by chance without which a round says nothing about a group: one has no spread."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One round, about the units there are now; ``sample`` are K and S, as far as they were judged.

    ``open`` is true for units that could be drawn: people had not decided on them when the round was drawn.
    ``population`` has the same units in the same order for all rounds.
    """

    population: Population
    sample: Sample
    open: Truth

    def inside(self, rows: Truth) -> "Drawn":
        """Return the round about some of the units."""
        kept = np.flatnonzero(rows[self.sample.units])
        texts = self.population.texts
        return Drawn(
            population=Population(
                self.population.predictions[rows],
                self.population.strata[rows],
                self.population.clusters[rows],
                None if texts is None else texts[rows],
            ),
            sample=Sample(
                (np.cumsum(rows) - 1)[self.sample.units[kept]],
                self.sample.labels[kept],
                self.sample.inclusion[kept],
            ),
            open=self.open[rows],
        )


@dataclass(frozen=True, slots=True)
class Size:
    """How many texts are ``open`` in strata that were not judged whole, and ``judged`` of those drawn.

    Texts that were known, but of which the decision is gone, are open too. ``left`` is the share of units
    that were not judged in this round.
    """

    open: int
    judged: int
    left: float

    @property
    def complete(self) -> bool:
        """Whether all open texts were judged."""
        return self.judged == self.open


def size_of(drawn: Drawn) -> Size:
    """Count the texts of a round."""
    texts, judged, chance = _texts(drawn.population), _judged(drawn), _by_chance(drawn)
    return Size(
        open=len(np.unique(texts[chance | ~judged])),
        judged=len(np.unique(texts[chance & judged])),
        left=float((~judged).mean()) if len(judged) else 0.0,
    )


def _judged(drawn: Drawn) -> Truth:
    judged = np.zeros(len(drawn.open), dtype=bool)
    judged[drawn.sample.units] = True
    return judged


def _by_chance(drawn: Drawn) -> Truth:
    """Say which units lie where chance decided: not known, in a stratum that is not judged whole."""
    place = np.unique(drawn.population.strata, return_inverse=True)[1]
    left = np.bincount(place, ~_judged(drawn))
    return np.asarray(drawn.open & (left[place] > 0)) if len(place) else drawn.open


def weights(sizes: Sequence[Size]) -> list[float]:
    """Return how much each round counts; they sum to 1 when any round counts.

    Rounds with fewer than ``LEAST`` judged texts do not count, unless nothing was open. The last complete
    round decides alone.
    """
    complete = [number for number, size in enumerate(sizes) if size.complete]
    if complete:
        return [float(number == complete[-1]) for number in range(len(sizes))]
    raw = [s.judged / (s.open * (s.open - s.judged)) if s.judged >= LEAST else 0.0 for s in sizes]
    return [weight / (sum(raw) or 1.0) for weight in raw]


def shares_of_rounds(rounds: Sequence[Drawn], rules: Rules = DEFAULT) -> list[float]:
    """Return how much each round counts in ``estimate_rounds``; 0 where it does not count."""
    sizes = [size_of(drawn) for drawn in rounds]
    counted = [number for number, weight in enumerate(weights(sizes)) if weight > 0]
    valued = _valued(_made([_statements(drawn) for drawn in rounds], counted, rules))
    found = dict(zip(valued, weights([sizes[number] for number in valued]), strict=True))
    return [found.get(number, 0.0) for number in range(len(rounds))]


def estimate_rounds(rounds: Sequence[Drawn], rules: Rules = DEFAULT) -> tuple[Estimate, ...]:
    """Estimate per code the share of units that have it, from at least one round."""
    makers = [_statements(drawn) for drawn in rounds]
    return _joined(rounds, makers, [drawn.sample.units for drawn in rounds], rules)


def estimate_units_rounds(
    rounds: Sequence[Drawn], unit: Whole, statements: tuple[Estimate, ...], rules: Rules = DEFAULT
) -> tuple[Estimate, ...]:
    """Estimate per code the share of documents, organisations or sessions, or give bounds with the reason.

    ``unit`` has the number of its unit per statement, ``statements`` are the estimates for the same
    statements. See ``estimation_units`` for what can be said of units that were judged in part.
    """
    made = [whole_units(drawn.population, drawn.sample, unit) for drawn in rounds]
    place = np.unique(unit, return_inverse=True)[1]
    of_units = [_of_units(units, drawn, place) for units, drawn in zip(made, rounds, strict=True)]
    found = estimate_rounds(of_units, rules)
    seen = np.logical_or.reduce([units.seen for units in made])
    return bounded(found, statements, seen, made[0].sizes, rules)


def estimate_within_rounds(
    rounds: Sequence[Drawn], predictions: Real, labels: Truth, rules: Rules = DEFAULT
) -> tuple[Estimate, ...]:
    """Estimate per code the share among units of which membership is a code too.

    ``predictions`` and ``labels`` are of membership, per unit; only the labels of judged units are used.
    """
    makers = [_within(drawn, predictions, labels) for drawn in rounds]
    units = [drawn.sample.units[labels[drawn.sample.units]] for drawn in rounds]
    return _joined(rounds, makers, units, rules)


Maker = Callable[[Rules], tuple[Estimate, ...]]


def _statements(drawn: Drawn) -> Maker:
    return lambda rules: estimate(drawn.population, drawn.sample, rules)


def _within(drawn: Drawn, predictions: Real, labels: Truth) -> Maker:
    members = Members(predictions, labels[drawn.sample.units])
    return lambda rules: estimate_within(drawn.population, drawn.sample, members, rules)


def _of_units(units: Units, drawn: Drawn, place: Whole) -> Drawn:
    """Return the round as one of documents; a document was open when one of its statements was."""
    return Drawn(units.population, units.sample, np.bincount(place, drawn.open) > 0)


def _joined(
    rounds: Sequence[Drawn], makers: Sequence[Maker], units: Sequence[Whole], rules: Rules
) -> tuple[Estimate, ...]:
    """Put rounds together that have enough judged texts together; ``units`` are the judged ones per round.

    A round that does not cover the group is left out: the others are right without it.
    """
    sizes = [size_of(drawn) for drawn in rounds]
    counted = [number for number, weight in enumerate(weights(sizes)) if weight > 0]
    made = _made(makers, counted, rules)
    valued = _valued(made)
    few = [_few(rounds, sizes, units, these, rules) for these in (counted, valued)]
    if few[0] is None and not valued:
        return made[counted[-1]]
    why = few[0] or few[1]
    if why is not None:
        judged = len(np.unique(np.concatenate(units)))
        return tuple(
            refused(judged, one.population, one.model, why) if one.population else one
            for one in makers[-1](rules)
        )
    kept = [
        (number, share)
        for number, share in zip(valued, weights([sizes[number] for number in valued]), strict=True)
        if share > 0
    ]
    sample = len(np.unique(np.concatenate([units[number] for number, _ in kept])))
    return combined([made[number] for number, _ in kept], [share for _, share in kept], sample)


def _made(makers: Sequence[Maker], counted: Sequence[int], rules: Rules) -> dict[int, tuple[Estimate, ...]]:
    """Return the estimates of each round, which need not be large enough on its own."""
    return {number: makers[number](replace(rules, smallest=LEAST)) for number in counted}


def _valued(made: Mapping[int, tuple[Estimate, ...]]) -> list[int]:
    return [number for number, of_codes in made.items() if all(one.value is not None for one in of_codes)]


def _few(
    rounds: Sequence[Drawn], sizes: Sequence[Size], units: Sequence[Whole], these: Sequence[int], rules: Rules
) -> str | None:
    """Say that too few texts were drawn and judged, unless hardly anything is left to judge."""
    if any(sizes[number].complete or sizes[number].left <= rules.uncovered for number in these):
        return None
    drawn = [units[number][_by_chance(rounds[number])[units[number]]] for number in these]
    texts = [_texts(rounds[number].population)[rows] for number, rows in zip(these, drawn, strict=True)]
    found = len(np.unique(np.concatenate(texts))) if texts else 0
    return too_few(found, rules.smallest) if found < rules.smallest else None


def combined(
    rounds: Sequence[tuple[Estimate, ...]], shares: Sequence[float], sample: int
) -> tuple[Estimate, ...]:
    """Return the weighted means of estimates with values, with their intervals; ``sample`` counts all units.

    The interval is that of MOVER (Zou and Donner 2008): the distance between the mean and its lower limit is
    the root of the sum of the squared distances of the parts, each times its squared weight, and so is the
    distance to the upper limit. A limit of a part says what the variance of that part would be if the truth
    lay there, so the sum of squares is that of the mean with the truth at its limit; that holds for errors
    that are uncorrelated. Limits that are not symmetric, as those of rare codes, stay so. With one part the
    limits are its own.
    """
    if len(rounds) == 1:
        return rounds[0]
    share = np.asarray(shares)[:, None]
    value, low, high = (
        np.array([[getattr(one, name) for one in made] for made in rounds], dtype=np.float64)
        for name in ("value", "low", "high")
    )
    mean = (share * value).sum(axis=0)
    below, above = (np.sqrt((share**2 * apart**2).sum(axis=0)) for apart in (value - low, high - value))
    least, most = np.clip(mean - below, 0, 1), np.clip(mean + above, 0, 1)
    return tuple(
        replace(
            one, value=float(mean[code]), low=float(least[code]), high=float(most[code]), sample=sample,
            method="rounds",
        )
        for code, one in enumerate(rounds[-1])
    )  # fmt: skip


def _texts(population: Population) -> Whole:
    return np.arange(len(population.strata)) if population.texts is None else population.texts
