"""What an encoder gives, dense or sparse, and how its rows are compared."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Vectors = NDArray[np.floating] | sparse.csr_array
"""One row per text."""

Encode = Callable[[Sequence[str]], Vectors]
"""From texts to rows. Each measure calls it once, with all its texts: LSA and TF-IDF are fitted on those."""

TIE = 1e-6
"""Cosines that differ less are equal: the same text twice must not win by rounding."""


def unit(vectors: Vectors) -> Vectors:
    """Scale every row to length 1; rows of zeros stay zeros.

    Raises
    ------
    ValueError
        When a row holds NaN or infinity.
    """
    if sparse.issparse(vectors):
        rows = sparse.csr_array(vectors, dtype=np.float32)
        norms = np.sqrt(rows.multiply(rows).sum(axis=1))
    else:
        rows = np.asarray(vectors, dtype=np.float32)
        norms = np.linalg.norm(rows, axis=1)
    wrong = np.flatnonzero(~np.isfinite(norms))
    if wrong.size:
        raise ValueError(f"row {wrong[0]} of the vectors is not finite ({wrong.size} such rows)")
    scale = np.divide(1, norms, out=np.zeros_like(norms), where=norms > 0)
    return sparse.csr_array(rows.multiply(scale[:, None])) if sparse.issparse(rows) else rows * scale[:, None]


def inner(first: Vectors, second: Vectors) -> NDArray[np.float32]:
    """Return shape ``(len(first), len(second))``: every inner product."""
    product: Any = first @ second.T
    return product.toarray() if sparse.issparse(product) else product


def rowwise(first: Vectors, second: Vectors) -> NDArray[np.float64]:
    """Return the inner product of each row with the row of the same number."""
    product: Any = first.multiply(second) if sparse.issparse(first) else first * second
    return np.asarray(product.sum(axis=1), dtype=np.float64).ravel()


def ranks(similarity: NDArray[np.float32], relevant: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return per row the rank, from 1, of the best relevant column; what ties with it goes first."""
    best = np.where(relevant, similarity, -np.inf).max(axis=1, keepdims=True)
    return 1 + ((similarity > best - TIE) & ~relevant).sum(axis=1)


def isometric(vectors: sparse.csr_array) -> NDArray[np.float64]:
    """Return dense rows, as many columns as rows at most, with the same inner products.

    A classifier with an L2 penalty learns the same from them as from the sparse rows, only faster.
    """
    values, directions = np.linalg.eigh(inner(vectors, vectors).astype(np.float64))
    kept = values > values[-1] * 1e-9
    return directions[:, kept] * np.sqrt(values[kept])
