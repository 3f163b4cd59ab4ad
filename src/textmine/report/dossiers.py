"""The part of the page and of the workbook with a dossier per activity, and what is for other programmes."""

from dataclasses import dataclass

from textmine.report.cells import Column, Sheet, Value
from textmine.report.given import Given
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import CROSS, POINT, REGION, TIER, WHOLE, Dossiers, Points

FIGURE = "dossiers"
"""What ``tables.Evidence`` calls the statements behind a row of a dossier."""

SHEET, POINTS_SHEET = "Dossiers", "Dossierpunten"
NOT_SHOWN = "(niet getoond: een beoordelaar zette dezelfde tekst apart)"

_COUNTS = (Dossiers.statements, Dossiers.texts, Dossiers.sessions, Dossiers.represented)


@dataclass(frozen=True, slots=True)
class DossierPoint:
    """A main point with what this dossier says about it; ``said`` is None where no words may be shown."""

    name: str
    said: Quote | None
    kind: str
    statements: int
    sessions: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier; ``cells`` counts statements per row and column of the cross."""

    anchor: str
    name: str
    statements: int
    texts: int
    sessions: int
    represented: int | None
    cells: tuple[tuple[str, tuple[int, ...]], ...]
    points: tuple[DossierPoint, ...]
    more: int


@dataclass(frozen=True, slots=True)
class AllDossiers:
    """All dossiers of a dimension; ``columns`` and ``corner`` name what the cross sets out."""

    dimension: str
    corner: str
    columns: tuple[str, ...]
    dossiers: tuple[Dossier, ...]


def key_of(row: Row) -> str:
    """Return the key of a row in ``tables.Evidence``."""
    return "|".join(row[name] for name in (Dossiers.dossier, Dossiers.part, Dossiers.first, Dossiers.second))


def sheet_of(key: str) -> str:
    """Return the sheet that holds the row with this key."""
    return POINTS_SHEET if key.split("|")[1] == POINT else SHEET


def _within(given: Given) -> tuple[str, str] | None:
    return given.codebook.points_within or next(iter(given.codebook.crosses), None)


def dossiers(given: Given, quotes: Quotes) -> AllDossiers | None:
    """Return what the page shows of each dossier; None when the codebook asks for none."""
    if given.codebook.dossiers is None:
        return None
    dimension = given.codebook.by_id[given.codebook.dossiers]
    within = _within(given)
    columns = [c for c in given.codebook.by_id[within[1]].codes if c.parent is None] if within else []
    rows = records(given.dossiers)
    points = {row[Points.id]: row for row in records(given.points)}
    made = []
    for row in rows:
        if row[Dossiers.part] != WHOLE:
            continue
        mine = [r for r in rows if r[Dossiers.dossier] == row[Dossiers.dossier]]
        main = [
            r for r in mine if r[Dossiers.part] == POINT and points[r[Dossiers.first]][Points.parent] is None
        ]
        shown = main[: given.limits.dossier_points]
        made.append(
            Dossier(
                f"dossier-{row[Dossiers.dossier]}",
                dimension.by_code[row[Dossiers.dossier]].name,
                statements=row[Dossiers.statements],
                texts=row[Dossiers.texts],
                sessions=row[Dossiers.sessions],
                represented=row[Dossiers.represented],
                cells=_cells(given, mine, [c.code for c in columns]),
                points=tuple(_point(given, quotes, r, points[r[Dossiers.first]]) for r in shown),
                more=len(main) - len(shown),
            )
        )
    corner = given.codebook.by_id[within[0]].name if within else ""
    return AllDossiers(dimension.name, corner, tuple(c.name for c in columns), tuple(made))


def _cells(given: Given, mine: list[Row], columns: list[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    within = _within(given)
    if within is None:
        return ()
    found = {
        (r[Dossiers.first], r[Dossiers.second]): r[Dossiers.statements]
        for r in mine
        if r[Dossiers.part] == CROSS
    }
    return tuple(
        (code.name, tuple(found.get((code.code, column), 0) for column in columns))
        for code in given.codebook.by_id[within[0]].codes
        if code.parent is None
    )


def _point(given: Given, quotes: Quotes, row: Row, point: Row) -> DossierPoint:
    said = _said(given, quotes, row, point)
    within = given.codebook.points_within or ("", "")
    renamed = point[Points.named_by] is not None
    return DossierPoint(
        name=point[Points.name] if renamed else NOT_SHOWN if said is None else said.text,
        said=said,
        kind=given.code_name(within[1], point[Points.kind]),
        statements=row[Dossiers.statements],
        sessions=row[Dossiers.sessions],
    )


def _said(given: Given, quotes: Quotes, row: Row, point: Row) -> Quote | None:
    """Return a statement of the dossier that shows the point: the central one, or the first that may."""
    ids = quotes.ids(FIGURE, key_of(row))
    first = [point[Points.central]] if point[Points.central] in ids else []
    shown = next((name for name in [*first, *ids] if name not in given.unquotable), None)
    return None if shown is None else quotes.of_statement(shown)


def sheets(given: Given, quotes: Quotes) -> list[Sheet]:
    """Return the sheets of the dossiers; none when the codebook asks for none."""
    if given.codebook.dossiers is None:
        return []
    dimension = given.codebook.by_id[given.codebook.dossiers]
    counts = (
        Column("Uitspraken", 11, "whole"),
        Column("Verschillende teksten", 13, "whole"),
        Column(given.words.gathering.many.capitalize(), 12, "whole"),
        Column("Namens (personen en organisaties)", 16, "whole"),
        Column("Sleutel in blad Bewijs", 60),
    )
    points = {row[Points.id]: row for row in records(given.points)}
    within = given.codebook.points_within or ("", "")
    figures: list[list[Value]] = []
    said: list[list[Value]] = []
    for row in records(given.dossiers):
        name = dimension.by_code[row[Dossiers.dossier]].name
        numbers = [*(row[each] for each in _COUNTS), key_of(row)]
        if row[Dossiers.part] == POINT:
            point = points[row[Dossiers.first]]
            level = "hoofdpunt" if point[Points.parent] is None else "punt"
            codes = [given.code_name(d, point[n]) for d, n in zip(within, ("theme", "kind"), strict=True)]
            shown = _point(given, quotes, row, point).name
            said.append([name, *codes, level, shown, point[Points.excluded], *numbers])
        else:
            figures.append([name, *_about(given, row), *numbers])
    return [
        Sheet(
            SHEET,
            (
                (
                    f"Per {dimension.name.lower()} alles wat erover is gezegd: in totaal, per vak van de "
                    "tabel, per regio en per bestuurslaag."
                ),
                "Een uitspraak over twee ervan telt in beide dossiers.",
            ),
            (Column("Dossier", 22), Column("Waarover", 22), Column("Wat", 40), Column("En", 18), *counts),
            figures,
        ),
        Sheet(
            POINTS_SHEET,
            (
                (
                    "Per dossier de punten, met hoe vaak zij over dit onderwerp zijn gemaakt; wat in de "
                    f"meeste {given.words.gathering.many} is gezegd eerst."
                ),
            ),
            (
                Column("Dossier", 22),
                Column("Thema" if not within[0] else given.codebook.by_id[within[0]].name, 30),
                Column("Soort" if not within[1] else given.codebook.by_id[within[1]].name, 14),
                Column("Niveau", 11),
                Column("Punt", 70),
                Column("Weggelaten, want", 24),
                *counts,
            ),
            said,
        ),
    ]


def _about(given: Given, row: Row) -> list[Value]:
    regions, tiers = given.place_names()
    first, second = row[Dossiers.first], row[Dossiers.second]
    within = _within(given)
    if row[Dossiers.part] == CROSS and within is not None:
        names = [given.codebook.by_id[name].name for name in within]
        codes = [given.code_name(within[0], first), given.code_name(within[1], second)]
        return [f"{names[0]} x {names[1].lower()}", *codes]
    if row[Dossiers.part] == REGION:
        return ["Regio", regions.get(first, first), None]
    if row[Dossiers.part] == TIER:
        return ["Bestuurslaag", tiers.get(first, first), None]
    return ["Alles", None, None]
