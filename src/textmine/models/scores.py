"""How well assigned codes agree with the truth: precision, recall, F1, calibration error."""

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

BINS = 10
"""In how many bins of equal width probabilities are compared with what turned out to be right."""

_TINY = 1e-6


def f1_per_code(truth: Truth, assigned: Truth) -> tuple[Real, Real, Real]:
    """Return precision, recall and F1 per code; 0 where nothing was assigned or nothing was true."""
    both = (truth & assigned).sum(axis=0).astype(float)
    given, real = assigned.sum(axis=0), truth.sum(axis=0)
    precision = both / np.maximum(given, 1)
    recall = both / np.maximum(real, 1)
    f1 = 2 * both / np.maximum(given + real, 1)
    return precision, recall, f1


def macro_f1(truth: Truth, assigned: Truth) -> float:
    """Return the mean F1 over the codes that are true at least once."""
    real = truth.any(axis=0)
    return float(f1_per_code(truth, assigned)[2][real].mean()) if real.any() else 0.0


def micro_f1(truth: Truth, assigned: Truth) -> float:
    """Return the F1 of all (statement, code) pairs together."""
    return float(2 * (truth & assigned).sum() / max(truth.sum() + assigned.sum(), 1))


def bin_of(confidence: Real, bins: int) -> NDArray[np.int64]:
    """Return the number of the bin of every value, flat; an edge belongs to the bin above, 1 to the last."""
    return np.asarray(np.minimum((confidence * bins).astype(int), bins - 1).ravel(), dtype=np.int64)


def expected_calibration_error(confidence: Real, correct: Truth, bins: int = BINS) -> float:
    """Return the mean gap between confidence and share correct over ``bins`` equal widths (Naeini 2015)."""
    place = bin_of(confidence, bins)
    count = np.bincount(place, minlength=bins)
    gap = np.bincount(place, weights=confidence.ravel() - correct.ravel(), minlength=bins)
    return float(np.abs(gap).sum() / max(count.sum(), 1))


def log_loss(probability: Real, targets: Real, weights: Real, *, exclusive: bool) -> float:
    """Return the weighted mean log loss per row, rounded to 6 decimals so that ties are ties."""
    sure = np.clip(probability, _TINY, 1 - _TINY)
    nats = targets * np.log(sure)
    if not exclusive:
        nats += (1 - targets) * np.log(1 - sure)
    return round(-float(weights @ nats.sum(axis=1)) / max(float(weights.sum()), _TINY), 6)
