"""The one seam between textmine and embedding libraries."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Anything that turns texts into rows that can be compared by their inner product.

    ``name`` says which rows may be compared with each other: two encoders with the same name give the
    same row for the same text. ``dim`` is the width of the rows.
    """

    name: str
    dim: int

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Return shape ``(len(texts), dim)``; row ``i`` belongs to ``texts[i]`` and has L2 norm 1.

        A text in which the encoder recognises nothing (an empty text always) gets a row of zeros: it
        resembles no other text.
        """
        ...


def unit_rows(matrix: NDArray[np.floating]) -> NDArray[np.float32]:
    """Scale every row to L2 norm 1; rows of zeros stay zeros."""
    rows = np.asarray(matrix, dtype=np.float32)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    result: NDArray[np.float32] = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    return result
