"""From scores to probabilities that mean what they say, and from probabilities to codes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from textmine.codebook import Dimension
from textmine.models.scores import macro_f1

Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

_GRID = np.round(np.arange(0.10, 0.91, 0.02), 2)
_DECIMALS = 6


def fit_calibration(scores: Real, targets: Real, weights: Real, *, exclusive: bool) -> tuple[float, float]:
    """Return slope and offset so that ``probabilities`` has the least log loss (Platt 1999).

    ``scores`` (n x codes) must come from models that did not see the row. For ``exclusive`` codes the offset
    is 0, which is temperature scaling (Guo et al. 2017). Targets are smoothed as Platt describes, so that a
    perfect separation in few rows does not lead to certainty.
    """
    positives, negatives = float((targets > 0).sum()), float((targets <= 0).sum())
    high, low = (positives + 1) / (positives + 2), 1 / (negatives + 2)
    smooth = np.where(targets > 0, high, low)
    if exclusive:
        smooth /= smooth.sum(axis=1, keepdims=True)

    def loss(values: Real) -> float:
        scaled = values[0] * scores + (0.0 if exclusive else values[1])
        if exclusive:
            nats = special.logsumexp(scaled, axis=1) - (smooth * scaled).sum(axis=1)
        else:
            nats = (np.logaddexp(0, scaled) - smooth * scaled).sum(axis=1)
        return float(weights @ nats)

    start = np.asarray([1.0] if exclusive else [1.0, 0.0])
    bounds = [(0.05, 20.0)] if exclusive else [(0.05, 20.0), (-10.0, 10.0)]
    found = optimize.minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
    return float(found[0]), 0.0 if exclusive else float(found[1])


def probabilities(scores: Real, slope: float, offset: float, *, exclusive: bool) -> Real:
    """Return the calibrated probability of every code: n x codes, rounded to 6 decimals."""
    scaled = slope * scores + offset
    sure = special.softmax(scaled, axis=1) if exclusive else special.expit(scaled)
    return np.asarray(np.round(sure, _DECIMALS))


def assign(probability: Real, dimension: Dimension, thresholds: Real) -> Truth:
    """Decide which codes are assigned: n x codes, at least one per row.

    With one code per statement: the main code that is most probable together with its sub-codes, and within
    it the most probable one. With several: every code that reaches its threshold, with its main codes; when
    none does, the most probable code if it is more probable than the outside code, else the outside code.
    Ties go to the first code.
    """
    order = list(dimension.by_code)
    if not dimension.multiple:
        tops = [order.index(dimension.top(code)) for code in order]
        grouped = probability @ np.eye(len(order))[tops]
        inside = np.asarray(tops)[None, :] == grouped.argmax(axis=1)[:, None]
        best = np.where(inside, probability, -1.0).argmax(axis=1)
        return np.asarray(np.arange(len(order))[None, :] == best[:, None])
    outside = order.index(dimension.outside)
    inner = np.delete(np.arange(len(order)), outside)
    chosen = probability >= thresholds
    chosen[:, outside] = False
    best = inner[probability[:, inner].argmax(axis=1)]
    rows = np.arange(len(probability))
    chosen[rows, best] |= ~chosen.any(axis=1) & (probability[rows, best] > probability[:, outside])
    chosen |= (chosen @ main_codes(dimension)) > 0
    chosen[:, outside] = ~chosen.any(axis=1)
    return chosen


def most_specific(assigned: Truth, dimension: Dimension) -> Truth:
    """Leave out main codes of which a sub-code is assigned: the sub-code implies them."""
    return np.asarray(assigned & ~((assigned @ main_codes(dimension)) > 0))


def main_codes(dimension: Dimension) -> Real:
    """Return which codes (columns) stand above which code (row): codes x codes, 1 or 0."""
    order = list(dimension.by_code)
    above = np.zeros((len(order), len(order)))
    for row, code in enumerate(order):
        parent = dimension.by_code[code].parent
        while parent is not None:
            above[row, order.index(parent)] = 1
            parent = dimension.by_code[parent].parent
    return above


def choose_threshold(probability: Real, targets: Real, dimension: Dimension) -> float:
    """Return the one threshold with the highest macro-F1; of equals the one nearest to 0.5.

    One threshold per dimension, because thresholds per code follow the noise of the few examples a code has.
    """
    if not dimension.multiple:
        return 0.0
    truth = targets > 0
    scored = []
    for threshold in _GRID:
        chosen = assign(probability, dimension, np.full(truth.shape[1], threshold))
        scored.append((macro_f1(truth, chosen), -abs(threshold - 0.5), float(threshold)))
    return max(scored)[2]


def codes_matrix(coded: Sequence[Sequence[str]], dimension: Dimension) -> Real:
    """Return ``coded`` as zeros and ones, rows x codes; a sub-code counts for its main codes too.

    In a dimension with one code per statement it counts for itself only, so that rows sum to 1.
    """
    place = {code: number for number, code in enumerate(dimension.by_code)}
    matrix = np.zeros((len(coded), len(place)))
    for row, codes in enumerate(coded):
        matrix[row, [place[code] for code in codes]] = 1
    if dimension.multiple:
        matrix = np.maximum(matrix, (matrix @ main_codes(dimension)) > 0)
    return matrix
