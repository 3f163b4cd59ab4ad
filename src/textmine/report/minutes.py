"""The part of the page and of the workbook about minutes: versions, what changed, and remarks on them."""

from collections.abc import Mapping
from dataclasses import dataclass

from textmine.analysis.numbers import whole
from textmine.report.cells import Column, Sheet, Value
from textmine.report.given import Given
from textmine.report.rows import Row, records, values
from textmine.tables import (
    ADDED,
    REMOVED,
    REWORDED,
    SAME,
    Comments,
    MinutesChanges,
    MinutesSessions,
    Statements,
)
from textmine.text.word_differences import differences, marked

FIGURE = "minutes"
"""What ``tables.Evidence`` calls the statements behind a change."""

SHEET, CHANGES_SHEET, REMARKS_SHEET = "Verslagen", "Verslagwijzigingen", "Opmerkingen"

IN_DUTCH = {SAME: "gelijk", REWORDED: "gewijzigd", ADDED: "toegevoegd", REMOVED: "vervallen"}

NOT_SHOWN = "(niet getoond: apart gezet door een beoordelaar)"

_COUNTS = (
    MinutesSessions.same,
    MinutesSessions.changed,
    MinutesSessions.added,
    MinutesSessions.removed,
    MinutesSessions.taken,
    MinutesSessions.partly,
    MinutesSessions.refused,
    MinutesSessions.undecided,
)


@dataclass(frozen=True, slots=True)
class Session:
    """A session with its versions; a count is None where there is nothing to compare."""

    name: str
    status: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """All sessions; ``compared`` have both versions, ``remarked`` counts remarks."""

    sessions: tuple[Session, ...]
    compared: int
    remarked: int


def status_of(row: Row) -> str:
    """Say in Dutch which versions of the minutes of a session there are."""
    if row[MinutesSessions.established]:
        return "vastgesteld, met concept" if row[MinutesSessions.concepts] else "vastgesteld"
    return "alleen concept, telt niet mee" if row[MinutesSessions.concepts] else "geen verslag"


def minutes(given: Given) -> Minutes | None:
    """Return the account of all sessions; None for a corpus of responses."""
    if given.corpus.kind != "minutes":
        return None
    rows = records(given.minutes_sessions)
    return Minutes(
        tuple(
            Session(row[MinutesSessions.name], status_of(row), tuple(row[name] for name in _COUNTS))
            for row in rows
        ),
        sum(row[MinutesSessions.same] is not None for row in rows),
        len(given.comments),
    )


def sheets(given: Given) -> list[Sheet]:
    """Return the sheets about minutes; none for a corpus of responses."""
    if given.corpus.kind != "minutes":
        return []
    return [_sessions(given), _changes(given), _remarks(given)]


def _sessions(given: Given) -> Sheet:
    counted = [
        *(Column(f"Uitspraken {name}", 12, "whole") for name in IN_DUTCH.values()),
        *(
            Column(f"Opmerkingen {name}", 13, "whole")
            for name in ("overgenomen", "deels overgenomen", "niet overgenomen", "niet afgehandeld")
        ),
    ]
    return Sheet(
        SHEET,
        (
            (
                "Per sessie: welke versies van het verslag er zijn, wat er tussen concept en vastgesteld "
                "veranderde, en wat er met opmerkingen is gedaan."
            ),
            (
                "Alleen vastgestelde verslagen tellen mee in cijfers. Een lege cel betekent: niet te "
                "vergelijken, want er zijn geen twee versies."
            ),
            (
                f"De uitspraken staan op het blad {CHANGES_SHEET}. Op het blad Bewijs staat achter de "
                "sleutel nog een streep en wat ermee gebeurde."
            ),
        ),
        (
            Column("Sessie", 44),
            Column("Versies", 28),
            Column("Verslagen concept", 11, "whole"),
            Column("Verslagen vastgesteld", 12, "whole"),
            *counted,
            Column("Sleutel in blad Bewijs", 34),
        ),
        [
            [
                row[MinutesSessions.name],
                status_of(row),
                row[MinutesSessions.concepts],
                row[MinutesSessions.established],
                *(row[name] for name in _COUNTS),
                row[MinutesSessions.session],
            ]
            for row in records(given.minutes_sessions)
        ],
    )


