"""The sheets of analyses A to D: every row of the tables, with unit, denominator and key."""

from textmine.report.cells import Column, Sheet, Unit, Value
from textmine.report.claims import guarded
from textmine.report.dutch import STATEMENT
from textmine.report.generic_points import generic_rule
from textmine.report.given import Given
from textmine.report.point_names import by_id, named
from textmine.report.quotes import Quotes
from textmine.report.regions import key_of, name_of, ratio_of, shared
from textmine.report.rows import Row, records
from textmine.report.themes import caution, tier_cells, tier_name, tier_names
from textmine.report.tiers import comparison
from textmine.tables import GenericPoints, Points, PointSessions, PointTiers, RegionProfile

A_GENERIC, B_THEME, C_REGION, D_TABLE, D_DROPPED = (
    "A_Generiek",
    "B_Thema",
    "C_Regio",
    "D_Tabel",
    "D_Afgevallen",
)

SHEETS = {
    "generic_points": A_GENERIC,
    "point_tiers": B_THEME,
    "region_profile": C_REGION,
    "tier_points": D_TABLE,
}
"""The sheet that holds each kind of figure."""

_KEY = Column("Sleutel in blad Bewijs", 30)
_NAMED = "Een punt heet naar een letterlijke uitspraak, of zoals mensen het noemden."
_GENERIC = (
    f"Hoofdpunten die in {{rule}} zijn gemaakt, het meest verspreide eerst; wat buiten de thema's valt, "
    f"staat achteraan. {_NAMED}"
)
_MATRIX = (
    "Per sessie staat het aantal uitspraken. De sleutel van een vakje is die van het punt, een streep en de "
    "sessie."
)
_THEMES = (
    f"Alle hoofdpunten per thema en soort, met in hoeveel {{gatherings}} van elke bestuurslaag. {_NAMED}"
)
_TIER_KEY = "De sleutel van een bestuurslaag is die van het punt, een streep en de bestuurslaag."
_REGIONS = (
    "Wat er per regio is gezegd: elke code, en elk hoofdpunt dat daar is gemaakt. Het bewijs komt uit de "
    "{gatherings} van die regio."
)
_RATIO = (
    "Verhouding: 2 betekent dat de kansverhouding hier twee keer zo groot is als in de andere regio's samen. "
    "De marge is 95 %, met {gatherings} als eenheid; met twee {gatherings} per regio is zij breed."
)
_CHANCE = (
    "Kans op toeval: van alle rijen met hoogstens deze waarde is naar verwachting zo'n deel toeval. Zij is "
    "gecorrigeerd voor het aantal vergelijkingen, en gaat uit van hoe {gatherings} van één regio verschillen."
)


def sheets(given: Given, quotes: Quotes) -> list[Sheet]:
    """Return the sheets; without points or tiers there is nothing to set out, and the sheet is not there."""
    return [
        *_generic(given, quotes),
        *_themes(given, quotes),
        *_regions(given, quotes),
        *_tiers(given, quotes),
    ]


def _total(given: Given) -> str:
    gatherings = given.words.gathering.of(given.totals["sessions"] or 0)
    return f"Er tellen {STATEMENT.of(given.counted)} mee, uit {gatherings}."


def _generic(given: Given, quotes: Quotes) -> list[Sheet]:
    within = given.codebook.points_within
    if within is None:
        return []
    gatherings = given.words.gathering.many
    points, sessions = by_id(given), given.corpus.sessions
    cells = {
        (row[PointSessions.point], row[PointSessions.session]): row[PointSessions.statements]
        for row in records(given.point_sessions)
    }
    places = {"sessions": gatherings.capitalize()}
    places |= {"regions": "Regio's"} if given.facts["region"].notna().any() else {}
    places |= {"tiers": "Bestuurslagen"} if given.facts["tier"].notna().any() else {}
    rows: list[list[Value]] = []
    for row in records(given.generic_points):
        point = row[GenericPoints.point]
        spread = [name for place in places for name in (place, f"of_{place}")]
        rows.append(
            [
                row[GenericPoints.number],
                given.code_name(within[0], row[GenericPoints.theme]),
                given.code_name(within[1], row[GenericPoints.kind]),
                named(given, quotes, points[point]).text,
                *(row[name] for name in spread),
                *(row[name] for name in ("statements", "texts", "represented")),
                row[GenericPoints.exception],
                *(cells.get((point, session.id), 0) for session in sessions),
                point,
            ]
        )
    spread_columns = [
        column
        for name in places.values()
        for column in (Column(name, 11, "whole"), Column(f"{name}: van de", 11, "whole"))
    ]
    note = (
        _GENERIC.format(rule=generic_rule(given)),
        f"{_total(given)} {_MATRIX}",
    )
    columns = (
        Column("Nummer", 8, "whole"),
        Column(given.codebook.by_id[within[0]].name, 30),
        Column(given.codebook.by_id[within[1]].name, 14),
        Column("Hoofdpunt", 70),
        *spread_columns,
        *_counted(),
        Column("Ondertekende uitzondering: waarom", 40),
        *(Column(session.name, 14, "whole") for session in sessions),
        _KEY,
    )
    return [Sheet(A_GENERIC, tuple(map(guarded, note)), columns, rows)]


def _counted() -> tuple[Column, ...]:
    return (
        Column("Uitspraken", 11, "whole"),
        Column("Verschillende teksten", 13, "whole"),
        Column("Namens (personen en organisaties)", 16, "whole"),
    )


