"""What a returned workbook for an answer note says that is new; what cannot be used is refused row by row."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textmine.errors import WorkbookError
from textmine.register import columns as c
from textmine.register.standing import SEPARATOR
from textmine.register.state import State
from textmine.review.columns import key
from textmine.review.returned import Sheet
from textmine.tables import (
    EX_OFFICIO,
    AnswerTexts,
    ChangeTexts,
    NoPoints,
    PointAnswers,
)

_BETWEEN = re.compile(r"[,;\n]+")
_KEYS = {
    "answers": AnswerTexts.answer,
    "points": PointAnswers.point,
    "changes": ChangeTexts.change,
    "responses": NoPoints.submission,
}
"""Part of ``register.written.Written``: the column that says what a row is about."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, with the reason and the way out in Dutch."""

    sheet: str
    row: int
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a workbook: ``rows`` by part of ``Written``, each with values by column."""

    rows: Mapping[str, Sequence[Mapping[str, str]]]
    refused: tuple[Refused, ...]
    known: int

    @property
    def taken(self) -> int:
        """How many rows are new."""
        return sum(len(part) for part in self.rows.values())


class _RowError(Exception):
    """A row cannot be used: the value, and why."""

    def __init__(self, value: str, reason: str) -> None:
        super().__init__(reason)
        self.value = value
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Filled:
    """A row in which something was filled in; ``cells`` by heading."""

    sheet: str
    row: int
    code: c.RowCode
    cells: Mapping[str, str]


def take(sheets: Sequence[Sheet], state: State, corpus: str, reviewer: str, decided_at: str) -> Taken:
    """Return what is new in ``sheets``: answers first, so that points and changes can refer to them.

    A row in which nothing was filled in is nothing. What was taken before from the same workbook is known, so
    that reading it twice, or an older copy of it, changes nothing. ``reviewer`` is who filled it in when that
    is another than for whom the workbook was.
    """
    reader = _Reader(state, corpus, reviewer, decided_at)
    for name in (c.ANSWERS, c.POINTS, c.CHANGES, c.RESPONSES):
        for sheet in (sheet for sheet in sheets if sheet.name == name):
            reader.read(sheet)
    return Taken(reader.rows, tuple(reader.refused), reader.known)


class _Reader:
    def __init__(self, state: State, corpus: str, reviewer: str, decided_at: str) -> None:
        self._state = state
        self._corpus = corpus
        self._reviewer = " ".join(reviewer.split())
        self._decided_at = decided_at
        self._answers = {number for number, said in state.answers.items() if said}
        self._points = {point.id: [point] for point in state.points if not point.excluded}
        for point in state.points:
            if point.main is not None and not point.excluded:
                self._points.setdefault(point.main, []).append(point)
        self._responses = {*state.read["submission"], *state.unread["submission"]}
        self._said: dict[tuple[str, str], tuple[int, tuple[str, ...]]] = {}
        self._log = {part: _log(state, part) for part in _KEYS}
        self.rows: dict[str, list[dict[str, str]]] = {part: [] for part in _KEYS}
        self.refused: list[Refused] = []
        self.known = 0

    def read(self, sheet: Sheet) -> None:
        for filled in self._filled(sheet):
            try:
                self._take(filled)
            except _RowError as error:
                self.refused.append(Refused(filled.sheet, filled.row, error.value, error.reason))

    def _filled(self, sheet: Sheet) -> Iterator[_Filled]:
        head, places = _headings(sheet)
        for number, cells in enumerate(sheet.cells[head + 1 :], head + 1):
            values = {name: _cell(cells, column) for name, column in places.items()}
            wanted = {name: values[name] for name in c.FILLED[sheet.name]}
            faults = [name for name in wanted if (number, places[name]) in sheet.faults]
            if not any(wanted.values()) and not faults:
                continue
            code = c.read_code(values[c.ROW_CODE], self._corpus, sheet.name)
            if faults:
                reason = (
                    "in deze cel staat een formule of een fout, of zij is samengevoegd; typ de tekst zelf in"
                )
                self.refused.append(Refused(sheet.name, number + 1, faults[0], reason))
            elif code is None:
                reason = (
                    "de rijcode achter deze rij hoort niet bij dit corpus, of is gewijzigd; neem dit over in "
                    "een nieuw werkboek van 'textmine register export'"
                )
                self.refused.append(Refused(sheet.name, number + 1, values[c.ROW_CODE], reason))
            else:
                yield _Filled(sheet.name, number + 1, code, wanted)

    def _take(self, filled: _Filled) -> None:
        part, values = {
            c.ANSWERS: self._answer,
            c.POINTS: self._point,
            c.CHANGES: self._change,
            c.RESPONSES: self._response,
        }[filled.sheet](filled)
        about = (part, filled.code.key)
        said = tuple(values.values())
        if about in self._said and self._said[about][1] != said:
            first = self._said[about][0]
            raise _RowError(
                filled.code.key,
                f"deze rij zegt iets anders dan rij {first} over hetzelfde; laat er één staan",
            )
        self._said[about] = (filled.row, said)
        maker = self._reviewer or filled.code.reviewer
        row = {
            _KEYS[part]: filled.code.key,
            **values,
            NoPoints.seen: filled.code.seen,
            NoPoints.reviewer: maker,
            NoPoints.decided_at: self._decided_at,
            NoPoints.workbook: filled.code.workbook,
        }
        if self._is_known(part, row):
            self.known += 1
            return
        self.rows[part].append(row)

    def _is_known(self, part: str, row: Mapping[str, str]) -> bool:
        """Say whether this was read before; refuse what its maker changed later in another workbook."""
        for earlier in self._log[part].get(row[_KEYS[part]], ()):
            if all(earlier[name] == row[name] for name in row if name != NoPoints.decided_at):
                return True
            same = earlier[NoPoints.reviewer].casefold() == row[NoPoints.reviewer].casefold()
            later = c.workbook_number(earlier[NoPoints.workbook]) > c.workbook_number(row[NoPoints.workbook])
            if same and later:
                raise _RowError(
                    row[_KEYS[part]],
                    f"{row[NoPoints.reviewer]} schreef hier later iets over in {earlier[NoPoints.workbook]}; "
                    "wijzig dat in een nieuw werkboek",
                )
        return False

    def _answer(self, filled: _Filled) -> tuple[str, dict[str, str]]:
        text = filled.cells[c.TEXT]
        if not _withdrawn(filled, text):
            self._answers.add(filled.code.key)
        return "answers", {AnswerTexts.text: text}

    def _point(self, filled: _Filled) -> tuple[str, dict[str, str]]:
        points = self._points.get(filled.code.key)
        if points is None:
            raise _RowError(
                filled.code.key,
                "dit punt is er niet meer, of is vervallen; maak een nieuw werkboek en kijk waar de teksten "
                "nu staan",
            )
        answer = "" if key(filled.cells[c.ANSWER]) == c.NONE else filled.cells[c.ANSWER].upper()
        if answer and answer not in self._answers:
            raise _RowError(
                filled.cells[c.ANSWER],
                f"dit antwoord bestaat niet of is ingetrokken; kies een nummer van het blad {c.ANSWERS} waar "
                "een tekst bij staat",
            )
        return "points", {
            PointAnswers.theme: points[0].cell[0],
            PointAnswers.kind: points[0].cell[1],
            PointAnswers.texts: SEPARATOR.join(sorted({text for point in points for text in point.texts})),
            PointAnswers.answer: answer,
        }

    def _change(self, filled: _Filled) -> tuple[str, dict[str, str]]:
        text, place, cites = (filled.cells[name] for name in (c.CHANGE, c.PLACE, c.CITES))
        now = self._state.changes.get(filled.code.key, ())
        if _withdrawn(filled, text + place + cites):
            return "changes", {ChangeTexts.text: "", ChangeTexts.place: "", ChangeTexts.cites: ""}
        old = now[-1].parts if now else ("", "", "")
        text, place = text or old[0], place or old[1]
        named = self._cited(cites) if cites else old[2]
        if not text or not named:
            raise _RowError(
                filled.code.key,
                f"een wijziging heeft een tekst nodig, en bij '{c.CITES}' een antwoord of '{EX_OFFICIO}'",
            )
        return "changes", {ChangeTexts.text: text, ChangeTexts.place: place, ChangeTexts.cites: named}

    def _cited(self, cell: str) -> str:
        if key(cell) == EX_OFFICIO:
            return EX_OFFICIO
        names = [name.strip().upper() for name in _BETWEEN.split(cell) if name.strip()]
        for name in names:
            if name not in self._answers:
                raise _RowError(
                    name,
                    f"dit antwoord bestaat niet of is ingetrokken; noem nummers van het blad {c.ANSWERS} met "
                    f"een komma ertussen, of alleen '{EX_OFFICIO}'",
                )
        return SEPARATOR.join(dict.fromkeys(names))

    def _response(self, filled: _Filled) -> tuple[str, dict[str, str]]:
        if filled.code.key not in self._responses:
            raise _RowError(
                filled.code.key,
                "deze reactie staat niet (meer) in het register; zet het bestand terug in raw, of maak een "
                "nieuw werkboek",
            )
        reason = filled.cells[c.REASON]
        _withdrawn(filled, reason)
        return "responses", {NoPoints.reason: reason}


def _log(state: State, part: str) -> dict[str, list[dict[str, str]]]:
    table = getattr(state.written, part)
    found: dict[str, list[dict[str, str]]] = {}
    for values in table.astype(object).itertuples(index=False):
        row = dict(zip(table.columns, values, strict=True))
        found.setdefault(row[_KEYS[part]], []).append(row)
    return found


def _withdrawn(filled: _Filled, text: str) -> bool:
    """Say whether people withdraw what the row is about.

    Raises
    ------
    _RowError
        When they also fill something in, or the cell says something else than yes.
    """
    cell = filled.cells[c.WITHDRAWN]
    if cell and key(cell) != c.YES:
        raise _RowError(cell, f"in de kolom '{c.WITHDRAWN}' kan alleen '{c.YES}' staan; of maak de cel leeg")
    if cell and text:
        raise _RowError(cell, f"er staat iets ingevuld en ook '{c.WITHDRAWN}'; haal een van beide weg")
    return bool(cell)


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Return the row of the headings and where each column stands.

    Raises
    ------
    WorkbookError
        When a column that is needed is missing or stands there twice.
    """
    wanted = (*c.FILLED[sheet.name], c.ROW_CODE)
    for head, cells in enumerate(sheet.cells[:20]):
        found = [key(cell) for cell in cells]
        if key(c.ROW_CODE) not in found:
            continue
        counts = Counter(found)
        for name in wanted:
            if counts[key(name)] != 1:
                what = "ontbreekt" if not counts[key(name)] else f"staat er {counts[key(name)]} keer"
                raise WorkbookError(
                    f"{sheet.file}, blad {sheet.name}: de kolom '{name}' {what}; herstel de kop"
                )
        return head, {name: found.index(key(name)) for name in wanted}
    raise WorkbookError(
        f"{sheet.file}, blad {sheet.name}: de kolom '{c.ROW_CODE}' ontbreekt (ook verborgen kolommen zijn "
        "nodig); zet haar terug, of neem uw werk over in een nieuw werkboek van 'textmine register export'"
    )


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column].replace("\r\n", "\n").strip() if column < len(cells) else ""
