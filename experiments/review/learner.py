"""The project's own classifier, trained again and again on other labels of the same texts.

What does not depend on labels is computed once: counts of n-grams, cues, speech markers. The rest is
``CodedRows`` and ``fit_dimension`` as the step ``train`` uses them; ``same_as_train`` compares with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from tasks import Task

from textmine.models.calibration import assign, probabilities
from textmine.models.classifier import DimensionModel
from textmine.models.coded import Coded, alike, folds
from textmine.models.features import FeatureSpace, Read
from textmine.models.features_ngrams import inverse_document_frequency, tf_idf
from textmine.models.features_speech import speech_markers
from textmine.models.fitting import CodedRows, fit_dimension
from textmine.models.linear import Span
from textmine.review.population import Guesses
from textmine.steps.train import TrainSettings

Whole = NDArray[np.int64]
Labels = Mapping[str, tuple[tuple[str, ...], ...]]
SETTINGS = TrainSettings()


@dataclass(frozen=True)
class Learner:
    """Trains on rows of ``task``; the features of the texts, then of what the codebook gives, lie ready."""

    task: Task

    @cached_property
    def _read(self) -> Read:
        return Read.of([*self.task.texts, *(row.text for row in self.task.known)], self.task.codebook)

    @cached_property
    def _counts(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        return self._read.counts()

    @cached_property
    def _rest(self) -> sparse.csr_array:
        per_code = self._read.hits @ self._read.held
        per_code.data = np.log1p(per_code.data)
        return sparse.hstack(
            [
                sparse.csr_array(self.task.vectors.astype(np.float64)),
                per_code,
                sparse.csr_array(speech_markers(self._read.tokens)),
            ],
            format="csr",
        )

    def features(self, space: FeatureSpace, rows: Whole) -> sparse.csr_array:
        """Return the rows in the feature space, as ``FeatureSpace.rows`` would."""
        words, characters = self._counts
        blocks = (
            tf_idf(words[rows], space.word_idf),
            tf_idf(characters[rows], space.character_idf),
            self._rest[rows],
        )
        stacked: sparse.csr_array = sparse.hstack(blocks, format="csr")
        stacked.sort_indices()
        return stacked

    def coded(self, labelled: Whole, labels: Labels) -> CodedRows:
        """Return what the codebook gives and the ``labelled`` texts, as ``CodedRows.of`` would."""
        task = self.task
        decided = [
            Coded(
                f"statement:{task.ids[row]}",
                task.texts[row],
                str(task.ids[row]),
                {d.id: labels[d.id][row] for d in task.codebook.dimensions},
                SETTINGS.decision_weight,
                links=(f"document:{task.clusters[row]}",),
            )
            for row in labelled.tolist()
        ]
        pairs = [*zip(task.known, range(len(task.ids), len(task.vectors)), strict=True)]
        pairs += zip(decided, labelled.tolist(), strict=True)
        pairs.sort(key=lambda pair: pair[0].id)
        coded = tuple(row for row, _ in pairs)
        places = np.asarray([place for _, place in pairs], np.int64)
        strong = np.flatnonzero([not row.weak for row in coded])
        words, characters = self._counts
        learned = words[places[strong]]
        space = FeatureSpace(
            inverse_document_frequency(learned), inverse_document_frequency(characters[places[strong]])
        )
        full = self.features(space, places)
        active = np.unique(full.indices).astype(np.int64)
        group, fold = np.full((2, len(coded)), -1, dtype=np.int64)
        links = [coded[number].links for number in strong.tolist()]
        group[strong] = alike(tf_idf(learned, space.word_idf), SETTINGS.same_group, links)
        fold[strong] = folds(group[strong], [coded[number].id for number in strong.tolist()], SETTINGS.folds)
        codes = sum(len(dimension.codes) for dimension in task.codebook.dimensions)
        spans = tuple(
            (profile, Span.of(full[:, active], profile.scale(task.vectors.shape[1], codes)[active]))
            for profile in SETTINGS.profiles
        )
        weight = np.asarray([row.weight for row in coded])
        return CodedRows(coded, space, active, spans, weight, group, fold)

    def fit(self, labelled: Whole, labels: Labels) -> tuple[CodedRows, tuple[DimensionModel, ...]]:
        """Return the rows and the model of every dimension."""
        rows = self.coded(labelled, labels)
        return rows, tuple(fit_dimension(rows, dimension) for dimension in self.task.codebook.dimensions)

    def guesses(self, rows: CodedRows, models: tuple[DimensionModel, ...]) -> tuple[Guesses, ...]:
        """Return what the models say of every text, as the step ``classify`` would."""
        features = self.features(rows.space, np.arange(len(self.task.ids)))[:, rows.active]
        found = []
        for dimension, model in zip(self.task.codebook.dimensions, models, strict=True):
            scores = features @ model.weights.astype(np.float64) + model.intercepts
            sure = probabilities(scores, model.slope, model.offset, exclusive=model.exclusive)
            assigned = assign(sure, dimension, model.thresholds)
            found.append(Guesses(dimension.id, tuple(dimension.by_code), dimension.multiple, sure, assigned))
        return tuple(found)

    def learn(self, labelled: Whole, labels: Labels) -> tuple[Guesses, ...]:
        """Train on ``labelled`` and return what is then said of every text."""
        return self.guesses(*self.fit(labelled, labels))
