"""The texts that teach the model most: uncertain, about rare codes, and unlike each other.

Uncertainty alone picks many texts that are alike, and few of rare codes; so each text scores its uncertainty
times the rarity of the codes it may have, and the batch is then filled one by one with the best text far
from all that is already in it (farthest-first as in Sener and Savarese 2018, with the weight of uncertainty
that Ash et al. 2020 argue for).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.review.population import Guesses, Population, Real, Truth, Whole

_LEAST = 1e-6
"""Lower bound of score and distance, so that one still ranks texts where the other is 0."""

_FEWEST = 2_000
_PER_PICK = 10
_BITS = 12
_CROWD = 50
"""A dimension considers 10 candidates per pick, at least 2,000; the texts of one direction (equal signs of 12
projections) are at most a fiftieth of them as long as others remain."""

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


def rarity(guesses: Guesses, decided: Truth) -> Real:
    """Return per code how rare it is, from 0 to 1, the rarest code of the dimension being 1.

    The inverse of the geometric mean of the square roots of two counts: decisions with the code so far, and
    texts without a decision expected to have it. Square roots temper, as in the subsampling of frequent
    words (Mikolov et al. 2013).
    """
    known = guesses.assigned[decided].sum(axis=0)
    expected = guesses.probability[~decided].sum(axis=0)
    rare = ((1.0 + known) * (1.0 + expected)) ** -0.25
    return np.asarray(rare / rare.max(initial=_LEAST))


def scores(guesses: Guesses, rare: Real) -> Real:
    """Return per text how much a decision on it teaches, from 0 to 1.

    With one code per text, one minus the margin between the two most probable codes (Scheffer et al. 2001)
    times their rarity, weighted by probability. With several, the largest of one minus the margin between yes
    and no, times rarity, over the codes.
    """
    if guesses.multiple:
        return np.asarray(((1.0 - np.abs(2.0 * guesses.probability - 1.0)) * rare).max(axis=1, initial=0.0))
    if len(guesses.codes) == 1:
        return np.zeros(len(guesses.probability))
    second, first = np.argpartition(guesses.probability, -2, axis=1)[:, -2:].T
    rows = np.arange(len(first))
    high, low = guesses.probability[rows, first], guesses.probability[rows, second]
    likely = (high * rare[first] + low * rare[second]) / np.maximum(high + low, _LEAST)
    return np.asarray((1.0 - (high - low)) * likely)


def pick(population: Population, quotas: dict[str, int], taken: Whole, seed: int) -> Picks:
    """Choose open texts that are not in ``taken``: ``quotas`` says how many for each dimension.

    ``population`` is in order of id, so that ties go to the smallest id. Dimensions take turns; a pick must
    be far from all earlier ones, whoever asked for them, and from the texts in ``taken``.
    """
    total = sum(quotas.values())
    if not total:
        return Picks(np.zeros(0, np.int64), (), np.zeros(0))
    mask = ~population.decided
    mask[taken] = False
    free = np.flatnonzero(mask)
    score = {}
    for name in quotas:
        guesses = population.of(name)
        score[name] = np.maximum(scores(guesses, rarity(guesses, population.decided)), _LEAST)
    if total >= len(free):
        return _all(free, {name: of_all[free] for name, of_all in score.items()})
    candidates = free
    if len(free) > _FEWEST:
        bucket = _buckets(population, free, seed)
        most = {name: max(_FEWEST, _PER_PICK * quota, total) for name, quota in quotas.items()}
        found = [_candidates(free, bucket, score[name][free], most[name]) for name in quotas]
        candidates = np.unique(np.concatenate(found))
    vectors = directions(population, candidates)
    near = _nearness(vectors, directions(population, taken))
    return _greedy(candidates, vectors, near, {n: s[candidates] for n, s in score.items()}, quotas)


def _all(rows: Whole, score: dict[str, Real]) -> Picks:
    """Choose all ``rows``, each for the dimension that it scores best in, the best ones first."""
    names = list(score)
    table = np.column_stack([score[name] for name in names])
    best = table.max(axis=1)
    order = np.argsort(-best, kind="stable")
    dimension = [names[column] for column in table.argmax(axis=1)[order].tolist()]
    return Picks(rows[order], tuple(dimension), best[order])


def _greedy(
    candidates: Whole,
    vectors: NDArray[np.float32],
    near: Real,
    score: dict[str, Real],
    quotas: dict[str, int],
) -> Picks:
    """Fill the batch one by one; ``near`` is per candidate the largest cosine with what is in it."""
    turns = _turns(quotas)
    left = np.ones(len(candidates))
    rows = []
    for name in turns:
        gain = left * score[name] * np.maximum(1.0 - near, _LEAST)
        best = int(gain.argmax())
        rows.append(best)
        left[best] = 0.0
        near = np.maximum(near, _cosines(vectors, vectors[best]))
    values = [score[name][row] for name, row in zip(turns, rows, strict=True)]
    return Picks(candidates[np.asarray(rows, np.int64)], tuple(turns), np.asarray(values, np.float64))


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


def _candidates(free: Whole, bucket: Whole, score: Real, most: int) -> Whole:
    """Return at most ``most`` of the ``free`` rows: the best ones, without crowds of texts that are alike."""
    order = np.lexsort((-score, bucket))
    counts = np.unique(bucket, return_counts=True)[1]
    rank = np.empty(len(free), np.int64)
    rank[order] = np.arange(len(free)) - np.repeat(np.cumsum(counts) - counts, counts)
    return free[np.lexsort((-score, rank >= most // _CROWD))[:most]]


def _buckets(population: Population, rows: Whole, seed: int) -> Whole:
    """Return per row a number that vectors of nearly the same direction share (Charikar 2002)."""
    shape = (population.vectors.shape[1], _BITS)
    planes = np.random.default_rng(seed).standard_normal(shape, np.float32)
    projected = np.empty((len(rows), _BITS), np.float32)
    for start in range(0, len(rows), _ROWS):
        block = population.vector[rows[start : start + _ROWS]]
        projected[start : start + _ROWS] = population.vectors[block] @ planes
    return np.asarray((projected > projected.mean(axis=0)) @ (1 << np.arange(_BITS)), np.int64)
