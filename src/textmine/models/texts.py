"""Statements as models read them: words, vectors, and what stands around each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.codebook import Codebook
from textmine.models.context import Context
from textmine.models.features import Read
from textmine.tables import Statements

BATCH = 10_000
"""Statements that are read and predicted at once, as far as documents allow."""


@dataclass(frozen=True)
class Texts:
    """Statements of whole documents: as in ``classify``, those around a statement count."""

    read: Read
    vectors: NDArray[np.float32]
    context: Context

    @classmethod
    def of(cls, rows: pd.DataFrame, vectors: NDArray[np.float32], codebook: Codebook) -> "Texts":
        """Read ``rows`` (columns of ``Statements``); ``vectors`` stand in the same order."""
        headings = [h if isinstance(h, str) else None for h in rows[Statements.heading].tolist()]
        return cls(
            Read.of(rows[Statements.text].tolist(), codebook),
            vectors,
            Context.of(rows[Statements.document_id].tolist(), headings),
        )


def batches(documents: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Cut rows, which stand by document, into parts of about ``BATCH`` that hold whole documents."""
    start = 0
    for row in range(1, len(documents)):
        if row - start >= BATCH and documents[row] != documents[row - 1]:
            yield start, row
            start = row
    yield start, len(documents)
