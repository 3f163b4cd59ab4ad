"""Codebook and decisions to a classifier: cold from the examples, better with every decision."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.codebook import Code, Codebook, Dimension
from textmine.encoders.embeddings import Embeddings
from textmine.errors import CodebookError
from textmine.models.calibration import assign, choose_threshold, codes_matrix, fit_calibration, probabilities
from textmine.models.classifier import Classifier, CodeScore, DimensionModel, DimensionScore, Warned
from textmine.models.coded import CODED, Coded, alike, decided_codes, folds, latest, set_aside
from textmine.models.features import FeatureSpace, Profile, Read
from textmine.models.features_ngrams import tf_idf
from textmine.models.linear import Span, fit_linear
from textmine.models.scores import expected_calibration_error, f1_per_code, macro_f1, micro_f1
from textmine.settings import Settings
from textmine.tables import Statements
from textmine.text.identity import text_hash

Real = NDArray[np.float64]

_TINY = 1e-6


PROFILES = (
    Profile(words=1.0, characters=1.0, embedding=1.0, cues=0.5, speech=0.2),
    Profile(words=1.0, characters=0.5, embedding=0.5, cues=1.0, speech=0.8),
)
"""What a dimension about content needs, and what one about the speech act needs."""


class TrainSettings(Settings):
    """How the classifier learns; the defaults were chosen in ``experiments/classification``.

    Per dimension, cross-validation picks the one of ``profiles`` with the lowest log loss.
    """

    folds: int = Field(default=5, ge=2)
    same_group: float = Field(default=0.35, gt=0, le=1)
    definition_weight: float = Field(default=0.3, ge=0)
    decision_weight: float = Field(default=2.0, gt=0)
    few_examples: int = Field(default=10, ge=0)
    profiles: tuple[Profile, ...] = Field(default=PROFILES, min_length=1)


@dataclass(frozen=True)
class _Rows:
    """The rows of all coded texts in the active feature space, sorted by id, seen through each profile.

    ``fold`` is -1 for weak rows.
    """

    coded: tuple[Coded, ...]
    spans: tuple[tuple[Profile, Span], ...]
    weight: Real
    fold: NDArray[np.int64]


def train(
    statements: pd.DataFrame,
    embeddings: Embeddings,
    decisions: pd.DataFrame,
    codebook: Codebook,
    settings: TrainSettings,
) -> Classifier:
    """Learn every dimension of ``codebook`` from its examples and definitions, and from people's decisions.

    A decision counts when it is the last one about that statement and dimension and was taken on the text as
    it is now; the others are counted as stale. The order of ``statements`` has no influence; that of
    ``decisions`` only says which one is the last.

    Raises
    ------
    CodebookError
        When the codebook has no examples and no definitions to learn from, or a decision uses an unknown code.
    EncoderError
        When a vector is missing.
    """
    decided, stale = _decided(statements, decisions, codebook, settings)
    coded = sorted([*_examples(codebook), *_definitions(codebook, settings), *decided], key=lambda row: row.id)
    if not coded:
        raise CodebookError(f"codeboek {codebook.name} heeft geen voorbeelden; voeg ze toe onder 'examples'")
    with threadpool_limits(limits=1):  # every machine rounds alike, and small matrices gain nothing
        space, active, rows = _rows(coded, embeddings, codebook, settings)
        models = tuple(_dimension(rows, dimension, settings) for dimension in codebook.dimensions)
    return Classifier(
        codebook=codebook.version,
        encoder=embeddings.encoder,
        space=space,
        active=active,
        models=models,
        warnings=_warnings(coded, codebook, settings),
        training={"examples": len(codebook.examples), "decisions": len(decided), "stale_decisions": stale},
        settings=settings.model_dump(mode="json"),
    )


def _examples(codebook: Codebook) -> list[Coded]:
    return [
        Coded(f"example:{n:06}", example.text, f"example:{n}", dict(example.codes), 1.0)
        for n, example in enumerate(codebook.examples)
    ]


def _definitions(codebook: Codebook, settings: TrainSettings) -> list[Coded]:
    """Turn definition, include lines and cues of each code into weak rows of its own dimension."""
    return [
        Coded(
            f"code:{dimension.id}:{code.code}:{n:03}",
            text,
            f"code:{dimension.id}:{code.code}",
            {dimension.id: (code.code,)},
            settings.definition_weight,
            weak=True,
        )
        for dimension in codebook.dimensions
        for code in dimension.codes
        for n, text in enumerate(_told(code))
        if settings.definition_weight > 0
    ]


def _told(code: Code) -> tuple[str, ...]:
    return (f"{code.name}. {code.definition}", *code.include, *([", ".join(code.cues)] if code.cues else []))


def _decided(
    statements: pd.DataFrame, decisions: pd.DataFrame, codebook: Codebook, settings: TrainSettings
) -> tuple[list[Coded], int]:
    wanted = statements[statements[Statements.id].isin(set(decisions["statement_id"]))]
    texts = dict(zip(wanted[Statements.id], wanted[Statements.text], strict=True))
    current, stale = latest(decisions, {name: text_hash(text) for name, text in texts.items()})
    result = []
    for name, rows in current.items():
        if set_aside(rows) is None:
            codes = {d: decided_codes(row, codebook) for d, row in rows.items() if row.verdict in CODED}
            if codes:
                result.append(Coded(f"statement:{name}", texts[name], name, codes, settings.decision_weight))
    return result, stale


def _rows(
    coded: list[Coded], embeddings: Embeddings, codebook: Codebook, settings: TrainSettings
) -> tuple[FeatureSpace, NDArray[np.int64], _Rows]:
    strong = [number for number, row in enumerate(coded) if not row.weak]
    read = Read.of([row.text for row in coded], codebook)
    learned = Read.of([coded[number].text for number in strong], codebook) if strong else read
    space = FeatureSpace.fit(learned)
    vectors = embeddings.rows([row.embedding for row in coded])
    full = space.rows(read, vectors)
    active = np.unique(full.indices).astype(np.int64)
    fold = np.full(len(coded), -1, dtype=np.int64)
    if strong:
        groups = alike(tf_idf(learned.counts()[0], space.word_idf), settings.same_group)
        fold[strong] = folds(groups, [coded[number].id for number in strong], settings.folds)
    kept, codes = full[:, active], sum(len(dimension.codes) for dimension in codebook.dimensions)
    spans = tuple(
        (profile, Span.of(kept, profile.scale(vectors.shape[1], codes)[active])) for profile in settings.profiles
    )
    return space, active, _Rows(tuple(coded), spans, np.asarray([row.weight for row in coded]), fold)


def _dimension(rows: _Rows, dimension: Dimension, settings: TrainSettings) -> DimensionModel:
    """Fit one dimension; scores from cross-validation choose its profile, calibrate and measure it."""
    mine = np.flatnonzero([dimension.id in row.codes for row in rows.coded])
    fold = rows.fold[mine]
    measured = fold >= 0
    targets = codes_matrix([rows.coded[row].codes[dimension.id] for row in mine], dimension)
    tried = []
    for number, (profile, span) in enumerate(rows.spans):
        fit = _Fit(span.coordinates[mine], targets, rows.weight[mine], profile.inverse_penalty, dimension)
        scores = fit.held_out(fold)[measured]
        decide = _Decide(dimension, scores, targets[measured], rows.weight[mine][measured])
        tried.append((decide.loss(), number, fit, decide))
    _, best, fit, decide = min(tried, key=lambda entry: entry[:2])
    slope, offset, threshold = decide.fit(np.ones(int(measured.sum()), dtype=bool))
    weights, intercepts = fit.on(np.ones(len(mine), dtype=bool))
    profile, span = rows.spans[best]
    return DimensionModel(
        dimension=dimension.id,
        codes=tuple(dimension.by_code),
        exclusive=not dimension.multiple,
        profile=profile,
        weights=span.expand(weights).astype(np.float32),
        intercepts=intercepts,
        slope=slope,
        offset=offset,
        thresholds=np.full(targets.shape[1], threshold),
        score=decide.score(fold[measured]),
    )


@dataclass(frozen=True)
class _Fit:
    """One dimension through one profile: rows, their codes and weights."""

    rows: Real | sparse.csr_array
    targets: Real
    weight: Real
    inverse_penalty: float
    dimension: Dimension

    def on(self, chosen: NDArray[np.bool_]) -> tuple[Real, Real]:
        """Return weights and intercepts learned from the ``chosen`` rows."""
        return fit_linear(
            self.rows[chosen],
            self.targets[chosen],
            self.weight[chosen],
            inverse_penalty=self.inverse_penalty,
            exclusive=not self.dimension.multiple,
        )

    def held_out(self, fold: NDArray[np.int64]) -> Real:
        """Return the scores of every row with a fold, from the model that learned without that fold."""
        scores = np.zeros_like(self.targets)
        for number in np.unique(fold[fold >= 0]):
            weights, intercepts = self.on(fold != number)
            scores[fold == number] = self.rows[fold == number] @ weights + intercepts
        return scores


@dataclass(frozen=True)
class _Decide:
    """Scores of held-out rows, from which calibration and threshold are learned."""

    dimension: Dimension
    scores: Real
    targets: Real
    weight: Real

    def fit(self, chosen: NDArray[np.bool_]) -> tuple[float, float, float]:
        """Return slope, offset and threshold learned from the ``chosen`` rows."""
        if not chosen.any():
            return 1.0, 0.0, 0.5
        exclusive = not self.dimension.multiple
        slope, offset = fit_calibration(
            self.scores[chosen], self.targets[chosen], self.weight[chosen], exclusive=exclusive
        )
        sure = probabilities(self.scores[chosen], slope, offset, exclusive=exclusive)
        return slope, offset, choose_threshold(sure, self.targets[chosen], self.dimension)

    def loss(self) -> float:
        """Return the mean log loss per row after calibration."""
        slope, offset, _ = self.fit(np.ones(len(self.scores), dtype=bool))
        exclusive = not self.dimension.multiple
        sure = np.clip(probabilities(self.scores, slope, offset, exclusive=exclusive), _TINY, 1 - _TINY)
        nats = -self.targets * np.log(sure)
        if not exclusive:
            nats -= (1 - self.targets) * np.log(1 - sure)
        return round(float(self.weight @ nats.sum(axis=1)) / max(float(self.weight.sum()), _TINY), 6)

    def score(self, fold: NDArray[np.int64]) -> DimensionScore:
        """Measure every fold with calibration and threshold learned from the other folds."""
        exclusive = not self.dimension.multiple
        sure = np.zeros_like(self.scores)
        assigned = np.zeros(self.scores.shape, dtype=bool)
        for number in np.unique(fold):
            here = fold == number
            slope, offset, threshold = self.fit(~here)
            sure[here] = probabilities(self.scores[here], slope, offset, exclusive=exclusive)
            assigned[here] = assign(sure[here], self.dimension, np.full(sure.shape[1], threshold))
        return measure(self.dimension, self.targets > 0, sure, assigned)


def measure(
    dimension: Dimension, truth: NDArray[np.bool_], sure: Real, assigned: NDArray[np.bool_]
) -> DimensionScore:
    """Return the figures of ``assigned`` (n x codes, main codes included) against ``truth``."""
    precision, recall, f1 = f1_per_code(truth, assigned)
    chosen = assigned if not dimension.multiple else np.ones_like(assigned)
    codes = tuple(
        CodeScore(code, int(truth[:, c].sum()), float(precision[c]), float(recall[c]), float(f1[c]))
        for c, code in enumerate(dimension.by_code)
    )
    return DimensionScore(
        n=len(truth),
        macro_f1=macro_f1(truth, assigned),
        micro_f1=micro_f1(truth, assigned),
        calibration_error=expected_calibration_error(sure[chosen], truth[chosen]),
        codes=codes,
    )


def _warnings(coded: list[Coded], codebook: Codebook, settings: TrainSettings) -> tuple[Warned, ...]:
    warned = []
    for dimension in codebook.dimensions:
        given = [row.codes.get(dimension.id, ()) for row in coded if not row.weak]
        for code in dimension.codes:
            count = sum(code.code in codes for codes in given)
            if count < settings.few_examples:
                message = (
                    f"{dimension.name}: code '{code.code}' heeft {count} gecodeerde uitspraken om van te leren "
                    f"(minder dan {settings.few_examples}); voeg voorbeelden toe of beoordeel er meer"
                )
                warned.append(Warned(dimension.id, code.code, count, message))
    return tuple(warned)
