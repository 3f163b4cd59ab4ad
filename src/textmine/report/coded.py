"""The part of the page about codes: crosses of two dimensions, and counts per code."""

from collections.abc import Iterable
from dataclasses import dataclass

from textmine.analysis.numbers import whole
from textmine.codebook import Code, Dimension
from textmine.report.charts import Chart, stacked_bars
from textmine.report.dutch import STATEMENT, share
from textmine.report.given import Given
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import CodeCounts, Crosses

SHADES = 5
"""Steps of the shading of a cell; 0 is an empty cell."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted in a cell; ``represented`` is None when nothing is known about it."""

    statements: int
    texts: int
    sessions: int
    represented: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a cross: counts, shade, and the evidence shown with it."""

    anchor: str
    row: str
    column: str
    counts: Counts
    share: str
    shade: int
    quotes: tuple[Quote, ...]
    ids: tuple[str, ...]
    more_ids: int


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One row of a cross; ``total`` counts its statements once each."""

    name: str
    total: Counts
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Cross:
    """Two dimensions set out against each other."""

    id: str
    title: str
    row_title: str
    column_title: str
    columns: tuple[str, ...]
    column_totals: tuple[Counts, ...]
    rows: tuple[CrossRow, ...]
    overlap: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code with its counts; ``part`` is its bar, 0 to 100: the largest of the dimension is 100."""

    anchor: str
    name: str
    sub: bool
    counts: Counts
    share: str
    part: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CodeTable:
    """All codes of one dimension."""

    id: str
    name: str
    rule: str
    rows: tuple[CodeRow, ...]


def crosses(given: Given, quotes: Quotes) -> tuple[Cross, ...]:
    """Return the crosses that the codebook asks for, in its order."""
    cells = {
        (
            r[Crosses.row_dimension],
            r[Crosses.row_code],
            r[Crosses.column_dimension],
            r[Crosses.column_code],
        ): r
        for r in records(given.crosses)
    }
    totals = _totals(given)
    return tuple(
        _cross(given, quotes, cells, totals, given.codebook.by_id[row], given.codebook.by_id[column])
        for row, column in given.codebook.crosses
    )


def _totals(given: Given) -> dict[tuple[str, str], Row]:
    return {(r[CodeCounts.dimension], r[CodeCounts.code]): r for r in records(given.code_counts)}


def main_codes(dimension: Dimension) -> list[Code]:
    """Return the codes that are no sub-code."""
    return [code for code in dimension.codes if code.parent is None]


def counts_of(row: Row) -> Counts:
    """Return the counts of a row of ``Crosses`` or ``CodeCounts``."""
    return Counts(
        row[Crosses.statements], row[Crosses.texts], row[Crosses.sessions], row[Crosses.represented]
    )


def _cross(  # noqa: PLR0913, PLR0917  # the tables and both sides of the cross
    given: Given,
    quotes: Quotes,
    cells: dict[tuple[str, str, str, str], Row],
    totals: dict[tuple[str, str], Row],
    rows: Dimension,
    columns: Dimension,
) -> Cross:
    cross_id = f"{rows.id}-{columns.id}"
    mine = [row for key, row in cells.items() if (key[0], key[2]) == (rows.id, columns.id)]
    most = max((row[Crosses.statements] for row in mine), default=0)
    built = tuple(
        CrossRow(
            name=row.name,
            total=counts_of(totals[rows.id, row.code]),
            cells=tuple(
                _cell(
                    given,
                    quotes,
                    (rows, row, columns, column),
                    cells[rows.id, row.code, columns.id, column.code],
                    most,
                    totals[rows.id, row.code][CodeCounts.statements],
                )
                for column in main_codes(columns)
            ),
        )
        for row in main_codes(rows)
    )
    names = [code.name for code in main_codes(columns)]
    title = f"{rows.name} en {columns.name.lower()}"
    return Cross(
        id=cross_id,
        title=title,
        row_title=rows.name,
        column_title=columns.name,
        columns=tuple(names),
        column_totals=tuple(counts_of(totals[columns.id, code.code]) for code in main_codes(columns)),
        rows=built,
        overlap=_overlap([d.name for d in (rows, columns) if d.multiple]),
        chart=stacked_bars(
            f"grafiek-{cross_id}",
            f"Uitspraken per {rows.name.lower()}, verdeeld naar {columns.name.lower()}",
            _in_words(built),
            names,
            [(row.name, [cell.counts.statements for cell in row.cells]) for row in built],
        ),
    )


def _overlap(names: list[str]) -> str:
    if not names:
        return ""
    which = " en ".join(name.lower() for name in names)
    return (
        f"Een uitspraak kan bij {which} meer dan één code hebben en staat dan in meer vakjes. "
        "Tel de vakjes daarom niet bij elkaar op; de kolom en de rij 'Alle' tellen elke uitspraak één keer."
    )


def _in_words(rows: tuple[CrossRow, ...]) -> str:
    parts = [
        f"{row.name}: " + ", ".join(f"{cell.column} {whole(cell.counts.statements)}" for cell in row.cells)
        for row in rows
    ]
    return "; ".join(parts) + "."


def _cell(  # noqa: PLR0913, PLR0917  # a cell lies between two dimensions
    given: Given,
    quotes: Quotes,
    key: tuple[Dimension, Code, Dimension, Code],
    found: Row,
    most: int,
    of_row: int,
) -> Cell:
    rows, row, columns, column = key
    name = f"{rows.id}|{row.code}|{columns.id}|{column.code}"
    number = found[Crosses.statements]
    ids = quotes.ids("crosses", name)
    shown = [i for i in ids if i not in given.unquotable][: given.limits.ids_per_cell]
    return Cell(
        anchor=f"vak-{rows.id}-{row.code}-{columns.id}-{column.code}",
        row=row.name,
        column=column.name,
        counts=counts_of(found),
        share=share(number, of_row),
        shade=-(-number * SHADES // most) if most else 0,
        quotes=tuple(quotes.best("crosses", name, given.limits.quotes_per_cell)),
        ids=tuple(shown),
        more_ids=len(ids) - len(shown),
    )


def code_tables(given: Given, quotes: Quotes) -> tuple[CodeTable, ...]:
    """Return the counts of all codes of all dimensions, sub-codes right after their main code."""
    totals = _totals(given)
    crossed = {name for pair in given.codebook.crosses for name in pair}
    most: dict[str, int] = {}
    for (dimension_id, _), row in totals.items():
        most[dimension_id] = max(most.get(dimension_id, 1), row[CodeCounts.statements])
    return tuple(
        CodeTable(
            id=f"codes-{dimension.id}",
            name=dimension.name,
            rule=_rule(dimension),
            rows=tuple(
                _code_row(
                    given,
                    ()
                    if dimension.id in crossed
                    else quotes.best(
                        "code_counts", f"{dimension.id}|{code.code}", given.limits.quotes_per_code
                    ),
                    code,
                    (dimension.id, counts_of(totals[dimension.id, code.code]), most[dimension.id]),
                )
                for code in in_order(dimension)
            ),
        )
        for dimension in given.codebook.dimensions
    )


def in_order(dimension: Dimension) -> list[Code]:
    """Return the codes in codebook order, each followed by its sub-codes."""
    found: list[Code] = []

    def add(parent: str | None) -> None:
        for code in dimension.codes:
            if code.parent == parent:
                found.append(code)
                add(code.code)

    add(None)
    return found


def _rule(dimension: Dimension) -> str:
    if dimension.multiple:
        return (
            "Een uitspraak kan hier meer dan één code hebben: de aandelen kunnen samen meer zijn dan 100 %."
        )
    return "Elke uitspraak heeft hier precies één code."


def _code_row(given: Given, quotes: Iterable[Quote], code: Code, figures: tuple[str, Counts, int]) -> CodeRow:
    dimension, counts, most = figures
    return CodeRow(
        anchor=f"code-{dimension}-{code.code}",
        name=code.name,
        sub=code.parent is not None,
        counts=counts,
        share=share(counts.statements, given.counted),
        part=100 * counts.statements / most,
        quotes=tuple(quotes),
    )


def denominators(given: Given) -> str:
    """Say out of what the cells are counted, with every unit."""
    total, words = given.totals, given.words
    parts = [
        STATEMENT.of(given.counted),
        f"{whole(total['texts'] or 0)} verschillende teksten",
        words.gathering.of(total["sessions"] or 0),
    ]
    text = f"{', '.join(parts[:-1])} en {parts[-1]}"
    if total["represented"] is not None:
        text += f", namens {whole(total['represented'])} personen en organisaties"
    return text
