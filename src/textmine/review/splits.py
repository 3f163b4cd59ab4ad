"""Where people cut statements: which cuts count, and where they fall."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from textmine.tables import BLIND
from textmine.text.cuts import parts
from textmine.text.identity import text_hash

Key = tuple[str, str]
"""Statement and hash of its text."""


class Split(NamedTuple):
    """Where somebody cuts a statement; ``at`` is empty for who does not want it split."""

    at: tuple[int, ...]
    reviewer: str
    decided_at: str
    workbook: str

    @property
    def blind(self) -> bool:
        """Whether a blind second coder said so."""
        return self.workbook.endswith(BLIND)


def offsets(at: str) -> tuple[int, ...]:
    """Return the offsets in ``Splits.at``.

    Raises
    ------
    ValueError
        When they are no numbers above 0, ascending.
    """
    found = tuple(int(number) for number in at.split("|")) if at else ()
    if list(found) != sorted(set(found)) or any(number < 1 for number in found):
        raise ValueError(at)
    return found


def standing(splits: pd.DataFrame) -> dict[Key, Split]:
    """Return the split that counts for every text in ``splits``, in order of first arrival.

    The last one, except that a blind second coder does not go before others; see ``tables.Splits``.
    """
    result: dict[Key, Split] = {}
    for row in splits.itertuples(index=False):
        key = (str(row.statement_id), str(row.text_hash))
        found = Split(offsets(str(row.at)), str(row.reviewer), str(row.decided_at), str(row.workbook))
        if key not in result or result[key].blind or not found.blind:
            result[key] = found
    return result


class Cuts:
    """The splits that count, to be used on the statements of a document; keeps track of what was used."""

    def __init__(self, splits: pd.DataFrame) -> None:
        self._standing: Mapping[Key, Split] = standing(splits)
        self._used: set[str] = set()

    def pieces(self, document: str, start: int, text: str) -> list[tuple[int, int]]:
        """Return ``(start, end)`` in the document of the statements that people make of ``text``.

        A part can be split again: then that split is about the part.
        """
        end = start + len(text)
        name = f"{document}:{start}-{end}"
        found = self._standing.get((name, text_hash(text))) if self._standing else None
        if found is None:
            return [(start, end)]
        cut = parts(text, found.at)
        if cut is None:
            return [(start, end)]
        self._used.add(name)
        if len(cut) == 1:
            return [(start, end)]
        return [piece for a, b in cut for piece in self.pieces(document, start + a, text[a:b])]

    def unused(self) -> list[tuple[str, Split]]:
        """Return the splits that no statement was cut by, with the statement they are about, by id."""
        return sorted(
            (name, split)
            for (name, _), split in self._standing.items()
            if split.at and name not in self._used
        )
