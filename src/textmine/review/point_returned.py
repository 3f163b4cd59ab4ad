"""A returned workbook about points: which cells people changed, and the edits that follow from them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from textmine.errors import WorkbookError
from textmine.review import point_columns as p
from textmine.review.columns import key as plain
from textmine.review.issued import slug
from textmine.review.point_contents import Code, read_code
from textmine.review.point_edits import Row, edit_id, rows_of, standing, subject
from textmine.review.returned import Fault, Sheet
from textmine.tables import PointEdits, frame
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

LONGEST = 200
"""Characters of a name."""

MOST = 1_000_000
"""The highest number that people give."""

_YES = ("ja", "j", "x")
NewId = Callable[[tuple[str, str], str], str]
"""The id of a new point, from its cell and its name."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that is no edit, and why; ``row`` counts from 1 as in the spreadsheet."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a workbook: new ``edits`` (``tables.PointEdits``), what was known, and what was refused.

    ``later`` counts cells of an older copy about which the same person decided something else since.
    """

    edits: pd.DataFrame
    taken: int
    known: int
    later: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """The corpus, who filled in rows without a name, and when the edits come in."""

    corpus: str
    reviewer: str
    decided_at: str


@dataclass(frozen=True)
class _Line:
    """One row of a sheet: its code, and per heading what people filled in."""

    sheet: str
    row: int
    code: Code
    cells: Mapping[str, str]
    faults: Mapping[str, Fault]

    def changed(self, heading: str) -> bool:
        return heading in self.faults or not self.code.untouched(heading, self.cells.get(heading, ""))


@dataclass
class Reader:
    """Turns the sheets of one workbook into edits.

    ``programmes`` are names and ids (as ``columns.key`` has them) to ids; ``texts`` the first characters of
    the hashes of texts to the hashes.
    """

    earlier: pd.DataFrame
    programmes: Mapping[str, str]
    texts: Mapping[str, str]
    new_id: NewId
    arrival: Arrival
    refused: list[Refused] = field(default_factory=list)
    _rows: list[dict[str, str]] = field(default_factory=list)
    _known: int = 0
    _later: int = 0
    _taken: int = 0

    def read(self, sheets: Mapping[str, Sheet]) -> Outcome:
        """Return what comes of the workbook.

        Raises
        ------
        WorkbookError
            When a column is missing, or the workbook is of another corpus.
        """
        before = rows_of(self.earlier)
        self._said = {_same(row) for row in before}
        self._active = standing(before)
        lines = {name: list(self._lines(sheets[name])) for name in (p.SHEET, p.TEXTS, p.DECISIONS)}
        self._numbers = {line.code.number: line.code for line in lines[p.SHEET]}
        self._by_key = {line.code.key: line.code for line in lines[p.SHEET]}
        for line in lines[p.SHEET]:
            self._point(line)
        for line in lines[p.TEXTS]:
            if line.changed(p.MOVE):
                self._move(line)
        for line in lines[p.DECISIONS]:
            if line.changed(p.DROP):
                self._drop(line)
        columns = {name: [row[name] for row in self._rows] for name in _COLUMNS}
        return Outcome(frame(PointEdits, columns), self._taken, self._known, self._later, tuple(self.refused))

    def _lines(self, sheet: Sheet) -> Iterator[_Line]:
        name = next(n for n in p.GIVEN if plain(n) == plain(sheet.name))
        headings = [plain(cell) for cell in sheet.cells[0]] if sheet.cells else []
        for wanted in (*p.FILLED[name], p.CODE):
            if headings.count(plain(wanted)) != 1:
                raise WorkbookError(
                    f"{sheet.file}, blad {name}: de kolom '{wanted}' moet er één keer staan (in rij 1, ook "
                    "als hij verborgen is). Zet de kolomkop terug, of maak een nieuw werkboek met "
                    "'textmine points export'"
                )
        place = {heading: headings.index(plain(heading)) for heading in (*p.FILLED[name], p.CODE)}
        seen: set[str] = set()
        for number, cells in enumerate(sheet.cells[1:], 2):
            filled = {
                heading: cells[column].strip() if column < len(cells) else ""
                for heading, column in place.items()
            }
            faults = {
                heading: sheet.faults[number - 1, column]
                for heading, column in place.items()
                if (number - 1, column) in sheet.faults
            }
            code = read_code(filled[p.CODE])
            if code is None:
                if any(value for heading, value in filled.items() if heading != p.REVIEWER):
                    self._refuse(
                        name,
                        number,
                        p.CODE,
                        "",
                        "de verborgen code van deze rij is weg of veranderd; vul "
                        "uw besluit in bij de rij zoals die uit het werkboek kwam",
                    )
                continue
            if code.corpus != self.arrival.corpus:
                raise WorkbookError(
                    f"{sheet.file}, blad {name}, rij {number}: dit werkboek is van corpus '{code.corpus}', "
                    f"niet van '{self.arrival.corpus}'"
                )
            line = _Line(name, number, code, filled, faults)
            if filled[p.CODE] in seen:
                if any(line.changed(heading) for heading in p.FILLED[name] if heading != p.REVIEWER):
                    self._refuse(name, number, p.CODE, "", "deze rij staat er twee keer; houd er een over")
                continue
            seen.add(filled[p.CODE])
            yield line

    def _refuse(self, sheet: str, row: int, column: str, value: str, reason: str) -> None:
        self.refused.append(Refused(sheet, row, column, value, reason))

    def _sound(self, line: _Line, heading: str) -> bool:
        """Say whether a cell can be read and somebody filled it in; refuse it otherwise."""
        if heading in line.faults:
            self._refuse(
                line.sheet,
                line.row,
                heading,
                line.faults[heading].detail,
                "hier staat een formule, een fout of een samengevoegde cel; typ de waarde zelf",
            )
            return False
        if not self._who(line):
            self._refuse(
                line.sheet,
                line.row,
                p.REVIEWER,
                "",
                "er staat niet bij wie dit besloot; vul een naam "
                "of initialen in, of geef die op met --reviewer",
            )
            return False
        return True

    def _who(self, line: _Line) -> str:
        named = line.cells[p.REVIEWER]
        return " ".join((named if slug(named) else self.arrival.reviewer).split())

    def _point(self, line: _Line) -> None:
        """Take the changed cells of a row about a point."""
        signed = line.cells[p.SIGNED]
        for heading, (edit, parse) in self._parsers().items():
            touched = line.changed(heading) or (edit == EXCEPTION and line.changed(p.SIGNED))
            if not touched or not self._sound(line, heading):
                continue
            value = line.cells[heading]
            read, problem = parse(line, value) if value else ("", "")
            if edit == EXCEPTION and value and not slug(signed):
                problem = f"er staat niet bij wie tekent; vul de kolom '{p.SIGNED}' in"
            if problem:
                self._refuse(line.sheet, line.row, heading, value, problem)
                continue
            if (
                self._add(line, edit, read, signed=signed if edit == EXCEPTION and value else "")
                and edit == MERGE
            ):
                self._pin(line, self._by_key.get(read))

    def _parsers(self) -> dict[str, tuple[str, Callable[[_Line, str], tuple[str, str]]]]:
        """Return per column the edit, and how its value is read: the value, or what is wrong with it."""
        return {
            p.NAME: (RENAME, lambda _, value: _short(value)),
            p.ORDER: (ORDER, lambda _, value: _number(value)),
            p.MERGE: (MERGE, self._other),
            p.EXCLUDE: (EXCLUDE, lambda _, value: (_one_line(value), "")),
            p.EXCEPTION: (EXCEPTION, lambda _, value: (_one_line(value), "")),
            p.FORWARD: (FORWARD, lambda _, value: self._forward(value)),
        }

    def _other(self, line: _Line, value: str) -> tuple[str, str]:
        """Return the id of the point that a cell names by its number."""
        number = value.split(maxsplit=1)[0].strip(".:·,").upper()
        other = self._numbers.get(number)
        if other is None:
            return "", f"'{number}' is geen nummer van een punt in dit werkboek; kies er een uit de lijst"
        if other.key == line.code.key:
            return "", "een punt kan niet met zichzelf worden samengevoegd"
        if (other.level, other.cell) != (line.code.level, line.code.cell):
            return "", (
                f"{number} heeft een ander thema, een andere soort of een ander niveau. Wijzig de codes van "
                "de uitspraken met 'textmine review export', of kies een ander punt"
            )
        return other.key, ""

    def _forward(self, value: str) -> tuple[str, str]:
        names = [name.strip() for name in value.split(";") if name.strip()]
        unknown = [name for name in names if plain(name) not in self.programmes]
        if unknown:
            return "", (
                f"programma '{unknown[0]}' staat niet in corpus.yaml; zet het daar onder programmes, of kies "
                "een ander"
            )
        return "|".join(sorted({self.programmes[plain(name)] for name in names})), ""

    def _move(self, line: _Line) -> None:
        """Take a text that goes to another point, or to a new one."""
        if not self._sound(line, p.MOVE):
            return
        value = line.cells[p.MOVE]
        number = value.split()[0].strip(".:·,").upper() if value else ""
        if value and number[:1] in {"P", "H"} and number[1:].isdecimal():
            if number[0] == "H":
                problem = "een tekst kan niet naar een hoofdpunt; kies het nummer van een punt (P)"
                self._refuse(line.sheet, line.row, p.MOVE, value, problem)
                return
            to, problem = self._other(line, value)
            new = False
        else:
            name, problem = _short(value)
            to, new = (self.new_id(line.code.cell, plain(name)) if name else "", True)
        if problem:
            self._refuse(line.sheet, line.row, p.MOVE, value, problem)
            return
        if self._add(line, MOVE, to):
            self._pin(line, self._by_key.get(line.code.key))
            self._pin(line, None if new else self._by_key.get(to))
            if new and to:
                self._add_row(line, RENAME, to, _texts(line.code, self.texts), _short(value)[0])

    def _drop(self, line: _Line) -> None:
        """Withdraw all that this person decided about the same thing."""
        value = line.cells[p.DROP]
        if not self._sound(line, p.DROP):
            return
        if plain(value) not in _YES:
            self._refuse(line.sheet, line.row, p.DROP, value, "kies 'ja', of maak de cel leeg")
            return
        row = next((row for row in self._active if edit_id(row) == line.code.key), None)
        if row is None:
            self._known += 1
            return
        mine = [
            each
            for each in self._active
            if subject(each) == subject(row)
            and slug(each[PointEdits.reviewer]) == slug(row[PointEdits.reviewer])
        ]
        for each in mine:
            gone = {str(name): str(value) for name, value in each.items()}
            gone |= {PointEdits.edit: WITHDRAW, PointEdits.value: edit_id(each), PointEdits.texts: ""}
            gone |= {PointEdits.signed: "", PointEdits.reviewer: self._who(line)}
            gone |= {PointEdits.decided_at: self.arrival.decided_at, PointEdits.workbook: line.code.workbook}
            self._rows.append(gone)
        self._taken += 1

    def _add(self, line: _Line, edit: str, value: str, *, signed: str = "") -> bool:
        """Add an edit, unless it is there already or the same person decided otherwise since."""
        row = self._made(line, edit, line.code.key, _texts(line.code, self.texts), value, signed)
        if _same(row) in self._said:
            self._known += 1
            return False
        if not row[PointEdits.texts]:
            self._refuse(
                line.sheet,
                line.row,
                "",
                line.code.number,
                "de teksten van deze rij zijn er niet meer; maak een nieuw werkboek",
            )
            return False
        newest = max(
            (
                issued(other[PointEdits.workbook])
                for other in self._active
                if subject(other) == subject(row)
                and slug(other[PointEdits.reviewer]) == slug(row[PointEdits.reviewer])
            ),
            default=0,
        )
        if newest > issued(line.code.workbook):
            self._later += 1
            return False
        self._rows.append(row)
        self._taken += 1
        return True

    def _pin(self, line: _Line, code: Code | None) -> None:
        """Hold on to the texts of a point that an edit leans on."""
        if code is not None:
            self._add_row(line, PIN, code.key, _texts(code, self.texts), "")

    def _add_row(self, line: _Line, edit: str, key: str, texts: Sequence[str], value: str) -> None:
        row = self._made(line, edit, key, texts, value, "")
        if _same(row) not in self._said:
            self._said.add(_same(row))
            self._rows.append(row)

    def _made(  # noqa: PLR0913, PLR0917  # all columns of an edit
        self, line: _Line, edit: str, key: str, texts: Sequence[str], value: str, signed: str
    ) -> dict[str, str]:
        return {
            PointEdits.edit: edit,
            PointEdits.point: key,
            PointEdits.level: str(line.code.level),
            PointEdits.theme: line.code.cell[0],
            PointEdits.kind: line.code.cell[1],
            PointEdits.texts: "|".join(sorted(texts)),
            PointEdits.value: value,
            PointEdits.signed: signed,
            PointEdits.reviewer: self._who(line),
            PointEdits.decided_at: self.arrival.decided_at,
            PointEdits.workbook: line.code.workbook,
        }


_COLUMNS = (
    PointEdits.edit,
    PointEdits.point,
    PointEdits.level,
    PointEdits.theme,
    PointEdits.kind,
    PointEdits.texts,
    PointEdits.value,
    PointEdits.signed,
    PointEdits.reviewer,
    PointEdits.decided_at,
    PointEdits.workbook,
)


def issued(workbook: str) -> int:
    """Return the number of a workbook about points, from its name."""
    parts = workbook.split("_")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else 0


def _same(row: Row) -> tuple[str, ...]:
    """Return what makes an edit the same one that came in before, whenever that was."""
    names = (PointEdits.edit, PointEdits.point, PointEdits.value, PointEdits.signed, PointEdits.workbook)
    texts = row[PointEdits.texts] if row[PointEdits.edit] in {MOVE, PIN} else ""
    return (*(str(row[name]) for name in names), slug(row[PointEdits.reviewer]), texts)


def _texts(code: Code, known: Mapping[str, str]) -> list[str]:
    """Return the hashes of the texts of a row, as far as they are still there."""
    return sorted({known[text] for text in code.texts if text in known})


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _short(value: str) -> tuple[str, str]:
    name = _one_line(value)
    return (
        (name, "")
        if len(name) <= LONGEST
        else ("", f"deze naam is langer dan {LONGEST} tekens; maak hem korter")
    )


def _number(value: str) -> tuple[str, str]:
    if value.isdecimal() and 0 < int(value) <= MOST:
        return str(int(value)), ""
    return "", "hier hoort een heel getal vanaf 1 te staan"
