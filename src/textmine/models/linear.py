"""Regularised linear classification: one multinomial model, or one yes/no model per code."""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse, special

Real = NDArray[np.float64]


def fit_linear(
    rows: sparse.csr_array, targets: Real, weights: Real, *, inverse_penalty: float, exclusive: bool
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
    transposed = sparse.csr_array(rows.T)
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
    options = {"maxiter": 500, "ftol": 1e-9, "gtol": 1e-4}
    best = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    solution = best.reshape(features + 1, codes)
    return solution[:-1], solution[-1]
