"""Who says the same: points within theme and kind, each named by its most central statement."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from textmine.analysis.countable import why_not
from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.models.point_clusters import Heights, Likeness, blocks, two_levels
from textmine.models.topic_model import content_id
from textmine.settings import Settings
from textmine.tables import Assignments, Groups, PointMembers, Points, Statements, empty, frame

READABLE = (5, 40)
"""Words in a statement that can stand for a point at a glance."""

_POINT, _MAIN = 3, 4
"""Levels of ids, apart from those of topics."""


class PointsSettings(Settings):
    """When statements make the same point; see ``models.point_clusters``.

    ``meaning``, ``letters`` and ``codes`` weigh three kinds of likeness. ``most`` is how many texts of one
    theme and kind are compared all with all; more are divided first.
    """

    alike: float = Field(
        default=0.36,
        ge=0,
        le=1,
        description="hoeveel uitspraken op elkaar moeten lijken om één punt te zijn; hoger: kleinere punten",
    )
    main: float = Field(
        default=0.2, ge=0, le=1, description="hoeveel punten op elkaar moeten lijken om één hoofdpunt te zijn"
    )
    meaning: float = Field(default=1.0, ge=0, description="hoe zwaar de betekenis telt bij het vergelijken")
    letters: float = Field(default=1.0, ge=0, description="hoe zwaar dezelfde woorddelen tellen")
    codes: float = Field(default=0.6, gt=0, description="hoe zwaar hetzelfde onderwerp telt")
    most: int = Field(
        default=3_000,
        ge=10,
        description="hoeveel teksten van één thema en soort hoogstens allemaal met elkaar worden vergeleken",
    )


@dataclass(frozen=True, slots=True)
class Pointed:
    """The points and what belongs to each."""

    points: pd.DataFrame
    members: pd.DataFrame


def points(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    documents: pd.DataFrame,
    embeddings: Embeddings,
    assignments: pd.DataFrame,
    codebook: Codebook,
    settings: PointsSettings,
) -> Pointed:
    """Gather statements that count and say the same, within every pair of codes that the codebook asks for.

    A statement with two themes is in a point of each. Statements with the same text are in the same point.
    The result depends on texts, codes and vectors, not on the order of rows; the id of a point is a hash of
    its codes and texts. Without ``points_within`` in the codebook there are no points.
    """
    if codebook.points_within is None:
        return Pointed(empty(Points), empty(PointMembers))
    texts = _Texts.of(statements[why_not(statements, documents, assignments).isna()], groups)
    if not texts.groups:
        return Pointed(empty(Points), empty(PointMembers))
    given = _given(assignments, set(texts.ids))
    beside = codebook.points_alike
    codes = [
        frozenset().union(*(given.get((name, beside or ""), ()) for name in texts.members[row]))
        for row in range(len(texts.groups))
    ]
    vectors = embeddings.rows([members[0] for members in texts.members])
    weights = (settings.meaning, settings.letters, settings.codes)
    likeness = Likeness.of(texts.texts, vectors, codes, weights)
    heights = Heights(settings.alike, settings.main)
    made = []
    cells = _Cells(codebook, codebook.points_within)
    for (theme, kind), rows in cells.rows(texts, given).items():
        for block in blocks(likeness.meaning, rows, settings.most):
            made += _found(texts, likeness.among(block), block, heights, (theme, kind))
    return _tables(texts, given, made, cells)


@dataclass(frozen=True)
class _Texts:
    """Distinct texts by group; ``members`` are the ids of the statements of each, ascending."""

    groups: list[str]
    texts: list[str]
    members: list[list[str]]

    @property
    def ids(self) -> list[str]:
        return [name for members in self.members for name in members]

    @classmethod
    def of(cls, statements: pd.DataFrame, groups: pd.DataFrame) -> "_Texts":
        text = dict(zip(statements[Statements.id], statements[Statements.text], strict=True))
        members: dict[str, list[str]] = defaultdict(list)
        for name, group in zip(groups[Groups.statement_id], groups[Groups.group], strict=True):
            if name in text:
                members[group].append(name)
        order = sorted(members)
        found = [sorted(members[group]) for group in order]
        return cls(order, [text[names[0]] for names in found], found)


_Given = dict[tuple[str, str], tuple[str, ...]]
"""Per statement and dimension the codes that it has."""


def _given(assignments: pd.DataFrame, wanted: set[str]) -> _Given:
    rows = assignments[assignments[Assignments.assigned] & assignments[Assignments.statement_id].isin(wanted)]
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    columns = (Assignments.statement_id, Assignments.dimension, Assignments.code)
    for name, dimension, code in zip(*(rows[column] for column in columns), strict=True):
        found[name, dimension].append(code)
    return {key: tuple(codes) for key, codes in found.items()}


@dataclass(frozen=True)
class _Cells:
    """The pairs of codes of the two dimensions ``within`` which points are found."""

    codebook: Codebook
    within: tuple[str, str]

    def place(self, cell: tuple[str, str]) -> tuple[int, ...]:
        """Return where a pair comes in the codebook."""
        pairs = zip(self.within, cell, strict=True)
        return tuple(list(self.codebook.by_id[name].by_code).index(code) for name, code in pairs)

    def of(self, given: _Given, statement: str) -> list[tuple[str, str]]:
        """Return the pairs of a statement; beside a sub-code, the code it belongs to does not count."""
        first, second = (self._own(given.get((statement, name), ()), name) for name in self.within)
        return [(one, other) for one in first for other in second]

    def rows(self, texts: _Texts, given: _Given) -> dict[tuple[str, str], NDArray[np.int64]]:
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


@dataclass(frozen=True)
class _Point:
    """``rows`` are its texts, ``similarity`` how each resembles the others; ``central`` names it."""

    id: str
    main: str
    cell: tuple[str, str]
    rows: NDArray[np.int64]
    similarity: NDArray[np.float64]
    central: int


def _found(
    texts: _Texts,
    similarity: NDArray[np.float32],
    rows: NDArray[np.int64],
    heights: Heights,
    cell: tuple[str, str],
) -> list[_Point]:
    point, main = two_levels(similarity, heights)
    mains = {
        number: content_id(_MAIN, (*cell, *(texts.groups[row] for row in rows[main == number])))
        for number in np.unique(main).tolist()
    }
    result = []
    for number in np.unique(point).tolist():
        mine = np.flatnonzero(point == number)
        to_others = _to_others(similarity[np.ix_(mine, mine)])
        words = np.array([len(texts.texts[row].split()) for row in rows[mine].tolist()])
        hard = (words < READABLE[0]) | (words > READABLE[1])
        best = int(np.lexsort((np.arange(len(mine)), -np.round(to_others, 5), hard))[0])
        name = content_id(_POINT, (*cell, *(texts.groups[row] for row in rows[mine])))
        result.append(
            _Point(name, mains[int(main[mine[0]])], cell, rows[mine], to_others, int(rows[mine[best]]))
        )
    return result


def _to_others(similarity: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the mean similarity of every row to the others; 1 when it is alone."""
    if len(similarity) == 1:
        return np.ones(1)
    total = similarity.sum(axis=1, dtype=np.float64) - np.diag(similarity)
    return np.asarray(total / (len(similarity) - 1))


