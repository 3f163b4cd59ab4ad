"""Points within one pair of codes: found by likeness, then as people put them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.models.point_clusters import Heights, Likeness, blocks, two_levels
from textmine.models.point_groups import Cluster, Main, Wishes, settle
from textmine.models.topic_model import content_id
from textmine.review.point_edits import Cell, Decided
from textmine.steps.points.texts import Texts
from textmine.tables.points import EXCLUDE

READABLE = (5, 40)
"""Words in a statement that can stand for a point at a glance."""

MAIN, POINT = 1, 2
"""The two levels of ``tables.Points``."""

_IDS = 2
"""Added to a level, so that an id is never that of a topic."""


@dataclass(frozen=True)
class Point:
    """``rows`` are its texts, ``similarity`` how each resembles the others; ``central`` names it."""

    id: str
    level: int
    parent: str | None
    cell: Cell
    rows: NDArray[np.int64]
    similarity: NDArray[np.float64]
    central: int


@dataclass(frozen=True)
class Finder:
    """Finds the points of ``texts``; ``most`` texts are compared all with all."""

    texts: Texts
    likeness: Likeness
    heights: Heights
    most: int
    decided: Decided

    def points(self, cell: Cell, rows: NDArray[np.int64]) -> list[Point]:
        """Return the main points among ``rows``, each followed by its points."""
        clusters, known = self._clusters(rows)
        result = []
        for main in settle(clusters, self._wishes(cell, rows), self.likeness.towards):
            both = np.sort(np.concatenate([part.rows for part in main.parts]))
            broad = self._point(MAIN, self._main_id(cell, main, both), None, cell, both, known)
            result.append(broad)
            for part in main.parts:
                name = part.key or self._id(POINT, cell, part.rows)
                result.append(self._point(POINT, name, broad.id, cell, part.rows, known))
        return result

    def _clusters(self, rows: NDArray[np.int64]) -> tuple[list[Cluster], dict[bytes, NDArray[np.float64]]]:
        """Return what is found, and how the rows of each resemble the others, by the bytes of the rows."""
        found: list[Cluster] = []
        known: dict[bytes, NDArray[np.float64]] = {}
        mains = 0
        for block in blocks(self.likeness.meaning, rows, self.most):
            similarity = self.likeness.among(block)
            point, main = two_levels(similarity, self.heights)
            for labels in (main, point):
                for number in np.unique(labels).tolist():
                    mine = np.flatnonzero(labels == number)
                    known[block[mine].tobytes()] = _to_others(similarity[np.ix_(mine, mine)])
                    if labels is point:
                        found.append(Cluster(block[mine], mains + int(main[mine[0]])))
            mains += len(block)
        return found, known

    def _wishes(self, cell: Cell, rows: NDArray[np.int64]) -> Wishes:
        groups = [(row, self.texts.groups[row]) for row in rows.tolist()]
        claims = self.decided.claims
        point, main = (
            {row: key for row, text in groups if (key := claims.get((level, cell, text))) is not None}
            for level in (POINT, MAIN)
        )
        return Wishes(
            point=point,
            main=main,
            into=self.decided.into,
            alone=frozenset(key for edit, key in self.decided.given if edit == EXCLUDE),
            moved=frozenset(row for row, text in groups if (cell, text) in self.decided.moved),
        )

    def _main_id(self, cell: Cell, main: Main, rows: NDArray[np.int64]) -> str:
        if main.alone:
            return content_id(MAIN + _IDS, (*cell, "alone", str(main.parts[0].key)))
        return main.key or self._id(MAIN, cell, rows)

    def _id(self, level: int, cell: Cell, rows: NDArray[np.int64]) -> str:
        return content_id(level + _IDS, (*cell, *(self.texts.groups[row] for row in rows)))

    def _point(  # all that a point is
        self,
        level: int,
        name: str,
        parent: str | None,
        cell: Cell,
        rows: NDArray[np.int64],
        known: dict[bytes, NDArray[np.float64]],
    ) -> Point:
        found = known.get(rows.tobytes())
        to_others = self.likeness.to_others(rows) if found is None else found
        best = _readable(to_others, [len(self.texts.texts[row].split()) for row in rows.tolist()])
        return Point(name, level, parent, cell, rows, to_others, int(rows[best]))


def _readable(to_others: NDArray[np.float64], words: Sequence[int]) -> int:
    """Return the text that names a point: the most central one that reads easily, else the most central."""
    lengths = np.asarray(words)
    hard = (lengths < READABLE[0]) | (lengths > READABLE[1])
    return int(np.lexsort((np.arange(len(lengths)), -np.round(to_others, 5), hard))[0])


def _to_others(similarity: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the mean similarity of every row to the others; 1 when it is alone."""
    if len(similarity) == 1:
        return np.ones(1)
    total = similarity.sum(axis=1, dtype=np.float64) - np.diag(similarity)
    return np.asarray(total / (len(similarity) - 1))
