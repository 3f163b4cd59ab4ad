"""Main points of a dialogue by the parts in which they were made."""

from collections import defaultdict
from dataclasses import dataclass

from textmine.report.final.whole import Whole
from textmine.report.point_names import FIGURE, quote_of
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import PartCounts, Points


@dataclass(frozen=True, slots=True)
class SharedPoint:
    """A main point; ``per_part`` are the counts of every part, in order; ``quotes`` are of each."""

    kind: str
    name: Quote | None
    parts: int
    total: Row
    per_part: tuple[Row, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """The main points of a theme in enough parts, most first; ``more`` and ``others`` are in the book."""

    id: str
    name: str
    points: tuple[SharedPoint, ...]
    more: int
    others: int


def themes(given: Whole, quotes: Quotes) -> tuple[Theme, ...] | None:
    """Return per theme the main points that were made in enough parts; None when none are asked for."""
    within = given.codebook.points_within
    if within is None:
        return None
    by_theme: dict[str, list[Row]] = defaultdict(list)
    for row in records(given.points):
        if row[Points.parent] is None:
            by_theme[row[Points.theme]].append(row)
    dimension = given.codebook.by_id[within[0]]
    found = []
    for code in dimension.codes:
        if code.code == dimension.outside:
            continue
        mine = by_theme[code.code]
        wide = sorted(
            (row for row in mine if _parts(given, row) >= _least(given)), key=lambda r: order(given, r)
        )
        shown = wide[: given.limits.points_per_theme]
        points = tuple(_point(given, quotes, row) for row in shown)
        others = len(mine) - len(wide)
        found.append(Theme(f"punten-{code.code}", code.name, points, len(wide) - len(shown), others))
    return tuple(found)


def order(given: Whole, row: Row) -> tuple[int, int, int, str]:
    """Return the sort key of a point: parts, then different texts, then statements, then id."""
    total = given.counts[FIGURE, row[Points.id]][None]
    return (
        -total[PartCounts.parts],
        -total[PartCounts.texts],
        -total[PartCounts.statements],
        row[Points.id],
    )


def _least(given: Whole) -> int:
    return min(given.limits.least_parts, len(given.names))


def _parts(given: Whole, row: Row) -> int:
    return int(given.counts[FIGURE, row[Points.id]][None][PartCounts.parts])


def _point(given: Whole, quotes: Quotes, row: Row) -> SharedPoint:
    within = given.codebook.points_within or ("", "")
    counts = given.counts[FIGURE, row[Points.id]]
    return SharedPoint(
        kind=given.code_name(within[1], row[Points.kind]),
        name=quote_of(given, quotes, row),
        parts=counts[None][PartCounts.parts],
        total=counts[None],
        per_part=tuple(counts[part] for part in given.names),
        quotes=_of_parts(given, quotes, row),
    )


def _of_parts(given: Whole, quotes: Quotes, row: Row) -> tuple[Quote, ...]:
    """Return at most so many quotes per part as the settings say, parts in order."""
    found: dict[str, dict[str, Quote]] = {part: {} for part in given.names}
    for name in quotes.ids(FIGURE, row[Points.id]):
        if name in given.unquotable:
            continue
        own = found[name.partition("/")[0]]
        if len(own) < given.limits.quotes_per_point:
            quote = quotes.of_statement(name)
            own.setdefault(quote.text, quote)
    return tuple(quote for own in found.values() for quote in own.values())