def _tables(texts: _Texts, given: _Given, made: Sequence[_Point], cells: _Cells) -> Pointed:
    held = {
        point.id: [  # a copy with other codes is in another point
            (name, float(likeness))
            for row, likeness in zip(point.rows.tolist(), point.similarity.tolist(), strict=True)
            for name in texts.members[row]
            if point.cell in cells.of(given, name)
        ]
        for point in made
    }
    of_main: dict[str, int] = defaultdict(int)
    for point in made:
        of_main[point.main] += len(held[point.id])
    order = sorted(
        made, key=lambda p: (cells.place(p.cell), -of_main[p.main], p.main, -len(held[p.id]), p.id)
    )
    names = [next(name for name, _ in held[p.id] if name in texts.members[p.central]) for p in order]
    table = {
        Points.id: [point.id for point in order],
        Points.main: [point.main for point in order],
        Points.theme: [point.cell[0] for point in order],
        Points.kind: [point.cell[1] for point in order],
        Points.name: [texts.texts[point.central] for point in order],
        Points.central: names,
        Points.statements: [len(held[point.id]) for point in order],
        Points.texts: [len(point.rows) for point in order],
    }
    rows = sorted((point.id, name, likeness) for point in order for name, likeness in held[point.id])
    members = {
        PointMembers.point: [row[0] for row in rows],
        PointMembers.statement_id: [row[1] for row in rows],
        PointMembers.similarity: [row[2] for row in rows],
    }
    return Pointed(frame(Points, table), frame(PointMembers, members))
