"""What changed since the publication that people kept last."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from textmine.report.cells import Column, Sheet
from textmine.report.given import Given
from textmine.report.rows import records, values
from textmine.tables import CodeCounts, Crosses, Points, PublishedFigures, Statements, frame
from textmine.text.identity import text_hash

SHEET = "Veranderingen"
SHOWN = 10
"""How many changed figures the page shows, the largest changes first."""

STATEMENTS, POINTS, TOTALS = "statements", "points", "totals"
_COUNTS = (CodeCounts.statements, CodeCounts.texts, CodeCounts.sessions)
_MEASURES = {
    CodeCounts.statements: "uitspraken",
    CodeCounts.texts: "verschillende teksten",
    CodeCounts.sessions: "",
}

Key = tuple[str, str, str]
"""Figure, key and measure of ``tables.PublishedFigures``."""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is not what it was; ``before`` or ``after`` is missing where it did not exist."""

    what: str
    name: str
    measure: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes since publication ``number`` (0: none was kept).

    Statements are counted by document and text, points by id.
    """

    number: int
    statements_added: int
    statements_removed: int
    points_added: int
    points_removed: int
    figures: tuple[Change, ...]

    @property
    def largest(self) -> tuple[Change, ...]:
        """The changed figures that the page shows."""
        ordered = sorted(self.figures, key=lambda c: -abs((c.after or 0) - (c.before or 0)))
        return tuple(ordered[:SHOWN])


def figures(given: Given) -> pd.DataFrame:
    """Return the figures of this publication (``tables.PublishedFigures``)."""
    rows: list[tuple[str, str, str, int]] = [
        (TOTALS, "all", name, number) for name, number in given.totals.items() if number is not None
    ]
    for row in records(given.code_counts):
        key = f"{row[CodeCounts.dimension]}|{row[CodeCounts.code]}"
        rows += [("code_counts", key, name, row[name]) for name in _COUNTS]
    for row in records(given.crosses):
        parts = (Crosses.row_dimension, Crosses.row_code, Crosses.column_dimension, Crosses.column_code)
        key = "|".join(row[name] for name in parts)
        rows.append(("crosses", key, Crosses.statements, row[Crosses.statements]))
    for row in records(given.points):
        rows += [(POINTS, row[Points.id], name, row[name]) for name in (Points.statements, Points.sessions)]
    pairs = zip(
        values(given.statements, Statements.document_id),
        values(given.statements, Statements.text),
        strict=True,
    )
    said = Counter(f"{document}|{text_hash(text)}" for document, text in pairs)
    rows += [(STATEMENTS, key, Statements.text, number) for key, number in sorted(said.items())]
    names = (
        PublishedFigures.figure,
        PublishedFigures.key,
        PublishedFigures.measure,
        PublishedFigures.value,
    )
    return frame(PublishedFigures, dict(zip(names, zip(*rows, strict=True), strict=True)))


def compare(given: Given, now: pd.DataFrame) -> Changes:
    """Set the figures of now beside those of the publication that was kept last."""
    number, kept = given.history
    if not number:
        return Changes(0, 0, 0, 0, 0, ())
    before, after = _by_key(kept), _by_key(now)
    changed = [key for key in dict.fromkeys([*after, *before]) if before.get(key) != after.get(key)]
    gained = Counter[str]()
    lost = Counter[str]()
    for key in changed:
        difference = after.get(key, 0) - before.get(key, 0)
        if key[0] == STATEMENTS:
            gained[STATEMENTS] += max(difference, 0)
            lost[STATEMENTS] += max(-difference, 0)
        elif key[0] == POINTS and key[2] == Points.statements:
            gained[POINTS] += key not in before
            lost[POINTS] += key not in after
    return Changes(
        number=number,
        statements_added=gained[STATEMENTS],
        statements_removed=lost[STATEMENTS],
        points_added=gained[POINTS],
        points_removed=lost[POINTS],
        figures=tuple(
            Change(*_named(given, key), before.get(key), after.get(key))
            for key in changed
            if key[0] not in {STATEMENTS, POINTS}
        ),
    )


def _by_key(rows: pd.DataFrame) -> Mapping[Key, int]:
    names = (PublishedFigures.figure, PublishedFigures.key, PublishedFigures.measure)
    keys = zip(*(values(rows, name) for name in names), strict=True)
    return dict(zip(keys, values(rows, PublishedFigures.value), strict=True))


def _named(given: Given, key: Key) -> tuple[str, str, str]:
    """Return what reports call a figure, its key and its measure; a code that is gone keeps its code."""
    figure, name, measure = key
    gatherings = given.words.gathering.many
    unit = {**_MEASURES, CodeCounts.sessions: gatherings, "represented": "namens wie"}[measure]
    if figure == TOTALS:
        return "Alles wat meetelt", "", unit
    parts = name.split("|")
    codes = zip(parts[::2], parts[1::2], strict=True)
    what = "Code" if figure == "code_counts" else "Vakje van een kruistabel"
    return what, " x ".join(_code(given, *each) for each in codes), unit


def _code(given: Given, dimension: str, code: str) -> str:
    known = given.codebook.by_id.get(dimension)
    if known is None or code not in known.by_code:
        return f"{dimension}: {code}"
    return f"{known.name}: {known.by_code[code].name}"


def sheet(changes: Changes) -> Sheet:
    """Return the sheet with every figure that changed."""
    if changes.number:
        about = f"Vergeleken met de vastgelegde publicatie {changes.number}: elk getal dat anders is."
    else:
        about = "Er is nog geen publicatie vastgelegd om mee te vergelijken ('textmine accept')."
    totals = (
        f"Uitspraken erbij: {changes.statements_added}, eraf: {changes.statements_removed}. "
        f"Punten erbij: {changes.points_added}, eraf: {changes.points_removed}."
    )
    return Sheet(
        SHEET,
        (about, totals) if changes.number else (about,),
        (
            Column("Waarover", 26),
            Column("Naam", 70),
            Column("Eenheid", 24),
            Column("Was", 10, "whole"),
            Column("Is nu", 10, "whole"),
        ),
        [[c.what, c.name, c.measure, c.before, c.after] for c in changes.figures],
    )
