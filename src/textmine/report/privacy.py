"""Which texts that are shown may hold personal data; the data themselves are not repeated."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from textmine.analysis.personal_data import KINDS, kinds_in
from textmine.report.cells import Column, Sheet
from textmine.report.given import Given
from textmine.report.material import Material
from textmine.report.rows import values
from textmine.tables import Statements

SHEET = "Privacyscan"


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that may hold personal data of these kinds; ``quoted`` when the page shows its words."""

    statement: str
    document: str
    start: int
    end: int
    kinds: tuple[str, ...]
    quoted: bool


def scan(given: Material, quoted: Collection[str]) -> tuple[Hit, ...]:
    """Look through every text and heading that page or workbook shows, in order of document and place."""
    ordered = given.statements.sort_values([Statements.document_id, Statements.start])
    names = (Statements.id, Statements.document_id, Statements.start, Statements.end)
    columns = (values(ordered, name) for name in (*names, Statements.text, Statements.heading))
    found = []
    for statement, document, start, end, text, heading in zip(*columns, strict=True):
        shown = heading or "" if statement in given.withheld else f"{text}\n{heading or ''}"
        if kinds := kinds_in(shown):
            found.append(Hit(statement, document, start, end, kinds, statement in quoted))
    return tuple(found)


def unseen(given: Material, hits: Collection[Hit]) -> tuple[Hit, ...]:
    """Return the hits that the page quotes and nobody saw: who gave a statement its codes, saw its words."""
    return tuple(hit for hit in hits if hit.quoted and hit.statement not in given.decided)


def kinds_of(hit: Hit) -> str:
    """Say what it can be, in Dutch."""
    return ", ".join(KINDS[kind] for kind in hit.kinds)


def summary(hits: Collection[Hit]) -> str:
    """Say how many texts may hold which kinds of personal data."""
    if not hits:
        return (
            "In de getoonde teksten is niets gevonden dat op een persoonsgegeven lijkt. "
            "De computer herkent niet alles; lees de citaten zelf na."
        )
    counts = Counter(kind for hit in hits for kind in hit.kinds)
    parts = ", ".join(f"{KINDS[kind]}: {counts[kind]}" for kind in KINDS if counts[kind])
    quoted = sum(hit.quoted for hit in hits)
    return (
        f"Uitspraken die een persoonsgegeven kunnen bevatten: {len(hits)} ({parts}). "
        f"Daarvan als citaat in dit rapport: {quoted}. Welke dat zijn, staat in het werkboek, blad {SHEET}."
    )


def sheet(given: Given, hits: Collection[Hit]) -> Sheet:
    """Return the sheet with every hit, by statement id, without the data."""
    return Sheet(
        SHEET,
        (
            "Uitspraken die een persoonsgegeven kunnen bevatten. Het gegeven zelf staat er niet bij.",
            (
                "De computer ziet niet alles, en soms iets te veel. Is het er een, geef de uitspraak dan bij "
                "het beoordelen het oordeel 'Persoonsgegeven', of haal het gegeven uit de bron."
            ),
        ),
        (
            Column("Uitspraak (id)", 44),
            Column("Plaats in de bron", 50),
            Column("Wat het kan zijn", 50),
            Column("Citaat op de pagina", 12),
        ),
        [
            [
                hit.statement,
                given.sources.place(hit.document, hit.start, hit.end),
                kinds_of(hit),
                "ja" if hit.quoted else "nee",
            ]
            for hit in hits
        ],
    )
