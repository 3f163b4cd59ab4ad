"""The points of a learning curve: which texts a model knew, and which were drawn to measure it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.analysis.estimation_units import joined_clusters
from textmine.codebook import Codebook
from textmine.errors import ConservationError
from textmine.models.calibration import codes_matrix
from textmine.models.coded import Coded, set_aside
from textmine.models.lessons import Taken
from textmine.review.present import present
from textmine.review.rounds import Round
from textmine.tables import Groups, Statements, Strata

Truth = NDArray[np.bool_]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Names = NDArray[np.str_]


@dataclass(frozen=True)
class Said:
    """One row per statement, by id, with the ``text`` that it says and its ``document``, as numbers.

    ``coded`` are the statements that people coded, ``place`` their rows; ``aside`` are the rows of those that
    they set aside.
    """

    rows: pd.DataFrame
    text: Whole
    document: Whole
    coded: tuple[Coded, ...]
    place: Whole
    aside: Whole

    @classmethod
    def of(
        cls, statements: pd.DataFrame, groups: pd.DataFrame, held: Taken, coded: Sequence[Coded]
    ) -> "Said":
        """Put statements and decisions side by side.

        Raises
        ------
        ConservationError
            When a statement has no group.
        """
        names = [Statements.id, Statements.document_id, Statements.text, Statements.heading]
        rows = statements[names].sort_values(Statements.id, ignore_index=True)
        group = groups.set_index(Groups.statement_id)[Groups.group].reindex(rows[Statements.id])
        if group.isna().any():
            raise ConservationError(
                "learn: een uitspraak staat niet in de tabel groups; voer 'textmine run' opnieuw uit"
            )
        at = {name: row for row, name in enumerate(rows[Statements.id].tolist())}
        aside = [at[name] for name, found in held.current.items() if set_aside(found) is not None]
        return cls(
            rows=rows,
            text=_numbers(group.tolist()),
            document=_numbers(rows[Statements.document_id].tolist()),
            coded=tuple(coded),
            place=np.asarray([at[row.embedding] for row in coded], dtype=np.int64),
            aside=np.asarray(sorted(aside), dtype=np.int64),
        )

    @cached_property
    def ids(self) -> Names:
        """The ids, ascending."""
        return np.asarray(self.rows[Statements.id].tolist(), dtype=np.str_)

    @cached_property
    def texts(self) -> int:
        """How many distinct texts there are."""
        return int(self.text.max(initial=-1)) + 1

    def in_dimension(self, dimension: str) -> Truth:
        """Say which of ``coded`` have codes in ``dimension``."""
        return np.asarray([dimension in row.codes for row in self.coded], dtype=bool)

    def count(self, rows: Whole) -> int:
        """Count the distinct texts that these statements say."""
        return len(np.unique(self.text[rows]))


@dataclass(frozen=True)
class Point:
    """A model that knew the texts ``known`` (true per text); ``round`` is missing for the present one.

    Per text: ``stratum`` in the sample of the round, -1 for those that are not in it, and the ``chance`` with
    which it was drawn.
    """

    round: int | None
    known: Truth
    stratum: Whole
    chance: Real


@dataclass(frozen=True)
class Measured:
    """Statements to measure on in one dimension: their rows, true codes, weight, and cluster."""

    rows: Whole
    truth: Truth
    weight: Real
    cluster: Whole


def points(said: Said, rounds: Sequence[Round]) -> list[Point]:
    """Return one point per round, by number, and the present."""
    found = [_point(said, one) for one in sorted(rounds, key=lambda each: each.number)]
    everything = np.ones(said.texts, dtype=bool)
    nothing = np.full(said.texts, -1), np.zeros(said.texts)
    return [*found, Point(None, everything, *nothing)]


def _point(said: Said, drawn: Round) -> Point:
    there = present(drawn, said.ids, said.text)
    decided = set(drawn.strata.loc[drawn.strata[Strata.known].to_numpy(bool), Strata.stratum])
    known = np.zeros(said.texts, dtype=bool)
    known[there.text[np.isin(there.stratum, sorted(decided))]] = True
    stratum, chance = np.full(said.texts, -1), np.zeros(said.texts)
    numbers = np.unique(there.stratum, return_inverse=True)[1]
    chances = drawn.chances
    for text, number, name in zip(there.text.tolist(), numbers.tolist(), there.ids.tolist(), strict=True):
        if name in chances:
            stratum[text], chance[text] = number, chances[name]
    return Point(drawn.number, known, stratum, chance)


def audit(said: Said, point: Point, dimension: str, codebook: Codebook) -> Measured:
    """Return what people coded of the sample of a round, each text standing for others by 1 / chance.

    While some of a stratum have no decision, those that have stand for the whole (as in the estimates).
    Statements that were set aside are decided, but have no code to find: they are not measured on.
    """
    chosen = np.flatnonzero(said.in_dimension(dimension) & (point.stratum[said.text[said.place]] >= 0))
    rows = said.place[chosen]
    decided = np.zeros(said.texts, dtype=bool)
    decided[said.text[rows]] = True
    decided[said.text[said.aside]] = True
    sample = np.flatnonzero(point.stratum >= 0)
    drawn = np.bincount(point.stratum[sample], minlength=1)
    done = np.bincount(point.stratum[sample[decided[sample]]], minlength=len(drawn))
    text = said.text[rows]
    weight = drawn[point.stratum[text]] / np.maximum(done[point.stratum[text]], 1) / point.chance[text]
    return Measured(
        rows=rows,
        truth=_truth(said, chosen, dimension, codebook),
        weight=np.asarray(weight, dtype=np.float64),
        cluster=joined_clusters(said.document[rows], text),
    )


def held_out(said: Said, chosen: Truth, cluster: Whole, dimension: str, codebook: Codebook) -> Measured:
    """Return those of ``chosen`` (of ``coded``) that have codes in ``dimension``; all count alike."""
    mine = np.flatnonzero(chosen & said.in_dimension(dimension))
    truth = _truth(said, mine, dimension, codebook)
    return Measured(said.place[mine], truth, np.ones(len(mine)), cluster[mine])


def _truth(said: Said, chosen: Whole, dimension: str, codebook: Codebook) -> Truth:
    codes = [said.coded[number].codes[dimension] for number in chosen.tolist()]
    return np.asarray(codes_matrix(codes, codebook.by_id[dimension]) > 0)


def _numbers(names: Sequence[str]) -> Whole:
    return np.unique(np.asarray(names, dtype=np.str_), return_inverse=True)[1].astype(np.int64)
