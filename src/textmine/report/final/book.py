"""The workbook of a dialogue: every table of the whole, per part, and the statements behind every figure."""

from collections.abc import Mapping

from textmine import __version__
from textmine.report.cells import Column, Sheet, Value, sheet_name, write_book
from textmine.report.coded import in_order
from textmine.report.final.page import KINDS
from textmine.report.final.points import order
from textmine.report.final.whole import EVERYTHING, UNITS, Whole, verdict
from textmine.report.point_names import FIGURE, NOT_SHOWN, quote_of
from textmine.report.quotes import Quotes
from textmine.report.rows import records, values
from textmine.report.statement_rows import WITHHELD, statement_sheet
from textmine.tables import (
    Evidence,
    OpenWork,
    PartCounts,
    PartFunnel,
    Parts,
    Points,
    Reconciliation,
    Shared,
    Statements,
)

SHARED = "In meer delen"
_TOGETHER = "Samen"

_WHAT = {"text": "tekst", "file": "bestand"}


def build(given: Whole, quotes: Quotes) -> bytes:
    """Return the workbook; the same tables give the same bytes."""
    sheets = [
        _open(given),
        _parts(given),
        _funnel(given),
        _reconciliation(given),
        _codes(given),
        *(_cross(given, *pair) for pair in given.codebook.crosses),
        *_points(given, quotes),
        _shared(given, quotes),
        statement_sheet(given),
        _evidence(given),
    ]
    return write_book(f"{given.dialogue.name}: eindanalyse", [_read_me(given, sheets), *sheets])


def _read_me(given: Whole, sheets: list[Sheet]) -> Sheet:
    total = given.counts[EVERYTHING][None]
    lines = [
        ("Dialoog", given.dialogue.name),
        ("Omschrijving", given.dialogue.description),
        ("Oordeel", verdict(given.open)),
        ("Waarover", f"Er tellen {given.denominators(total)} mee, uit {len(given.names)} delen."),
        (
            "Aantallen",
            (
                "Uitspraken, teksten, sessies, inzendingen en namens wie zijn verschillende aantallen. "
                "Sessies en inzendingen worden niet opgeteld. Een lege cel "
                "betekent: hoort niet bij dit deel, of onbekend."
            ),
        ),
        (
            "Delen en geheel",
            (
                "Wat in meer delen staat, telt in elk deel mee en in het geheel één keer. Blad Aansluiting "
                "laat zien hoe de som van de delen naar het geheel leidt."
            ),
        ),
        (
            "Let op",
            (
                "De codes zijn voorstellen van een model, behalve waar mensen beslisten. Hoe goed het model "
                "is, staat in het rapport van elk deel. De aantallen zeggen niet hoeveel mensen iets vinden."
            ),
        ),
        (
            "Bewijs",
            (
                "In de laatste kolom van een tabel staat een sleutel. Zoek die op in blad Bewijs: daar "
                "staan de uitspraken achter het getal. Een nummer begint met de map van het deel."
            ),
        ),
        ("Persoonsgegevens", WITHHELD),
        ("Programma", f"textmine {__version__}"),
        ("Codeboek", f"{given.codebook.title}, versie {given.codebook.version}"),
        *((f"Blad {sheet_name(sheet.name)}", sheet.notes[0]) for sheet in sheets),
    ]
    return Sheet("Leesmij", (), (Column("Onderdeel", 34), Column("Uitleg", 110)), lines)


def _units(given: Whole) -> list[Column]:
    return [Column(UNITS[unit].capitalize(), 14, "whole") for unit in given.shows]


def _open(given: Whole) -> Sheet:
    rows = sorted(records(given.open), key=lambda row: not row[OpenWork.blocks])
    return Sheet(
        "Open werk",
        ("Wat iemand nog moet doen of bekijken. Wat blokkeert, moet vóór publicatie zijn opgelost.",),
        (Column("Waarover", 16), Column("Wat", 40), Column("Blokkeert", 10), Column("Toelichting", 100)),
        [
            [
                row[OpenWork.area],
                row[OpenWork.key],
                "ja" if row[OpenWork.blocks] else "nee",
                row[OpenWork.message],
            ]
            for row in rows
        ],
    )


def _parts(given: Whole) -> Sheet:
    counts = given.counts[EVERYTHING]
    rows: list[list[Value]] = [
        [
            row[Parts.name],
            row[Parts.part],
            row[Parts.corpus],
            KINDS[row[Parts.kind]],
            *(row[name] for name in (Parts.received, Parts.documents, Parts.statements)),
            *(counts[row[Parts.part]][unit] for unit in given.shows),
            row[Parts.codebook],
            row[Parts.codebook_version],
            "ja" if row[Parts.crosswalk] else "nee",
        ]
        for row in records(given.parts)
    ]
    summed = [int(given.parts[name].sum()) for name in (Parts.received, Parts.documents, Parts.statements)]
    total = counts[None]
    book = (given.codebook.title, given.codebook.version, None)
    rows.append(
        [_TOGETHER, None, given.dialogue.name, None, *summed, *(total[u] for u in given.shows), *book]
    )
    return Sheet(
        "Delen",
        (
            "Wat elk deel bracht.",
            "Onder 'Samen' telt een tekst, persoon of organisatie die in meer delen voorkomt één keer.",
        ),
        (
            Column("Deel", 24),
            Column("Map", 26),
            Column("Verzameling", 30),
            Column("Soort", 12),
            Column("Ontvangen teksten", 12, "whole"),
            Column("Gelezen teksten", 12, "whole"),
            Column("Uitspraken, ook die niet meetellen", 14, "whole"),
            *_units(given),
            Column("Codeboek", 40),
            Column("Codeboek-versie", 16),
            Column("Codes omgezet", 10),
        ),
        rows,
    )


