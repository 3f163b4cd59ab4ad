"""The workbook that goes with the page: every table whole, and the statements behind every figure."""

from collections.abc import Sequence

from textmine.analysis.remarks import ROUTINE
from textmine.report import (
    abbreviations,
    agreement,
    compare_sheets,
    dossiers,
    estimate_sheets,
    figure_sheets,
    forwarded,
    generic_points,
    learned,
    minutes,
    register_sheets,
    trust,
)
from textmine.report.cells import Column, Sheet, Value, sheet_name, write_book
from textmine.report.dutch import STATUS
from textmine.report.figures import Figure, figure_data
from textmine.report.given import Given
from textmine.report.method import versions
from textmine.report.opening import reviewed, summary
from textmine.report.quotes import Quotes
from textmine.report.rows import Row, records
from textmine.report.statement_rows import WITHHELD, statement_sheet
from textmine.report.trust import Trust
from textmine.tables import REASONS, Coverage, Funnel, Remarks

_NUMBERS = (
    "Uitspraken, verschillende teksten, {gatherings} en namens wie zijn verschillende aantallen. "
    "Boven elke kolom staat welk aantal het is."
)
_COUNTED = (
    "Uitspraken uit vastgestelde verslagen of inzendingen die niet door een beoordelaar apart zijn gezet. "
    "Het blad Uitspraken heeft ook de andere, met de reden."
)
_LIMITS = (
    "De aantallen zeggen niets over hoeveel Nederlanders iets vinden; ze laten zien wat er in deze "
    "{gatherings} is gezegd."
)
_KEYS = (
    "In de laatste kolom van een tabel staat een sleutel: de naam waaronder het blad Bewijs de uitspraken "
    "achter dat getal noemt. Zoek die daar op."
)
_BEHALF = (
    "Elke persoon of organisatie telt één keer, met het aantal dat die zelf opgaf. Het kan daardoor lager of "
    "hoger zijn dan het aantal {gatherings}. Een lege cel betekent: onbekend."
)
_NAMES = (
    "Bestandsnamen, teksten en de woorden van tekstonderwerpen komen letterlijk uit de bronnen. Er kunnen "
    "namen van mensen in staan. Controleer dat voordat u dit bestand deelt."
)
_SIGNS = (
    "Teksten staan er letterlijk in, ook als ze met = of + beginnen. Een onzichtbaar stuurteken staat er als "
    "zichtbaar teken, bijvoorbeeld ␍."
)
_REMARK = (Column("Bestand", 40), Column("Plaats", 28), Column("Wat er is", 26), Column("Toelichting", 80))


def build(given: Given, quotes: Quotes, found: Trust, figures: Sequence[Figure]) -> bytes:
    """Return the workbook; the same tables give the same bytes."""
    sheets = [
        _funnel(given),
        _coverage(given),
        figure_sheets.codes(given),
        *figure_sheets.crosses(given),
        *estimate_sheets.sheets(given),
        learned.sheet(given.learning_curve, given.advice, given.codebook),
        *generic_points.sheets(given, quotes),
        *compare_sheets.sheets(given, quotes),
        figure_sheets.topics(given),
        figure_sheets.repeated(given, quotes),
        *register_sheets.sheets(given, quotes),
        agreement.sheet(given.agreement, given.codebook),
        *dossiers.sheets(given, quotes),
        *forwarded.sheets(given, quotes),
        *minutes.sheets(given),
        abbreviations.sheet(given),
        *figure_data(figures),
        statement_sheet(given),
        _evidence(given),
        _rejected(given),
        _warnings(given),
        *trust.sheets(given, found),
    ]
    return write_book(f"{given.corpus.name}: analyse", [_read_me(given, sheets), *sheets])


