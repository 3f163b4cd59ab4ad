"""Which answers a point has, after whatever happened to points since they were given."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from textmine.register.facts import Point
from textmine.register.standing import SEPARATOR, Said, hashes, standing
from textmine.tables import AnswerTexts, ChangeTexts, NoPoints, PointAnswers

Place = tuple[str, str, str]
"""Theme, kind and text: what an answer is pinned to."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answers of one point. ``said`` are the rows that stand for any of its texts, each once.

    ``fresh`` counts texts for which nothing stands.
    """

    said: tuple[Said[Place], ...]
    fresh: int

    @property
    def answers(self) -> tuple[str, ...]:
        """The numbers of the answers, in order of arrival, each once."""
        return tuple(dict.fromkeys(row.parts[0] for row in self.said))


@dataclass(frozen=True, slots=True)
class Answering:
    """``of`` says per point what it got; ``lost`` are answers to points of which no text is left."""

    of: Mapping[str, Given]
    lost: tuple[Said[Place], ...]


def answering(points: Sequence[Point], written: pd.DataFrame) -> Answering:
    """Match what people wrote (``PointAnswers``) to the points there are now, text by text.

    An answer holds for the texts that the point had, within its codes; where a text has other codes now, it
    holds for that text under its new codes. So it outlives that points are merged, split or found again.
    """
    stands: dict[str, dict[tuple[str, str], tuple[Said[Place], ...]]] = defaultdict(dict)
    for (theme, kind, text), said in standing(_said(written)).items():
        if said:
            stands[text][theme, kind] = said
    cells: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for point in points:
        for text in point.texts:
            cells[text].add(point.cell)
    of: dict[str, Given] = {}
    used: set[int] = set()
    for point in points:
        found: dict[tuple[str, str], Said[Place]] = {}
        fresh = 0
        for text in point.texts:
            own = stands.get(text, {})
            near = [point.cell] if point.cell in own else sorted(own.keys() - cells[text])
            rows = [row for cell in near for row in own[cell]]
            fresh += not rows
            used.update(row.order for row in rows)
            found.update({(row.hash, row.reviewer): row for row in rows})
        of[point.id] = Given(tuple(found.values()), fresh)
    left = {
        row.order: row
        for by_cell in stands.values()
        for rows in by_cell.values()
        for row in rows
        if row.order not in used
    }
    return Answering(of, tuple(left[order] for order in sorted(left)))


def _said(written: pd.DataFrame) -> list[Said[Place]]:
    what = (PointAnswers.theme, PointAnswers.kind, PointAnswers.texts, PointAnswers.answer)
    who_and_when = (PointAnswers.reviewer, PointAnswers.decided_at, PointAnswers.workbook)
    columns = (*what, PointAnswers.seen, *who_and_when)
    rows = []
    for order, (theme, kind, texts, answer, seen, *who) in enumerate(_rows(written, columns)):
        rows += [
            Said(order, (theme, kind, text), (answer,), hashes(seen), *who) for text in texts.split(SEPARATOR)
        ]
    return rows


def _rows(written: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(written[name].astype(object) for name in columns), strict=True))


def answer_texts(written: pd.DataFrame) -> Mapping[str, tuple[Said[str], ...]]:
    """Return what stands of ``AnswerTexts`` per number."""
    return _by_key(written, AnswerTexts.answer, (AnswerTexts.text,))


def changes(written: pd.DataFrame) -> Mapping[str, tuple[Said[str], ...]]:
    """Return what stands of ``ChangeTexts`` per number; ``parts`` are text, place and what it cites."""
    return _by_key(written, ChangeTexts.change, (ChangeTexts.text, ChangeTexts.place, ChangeTexts.cites))


def no_points(written: pd.DataFrame) -> Mapping[str, tuple[Said[str], ...]]:
    """Return what stands of ``NoPoints`` per submission; ``parts`` is the reason."""
    return _by_key(written, NoPoints.submission, (NoPoints.reason,))


def _by_key(written: pd.DataFrame, key: str, values: tuple[str, ...]) -> Mapping[str, tuple[Said[str], ...]]:
    columns = (key, NoPoints.seen, NoPoints.reviewer, NoPoints.decided_at, NoPoints.workbook, *values)
    rows = (
        Said(order, row[0], tuple(row[5:]), hashes(row[1]), *row[2:5])
        for order, row in enumerate(_rows(written, columns))
    )
    return standing(rows)
