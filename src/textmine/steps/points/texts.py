"""The texts that points are made of, and the pairs of codes within which they are found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.codebook import Codebook
from textmine.tables import Assignments, Groups, Statements


@dataclass(frozen=True)
class Texts:
    """Distinct texts by group; ``members`` are the ids of the statements of each, ascending."""

    groups: list[str]
    texts: list[str]
    members: list[list[str]]

    @property
    def ids(self) -> list[str]:
        """The statements of all texts."""
        return [name for members in self.members for name in members]

    @classmethod
    def of(cls, statements: pd.DataFrame, groups: pd.DataFrame) -> "Texts":
        """Gather the texts of ``statements``, in order of their group."""
        text = dict(zip(statements[Statements.id], statements[Statements.text], strict=True))
        members: dict[str, list[str]] = defaultdict(list)
        for name, group in zip(groups[Groups.statement_id], groups[Groups.group], strict=True):
            if name in text:
                members[group].append(name)
        order = sorted(members)
        found = [sorted(members[group]) for group in order]
        return cls(order, [text[names[0]] for names in found], found)


Given = dict[tuple[str, str], tuple[str, ...]]
"""Per statement and dimension the codes that it has."""


def given_codes(assignments: pd.DataFrame, wanted: set[str]) -> Given:
    """Return the codes of the ``wanted`` statements."""
    rows = assignments[assignments[Assignments.assigned] & assignments[Assignments.statement_id].isin(wanted)]
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    columns = (Assignments.statement_id, Assignments.dimension, Assignments.code)
    for name, dimension, code in zip(*(rows[column] for column in columns), strict=True):
        found[name, dimension].append(code)
    return {key: tuple(codes) for key, codes in found.items()}


@dataclass(frozen=True)
class Cells:
    """The pairs of codes of the two dimensions ``within`` which points are found."""

    codebook: Codebook
    within: tuple[str, str]

    def place(self, cell: tuple[str, str]) -> tuple[int, ...]:
        """Return where a pair comes in the codebook."""
        pairs = zip(self.within, cell, strict=True)
        return tuple(list(self.codebook.by_id[name].by_code).index(code) for name, code in pairs)

    def of(self, given: Given, statement: str) -> list[tuple[str, str]]:
        """Return the pairs of a statement; beside a sub-code, the code it belongs to does not count."""
        first, second = (self._own(given.get((statement, name), ()), name) for name in self.within)
        return [(one, other) for one in first for other in second]

    def rows(self, texts: Texts, given: Given) -> dict[tuple[str, str], NDArray[np.int64]]:
        """Return per pair, in order of the codebook, the rows of the texts that have both codes."""
        found: dict[tuple[str, str], set[int]] = defaultdict(set)
        for row, members in enumerate(texts.members):
            for name in members:
                for cell in self.of(given, name):
                    found[cell].add(row)
        return {cell: np.asarray(sorted(found[cell]), np.int64) for cell in sorted(found, key=self.place)}

    def _own(self, codes: Sequence[str], dimension: str) -> list[str]:
        known = self.codebook.by_id[dimension].by_code
        parents = {known[code].parent for code in codes}
        return [code for code in codes if code not in parents]
