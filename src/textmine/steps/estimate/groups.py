"""For whom shares are estimated: everything, regions, tiers, and codes that are groups; in all units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.analysis.estimation import Rules
from textmine.analysis.estimation_design import Real, Truth
from textmine.analysis.estimation_result import Estimate, Key, none_there, refused
from textmine.analysis.estimation_rounds import (
    Drawn,
    estimate_rounds,
    estimate_units_rounds,
    estimate_within_rounds,
    size_of,
)
from textmine.codebook import Codebook, Dimension
from textmine.corpus import Corpus
from textmine.steps.estimate.draws import Draw, now
from textmine.steps.estimate.said import Judged, Said


@dataclass(frozen=True)
class Group:
    """Some of the statements that count, in the order of those."""

    kind: str
    name: str | None
    rows: Truth


@dataclass(frozen=True)
class About:
    """What is known in one dimension: predictions and decisions, per statement and code."""

    dimension: Dimension
    predictions: Real
    judged: Judged


def groups_of(said: Said, corpus: Corpus) -> list[Group]:
    """Return everything, then the regions and tiers that the corpus names."""
    found = [Group("all", None, np.ones(int(said.counts.sum()), dtype=bool))]
    named = {"region": [r.id for r in corpus.regions], "tier": [t.id for t in corpus.tiers]}
    for kind, names in named.items():
        place = said.places[kind][said.counts]
        found += [Group(kind, name, place == name) for name in names]
    return found


def estimates(
    said: Said,
    draws: Sequence[Draw],
    about: Mapping[str, About],
    corpus: Corpus,
    codebook: Codebook,
    rules: Rules,
) -> Iterator[tuple[Key, Estimate]]:
    """Yield the estimates of all dimensions, in order of dimension, unit, group and code."""
    groups = groups_of(said, corpus)
    for one in about.values():
        rounds = Rounds.of(said, draws, one)
        for group in groups:
            yield from _statements(rounds, said, group, one, rules)
        for name in codebook.estimate_within:
            if name != one.dimension.id:
                yield from _within(said, draws, one, about[name], rules)


@dataclass(frozen=True)
class Rounds:
    """The rounds of one dimension, and all that people decided on by ``now``."""

    rounds: tuple[Drawn, ...]
    now: Drawn

    @classmethod
    def of(cls, said: Said, draws: Sequence[Draw], about: About) -> "Rounds":
        """Return all rounds."""
        return cls(
            tuple(draw.of(said, about.judged, about.predictions) for draw in draws),
            now(said, about.judged, about.predictions),
        )

    def inside(self, rows: Truth) -> tuple[Drawn, ...]:
        """Return what an estimate about ``rows`` rests on: the rounds, or a count where all was judged."""
        last = self.now.inside(rows)
        return (last,) if size_of(last).complete else tuple(drawn.inside(rows) for drawn in self.rounds)


def _statements(
    rounds: Rounds, said: Said, group: Group, about: About, rules: Rules
) -> Iterator[tuple[Key, Estimate]]:
    """Estimate all units for one group; nothing where there is no round and not everything was judged."""
    units = {name: numbers[said.counts][group.rows] for name, numbers in said.units.items()}
    if not group.rows.any():
        nobody = (refused(0, 0, 0.0, none_there()),) * len(about.dimension.codes)
        made = dict.fromkeys(("statements", *units), nobody)
    elif own := rounds.inside(group.rows):
        statements = estimate_rounds(own, rules)
        made = {"statements": statements}
        for name, unit in units.items():
            made[name] = estimate_units_rounds(own, unit, statements, rules)
    else:
        return
    for name, found in made.items():
        yield from _keyed(about.dimension, name, group.kind, group.name, found)


def _within(
    said: Said, draws: Sequence[Draw], about: About, group: About, rules: Rules
) -> Iterator[tuple[Key, Estimate]]:
    """Estimate shares among the statements that have a main code of another dimension."""
    both = Judged(about.judged.known & group.judged.known, about.judged.labels)
    everything = np.ones(int(said.counts.sum()), dtype=bool)
    rounds = Rounds.of(said, draws, About(about.dimension, about.predictions, both)).inside(everything)
    if not rounds or not len(everything):
        return
    for number, code in enumerate(group.dimension.codes):
        if code.parent is None:
            member = group.predictions[said.counts, number]
            found = estimate_within_rounds(rounds, member, group.judged.labels[said.counts, number], rules)
            yield from _keyed(about.dimension, "statements", group.dimension.id, code.code, found)


def _keyed(
    dimension: Dimension, unit: str, kind: str, name: str | None, found: Sequence[Estimate]
) -> Iterator[tuple[Key, Estimate]]:
    for code, made in zip(dimension.codes, found, strict=True):
        yield Key(dimension.id, code.code, unit, kind, name), made
