"""Every model of a learning curve, measured on what it did not see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pandas as pd

from textmine.analysis.resampling import Resampling
from textmine.analysis.weighted_f1 import NOTHING, Figure, weighted_macro_f1
from textmine.codebook import Codebook
from textmine.steps.learn.points import Measured, Point, Said, Truth, audit, held_out
from textmine.steps.learn.refits import Part, Refits
from textmine.tables import AUDIT, CHANGED, CROSS_VALIDATED, LearningCurve, Statements, frame

_NAMES = tuple(LearningCurve.to_schema().columns)


@dataclass(frozen=True)
class Rules:
    """How to measure: see ``LearnSettings``."""

    folds: int
    compared: int
    draws: int
    seed: int

    def f1(self, measured: Measured, assigned: Truth) -> Figure:
        """Return macro-F1; its chance is its own, so that no figure depends on those before it."""
        resampling = Resampling(np.random.default_rng(self.seed), self.draws, measured.cluster)
        return weighted_macro_f1(measured.truth, assigned[measured.rows], measured.weight, resampling)


def curve(refits: Refits, points: Sequence[Point], rules: Rules) -> pd.DataFrame:
    """Return the ``LearningCurve`` of ``points``, which are in order of time."""
    said = refits.said
    compared = some_documents(said, rules.compared)
    cross = np.isin(said.document, said.document[said.place])
    sampled = np.any([point.stratum[said.text] >= 0 for point in points], axis=0)
    others = ~cross & (np.isin(said.document, said.document[sampled]) | compared)
    decided, rest = refits.parts(cross), refits.parts(others)
    rows: list[dict[str, object]] = []
    before: Truth | None = None
    for point in points:
        assigned = refits.at(point, [*decided, *rest])
        rows += _point(refits, point, assigned, decided, rules)
        if before is not None:
            rows += _changed(refits, point, assigned != before, compared)
        before = assigned
    place = {dimension.id: number for number, dimension in enumerate(refits.codebook.dimensions)}
    number = {point.round: order for order, point in enumerate(points)}
    rows.sort(key=lambda row: (number[row["round"]], place[str(row["dimension"])]))  # type: ignore[index]
    return frame(LearningCurve, {name: [row[name] for row in rows] for name in _NAMES})


def some_documents(said: Said, most: int) -> Truth:
    """Say which statements to compare: whole documents by the hash of their id, ``most`` statements or less.

    The first document always counts, however long it is.
    """
    ids = said.rows[Statements.document_id].tolist()
    names = sorted(set(ids), key=lambda name: blake2b(name.encode("utf-8", "surrogatepass")).digest())
    sizes = pd.Series(ids).value_counts()
    total = np.cumsum([int(sizes[name]) for name in names])
    chosen = set(names[: max(int((total <= most).sum()), 1)])
    return np.asarray([name in chosen for name in ids], dtype=bool)


def _point(
    refits: Refits, point: Point, assigned: Truth, decided: Sequence[Part], rules: Rules
) -> Iterator[dict[str, object]]:
    said, codebook = refits.said, refits.codebook
    known = refits.known(point)
    grouped = refits.grouped(point, rules.folds)
    unseen = refits.held_out(point, decided, grouped) if grouped.refusal is None else None
    for dimension, columns in _columns(codebook):
        if point.round is not None:
            on = audit(said, point, dimension, codebook)
            yield _row(
                refits, point, dimension, AUDIT, rules.f1(on, assigned[:, columns]), said.count(on.rows)
            )
        on = held_out(said, known, refits.cluster, dimension, codebook)
        figure = Figure(reason=grouped.refusal) if unseen is None else rules.f1(on, unseen[:, columns])
        yield _row(refits, point, dimension, CROSS_VALIDATED, figure, said.count(on.rows))


def _changed(refits: Refits, point: Point, differs: Truth, compared: Truth) -> Iterator[dict[str, object]]:
    rows = np.flatnonzero(compared)
    for dimension, columns in _columns(refits.codebook):
        share = differs[rows, columns].any(axis=1)
        figure = Figure(float(share.mean())) if len(rows) else Figure(reason=NOTHING)
        yield _row(refits, point, dimension, CHANGED, figure, refits.said.count(rows))


def _row(
    refits: Refits, point: Point, dimension: str, measure: str, figure: Figure, texts: int
) -> dict[str, object]:
    said = refits.said
    learned = said.place[refits.known(point) & said.in_dimension(dimension)]
    return {
        LearningCurve.round: point.round,
        LearningCurve.dimension: dimension,
        LearningCurve.labels: said.count(learned),
        LearningCurve.measure: measure,
        LearningCurve.value: figure.value,
        LearningCurve.low: figure.low,
        LearningCurve.high: figure.high,
        LearningCurve.texts: texts,
        LearningCurve.reason: figure.reason,
    }


def _columns(codebook: Codebook) -> Iterator[tuple[str, slice]]:
    start = 0
    for dimension in codebook.dimensions:
        yield dimension.id, slice(start, start + len(dimension.codes))
        start += len(dimension.codes)