def _read_me(given: Given, sheets: list[Sheet]) -> Sheet:
    gatherings = given.words.gathering.many
    lines: list[tuple[str, str]] = [
        ("Verzameling", given.corpus.name),
        ("Omschrijving", given.corpus.description),
        ("Waarover", summary(given)),
        ("Let op", f"De codes zijn voorstellen van een model. Mensen hebben {reviewed(given)} beoordeeld."),
        ("Aantallen", _NUMBERS.format(gatherings=gatherings)),
        ("Wat telt mee", _COUNTED),
        ("Wat het niet zegt", _LIMITS.format(gatherings=gatherings)),
        ("Persoonsgegevens", WITHHELD),
        ("Tekens", _SIGNS),
        ("Bewijs", _KEYS),
        ("Namens", _BEHALF.format(gatherings=gatherings)),
        ("Let op namen", _NAMES),
        *versions(given),
        *((f"Blad {sheet_name(sheet.name)}", sheet.notes[0]) for sheet in sheets),
    ]
    return Sheet("Leesmij", (), (Column("Onderdeel", 34), Column("Uitleg", 110)), lines)


def _funnel(given: Given) -> Sheet:
    names = (Funnel.title, Funnel.unit, Funnel.received, Funnel.kept, Funnel.rejected, Funnel.reasons)
    return Sheet(
        "Trechter",
        ("Van bestand tot cijfer: binnen = door + apart, in elke rij.",),
        (
            Column("Stap", 44),
            Column("Eenheid", 16),
            Column("Binnen", 10, "whole"),
            Column("Door", 10, "whole"),
            Column("Apart", 10, "whole"),
            Column("Waarom apart", 60),
        ),
        [[row[name] for name in names] for row in records(given.funnel)],
    )


def _coverage(given: Given) -> Sheet:
    regions, tiers = given.place_names()
    minutes = given.corpus.kind == "minutes"
    counts = [Coverage.documents, Coverage.statements, Coverage.texts]
    if not minutes:
        counts.insert(0, Coverage.submissions)
    rows = [
        [
            row[Coverage.name],
            regions.get(row[Coverage.region], row[Coverage.region]),
            tiers.get(row[Coverage.tier], row[Coverage.tier]),
            STATUS[row[Coverage.status]],
            *(row[name] for name in counts),
        ]
        for row in records(given.coverage)
    ]
    what = "sessie" if minutes else "manier van binnenkomen, regio en bestuurslaag"
    return Sheet(
        "Dekking",
        (f"Wat er per {what} is ontvangen, en hoeveel uitspraken daarvan meetellen.",),
        (
            Column("Sessie" if minutes else "Hoe binnengekomen", 44),
            Column("Regio", 18),
            Column("Bestuurslaag", 28),
            Column("Status", 14),
            *(() if minutes else (Column("Inzendingen", 13, "whole"),)),
            Column("Verslagen" if minutes else "Gelezen teksten", 13, "whole"),
            Column("Uitspraken die meetellen", 14, "whole"),
            Column("Verschillende teksten", 14, "whole"),
        ),
        rows,
    )


def _evidence(given: Given) -> Sheet:
    figures, keys, ids = given.evidence_in_order
    pairs = list(zip(figures, keys, strict=True))
    named = {pair: figure_sheets.sheet_of(given, *pair) for pair in set(pairs)}
    sheets = [named[pair] for pair in pairs]
    return Sheet(
        "Bewijs",
        ("Welke uitspraken achter welk getal zitten: een rij per getal en uitspraak.",),
        (Column("Blad", 24), Column("Sleutel", 70), Column("Uitspraak (id)", 44)),
        list(zip(sheets, keys, ids, strict=True)),
    )


def _rejected(given: Given) -> Sheet:
    routine = given.ingest_rejected[Remarks.reason].isin(list(ROUTINE))
    rows = [
        [*_remark(row), look]
        for part, look in ((~routine, "ja"), (routine, "nee"))
        for row in given.remarks(given.ingest_rejected[part])
    ]
    return Sheet(
        "Niet gelezen",
        (
            "Bestanden en delen van bestanden die niet zijn gelezen, met de reden en wat u eraan kunt doen.",
            "Bovenaan staat wat iemand zelf moet bekijken.",
        ),
        (*_REMARK, Column("Zelf bekijken", 10)),
        rows,
    )


def _remark(row: Row) -> list[Value]:
    return [row[Remarks.path], row[Remarks.place], REASONS[row[Remarks.reason]], row[Remarks.message]]


def _warnings(given: Given) -> Sheet:
    return Sheet(
        "Let op",
        ("Wat wel is gelezen, maar waar iets mee aan de hand is.",),
        _REMARK,
        [_remark(row) for row in given.remarks(given.ingest_warnings)],
    )
