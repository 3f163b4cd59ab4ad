"""Review sessions that are simulated: who is asked what, and how good the classifier is after that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from learner import Labels, Learner, Whole
from tasks import Task

from textmine.models.calibration import codes_matrix
from textmine.models.scores import expected_calibration_error, macro_f1, micro_f1
from textmine.review.population import Guesses, Population
from textmine.review.queue import Plan, select
from textmine.tables import Queue

BATCH = 50
"""Texts per round; between rounds the classifier is trained again."""

_HELD_OUT = 4
"""One in so many groups of texts is never selectable: there the classifier is measured."""


@dataclass(frozen=True)
class Arm:
    """A way to select; ``share`` is the part of a queue that is drawn by chance, None without a queue."""

    name: str
    share: float | None


RANDOM = Arm("random", None)
ACTIVE = Arm("active", 0.0)
HALF = Arm("half and half", 0.5)


@dataclass(frozen=True)
class State:
    """After ``size`` labels: the labelled rows, and what the classifier says of every text of the task."""

    size: int
    labelled: Whole
    guesses: tuple[Guesses, ...]


def split(task: Task, seed: int) -> tuple[Whole, Whole]:
    """Return selectable rows, in random order, and held-out rows; texts that are alike stay together."""
    chance = np.random.default_rng(seed)
    side = chance.permutation(int(task.groups.max()) + 1) % _HELD_OUT
    return chance.permutation(np.flatnonzero(side[task.groups])), np.flatnonzero(side[task.groups] == 0)


def population(
    task: Task, guesses: tuple[Guesses, ...], said: Labels, labelled: Whole, rows: Whole
) -> Population:
    """Return ``rows`` as a population; where people decided, the codes are what they ``said``."""
    decided = np.zeros(len(task.ids), dtype=bool)
    decided[labelled] = True
    found = []
    for dimension, guess in zip(task.codebook.dimensions, guesses, strict=True):
        given = codes_matrix([said[dimension.id][row] for row in labelled.tolist()], dimension)
        probability, assigned = guess.probability.copy(), guess.assigned.copy()
        probability[labelled], assigned[labelled] = given, given > 0
        changed = Guesses(guess.dimension, guess.codes, guess.multiple, probability, assigned)
        found.append(changed.rows(rows))
    return Population(
        ids=task.ids[rows],
        sizes=np.ones(len(rows), np.int64),
        sources=task.sources[rows],
        decided=decided[rows],
        guesses=tuple(found),
        vectors=task.vectors,
        vector=rows,
    )


def session(  # noqa: PLR0913, PLR0917 - a session is all of this
    learner: Learner, said: Labels, pool: Whole, arm: Arm, sizes: Sequence[int], seed: int
) -> Iterator[State]:
    """Yield the state after each of ``sizes`` labels; ``pool`` is in random order, its first ones start.

    Without a queue the next texts of ``pool`` are asked, and nothing is trained in between. With one, rounds
    of ``BATCH`` texts go out, and the classifier is trained on all labels after each.
    """
    if arm.share is None:
        for size in sizes:
            yield State(size, pool[:size], learner.learn(pool[:size], said))
        return
    rows = np.sort(pool)
    labelled = pool[: learner.task.begin]
    guesses = learner.learn(labelled, said)
    rounds = sorted({*range(BATCH, max(sizes) + 1, BATCH), *sizes})
    for number, size in enumerate(rounds, 1):
        plan = Plan(
            size=size - len(labelled),
            share=arm.share,
            dimension=learner.task.codebook.dimensions[0].id,
            number=number,
            seed=seed,
        )
        found = select(population(learner.task, guesses, said, labelled, rows), plan).queue
        asked = np.searchsorted(learner.task.ids, np.sort(found[Queue.statement_id].to_numpy(np.str_)))
        labelled = np.concatenate([labelled, asked])
        guesses = learner.learn(labelled, said)
        if size in sizes:
            yield State(size, labelled, guesses)


def scores(task: Task, guesses: tuple[Guesses, ...], rows: Whole) -> list[dict[str, float | str]]:
    """Return the figures of ``rows`` against the truth, one entry per dimension."""
    found = []
    for dimension, guess in zip(task.codebook.dimensions, guesses, strict=True):
        truth, assigned = task.targets(dimension)[rows] > 0, guess.assigned[rows]
        weighed = np.ones_like(assigned) if dimension.multiple else assigned
        found.append(
            {
                "dimension": dimension.id,
                "macro_f1": macro_f1(truth, assigned),
                "micro_f1": micro_f1(truth, assigned),
                "ece": expected_calibration_error(guess.probability[rows][weighed], truth[weighed]),
            }
        )
    return found
