"""Who says the same: points within theme and kind, each named by its most central statement."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from textmine.analysis.countable import why_not
from textmine.analysis.counting import count, facts
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.encoders.embeddings import Embeddings
from textmine.models.point_clusters import Heights, Likeness, blocks, two_levels
from textmine.models.topic_model import content_id
from textmine.settings import Settings
from textmine.tables import Assignments, Groups, PointMembers, Points, Statements, empty, frame

READABLE = (5, 40)
"""Words in a statement that can stand for a point at a glance."""

MAIN, POINT = 1, 2
"""The two levels of ``tables.Points``."""

EDITED = (
    Points.order,
    Points.excluded,
    Points.exception,
    Points.exception_by,
    Points.named_by,
    Points.forwarded,
)
"""What people decide about a point."""

_IDS = 2
"""Added to a level, so that an id is never that of a topic."""


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
    generic_sessions: int = Field(
        default=4,
        ge=1,
        description="in hoeveel sessies (of inzendingen) een algemeen punt minstens is gemaakt",
    )
    generic_regions: int = Field(
        default=2,
        ge=0,
        description="in hoeveel regio's een algemeen punt minstens is gemaakt, als die er zijn",
    )
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
    memberships: pd.DataFrame,
    corpus: Corpus,
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
    counted = facts(statements, documents, groups, assignments, memberships, corpus.kind)
    return _tables(texts, given, made, cells, _Spread(counted, settings))


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
    level: int
    parent: str | None
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
    """Return the main points among ``rows``, each followed by its points."""
    point, main = two_levels(similarity, heights)

    def made(level: int, mine: NDArray[np.int64], parent: str | None) -> _Point:
        to_others = _to_others(similarity[np.ix_(mine, mine)])
        words = np.array([len(texts.texts[row].split()) for row in rows[mine].tolist()])
        hard = (words < READABLE[0]) | (words > READABLE[1])
        best = int(np.lexsort((np.arange(len(mine)), -np.round(to_others, 5), hard))[0])
        name = content_id(level + _IDS, (*cell, *(texts.groups[row] for row in rows[mine])))
        return _Point(name, level, parent, cell, rows[mine], to_others, int(rows[mine[best]]))

    result = []
    for number in np.unique(main).tolist():
        mine = np.flatnonzero(main == number)
        broad = made(MAIN, mine, None)
        fine = [made(POINT, mine[point[mine] == one], broad.id) for one in np.unique(point[mine]).tolist()]
        result += [broad, *fine]
    return result


def _to_others(similarity: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the mean similarity of every row to the others; 1 when it is alone."""
    if len(similarity) == 1:
        return np.ones(1)
    total = similarity.sum(axis=1, dtype=np.float64) - np.diag(similarity)
    return np.asarray(total / (len(similarity) - 1))


class _Spread:
    """Where points were made, and whether that is enough to be generic."""

    def __init__(self, counted: pd.DataFrame, settings: PointsSettings) -> None:
        self._counted = counted
        self._sessions = settings.generic_sessions
        self._regions = settings.generic_regions if counted["region"].notna().any() else 0

    def of(self, held: dict[str, list[str]]) -> dict[str, list[int | bool | None]]:
        """Return per point statements, texts, sessions, regions, tiers, represented and generic."""
        rows = pd.DataFrame(
            [(point, name) for point, names in held.items() for name in names],
            columns=["point", "statement_id"],
        ).merge(self._counted.astype({"statement_id": object}), on="statement_id")
        counts = count(rows, ["point"]).set_index("point")
        places = rows.groupby("point").agg(regions=("region", "nunique"), tiers=("tier", "nunique"))
        result: dict[str, list[int | bool | None]] = {}
        for point, row in counts.join(places).iterrows():
            behalf = None if pd.isna(row["represented"]) else int(row["represented"])
            numbers = [int(row[name]) for name in ("statements", "texts", "sessions", "regions", "tiers")]
            enough = numbers[2] >= self._sessions and numbers[3] >= self._regions
            result[str(point)] = [*numbers, behalf, enough]
        return result


def _tables(texts: _Texts, given: _Given, made: Sequence[_Point], cells: _Cells, spread: _Spread) -> Pointed:
    held = {
        point.id: [  # a copy with other codes is in another point
            (name, float(likeness))
            for row, likeness in zip(point.rows.tolist(), point.similarity.tolist(), strict=True)
            for name in texts.members[row]
            if point.cell in cells.of(given, name)
        ]
        for point in made
    }
    numbers = spread.of({point: [name for name, _ in members] for point, members in held.items()})
    size = {point.id: len(held[point.id]) for point in made}
    order = sorted(
        made,
        key=lambda p: (
            cells.place(p.cell),
            -size[p.parent or p.id],
            p.parent or p.id,
            p.level,
            -size[p.id],
            p.id,
        ),
    )
    central = [next(name for name, _ in held[p.id] if name in texts.members[p.central]) for p in order]
    counted = (
        Points.statements,
        Points.texts,
        Points.sessions,
        Points.regions,
        Points.tiers,
        Points.represented,
        Points.generic,
    )
    table = {
        Points.id: [point.id for point in order],
        Points.level: [point.level for point in order],
        Points.parent: [point.parent for point in order],
        Points.theme: [point.cell[0] for point in order],
        Points.kind: [point.cell[1] for point in order],
        Points.name: [texts.texts[point.central] for point in order],
        Points.central: central,
        **{name: [numbers[p.id][place] for p in order] for place, name in enumerate(counted)},
        **{name: [None] * len(order) for name in EDITED},
    }
    fine = [point.id for point in order if point.level == POINT]
    rows = sorted((point, name, likeness) for point in fine for name, likeness in held[point])
    members = {
        PointMembers.point: [row[0] for row in rows],
        PointMembers.statement_id: [row[1] for row in rows],
        PointMembers.similarity: [row[2] for row in rows],
    }
    return Pointed(frame(Points, table), frame(PointMembers, members))
