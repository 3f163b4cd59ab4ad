"""The sheet with every statement: where it comes from, what it was coded as, and whether it counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from textmine.report.cells import Column, Sheet, Value
from textmine.report.coded import in_order
from textmine.report.dutch import STATUS
from textmine.report.material import Material
from textmine.report.rows import Row, records, values
from textmine.tables import Assignments, Documents, Groups, Memberships, Statements, Topics

WITHHELD = (
    "Een uitspraak die een beoordelaar apart heeft gezet, staat er zonder tekst: er kunnen persoonsgegevens "
    "in staan. Dat geldt ook voor uitspraken met dezelfde tekst."
)
_NO_TEXT = "(tekst niet getoond: apart gezet door een beoordelaar)"
_SOURCES = {"model": "model", "person": "mens"}


@dataclass(slots=True)
class _Coding:
    """The codes of one statement in one dimension; ``sure`` is the lowest probability among them."""

    names: list[str]
    sure: float
    source: str


def statement_sheet(given: Material) -> Sheet:
    """Return the sheet *Uitspraken*: one row per statement, in order of document and place."""
    codings = _codings(given)
    topics = _topics(given)
    sizes = dict(
        zip(values(given.groups, Groups.statement_id), values(given.groups, Groups.size), strict=True)
    )
    names = [Statements.id, Statements.document_id, Statements.start, Statements.end]
    names += [Statements.text, Statements.heading]
    ordered = given.statements.sort_values([Statements.document_id, Statements.start])[names]
    rows = [
        [
            *_origin(given, row),
            *topics.get(row[Statements.id], (None, None)),
            *_codes(given, codings, row[Statements.id]),
            sizes[row[Statements.id]],
            "nee" if row[Statements.id] in given.why_not else "ja",
            given.why_not.get(row[Statements.id]),
        ]
        for row in records(ordered)
    ]
    return Sheet(
        "Uitspraken",
        (
            "Alle uitspraken met hun plaats in de bron, hun codes en of ze meetellen in de cijfers.",
            "Zekerheid is de kans die het model aan de code geeft (bij meer codes: de laagste). " + WITHHELD,
        ),
        _columns(given),
        rows,
    )


def _columns(given: Material) -> list[Column]:
    columns = [
        Column("Uitspraak (id)", 30),
        Column("Plaats in de bron", 34),
        Column("Sessie of inzending", 30),
        Column("Kanaal", 14),
        Column("Vraag", 26),
        Column("Regio", 12),
        Column("Bestuurslaag", 20),
        Column("Status", 13),
        Column("Kop erboven", 26),
        Column("Tekst", 80),
        Column("Tekstonderwerp (breed)", 24),
        Column("Tekstonderwerp (fijn)", 24),
    ]
    for dimension in given.codebook.dimensions:
        columns += [
            Column(dimension.name, 28),
            Column(f"{dimension.name}: zekerheid", 11, "share"),
            Column(f"{dimension.name}: door", 9),
        ]
    return [
        *columns,
        Column("Keer in de bronnen", 10, "whole"),
        Column("Telt mee", 8),
        Column("Waarom niet", 30),
    ]


def _origin(given: Material, row: Row) -> list[Value]:
    document = given.sources.document(row[Statements.document_id])
    regions, tiers = given.place_names()
    withheld = row[Statements.id] in given.withheld
    return [
        row[Statements.id],
        given.sources.place(row[Statements.document_id], row[Statements.start], row[Statements.end]),
        given.sources.session(row[Statements.document_id]) or document[Documents.submission],
        document[Documents.channel],
        document[Documents.question],
        regions.get(document[Documents.region], document[Documents.region]),
        tiers.get(document[Documents.tier], document[Documents.tier]),
        STATUS[document[Documents.status]],
        row[Statements.heading],
        _NO_TEXT if withheld else row[Statements.text],
    ]


def _topics(given: Material) -> Mapping[str, tuple[str | None, str | None]]:
    names = given.topic_names
    parents = dict(zip(values(given.topics, Topics.id), values(given.topics, Topics.parent), strict=True))
    rows = given.memberships[given.memberships[Memberships.topic].notna()]
    pairs = zip(values(rows, Memberships.statement_id), values(rows, Memberships.topic), strict=True)
    return {name: (names.get(parents[topic]), names[topic]) for name, topic in pairs}


def _codings(given: Material) -> Mapping[tuple[str, str], _Coding]:
    order = {
        (d.id, code.code): place for d in given.codebook.dimensions for place, code in enumerate(in_order(d))
    }
    found: dict[tuple[str, str], _Coding] = {}
    rows = given.assignments[given.assignments[Assignments.assigned]]
    names = (Assignments.statement_id, Assignments.dimension, Assignments.code)
    columns = [values(rows, name) for name in (*names, Assignments.probability, Assignments.source)]
    for statement, dimension, code, probability, source in sorted(
        zip(*columns, strict=True), key=lambda r: (r[0], order[r[1], r[2]])
    ):
        coding = found.setdefault((statement, dimension), _Coding([], 1.0, source))
        coding.names.append(given.code_name(dimension, code))
        coding.sure = min(coding.sure, probability)
    return found


def _codes(given: Material, codings: Mapping[tuple[str, str], _Coding], statement: str) -> list[Value]:
    cells: list[Value] = []
    for dimension in given.codebook.dimensions:
        coding = codings.get((statement, dimension.id))
        if coding is None:
            cells += [None, None, None]
        else:
            sure = coding.sure if coding.source == "model" else None
            cells += ["; ".join(coding.names), sure, _SOURCES[coding.source]]
    return cells