def _funnel(given: Whole) -> Sheet:
    names = (PartFunnel.title, PartFunnel.unit, PartFunnel.received, PartFunnel.kept, PartFunnel.rejected)
    return Sheet(
        "Trechter",
        ("Van bestand tot cijfer, per deel: binnen = door + apart, in elke rij.",),
        (
            Column("Deel", 24),
            Column("Stap", 44),
            Column("Eenheid", 16),
            Column("Binnen", 10, "whole"),
            Column("Door", 10, "whole"),
            Column("Apart", 10, "whole"),
            Column("Waarom apart", 60),
        ),
        [
            [given.names[row[PartFunnel.part]], *(row[name] for name in names), row[PartFunnel.reasons]]
            for row in records(given.part_funnel)
        ],
    )


def _sheet_of(given: Whole, figure: str, key: str) -> str:
    if figure == "crosses":
        first, _, second, _ = key.split("|")
        return sheet_name(_cross_name(given, first, second))
    return {"code_counts": "Codes", FIGURE: "Punten", "shared": SHARED}.get(figure, "Delen")


def _what(given: Whole, figure: str, key: str) -> str:
    """Say in words what a figure counts."""
    parts = key.split("|")
    if figure == EVERYTHING[0]:
        return "Alles wat meetelt"
    names = [given.code_name(*parts[at : at + 2]) for at in range(0, len(parts), 2)]
    return " / ".join(names)


def _reconciliation(given: Whole) -> Sheet:
    rows = []
    for row in records(given.reconciliation):
        figure, key, unit = row[Reconciliation.figure], row[Reconciliation.key], row[Reconciliation.unit]
        if unit not in given.shows:
            continue
        counts = given.counts[figure, key]
        rows.append(
            [
                _sheet_of(given, figure, key),
                _what(given, figure, key),
                UNITS[unit],
                *(counts[part][unit] for part in given.names),
                *(row[n] for n in (Reconciliation.summed, Reconciliation.shared, Reconciliation.total)),
                key,
            ]
        )
    return Sheet(
        "Aansluiting",
        (
            "Hoe de delen optellen tot het geheel: som - in meer delen = geheel, in elke rij.",
            "Een tekst, persoon of organisatie in twee delen telt in elk deel, en in het geheel één keer.",
            "Een lege cel betekent: hoort niet bij dit deel (sessies bij reacties), of onbekend.",
        ),
        (
            Column("Blad", 22),
            Column("Wat", 60),
            Column("Eenheid", 30),
            *(Column(name, 14, "whole") for name in given.names.values()),
            Column("Som van de delen", 12, "whole"),
            Column("Min: in meer delen", 12, "whole"),
            Column("Geheel", 12, "whole"),
            Column("Sleutel in blad Bewijs", 60),
        ),
        rows,
    )


def _lines(given: Whole, figure: str, key: str, first: list[Value]) -> list[list[Value]]:
    """Return one row per part and one for all."""
    counts = given.counts[figure, key]
    return [
        [
            *first,
            _TOGETHER if part is None else given.names[part],
            *(counts[part][u] for u in given.shows),
            key,
        ]
        for part in (*given.names, None)
    ]


def _codes(given: Whole) -> Sheet:
    rows = [
        line
        for dimension in given.codebook.dimensions
        for code in in_order(dimension)
        for line in _lines(
            given,
            "code_counts",
            f"{dimension.id}|{code.code}",
            [dimension.name, code.name, dimension.by_code[code.parent].name if code.parent else None],
        )
    ]
    return Sheet(
        "Codes",
        ("Hoe vaak elke code is gegeven, per deel en samen. Een hoofdcode telt haar subcodes mee.",),
        (
            Column("Vraag", 16),
            Column("Code", 40),
            Column("Subcode van", 30),
            Column("Deel", 24),
            *_units(given),
            Column("Sleutel in blad Bewijs", 50),
        ),
        rows,
    )


def _cross_name(given: Whole, first: str, second: str) -> str:
    return f"{given.codebook.by_id[first].name} x {given.codebook.by_id[second].name.lower()}"


