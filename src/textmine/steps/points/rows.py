"""The points that were made as tables, with what people decided about each."""

from collections.abc import Mapping, Sequence

import pandas as pd

from textmine.analysis.counting import count
from textmine.analysis.generic_rule import GenericRule
from textmine.corpus import Corpus
from textmine.errors import ConservationError
from textmine.review.point_edits import Decided
from textmine.steps.points.made import POINT, Point
from textmine.steps.points.texts import Cells, Given, Texts
from textmine.tables import PointEdits, PointMembers, Points, frame
from textmine.tables.points import EXCEPTION, EXCLUDE, FORWARD, ORDER, RENAME

Held = Mapping[str, Sequence[tuple[str, float]]]
"""Per point its statements, each with its similarity."""

_LAST = 10**9
"""Comes after every number that people give."""


class Spread:
    """Where points were made, and whether that is enough to be generic."""

    def __init__(self, counted: pd.DataFrame, rule: GenericRule) -> None:
        self._counted = counted
        self._sessions, self._regions = rule.least(counted)

    def of(self, held: Held) -> dict[str, list[int | bool | None]]:
        """Return per point statements, texts, sessions, regions, tiers, represented and generic."""
        rows = pd.DataFrame(
            [(point, name) for point, names in held.items() for name, _ in names],
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


def statements_of(texts: Texts, given: Given, made: Sequence[Point], cells: Cells) -> Held:
    """Return the statements of every point; a copy with other codes is in another point.

    Raises
    ------
    ConservationError
        When two points have one id.
    """
    held = {
        point.id: [
            (name, float(likeness))
            for row, likeness in zip(point.rows.tolist(), point.similarity.tolist(), strict=True)
            for name in texts.members[row]
            if point.cell in cells.of(given, name)
        ]
        for point in made
    }
    if len(held) != len(made):
        raise ConservationError(f"points: {len(made)} punten, maar {len(held)} verschillende sleutels")
    return held


def point_rows(
    texts: Texts, made: Sequence[Point], held: Held, cells: Cells, spread: Spread, decided: "DecidedColumns"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return ``tables.Points`` and ``tables.PointMembers``."""
    numbers = spread.of(held)
    size = {point.id: len(held[point.id]) for point in made}
    number = {point.id: decided.number(point.id) for point in made}

    def place(point: Point) -> tuple[object, ...]:
        above = point.parent or point.id
        own = (number[point.id] or _LAST, -size[point.id], point.id)
        return (cells.place(point.cell), number[above] or _LAST, -size[above], above, point.level, *own)

    order = sorted(made, key=place)
    central = [next(name for name, _ in held[p.id] if name in texts.members[p.central]) for p in order]
    counted = (
        Points.statements,
        Points.texts,
        Points.sessions,
        Points.regions,
        Points.tiers,
        Points.represented,
    )
    said = [texts.texts[point.central] for point in order]
    table = {
        Points.id: [point.id for point in order],
        Points.level: [point.level for point in order],
        Points.parent: [point.parent for point in order],
        Points.theme: [point.cell[0] for point in order],
        Points.kind: [point.cell[1] for point in order],
        Points.central: central,
        **{name: [numbers[p.id][place] for p in order] for place, name in enumerate(counted)},
        **decided.columns(order, said, [bool(numbers[point.id][-1]) for point in order]),
    }
    fine = [point.id for point in order if point.level == POINT]
    rows = sorted((point, name, likeness) for point in fine for name, likeness in held[point])
    members = {
        PointMembers.point: [row[0] for row in rows],
        PointMembers.statement_id: [row[1] for row in rows],
        PointMembers.similarity: [row[2] for row in rows],
    }
    return frame(Points, table), frame(PointMembers, members)


class DecidedColumns:
    """What people decided, as columns of ``tables.Points``."""

    def __init__(self, decided: Decided, corpus: Corpus) -> None:
        self._decided = decided
        self._programmes = [programme.id for programme in corpus.programmes]

    def number(self, key: str) -> int | None:
        """Return the place that people gave a point within its theme and kind, or main point; from 1."""
        value = self._decided.value(ORDER, key)
        return None if value is None else int(value)

    def forwarded(self, key: str) -> str | None:
        """Return the programmes that ``corpus.yaml`` still knows, in its order."""
        value = self._decided.value(FORWARD, key)
        if value is None:
            return None
        asked = value.split("|")
        return "|".join(name for name in self._programmes if name in asked) or None

    def columns(
        self, points: Sequence[Point], said: Sequence[str], enough: Sequence[bool]
    ) -> dict[str, Sequence[object]]:
        """Return the columns; ``said`` are the central texts, ``enough`` whether a point is widely made."""
        value, given = self._decided.value, self._decided.given
        alone = {  # a point that was left out is the only one of its main point
            point.parent: value(EXCLUDE, point.id) for point in points if point.parent is not None
        }
        excluded = [
            value(EXCLUDE, point.id) or value(EXCLUDE, point.parent or "") or alone.get(point.id)
            for point in points
        ]
        exception = [
            None if out or wide else value(EXCEPTION, point.id)
            for point, out, wide in zip(points, excluded, enough, strict=True)
        ]
        signed = [given.get((EXCEPTION, point.id)) for point in points]
        named = [given.get((RENAME, point.id)) for point in points]
        generic = zip(enough, exception, excluded, strict=True)
        return {
            Points.name: [
                text if row is None else row[PointEdits.value] for text, row in zip(said, named, strict=True)
            ],
            Points.generic: [(wide or bool(why)) and not out for wide, why, out in generic],
            Points.order: [self.number(point.id) for point in points],
            Points.excluded: excluded,
            Points.exception: exception,
            Points.exception_by: [
                row[PointEdits.signed] if row is not None and why else None
                for row, why in zip(signed, exception, strict=True)
            ],
            Points.named_by: [None if row is None else row[PointEdits.reviewer] for row in named],
            Points.forwarded: [self.forwarded(point.id) for point in points],
        }
