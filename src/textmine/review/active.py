"""The texts that teach the model most: of the codes that have the fewest decisions, unsure, and not alike.

Uncertainty alone picks many texts that are alike, and few of rare codes, so that the mean over codes hardly
gains. Here a text is chosen for one code: the one with few decisions so far, that the text is likely to
have though the model is not sure. The batch is filled one by one, and every text in it counts as a decision,
so that codes take turns (balanced classes, as Ertekin et al. 2007 and Attenberg and Provost 2010 ask for),
with the best text far from all that is already in it (farthest-first as in Sener and Savarese 2018, with
the weight of uncertainty that Ash et al. 2020 argue for). How much that brings is in
``experiments/review/results.md``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.review.population import Guesses, Population, Real, Truth, Whole

_LEAST = 1e-6
"""Lower bound of score and distance, so that one still ranks texts where the other is 0."""

_SURE = 0.05
"""What a text counts of which the model is certain; one of which it knows nothing counts 1 more."""

_POWER = 8
"""How much sooner a code with fewer decisions gets its turn. With 1 the codes that are likely everywhere win,
with very much codes that do not occur at all; from 4 on it makes little difference."""

_FEWEST = 2_000
_PER_PICK = 10
_BITS = 12
_CROWD = 50
_FEW = 4
"""A dimension considers 10 candidates per pick, at least 2,000, as many for each code; the texts of one code
and direction (equal signs of 12 projections) are at most a fiftieth of those of the code, but at least 4, as
long as others remain."""

_DECIMALS = 5
_BLOCK = 256
"""Vectors compared with all candidates at a time."""
_ROWS = 65_536
"""Vectors read at a time."""


@dataclass(frozen=True, slots=True)
class Picks:
    """Chosen rows in order of choice; ``dimension`` asked for each, ``score`` is its score there."""

    rows: Whole
    dimension: tuple[str, ...]
    score: Real


def need(counts: Real) -> Real:
    """Return per code how much it needs a decision, from 0 to 1, that with the least ``counts`` being 1."""
    return np.asarray(((1.0 + counts.min(initial=np.inf)) / (1.0 + counts)) ** _POWER)


def values(guesses: Guesses) -> Real:
    """Return what a decision on each text teaches about each code, from 0 to 1: texts x codes.

    The probability of the code times the uncertainty: with one code per text, one minus the margin between
    the two most probable codes (Scheffer et al. 2001); with several, one minus the margin between yes and no.
    """
    if guesses.multiple:
        unsure = 1.0 - np.abs(2.0 * guesses.probability - 1.0)
    elif len(guesses.codes) == 1:
        unsure = np.zeros_like(guesses.probability)
    else:
        second, first = np.partition(guesses.probability, -2, axis=1)[:, -2:].T
        unsure = (1.0 - (first - second))[:, None]
    return np.asarray(np.maximum(guesses.probability * (_SURE + unsure) / (_SURE + 1.0), _LEAST))


def decisions(guesses: Guesses, decided: Truth) -> Real:
    """Return per code how many decided texts have it."""
    return np.asarray(guesses.assigned[decided].sum(axis=0), np.float64)


def pick(population: Population, quotas: dict[str, int], taken: Whole, seed: int) -> Picks:
    """Choose open texts that are not in ``taken``: ``quotas`` says how many for each dimension.

    ``population`` is in order of id, so that ties go to the smallest id. Dimensions take turns; a pick must
    be far from all earlier ones, whoever asked for them, and from the texts in ``taken``, which count as
    decisions with the codes they are expected to have.
    """
    total = sum(quotas.values())
    if not total:
        return Picks(np.zeros(0, np.int64), (), np.zeros(0))
    mask = ~population.decided
    mask[taken] = False
    free = np.flatnonzero(mask)
    asked = {}
    for name in quotas:
        guesses = population.of(name)
        counts = decisions(guesses, population.decided) + guesses.probability[taken].sum(axis=0)
        asked[name] = _Asked(values(guesses.rows(free)), guesses.probability[free], counts)
    if total >= len(free):
        return _all(free, asked)
    places = np.arange(len(free))
    if len(free) > _FEWEST:
        bucket = _buckets(population, free, seed)
        most = {name: max(_FEWEST, _PER_PICK * quota, total) for name, quota in quotas.items()}
        places = np.unique(np.concatenate([_candidates(bucket, asked[n].value, most[n]) for n in quotas]))
        asked = {name: one.rows(places) for name, one in asked.items()}
    vectors = directions(population, free[places])
    turns = _turns(quotas)
    rows, score = _greedy(vectors, _nearness(vectors, directions(population, taken)), asked, turns)
    return Picks(free[places[rows]], tuple(turns), score)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one dimension goes by: values and probabilities (candidates x codes), decisions per code."""

    value: Real
    probability: Real
    counts: Real

    @property
    def score(self) -> Real:
        """Value times need: candidates x codes, from 0 to 1."""
        return self.value * need(self.counts)

    def rows(self, rows: Whole) -> "_Asked":
        """Return the same of these ``rows``."""
        return _Asked(self.value[rows], self.probability[rows], self.counts)

    def count(self, row: int, code: int | None) -> None:
        """Count candidate ``row`` as a decision: certainly for ``code``, expectedly for other codes."""
        self.counts[:] += self.probability[row]
        if code is not None:
            self.counts[code] += 1.0 - self.probability[row, code]


