"""The part of the page about corrected shares: what people would count, with how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.analysis.numbers import whole
from textmine.codebook import Code, Dimension
from textmine.report.coded import in_order
from textmine.report.dutch import NO_BREAK, decimal, share
from textmine.report.given import Given
from textmine.report.interval_chart import IntervalChart, Shown, interval_chart
from textmine.report.quotes import Quotes
from textmine.report.rows import Row, records, values
from textmine.tables import CodeCounts, Documents, Estimates, RoundUse

FIGURE = "estimates"
"""What ``Evidence.figure`` calls these figures."""

SMALL = 0.1
"""Up to this upper limit, shares have a decimal."""


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """One code: its corrected ``share`` in words, or the ``reason`` why there is none.

    ``model`` is what the page counts elsewhere; ``judged`` counts the statements behind the estimate and
    ``given`` those to which people gave the code; ``ids`` are as many of those as the page shows.
    """

    anchor: str
    name: str
    sub: bool
    share: str
    reason: str
    model: int
    model_share: str
    judged: int
    given: int
    ids: tuple[str, ...]
    more_ids: int


@dataclass(frozen=True, slots=True)
class EstimateTable:
    """All codes of one dimension; ``refusal`` is the reason when none has a share."""

    id: str
    name: str
    rows: tuple[EstimateRow, ...]
    refusal: str
    chart: IntervalChart | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """What a review round brought; ``about`` names the dimensions for which this holds."""

    number: int
    about: str
    drawn: int
    judged: int
    weight: str
    message: str


@dataclass(frozen=True, slots=True)
class Estimated:
    """The section; without ``tables`` there is nothing to show yet. ``corpus`` is what commands call it."""

    tables: tuple[EstimateTable, ...]
    rounds: tuple[RoundRow, ...]
    population: int
    corpus: str


def estimated(given: Given, quotes: Quotes) -> Estimated:
    """Return the section about all statements; groups and other units are in the workbook."""
    rows = records(given.estimates)
    of_all = {
        (row[Estimates.dimension], row[Estimates.code]): row
        for row in rows
        if (row[Estimates.unit], row[Estimates.group_kind]) == ("statements", "all")
    }
    counts = {(row[CodeCounts.dimension], row[CodeCounts.code]): row for row in records(given.code_counts)}
    tables = tuple(
        _table(
            given,
            quotes,
            dimension,
            [
                (code, of_all[dimension.id, code.code], counts[dimension.id, code.code])
                for code in in_order(dimension)
            ],
        )
        for dimension in given.codebook.dimensions
        if (dimension.id, dimension.codes[0].code) in of_all
    )
    return Estimated(
        tables=tables,
        rounds=_rounds(given),
        population=next((row[Estimates.population] for row in of_all.values()), 0),
        corpus=next(iter(values(given.documents, Documents.corpus)), "uw-corpus"),
    )


def _table(
    given: Given, quotes: Quotes, dimension: Dimension, codes: Sequence[tuple[Code, Row, Row]]
) -> EstimateTable:
    rows = tuple(_row(given, quotes, *code) for code in codes)
    reasons = {row.reason for row in rows}
    shown = [
        Shown(
            code.name,
            row[Estimates.low],
            row[Estimates.value],
            row[Estimates.high],
            count[CodeCounts.statements] / given.counted if given.counted else 0.0,
            f"{corrected(row)}; zonder correctie {share(count[CodeCounts.statements], given.counted)}",
        )
        for code, row, count in codes
        if row[Estimates.value] is not None
    ]
    table_id = f"gecorrigeerd-{dimension.id}"
    title = f"{dimension.name}: gecorrigeerd aandeel van de uitspraken, met marge"
    return EstimateTable(
        id=table_id,
        name=dimension.name,
        rows=rows,
        refusal=rows[0].reason if len(reasons) == 1 else "",
        chart=interval_chart(f"grafiek-{table_id}", title, shown) if shown else None,
    )


def _row(given: Given, quotes: Quotes, code: Code, row: Row, count: Row) -> EstimateRow:
    ids = quotes.ids(FIGURE, evidence_key(row))
    shown = [name for name in ids if name not in given.unquotable][: given.limits.ids_per_cell]
    return EstimateRow(
        anchor=f"gecorrigeerd-{row[Estimates.dimension]}-{code.code}",
        name=code.name,
        sub=code.parent is not None,
        share=corrected(row),
        reason=row[Estimates.reason] or "",
        model=count[CodeCounts.statements],
        model_share=share(count[CodeCounts.statements], given.counted),
        judged=row[Estimates.sample],
        given=len(ids),
        ids=tuple(shown),
        more_ids=len(ids) - len(shown),
    )


def evidence_key(row: Row) -> str:
    """Return the key under which the evidence of an estimate is; see ``tables.Evidence``."""
    names = (Estimates.dimension, Estimates.code, Estimates.group_kind, Estimates.group)
    return "|".join(row[name] or "" for name in names)


def corrected(row: Row) -> str:
    """Write a share with its margin: ``34 % (29–40 %)``; only the margin where there is no share.

    Small shares have a decimal, so that they are not all zero. Nothing is empty when nothing is known.
    """
    if row[Estimates.low] is None:
        return ""
    digits = 1 if 0 < row[Estimates.high] <= SMALL else 0
    low, high = (decimal(100 * row[name], digits) for name in (Estimates.low, Estimates.high))
    if row[Estimates.value] is None:
        return f"{low}–{high}{NO_BREAK}%"
    value = f"{decimal(100 * row[Estimates.value], digits)}{NO_BREAK}%"
    return value if row[Estimates.low] == row[Estimates.high] else f"{value} ({low}–{high}{NO_BREAK}%)"


def _rounds(given: Given) -> tuple[RoundRow, ...]:
    """Return the rounds, in one row for all dimensions about which the same can be said."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in records(given.estimate_rounds):
        same = (RoundUse.round, RoundUse.drawn, RoundUse.judged, RoundUse.message, RoundUse.weight)
        key = tuple(round(row[name], 2) if name == RoundUse.weight else row[name] for name in same)
        found.setdefault(key, []).append(row)
    everything = len(given.codebook.dimensions)
    return tuple(
        RoundRow(
            number=rows[0][RoundUse.round],
            about="alle vragen"
            if len(rows) == everything
            else ", ".join(given.codebook.by_id[row[RoundUse.dimension]].name for row in rows),
            drawn=rows[0][RoundUse.drawn],
            judged=rows[0][RoundUse.judged],
            weight=f"{whole(round(100 * rows[0][RoundUse.weight]))}{NO_BREAK}%",
            message=rows[0][RoundUse.message] or "",
        )
        for rows in found.values()
    )
