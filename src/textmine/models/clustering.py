"""Which texts belong together: clusterers behind one Protocol."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

NOISE = -1
"""The label of a row that belongs to no cluster."""


class Clusterer(Protocol):
    """Anything that divides unit rows into clusters."""

    def fit_predict(self, matrix: NDArray[np.float32], rng: np.random.Generator, /) -> NDArray[np.int64]:
        """Return one label per row of ``matrix`` (shape ``(n, dim)``): 0, 1, ... or ``NOISE``.

        The same rows in the same order with the same state of ``rng`` give the same labels.
        """
        ...


class Gatherer(Protocol):
    """Anything that gathers clusters into broader ones."""

    def gather(self, matrix: NDArray[np.float32], labels: NDArray[np.int64], /) -> NDArray[np.int64]:
        """Return the broad cluster (0, 1, ...) of every cluster in ``labels`` (one label per row)."""
        ...


def centred(matrix: NDArray[np.float32], few: int = 0) -> NDArray[np.float32]:
    """Take the mean row off and scale to norm 1; with ``few`` rows only half of it, with more nearer all.

    What all texts share says nothing about which belong together. Rows of zeros have no direction: they do
    not count in the mean and stay zeros.
    """
    filled = np.any(matrix, axis=1)
    result = np.zeros_like(matrix)
    if filled.any():
        known = int(filled.sum())
        mean = matrix[filled].mean(axis=0, dtype=np.float64) * (known / (known + few))
        result[filled] = matrix[filled] - mean.astype(np.float32)
    norms = np.linalg.norm(result, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(result, norms, out=np.zeros_like(result), where=norms > SAME)
    return unit


SAME = 1e-6
"""A row that is no farther from the mean than this is the mean."""


def small_to_noise(labels: NDArray[np.int64], min_size: int) -> NDArray[np.int64]:
    """Turn clusters of fewer than ``min_size`` rows into noise; number the others 0, 1, ... by first row."""
    kept: dict[int, int] = {}
    sizes = dict(zip(*np.unique(labels, return_counts=True), strict=True))
    result = np.full(len(labels), NOISE, dtype=np.int64)
    for row, label in enumerate(labels.tolist()):
        if label != NOISE and sizes[label] >= min_size:
            result[row] = kept.setdefault(label, len(kept))
    return result


def centroids(matrix: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the unit mean row of every cluster; shape ``(clusters, dim)``, noise left out."""
    count = int(labels.max(initial=NOISE)) + 1
    sums = np.zeros((count, matrix.shape[1]), dtype=np.float64)
    np.add.at(sums, labels[labels != NOISE], matrix[labels != NOISE])
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    result: NDArray[np.float32] = np.divide(sums, norms, out=np.zeros_like(sums), where=norms > 0).astype(
        np.float32
    )
    return result


NEAREST_BATCH = 50_000
"""Rows whose similarities are in memory at once."""


def nearest(
    matrix: NDArray[np.float32], centres: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the label of the most similar centre of every row, and that cosine similarity.

    Ties go to the lowest label. Without centres every row is noise with similarity 0.
    """
    labels = np.full(len(matrix), NOISE, dtype=np.int64)
    similarity = np.zeros(len(matrix), dtype=np.float32)
    if not len(centres):
        return labels, similarity
    for start in range(0, len(matrix), NEAREST_BATCH):
        part = slice(start, start + NEAREST_BATCH)
        products = matrix[part] @ centres.T
        labels[part] = products.argmax(axis=1)
        similarity[part] = products.max(axis=1)
    return labels, similarity
