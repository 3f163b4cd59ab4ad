"""What people decided about points, from all edits in order of arrival: what holds, and what contradicts."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from textmine.review.issued import slug
from textmine.tables import PointEdits
from textmine.tables.points import (
    EXCEPTION,
    EXCLUDE,
    FORWARD,
    MERGE,
    MOVE,
    ORDER,
    PIN,
    RENAME,
    WITHDRAW,
)

Cell = tuple[str, str]
"""A theme and a kind."""

Row = Mapping[str, Any]

FIELDS = {
    RENAME: "de naam",
    MERGE: "samenvoegen",
    ORDER: "de volgorde",
    EXCLUDE: "weglaten",
    EXCEPTION: "de uitzondering",
    FORWARD: "doorgeleiden",
    MOVE: "waar een tekst hoort",
}
"""What people decide, as messages name it."""

_EITHER = (EXCLUDE, EXCEPTION)
"""Edits of which the reason may differ: only yes and no contradict."""

SETTLE = (
    "Maak met 'textmine points export' een werkboek; laat daarin op het blad Besluiten een besluit "
    "vervallen, of laat een van beiden het besluit van de ander overnemen"
)
DROP = "Laat dit besluit vervallen op het blad Besluiten van een werkboek van 'textmine points export'"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a point that people must look at, in Dutch; see ``tables.OpenWork``."""

    key: str
    message: str
    blocks: bool


@dataclass(frozen=True)
class Decided:
    """What holds. Keys are the ids of points as people knew them.

    ``claims`` says per level, cell and text to which point people put it; ``held`` per point which texts it
    had; ``about`` its level and cell. ``given`` has the edit that holds per kind of edit and point. ``into``
    leads every merged point to the one it ends up in.
    """

    claims: Mapping[tuple[int, Cell, str], str] = field(default_factory=dict)
    moved: Mapping[tuple[Cell, str], Row] = field(default_factory=dict)
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)
    about: Mapping[str, tuple[int, Cell]] = field(default_factory=dict)
    given: Mapping[tuple[str, str], Row] = field(default_factory=dict)
    into: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def value(self, edit: str, key: str) -> str | None:
        """Return what people decided, or None."""
        row = self.given.get((edit, key))
        return None if row is None else str(row[PointEdits.value])

    def name(self, key: str) -> str:
        """Return how messages call a point: by the name that people gave it, else by its id."""
        named = self.value(RENAME, key)
        return f"punt '{named}'" if named else f"punt {key}"

    def root(self, key: str) -> str:
        """Return the point in which ``key`` ended up."""
        return self.into.get(key, key)


def edit_id(row: Row) -> str:
    """Return the id of an edit: a hash of all that it says."""
    names = (
        PointEdits.edit,
        PointEdits.point,
        PointEdits.theme,
        PointEdits.kind,
        PointEdits.texts,
        PointEdits.value,
        PointEdits.signed,
        PointEdits.reviewer,
        PointEdits.decided_at,
        PointEdits.workbook,
    )
    return hashlib.sha256("\n".join(str(row[name]) for name in names).encode()).hexdigest()[:16]


