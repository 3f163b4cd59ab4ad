"""Figures that say how good topics are, without knowing the right answer."""

from collections.abc import Sequence
from itertools import combinations
from math import log

import numpy as np
from numpy.typing import NDArray

from textmine.models.clustering import NOISE, Clusterer

COHERENCE_WORDS = 10
"""Words per topic that coherence and diversity look at, as is usual."""


def coherence(topics: Sequence[Sequence[str]], texts: Sequence[Sequence[str]]) -> float:
    """Return the mean NPMI of the pairs of top words of each topic, between -1 and 1 (Bouma 2009; Lau 2014).

    Words co-occur when they are in the same text. A pair that never does counts -1; topics with fewer than
    two words are left out, and 0 is returned when none is left.
    """
    wanted = {word for topic in topics for word in topic[:COHERENCE_WORDS]}
    holders: dict[str, set[int]] = {word: set() for word in wanted}
    for number, text in enumerate(texts):
        for word in wanted.intersection(text):
            holders[word].add(number)
    scores = [_topic_npmi(topic[:COHERENCE_WORDS], holders, len(texts)) for topic in topics if len(topic) > 1]
    return float(np.mean(scores)) if scores else 0.0


def diversity(topics: Sequence[Sequence[str]]) -> float:
    """Return the share of distinct words among the top words of all topics (Dieng et al. 2020)."""
    words = [word for topic in topics for word in topic[:COHERENCE_WORDS]]
    return len(set(words)) / len(words) if words else 0.0


def stability(
    clusterer: Clusterer,
    matrix: NDArray[np.float32],
    rng: np.random.Generator,
    *,
    rounds: int,
    share: float = 0.8,
) -> float:
    """Return the mean adjusted Rand index between clusterings of random parts of the rows.

    Each of ``rounds`` clusterings sees ``share`` of the rows; every pair of rounds is compared on the rows
    both saw (Ben-Hur et al. 2002). Noise counts as a cluster of its own.
    """
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415 - heavy

    seen = []
    for _ in range(rounds):
        chosen = np.sort(rng.permutation(len(matrix))[: round(share * len(matrix))])
        labels = np.full(len(matrix), NOISE - 1, dtype=np.int64)
        labels[chosen] = clusterer.fit_predict(matrix[chosen], rng)
        seen.append(labels)
    scores = []
    for one, other in combinations(seen, 2):
        both = (one >= NOISE) & (other >= NOISE)
        scores.append(adjusted_rand_score(one[both], other[both]))
    return float(np.mean(scores)) if scores else 0.0


def _topic_npmi(words: Sequence[str], holders: dict[str, set[int]], texts: int) -> float:
    pairs = [
        _npmi(len(holders[a]), len(holders[b]), len(holders[a] & holders[b]), texts)
        for a, b in combinations(words, 2)
    ]
    return float(np.mean(pairs))


def _npmi(one: int, other: int, both: int, texts: int) -> float:
    if not both:
        return -1.0
    if both == texts:
        return 1.0
    return log(both * texts / (one * other)) / -log(both / texts)
