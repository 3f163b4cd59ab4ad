"""From clusters to topics: who belongs where, and ids that come from content."""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from textmine.models.clustering import NOISE, centroids, nearest, small_to_noise


def settle(
    matrix: NDArray[np.float32], labels: NDArray[np.int64], *, strangers: float, min_size: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give every row a topic, or none when it resembles no topic more than strangers do.

    A labelled row stays when its cosine similarity to the centre of its cluster exceeds the similarity that
    the share ``strangers`` of all pairs of a labelled row and another cluster's centre stays under. Clusters
    that keep fewer than ``min_size`` rows end; the others are the topics. All other rows join the topic
    with the nearest centre, under the same condition.

    Returns labels, and the similarity of every row to the centre of its topic, or to the nearest centre
    when it has no topic (0 when there are no topics).
    """
    given = np.flatnonzero(labels != NOISE)
    centres = centroids(matrix, labels)
    own = np.einsum("ij,ij->i", matrix[given], centres[labels[given]])
    least = least_similarity(matrix[given], labels[given], centres, strangers)
    kept = np.full(len(labels), NOISE, dtype=np.int64)
    kept[given] = np.where(own > least, labels[given], NOISE)
    kept = small_to_noise(kept, min_size)
    centres = centroids(matrix, kept)
    closest, similarity = nearest(matrix, centres)
    stays = kept != NOISE
    similarity[stays] = np.einsum("ij,ij->i", matrix[stays], centres[kept[stays]])
    joins = ~stays & (similarity > least)
    return np.where(joins, closest, kept), similarity


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
