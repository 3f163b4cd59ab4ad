"""What goes out in the workbook for an answer note."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from textmine.codebook import Codebook
from textmine.register import columns as c
from textmine.register.facts import Point
from textmine.register.standing import SEPARATOR, Said
from textmine.register.state import State
from textmine.register.tables import natural, register_rows
from textmine.tables import RESPONSE_STATUS, Register

_PASSAGES = 3
_FEWEST, _MOST = 25, 500
_NOT_SHOWN = "(niet getoond: een beoordelaar zette dezelfde tekst apart)"
_TIME = {True: "ja", False: "nee", None: "onbekend"}


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: headings, their widths in characters, and rows; the last column is the code of the row."""

    name: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The whole workbook; ``answers`` are the numbers that a point can get."""

    corpus: str
    workbook: str
    reviewer: str
    pages: tuple[Page, ...]
    answers: tuple[str, ...]


def contents(state: State, codebook: Codebook, corpus: str, workbook: str, reviewer: str) -> Contents:
    """Set out everything there is to answer, with what stands now."""
    maker = _Maker(state, codebook, corpus, workbook, reviewer)
    pages = (maker.points(), maker.answers(), maker.changes(), maker.responses())
    numbers = tuple(row[0] for row in pages[1].rows)
    return Contents(corpus, workbook, reviewer, pages, numbers)


class _Maker:
    def __init__(self, state: State, codebook: Codebook, corpus: str, workbook: str, reviewer: str) -> None:
        self._state = state
        self._codebook = codebook
        self._corpus = corpus
        self._workbook = workbook
        self._reviewer = reviewer
        self._prefix = c.workbook_number(workbook)

    def _code(self, sheet: str, key: str, said: Sequence[Said[Any]]) -> str:
        seen = SEPARATOR.join(sorted({row.hash for row in said}))
        return c.RowCode(key, seen, self._workbook, self._reviewer).write(self._corpus, sheet)

    def points(self) -> Page:
        together: dict[str, list[Point]] = defaultdict(list)
        for point in self._state.points:
            if not point.excluded:
                together[point.main or point.id].append(point)
        rows = []
        for main, points in together.items():
            if len(points) > 1:
                rows.append(self._point_row(main, "hoofdpunt", points))
            rows += [self._point_row(point.id, "punt", [point]) for point in points]
        headings = (
            *(c.POINT, "Niveau", "Thema", "Soort", "Punt", "Andere passages", "Uitspraken", "Inzendingen"),
            *(c.NOW, c.ANSWER, c.ROW_CODE),
        )
        return Page(c.POINTS, headings, (14, 11, 22, 14, 60, 60, 11, 11, 14, 16, 10), tuple(rows))

    def _point_row(self, key: str, level: str, points: Sequence[Point]) -> tuple[str, ...]:
        state = self._state
        members = sorted({name for point in points for name in point.members})
        central = self._central.get(key, points[0].central)
        shown = state.shown.get(central, _NOT_SHOWN)
        others = dict.fromkeys(state.shown[name] for name in members if name in state.shown)
        passages = [text for text in others if text != shown][:_PASSAGES]
        said = [row for point in points for row in state.answering.of[point.id].said]
        now = " / ".join(dict.fromkeys(row.parts[0] for row in said))
        submissions = {state.submission_of[name] for name in members}
        counts = (str(len(members)), str(len(submissions)))
        names = self._names(points[0].cell)
        return (
            *(key, level, *names, shown, "\n".join(f"– {text}" for text in passages), *counts, now, ""),
            self._code(c.POINTS, key, said),
        )

    @cached_property
    def _central(self) -> Mapping[str, str]:
        points = self._state.tables.points
        return dict(zip(points["id"], points["central"], strict=True))

    def _names(self, cell: tuple[str, str]) -> tuple[str, str]:
        within = self._codebook.points_within
        if within is None or not all(cell):
            return "", ""
        first, second = (
            self._codebook.by_id[dimension].by_code[code].name
            for dimension, code in zip(within, cell, strict=True)
        )
        return first, second

    def answers(self) -> Page:
        stands = self._state.answers
        rows = [
            (number, _texts(stands[number]), "", "", self._code(c.ANSWERS, number, stands[number]))
            for number in sorted(stands, key=natural)
        ]
        rows += [
            (number, "", "", "", self._code(c.ANSWERS, number, ()))
            for number in self._new("A", len(self._state.points))
        ]
        headings = (c.NUMBER_OF_ANSWER, c.NOW, c.TEXT, c.WITHDRAWN, c.ROW_CODE)
        return Page(c.ANSWERS, headings, (12, 70, 70, 10, 10), tuple(rows))

    def changes(self) -> Page:
        stands = self._state.changes
        rows = []
        for number in [*sorted(stands, key=natural), *self._new("W", _FEWEST)]:
            said = stands.get(number, ())
            now = [
                f"{row.parts[0]} ({row.parts[1] or 'geen plaats'}; volgt uit "
                f"{row.parts[2].replace(SEPARATOR, ', ')})"
                for row in said
            ]
            rows.append((number, "\n/\n".join(now), "", "", "", "", self._code(c.CHANGES, number, said)))
        headings = (
            *(c.NUMBER_OF_CHANGE, c.NOW, c.CHANGE, c.PLACE, c.CITES, c.WITHDRAWN),
            c.ROW_CODE,
        )
        return Page(c.CHANGES, headings, (12, 60, 60, 30, 20, 10, 10), tuple(rows))

    def _new(self, letter: str, wanted: int) -> list[str]:
        """Return numbers that no other workbook gives out."""
        used = {*self._state.answers, *self._state.changes}
        most = max(_FEWEST, min(_MOST, wanted))
        numbers = (f"{letter}{self._prefix}.{number}" for number in range(1, most + 1))
        return [number for number in numbers if number not in used]

    def responses(self) -> Page:
        state = self._state
        passages: dict[str, list[str]] = defaultdict(list)
        for name, submission in state.submission_of.items():
            if name in state.shown:
                passages[submission].append(state.shown[name])
        rows = []
        table = register_rows(state)
        plain = table.astype(object).where(table.notna(), None)
        for values in plain.itertuples(index=False):
            row = dict(zip(table.columns, values, strict=True))
            said = state.no_points.get(row[Register.submission], ())
            text = "\n".join(f"– {passage}" for passage in passages[row[Register.submission]])
            place = f"{row[Register.path]}, {row[Register.place]}" if row[Register.place] else row["path"]
            rows.append(
                (
                    row[Register.number] or "",
                    row[Register.channel] or "",
                    str(row[Register.received] or ""),
                    _TIME[row[Register.in_time]],
                    RESPONSE_STATUS[row[Register.status]],
                    str(row[Register.points]),
                    text,
                    place,
                    _texts(said),
                    "",
                    "",
                    self._code(c.RESPONSES, row[Register.submission], said),
                )
            )
        headings = (
            *(c.NUMBER, "Hoe binnengekomen", "Ontvangen", "Op tijd", "Stand", "Punten", "Wat er staat"),
            *("Bestand", c.NOW, c.REASON, c.WITHDRAWN, c.ROW_CODE),
        )
        widths = (14, 16, 12, 9, 16, 8, 80, 36, 30, 40, 10, 10)
        return Page(c.RESPONSES, headings, widths, tuple(rows))


def _texts(said: Sequence[Said[str]]) -> str:
    return "\n/\n".join(row.parts[0] for row in said)
