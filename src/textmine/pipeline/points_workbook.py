"""Points to a workbook in which people edit them, and back into ``points.csv``."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.errors import ConfigError, WorkbookError
from textmine.models.topic_model import content_id
from textmine.pipeline.review_tables import FOLDER, read
from textmine.pipeline.table import (
    ASSIGNMENTS,
    CODEBOOK,
    CORPUS,
    DOCUMENTS,
    GROUPS,
    POINT_EDITS,
    POINT_MEMBERS,
    POINTS,
    POINTS_OPEN,
    STATEMENTS,
)
from textmine.review import point_columns as p
from textmine.review.columns import key as plain
from textmine.review.issued import slug
from textmine.review.point_contents import (
    HASH,
    Code,
    Contents,
    SheetRow,
    decision_row,
    filled_before,
    shown,
    write_code,
)
from textmine.review.point_edits import Cell, Decided, decide, rows_of, standing, subject
from textmine.review.point_returned import Arrival, Outcome, Reader, issued
from textmine.store import point_edits, point_workbook, review_returned
from textmine.store.review_lock import closed_elsewhere
from textmine.tables import (
    Assignments,
    Documents,
    Groups,
    OpenWork,
    PointEdits,
    PointMembers,
    Points,
    Statements,
)
from textmine.tables.points import PIN

_NEW = 5
"""The level in the id of a point that people made; never that of one that was found."""

_SHOWN = 60
"""Characters of a point in a list to choose from."""

_PLACES = 3
"""Sessions that are named with a text."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A workbook that was written, and how many main points, points and texts are in it."""

    path: Path
    mains: int
    points: int
    texts: int


@dataclass(frozen=True, slots=True)
class PointStatus:
    """How many points people decided about, and how much is open; ``blocks`` of that blocks publication."""

    points: int
    edited: int
    open: int
    blocks: int


def point_status(folder: Path) -> PointStatus | None:
    """Count decisions about points; None when nothing was found yet."""
    if not POINTS.of(folder).exists() or not POINTS_OPEN.of(folder).exists():
        return None
    points, work = read(POINTS, folder), read(POINTS_OPEN, folder)
    edited = {key for _, key in decide(read(POINT_EDITS, folder)).given}
    return PointStatus(len(points), len(edited), len(work), int(work[OpenWork.blocks].sum()))


def export_points(folder: Path, reviewer: str) -> Exported:
    """Write all points with their texts to a new workbook in ``review/``.

    Raises
    ------
    TextmineError
        When nothing was run yet, or there are no points.
    """
    who = slug(reviewer)
    if not who:
        raise WorkbookError("er staat niet bij voor wie het werkboek is; geef een naam op met --reviewer")
    found = _Found(folder)
    if found.points.empty:
        raise WorkbookError(
            f"{folder}: er zijn geen punten. Vraagt het codeboek erom (points_within), voer dan eerst "
            f"'textmine run {folder.name}' uit"
        )
    name = f"punten_{_next(folder, found.edits)}_{who}.xlsx"
    contents = found.contents(folder.resolve().name, name, " ".join(reviewer.split()))
    path = folder / FOLDER / name
    point_workbook.write(path, contents)
    mains = sum(row.given[p.NUMBER].startswith("H") for row in contents.points)  # type: ignore[union-attr]
    return Exported(path, mains, len(contents.points) - mains, len(contents.texts))


def _next(folder: Path, edits: pd.DataFrame) -> int:
    """Return a number that no workbook of this corpus had."""
    names = [path.name for path in (folder / FOLDER).glob("punten_*.xlsx")]
    return 1 + max(map(issued, [*names, *edits[PointEdits.workbook]]), default=0)


