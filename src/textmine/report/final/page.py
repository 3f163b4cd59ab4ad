"""The final report of a dialogue as one HTML page that needs nothing else."""

from dataclasses import dataclass

from textmine import __version__
from textmine.codebook import Dimension
from textmine.report import charts, open_work
from textmine.report.coded import main_codes
from textmine.report.dutch import STATEMENT
from textmine.report.final.points import themes
from textmine.report.final.whole import EVERYTHING, UNITS, Whole, blocking, gatherings, verdict
from textmine.report.page import environment, policy
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import Reconciliation, Shared

Parts = dict[str, object]
"""What a template gets, by name."""

KINDS = {"minutes": "verslagen", "responses": "reacties"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a cross: a part, or all parts together (``whole``), with its cells and all of the row."""

    name: str
    whole: bool
    cells: tuple[Row, ...]
    total: Row


@dataclass(frozen=True, slots=True)
class Block:
    """One code of a cross with a line per part, and one for all."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Cross:
    """Two dimensions set out against each other, part by part."""

    id: str
    title: str
    row_title: str
    columns: tuple[str, ...]
    blocks: tuple[Block, ...]
    multiple: str


def parts_of(given: Whole, quotes: Quotes) -> Parts:
    """Return what the page says of the figures, with its quotes chosen."""
    shown, more = _shared_texts(given, quotes)
    return {"themes": themes(given, quotes), "shared": shown, "more_shared": more}


def render(given: Whole, parts: Parts) -> str:
    """Return the page; the same tables give the same text."""
    total = given.counts[EVERYTHING][None]
    found = open_work.verdict(given.open)
    page = environment().get_template("eindrapport.html.j2")
    return page.render(
        **parts,
        dialogue=given.dialogue,
        codebook=given.codebook,
        verdict=verdict(given.open),
        blocks=blocking(given.open),
        tasks=(*found.blockers, *found.others),
        summary=f"{given.denominators(total)}, uit {len(given.names)} delen",
        total=total,
        parts=records(given.parts),
        names=given.names,
        units={unit: UNITS[unit] for unit in given.shows},
        per_part={part: given.counts[EVERYTHING][part] for part in given.names},
        sums={row[Reconciliation.unit]: row for row in given.sums[EVERYTHING]},
        crosses=[_cross(given, *pair) for pair in given.codebook.crosses],
        least=min(given.limits.least_parts, len(given.names)),
        shared_files=[row for row in records(given.shared) if row[Shared.what] == "file"],
        kinds=KINDS,
        statement=STATEMENT,
        gatherings=gatherings,
        version=__version__,
        charts=charts,
        policy=policy(),
    )


def _cross(given: Whole, first: str, second: str) -> Cross:
    rows, columns = given.codebook.by_id[first], given.codebook.by_id[second]
    return Cross(
        id=f"{first}-{second}",
        title=f"{rows.name} en {columns.name.lower()}",
        row_title=rows.name,
        columns=tuple(code.name for code in main_codes(columns)),
        blocks=tuple(
            Block(
                code.name,
                tuple(_line(given, (rows, code.code), columns, part) for part in (*given.names, None)),
            )
            for code in main_codes(rows)
        ),
        multiple=" en ".join(each.name.lower() for each in (rows, columns) if each.multiple),
    )


def _line(given: Whole, row: tuple[Dimension, str], columns: Dimension, part: str | None) -> Line:
    dimension, code = row
    keys = [f"{dimension.id}|{code}|{columns.id}|{column.code}" for column in main_codes(columns)]
    return Line(
        name="Samen" if part is None else given.names[part],
        whole=part is None,
        cells=tuple(given.counts["crosses", key][part] for key in keys),
        total=given.counts["code_counts", f"{dimension.id}|{code}"][part],
    )


def _shared_texts(given: Whole, quotes: Quotes) -> tuple[list[tuple[Quote, list[str], int]], int]:
    """Return texts in more than one part that may be quoted, most statements first, and how many more."""
    rows = [row for row in records(given.shared) if row[Shared.what] == "text"]
    rows.sort(key=lambda row: (-row[Shared.statements], row[Shared.key]))
    may = [row for row in rows if row[Shared.central] not in given.unquotable]
    shown = [
        (
            quotes.of_statement(row[Shared.central]),
            [given.names[part] for part in row[Shared.parts].split("|")],
            row[Shared.statements],
        )
        for row in may[: given.limits.shared_texts]
    ]
    return shown, len(rows) - len(shown)
