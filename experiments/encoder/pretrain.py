"""Vectors of tokens from running Dutch text: PPMI, reduced by a truncated SVD.

Levy, Goldberg and Dagan (2015): with smoothed contexts, a shift and weighted singular values, a factorised
matrix of
co-occurrences is as good as skip-gram with negative sampling on corpora of this size, and it has no order of
examples to depend on.
"""

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.utils.extmath import randomized_svd

CHUNK = 6_000_000
"""Tokens whose pairs are in memory at once."""


def cooccurrence(
    ids: NDArray[np.integer], offsets: NDArray[np.int64], size: int, window: int, cut: float
) -> sp.csr_matrix:
    """Return shape ``(size, size)``: weighted counts of tokens within ``window`` of each other in one text.

    A pair at distance d counts 1/d. Tokens more frequent than a share ``cut`` of all are weighted down by
    sqrt(cut / share), as if they had been sampled (Mikolov et al., 2013), but without chance.
    """
    counts = np.bincount(ids, minlength=size).astype(np.float64)
    keep = np.minimum(1.0, np.sqrt(cut * len(ids) / np.maximum(counts, 1))).astype(np.float32)
    text = np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))
    total = sp.csr_matrix((size, size), dtype=np.float32)
    for start in range(0, len(ids), CHUNK):
        own = ids[start : start + CHUNK].astype(np.int64)
        inside = text[start : start + CHUNK]
        rows, columns, values = [], [], []
        for distance in range(1, window + 1):
            same = inside[distance:] == inside[:-distance]
            left, right = own[:-distance][same], own[distance:][same]
            rows.append(left)
            columns.append(right)
            values.append(keep[left] * keep[right] / distance)
        part = sp.coo_matrix(
            (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(size, size)
        )
        total = total + part.tocsr()
    return (total + total.T).tocsr()


def ppmi(together: sp.csr_matrix, *, smoothing: float = 0.75, shift: float = 1.0) -> sp.csr_matrix:
    """Return max(0, log(P(a, b) / (P(a) P(b)^smoothing)) - log shift)."""
    rows = np.asarray(together.sum(axis=1)).ravel()
    context = rows**smoothing
    context /= context.sum()
    matrix = together.tocoo()
    share = matrix.data / np.maximum(rows[matrix.row], 1e-12)
    values = np.log(np.maximum(share / np.maximum(context[matrix.col], 1e-12), 1e-12)) - np.log(shift)
    kept = values > 0
    return sp.csr_matrix(
        (values[kept].astype(np.float32), (matrix.row[kept], matrix.col[kept])), shape=matrix.shape
    )


def svd_vectors(matrix: sp.csr_matrix, dim: int, *, power: float = 0.5, seed: int = 0) -> NDArray[np.float32]:
    """Return shape ``(tokens, dim)``: left singular vectors times the singular values to ``power``."""
    left, values, _ = randomized_svd(matrix, dim, n_iter=3, random_state=seed)
    result: NDArray[np.float32] = (left * values**power).astype(np.float32)
    return result
