"""Simulate samples from made-up consultations and write results.md: how often an interval holds the truth.

``python experiments/estimation/simulate.py`` draws, for every setting, samples from one fixed population,
stratified by the predicted code and source, and compares four intervals:

- *score*: what ``textmine.analysis.estimation`` gives, with the power tuned;
- *t*: around the estimate with the whole prediction (power 1), estimate ± t x standard error;
- *logit*: the same on the logit scale (no width without errors);
- *effective*: Clopper-Pearson on an effective sample size (Korn and Graubard 1998).

"uncorrected" is how often the score interval holds the model's own count. "bias" is mostly of codes so rare
that an estimate below what was seen is cut off.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from textmine.analysis.estimation import Population, Rules, Sample, estimate
from textmine.analysis.estimation_design import design

ROUNDS = 1000
LEVEL = 0.95
HERE = Path(__file__).parent
Real = NDArray[np.float64]
INTERVALS = ("score", "t", "logit", "effective")
PREVALENCES = (0.002, 0.01, 0.03, 0.1, 0.3, 0.6)
MODELS = {
    "good": (0.9, 0.01),
    "poor": (0.5, 0.05),
    "shy": (0.3, 0.001),
    "none": (0.0, 0.0),
}
"""Share of true codes that the model finds, and share of other units to which it gives the code."""


def population(
    rng: np.random.Generator, model: str, *, soft: bool, clustered: bool
) -> tuple[Population, NDArray[np.bool_]]:
    """Return 6,000 statements in 600 documents, with one code per prevalence, and the truth."""
    size, documents = 6000, 600
    document = np.sort(rng.integers(0, documents, size))
    spread = 1.5 if clustered else 0.0
    wish = stats.norm.ppf(PREVALENCES)[None, :] * np.sqrt(1 + spread**2)
    latent = wish + spread * rng.normal(size=(documents, len(PREVALENCES)))[document]
    truth = rng.normal(size=latent.shape) < latent
    found, false = MODELS[model]
    there = np.where(truth, rng.random(truth.shape) < found, rng.random(truth.shape) < false)
    sure = np.where(there, 0.8, 0.03) + (0.15 * rng.random(truth.shape) if soft else 0)
    predictions = sure if soft else there.astype(float)
    strata = 2 * (document % 3) + there[:, 3]
    return Population(predictions, strata, document), truth


def draw(rng: np.random.Generator, made: Population, truth: NDArray[np.bool_], drawn: int) -> Sample:
    """Draw ``drawn`` statements: half of them where the code of 10 % is predicted, evenly over sources."""
    units, chance = [], []
    for stratum in np.unique(made.strata):
        rows = np.flatnonzero(made.strata == stratum)
        take = min(drawn // len(np.unique(made.strata)), len(rows))
        units.append(rng.choice(rows, take, replace=False))
        chance.append(np.full(take, take / len(rows)))
    of = np.concatenate(units)
    return Sample(of, truth[of], np.concatenate(chance))


def others(made: Population, sample: Sample) -> dict[str, tuple[Real, Real]]:
    """Return limits of the other intervals, around the estimate with the whole prediction."""
    plan = design(
        population=made.strata,
        drawn=made.strata[sample.units],
        inclusion=sample.inclusion,
        cluster=made.clusters[sample.units],
        normalise=True,
    )
    errors = sample.labels - made.predictions[sample.units]
    value = np.clip(made.predictions.mean(axis=0) + plan.mean(errors), 1e-9, 1 - 1e-9)
    variance = np.maximum(*plan.variances(errors))
    quantile = stats.t.ppf((1 + LEVEL) / 2, plan.freedom())
    wide = quantile * np.sqrt(variance)
    odds = np.log(value / (1 - value))
    far = np.minimum(wide / (value * (1 - value)), 500)
    number = np.clip(value * (1 - value) / np.maximum(variance, 1e-12), 1, len(errors))
    half = (1 - LEVEL) / 2
    low = stats.beta.ppf(half, number * value, number * (1 - value) + 1)
    high = stats.beta.ppf(1 - half, number * value + 1, number * (1 - value))
    return {
        "t": (value - wide, value + wide),
        "logit": (1 / (1 + np.exp(far - odds)), 1 / (1 + np.exp(-far - odds))),
        "effective": (low, high),
    }


def measure(model: str, drawn: int, *, soft: bool, clustered: bool) -> tuple[list[str], Real]:
    """Return one line per prevalence, and how often the intervals held the truth: intervals x prevalences."""
    rng = np.random.default_rng(31)
    made, truth = population(rng, model, soft=soft, clustered=clustered)
    real, counted = truth.mean(axis=0), made.predictions.mean(axis=0)
    held = {name: np.zeros(len(real)) for name in (*INTERVALS, "uncorrected")}
    width = {name: np.zeros(len(real)) for name in INTERVALS}
    total = np.zeros(len(real))
    for _ in range(ROUNDS):
        sample = draw(rng, made, truth, drawn)
        found = estimate(made, sample, Rules(level=LEVEL))
        low, high = (np.array([getattr(e, side) for e in found]) for side in ("low", "high"))
        total += [e.value for e in found]
        held["uncorrected"] += (low <= counted) & (counted <= high)
        for name, (under, over) in {"score": (low, high), **others(made, sample)}.items():
            held[name] += (under <= real + 1e-12) & (real - 1e-12 <= over)
            width[name] += np.minimum(over, 1) - np.maximum(under, 0)
    lines = []
    for code, share in enumerate(real):
        cover = " | ".join(f"{held[name][code] / ROUNDS:.3f}" for name in (*INTERVALS, "uncorrected"))
        wide = " | ".join(f"{width[name][code] / ROUNDS:.4f}" for name in INTERVALS)
        bias = total[code] / ROUNDS - share
        lines.append(
            f"| {model} | {'soft' if soft else '0/1'} | {'yes' if clustered else 'no'} | {drawn} | "
            f"{share:.4f} | {counted[code]:.4f} | {bias:+.4f} | {cover} | {wide} |"
        )
    return lines, np.array([held[name] / ROUNDS for name in INTERVALS])


def main() -> None:
    """Write results.md."""
    head = ["model", "predictions", "clustered", "drawn", "truth", "model count", "bias"]
    head += [*INTERVALS, "uncorrected", *(f"width {name}" for name in INTERVALS)]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    covers = []
    for model in MODELS:
        for soft, clustered, drawn in ((False, False, 60), (False, True, 300), (True, True, 300)):
            found, cover = measure(model, drawn, soft=soft, clustered=clustered)
            lines += found
            covers.append(cover)
    every = np.concatenate(covers, axis=1)
    low = LEVEL - 0.02
    least = "; ".join(
        f"{name}: from {row.min():.3f}, below {low:.2f} in {(row < low).sum()} of {len(row)}"
        for name, row in zip(INTERVALS, every, strict=True)
    )
    text = (
        "# Intervals around a corrected share\n\nMade by `python experiments/estimation/simulate.py`: "
        f"{ROUNDS} samples per row from a fixed population of 6,000 statements in 600 documents; intervals "
        f"for {LEVEL:.0%}.\n\nHow often they hold the truth: {least} rows.\n\n" + "\n".join(lines) + "\n"
    )
    (HERE / "results.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
