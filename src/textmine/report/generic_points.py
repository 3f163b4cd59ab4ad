"""The part of the page and of the workbook about points: what was said in many sessions, per theme."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from textmine.analysis.generic_rule import GenericRule
from textmine.report.cells import Column, Sheet, Value
from textmine.report.dutch import Unit
from textmine.report.given import Given
from textmine.report.point_names import FIGURE, NOT_SHOWN, named, quote_of
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records, values
from textmine.tables import Evidence, GenericPoints, PointMembers, Points

SHEET = "Punten"

_REGION = Unit("regio", "regio's")


@dataclass(frozen=True, slots=True)
class Said:
    """A main point; ``per_session`` counts its statements in every session, in order of the corpus.

    ``title`` is what people called it, ``exception`` why a point below the threshold was
    kept (the signer stays in ``tables.GenericPoints``: no person stands in what is published).
    ``title`` is None where ``name`` is what it is called.
    """

    number: int
    id: str
    kind: str
    name: Quote | None
    statements: int
    texts: int
    sessions: int
    regions: int
    tiers: int
    represented: int | None
    per_session: tuple[int, ...]
    parts: tuple[Quote, ...]
    title: str | None
    exception: str | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A main point or point that people left out, and why."""

    theme: str
    kind: str
    name: str
    statements: int
    sessions: int
    reason: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The generic points of one theme, in order of their number; ``others`` main points are not generic."""

    code: str
    name: str
    points: tuple[Said, ...]
    others: int


@dataclass(frozen=True, slots=True)
class SaidPoints:
    """All themes, what is outside them last; the names of the sessions are the columns.

    ``of_sessions`` counts those where anything was said that counts; ``rule`` says in words where a point
    must have been made to be generic.
    """

    sessions: tuple[str, ...]
    themes: tuple[Theme, ...]
    found: int
    left_out: tuple[LeftOut, ...]
    of_sessions: int
    rule: str


def generic_points(given: Given, quotes: Quotes) -> SaidPoints | None:
    """Return the points that are generic, by where they were made; None when the codebook asks for none."""
    within = given.codebook.points_within
    if within is None:
        return None
    rows = records(given.points)
    below: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[Points.parent] is not None:
            below[row[Points.parent]].append(row)
    mains = [row for row in rows if row[Points.parent] is None]
    counted = _per_session(given)
    themes = []
    chosen = {row[GenericPoints.point]: row for row in records(given.generic_points)}
    dimension = given.codebook.by_id[within[0]]
    for code in sorted(dimension.codes, key=lambda code: code.code == dimension.outside):
        mine = [row for row in mains if row[Points.theme] == code.code and row[Points.excluded] is None]
        generic = sorted(
            (row for row in mine if row[Points.id] in chosen),
            key=lambda row: chosen[row[Points.id]][GenericPoints.number],
        )
        if code.code == dimension.outside and not generic:
            continue
        said = tuple(
            _said(
                given,
                quotes,
                {**row, **chosen[row[Points.id]]},
                below[row[Points.id]],
                counted.get(row[Points.id], {}),
            )
            for row in generic
        )
        themes.append(Theme(f"punten-{code.code}", code.name, said, len(mine) - len(said)))
    sessions = tuple(session.name for session in given.corpus.sessions)
    left_out = _left_out(given, quotes, mains)
    return SaidPoints(
        sessions,
        tuple(themes),
        len(mains),
        left_out,
        given.totals["sessions"] or 0,
        generic_rule(given),
    )


def generic_rule(given: Given) -> str:
    """Return in words where a point must have been made, by the settings in ``given.provenance``."""
    known = {each.name: json.loads(each.value) for each in given.provenance.settings if each.step == "points"}
    rule = GenericRule(known["generic_sessions"], known["generic_share"], known["generic_regions"])
    sessions, regions = rule.least(given.facts)
    gatherings = given.words.gathering.of(sessions)
    return f"minstens {gatherings}" + (f" en {_REGION.of(regions)}" if regions else "")


def _left_out(given: Given, quotes: Quotes, mains: list[Row]) -> tuple[LeftOut, ...]:
    """Return the main points that people left out; a point that they left out has one of its own."""
    within = given.codebook.points_within or ("", "")
    return tuple(
        LeftOut(
            given.code_name(within[0], row[Points.theme]),
            given.code_name(within[1], row[Points.kind]),
            named(given, quotes, row).text,
            row[Points.statements],
            row[Points.sessions],
            row[Points.excluded],
        )
        for row in mains
        if row[Points.excluded] is not None
    )


def _said(given: Given, quotes: Quotes, row: Row, below: list[Row], counted: Mapping[str, int]) -> Said:
    parts = [quote_of(given, quotes, each) for each in below[: given.limits.quotes_per_point + 1]]
    name = quote_of(given, quotes, row)
    within = given.codebook.points_within or ("", "")
    return Said(
        number=row[GenericPoints.number],
        id=row[Points.id],
        kind=given.code_name(within[1], row[Points.kind]),
        name=name,
        statements=row[Points.statements],
        texts=row[Points.texts],
        sessions=row[Points.sessions],
        regions=row[Points.regions],
        tiers=row[Points.tiers],
        represented=row[Points.represented],
        per_session=tuple(counted.get(session.id, 0) for session in given.corpus.sessions),
        parts=tuple(q for q in parts if q is not None and (name is None or q.text != name.text)),
        title=row[Points.name] if row[Points.named_by] is not None else None,
        exception=row[GenericPoints.exception],
    )


def _per_session(given: Given) -> Mapping[str, Mapping[str, int]]:
    """Return per point how many statements were made in each session."""
    where = dict(zip(values(given.facts, "statement_id"), values(given.facts, "session"), strict=True))
    rows = given.evidence[given.evidence[Evidence.figure] == FIGURE]
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for point, name in zip(values(rows, Evidence.key), values(rows, Evidence.statement_id), strict=True):
        found[point][where[name]] += 1
    return found


def evidence(points: list[Row], members: list[Row]) -> dict[str, list[str]]:
    """Return the statements behind main points and points as columns of ``tables.Evidence``."""
    parent = {row[Points.id]: row[Points.parent] for row in points}
    pairs = sorted(
        {
            (point, row[PointMembers.statement_id])
            for row in members
            for point in (row[PointMembers.point], parent[row[PointMembers.point]])
        }
    )
    return {
        Evidence.figure: [FIGURE] * len(pairs),
        Evidence.key: [point for point, _ in pairs],
        Evidence.statement_id: [name for _, name in pairs],
    }


def _programmes(row: Row, names: Mapping[str, str]) -> str | None:
    asked = row[Points.forwarded]
    return None if asked is None else "; ".join(names[name] for name in asked.split("|"))


def sheets(given: Given, quotes: Quotes) -> list[Sheet]:
    """Return the sheet with all points, where the codebook asks for them."""
    within = given.codebook.points_within
    if within is None:
        return []
    gatherings = given.words.gathering.many
    sessions = given.corpus.sessions
    counted = _per_session(given)
    programmes = {programme.id: programme.name for programme in given.corpus.programmes}
    rows: list[list[Value]] = []
    for row in records(given.points):
        name = quote_of(given, quotes, row)
        per_session = counted.get(row[Points.id], {})
        rows.append(
            [
                given.code_name(within[0], row[Points.theme]),
                given.code_name(within[1], row[Points.kind]),
                "hoofdpunt" if row[Points.parent] is None else "punt",
                NOT_SHOWN if name is None else name.text,
                row[Points.name] if row[Points.named_by] is not None else None,
                "ja" if row[Points.generic] else "nee",
                row[Points.order],
                row[Points.excluded],
                row[Points.exception],
                _programmes(row, programmes),
                *(row[key] for key in (Points.sessions, Points.regions, Points.tiers)),
                *(row[key] for key in (Points.statements, Points.texts, Points.represented)),
                *(per_session.get(session.id, 0) for session in sessions),
                row[Points.id],
                row[Points.parent],
            ]
        )
    names = given.codebook.by_id
    return [
        Sheet(
            SHEET,
            (
                "Uitspraken die hetzelfde zeggen, binnen één thema en één soort.",
                "Een punt heet naar de uitspraak die het meest op de andere lijkt. De computer mist er ook.",
                "Wat mensen aan een punt veranderden, staat in eigen kolommen.",
                "Zoek de sleutel op in het blad Bewijs: daar staan de uitspraken achter het punt.",
            ),
            (
                Column(names[within[0]].name, 30),
                Column(names[within[1]].name, 14),
                Column("Niveau", 11),
                Column("Punt", 70),
                Column("Naam (door mensen gegeven)", 30),
                Column("Algemeen", 10),
                Column("Volgorde (door mensen gegeven)", 12, "whole"),
                Column("Weggelaten, want", 26),
                Column("Toch algemeen (ondertekend), want", 26),
                Column("Doorgeleid naar", 22),
                Column(gatherings.capitalize(), 11, "whole"),
                Column("Regio's", 9, "whole"),
                Column("Bestuurslagen", 13, "whole"),
                Column("Uitspraken", 11, "whole"),
                Column("Verschillende teksten", 13, "whole"),
                Column("Namens (personen en organisaties)", 16, "whole"),
                *(Column(session.name, 14, "whole") for session in sessions),
                Column("Sleutel in blad Bewijs", 16),
                Column("Sleutel van het hoofdpunt", 16),
            ),
            rows,
        )
    ]