def _cross(given: Whole, first: str, second: str) -> Sheet:
    rows: list[list[Value]] = []
    for row in records(given.part_counts):
        key = row[PartCounts.key]
        if row[PartCounts.figure] != "crosses" or row[PartCounts.part] is not None:
            continue
        parts = key.split("|")
        if (parts[0], parts[2]) == (first, second):
            names: list[Value] = [given.code_name(first, parts[1]), given.code_name(second, parts[3])]
            rows += _lines(given, "crosses", key, names)
    titles = given.codebook.by_id[first].name, given.codebook.by_id[second].name
    return Sheet(
        _cross_name(given, first, second),
        (f"{titles[0]} en {titles[1].lower()} tegen elkaar uitgezet: een rij per vakje en deel.",),
        (
            Column(titles[0], 40),
            Column(titles[1], 24),
            Column("Deel", 24),
            *_units(given),
            Column("Sleutel in blad Bewijs", 70),
        ),
        rows,
    )


def _points(given: Whole, quotes: Quotes) -> list[Sheet]:
    within = given.codebook.points_within
    if within is None:
        return []
    all_points = records(given.points)
    mains = [row for row in all_points if row[Points.parent] is None]
    below: dict[str, list[dict[str, Value]]] = {}
    for row in all_points:
        if row[Points.parent] is not None:
            below.setdefault(row[Points.parent], []).append(row)
    places = [{c.code: n for n, c in enumerate(given.codebook.by_id[name].codes)} for name in within]
    mains.sort(key=lambda r: (places[0][r[Points.theme]], places[1][r[Points.kind]], *order(given, r)))
    rows: list[list[Value]] = []
    for row in (each for main in mains for each in (main, *below.get(main[Points.id], []))):
        counts = given.counts[FIGURE, str(row[Points.id])]
        name = quote_of(given, quotes, row)
        rows.append(
            [
                given.code_name(within[0], str(row[Points.theme])),
                given.code_name(within[1], str(row[Points.kind])),
                "hoofdpunt" if row[Points.parent] is None else "punt",
                NOT_SHOWN if name is None else name.text,
                counts[None][PartCounts.parts],
                *(counts[None][unit] for unit in given.shows),
                *(counts[part][PartCounts.statements] for part in given.names),
                row[Points.id],
                row[Points.parent],
            ]
        )
    titles = given.codebook.by_id
    return [
        Sheet(
            "Punten",
            (
                (
                    "Uitspraken die hetzelfde zeggen, binnen één thema en één soort, over alle delen; wat in "
                    "meer delen is gezegd, staat eerst."
                ),
                "Een punt heet naar de uitspraak die het meest op de andere lijkt. De computer mist er ook.",
            ),
            (
                Column(titles[within[0]].name, 30),
                Column(titles[within[1]].name, 14),
                Column("Niveau", 11),
                Column("Punt", 70),
                Column("Delen", 8, "whole"),
                *_units(given),
                *(Column(f"{name}: uitspraken", 14, "whole") for name in given.names.values()),
                Column("Sleutel in blad Bewijs", 18),
                Column("Sleutel van het hoofdpunt", 18),
            ),
            rows,
        )
    ]


def _shared(given: Whole, quotes: Quotes) -> Sheet:
    rows: list[list[Value]] = []
    for row in records(given.shared):
        name = row[Shared.central]
        if row[Shared.what] == "file":
            text = row[Shared.paths].replace("|", "\n")
        else:
            text = NOT_SHOWN if name in given.unquotable else quotes.of_statement(name).text
        parts = ", ".join(given.names[part] for part in row[Shared.parts].split("|"))
        rows.append([_WHAT[row[Shared.what]], text, parts, row[Shared.statements], row[Shared.key]])
    return Sheet(
        SHARED,
        (
            "Teksten die letterlijk in meer delen staan, en bestanden die in meer delen zitten.",
            "Hoofdletters, leestekens en spaties tellen bij teksten niet mee.",
        ),
        (
            Column("Wat", 10),
            Column("Tekst of bestanden", 90),
            Column("Delen", 36),
            Column("Uitspraken", 12, "whole"),
            Column("Sleutel in blad Bewijs", 40),
        ),
        rows,
    )


def _evidence(given: Whole) -> Sheet:
    ordered = given.evidence.sort_values([Evidence.figure, Evidence.key, Evidence.statement_id])
    columns = [values(ordered, name) for name in (Evidence.figure, Evidence.key, Evidence.statement_id)]
    where = _where(given)
    names: dict[tuple[str, str], str] = {}
    rows = []
    for figure, key, statement in zip(*columns, strict=True):
        if (figure, key) not in names:
            names[figure, key] = _sheet_of(given, figure, key)
        rows.append([names[figure, key], key, statement, *where[statement]])
    return Sheet(
        "Bewijs",
        ("Welke uitspraken achter welk getal zitten, met deel en plaats: een rij per getal en uitspraak.",),
        (
            Column("Blad", 24),
            Column("Sleutel", 60),
            Column("Uitspraak (id)", 52),
            Column("Deel", 22),
            Column("Plaats in de bron", 50),
        ),
        rows,
    )


def _where(given: Whole) -> Mapping[str, tuple[str, str]]:
    """Return the part and the place of every statement."""
    names = (Statements.id, Statements.document_id, Statements.start, Statements.end)
    return {
        name: (given.names[given.sources.part(document)], given.sources.place(document, start, end))
        for name, document, start, end in zip(*(values(given.statements, n) for n in names), strict=True)
    }
