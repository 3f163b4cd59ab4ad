"""Predictions that did not see their own label: each comes from models trained without it.

Labels that taught a model look better predicted than others, and a count that is corrected with such labels
is wrong. So decided statements are spread over folds, and there is a model per fold that did not see the
labels in it (cross-prediction-powered inference, Zrnic and Candès 2024).

What stays together is a cluster: documents joined by texts they share. All statements of a cluster get the
model of its fold, also those without a label: if only the labelled ones did, the others would be predicted
by models that know their document, and the correction would count what it brings twice. A cluster without a
label was seen by no model; its statements get the mean of all models, which says the same on average and
varies less. One cluster that holds more than half of all labels (a campaign that joins nearly everything)
would leave too little to learn from: its texts are spread one by one. That is exact as well, because texts
are what is drawn: given the labels of the other folds, labelled texts and those that were not drawn are
alike, and the latter get the mean of all models.

Which mixture of features a dimension uses, its calibration (two numbers), and how often each code was given
(what ``context`` expects of a section) are those of the classifier that learned from everything. They are
the same for statements with and without a label, as the coefficients of a regression estimator are, and one
label hardly moves them: they need no folds of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.codebook import Codebook, Dimension
from textmine.models.calibration import codes_matrix
from textmine.models.classifier import Classifier, DimensionModel
from textmine.models.coded import folds
from textmine.models.context import Context, in_context
from textmine.models.features import Read
from textmine.models.fitting import CodedRows, Fit

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]

_MOST = 0.5
"""A cluster with a larger share of all labelled texts is split up."""


@dataclass(frozen=True)
class FoldModels:
    """The models of all folds, fold by fold, in one classifier; ``shares`` is how labels are spread."""

    classifier: Classifier
    dimensions: int
    shares: Real

    def predict(
        self, read: Read, vectors: NDArray[np.float32], fold: Whole, context: Context, codebook: Codebook
    ) -> Real:
        """Return texts x codes, codes of all dimensions side by side; ``fold`` is -1 for the mean of all.

        All statements of a document must be there: as in ``classify``, those around a statement count.
        """
        alone = self.classifier.probabilities(read, vectors)
        found = in_context(self.classifier, codebook, alone, vectors.shape[1], context).probability
        starts = range(0, len(found), self.dimensions)
        each = np.stack([np.hstack(found[start : start + self.dimensions]) for start in starts])
        mean = np.tensordot(self.shares, each, axes=1)
        own = each[np.maximum(fold, 0), np.arange(len(fold))]
        return np.asarray(np.clip(np.where(fold[:, None] < 0, mean, own), 0, 1))


def spread(cluster: Whole, text: Whole, labelled: Truth, keys: Sequence[str], number: int) -> Whole:
    """Return the fold of every statement, -1 for those whose cluster has no label.

    ``cluster`` and ``text`` number what hangs together, ``keys`` are ids. Folds have about equally many
    labelled texts; they depend on which texts have a label, never on what it says.
    """
    rows = np.flatnonzero(labelled)
    rows = rows[np.unique(text[rows], return_index=True)[1]]
    if not len(rows):
        return np.full(len(cluster), -1, dtype=np.int64)
    held = np.bincount(cluster[rows], minlength=int(cluster.max()) + 1)
    large = held[cluster] > max(_MOST * len(rows), 1)
    together = np.where(large, len(held) + text, cluster)
    fold = folds(together[rows], [keys[row] for row in rows.tolist()], number)
    names, first = np.unique(together[rows], return_index=True)
    place = np.minimum(np.searchsorted(names, together), len(names) - 1)
    found = np.where(names[place] == together, fold[first][place], -1)
    used = np.unique(fold)
    return np.where(found < 0, -1, np.searchsorted(used, found)).astype(np.int64)


def fold_models(rows: CodedRows, fold: Whole, classifier: Classifier, codebook: Codebook) -> FoldModels:
    """Train every dimension once per fold, without the rows of that fold.

    ``fold`` has the fold of each coded row, -1 for what all models may see (the codebook). Profile and
    calibration of each dimension are those of ``classifier``.
    """
    number = max(int(fold.max(initial=-1)) + 1, 1)
    counts = np.bincount(fold[fold >= 0], minlength=number).astype(np.float64)
    models = tuple(
        model for one in range(number) for model in _without(rows, fold == one, classifier, codebook)
    )
    return FoldModels(
        classifier=replace(classifier, space=rows.space, active=rows.active, models=models),
        dimensions=len(codebook.dimensions),
        shares=counts / counts.sum() if counts.sum() else np.full(number, 1 / number),
    )


def _without(
    rows: CodedRows, left_out: Truth, classifier: Classifier, codebook: Codebook
) -> Iterator[DimensionModel]:
    for dimension, model in zip(codebook.dimensions, classifier.models, strict=True):
        yield _fitted(rows, left_out, dimension, model)


def _fitted(rows: CodedRows, left_out: Truth, dimension: Dimension, model: DimensionModel) -> DimensionModel:
    span = dict(rows.spans)[model.profile]
    mine = np.flatnonzero([dimension.id in row.codes for row in rows.coded])
    fit = Fit(
        span.coordinates[mine],
        codes_matrix([rows.coded[row].codes[dimension.id] for row in mine], dimension),
        rows.weight[mine],
        model.profile.inverse_penalty,
        exclusive=not dimension.multiple,
    )
    weights, intercepts = fit.on(~left_out[mine])
    return replace(model, weights=span.expand(weights).astype(np.float32), intercepts=intercepts)
