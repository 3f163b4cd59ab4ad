"""Which statements go out for review, and in what order."""

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.codebook import Codebook, Dimension
from textmine.errors import TableError
from textmine.review.row_code import Codes
from textmine.tables import Assignments, Groups

_DECIMALS = 2


class Proposals:
    """What the model proposes for the statements of one partition of ``Assignments``.

    ``probability`` and ``assigned`` are statements x codes, codes of all dimensions side by side in codebook
    order. ``certainty`` is, per statement, the mean probability of the proposed codes (0 without any), in
    hundredths: as people see it. ``ids`` is in the order of the table.

    Raises
    ------
    TableError
        When the table was made with other codes than those of ``codebook``.
    """

    def __init__(self, assignments: pd.DataFrame, codebook: Codebook) -> None:
        codes = [(d.id, code.code) for d in codebook.dimensions for code in d.codes]
        statements = len(assignments) // len(codes)
        found = list(
            zip(
                assignments[Assignments.dimension].iloc[: len(codes)],
                assignments[Assignments.code].iloc[: len(codes)],
                strict=True,
            )
        )
        if statements * len(codes) != len(assignments) or (statements and found != codes):
            raise TableError(
                "de codes in de tabel met voorstellen zijn niet die van codebook.yaml; het codeboek is later "
                "veranderd. Voer eerst 'textmine run' opnieuw uit"
            )
        shape = (statements, len(codes))
        self._codebook = codebook
        self.ids: list[str] = assignments[Assignments.statement_id].iloc[:: len(codes)].tolist()
        self.probability = assignments[Assignments.probability].to_numpy(float).reshape(shape)
        self.assigned = assignments[Assignments.assigned].to_numpy(bool).reshape(shape)
        self.certainty = _certainty(self.probability, self.assigned)
        self._reasons = assignments[Assignments.reason].to_numpy(object).reshape(shape)

    def codes(self, row: int) -> Codes:
        """Return the proposed codes of the ``row``-th statement, per dimension."""
        return {
            dimension.id: tuple(
                code.code
                for code, given in zip(dimension.codes, self.assigned[row, columns], strict=True)
                if given
            )
            for dimension, columns in self._columns()
        }

    def reasons(self, row: int) -> list[tuple[str, str, str]]:
        """Return (dimension, code, reason) of every proposed code with a reason."""
        codes = [(d.id, code.code) for d in self._codebook.dimensions for code in d.codes]
        return [
            (*codes[n], str(self._reasons[row, n]))
            for n in np.flatnonzero(self.assigned[row])
            if isinstance(self._reasons[row, n], str)
        ]

    def _columns(self) -> Iterable[tuple[Dimension, slice]]:
        start = 0
        for dimension in self._codebook.dimensions:
            yield dimension, slice(start, start + len(dimension.codes))
            start += len(dimension.codes)


def _certainty(probability: NDArray[np.float64], assigned: NDArray[np.bool_]) -> NDArray[np.float64]:
    total = np.where(assigned, probability, 0.0).sum(axis=1)
    mean: NDArray[np.float64] = np.round(total / np.maximum(assigned.sum(axis=1), 1), _DECIMALS)
    return mean


def candidates(groups: pd.DataFrame, complete: Collection[str]) -> dict[str, int]:
    """Return one statement per group that people must still decide on, with the size of the group.

    The representative when it is undecided, otherwise the smallest undecided id.
    """
    open_ones = groups[~groups[Groups.statement_id].isin(complete)]
    ordered = open_ones.sort_values([Groups.representative, Groups.statement_id], ascending=[False, True])
    chosen = ordered.drop_duplicates(Groups.group)
    return dict(zip(chosen[Groups.statement_id].tolist(), chosen[Groups.size].tolist(), strict=True))


def same_text(groups: pd.DataFrame, statements: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return per existing one of ``statements`` all ids with the same text, itself included, ascending."""
    mine = groups[groups[Groups.statement_id].isin(statements)]
    members = groups[groups[Groups.group].isin(set(mine[Groups.group]))].sort_values(Groups.statement_id)
    by_group: dict[str, list[str]] = {}
    for name, group in zip(members[Groups.statement_id], members[Groups.group], strict=True):
        by_group.setdefault(group, []).append(name)
    return {
        name: tuple(by_group[group])
        for name, group in zip(mine[Groups.statement_id], mine[Groups.group], strict=True)
    }
