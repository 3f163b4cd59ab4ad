"""What the workbook for points holds, and the hidden code that ties a row to its texts."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.review import point_columns as p
from textmine.review.point_edits import FIELDS, Cell, Decided, Row, edit_id
from textmine.review.row_code import cell_hash
from textmine.tables import PointEdits
from textmine.tables.points import EXCEPTION, EXCLUDE, FORWARD, MERGE, MOVE, ORDER, RENAME

COLUMN_OF = {
    RENAME: p.NAME,
    ORDER: p.ORDER,
    MERGE: p.MERGE,
    EXCLUDE: p.EXCLUDE,
    EXCEPTION: p.EXCEPTION,
    FORWARD: p.FORWARD,
}
"""In which column people do what to a point."""

HASH = 10
"""Characters of the hash of a text that the code of a row holds: enough to tell millions of texts apart."""

MOST = 3_000
"""Texts that the code of a row can hold; a point of more is pinned to the first of them."""

_CHECK = 12


@dataclass(frozen=True, slots=True)
class Code:
    """What stands in the hidden cell of a row.

    ``key`` is the id of the point, for a row of *Besluiten* that of the edit. ``number`` is its number in
    this workbook. ``texts`` are the first ``HASH`` characters of the hashes of its texts, ``shown`` the
    hashes of the cells as they went out, by heading.
    """

    corpus: str
    workbook: str
    key: str
    number: str
    level: int
    cell: Cell
    texts: tuple[str, ...]
    shown: Mapping[str, str]

    def untouched(self, heading: str, value: str) -> bool:
        """Say whether a cell is as it went out."""
        return cell_hash(value) == self.shown.get(heading, cell_hash(""))


def write_code(code: Code) -> str:
    """Return the code as a cell holds it."""
    content = json.dumps(
        [
            code.corpus,
            code.workbook,
            code.key,
            code.number,
            code.level,
            list(code.cell),
            "".join(text[:HASH] for text in code.texts[:MOST]),
            dict(code.shown),
        ],
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return f"{hashlib.sha256(content.encode()).hexdigest()[:_CHECK]} {content}"


def read_code(value: str) -> Code | None:
    """Return what the cell holds, or None when it is damaged."""
    check, _, content = value.strip().partition(" ")
    if hashlib.sha256(content.encode()).hexdigest()[:_CHECK] != check:
        return None
    corpus, workbook, key, number, level, cell, texts, shown = json.loads(content)
    hashes = tuple(texts[at : at + HASH] for at in range(0, len(texts), HASH))
    return Code(corpus, workbook, key, number, level, (cell[0], cell[1]), hashes, shown)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: what people read, what is filled in beforehand, and its code; ``choices`` names a list."""

    given: Mapping[str, str | int]
    filled: Mapping[str, str]
    code: str
    choices: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole workbook; ``lists`` are the choices by name, the programmes under ``p.FORWARD``."""

    corpus: str
    workbook: str
    reviewer: str
    points: Sequence[SheetRow]
    texts: Sequence[SheetRow]
    decisions: Sequence[SheetRow]
    lists: Mapping[str, Sequence[str]]

    def rows(self, sheet: str) -> Sequence[SheetRow]:
        """Return the rows of a sheet."""
        return {p.SHEET: self.points, p.TEXTS: self.texts, p.DECISIONS: self.decisions}[sheet]


def filled_before(decided: Decided, key: str, programmes: Mapping[str, str]) -> dict[str, str]:
    """Return what holds for a point, as its cells show it."""
    row = decided.given.get((EXCEPTION, key))
    found = {column: decided.value(edit, key) or "" for edit, column in COLUMN_OF.items() if edit != MERGE}
    names = [programmes.get(name, name) for name in found[p.FORWARD].split("|") if name]
    return found | {p.FORWARD: "; ".join(names), p.SIGNED: "" if row is None else str(row[PointEdits.signed])}


def decision_row(  # noqa: PLR0913, PLR0917  # all that a row shows
    row: Row,
    decided: Decided,
    numbers: Mapping[str, str],
    matter: Sequence[str],
    corpus: str,
    workbook: str,
) -> SheetRow:
    """Return the row of *Besluiten* about one edit; ``matter`` says what is wrong with its point."""
    edit, key, value = (str(row[name]) for name in (PointEdits.edit, PointEdits.point, PointEdits.value))

    def called(point: str) -> str:
        number = numbers.get(point)
        return f"{number}: {decided.name(point)}" if number else decided.name(point)

    chosen = called(value) if edit in {MERGE, MOVE} and value else value.replace("|", "; ") or "(niets)"
    given: dict[str, str | int] = {
        p.POINT: called(key),
        p.WHAT: FIELDS[edit],
        p.CHOSEN: chosen,
        p.WHO: str(row[PointEdits.reviewer]),
        p.WHEN: str(row[PointEdits.decided_at])[:10],
        p.MATTER: "\n".join(matter),
    }
    code = Code(corpus, workbook, edit_id(row), "", 0, ("", ""), (), {})
    return SheetRow(given, {}, write_code(code), p.DROP)


def shown(filled: Mapping[str, Any]) -> dict[str, str]:
    """Return the hashes of the cells that are filled in beforehand and not empty."""
    return {name: cell_hash(str(value)) for name, value in filled.items() if value and name != p.REVIEWER}
