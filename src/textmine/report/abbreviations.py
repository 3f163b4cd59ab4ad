"""The appendix of abbreviations in the page and in the workbook."""

from dataclasses import dataclass

from textmine.report.cells import Column, Sheet
from textmine.report.given import Given
from textmine.report.rows import Row, records
from textmine.tables import Abbreviations

FIGURE = "abbreviations"
"""What ``tables.Evidence`` calls the statements that use an abbreviation."""

SHEET = "Afkortingen"


@dataclass(frozen=True, slots=True)
class Explained:
    """An abbreviation; ``meaning`` is what people listed, ``proposed`` what the statement ``source`` says."""

    name: str
    meaning: str | None
    proposed: str | None
    source: str | None
    statements: int
    texts: int
    sessions: int
    represented: int | None


@dataclass(frozen=True, slots=True)
class Appendix:
    """What is used, alphabetical; ``used`` counts them all, ``unlisted`` those without a listed meaning."""

    shown: tuple[Explained, ...]
    used: int
    unlisted: int
    unused: int


def appendix(given: Given) -> Appendix:
    """Return the abbreviations that are used most, in alphabetical order."""
    rows = records(given.abbreviations)
    used = [row for row in rows if row[Abbreviations.statements]]
    most = sorted(used, key=lambda r: (-r[Abbreviations.statements], r[Abbreviations.abbreviation]))
    kept = {row[Abbreviations.abbreviation] for row in most[: given.limits.abbreviations]}
    return Appendix(
        tuple(_explained(given, row) for row in used if row[Abbreviations.abbreviation] in kept),
        len(used),
        sum(row[Abbreviations.meaning] is None for row in used),
        len(rows) - len(used),
    )


def _explained(given: Given, row: Row) -> Explained:
    source = row[Abbreviations.proposed_in]
    shown = source is not None and source not in given.unquotable
    return Explained(
        name=row[Abbreviations.abbreviation],
        meaning=row[Abbreviations.meaning],
        proposed=row[Abbreviations.proposed] if shown else None,
        source=source if shown else None,
        statements=row[Abbreviations.statements],
        texts=row[Abbreviations.texts],
        sessions=row[Abbreviations.sessions],
        represented=row[Abbreviations.represented],
    )


def sheet(given: Given) -> Sheet:
    """Return the sheet with all abbreviations, used or not."""
    rows = []
    for row in records(given.abbreviations):
        one = _explained(given, row)
        rows.append(
            [
                one.name,
                one.meaning,
                one.proposed,
                one.source,
                _status(row),
                one.statements,
                one.texts,
                one.sessions,
                one.represented,
                one.name if one.statements else None,
            ]
        )
    return Sheet(
        SHEET,
        (
            (
                "Afkortingen in de uitspraken die meetellen, en die op de lijst abbreviations.csv: aan "
                "twee kanten nagegaan."
            ),
            (
                "Een voorstel staat letterlijk zo in de uitspraak ernaast. Neem het over in "
                "abbreviations.csv als het klopt; een voorstel telt niet als betekenis."
            ),
            (
                "De computer herkent afkortingen aan hun vorm en mist er ook. Kleine letters zonder "
                "punten herkent hij alleen als ze op de lijst staan."
            ),
        ),
        (
            Column("Afkorting", 14),
            Column("Betekenis (lijst)", 44),
            Column("Voorstel uit de tekst", 44),
            Column("Voorstel uit uitspraak (id)", 30),
            Column("Stand", 26),
            Column("Uitspraken", 11, "whole"),
            Column("Verschillende teksten", 13, "whole"),
            Column(given.words.gathering.many.capitalize(), 12, "whole"),
            Column("Namens (personen en organisaties)", 16, "whole"),
            Column("Sleutel in blad Bewijs", 16),
        ),
        rows,
    )


def _status(row: Row) -> str:
    if not row[Abbreviations.listed]:
        return "gebruikt, niet op de lijst"
    if not row[Abbreviations.statements]:
        return "op de lijst, niet gebruikt"
    return "gebruikt, zonder betekenis" if row[Abbreviations.meaning] is None else "in orde"