def _changes(given: Given) -> Sheet:
    about = [Statements.id, Statements.document_id, Statements.start, Statements.end, Statements.text]
    wanted = {
        name
        for column in (MinutesChanges.concept, MinutesChanges.established)
        for name in values(given.minutes_changes, column)
    }
    part = given.statements[given.statements[Statements.id].isin(list(wanted - {None}))][about]
    said = {row[Statements.id]: row for row in records(part)}
    names = _names(given)
    rows: list[list[Value]] = []
    for row in records(given.minutes_changes):
        old, new = said.get(row[MinutesChanges.concept]), said.get(row[MinutesChanges.established])
        shown = [each is None or each[Statements.id] not in given.withheld for each in (old, new)]
        changed = row[MinutesChanges.change] == REWORDED and all(shown)
        rows.append(
            [
                names[row[MinutesChanges.session]],
                IN_DUTCH[row[MinutesChanges.change]],
                _text(old, shown=shown[0]),
                _text(new, shown=shown[1]),
                marked(differences(old[Statements.text], new[Statements.text]))
                if changed and old is not None and new is not None
                else None,
                row[MinutesChanges.similarity] if old is not None and new is not None else None,
                *(value for each in (old, new) for value in _place(given, each)),
            ]
        )
    return Sheet(
        CHANGES_SHEET,
        (
            (
                "Elke uitspraak uit het concept en uit het vastgestelde verslag: gelijk, gewijzigd, "
                "toegevoegd of vervallen. Wat gelijk is, staat er ook: zo is te zien dat niets ontbreekt."
            ),
            (
                "In de kolom Verschil staat [-wat verviel-] en {+wat erbij kwam+}. Teksten uit een "
                "concept staan alleen in dit werkboek, niet in het rapport."
            ),
            (
                "De computer zoekt bij elkaar wat bij elkaar hoort. Hoe meer woorden gelijk zijn, hoe "
                "hoger het cijfer bij Gelijkenis (0 tot 1; zeldzame woorden tellen zwaarder)."
            ),
        ),
        (
            Column("Sessie", 30),
            Column("Wijziging", 12),
            Column("Tekst in het concept", 60),
            Column("Tekst in het vastgestelde verslag", 60),
            Column("Verschil", 60),
            Column("Gelijkenis", 10, "score"),
            Column("Plaats in het concept", 34),
            Column("Uitspraak in het concept (id)", 30),
            Column("Plaats in het vastgestelde verslag", 34),
            Column("Uitspraak in het vastgestelde verslag (id)", 30),
        ),
        rows,
    )


def _names(given: Given) -> Mapping[str, str]:
    rows = given.minutes_sessions
    return dict(zip(values(rows, MinutesSessions.session), values(rows, MinutesSessions.name), strict=True))


def _text(row: Row | None, *, shown: bool) -> str | None:
    if row is None:
        return None
    return str(row[Statements.text]) if shown else NOT_SHOWN


def _place(given: Given, row: Row | None) -> tuple[str | None, str | None]:
    if row is None:
        return None, None
    place = given.sources.place(row[Statements.document_id], row[Statements.start], row[Statements.end])
    return place, str(row[Statements.id])


def _remarks(given: Given) -> Sheet:
    names = _names(given)
    columns = (Comments.comment, Comments.where, Comments.disposition, Comments.reason)
    rows: list[list[Value]] = [
        [
            names.get(row[Comments.session], row[Comments.session]),
            None if row[Comments.date] is None else row[Comments.date].isoformat(),
            row[Comments.by],
            *(row[name] for name in columns),
            row[Comments.row],
        ]
        for row in records(given.comments)
    ]
    return Sheet(
        REMARKS_SHEET,
        (
            f"Opmerkingen op verslagen en wat ermee is gedaan, uit comments.csv ({whole(len(rows))}).",
            "Een lege cel bij Afhandeling betekent: nog niet afgehandeld.",
        ),
        (
            Column("Sessie", 30),
            Column("Datum", 12),
            Column("Van (rol of organisatie)", 26),
            Column("Opmerking", 60),
            Column("Plaats", 24),
            Column("Afhandeling", 14),
            Column("Reden", 44),
            Column("Rij in comments.csv", 12, "whole"),
        ),
        rows,
    )
