"""Which texts belong together: clusterers behind one Protocol."""

from dataclasses import dataclass
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