def rows_of(edits: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the edits as rows, in order of arrival."""
    return [{str(name): value for name, value in row.items()} for row in edits.to_dict("records")]


def standing(rows: Sequence[Row]) -> list[Row]:
    """Return the edits that nobody withdrew, in order of arrival."""
    gone = {row[PointEdits.value] for row in rows if row[PointEdits.edit] == WITHDRAW}
    return [row for row in rows if row[PointEdits.edit] != WITHDRAW and edit_id(row) not in gone]


def subject(row: Row) -> tuple[str, ...]:
    """Return what an edit decides: a thing about a point, or where a text belongs."""
    if row[PointEdits.edit] == MOVE:
        return (MOVE, row[PointEdits.theme], row[PointEdits.kind], row[PointEdits.texts])
    return (row[PointEdits.edit], row[PointEdits.point])


def decide(edits: pd.DataFrame) -> Decided:
    """Work out what holds.

    Where people contradict each other none of them holds, and it is among the findings; the same goes for
    merges in a circle, merges with a point that is left out, and exceptions for one that is.
    """
    active = standing(rows_of(edits))
    opinions: dict[tuple[str, ...], dict[str, Row]] = defaultdict(dict)
    for row in active:
        if row[PointEdits.edit] != PIN:
            mine = opinions[subject(row)]
            mine.pop(slug(row[PointEdits.reviewer]), None)
            mine[slug(row[PointEdits.reviewer])] = row
    given: dict[tuple[str, str], Row] = {}
    moved: dict[tuple[Cell, str], Row] = {}
    against: list[tuple[tuple[str, ...], list[Row]]] = []
    for about, by_person in opinions.items():
        said = list(by_person.values())
        if len({_compared(row) for row in said}) > 1:
            against.append((about, said))
        elif not said[-1][PointEdits.value]:
            continue
        elif about[0] == MOVE:
            moved[(about[1], about[2]), about[3]] = said[-1]
        else:
            given[about[0], about[1]] = said[-1]
    base = Decided(
        claims=_claims(active, moved), moved=moved, held=_held(active), about=_about(active), given=given
    )
    findings = [_contradiction(base, about, said) for about, said in against]
    return _without_clashes(base, findings)


def _compared(row: Row) -> tuple[str, str] | bool:
    """Return what is compared between people."""
    if row[PointEdits.edit] in _EITHER:
        return bool(row[PointEdits.value])
    return row[PointEdits.value], row[PointEdits.signed]


def _cell(row: Row) -> Cell:
    return row[PointEdits.theme], row[PointEdits.kind]


def texts_of(row: Row) -> list[str]:
    """Return the hashes of the texts of an edit."""
    return [text for text in row[PointEdits.texts].split("|") if text]


def _claims(active: Iterable[Row], moved: Mapping[tuple[Cell, str], Row]) -> dict[tuple[int, Cell, str], str]:
    """Say where each text belongs: of two points that had it the later one; a move goes before both."""
    found = {
        (int(row[PointEdits.level]), _cell(row), text): row[PointEdits.point]
        for row in active
        if row[PointEdits.edit] != MOVE
        for text in texts_of(row)
    }
    for (cell, text), row in moved.items():
        found[int(row[PointEdits.level]), cell, text] = row[PointEdits.value]
    return found


def _held(active: Iterable[Row]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in active:
        if row[PointEdits.edit] != MOVE:
            found[row[PointEdits.point]] = frozenset(texts_of(row))
    return found


def _about(active: Iterable[Row]) -> dict[str, tuple[int, Cell]]:
    """Return level and cell of every point; the target of a move has those of the text that goes there."""
    found: dict[str, tuple[int, Cell]] = {}
    for row in active:
        for key in (row[PointEdits.point], row[PointEdits.value] if row[PointEdits.edit] == MOVE else ""):
            if key:
                found.setdefault(key, (int(row[PointEdits.level]), _cell(row)))
    return found


def _contradiction(base: Decided, about: Sequence[str], said: Sequence[Row]) -> Finding:
    edit = about[0]
    sides = " en ".join(
        f"{_shown(base, edit, row[PointEdits.value])} (besluit van {row[PointEdits.decided_at][:10]})"
        for row in said
    )
    key = said[0][PointEdits.point]
    what = f"{base.name(key)}: twee mensen besloten verschillend over {FIELDS[edit]}: {sides}"
    return Finding(key, f"{what}. Nu geldt geen van beide. {SETTLE}.", blocks=True)


def _shown(base: Decided, edit: str, value: str) -> str:
    if not value:
        return "niets"
    if edit in {MERGE, MOVE}:
        return base.name(value)
    return f"'{value.replace('|', ', ')}'"


def _without_clashes(base: Decided, findings: list[Finding]) -> Decided:
    """Leave out edits of one point that cannot all hold, and follow the merges."""
    given = dict(base.given)
    for edit, key in sorted(base.given):
        if edit == EXCEPTION and (EXCLUDE, key) in base.given:
            del given[edit, key]
            findings.append(
                Finding(
                    key,
                    f"{base.name(key)} is weggelaten, en er is een uitzondering om het toch als algemeen te "
                    f"tonen. Het punt blijft weggelaten. {SETTLE}.",
                    blocks=True,
                )
            )
    merges = {key: str(row[PointEdits.value]) for (edit, key), row in base.given.items() if edit == MERGE}
    for key in sorted(merges):
        why = _refused(base, merges, key)
        if why:
            del given[MERGE, key]
            findings.append(
                Finding(key, f"{base.name(key)}: {why}. Er is niet samengevoegd. {SETTLE}.", blocks=True)
            )
    kept = {key: to for key, to in merges.items() if (MERGE, key) in given}
    into = {key: _follow(kept, key)[-1] for key in kept}
    return replace(base, given=given, into=into, findings=tuple(findings))


def _refused(base: Decided, merges: Mapping[str, str], key: str) -> str:
    """Say why a merge cannot hold, or nothing."""
    path = _follow(merges, key)
    if key in path:
        return "samenvoegen loopt in een kring (" + " → ".join(map(base.name, [key, *path])) + ")"
    for each in (key, *path):
        if (EXCLUDE, each) in base.given:
            return (
                f"dit punt moet worden samengevoegd met {base.name(merges[key])}, maar {base.name(each)} is "
                "weggelaten"
            )
    if base.about.get(path[-1], base.about[key]) != base.about[key]:
        return f"{base.name(path[-1])} heeft een ander thema, een andere soort of een ander niveau"
    return ""


def _follow(merges: Mapping[str, str], key: str) -> list[str]:
    """Return the points after ``key``, up to the end or the first one that comes back."""
    path: list[str] = []
    while key in merges and merges[key] not in path:
        key = merges[key]
        path.append(key)
    return path
