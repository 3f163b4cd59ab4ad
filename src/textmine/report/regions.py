"""Analysis C on the page: per region what sets it apart, and its own points with what others share."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.report.claims import guarded
from textmine.report.dutch import STATEMENT, decimal, share
from textmine.report.given import Given
from textmine.report.point_names import Named, by_id, named
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import Points, RegionProfile

FIGURE = "region_profile"


@dataclass(frozen=True, slots=True)
class Distinct:
    """A code or point that a region is compared on; ``name`` is said by people or in the codebook."""

    what: str
    name: str
    here: str
    elsewhere: str
    ratio: str
    more: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class RegionPoint:
    """A main point of a region; ``shared`` says in words where else it was made."""

    name: Named
    statements: int
    sessions: int
    shared: str


@dataclass(frozen=True, slots=True)
class RegionKind:
    """The points of one kind in a region, the most widely made there first."""

    name: str
    points: tuple[RegionPoint, ...]
    others: int


@dataclass(frozen=True, slots=True)
class RegionPart:
    """The profile of one region; ``distinct`` is what is said more there, ``unsure`` what came next."""

    anchor: str
    name: str
    summary: str
    distinct: tuple[Distinct, ...]
    unsure: tuple[Distinct, ...]
    kinds: tuple[RegionKind, ...]


@dataclass(frozen=True, slots=True)
class Regions:
    """All regions in order of the corpus."""

    regions: tuple[RegionPart, ...]
    compared: int


def regions(given: Given, quotes: Quotes) -> Regions | None:
    """Return the profile of every region; None when no statement that counts has a region."""
    rows = records(given.region_profile)
    if not rows:
        return None
    names = given.place_names()[0]
    parts = []
    for region in dict.fromkeys(row[RegionProfile.region] for row in rows):
        mine = [row for row in rows if row[RegionProfile.region] == region]
        parts.append(_region(given, quotes, region, names.get(region, region), mine))
    compared = sum(row[RegionProfile.chance] is not None for row in rows)
    return Regions(tuple(parts), compared)


def key_of(row: Row) -> str:
    """Return the key of a row of ``tables.RegionProfile`` in the evidence."""
    parts = (row[RegionProfile.region], row[RegionProfile.dimension] or "", row[RegionProfile.item])
    return "|".join(parts)


def ratio_of(row: Row) -> tuple[float, float | None, float | None] | None:
    """Return the odds ratio with its interval; None when the row is not compared."""
    if row[RegionProfile.log_odds] is None:
        return None
    low, high = (None if row[name] is None else math.exp(row[name]) for name in ("low", "high"))
    return math.exp(row[RegionProfile.log_odds]), low, high


def name_of(given: Given, quotes: Quotes, row: Row, points: Mapping[str, Row]) -> tuple[str, str]:
    """Return what kind of thing a row is about, and its name."""
    dimension = row[RegionProfile.dimension]
    if dimension is None:
        return "Hoofdpunt", named(given, quotes, points[row[RegionProfile.item]]).text
    return given.codebook.by_id[dimension].name, given.code_name(dimension, row[RegionProfile.item])


def _region(given: Given, quotes: Quotes, region: str, name: str, rows: Sequence[Row]) -> RegionPart:
    points = by_id(given)
    compared = sorted(
        (row for row in rows if row[RegionProfile.chance] is not None),
        key=lambda row: (row[RegionProfile.chance], -row[RegionProfile.log_odds], key_of(row)),
    )
    distinct = [_distinct(given, quotes, row, points) for row in compared if row[RegionProfile.more]]
    unsure = [
        _distinct(given, quotes, row, points)
        for row in compared
        if not row[RegionProfile.more] and row[RegionProfile.log_odds] > 0
    ]
    most = given.limits.points_per_list
    of_statements = rows[0][RegionProfile.of_statements]
    of_sessions = rows[0][RegionProfile.of_sessions]
    return RegionPart(
        anchor=f"regio-{region}",
        name=name,
        summary=f"{STATEMENT.of(of_statements)} uit {given.words.gathering.of(of_sessions)}",
        distinct=tuple(distinct[:most]),
        unsure=tuple(unsure[: max(0, min(3, most - len(distinct)))]),
        kinds=_kinds(given, quotes, rows, points),
    )


def _distinct(given: Given, quotes: Quotes, row: Row, points: Mapping[str, Row]) -> Distinct:
    what, name = name_of(given, quotes, row, points)
    ratio, low, high = ratio_of(row) or (1.0, None, None)
    margin = "marge onbekend" if low is None or high is None else f"marge {decimal(low)} tot {decimal(high)}"
    number = given.limits.quotes_per_point if row[RegionProfile.more] else 0
    return Distinct(
        what=what,
        name=name,
        here=_share(row[RegionProfile.statements], row[RegionProfile.of_statements]),
        elsewhere=_share(row[RegionProfile.elsewhere], row[RegionProfile.of_elsewhere]),
        ratio=guarded(f"{decimal(ratio)} ({margin})"),
        more=row[RegionProfile.more],
        quotes=tuple(quotes.best(FIGURE, key_of(row), number)),
    )


def _share(part: int, total: int) -> str:
    return f"{part} van {total} ({share(part, total)})"


def _kinds(
    given: Given, quotes: Quotes, rows: Sequence[Row], points: Mapping[str, Row]
) -> tuple[RegionKind, ...]:
    within = given.codebook.points_within
    if within is None:
        return ()
    theme, kind = (given.codebook.by_id[name] for name in within)
    made = [row for row in rows if row[RegionProfile.dimension] is None]
    parts = []
    for code in kind.codes:
        about = [points[row[RegionProfile.item]] for row in made]
        mine = [
            row
            for row, point in zip(made, about, strict=True)
            if point[Points.kind] == code.code and point[Points.theme] != theme.outside
        ]
        if code.code == kind.outside or not mine:
            continue
        mine.sort(
            key=lambda r: (-r[RegionProfile.sessions], -r[RegionProfile.statements], r[RegionProfile.item])
        )
        shown = [
            RegionPoint(
                named(given, quotes, points[row[RegionProfile.item]]),
                row[RegionProfile.statements],
                row[RegionProfile.sessions],
                shared(row[RegionProfile.other_regions]),
            )
            for row in mine[: given.limits.points_per_list]
        ]
        parts.append(RegionKind(code.name, tuple(shown), len(mine) - len(shown)))
    return tuple(parts)


def shared(others: int) -> str:
    """Say in how many other regions a point was made as well."""
    if not others:
        return "alleen hier"
    return "ook in 1 andere regio" if others == 1 else f"ook in {others} andere regio's"
