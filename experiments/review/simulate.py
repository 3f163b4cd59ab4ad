"""Simulate review sessions of which the right answers are known, and write results.md and results.json.

``python experiments/review/simulate.py --shared ../shared`` measures everything (``--part curves`` or
``--part coverage`` one part; the other stays as it is in results.json). ``--quick`` does so with very few
repeats, and writes nothing.

*Curves*: a classifier learns from 50 to 400 labels, of texts that were drawn at random or chosen by
``textmine.review`` in rounds of 50; it is measured on texts that could not be selected. *Coverage*: how often
the intervals of ``textmine.analysis.estimation`` hold the truth, on samples that the queue drew.
"""

import argparse
import functools
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from coverage import before_the_round, own_classifier, prepare, repeats, ridge, ridge_with_final
from learner import Learner
from report import written
from sessions import ACTIVE, HALF, RANDOM, Arm, scores, session, split
from tasks import Task, questions, sample, wrong
from threadpoolctl import threadpool_limits

HERE = Path(__file__).parent
RIGHT, ERRING = "right", "10 % wrong"
SHARE = {RIGHT: 0.0, ERRING: 0.1}
SIZES = [50, 100, 200, 400]
CLASSES = (0.0, 0.01, 0.05, 0.2, 1.01)
PREDICTIONS = {
    "before the round, own classifier": before_the_round,
    "cross-fitted ridge, mean of folds": ridge,
    "cross-fitted ridge, final model for the rest": ridge_with_final,
    "cross-fitted own classifier, mean of folds": own_classifier,
}


@dataclass(frozen=True)
class Curve:
    """Which learning curve to make, over how many splits; ``beyond`` are further sizes of the random arm."""

    task: Callable[[Path], Task]
    seeds: int
    reviewers: tuple[str, ...] = (RIGHT, ERRING)
    arms: tuple[Arm, ...] = (RANDOM, ACTIVE, HALF)
    sizes: tuple[int, ...] = tuple(SIZES)
    beyond: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cover:
    """Which intervals to check: ``models`` corpora halfway, ``draws`` samples of each."""

    task: Callable[[Path], Task]
    predictions: str
    models: int
    draws: int
    sizes: tuple[int, ...] = tuple(SIZES)
    reviewers: tuple[str, ...] = (RIGHT, ERRING)


def _responses(_: Path) -> Task:
    return sample("voorbeeld-zienswijzen", examples=False)


def _responses_with_examples(_: Path) -> Task:
    return sample("voorbeeld-zienswijzen", examples=True)


def _sessions(_: Path) -> Task:
    return sample("voorbeeld-regiosessies", examples=False)


def _test_half(shared: Path) -> Task:
    return questions(shared).halves()["test"]


CURVES = (
    Curve(questions, seeds=8, beyond=(600, 900)),
    Curve(_test_half, seeds=8, reviewers=(RIGHT,), arms=(RANDOM, ACTIVE), sizes=(50, 100, 200)),
    Curve(_responses, seeds=4, beyond=(600, 800)),
    Curve(
        _responses_with_examples,
        seeds=2,
        reviewers=(RIGHT,),
        arms=(RANDOM, ACTIVE),
        sizes=(50, 100, 200),
    ),
)
_BEFORE, _RIDGE, _FINAL, _OWN = PREDICTIONS
COVERS = (
    Cover(questions, _BEFORE, models=10, draws=50),
    Cover(questions, _RIDGE, models=10, draws=50),
    Cover(questions, _FINAL, models=10, draws=50, reviewers=(RIGHT,)),
    Cover(questions, _OWN, models=10, draws=6, sizes=(200,), reviewers=(RIGHT,)),
    Cover(_responses, _BEFORE, models=10, draws=50),
    Cover(_responses, _RIDGE, models=10, draws=50),
    Cover(_sessions, _BEFORE, models=10, draws=50, sizes=(50, 100, 200)),
)


class Tasks:
    """Learners per task, each made once."""

    def __init__(self, shared: Path) -> None:
        self._shared = shared
        self._made: dict[Callable[[Path], Task], Learner] = {}

    def learner(self, make: Callable[[Path], Task]) -> Learner:
        """Return the learner of a task."""
        if make not in self._made:
            self._made[make] = Learner(make(self._shared))
        return self._made[make]


def curves(tasks: Tasks, given: Iterable[Curve]) -> Iterator[list[dict]]:
    """Yield per curve one entry per dimension, reviewer, arm and size, with the figures of every seed."""
    for curve in given:
        found: dict[tuple, dict] = {}
        learner = tasks.learner(curve.task)
        for reviewer in curve.reviewers:
            for seed in range(curve.seeds):
                for row in _one_seed(learner, curve, reviewer, seed):
                    figures = {name: row.pop(name) for name in ("macro_f1", "micro_f1", "ece", "seen")}
                    entry = found.setdefault(tuple(row.values()), {**row, **{name: [] for name in figures}})
                    for name, value in figures.items():
                        entry[name].append(round(value, 4))
                told = f"{learner.task.name}, {reviewer}, seed {seed}"
                print(f"{told}: {time.process_time():.0f} s", flush=True)
        yield list(found.values())


