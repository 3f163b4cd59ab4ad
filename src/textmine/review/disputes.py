"""On which statements coders differ, and who said what: what a third person must settle."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from textmine.codebook import Codebook
from textmine.review.columns import DOUBT
from textmine.review.issued import DISPUTES, ROUND, parse
from textmine.review.rounds import Round
from textmine.tables import CODING_VERDICTS, Decisions


class Opinion(NamedTuple):
    """What one person decided last about one dimension of a statement.

    ``codes`` are as they are called now, when exactly one code replaced an older one.
    """

    reviewer: str
    verdict: str
    codes: tuple[str, ...]
    note: str

    @property
    def outcome(self) -> tuple[str, ...]:
        """What it comes down to: the same codes agree, whether they were accepted, changed or given."""
        return ("codes", *sorted(self.codes)) if self.verdict in CODING_VERDICTS else (self.verdict,)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A statement that coders differ on.

    ``opinions`` holds for every dimension that somebody decided on, in codebook order, who said what, by
    name; doubts are among them. ``differing`` are the dimensions to settle, in codebook order.
    """

    statement: str
    opinions: Mapping[str, tuple[Opinion, ...]]
    differing: tuple[str, ...]

    @property
    def parties(self) -> frozenset[str]:
        """Who decided on a dimension that is to be settled; people in doubt are no party."""
        opinions = (each for name in self.differing for each in self.opinions[name])
        return frozenset(each.reviewer for each in opinions if each.verdict != DOUBT)


class _Given(NamedTuple):
    """An opinion with its place among all decisions."""

    number: int
    opinion: Opinion


_Key = tuple[str, str]
"""A statement and a dimension."""


def disputes(
    decisions: pd.DataFrame, rounds: Sequence[Round], codebook: Codebook, hashes: Mapping[str, str]
) -> tuple[Dispute, ...]:
    """Return the statements to settle, by id, out of all ``decisions`` in order of arrival.

    Coders differ when their last decisions in workbooks of rounds, about the text as ``hashes`` has it, come
    down to something else in a dimension; a doubt differs from nothing. Only statements that went out in
    that round count, not the copies that followed. A difference is settled by the last decision in a
    workbook of disputes, unless that is a doubt, or a coder came to something else after it.
    """
    sent = {(each.number, name) for each in rounds for name in each.sent}
    coded: dict[_Key, dict[str, _Given]] = defaultdict(dict)
    settled: dict[_Key, _Given] = {}
    issued = {name: parse(str(name)) for name in decisions[Decisions.workbook].unique()}
    for number, row in enumerate(decisions.itertuples(index=False)):
        statement, dimension, workbook = str(row.statement_id), str(row.dimension), issued[row.workbook]
        if workbook is None or dimension not in codebook.by_id or hashes.get(statement) != row.text_hash:
            continue
        given = _Given(number, _opinion(row, codebook))
        if workbook.kind == DISPUTES:
            settled[statement, dimension] = given
        elif workbook.kind == ROUND and (workbook.round, statement) in sent:
            coded[statement, dimension][given.opinion.reviewer.casefold()] = given
    differing = {key for key, of in coded.items() if _differ(of) and not _is_settled(of, settled.get(key))}
    return tuple(
        Dispute(
            statement=statement,
            opinions={
                each.id: tuple(given.opinion for _, given in sorted(coded[statement, each.id].items()))
                for each in codebook.dimensions
                if (statement, each.id) in coded
            },
            differing=tuple(each.id for each in codebook.dimensions if (statement, each.id) in differing),
        )
        for statement in sorted({statement for statement, _ in differing})
    )


def _opinion(row: Any, codebook: Codebook) -> Opinion:
    dimension = codebook.by_id[str(row.dimension)]
    codes = row.codes.split("|") if isinstance(row.codes, str) else ()
    return Opinion(
        reviewer=str(row.reviewer),
        verdict=str(row.verdict),
        codes=tuple(dict.fromkeys(dimension.current(code) for code in codes)),
        note=row.note if isinstance(row.note, str) else "",
    )


def _differ(of: Mapping[str, _Given]) -> bool:
    return len({given.opinion.outcome for given in of.values() if given.opinion.verdict != DOUBT}) > 1


def _is_settled(of: Mapping[str, _Given], settlement: _Given | None) -> bool:
    """Say whether somebody settled it, and nobody came to something else since."""
    if settlement is None or settlement.opinion.verdict == DOUBT:
        return False
    later = [given.opinion for given in of.values() if given.number > settlement.number]
    return all(each.verdict == DOUBT or each.outcome == settlement.opinion.outcome for each in later)