def _themes(given: Given, quotes: Quotes) -> list[Sheet]:
    within = given.codebook.points_within
    if within is None:
        return []
    gatherings = given.words.gathering.many
    cells = tier_cells(given)
    tiers = tier_names(given, cells)
    rows: list[list[Value]] = []
    for row in by_id(given).values():
        if row[Points.id] not in cells:
            continue
        mine: list[Row] = cells[row[Points.id]]
        side = [v for cell in mine for v in (cell[PointTiers.sessions], cell[PointTiers.of_sessions])]
        differing = [cell for cell in mine if cell[PointTiers.differs]]
        rows.append(
            [
                given.code_name(within[0], row[Points.theme]),
                given.code_name(within[1], row[Points.kind]),
                named(given, quotes, row).text,
                *(row[name] for name in (Points.sessions, *("statements", "texts", "represented"))),
                *side,
                *[None] * (2 * len(tiers) - len(side)),
                ", ".join(tier_name(given, cell) for cell in differing) or None,
                min((cell[PointTiers.chance] for cell in differing), default=None),
                row[Points.id],
            ]
        )
    note = (_THEMES.format(gatherings=gatherings), f"{_total(given)} {_TIER_KEY}", caution(given))
    columns = (
        Column(given.codebook.by_id[within[0]].name, 30),
        Column(given.codebook.by_id[within[1]].name, 14),
        Column("Hoofdpunt", 70),
        Column(gatherings.capitalize(), 11, "whole"),
        *_counted(),
        *(
            Column(f"{tier}: {what}", 15, "whole")
            for tier in tiers
            for what in (gatherings, f"van de {gatherings}")
        ),
        Column("Vooral bij", 28),
        Column("Kans op zo'n verdeling door toeval", 15, "share"),
        _KEY,
    )
    return [Sheet(B_THEME, [guarded(line) for line in note if line], columns, rows)]


def _regions(given: Given, quotes: Quotes) -> list[Sheet]:
    found = records(given.region_profile)
    if not found:
        return []
    gatherings = given.words.gathering.many
    names, points = given.place_names()[0], by_id(given)
    rows: list[list[Value]] = []
    counts = ("statements", "of_statements", "texts", "sessions", "of_sessions", "elsewhere", "of_elsewhere")
    for row in found:
        ratio = ratio_of(row) or (None, None, None)
        rows.append(
            [
                names.get(row[RegionProfile.region], row[RegionProfile.region]),
                *name_of(given, quotes, row, points),
                *(row[name] for name in counts),
                shared(row[RegionProfile.other_regions]) if row[RegionProfile.statements] else None,
                *ratio,
                row[RegionProfile.chance],
                "ja" if row[RegionProfile.more] else "nee",
                row[RegionProfile.reason],
                key_of(row),
            ]
        )
    note = tuple(line.format(gatherings=gatherings) for line in (_REGIONS, _RATIO, _CHANCE))
    columns = (
        Column("Regio", 18),
        Column("Waarover", 16),
        Column("Code of hoofdpunt", 60),
        Column("Uitspraken", 11, "whole"),
        Column("Van de uitspraken in de regio", 13, "whole"),
        Column("Verschillende teksten", 13, "whole"),
        Column(gatherings.capitalize(), 11, "whole"),
        Column(f"Van de {gatherings} in de regio", 13, "whole"),
        Column("Uitspraken elders", 11, "whole"),
        Column("Van de uitspraken elders", 13, "whole"),
        Column("Gedeeld", 24),
        Column("Verhouding", 11, "score"),
        Column("Marge: van", 9, "score"),
        Column("Marge: tot", 9, "score"),
        Column("Kans op toeval", 10, "share"),
        Column("Meer dan elders", 10),
        Column("Niet vergeleken, want", 50),
        Column("Sleutel in blad Bewijs", 44),
    )
    return [Sheet(C_REGION, tuple(map(guarded, note)), columns, rows)]


def _tiers(given: Given, quotes: Quotes) -> list[Sheet]:
    compared = comparison(given, quotes)
    if compared is None:
        return []
    gatherings = given.words.gathering.many
    kind = (Column("Soort en thema", 34),) if compared.kinds else ()
    side_by_side = [
        [
            subject.name,
            *((point.kind,) if compared.kinds else ()),
            point.name,
            *(
                value
                for c in point.cells
                for value in (c.sessions, c.of_sessions, c.statements, "ja" if c.counts else "nee")
            ),
            point.key,
        ]
        for subject in compared.subjects
        for point in subject.points
    ]
    per_tier: tuple[tuple[str, Unit], ...] = (
        (gatherings, "whole"),
        (f"van de {gatherings}", "whole"),
        ("uitspraken", "whole"),
        ("telt mee", "text"),
    )
    tiers = [Column(f"{tier}: {what}", 15, unit) for tier in compared.tiers for what, unit in per_tier]
    first = (Column(compared.dimension, 30), *kind, Column("Punt", 60))
    return [
        Sheet(
            D_TABLE,
            (
                f"Punten die voor minstens één bestuurslaag meetellen: in genoeg {gatherings} gemaakt.",
                "Op het blad Bewijs staat achter de sleutel nog een streep en de bestuurslaag.",
            ),
            (*first, *tiers, Column("Sleutel in blad Bewijs", 50)),
            side_by_side,
        ),
        Sheet(
            D_DROPPED,
            ("Punten die voor een bestuurslaag niet meetellen, met de reden.",),
            (
                *first,
                Column("Bestuurslaag", 30),
                Column(gatherings.capitalize(), 12, "whole"),
                Column(f"Van de {gatherings}", 12, "whole"),
                Column("Uitspraken", 11, "whole"),
                Column("Reden", 60),
                Column("Sleutel in blad Bewijs", 50),
            ),
            [
                [
                    d.subject,
                    *((d.kind,) if compared.kinds else ()),
                    d.point,
                    d.tier,
                    d.sessions,
                    d.of_sessions,
                    d.statements,
                    d.reason,
                    d.key,
                ]
                for d in compared.dropped
            ],
        ),
    ]
