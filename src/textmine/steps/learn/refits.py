"""The classifier trained again without some decisions, and what it then assigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from textmine.analysis.weighted_f1 import NOTHING
from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.models.calibration import assign
from textmine.models.classifier import Classifier
from textmine.models.coded import folds
from textmine.models.crossfit import models_without, rows_as_trained
from textmine.models.fitting import CodedRows
from textmine.models.lessons import lessons
from textmine.models.texts import Texts, batches
from textmine.steps.learn.points import Point, Real, Said, Truth, Whole
from textmine.tables import Statements

_MOST = 0.5
"""With a larger share of the texts in one group, cross-validation leaves too little to learn from."""

TOGETHER = (
    "de beoordeelde teksten horen te veel bij elkaar (één document, of bijna gelijke teksten) om het ene "
    "deel met het andere te toetsen"
)


@dataclass(frozen=True)
class Part:
    """Statements of whole documents, read once; ``rows`` are their places among all statements."""

    rows: Whole
    texts: Texts


@dataclass(frozen=True)
class Grouped:
    """How the decided texts that a model knew hang together; ``refusal`` says why they cannot be divided.

    ``fold`` is per row that is learned from, -1 for what the models of all folds may see.
    """

    fold: Whole
    refusal: str | None = None


@dataclass(frozen=True)
class Refits:
    """What models are trained from and what they predict; ``said`` has the decisions."""

    said: Said
    embeddings: Embeddings
    classifier: Classifier
    codebook: Codebook

    @cached_property
    def rows(self) -> CodedRows:
        """All there is to learn from: the codebook, and what people decided."""
        weight = self.classifier.settings["definition_weight"]
        coded = lessons(self.codebook, list(self.said.coded), weight)
        vectors = self.embeddings.rows([row.embedding for row in coded])
        return rows_as_trained(coded, vectors, self.classifier, self.codebook)

    @cached_property
    def own(self) -> Whole:
        """The place among ``rows`` of every statement that people coded."""
        place = {row.id: number for number, row in enumerate(self.rows.coded)}
        return np.asarray([place[row.id] for row in self.said.coded], dtype=np.int64)

    @property
    def cluster(self) -> Whole:
        """The number of the group of every statement that people coded."""
        return np.asarray(self.rows.group[self.own])

    def known(self, point: Point) -> Truth:
        """Say which of the statements that people coded the model of ``point`` knew."""
        return np.asarray(point.known[self.said.text[self.said.place]])

    def unknown(self, point: Point) -> Truth:
        """Say which rows the model of ``point`` may not see: texts without a decision by then."""
        left_out = np.zeros(len(self.rows.coded), dtype=bool)
        left_out[self.own[~self.known(point)]] = True
        return left_out

    def grouped(self, point: Point, number: int) -> Grouped:
        """Spread the groups of decided texts over folds; examples that are like them go with them."""
        mine = self.own[self.known(point)]
        group = self.rows.group
        if not len(mine):
            return Grouped(np.full(len(group), -1), NOTHING)
        sizes = np.unique(group[mine], return_counts=True)[1]
        if sizes.max() > max(_MOST * len(mine), 1):
            return Grouped(np.full(len(group), -1), TOGETHER)
        ids = [self.rows.coded[row].id for row in mine.tolist()]
        found = folds(group[mine], ids, min(number, len(sizes)))
        of_group = dict(zip(group[mine].tolist(), found.tolist(), strict=True))
        return Grouped(np.asarray([of_group.get(one, -1) for one in group.tolist()], dtype=np.int64))

    def at(self, point: Point, parts: Sequence[Part]) -> Truth:
        """Return statements x codes: what the model of ``point`` assigns; nothing outside ``parts``."""
        return self._assigned(parts, [self.unknown(point)], np.zeros(len(self.said.ids), dtype=np.int64))

    def held_out(self, point: Point, parts: Sequence[Part], grouped: Grouped) -> Truth:
        """Return the same from models that saw nothing that hangs together with a decided statement.

        All statements of its document get the model of its fold.
        """
        unknown = self.unknown(point)
        left_out = [unknown | (grouped.fold == one) for one in range(int(grouped.fold.max()) + 1)]
        known = self.known(point)
        fold = np.zeros(int(self.said.document.max()) + 1, dtype=np.int64)
        fold[self.said.document[self.said.place[known]]] = grouped.fold[self.own[known]]
        return self._assigned(parts, left_out, fold[self.said.document])

    def parts(self, chosen: Truth) -> list[Part]:
        """Read the ``chosen`` statements, those of whole documents, in parts."""
        rows = np.flatnonzero(chosen)
        rows = rows[np.argsort(self.said.document[rows], kind="stable")]
        found = []
        for start, end in batches(self.said.document[rows].tolist()) if len(rows) else ():
            own = rows[start:end]
            table = self.said.rows.iloc[own]
            vectors = self.embeddings.rows(table[Statements.id].tolist())
            found.append(Part(own, Texts.of(table, vectors, self.codebook)))
        return found

    def _assigned(self, parts: Sequence[Part], left_out: Sequence[Truth], fold: Whole) -> Truth:
        models = models_without(self.rows, left_out, self.classifier, self.codebook)
        codes = sum(len(dimension.codes) for dimension in self.codebook.dimensions)
        result = np.zeros((len(self.said.ids), codes), dtype=bool)
        for part in parts:
            each = models.each(part.texts, self.codebook)
            result[part.rows] = self._codes(each[fold[part.rows], np.arange(len(part.rows))])
        return result

    def _codes(self, probability: Real) -> Truth:
        chosen, start = [], 0
        for dimension, model in zip(self.codebook.dimensions, self.classifier.models, strict=True):
            own = probability[:, start : start + len(dimension.codes)]
            chosen.append(assign(own, dimension, model.thresholds))
            start += len(dimension.codes)
        return np.hstack(chosen)