def _one_seed(learner: Learner, curve: Curve, reviewer: str, seed: int) -> list[dict]:
    task = learner.task
    said = wrong(task, SHARE[reviewer], seed) if SHARE[reviewer] else task.codes
    pool, held_out = split(task, seed)
    rows = []
    for arm in curve.arms:
        sizes = [*curve.sizes, *(curve.beyond if arm is RANDOM and reviewer == RIGHT else ())]
        for state in session(learner, said, pool, arm, sizes, seed):
            for dimension, figures in zip(
                task.codebook.dimensions, scores(task, state.guesses, held_out), strict=True
            ):
                key = {"task": task.name, "dimension": dimension.id, "reviewer": reviewer, "arm": arm.name}
                truth = task.targets(dimension)
                seen = float((truth[state.labelled].sum(axis=0) > 0).sum())
                rows.append({**key, "size": state.size, **figures, "seen": seen})
    return rows


def coverage(tasks: Tasks, given: Iterable[Cover]) -> Iterator[list[dict]]:
    """Yield per cover and reviewer one entry per size and class of prevalence."""
    halfway = functools.cache(lambda make, share, model: prepare(tasks.learner(make), share, model))
    for cover in given:
        for reviewer in cover.reviewers:
            rows: list[dict] = []
            for model in range(cover.models):
                seeds = range(model * cover.draws, (model + 1) * cover.draws)
                made = halfway(cover.task, SHARE[reviewer], model)
                rows += repeats(made, PREDICTIONS[cover.predictions], cover.sizes, seeds)
            task = tasks.learner(cover.task).task.name
            key = {"task": task, "reviewer": reviewer, "predictions": cover.predictions}
            print(*key.values(), f"{time.process_time():.0f} s", flush=True)
            yield [{**key, **entry} for entry in _per_class(rows)]


def _per_class(rows: list[dict]) -> list[dict]:
    """Sum up per size and class of true prevalence; "needed" is the width that would just hold 95 %."""
    cells: dict[tuple[int, int], dict[str, list[dict]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        place = int(np.searchsorted(CLASSES, row["truth"], side="right")) - 1
        cells[row["size"], place][row["code"]].append(row)
    entries = []
    for (size, place), codes in sorted(cells.items()):
        every = [row for same in codes.values() for row in same]
        needed = [2 * np.quantile(np.abs([row["error"] for row in same]), 0.95) for same in codes.values()]
        held = [np.mean([row["holds_reference"] for row in same]) for same in codes.values()]
        means = {
            name: round(float(np.mean([row[name] for row in every])), 5)
            for name in ("holds_truth", "holds_reference", "width", "error")
        }
        entries.append(
            {
                "size": size,
                "class": [CLASSES[place], CLASSES[place + 1]],
                "codes": len(codes),
                "repeats": len(next(iter(codes.values()))),
                **means,
                "needed": round(float(np.mean(needed)), 5),
                "lowest": round(float(min(held)), 4),
            }
        )
    return entries


def main() -> None:
    """Measure what is asked and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--part", choices=("curves", "coverage", "all", "none"), default="all")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    tasks = Tasks(asked.shared)
    parts = {
        "curves": curves(tasks, _curves(asked.quick)),
        "coverage": coverage(tasks, _covers(asked.quick)),
    }
    results: dict = {}
    with threadpool_limits(limits=1):
        for name, part in parts.items():
            if asked.part in (name, "all"):
                began = time.process_time()
                entries = [entry for some in part for entry in some]
                found = {name: entries, "seconds": {name: round(time.process_time() - began)}}
                results = found if asked.quick else _kept(found)
    if asked.quick:
        print(written(results))
    else:
        (HERE / "results.md").write_text(written(_kept({})), "utf-8")


def _kept(found: dict) -> dict:
    """Put ``found`` in the place of the same parts in results.json, and return all that is there."""
    target = HERE / "results.json"
    results = json.loads(target.read_text("utf-8")) if target.exists() else {}
    seconds = {**results.get("seconds", {}), **found.get("seconds", {})}
    results = {**results, **found, "seconds": seconds}
    if found:
        target.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return results


def _curves(quick: bool) -> Iterable[Curve]:  # noqa: FBT001 - a flag of the command line
    few = {"seeds": 2, "sizes": (50, 100), "beyond": ()}
    return [replace(curve, **few) for curve in CURVES[:3]] if quick else CURVES


def _covers(quick: bool) -> Iterable[Cover]:  # noqa: FBT001
    few = {"models": 1, "draws": 5, "sizes": (50, 200)}
    return [replace(cover, **few) for cover in COVERS] if quick else COVERS


if __name__ == "__main__":
    main()
