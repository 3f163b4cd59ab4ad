"""Analysis B on the page: per theme and kind the points, and what tiers do not share."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.analysis.numbers import whole
from textmine.report.claims import guarded
from textmine.report.dutch import decimal, listing
from textmine.report.given import Given
from textmine.report.point_names import Named, by_id, named
from textmine.report.quotes import Quotes
from textmine.report.rows import Row, records
from textmine.tables import Points, PointTiers

UNKNOWN = "onbekend"

FEW = 20
"""Below so many sessions of a tier the page says that they are few."""


@dataclass(frozen=True, slots=True)
class InTier:
    """In how many of the sessions of a tier a point was made."""

    name: str
    statements: int
    sessions: int
    of_sessions: int


@dataclass(frozen=True, slots=True)
class ThemePoint:
    """A main point of a theme; ``difference`` says in words what tiers do not share, empty when nothing."""

    key: str
    name: Named
    statements: int
    sessions: int
    tiers: tuple[InTier, ...]
    difference: str


@dataclass(frozen=True, slots=True)
class KindList:
    """The points of one kind, the most widely made first; ``others`` are in the workbook only."""

    name: str
    points: tuple[ThemePoint, ...]
    others: int


@dataclass(frozen=True, slots=True)
class ThemeLists:
    """The lists of one theme; ``different`` holds all its points that tiers do not share."""

    anchor: str
    name: str
    kinds: tuple[KindList, ...]
    different: tuple[ThemePoint, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """Every theme; ``tiers`` are the columns, ``caution`` says how much a difference means."""

    tiers: tuple[str, ...]
    themes: tuple[ThemeLists, ...]
    caution: str


def themes(given: Given, quotes: Quotes) -> Themes | None:
    """Return the points per theme and kind; None when the codebook asks for no points."""
    within = given.codebook.points_within
    if within is None:
        return None
    cells = tier_cells(given)
    made: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in by_id(given).values():
        if row[Points.id] in cells:
            made[row[Points.theme], row[Points.kind]].append(row)
    theme, kind = (given.codebook.by_id[name] for name in within)
    parts = []
    for code in theme.codes:
        if code.code == theme.outside:
            continue
        lists = [
            _list(given, quotes, each.name, made[code.code, each.code], cells)
            for each in kind.codes
            if made[code.code, each.code]
        ]
        rows = [row for each in kind.codes for row in made[code.code, each.code]]
        apart = [row for row in rows if any(cell[PointTiers.differs] for cell in cells[row[Points.id]])]
        different = tuple(theme_point(given, quotes, row, cells[row[Points.id]]) for row in _widest(apart))
        parts.append(ThemeLists(f"thema-{code.code}", code.name, tuple(lists), different))
    return Themes(tier_names(given, cells), tuple(parts), caution(given))


def tier_cells(given: Given) -> Mapping[str, list[Row]]:
    """Return per main point its rows of ``tables.PointTiers``, or none where no tier is known."""
    cells: dict[str, list[Row]] = {
        row[Points.id]: []
        for row in records(given.points)
        if row[Points.parent] is None and row[Points.excluded] is None
    }
    rows = records(given.point_tiers)
    if any(row[PointTiers.tier] is not None and row[PointTiers.of_sessions] for row in rows):
        for row in rows:
            cells[row[PointTiers.point]].append(row)
    return cells


def tier_names(given: Given, cells: Mapping[str, list[Row]]) -> tuple[str, ...]:
    """Return the names of the tiers that are set side by side, the unknown one last where it is needed."""
    names = given.place_names()[1]
    found = dict.fromkeys(cell[PointTiers.tier] for rows in cells.values() for cell in rows)
    known = [tier for tier in found if tier is not None]
    return tuple(names.get(tier, tier) for tier in known) + ((UNKNOWN,) if None in found else ())


def theme_point(given: Given, quotes: Quotes, row: Row, cells: Sequence[Row]) -> ThemePoint:
    """Return a main point with its tiers."""
    names = given.place_names()[1]
    tiers = tuple(
        InTier(
            UNKNOWN
            if cell[PointTiers.tier] is None
            else names.get(cell[PointTiers.tier], cell[PointTiers.tier]),
            cell[PointTiers.statements],
            cell[PointTiers.sessions],
            cell[PointTiers.of_sessions],
        )
        for cell in cells
    )
    return ThemePoint(
        key=row[Points.id],
        name=named(given, quotes, row),
        statements=row[Points.statements],
        sessions=row[Points.sessions],
        tiers=tiers,
        difference=guarded(_difference(given, cells)),
    )


def _difference(given: Given, cells: Sequence[Row]) -> str:
    gatherings = given.words.gathering.many
    return "; ".join(
        f"vooral {tier_name(given, cell)}: {cell[PointTiers.sessions]} van de {cell[PointTiers.of_sessions]} "
        f"{gatherings}, elders {cell[PointTiers.elsewhere]} van de {cell[PointTiers.of_elsewhere]}"
        for cell in cells
        if cell[PointTiers.differs]
    )


def tier_name(given: Given, cell: Row) -> str:
    """Return the name of the tier of a row of ``tables.PointTiers``."""
    tier = cell[PointTiers.tier]
    return UNKNOWN if tier is None else given.place_names()[1].get(tier, tier)


def caution(given: Given) -> str:
    """Say how many points differ, and how many would by chance; empty when nothing was compared."""
    rows = [row for row in records(given.point_tiers) if row[PointTiers.chance] is not None]
    if not rows:
        return ""
    sizes = {tier_name(given, row): row[PointTiers.of_sessions] for row in rows}
    of = listing([f"{whole(number)} van {name}" for name, number in sizes.items()])
    found = len({row[PointTiers.point] for row in rows if row[PointTiers.differs]})
    points = len({row[PointTiers.point] for row in rows})
    expected = decimal(sum(row[PointTiers.by_chance] for row in rows))
    few = ": weinig om op te bouwen" if min(sizes.values()) < FEW else ""
    return guarded(
        f"Van de {whole(points)} hoofdpunten {'is' if found == 1 else 'zijn'} er {whole(found)} vooral "
        "bij één bestuurslaag gemaakt. Als het niet uitmaakt welke bestuurslaag dat is, komt toeval "
        f"gemiddeld al op {expected}. De {given.words.gathering.many}: {of}{few}. Zo'n verschil is dus een "
        "aanwijzing om na te gaan, geen bewijs."
    )


def _widest(rows: Sequence[Row]) -> list[Row]:
    order = (Points.sessions, Points.regions, Points.tiers, Points.statements)
    return sorted(rows, key=lambda row: (*(-row[name] for name in order), row[Points.id]))


def _list(
    given: Given, quotes: Quotes, name: str, rows: Sequence[Row], cells: Mapping[str, list[Row]]
) -> KindList:
    most = given.limits.points_per_list
    shown = [theme_point(given, quotes, row, cells[row[Points.id]]) for row in _widest(rows)[:most]]
    return KindList(name, tuple(shown), len(rows) - len(shown))
