"""Fit one dimension: cross-validation chooses, calibrates and measures; all rows make the final model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.codebook import Codebook, Dimension
from textmine.models.calibration import assign, choose_threshold, codes_matrix, fit_calibration, probabilities
from textmine.models.classifier import CodeScore, DimensionModel, DimensionScore
from textmine.models.coded import Coded, alike, folds
from textmine.models.features import FeatureSpace, Profile, Read
from textmine.models.features_ngrams import tf_idf
from textmine.models.linear import Span, fit_linear
from textmine.models.reliability import abstention, reliability
from textmine.models.scores import expected_calibration_error, f1_per_code, log_loss, macro_f1, micro_f1

Real = NDArray[np.float64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Split:
    """How to cross-validate: linked texts and texts with a cosine of ``same_group`` or more, share a fold."""

    folds: int
    same_group: float


@dataclass(frozen=True)
class CodedRows:
    """Coded texts in the columns ``active`` of the feature space, seen through each profile.

    ``group`` says which rows hang together (``coded.alike``) and ``fold`` where they are measured; both are
    -1 for weak rows.
    """

    coded: tuple[Coded, ...]
    space: FeatureSpace
    active: NDArray[np.int64]
    spans: tuple[tuple[Profile, Span], ...]
    weight: Real
    group: NDArray[np.int64]
    fold: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        coded: Sequence[Coded],
        vectors: NDArray[np.float32],
        codebook: Codebook,
        profiles: Sequence[Profile],
        split: "Split",
    ) -> "CodedRows":
        """Compute the features of ``coded`` (``vectors`` in the same order) and spread groups over folds."""
        strong = [number for number, row in enumerate(coded) if not row.weak]
        read = Read.of([row.text for row in coded], codebook)
        learned = Read.of([coded[number].text for number in strong], codebook) if strong else read
        space = FeatureSpace.fit(learned)
        full = space.rows(read, vectors)
        active = np.unique(full.indices).astype(np.int64)
        group, fold = np.full((2, len(coded)), -1, dtype=np.int64)
        if strong:
            counts = tf_idf(learned.counts()[0], space.word_idf)
            group[strong] = alike(counts, split.same_group, [coded[number].links for number in strong])
            fold[strong] = folds(group[strong], [coded[number].id for number in strong], split.folds)
        codes = sum(len(dimension.codes) for dimension in codebook.dimensions)
        spans = tuple(
            (profile, Span.of(full[:, active], profile.scale(vectors.shape[1], codes)[active]))
            for profile in profiles
        )
        weight = np.asarray([row.weight for row in coded])
        return cls(tuple(coded), space, active, spans, weight, group, fold)


@dataclass(frozen=True)
class Fit:
    """One dimension through one profile: rows, their codes (rows x codes, 1 or 0) and weights."""

    rows: Real | sparse.csr_array
    targets: Real
    weight: Real
    inverse_penalty: float
    exclusive: bool

    def on(self, chosen: Truth) -> tuple[Real, Real]:
        """Return weights and intercepts learned from the ``chosen`` rows."""
        return fit_linear(
            self.rows[chosen],
            self.targets[chosen],
            self.weight[chosen],
            inverse_penalty=self.inverse_penalty,
            exclusive=self.exclusive,
        )

    def held_out(self, fold: NDArray[np.int64]) -> Real:
        """Return the scores of every row with a fold, from the model that learned without that fold."""
        scores = np.zeros_like(self.targets)
        for number in np.unique(fold[fold >= 0]):
            weights, intercepts = self.on(fold != number)
            scores[fold == number] = self.rows[fold == number] @ weights + intercepts
        return scores


@dataclass(frozen=True)
class HeldOut:
    """Scores of held-out rows, from which calibration and threshold are learned."""

    dimension: Dimension
    scores: Real
    targets: Real
    weight: Real

    def decide(self, chosen: Truth) -> tuple[float, float, float]:
        """Return slope, offset and threshold learned from the ``chosen`` rows; neutral ones without rows."""
        if not chosen.any():
            return 1.0, 0.0, 0.5
        exclusive = not self.dimension.multiple
        scores, targets = self.scores[chosen], self.targets[chosen]
        slope, offset = fit_calibration(scores, targets, self.weight[chosen], exclusive=exclusive)
        sure = probabilities(scores, slope, offset, exclusive=exclusive)
        return slope, offset, choose_threshold(sure, targets, self.dimension)

    def predict(self, fold: NDArray[np.int64]) -> tuple[Real, Truth]:
        """Return probabilities and assigned codes; each fold is decided by what the other folds teach."""
        sure, assigned = np.zeros_like(self.scores), np.zeros(self.scores.shape, dtype=bool)
        for number in np.unique(fold):
            here = fold == number
            slope, offset, threshold = self.decide(~here)
            sure[here] = probabilities(
                self.scores[here], slope, offset, exclusive=not self.dimension.multiple
            )
            assigned[here] = assign(sure[here], self.dimension, np.full(sure.shape[1], threshold))
        return sure, assigned


def fit_dimension(rows: CodedRows, dimension: Dimension) -> DimensionModel:
    """Fit ``dimension`` through the profile with the lowest cross-validated log loss (ties: the first)."""
    mine = np.flatnonzero([dimension.id in row.codes for row in rows.coded])
    fold, weight = rows.fold[mine], rows.weight[mine]
    measured = fold >= 0
    targets = codes_matrix([rows.coded[row].codes[dimension.id] for row in mine], dimension)
    exclusive = not dimension.multiple
    tried = []
    for number, (profile, span) in enumerate(rows.spans):
        fit = Fit(span.coordinates[mine], targets, weight, profile.inverse_penalty, exclusive)
        held_out = HeldOut(dimension, fit.held_out(fold)[measured], targets[measured], weight[measured])
        sure, assigned = held_out.predict(fold[measured])
        loss = log_loss(sure, held_out.targets, held_out.weight, exclusive=exclusive)
        tried.append((loss, number, fit, held_out, measure(dimension, held_out.targets > 0, sure, assigned)))
    _, best, fit, held_out, score = min(tried, key=lambda entry: entry[:2])
    slope, offset, threshold = held_out.decide(np.ones(int(measured.sum()), dtype=bool))
    weights, intercepts = fit.on(np.ones(len(mine), dtype=bool))
    profile, span = rows.spans[best]
    return DimensionModel(
        dimension=dimension.id,
        name=dimension.name,
        codes=tuple(dimension.by_code),
        code_names=tuple(code.name for code in dimension.codes),
        exclusive=exclusive,
        profile=profile,
        weights=span.expand(weights).astype(np.float32),
        intercepts=intercepts,
        slope=slope,
        offset=offset,
        thresholds=np.full(targets.shape[1], threshold),
        score=score,
    )


def measure(dimension: Dimension, truth: Truth, sure: Real, assigned: Truth) -> DimensionScore:
    """Return the figures of ``assigned`` (n x codes, main codes included) against ``truth``."""
    precision, recall, f1 = f1_per_code(truth, assigned)
    weighed = np.ones_like(assigned) if dimension.multiple else assigned
    codes = tuple(
        CodeScore(
            code=code,
            n=int(truth[:, c].sum()),
            assigned=int(assigned[:, c].sum()),
            precision=float(precision[c]),
            recall=float(recall[c]),
            f1=float(f1[c]),
        )
        for c, code in enumerate(dimension.by_code)
    )
    return DimensionScore(
        n=len(truth),
        macro_f1=macro_f1(truth, assigned),
        micro_f1=micro_f1(truth, assigned),
        calibration_error=expected_calibration_error(sure[weighed], truth[weighed]),
        assigned_error=expected_calibration_error(sure[assigned], truth[assigned]),
        reliability=reliability(sure[weighed], truth[weighed]),
        abstention=abstention(sure[assigned], truth[assigned]),
        codes=codes,
    )