def _all(rows: Whole, asked: dict[str, _Asked]) -> Picks:
    """Choose all ``rows``, each for the dimension that it scores best in, the best ones first."""
    names = list(asked)
    table = np.column_stack([one.score.max(axis=1) for one in asked.values()])
    best = table.max(axis=1)
    order = np.argsort(-best, kind="stable")
    dimension = [names[column] for column in table.argmax(axis=1)[order].tolist()]
    return Picks(rows[order], tuple(dimension), best[order])


def _greedy(
    vectors: NDArray[np.float32], near: Real, asked: dict[str, _Asked], turns: list[str]
) -> tuple[Whole, Real]:
    """Fill the batch one by one; ``near`` is per candidate the largest cosine with what is in it."""
    left = np.ones(len(vectors))
    rows, scores = [], []
    for name in turns:
        score = asked[name].score
        gain = score * (left * np.maximum(1.0 - near, _LEAST))[:, None]
        best, code = divmod(int(gain.argmax()), gain.shape[1])
        rows.append(best)
        scores.append(float(score[best, code]))
        left[best] = 0.0
        for other, one in asked.items():
            one.count(best, code if other == name else None)
        near = np.maximum(near, _cosines(vectors, vectors[best]))
    return np.asarray(rows, np.int64), np.asarray(scores, np.float64)


def _turns(quotas: dict[str, int]) -> list[str]:
    """Return whose turn it is for each pick: one for each dimension, then again."""
    rounds = max(quotas.values(), default=0)
    return [name for number in range(rounds) for name, quota in quotas.items() if number < quota]


def directions(population: Population, rows: Whole) -> NDArray[np.float32]:
    """Return the vectors of ``rows`` with length 1, and one column more: 1 where the vector is zero.

    So texts of which the encoder knows no word are alike, rather than unlike everything.
    """
    found = np.asarray(population.vectors[population.vector[rows]], np.float32)
    norms = np.linalg.norm(found, axis=1, keepdims=True)
    return np.hstack([found / np.where(norms > 0, norms, 1), norms == 0]).astype(np.float32)


def _nearness(vectors: NDArray[np.float32], others: NDArray[np.float32]) -> Real:
    """Return per vector its largest cosine with ``others``, at least 0: opposites are no better than new."""
    near = np.zeros(len(vectors))
    for start in range(0, len(others), _BLOCK):
        near = np.maximum(near, _cosines(vectors, others[start : start + _BLOCK].T).max(axis=1))
    return near


def _cosines(vectors: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return cosines in so many decimals that their last bits, which differ per machine, do not count."""
    return np.round(vectors @ others, _DECIMALS)


def _candidates(bucket: Whole, value: Real, most: int) -> Whole:
    """Return at most ``most`` places: the best ones for each code in turn, without crowds that are alike.

    A text counts for the code for which it is among the best.
    """
    code = (value / value.max(axis=0)).argmax(axis=1)
    best = value[np.arange(len(value)), code]
    limit = max(most // _CROWD // value.shape[1], _FEW)
    crowded = _rank((-best, bucket, code)) >= limit
    return np.lexsort((-best, _rank((-best, crowded, code)), crowded))[:most]


def _rank(keys: tuple[Real | Whole | Truth, ...]) -> Whole:
    """Return the place of each row, by the first of ``keys``, among rows where all others are the same."""
    order = np.lexsort(keys)
    changes = [key[order][1:] != key[order][:-1] for key in keys[1:]]
    starts = np.concatenate([[0], np.flatnonzero(np.logical_or.reduce(changes)) + 1])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(starts, np.diff([*starts, len(order)]))
    return rank


def _buckets(population: Population, rows: Whole, seed: int) -> Whole:
    """Return per row a number that vectors of nearly the same direction share (Charikar 2002)."""
    shape = (population.vectors.shape[1], _BITS)
    planes = np.random.default_rng(seed).standard_normal(shape, np.float32)
    projected = np.empty((len(rows), _BITS), np.float32)
    for start in range(0, len(rows), _ROWS):
        block = population.vector[rows[start : start + _ROWS]]
        projected[start : start + _ROWS] = population.vectors[block] @ planes
    return np.asarray((projected > projected.mean(axis=0)) @ (1 << np.arange(_BITS)), np.int64)
