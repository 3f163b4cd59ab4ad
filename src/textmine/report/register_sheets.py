"""The sheets of the answer note; *Opzoektabel* is made to be published as it is."""

from collections import defaultdict
from collections.abc import Mapping

from textmine.report.cells import Column, Sheet, Value
from textmine.report.dutch import day
from textmine.report.given import Given
from textmine.report.point_names import NOT_SHOWN
from textmine.report.quotes import Quotes
from textmine.report.register import letters
from textmine.report.rows import Row, records
from textmine.tables import (
    POINT_STATUS,
    RESPONSE_STATUS,
    AnsweredPoints,
    Answers,
    Changes,
    Lookup,
    OpenWork,
    Register,
    Templates,
)

RESPONSES, TEMPLATES, LOOKUP = "Reacties", "Sjablonen", "Opzoektabel"
TEMPLATE_TEXTS = "Sjabloonteksten"
ANSWERS, CHANGES, ANSWERED, OPEN = "Antwoorden", "Wijzigingen", "Punten en antwoorden", "Reacties open"

FIGURES = {"register": RESPONSES, "answers": ANSWERS, "templates": TEMPLATES}
"""The sheet of each figure of ``tables.Evidence`` that the step ``register`` makes."""

_TIME = {True: "ja", False: "nee", None: "onbekend"}
_KEY = Column("Sleutel in blad Bewijs", 20)
_COUNTS = (
    Column("Uitspraken", 11, "whole"),
    Column("Verschillende teksten", 13, "whole"),
    Column("Inzendingen", 12, "whole"),
    Column("Namens (personen en organisaties)", 16, "whole"),
)
_COUNTED = (Answers.statements, Answers.distinct, Answers.submissions, Answers.represented)
_KNOWN = "Een lege cel bij 'Namens' betekent: onbekend."


def sheets(given: Given, quotes: Quotes) -> list[Sheet]:
    """Return the sheets; none for minutes."""
    if given.corpus.kind != "responses":
        return []
    found = letters(given, quotes, None)
    names = {letter.row[Templates.template]: letter.name for letter in found}
    texts: list[list[Value]] = [
        [letter.name, what, quote.text, quote.copies, quote.id]
        for letter in found
        for what, quotes_of in (("sjabloon", letter.texts), ("eigen toevoeging", letter.own))
        for quote in quotes_of
    ]
    return [
        _responses(given, names),
        _templates(given, names),
        Sheet(
            TEMPLATE_TEXTS,
            ("De tekst van elk sjabloon, één keer, en wat inzenders er zelf bij schreven.",),
            (
                Column("Sjabloon", 10),
                Column("Wat", 18),
                Column("Tekst", 100),
                Column("Keer in de bronnen", 11, "whole"),
                Column("Uitspraak (id)", 40),
            ),
            texts,
        ),
        _answered(given, quotes),
        _answers(given),
        _changes(given),
        _lookup(given),
        _open(given),
    ]


def _responses(given: Given, names: Mapping[str, str]) -> Sheet:
    period = given.corpus.consultation
    term = (
        "Er staat geen termijn in corpus.yaml (consultation), dus is niet bekend wie op tijd was."
        if period is None
        else f"De termijn liep van {day(period.opens)} tot en met {day(period.closes)}."
    )
    return Sheet(
        RESPONSES,
        (
            "Alles wat is ontvangen, ook wat niet te lezen was of te laat kwam: een rij per inzending.",
            f"{term} 'Namens' is het aantal personen of organisaties dat de indiener zelf opgaf.",
            "Dit blad is voor intern gebruik: namen van bestanden kunnen namen van mensen bevatten.",
        ),
        (
            Column("Registratienummer", 14),
            Column("Hoe binnengekomen", 16),
            Column("Ontvangen", 18),
            Column("Op tijd", 10),
            Column("Soort indiener", 16),
            Column("Namens", 9, "whole"),
            Column("Teksten", 9, "whole"),
            Column("Uitspraken", 11, "whole"),
            Column("Punten", 9, "whole"),
            Column("Beantwoorde punten", 13, "whole"),
            Column("Sjabloon", 10),
            Column("Eigen toevoegingen (uitspraken)", 15, "whole"),
            Column("Stand", 20),
            Column("Reden", 40),
            Column("Bestand", 40),
            Column("Plaats", 24),
            _KEY,
        ),
        [
            [
                row[Register.number],
                row[Register.channel],
                None if row[Register.received] is None else day(row[Register.received]),
                _TIME[row[Register.in_time]],
                row[Register.respondent_type],
                *(row[name] for name in (Register.on_behalf_of, Register.documents, Register.statements)),
                *(row[name] for name in (Register.points, Register.answered)),
                names.get(row[Register.template] or ""),
                row[Register.own],
                RESPONSE_STATUS[row[Register.status]],
                *(row[name] for name in (Register.reason, Register.path, Register.place)),
                row[Register.submission],
            ]
            for row in records(given.register)
        ],
    )


