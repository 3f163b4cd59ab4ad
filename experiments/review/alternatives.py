"""Compare ways of choosing texts and write alternatives.md.

Made by `python experiments/review/alternatives.py --shared ../shared`. The way that `textmine.review.active`
has was settled on the tune halves; the test halves were looked at afterwards. All ways choose 50 texts at a
time, of which the classifier (`quick.py`, in which one training takes a fraction of the time) then learns the
true codes. Macro-F1 on held-out texts, the mean over dimensions; in brackets the 95 % interval of the mean
over seeds, in the last column of the mean difference with random selection on the same splits.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from figures import mean_of
from numpy.typing import NDArray
from quick import Quick
from sessions import BATCH, population, scores, split
from tasks import Task, questions, sample
from threadpoolctl import threadpool_limits

from textmine.review import active
from textmine.review.population import Guesses, Population

HERE = Path(__file__).parent
LABELS = 200
SHOWN = (100, 200)
Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Choose = Callable[[Population, int, int], Whole]


@dataclass(frozen=True)
class Balanced:
    """Choose for the code with the fewest labels, with other settings than the project's.

    ``power`` is that of the need; ``unsure`` and ``distance`` are powers of uncertainty and of the distance
    to what is in the batch. With ``expected`` a text counts, and is chosen, for all codes as far as they are
    likely.
    """

    power: float = 8.0
    unsure: float = 1.0
    distance: float = 1.0
    expected: bool = False

    def __call__(self, texts: Population, count: int, seed: int) -> Whole:
        """Return the rows of ``count`` open texts."""
        del seed
        free = np.flatnonzero(~texts.decided)
        vectors, near, left = active.directions(texts, free), np.zeros(len(free)), np.ones(len(free))
        value = {g.dimension: self._value(g.rows(free)) for g in texts.guesses}
        counts = {g.dimension: active.decisions(g, texts.decided) for g in texts.guesses}
        rows: list[int] = []
        for name in _turns(texts, count):
            need = ((1 + counts[name].min()) / (1 + counts[name])) ** self.power
            score = value[name] * need * (left * np.maximum(1 - near, 1e-6) ** self.distance)[:, None]
            if self.expected:
                best, code = int(score.sum(axis=1).argmax()), None
            else:
                best, code = divmod(int(score.argmax()), score.shape[1])
            rows.append(best)
            left[best] = 0.0
            for guess in texts.guesses:
                likely = guess.probability[free[best]].copy()
                if guess.dimension == name and code is not None:
                    likely[code] = 1.0
                counts[guess.dimension] = counts[guess.dimension] + likely
            near = np.maximum(near, vectors @ vectors[best])
        return free[rows]

    def _value(self, guesses: Guesses) -> Real:
        return np.maximum(guesses.probability * (0.05 + _unsure(guesses)) ** self.unsure, 1e-6)


def _unsure(guesses: Guesses) -> Real:
    if guesses.multiple:
        return np.asarray(1 - np.abs(2 * guesses.probability - 1))
    ordered = np.sort(guesses.probability, axis=1)
    return np.asarray(1 - (ordered[:, -1] - ordered[:, -2]))[:, None]


def _turns(texts: Population, count: int) -> list[str]:
    return [texts.guesses[number % len(texts.guesses)].dimension for number in range(count)]


def at_random(texts: Population, count: int, seed: int) -> Whole:
    """Take any open texts."""
    return np.random.default_rng(seed).permutation(np.flatnonzero(~texts.decided))[:count]


def most_unsure(texts: Population, count: int, seed: int) -> Whole:
    """Take the texts of which the model is least sure, per dimension in turn."""
    del seed
    free = np.flatnonzero(~texts.decided)
    left = np.ones(len(free), dtype=bool)
    unsure = {g.dimension: _unsure(g.rows(free)).max(axis=1) for g in texts.guesses}
    rows = []
    for name in _turns(texts, count):
        rows.append(int(np.where(left, unsure[name], -1.0).argmax()))
        left[rows[-1]] = False
    return free[rows]


def unsure_and_rare(texts: Population, count: int, seed: int) -> Whole:
    """Take unsure texts of rare codes, unlike each other: what the project did before.

    Uncertainty times the rarity of the codes that a text may have, which does not change within a batch;
    rare is what was decided, and is expected, seldom.
    """
    del seed
    free = np.flatnonzero(~texts.decided)
    vectors, near, left = active.directions(texts, free), np.zeros(len(free)), np.ones(len(free))
    score = {g.dimension: _unsure_and_rare(g, texts.decided)[free] for g in texts.guesses}
    rows = []
    for name in _turns(texts, count):
        best = int((left * score[name] * np.maximum(1 - near, 1e-6)).argmax())
        rows.append(best)
        left[best] = 0.0
        near = np.maximum(near, vectors @ vectors[best])
    return free[rows]


def _unsure_and_rare(guesses: Guesses, decided: NDArray[np.bool_]) -> Real:
    known = guesses.assigned[decided].sum(axis=0)
    rare = ((1.0 + known) * (1.0 + guesses.probability[~decided].sum(axis=0))) ** -0.25
    rare = rare / rare.max()
    unsure = _unsure(guesses)
    if guesses.multiple:
        return np.asarray((unsure * rare).max(axis=1))
    second, first = np.argsort(guesses.probability, axis=1)[:, -2:].T
    rows = np.arange(len(first))
    high, low = guesses.probability[rows, first], guesses.probability[rows, second]
    return np.asarray(unsure[:, 0] * (high * rare[first] + low * rare[second]) / np.maximum(high + low, 1e-6))


def the_project(texts: Population, count: int, seed: int) -> Whole:
    """Choose as ``textmine.review.active`` does."""
    names = [g.dimension for g in texts.guesses]
    turns = _turns(texts, count)
    return active.pick(texts, {n: turns.count(n) for n in names}, np.zeros(0, np.int64), seed).rows


WAYS: dict[str, Choose] = {
    "random": at_random,
    "uncertainty only": most_unsure,
    "uncertainty x rarity, far apart (before)": unsure_and_rare,
    "need by expected counts, power 2, no uncertainty": Balanced(power=2, unsure=0, expected=True),
    "need, power 2": Balanced(power=2),
    "need, power 4": Balanced(power=4),
    "**need, power 8 (chosen)**": the_project,
    "need, power 50": Balanced(power=50),
    "chosen, without uncertainty": Balanced(unsure=0),
    "chosen, without distance": Balanced(distance=0),
}


@dataclass(frozen=True)
class Setting:
    """A set of texts to compare on, over so many splits."""

    name: str
    make: Callable[[Path], Task]
    seeds: int


SETTINGS = (
    Setting("kamervragen, tune", lambda shared: questions(shared).halves()["tune"], 16),
    Setting("kamervragen, every theme a code, tune", lambda s: questions(s, 1).halves()["tune"], 12),
    Setting("zienswijzen, no examples, tune", lambda _: _responses().halves()["tune"], 8),
    Setting("kamervragen, test", lambda shared: questions(shared).halves()["test"], 16),
    Setting("zienswijzen, no examples, test", lambda _: _responses().halves()["test"], 8),
)


def _responses() -> Task:
    return sample("voorbeeld-zienswijzen", examples=False)


def run(quick: Quick, choose: Choose, seed: int) -> list[float]:
    """Return macro-F1 on held-out texts, the mean over dimensions, after each number of ``SHOWN`` labels."""
    task = quick.task
    pool, held_out = split(task, seed)
    labelled, rows = pool[: task.begin], np.sort(pool)
    guesses, found = quick.learn(labelled), []
    for size in range(BATCH, LABELS + 1, BATCH):
        texts = population(task, guesses, task.codes, labelled, rows)
        chosen = rows[choose(texts, size - len(labelled), 1000 * seed + size)]
        labelled = np.concatenate([labelled, chosen])
        guesses = quick.learn(labelled)
        if size in SHOWN:
            found.append(float(np.mean([f["macro_f1"] for f in scores(task, guesses, held_out)])))
    return found


def main() -> None:
    """Compare all ways on all settings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    lines = [f"# Ways of choosing texts\n\n{__doc__.split(chr(10), 2)[2].strip()}\n"]
    with threadpool_limits(limits=1):
        for setting in SETTINGS:
            quick = Quick(setting.make(shared))
            lines += [f"## {setting.name}\n", f"{len(quick.task.ids)} texts, {setting.seeds} seeds.\n"]
            lines += ["| way | 100 labels | 200 labels | 200 labels, less random's |", "|---|---|---|---|"]
            base = None
            for name, choose in WAYS.items():
                values = np.asarray([run(quick, choose, seed) for seed in range(setting.seeds)])
                base = values if base is None else base
                cells = [mean_of(values[:, 0]), mean_of(values[:, 1]), mean_of(values[:, 1] - base[:, 1])]
                shown = (f"{mean:.3f} ({low:.3f} to {high:.3f})" for mean, low, high in cells)
                lines.append(f"| {name} | {' | '.join(shown)} |")
                print(setting.name, lines[-1], f"{time.process_time():.0f} s", flush=True)
            lines.append("")
    (HERE / "alternatives.md").write_text("\n".join(lines).rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
