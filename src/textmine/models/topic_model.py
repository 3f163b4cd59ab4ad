"""From clusters to topics: who belongs where, and ids that come from content."""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from textmine.models.clustering import NOISE, centroids, nearest, small_to_noise


def settle(
    matrix: NDArray[np.float32], labels: NDArray[np.int64], *, strangers: float, min_size: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give every row a topic, or none when it resembles its topic no more than strangers do.

    Rows without a label join the nearest centre. A row then stays only when its cosine similarity to the
    centre of its topic exceeds the similarity that the share ``strangers`` of all pairs of a labelled row and
    another topic's centre stays under. Topics left with fewer than ``min_size`` rows end.

    Returns labels, and the similarity of every row to the centre of its topic, or to the nearest centre
    when it has no topic (0 when there are no topics).
    """
    centres = centroids(matrix, labels)
    closest, similarity = nearest(matrix, centres)
    own = labels != NOISE
    similarity[own] = np.einsum("ij,ij->i", matrix[own], centres[labels[own]])
    joined = np.where(own, labels, closest)
    joined[similarity <= least_similarity(matrix[own], labels[own], centres, strangers)] = NOISE
    joined[~np.any(matrix, axis=1)] = NOISE
    settled = small_to_noise(joined, min_size)
    kept = [int(joined[settled == label][0]) for label in range(int(settled.max(initial=NOISE)) + 1)]
    centres = centres[kept]
    loose = settled == NOISE
    similarity[loose] = nearest(matrix[loose], centres)[1]
    return settled, similarity


def least_similarity(
    matrix: NDArray[np.float32], labels: NDArray[np.int64], centres: NDArray[np.float32], strangers: float
) -> float:
    """Return the similarity to other topics' centres that the share ``strangers`` stays under; at least 0."""
    if len(centres) < 2:  # noqa: PLR2004 - one topic has no strangers
        return 0.0
    products = matrix[:SAMPLED] @ centres.T
    other = np.arange(len(centres)) != labels[:SAMPLED, None]
    return max(0.0, float(np.quantile(products[other], strangers)))


SAMPLED = 5_000
"""Rows that tell how much strangers resemble a topic."""


def content_id(level: int, parts: Iterable[str]) -> str:
    """Return an id (12 hexadecimal digits) that depends on the set of ``parts`` and the level only."""
    content = "\n".join((str(level), *sorted(set(parts))))
    return blake2b(content.encode(), digest_size=6).hexdigest()