def import_points(folder: Path, path: Path, reviewer: str, decided_at: str) -> Outcome:
    """Add what people changed in a returned workbook to ``points.csv``, all at once.

    Raises
    ------
    WorkbookError
        When the file is no such workbook of this corpus; nothing was added then.
    """
    corpus: Corpus = read(CORPUS, folder)
    known = {each.id: each.id for each in corpus.programmes} | {
        each.name: each.id for each in corpus.programmes
    }
    groups: Iterable[str] = read(GROUPS, folder)[Groups.group].unique().tolist()
    reader = Reader(
        earlier=read(POINT_EDITS, folder),
        programmes={plain(name): one for name, one in known.items()},
        texts={text[:HASH]: text for text in groups},
        new_id=lambda cell, name: content_id(_NEW, (*cell, "new", name)),
        arrival=Arrival(folder.resolve().name, reviewer, decided_at),
    )
    outcome = reader.read(review_returned.read_sheets(path, (p.SHEET, p.TEXTS, p.DECISIONS)))
    if len(outcome.edits):
        with closed_elsewhere(POINT_EDITS.of(folder)):
            point_edits.append(POINT_EDITS.of(folder), outcome.edits)
    return outcome


class _Found:
    """The tables of a corpus, and the rows of the workbook that follow from them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.points: pd.DataFrame = read(POINTS, folder)
        self.edits: pd.DataFrame = read(POINT_EDITS, folder)
        self._codebook: Codebook = read(CODEBOOK, folder)
        self._corpus: Corpus = read(CORPUS, folder)
        self._open: pd.DataFrame = read(POINTS_OPEN, folder)
        self._decided: Decided = decide(self.edits)
        if self._codebook.points_within is None:
            raise ConfigError(f"{folder}: het codeboek vraagt niet om punten (points_within)")
        self._within = self._codebook.points_within

    @cached_property
    def _texts(self) -> pd.DataFrame:
        """One row per point and text: group, words, first statement, sessions, number of statements."""
        members = read(POINT_MEMBERS, self._folder)[[PointMembers.point, PointMembers.statement_id]]
        statements = read(STATEMENTS, self._folder)
        about = statements[[Statements.id, Statements.document_id, Statements.text]]
        groups, documents = read(GROUPS, self._folder), read(DOCUMENTS, self._folder)
        names = {session.id: session.name for session in self._corpus.sessions}
        place = documents[[Documents.id]].assign(
            where=[
                names.get(session, session) if isinstance(session, str) else submission
                for session, submission in zip(
                    documents[Documents.session].tolist(),
                    documents[Documents.submission].tolist(),
                    strict=True,
                )
            ]
        )
        rows = (
            members.merge(about, left_on=PointMembers.statement_id, right_on=Statements.id)
            .merge(groups[[Groups.statement_id, Groups.group]], on=PointMembers.statement_id)
            .merge(place, left_on=Statements.document_id, right_on=Documents.id, suffixes=("", "_document"))
            .sort_values(PointMembers.statement_id)
        )
        found: pd.DataFrame = rows.groupby([PointMembers.point, Groups.group], as_index=False).agg(
            statement=(PointMembers.statement_id, "first"),
            text=(Statements.text, "first"),
            number=(PointMembers.statement_id, "size"),
            where=("where", lambda names: ", ".join(list(dict.fromkeys(names))[:_PLACES])),
        )
        coded = read(ASSIGNMENTS, self._folder)
        coded = coded[coded[Assignments.assigned]][Assignments.statement_id]
        aside = groups[~groups[Groups.statement_id].isin(coded)][Groups.group]
        found.loc[found[Groups.group].isin(aside), "text"] = p.NOT_SHOWN
        return found

    def contents(self, corpus: str, workbook: str, reviewer: str) -> Contents:
        """Return the whole workbook."""
        points = _records(self.points)
        texts: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in _records(self._texts):
            texts[row[PointMembers.point]].append(row)
        for row in points:
            if row[Points.parent] is not None:
                texts[row[Points.parent]] += texts[row[Points.id]]
        numbers = _numbers(points)
        lists: dict[str, list[str]] = defaultdict(list)
        out_points: list[SheetRow] = []
        out_texts: list[SheetRow] = []
        for row in points:
            held = texts[row[Points.id]]
            number = numbers[row[Points.id]]
            cell: Cell = (row[Points.theme], row[Points.kind])
            own = f"{self._name(0, cell)} · {self._name(1, cell)} · {number[0]}"
            said = next((t["text"] for t in held if t["statement"] == row[Points.central]), held[0]["text"])
            name = row[Points.name] if row[Points.named_by] is not None else said
            lists[own].append(f"{number} · {name[:_SHOWN]}")
            filled = filled_before(
                self._decided, row[Points.id], {each.id: each.name for each in self._corpus.programmes}
            )
            hashes = tuple(sorted(t[Groups.group] for t in held))
            code = Code(
                corpus, workbook, row[Points.id], number, int(row[Points.level]), cell, hashes, shown(filled)
            )
            given = self._given(row, number, cell, said)
            out_points.append(SheetRow(given, filled | {p.REVIEWER: reviewer}, write_code(code), own))
            if row[Points.parent] is not None:
                for each in held:
                    one = Code(
                        corpus, workbook, row[Points.id], number, code.level, cell, (each[Groups.group],), {}
                    )
                    out_texts.append(
                        SheetRow(
                            {
                                **{name: given[name] for name in (p.NUMBER, p.THEME, p.KIND)},
                                p.STATEMENT: each["text"],
                                p.WHERE: each["where"],
                                p.COPIES: int(each["number"]),
                                p.ID: each["statement"],
                            },
                            {p.REVIEWER: reviewer},
                            write_code(one),
                            own,
                        )
                    )
        decisions = self._decisions(numbers, corpus, workbook, reviewer)
        programmes = {p.FORWARD: [each.name for each in self._corpus.programmes], p.DROP: ["ja"]}
        return Contents(corpus, workbook, reviewer, out_points, out_texts, decisions, {**lists, **programmes})

    def _name(self, place: int, cell: Cell) -> str:
        return self._codebook.by_id[self._within[place]].by_code[cell[place]].name

    def _given(self, row: Mapping[str, Any], number: str, cell: Cell, said: str) -> dict[str, str | int]:
        generic = "ja" if row[Points.generic] else "nee"
        return {
            p.NUMBER: number,
            p.THEME: self._name(0, cell),
            p.KIND: self._name(1, cell),
            p.QUOTE: said,
            p.SPREAD: int(row[Points.sessions]),
            p.REGIONS: int(row[Points.regions]),
            p.STATEMENTS: int(row[Points.statements]),
            p.GENERIC: generic if row[Points.excluded] is None else "weggelaten",
        }

    def _decisions(
        self, numbers: Mapping[str, str], corpus: str, workbook: str, reviewer: str
    ) -> list[SheetRow]:
        """Return what every person last decided about every thing, with what is wrong with its point."""
        matter: dict[str, list[str]] = defaultdict(list)
        for row in _records(self._open):
            matter[row[OpenWork.key]].append(row[OpenWork.message])
        last = {
            (subject(row), slug(row[PointEdits.reviewer])): row
            for row in standing(rows_of(self.edits))
            if row[PointEdits.edit] != PIN
        }
        made = [
            decision_row(
                row,
                self._decided,
                numbers,
                [*matter[row[PointEdits.point]], *matter.get(row[PointEdits.value], [])],
                corpus,
                workbook,
            )
            for row in last.values()
        ]
        return [SheetRow(row.given, {p.REVIEWER: reviewer}, row.code, row.choices) for row in made]


def _numbers(points: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return per point its number in the workbook: H1, H2 for main points, P1, P2 for points."""
    result: dict[str, str] = {}
    counts = {"H": 0, "P": 0}
    for row in points:
        sign = "H" if row[Points.parent] is None else "P"
        counts[sign] += 1
        result[row[Points.id]] = f"{sign}{counts[sign]}"
    return result


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows with None for what is missing."""
    return [
        {str(name): None if value is pd.NA else value for name, value in row.items()}
        for row in rows.to_dict("records")
    ]
