"""Regularised linear classification: one multinomial model, or one yes/no model per code."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse, special

Real = NDArray[np.float64]

DENSE_ROWS = 3_000
"""Up to this many rows, models are fitted in the space that the rows span."""


@dataclass(frozen=True)
class Span:
    """Rows in coordinates in which a linear model with an L2 penalty has the same optimum, and the way back.

    The best weights are a combination of the rows (the representer theorem), so n rows need at most n
    coordinates, however many features there are.
    """

    rows: sparse.csr_array
    scale: Real
    coordinates: Real | sparse.csr_array
    basis: Real | None

    @classmethod
    def of(cls, rows: sparse.csr_array, scale: Real) -> "Span":
        """Weigh the columns by ``scale`` and rotate up to ``DENSE_ROWS`` rows into their own span.

        More rows than that stay as they are.
        """
        rows = rows.copy()
        rows.data *= scale[rows.indices]
        if rows.shape[0] > DENSE_ROWS:
            return cls(rows, scale, rows, None)
        values, vectors = np.linalg.eigh((rows @ rows.T).toarray())
        kept = values > values.max() * 1e-9
        lengths = np.sqrt(values[kept])
        return cls(rows, scale, vectors[:, kept] * lengths, vectors[:, kept] / lengths)

    def expand(self, weights: Real) -> Real:
        """Turn weights of the coordinates into weights of the features before ``scale``."""
        features = weights if self.basis is None else self.rows.T @ (self.basis @ weights)
        return np.asarray(self.scale[:, None] * features)


def fit_linear(
    rows: Real | sparse.csr_array, targets: Real, weights: Real, *, inverse_penalty: float, exclusive: bool
) -> tuple[Real, Real]:
    """Minimise the weighted log loss with an L2 penalty on the weights, not on the intercepts.

    The loss is that of scikit-learn's ``LogisticRegression`` with ``C = inverse_penalty``. All codes are
    fitted at once, so codes without a single positive row are no special case: they get a low score.

    Parameters
    ----------
    rows
        n x features.
    targets
        n x codes, 1 or 0; rows sum to 1 when ``exclusive``.
    weights
        n, non-negative.

    Returns
    -------
    tuple
        Weights (features x codes) and intercepts (codes).
    """
    features, codes = rows.shape[1], targets.shape[1]
    transposed = rows.T if isinstance(rows, np.ndarray) else sparse.csr_array(rows.T)
    sample = weights[:, None]

    def loss(flat: Real) -> tuple[float, Real]:
        inside = flat.reshape(features + 1, codes)
        scores = rows @ inside[:-1] + inside[-1]
        if exclusive:
            nats = special.logsumexp(scores, axis=1) - (targets * scores).sum(axis=1)
            rest = special.softmax(scores, axis=1) - targets
        else:
            nats = (np.logaddexp(0, scores) - targets * scores).sum(axis=1)
            rest = special.expit(scores) - targets
        rest = inverse_penalty * sample * rest
        gradient = np.vstack([transposed @ rest + inside[:-1], rest.sum(axis=0)])
        value = inverse_penalty * float(weights @ nats) + 0.5 * float((inside[:-1] ** 2).sum())
        return value, gradient.ravel()

    start = np.zeros((features + 1) * codes)
    options = {"maxiter": 500, "ftol": 1e-8, "gtol": 1e-3}
    best = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    solution = best.reshape(features + 1, codes)
    return solution[:-1], solution[-1]
