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

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.codebook import Codebook, Dimension
from textmine.models.calibration import codes_matrix
from textmine.models.classifier import Classifier, DimensionModel
from textmine.models.coded import Coded, folds
from textmine.models.context import in_context
from textmine.models.fitting import CodedRows, Fit, Split
from textmine.models.texts import Texts

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]

_MOST = 0.5
"""A cluster with a larger share of all labelled texts is split up."""


@dataclass(frozen=True)
class Models:
    """Several models of every dimension, one set after the other, in one classifier."""

    classifier: Classifier
    dimensions: int

    def each(self, texts: Texts, codebook: Codebook) -> Real:
        """Return sets x texts x codes, codes of all dimensions side by side."""
        alone = self.classifier.probabilities(texts.read, texts.vectors)
        width = texts.vectors.shape[1]
        found = in_context(self.classifier, codebook, alone, width, texts.context).probability
        starts = range(0, len(found), self.dimensions)
        return np.stack([np.hstack(found[start : start + self.dimensions]) for start in starts])


@dataclass(frozen=True)
class FoldModels(Models):
    """The models of all folds, fold by fold; ``shares`` is how labels are spread."""

    shares: Real

    def predict(self, texts: Texts, fold: Whole, codebook: Codebook) -> Real:
        """Return texts x codes, codes of all dimensions side by side; ``fold`` is -1 for the mean of all."""
        each = self.each(texts, codebook)
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
    made = models_without(rows, [fold == one for one in range(number)], classifier, codebook)
    return FoldModels(
        classifier=made.classifier,
        dimensions=made.dimensions,
        shares=counts / counts.sum() if counts.sum() else np.full(number, 1 / number),
    )


def models_without(
    rows: CodedRows, left_out: Sequence[Truth], classifier: Classifier, codebook: Codebook
) -> Models:
    """Train every dimension once for each of ``left_out``: the rows that such a model may not see.

    Profile and calibration of each dimension are those of ``classifier``.
    """
    models = tuple(
        _fitted(rows, unseen, dimension, model)
        for unseen in left_out
        for dimension, model in zip(codebook.dimensions, classifier.models, strict=True)
    )
    made = replace(classifier, space=rows.space, active=rows.active, models=models)
    return Models(made, len(codebook.dimensions))


def rows_as_trained(
    coded: Sequence[Coded], vectors: NDArray[np.float32], classifier: Classifier, codebook: Codebook
) -> CodedRows:
    """Return what ``coded`` (``vectors`` in the same order) looks like to the models of ``classifier``."""
    settings = classifier.settings
    profiles = tuple(dict.fromkeys(model.profile for model in classifier.models))
    return CodedRows.of(coded, vectors, codebook, profiles, Split(settings["folds"], settings["same_group"]))


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
