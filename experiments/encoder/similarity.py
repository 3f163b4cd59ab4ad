"""Similarity against human scores, and retrieval of paraphrases."""

from pathlib import Path

import numpy as np
from figures import Figure, mean_of, resampled
from numpy.typing import NDArray
from scipy.stats import rankdata
from sources import Pairs, captions, key, municipal, sick, stsb
from vectors import Encode, inner, ranks, rowwise, unit

CUT = 10
"""Reciprocal ranks beyond this count as 0 for the captions."""


def similarity(encode: Encode, shared: Path, *, quick: bool) -> dict[str, Figure]:
    """Return all figures of this module under the names of the result table."""
    return {
        "stsb_dev": _spearman(encode, stsb(shared, "dev"), quick=quick),
        "sick_trial": _spearman(encode, sick(shared, "TRIAL"), quick=quick),
        **_captions(encode, shared, quick=quick),
        **_municipal(encode, shared, quick=quick),
    }


def _spearman(encode: Encode, pairs: Pairs, *, quick: bool) -> Figure:
    """Return the Spearman correlation of cosine and gold; resampled over pairs."""
    vectors = unit(encode([*pairs.first, *pairs.second]))
    found = rowwise(vectors[: len(pairs)], vectors[len(pairs) :])

    def correlation(pick: NDArray[np.int64]) -> float:
        return float(np.corrcoef(rankdata(found[pick]), rankdata(pairs.score[pick]))[0, 1])

    return resampled(correlation, len(pairs), quick=quick)


def _captions(encode: Encode, shared: Path, *, quick: bool) -> dict[str, Figure]:
    """Every caption looks for the four others of its image among all other captions.

    Resampled over images: the figures of the five captions of an image are averaged first.
    """
    images = captions(shared, "Test")
    per_image = len(images[0])
    vectors = unit(encode([text for image in images for text in image]))
    count = per_image * len(images)
    image = np.arange(count) // per_image
    found = np.zeros(count, dtype=np.int64)
    for start in range(0, count, 1000):
        rows = np.arange(start, min(start + 1000, count))
        scores = inner(vectors[rows], vectors)
        scores[np.arange(len(rows)), rows] = -np.inf  # a caption does not find itself
        relevant = (image[rows, None] == image[None, :]) & (rows[:, None] != np.arange(count))
        found[rows] = ranks(scores, relevant)
    reciprocal = np.where(found <= CUT, 1 / found, 0.0)
    return {
        "captions_accuracy": mean_of((found == 1).reshape(-1, per_image).mean(axis=1), quick=quick),
        "captions_mrr": mean_of(reciprocal.reshape(-1, per_image).mean(axis=1), quick=quick),
    }


def _municipal(encode: Encode, shared: Path, *, quick: bool) -> dict[str, Figure]:
    """Every complex sentence looks for its simple one among all; equal simple ones count as one."""
    pairs = municipal(shared, "test")
    vectors = unit(encode([*(first for first, _ in pairs), *(second for _, second in pairs)]))
    simple = np.array([key(second) for _, second in pairs])
    found = ranks(inner(vectors[: len(pairs)], vectors[len(pairs) :]), simple[:, None] == simple[None, :])
    return {
        "municipal_accuracy": mean_of(found == 1, quick=quick),
        "municipal_mrr": mean_of(1 / found, quick=quick),
    }
