"""What people forwarded to other programmes: a list per programme, with the statements behind each point."""

from dataclasses import dataclass

from textmine.report.cells import Column, Sheet, Value
from textmine.report.given import Given
from textmine.report.point_names import named
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import Points

SHEET = "Doorgeleid"

_COUNTS = (Points.statements, Points.texts, Points.sessions, Points.represented)


@dataclass(frozen=True, slots=True)
class ForwardedPoint:
    """A point that was forwarded; ``said`` is None where no words of it may be shown."""

    name: str
    said: Quote | None
    kind: str
    statements: int
    texts: int
    sessions: int
    represented: int | None


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with the points that are for it, in order of the points."""

    anchor: str
    name: str
    points: tuple[ForwardedPoint, ...]
    more: int


def forwarded(given: Given, quotes: Quotes) -> tuple[Programme, ...]:
    """Return every programme that ``corpus.yaml`` names, with at most as many points as the page shows."""
    return tuple(
        Programme(
            f"doorgeleid-{number}",
            programme.name,
            tuple(_point(given, quotes, row) for row in rows[: given.limits.forwarded_points]),
            max(len(rows) - given.limits.forwarded_points, 0),
        )
        for number, programme in enumerate(given.corpus.programmes, 1)
        for rows in [_rows(given, programme.id)]
    )


def _rows(given: Given, programme: str) -> list[Row]:
    rows = given.points[given.points[Points.forwarded].notna()]
    return [row for row in records(rows) if programme in row[Points.forwarded].split("|")]


def _point(given: Given, quotes: Quotes, row: Row) -> ForwardedPoint:
    called = named(given, quotes, row)
    within = given.codebook.points_within or ("", "")
    return ForwardedPoint(
        name=called.text,
        said=called.quote,
        kind=given.code_name(within[1], row[Points.kind]),
        statements=row[Points.statements],
        texts=row[Points.texts],
        sessions=row[Points.sessions],
        represented=row[Points.represented],
    )


def sheets(given: Given, quotes: Quotes) -> list[Sheet]:
    """Return the sheet with all that was forwarded; none when the corpus names no programme."""
    within = given.codebook.points_within
    if not given.corpus.programmes or within is None:
        return []
    rows: list[list[Value]] = []
    for programme in given.corpus.programmes:
        for row in _rows(given, programme.id):
            point = _point(given, quotes, row)
            rows.append(
                [
                    programme.name,
                    given.code_name(within[0], row[Points.theme]),
                    point.kind,
                    "hoofdpunt" if row[Points.parent] is None else "punt",
                    point.name,
                    *(row[name] for name in _COUNTS),
                    None if point.said is None else point.said.id,
                    None if point.said is None else point.said.place,
                    row[Points.id],
                ]
            )
    return [
        Sheet(
            SHEET,
            (
                "Punten die (ook) voor een ander programma zijn, per programma.",
                (
                    "Zij blijven ook in de eigen analyse. Zoek de sleutel op in het blad Bewijs: daar "
                    "staan de uitspraken achter het punt."
                ),
            ),
            (
                Column("Programma", 30),
                Column(given.codebook.by_id[within[0]].name, 30),
                Column(given.codebook.by_id[within[1]].name, 14),
                Column("Niveau", 11),
                Column("Punt", 70),
                Column("Uitspraken", 11, "whole"),
                Column("Verschillende teksten", 13, "whole"),
                Column(given.words.gathering.many.capitalize(), 12, "whole"),
                Column("Namens (personen en organisaties)", 16, "whole"),
                Column("Citaat (id)", 30),
                Column("Plaats van het citaat", 40),
                Column("Sleutel in blad Bewijs", 16),
            ),
            rows,
        )
    ]
