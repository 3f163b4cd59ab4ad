"""A classifier that is trained in a fraction of the time, to compare many ways of choosing.

It is the project's linear model with its calibration and threshold, but through one profile only (the first,
for a dimension with one code among several dimensions the second), with inverse document frequencies of all
texts, and four folds in order of id. So all inner products of texts can be computed once.
"""

from functools import cached_property

import numpy as np
from learner import SETTINGS, Learner, Whole
from numpy.typing import NDArray
from tasks import Task

from textmine.codebook import Dimension
from textmine.models.calibration import assign, codes_matrix, probabilities
from textmine.models.features import FeatureSpace, Read
from textmine.models.fitting import Fit, HeldOut
from textmine.review.population import Guesses

Real = NDArray[np.float64]
_FOLDS = 4


class Quick:
    """Trains on rows of ``task``."""

    def __init__(self, task: Task) -> None:
        self.task = task

    @cached_property
    def _products(self) -> dict[str, Real]:
        task = self.task
        everything = Read.of([*task.texts, *(row.text for row in task.known)], task.codebook)
        rows = np.arange(len(task.vectors))
        full = Learner(task).features(FeatureSpace.fit(everything), rows)
        codes = sum(len(dimension.codes) for dimension in task.codebook.dimensions)
        found = {}
        for dimension in task.codebook.dimensions:
            weighed = full.copy()
            weighed.data *= self._profile(dimension).scale(task.vectors.shape[1], codes)[weighed.indices]
            found[dimension.id] = (weighed @ weighed.T).toarray()
        return found

    def _profile(self, dimension: Dimension):  # noqa: ANN202
        content = dimension.multiple or len(self.task.codebook.dimensions) == 1
        return SETTINGS.profiles[0 if content else 1]

    def learn(self, labelled: Whole) -> tuple[Guesses, ...]:
        """Train on the true codes of ``labelled`` and return what is then said of every text."""
        return tuple(self._of(dimension, labelled) for dimension in self.task.codebook.dimensions)

    def _of(self, dimension: Dimension, labelled: Whole) -> Guesses:
        task, products = self.task, self._products[dimension.id]
        known = [(n, row) for n, row in enumerate(task.known, len(task.ids)) if dimension.id in row.codes]
        rows = np.asarray([*np.sort(labelled).tolist(), *(n for n, _ in known)], np.int64)
        told = codes_matrix([row.codes[dimension.id] for _, row in known], dimension)
        targets = np.vstack([task.targets(dimension)[np.sort(labelled)], told])
        weight = np.asarray([SETTINGS.decision_weight] * len(labelled) + [row.weight for _, row in known])
        strong = np.asarray([True] * len(labelled) + [not row.weak for _, row in known])
        values, vectors = np.linalg.eigh(products[np.ix_(rows, rows)])
        kept = values > values.max() * 1e-9
        lengths = np.sqrt(values[kept])
        penalty, exclusive = self._profile(dimension).inverse_penalty, not dimension.multiple
        fit = Fit(vectors[:, kept] * lengths, targets, weight, penalty, exclusive)
        fold = np.full(len(rows), -1)
        fold[strong] = np.arange(int(strong.sum())) % _FOLDS
        held_out = HeldOut(dimension, fit.held_out(fold)[strong], targets[strong], weight[strong])
        slope, offset, threshold = held_out.decide(np.ones(int(strong.sum()), dtype=bool))
        weights, intercepts = fit.on(np.ones(len(rows), dtype=bool))
        back = (vectors[:, kept] / lengths) @ weights
        scores = products[: len(task.ids), rows] @ back + intercepts
        sure = probabilities(scores, slope, offset, exclusive=exclusive)
        assigned = assign(sure, dimension, np.full(targets.shape[1], threshold))
        return Guesses(dimension.id, tuple(dimension.by_code), dimension.multiple, sure, assigned)