def _templates(given: Given, names: Mapping[str, str]) -> Sheet:
    counted = (Templates.submissions, Templates.documents, Templates.texts, Templates.represented)
    return Sheet(
        TEMPLATES,
        (
            f"Inzendingen die (bijna) dezelfde brief zijn. De tekst staat op het blad {TEMPLATE_TEXTS}.",
            f"Alleen letterlijk gelijke teksten tellen als gelijk. {_KNOWN}",
        ),
        (
            Column("Sjabloon", 10),
            Column("Inzendingen", 12, "whole"),
            Column("Teksten ontvangen", 12, "whole"),
            Column("Verschillende teksten in het sjabloon", 16, "whole"),
            Column("Namens (personen en organisaties)", 16, "whole"),
            Column("Inzendingen met een eigen toevoeging", 16, "whole"),
            _KEY,
        ),
        [
            [
                names[row[Templates.template]],
                *(row[name] for name in counted),
                row[Templates.extended],
                row[Templates.template],
            ]
            for row in records(given.templates)
        ],
    )


def _answered(given: Given, quotes: Quotes) -> Sheet:
    def words(name: str | None) -> str | None:
        if name is None:
            return None
        return NOT_SHOWN if name in given.unquotable else quotes.of_statement(name).text

    return Sheet(
        ANSWERED,
        (
            "Elk punt uit de inzendingen, met het antwoord. Elk punt krijgt precies één antwoord.",
            f"Een tekst die in geen punt past, is hier zelf een punt. {_KNOWN}",
        ),
        (
            Column("Hoofdpunt", 50),
            Column("Punt", 70),
            Column("Antwoord", 14),
            Column("Stand", 20),
            *_COUNTS,
            Column("Sleutel van het punt", 16),
        ),
        [
            [
                words(row[AnsweredPoints.main_central]),
                words(row[AnsweredPoints.central]),
                row[AnsweredPoints.answers].replace("|", ", ") or None,
                POINT_STATUS[row[AnsweredPoints.status]],
                *(row[name] for name in _COUNTED),
                row[AnsweredPoints.point],
            ]
            for row in records(given.answered_points)
        ],
    )


def _answers(given: Given) -> Sheet:
    return Sheet(
        ANSWERS,
        (f"De antwoorden, met hoe vaak de punten zijn gemaakt waarop zij antwoord geven. {_KNOWN}",),
        (Column("Antwoord", 12), Column("Tekst", 100), Column("Punten", 9, "whole"), *_COUNTS, _KEY),
        [
            [
                row[Answers.answer],
                row[Answers.text],
                row[Answers.points],
                *(row[name] for name in _COUNTED),
                row[Answers.answer],
            ]
            for row in records(given.answers)
        ],
    )


def _changes(given: Given) -> Sheet:
    names = (Changes.change, Changes.text, Changes.place)
    return Sheet(
        CHANGES,
        ("Wat er verandert. Elke wijziging volgt uit een antwoord, of is ambtshalve.",),
        (
            Column("Wijziging", 12),
            Column("Wat verandert er", 80),
            Column("Waar", 40),
            Column("Volgt uit", 24),
        ),
        [
            [*(row[name] for name in names), row[Changes.cites].replace("|", ", ")]
            for row in records(given.changes)
        ],
    )


def _lookup(given: Given) -> Sheet:
    found: dict[str, list[str]] = defaultdict(list)
    for row in records(given.lookup):
        found[row[Lookup.number]].append(row[Lookup.answer])
    rows: list[list[Value]] = [
        [row[Register.number], ", ".join(found[row[Register.number]]) or _nothing(row)]
        for row in records(given.register)
        if row[Register.number] is not None
    ]
    return Sheet(
        LOOKUP,
        (
            "Zoek uw registratienummer op. Daarachter staat welke antwoorden over uw reactie gaan.",
            f"De antwoorden staan op het blad {ANSWERS}. In deze tabel staan geen namen.",
        ),
        (Column("Registratienummer", 20), Column("Antwoorden", 60)),
        rows,
    )


def _nothing(row: Row) -> str:
    none = RESPONSE_STATUS["none"]
    return none if row[Register.status] == "none" else "nog geen antwoord"


def _open(given: Given) -> Sheet:
    return Sheet(
        OPEN,
        (
            "Wat er nog moet gebeuren voordat de reactienota af is.",
            "Zolang er iets staat met 'ja' bij Moet eerst, is de nota niet af.",
        ),
        (Column("Waarover", 24), Column("Wat er is, en wat u kunt doen", 110), Column("Moet eerst", 10)),
        [
            [row[OpenWork.key], row[OpenWork.message], "ja" if row[OpenWork.blocks] else "nee"]
            for row in records(given.register_open)
        ],
    )
