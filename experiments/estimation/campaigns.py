"""Simulate consultations with campaigns and write campaigns.md: what if a few texts weigh much.

``python experiments/estimation/campaigns.py`` draws rounds from texts of which some are said by very many
statements, once with equal chances within strata, and once with the texts that weigh most taken for certain
(``textmine.review.sample.often``). Codes differ in how much they hang on campaigns.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.analysis.estimation import Population, Sample
from textmine.analysis.estimation_rounds import Drawn, estimate_rounds
from textmine.review.sample import Stratified, allocate, draw, joined, often

ROUNDS = 400
HERE = Path(__file__).parent
WORLDS = {
    "no campaigns": (0, 0),
    "one campaign of 5 points, 70 letters": (5, 70),
    "three campaigns of 6 points, 150 letters": (18, 150),
    "one campaign of 8 points, 2,000 letters": (8, 2000),
}
HEAD = (
    "texts",
    "drawn",
    "code",
    "truth",
    "certain",
    "held, equal chances",
    "held, certain",
    "bias, equal",
    "bias, certain",
    "width, equal",
    "width, certain",
)
MADE = (
    f"Made by `python experiments/estimation/campaigns.py`: {ROUNDS} rounds per row from 1,500 texts; a "
    "drawn text stands for all statements that say it; intervals for 95 %. *Certain* is how many texts were "
    "taken for certain."
)
CODES = ("0.3, everywhere", "0.1, everywhere", "0.1, and all campaigns", "0.4, but no campaign")


def world(
    rng: np.random.Generator, points: int, letters: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]]:
    """Return sizes of 1,500 texts, their codes, and what a model makes of them."""
    own = np.minimum(rng.zipf(3.0, 1500 - points), 12)
    sizes = np.concatenate([np.full(points, letters), own]).astype(np.int64)
    campaign = np.arange(len(sizes)) < points
    chance = np.column_stack(
        [np.full(len(sizes), 0.3), np.full(len(sizes), 0.1), np.where(campaign, 1.0, 0.1), 0.4 * ~campaign]
    )
    truth = rng.random(chance.shape) < chance
    told = np.where(truth, rng.random(truth.shape) < 0.6, rng.random(truth.shape) < 0.1)
    return sizes, truth, np.where(told, 0.7, 0.15)


def one_round(
    rng: np.random.Generator, sizes: NDArray[np.int64], guess: NDArray[np.int64], size: int, *, certain: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Draw texts as a round does; return the stratum of each, those drawn, and their chances."""
    large = often(sizes, size, 2) if certain else np.zeros(len(sizes), dtype=bool)
    rest = Stratified(("a", "b"), guess[~large])
    strata = joined(large, rest)
    counts = strata.counts
    counts[[name in rest.names for name in strata.names]] = allocate(
        rest.counts, size - int(large.sum()), 2, 0.5
    )
    chance = rng.integers(0, 2**63, len(sizes)).astype(np.uint64)
    rows = draw(strata, chance, counts)
    return strata.stratum, rows, (counts / strata.counts)[strata.stratum[rows]]


def main() -> None:
    """Simulate all settings and write the table."""
    lines = [
        "# Rounds from consultations with campaigns",
        "",
        MADE,
        "",
        f"| {' | '.join(HEAD)} |",
        "|---" * len(HEAD) + "|",
    ]
    for name, (points, letters) in WORLDS.items():
        for size in (100, 300):
            rng = np.random.default_rng(1)
            sizes, truth, guess = world(rng, points, letters)
            of = np.repeat(np.arange(len(sizes)), sizes)
            real = truth[of].mean(axis=0)
            found = {certain: [] for certain in (False, True)}
            for certain, made in found.items():
                for _ in range(ROUNDS):
                    stratum, rows, chance = one_round(
                        rng, sizes, (guess[:, 0] > 0.5).astype(np.int64), size, certain=certain
                    )
                    units = np.flatnonzero(np.isin(of, rows))
                    place = np.searchsorted(rows, of[units])
                    drawn = Drawn(
                        Population(guess[of], stratum[of], of, of),
                        Sample(units, truth[of[units]], chance[place]),
                        np.ones(len(of), dtype=bool),
                    )
                    made.append([[e.low, e.value, e.high] for e in estimate_rounds([drawn])])
            number = int(often(sizes, size, 2).sum())
            for code, label in enumerate(CODES):
                held, bias, width = [], [], []
                for made in found.values():
                    low, value, high = np.asarray(made, dtype=float)[:, code].T
                    held.append(f"{((low <= real[code]) & (real[code] <= high)).mean():.3f}")
                    bias.append(f"{value.mean() - real[code]:+.4f}")
                    width.append(f"{(high - low).mean():.3f}")
                cells = [name, size, label, f"{real[code]:.3f}", number, *held, *bias, *width]
                lines.append("| " + " | ".join(map(str, cells)) + " |")
    (HERE / "campaigns.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
