"""A linear probe: what a logistic regression reads from the vectors, cross-validated without near-copies."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from figures import Figure, picks, spread
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sources import key
from threadpoolctl import threadpool_limits
from vectors import Vectors, isometric, unit

Labels = NDArray[np.int64]

FOLDS = 5
INNER_FOLDS = 3
REPEATS = 2
GRAM = 5
SAME = 0.5
"""Texts that share this part of their word 5-grams (Jaccard) are near-copies, kept on one side of a split."""

DENSE_GRID = (1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1.0)
SPARSE_GRID = (0.03, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 10.0)
"""Values of C, the inverse penalty; dense columns have variance 1, sparse rows have length 1."""


@dataclass(frozen=True)
class Labelled:
    """Texts, one class each (numbers from 0), and the group that must stay on one side of a split."""

    texts: list[str]
    classes: Labels
    groups: Labels


def near_copies(texts: Sequence[str]) -> Labels:
    """Return per text the number of its group: near-copies, and near-copies of those, share one."""
    counts = CountVectorizer(analyzer=_grams, binary=True, dtype=np.float64).fit_transform(texts)
    shared = sparse.coo_array(counts @ counts.T)
    sizes = counts.sum(axis=1).A1 if hasattr(counts.sum(axis=1), "A1") else counts.sum(axis=1)
    row, column = shared.coords
    linked = shared.data >= SAME * (sizes[row] + sizes[column] - shared.data)
    links = sparse.coo_array((np.ones(linked.sum()), (row[linked], column[linked])), shape=shared.shape)
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _grams(text: str) -> list[str]:
    words = key(text).split()
    return [" ".join(words[n : n + GRAM]) for n in range(max(1, len(words) - GRAM + 1))]


def held_out(vectors: Vectors, data: Labelled) -> Labels:
    """Return shape ``(REPEATS, texts)``: the class that a probe gives which saw no text of that group.

    The folds depend on ``data`` only, so that encoders can be compared text by text.
    """
    is_sparse = sparse.issparse(vectors)
    rows = isometric(unit(vectors)) if is_sparse else unit(vectors)
    grid = [(scaling, c) for scaling in ("none",) for c in SPARSE_GRID]
    if not is_sparse:
        grid = [(scaling, c) for scaling in ("columns", "whole") for c in DENSE_GRID]
    found = np.zeros((REPEATS, len(data.texts)), dtype=np.int64)
    with threadpool_limits(1):  # small products: more threads only wait for each other
        for repeat in range(REPEATS):
            for learn, test in _splits(data, np.arange(len(data.texts)), FOLDS, repeat):
                scaling, c = _chosen(rows, data, learn, grid)
                found[repeat, test] = _path(rows, data, (learn, test), scaling, [c])[0]
    return found


def _splits(data: Labelled, rows: Labels, folds: int, seed: int) -> list[tuple[Labels, Labels]]:
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a class with fewer texts than folds is no error here
        parts = list(splitter.split(rows, data.classes[rows], data.groups[rows]))
    return [(rows[learn], rows[test]) for learn, test in parts]


def _chosen(
    rows: NDArray[np.floating], data: Labelled, learn: Labels, grid: list[tuple[str, float]]
) -> tuple[str, float]:
    """Return the scaling and C with the best macro-F1 in a cross-validation within ``learn``; ties: first."""
    found = {setting: np.full(len(data.texts), -1) for setting in grid}
    for inner_learn, inner_test in _splits(data, learn, INNER_FOLDS, 0):
        for scaling in dict.fromkeys(scaling for scaling, _ in grid):
            values = [c for name, c in grid if name == scaling]
            for c, classes in zip(
                values, _path(rows, data, (inner_learn, inner_test), scaling, values), strict=True
            ):
                found[scaling, c][inner_test] = classes
    return max(grid, key=lambda setting: macro_f1(data.classes[learn], found[setting][learn]))


def _path(
    rows: NDArray[np.floating],
    data: Labelled,
    split: tuple[Labels, Labels],
    scaling: str,
    values: Sequence[float],
) -> list[Labels]:
    """Return the classes of the test part for each C, going from strong to weak penalty."""
    learn, test = (rows[part] for part in split)
    if scaling != "none":
        spreads = learn.std(axis=0)
        whole = np.sqrt((spreads**2).mean())
        scale = np.maximum(spreads, 1e-3 * whole) if scaling == "columns" else whole
        learn, test = ((part - learn.mean(axis=0)) / scale for part in (learn, test))
    model = LogisticRegression(class_weight="balanced", max_iter=300, tol=1e-3, warm_start=True)
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the weakest penalties need not converge
        for c in values:
            model.set_params(C=c).fit(learn, data.classes[split[0]])
            found.append(model.predict(test))
    return found


def macro_f1(truth: Labels, found: Labels) -> float:
    """Return the mean F1 of the classes that occur in ``truth``."""
    size = int(max(truth.max(), found.max())) + 1
    right = np.bincount(truth[truth == found], minlength=size)
    given, taken = np.bincount(truth, minlength=size), np.bincount(found, minlength=size)
    return float((2 * right[given > 0] / (given + taken)[given > 0]).mean())


def score(truth: Labels, found: Labels) -> Figure:
    """Return the macro-F1, mean of the repeats; resampled over texts."""
    value = float(np.mean([macro_f1(truth, repeat) for repeat in found]))
    return spread(value, _samples(truth, found), len(truth))


def difference(truth: Labels, found: Labels, other: Labels) -> Figure:
    """Return by how much the macro-F1 of ``found`` is above that of ``other``; paired over texts."""
    value = float(
        np.mean([macro_f1(truth, a) - macro_f1(truth, b) for a, b in zip(found, other, strict=True)])
    )
    return spread(value, _samples(truth, found) - _samples(truth, other), len(truth))


def _samples(truth: Labels, found: Labels) -> NDArray[np.float64]:
    return np.array(
        [np.mean([macro_f1(truth[pick], repeat[pick]) for repeat in found]) for pick in picks(len(truth))]
    )
