"""A deterministic stand-in for an embedding model: nothing to fit, nothing to download."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from textmine.encoders.protocol import unit_rows


class HashEncoder:
    """Counts character trigrams in ``dim`` buckets; used by tests, knows nothing of meaning."""

    def __init__(self, dim: int) -> None:
        """Fix the width of the rows."""
        self.name = f"hash-{dim}"
        self.dim = dim

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Return one row of trigram counts, scaled to norm 1, per text; see ``Encoder.encode``."""
        counts = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            padded = f" {text.lower().strip()} "
            for start in range(len(padded) - 2):
                counts[row, crc32(padded[start : start + 3].encode()) % self.dim] += 1
        return unit_rows(counts)
