"""A review queue: a probability sample to count with and chosen texts to learn from, shuffled together.

The sample is drawn first, from all open texts; chosen texts come from what is left. So a text that is both
drawn and worth choosing is in the sample, and what is chosen has no effect on what can be drawn.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from textmine.errors import QueueError
from textmine.review import active, sample
from textmine.review.population import Population, Real, Whole
from textmine.tables import ACTIVE, SAMPLE, Queue, RoundTexts, Strata, frame


@dataclass(frozen=True, slots=True)
class Plan:
    """What people ask for: ``size`` texts, a ``share`` of them drawn by chance, in strata of ``dimension``.

    ``number`` counts the rounds of a corpus; no number is used twice. Each stratum gets at least
    ``minimum`` texts (2, so that its variance can be estimated), and is not smaller than ``smallest`` texts
    if it can be joined; see ``sample.allocate`` for ``power``.

    Raises
    ------
    QueueError
        When a value cannot be.
    """

    size: int
    share: float
    dimension: str
    number: int
    seed: int
    minimum: int = 2
    smallest: int = 10
    power: float = 0.5

    def __post_init__(self) -> None:
        """Refuse values that cannot be."""
        if self.size < 0:
            raise QueueError(f"de wachtrij kan geen {self.size} teksten hebben; geef 0 of meer")
        for name, value in (("het deel van de steekproef", self.share), ("de macht", self.power)):
            if not 0 <= value <= 1:
                raise QueueError(f"{name} is {value}; geef een getal van 0 tot en met 1, bijvoorbeeld 0.5")
        if self.number < 1:
            raise QueueError(f"ronde {self.number} bestaat niet; rondes tellen vanaf 1")
        if self.minimum < 1 or self.smallest < 1:
            raise QueueError("het kleinste aantal teksten van een groep is 1 of meer")


@dataclass(frozen=True, slots=True)
class Selected:
    """The ``queue`` (schema ``Queue``), what it was drawn from (``Strata``), and the stratum of every text.

    Whoever estimates from this round takes those of ``texts`` (``RoundTexts``) that are in the stratum of
    known ones with the codes they have. ``remarks`` say in Dutch what is other than asked.
    """

    queue: pd.DataFrame
    strata: pd.DataFrame
    texts: pd.DataFrame
    remarks: tuple[str, ...]


def select(population: Population, plan: Plan) -> Selected:
    """Make the queue of one round; the same texts in another order give the same queue.

    Raises
    ------
    QueueError
        When the population has no dimension ``plan.dimension``.
    """
    texts = population.by_id()
    undecided = np.flatnonzero(~texts.decided)
    size = min(plan.size, len(undecided))
    drawn = _sample(texts, undecided, plan, int(plan.share * size + 0.5))
    picks = active.pick(texts, _quotas(texts, size - len(drawn.rows)), drawn.rows, plan.seed)
    return Selected(
        queue=_queue(texts, plan, drawn, picks),
        strata=_strata(texts, plan, undecided, drawn),
        texts=_texts(texts, undecided, drawn),
        remarks=_remarks(plan, len(texts.ids), len(undecided)),
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The strata of the open texts, how many were drawn from each, and which: row and stratum of each."""

    strata: sample.Stratified
    counts: Whole
    rows: Whole
    stratum: Whole

    @property
    def probability(self) -> Real:
        """The inclusion probability in each stratum."""
        return np.asarray(self.counts / self.strata.counts)


