"""The report on a returned workbook: how many rows were taken, and what came of every row."""

from collections.abc import Mapping

from textmine.report.cells import Column, Sheet, Value, write_book
from textmine.review import columns as c
from textmine.review.outcome import ChangedCell, Line, Outcome, Status

LABELS: Mapping[Status, str] = {
    Status.ACCEPTED: "Overgenomen",
    Status.KNOWN: "Was al bekend",
    Status.UNTOUCHED: "Niet ingevuld",
    Status.CONFLICTING: "Tegenstrijdig",
    Status.STALE: "Verouderd",
    Status.INVALID: "Ongeldig",
}
"""What people call what came of a row, in the order in which it is told."""

_MEANINGS = {
    Status.ACCEPTED: ("Het oordeel is vastgelegd.", "Niets."),
    Status.KNOWN: ("Hetzelfde oordeel van dezelfde persoon was al vastgelegd.", "Niets."),
    Status.UNTOUCHED: (
        "Er is niets ingevuld, of alleen een naam. Dat is geen oordeel.",
        "Niets; de rij mag later nog.",
    ),
    Status.CONFLICTING: (
        "Het oordeel is vastgelegd, maar een ander oordeelde anders over dezelfde tekst. Ook dat is bewaard.",
        "Lees op het blad Rijen wie wat zei en welk oordeel telt. Bespreek het als dat niet klopt.",
    ),
    Status.STALE: (
        "Tekst of codeboek is veranderd sinds het werkboek werd gemaakt. Het oordeel is niet vastgelegd.",
        "Maak een nieuw werkboek met 'textmine review export' en beoordeel deze uitspraken daarin opnieuw.",
    ),
    Status.INVALID: (
        "Er staat niet één duidelijk oordeel. Het is niet vastgelegd.",
        "Verbeter de rij in het werkboek (zie het blad Rijen) en lees het bestand nog eens in.",
    ),
}
_SAFE = (
    "Wat is vastgelegd, telt niet dubbel als u het bestand nog eens inleest. Het werkboek zelf is niet "
    "veranderd."
)
_URGENT = {status: n for n, status in enumerate((Status.INVALID, Status.STALE, Status.CONFLICTING))}
"""Rows that ask something of people, which come first."""
_ROWS = (
    "Wat er van elke rij kwam; rijen waar u iets mee moet, staan bovenaan. Lege rijen en herhaalde koppen "
    "staan er niet in."
)
_CHANGED = "grijze cel gewijzigd; dat telt niet"
_LONGEST = 300
"""Characters of a value that are shown: enough to find it again."""


def build(outcome: Outcome, file: str, texts: Mapping[int, str]) -> bytes:
    """Return the report on ``file`` as a workbook; the same outcome gives the same bytes.

    ``texts`` holds per row the statement as it stands there.
    """
    return write_book(f"Verslag van {file}", [_summary(outcome, file), _rows(outcome, texts)])


def _summary(outcome: Outcome, file: str) -> Sheet:
    counts = outcome.counts
    rows: list[tuple[Value, ...]] = [
        (label, counts[status], *_MEANINGS[status]) for status, label in LABELS.items()
    ]
    rows.append(
        ("Alle rijen", len(outcome.lines), "Elke rij telt in precies één van de regels hierboven.", "")
    )
    if outcome.repeated:
        meaning = "Zoveel andere uitspraken met dezelfde tekst kregen hetzelfde oordeel."
        rows.append(("Zelfde tekst", outcome.repeated, meaning, "Niets."))
    if outcome.changed:
        meaning = "Zoveel grijze cellen zijn gewijzigd. Dat telt niet; zie het blad Rijen."
        rows.append(
            ("Grijze cellen", len(outcome.changed), meaning, "Kies een oordeel en vul de gele kolommen in.")
        )
    rows += [("Let op", None, remark, "") for remark in outcome.remarks]
    columns = (
        Column("Wat", 18),
        Column("Aantal", 10, "whole"),
        Column("Wat het betekent", 70),
        Column("Wat u kunt doen", 60),
    )
    return Sheet("Overzicht", (f"Wat er bij het inlezen van {file} gebeurde.", _SAFE), columns, rows)


def _rows(outcome: Outcome, texts: Mapping[int, str]) -> Sheet:
    """Return what came of every row: those that ask something of people first, by number of the row."""
    changed: dict[int, list[ChangedCell]] = {}
    for cell in outcome.changed:
        changed.setdefault(cell.row, []).append(cell)
    columns = (
        Column("Blad", 14),
        Column("Rij", 8, "whole"),
        Column(c.ID, 18),
        Column("Status", 15),
        Column(c.TEXT, 60),
        Column("Kolom", 20),
        Column("Waarde", 30),
        Column("Reden", 60),
        Column("Wat u kunt doen", 50),
    )
    lines = sorted(outcome.lines, key=lambda line: (_URGENT.get(line.status, len(_URGENT)), line.row))
    rows = [_row(line, changed.get(line.row, ()), texts.get(line.row, "")) for line in lines]
    return Sheet("Rijen", (_ROWS,), columns, rows)


def _row(line: Line, changed: "list[ChangedCell] | tuple[()]", text: str) -> tuple[Value, ...]:
    column, value, reason = line.column, line.value, line.reason
    if changed:
        column = "; ".join(filter(None, (column, *(cell.column for cell in changed))))
        value = "; ".join(filter(None, (value, *(_short(cell.value) for cell in changed))))
        reason = "; ".join(filter(None, (reason, _CHANGED)))
    what = (cell or None for cell in (column, _short(value), reason, line.way_out))
    return (line.sheet, line.row, line.statement, LABELS[line.status], _short(text) or None, *what)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
