"""How often the 95 % intervals of ``analysis.estimation`` hold the truth, with samples of the queue."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from learner import SETTINGS, Labels, Learner, Whole
from numpy.typing import NDArray
from sessions import HALF, population, session
from tasks import Task, wrong

from textmine.analysis.estimation import Population, Sample, estimate
from textmine.models.calibration import codes_matrix, probabilities
from textmine.models.fitting import Fit
from textmine.review.population import Population as Texts
from textmine.review.queue import Plan, Selected, select
from textmine.review.sample import KNOWN
from textmine.tables import Queue, RoundTexts

Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

BEFORE = 100
"""Labels from earlier rounds, half of them chosen: the model that the strata come from learned from these."""

ROUND = 9
_RIDGE = 1.0
_SLACK = 1e-12


@dataclass(frozen=True)
class Given:
    """A corpus halfway its review: what was ``said`` of all texts, and who was asked before the round.

    ``truth`` and ``said`` are texts x codes, the codes of all dimensions side by side; ``before`` is what
    the model said then.
    """

    learner: Learner
    labels: Labels
    texts: Texts
    labelled: Whole
    before: Real
    truth: Truth
    said: Truth

    @property
    def task(self) -> Task:
        """The texts."""
        return self.learner.task


@dataclass(frozen=True)
class Drawn:
    """One sample: all labelled rows, the chance that each came in, and the stratum of every text."""

    rows: Whole
    inclusion: Real
    strata: Whole
    seed: int


Predict = Callable[[Given, Drawn], Real]


def prepare(learner: Learner, share: float, seed: int) -> Given:
    """Let a reviewer who is wrong about ``share`` of the texts give ``BEFORE`` labels."""
    task = learner.task
    labels = wrong(task, share, seed) if share else task.codes
    order = np.random.default_rng(seed).permutation(len(task.ids))
    state = next(session(learner, labels, order, HALF, [BEFORE], seed))
    dimensions = task.codebook.dimensions
    said = np.hstack([codes_matrix(labels[d.id], d) for d in dimensions]) > 0
    return Given(
        learner=learner,
        labels=labels,
        texts=population(task, state.guesses, labels, state.labelled, np.arange(len(order))),
        labelled=state.labelled,
        before=np.hstack([guess.probability for guess in state.guesses]),
        truth=np.hstack([task.targets(d) for d in dimensions]) > 0,
        said=said,
    )


def draw(given: Given, size: int, seed: int) -> Drawn:
    """Draw the sample of a round with the queue's own plan; what was labelled before counts as it is."""
    plan = Plan(size=size, share=1.0, dimension=given.texts.guesses[0].dimension, number=ROUND, seed=seed)
    found: Selected = select(given.texts, plan)
    stratum = found.texts[RoundTexts.stratum].to_numpy(np.str_)
    names, numbers = np.unique(stratum, return_inverse=True)
    known = np.flatnonzero(numbers == np.searchsorted(names, KNOWN))
    rows = np.searchsorted(given.task.ids, found.queue[Queue.statement_id].to_numpy(np.str_))
    chance = found.queue[Queue.inclusion_probability].to_numpy(float)
    return Drawn(
        rows=np.concatenate([known, rows]).astype(np.int64),
        inclusion=np.concatenate([np.ones(len(known)), chance]),
        strata=numbers.astype(np.int64),
        seed=seed,
    )


def before_the_round(given: Given, drawn: Drawn) -> Real:
    """Predict with the model from before the round: the project's own classifier, trained on ``BEFORE``."""
    del drawn
    return given.before


def ridge(given: Given, drawn: Drawn) -> Real:
    """Cross-fit a ridge regression on the embeddings; texts nobody judged get the mean of the folds."""
    return _ridge(given, drawn, mean=True)


def ridge_with_final(given: Given, drawn: Drawn) -> Real:
    """Cross-fit the same; texts nobody judged get what a model trained on all labels says."""
    return _ridge(given, drawn, mean=False)