def _sample(texts: Population, undecided: Whole, plan: Plan, size: int) -> _Drawn:
    certain = sample.often(texts.sizes[undecided], size, plan.minimum)
    others, left = undecided[~certain], size - int(certain.sum())
    guesses = texts.of(plan.dimension).rows(others)
    rest = sample.strata(guesses, texts.sources[others], plan.smallest, max(left, 1) // plan.minimum)
    strata = sample.joined(certain, rest)
    counts = strata.counts
    counts[[name != sample.OFTEN for name in strata.names]] = sample.allocate(
        rest.counts, left, plan.minimum, plan.power
    )
    chance = sample.numbers(texts.ids[undecided], plan.seed, plan.number, "sample")
    found = sample.draw(strata, chance, counts)
    return _Drawn(strata, counts, undecided[found], strata.stratum[found])


def _quotas(texts: Population, size: int) -> dict[str, int]:
    """Divide the chosen texts equally over the dimensions; the first ones get what is left over."""
    each, more = divmod(size, len(texts.guesses))
    return {g.dimension: each + (number < more) for number, g in enumerate(texts.guesses)}


def _queue(texts: Population, plan: Plan, drawn: _Drawn, picks: active.Picks) -> pd.DataFrame:
    """Build the queue in an order that has nothing to do with how a text came in."""
    ids = texts.ids[np.concatenate([drawn.rows, picks.rows])]
    order = np.argsort(sample.numbers(ids, plan.seed, plan.number, "order"), kind="stable")
    names, chances = drawn.strata.names, drawn.probability
    of_sample = [
        (SAMPLE, names[stratum], float(chances[stratum]), None, None) for stratum in drawn.stratum.tolist()
    ]
    of_active = [
        (ACTIVE, None, None, dimension, float(score))
        for dimension, score in zip(picks.dimension, picks.score, strict=True)
    ]
    every = [*of_sample, *of_active]
    rows = [every[place] for place in order.tolist()]
    part, stratum, probability, dimension, score = zip(*rows, strict=True) if rows else ((),) * 5
    return frame(
        Queue,
        {
            Queue.round: [plan.number] * len(rows),
            Queue.statement_id: ids[order].tolist(),
            Queue.part: part,
            Queue.stratum: stratum,
            Queue.inclusion_probability: probability,
            Queue.order: range(len(rows)),
            Queue.dimension: dimension,
            Queue.score: score,
        },
    )


def _strata(texts: Population, plan: Plan, undecided: Whole, drawn: _Drawn) -> pd.DataFrame:
    """Build the table of strata; texts with a decision are one that is taken whole."""
    decided = int(texts.decided.sum())
    counts = drawn.strata.counts.tolist()
    said = np.bincount(drawn.strata.stratum, texts.sizes[undecided], len(counts)).astype(np.int64)
    probability = drawn.probability.tolist() if len(drawn.rows) else [None] * len(counts)
    return frame(
        Strata,
        {
            Strata.round: [plan.number] * (1 + len(counts)),
            Strata.stratum: [sample.KNOWN, *drawn.strata.names],
            Strata.known: [True, *[False] * len(counts)],
            Strata.texts: [decided, *counts],
            Strata.statements: [int(texts.sizes[texts.decided].sum()), *said.tolist()],
            Strata.drawn: [decided, *drawn.counts.tolist()],
            Strata.inclusion_probability: [1.0, *probability],
        },
    )


def _texts(texts: Population, undecided: Whole, drawn: _Drawn) -> pd.DataFrame:
    """Say of every text which stratum it was in."""
    stratum = np.full(len(texts.ids), sample.KNOWN, dtype=object)
    stratum[undecided] = np.asarray(drawn.strata.names, dtype=object)[drawn.strata.stratum]
    return frame(RoundTexts, {RoundTexts.statement_id: texts.ids.tolist(), RoundTexts.stratum: stratum})


def _remarks(plan: Plan, texts: int, undecided: int) -> tuple[str, ...]:
    if plan.size <= undecided or not texts:
        return ()
    if not undecided:
        return (f"U vroeg {plan.size} teksten, maar over alle teksten is al een oordeel.",)
    one = undecided == 1
    number = "is nog 1 tekst" if one else f"zijn nog {undecided} teksten"
    all_in = "Die staat erin" if one else "Ze staan er allemaal in"
    return (f"U vroeg {plan.size} teksten, maar er {number} zonder oordeel. {all_in}.",)
