"""From clusters to topics: who belongs where, and ids that come from content."""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from textmine.models.clustering import NOISE, centred, centroids, nearest, small_to_noise


def settle(
    matrix: NDArray[np.float32], labels: NDArray[np.int64], *, strangers: float, min_size: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give every row a topic, or none when it resembles no topic more than strangers do.

    A labelled row stays when its cosine similarity to the centre of its cluster exceeds the similarity that
    the share ``strangers`` of all pairs of a labelled row and another cluster's centre stays under. Clusters
    that keep fewer than ``min_size`` rows end; the others are the topics. The rows of an only cluster all
    stay. All other rows join the topic with the nearest centre, under the same condition.

    Similarities are between rows from which the mean row was taken (see ``centred``).

    Returns labels, and the similarity of every row to the centre of its topic, or to the nearest centre
    when it has no topic (0 when there are no topics).
    """
    matrix = centred(matrix)
    given = np.flatnonzero(labels != NOISE)
    centres = centroids(matrix, labels)
    own = np.einsum("ij,ij->i", matrix[given], centres[labels[given]])
    least = least_similarity(matrix[given], labels[given], centres, strangers)
    kept = np.full(len(labels), NOISE, dtype=np.int64)
    kept[given] = np.where((own > least) | (len(centres) == 1), labels[given], NOISE)
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
    """Return what the share ``strangers`` of similarities to other centres stays under, or ``FLOOR``."""
    if len(centres) < 2:  # noqa: PLR2004 - one topic has no strangers
        return FLOOR
    products = matrix[:SAMPLED] @ centres.T
    other = np.arange(len(centres)) != labels[:SAMPLED, None]
    return max(FLOOR, float(np.quantile(products[other], strangers)))


FLOOR = 0.1
"""With few topics strangers may be opposites of a topic; a text must resemble its topic at least so much."""

SAMPLED = 5_000
"""Rows that tell how much strangers resemble a topic."""


def content_id(level: int, parts: Iterable[str]) -> str:
    """Return an id (12 hexadecimal digits) that depends on the set of ``parts`` and the level only."""
    content = "\n".join((str(level), *sorted(set(parts))))
    return blake2b(content.encode(), digest_size=6).hexdigest()