def _ridge(given: Given, drawn: Drawn, *, mean: bool) -> Real:
    vectors = given.task.vectors[: len(given.task.ids)].astype(np.float64)
    labels = given.said[drawn.rows].astype(np.float64)
    fold = np.random.default_rng(drawn.seed).permutation(len(drawn.rows)) % SETTINGS.folds
    models = [_fitted(vectors[drawn.rows[fold != k]], labels[fold != k]) for k in range(SETTINGS.folds)]
    rest = models if mean else [_fitted(vectors[drawn.rows], labels)]
    result = np.mean([vectors @ weights + constant for weights, constant in rest], axis=0)
    for k, (weights, constant) in enumerate(models):
        held = drawn.rows[fold == k]
        result[held] = vectors[held] @ weights + constant
    return np.clip(result, 0, 1)


def _fitted(vectors: Real, labels: Real) -> tuple[Real, Real]:
    middle, centre = vectors.mean(axis=0), labels.mean(axis=0)
    far = vectors - middle
    if len(far) < far.shape[1]:
        weights = far.T @ np.linalg.solve(far @ far.T + _RIDGE * np.eye(len(far)), labels - centre)
    else:
        weights = np.linalg.solve(far.T @ far + _RIDGE * np.eye(far.shape[1]), far.T @ (labels - centre))
    return weights, centre - middle @ weights


def own_classifier(given: Given, drawn: Drawn) -> Real:
    """Cross-fit the project's classifier (first profile, its folds); the rest get the mean of the folds."""
    rows = given.learner.coded(drawn.rows, given.labels)
    everything = given.learner.features(rows.space, np.arange(len(given.task.ids)))[:, rows.active]
    profile, span = rows.spans[0]
    place = {name: row for row, name in enumerate(given.task.ids.tolist())}
    found = []
    for dimension in given.task.codebook.dimensions:
        mine = np.flatnonzero([dimension.id in row.codes for row in rows.coded])
        exclusive = not dimension.multiple
        targets = codes_matrix([rows.coded[row].codes[dimension.id] for row in mine], dimension)
        fit = Fit(span.coordinates[mine], targets, rows.weight[mine], profile.inverse_penalty, exclusive)
        fold = rows.fold[mine]
        said = []
        for number in range(SETTINGS.folds):
            weights, intercepts = fit.on(fold != number)
            scores = everything @ span.expand(weights) + intercepts
            said.append(probabilities(scores, 1.0, 0.0, exclusive=exclusive))
        result = np.mean(said, axis=0)
        for row, number in zip(mine[fold >= 0].tolist(), fold[fold >= 0].tolist(), strict=True):
            text = place.get(rows.coded[row].embedding)
            if text is not None:
                result[text] = said[number][text]
        found.append(result)
    return np.hstack(found)


def repeats(given: Given, predict: Predict, sizes: Sequence[int], seeds: Sequence[int]) -> Iterator[dict]:
    """Yield per size, seed and code whether the interval holds what is true, and what would be said of all.

    "reference" is the share that the reviewer would give the code in all texts.
    """
    truth, reference = given.truth.mean(axis=0), given.said.mean(axis=0)
    names = [f"{g.dimension}:{code}" for g in given.texts.guesses for code in g.codes]
    for size in sizes:
        for seed in seeds:
            drawn = draw(given, size, seed)
            made = estimate(
                Population(predict(given, drawn), drawn.strata, given.task.clusters),
                Sample(drawn.rows, given.said[drawn.rows], drawn.inclusion),
            )
            for code, (name, about) in enumerate(zip(names, made, strict=True)):
                if about.value is None or about.low is None or about.high is None:
                    raise ValueError(f"{name}: {about.reason}")
                low, high = about.low - _SLACK, about.high + _SLACK
                yield {
                    "size": size,
                    "code": name,
                    "truth": float(truth[code]),
                    "reference": float(reference[code]),
                    "holds_truth": low <= truth[code] <= high,
                    "holds_reference": low <= reference[code] <= high,
                    "width": about.high - about.low,
                    "error": about.value - float(reference[code]),
                }
