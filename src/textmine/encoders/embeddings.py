"""Vectors with their ids: what ``embed`` makes and later steps read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from textmine.errors import EncoderError


@dataclass(frozen=True)
class Embeddings:
    """One row per id, made by the encoder called ``encoder``.

    ``matrix`` has shape ``(len(ids), dim)``, float32, rows of L2 norm 1 (or 0: see ``Encoder.encode``).
    Beside statement ids there are ``example:<n>`` (the n-th example of the codebook, from 0) and
    ``code:<dimension>:<code>`` (the definition of a code).
    """

    ids: tuple[str, ...]
    matrix: NDArray[np.float32]
    encoder: str

    def __post_init__(self) -> None:
        """Refuse a matrix that does not have one row per id."""
        if self.matrix.ndim != 2 or len(self.ids) != len(self.matrix):  # noqa: PLR2004 - a matrix
            raise EncoderError(
                f"vectoren van {self.encoder}: {len(self.ids)} ids en een matrix van {self.matrix.shape}; "
                "voer de stap embed opnieuw uit"
            )

    @classmethod
    def joined(cls, parts: Iterable["Embeddings"]) -> Self:
        """Return all rows of ``parts``, of which there is at least one, in their order.

        Raises
        ------
        EncoderError
            When they were not made by one encoder.
        """
        given = list(parts)
        names = sorted({part.encoder for part in given})
        if len(names) != 1:
            raise EncoderError(
                f"vectoren van verschillende encoders ({', '.join(names)}) horen niet bij elkaar"
            )
        ids = tuple(name for part in given for name in part.ids)
        return cls(ids, np.concatenate([part.matrix for part in given]), names[0])

    @cached_property
    def index(self) -> dict[str, int]:
        """The row of every id."""
        return {name: row for row, name in enumerate(self.ids)}

    def rows(self, ids: Sequence[str]) -> NDArray[np.float32]:
        """Return shape ``(len(ids), dim)``: the rows of ``ids``, in that order.

        Raises
        ------
        EncoderError
            When an id has no row.
        """
        missing = next((name for name in ids if name not in self.index), None)
        if missing is not None:
            raise EncoderError(
                f"geen vector van '{missing}' (encoder {self.encoder}); voer de stap embed opnieuw uit"
            )
        if not ids:
            return self.matrix[:0]
        result: NDArray[np.float32] = self.matrix[[self.index[name] for name in ids]]
        return result
