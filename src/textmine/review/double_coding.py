"""Which decisions tell how far coders agree: those on a probability sample, taken apart from each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from textmine.codebook import Codebook
from textmine.errors import CodebookError
from textmine.review.issued import DISPUTES, Issued, parse
from textmine.review.rounds import Round
from textmine.tables import ASIDE_VERDICTS, CODING_VERDICTS, Decisions

_VALUES = frozenset({*CODING_VERDICTS, *ASIDE_VERDICTS})
_LEAST = 2
"""Least number of coders of a text."""

_Text = tuple[str, str]
"""A statement and the hash of the text that the coder saw."""


@dataclass(frozen=True, slots=True)
class DoubleCoding:
    """What counts for agreement, and how much does not.

    Parameters
    ----------
    decisions
        Those that count (schema ``Decisions``), in order of arrival.
    sampled
        Texts in the samples of the rounds.
    double
        Those of them that two or more coders gave a value, apart from each other and in some dimension.
    together
        Those that two or more coders gave a value, but not apart: with the proposal in sight.
    outdated
        Those that two coders gave a value in some dimension, of which one cannot be given with the present
        codebook.
    """

    decisions: pd.DataFrame
    sampled: int
    double: int
    together: int
    outdated: int


class _Row(NamedTuple):
    """A decision; ``number`` is its place among all, ``issued`` is None for an unknown workbook."""

    number: int
    text: _Text
    who: str
    dimension: str
    verdict: str
    codes: tuple[str, ...]
    workbook: str
    issued: Issued | None


def double_coding(decisions: pd.DataFrame, rounds: Sequence[Round], codebook: Codebook) -> DoubleCoding:
    """Select from ``decisions`` (all, in order of arrival) what tells how far coders agree.

    A decision counts when it came from a workbook of one of the ``rounds`` and is about a text in the sample
    of that round: chosen texts are harder than others, and copies of a text follow its decision. Of a coder
    only the first workbook with that text counts, with the last decision in it. Of the coders who saw the
    proposal only the first one counts, since two of them agree with the proposal rather than with each
    other; blind coders all count. What came after a difference was settled does not count, nor do codes that
    the codebook no longer has: coders who used them cannot be compared with others.
    """
    sample = {(each.number, name) for each in rounds for name in each.sampled}
    rows = _rows(decisions)
    own = [row for row in _afresh(rows) if _of_round(row) and (_of_round(row), row.text[0]) in sample]
    apart = _apart(own)
    usable = _usable(apart, codebook)
    there = {dimension.id for dimension in codebook.dimensions}
    of_two, of_two_apart, counted = (
        {(text, name) for text, name in _of_two(rows) if name in there} for rows in (own, apart, usable)
    )
    return DoubleCoding(
        decisions=decisions.iloc[[row.number for row in usable]].reset_index(drop=True),
        sampled=len({name for _, name in sample}),
        double=len(_texts(counted)),
        together=len(_texts(of_two) - _texts(of_two_apart)),
        outdated=len(_texts(of_two_apart - counted)),
    )


def unlogged(decisions: pd.DataFrame, rounds: Sequence[Round]) -> tuple[int, ...]:
    """Return the rounds of which there are decisions, but no account of what was drawn."""
    found = {parse(str(name)) for name in decisions[Decisions.workbook].unique()}
    numbers = {each.round for each in found if each is not None and each.round is not None}
    return tuple(sorted(numbers - {each.number for each in rounds}))


def _rows(decisions: pd.DataFrame) -> list[_Row]:
    issued = {name: parse(str(name)) for name in decisions[Decisions.workbook].unique()}
    return [
        _Row(
            number=number,
            text=(str(row.statement_id), str(row.text_hash)),
            who=str(row.reviewer).casefold(),
            dimension=str(row.dimension),
            verdict=str(row.verdict),
            codes=tuple(row.codes.split("|")) if isinstance(row.codes, str) else (),
            workbook=str(row.workbook),
            issued=issued[row.workbook],
        )
        for number, row in enumerate(decisions.itertuples(index=False))
    ]


def _of_round(row: _Row) -> int:
    """Return the round of which the decision is, 0 when it is of no workbook of a round."""
    return (row.issued.round or 0) if row.issued is not None else 0


def _afresh(rows: Sequence[_Row]) -> list[_Row]:
    """Keep what each coder decided in the first workbook with the text, before a difference was settled."""
    first: dict[tuple[_Text, str], str] = {}
    settled: set[_Text] = set()
    kept = []
    for row in rows:
        workbook = first.setdefault((row.text, row.who), row.workbook)
        if row.issued is not None and row.issued.kind == DISPUTES:
            settled.add(row.text)
        if workbook == row.workbook and row.text not in settled:
            kept.append(row)
    return kept


def _apart(rows: Sequence[_Row]) -> list[_Row]:
    """Keep blind coders, and the first coder of each text who was not."""
    first: dict[_Text, str] = {}
    return [
        row
        for row in rows
        if (row.issued is not None and row.issued.blind) or first.setdefault(row.text, row.who) == row.who
    ]


def _usable(rows: Sequence[_Row], codebook: Codebook) -> list[_Row]:
    """Leave out who ended, in a dimension of a text, with codes that cannot be given any more."""
    unusable = {key for key, row in _last(rows).items() if not _fits(row, codebook)}
    return [row for row in rows if (row.text, row.dimension, row.who) not in unusable]


def _fits(row: _Row, codebook: Codebook) -> bool:
    if row.dimension not in codebook.by_id:
        return False
    if row.verdict not in CODING_VERDICTS:
        return True
    dimension = codebook.by_id[row.dimension]
    try:
        codebook.check(row.dimension, tuple(dict.fromkeys(dimension.current(code) for code in row.codes)))
    except CodebookError:
        return False
    return True


def _of_two(rows: Sequence[_Row]) -> set[tuple[_Text, str]]:
    """Return the texts, with a dimension, that two or more coders ended up giving a value."""
    coders: dict[tuple[_Text, str], int] = defaultdict(int)
    for (text, dimension, _), row in _last(rows).items():
        coders[text, dimension] += row.verdict in _VALUES
    return {key for key, number in coders.items() if number >= _LEAST}


def _last(rows: Iterable[_Row]) -> dict[tuple[_Text, str, str], _Row]:
    return {(row.text, row.dimension, row.who): row for row in rows}


def _texts(found: Iterable[tuple[_Text, str]]) -> set[str]:
    return {statement for (statement, _), _ in found}
