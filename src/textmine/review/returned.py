"""Read a returned sheet: find the columns by their headings, whatever people did to order and layout."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from textmine.codebook import Codebook
from textmine.errors import WorkbookError
from textmine.review import columns as c

_REQUIRED = (c.ID, c.VERDICT, c.ROW_CODE)
SEARCHED_ROWS = 20
"""In how many rows from the top the headings are looked for."""

_SHORT = 40
"""Longer cells are no heading."""

_OTHER_LINE_ENDS = re.compile(r"\r\n?")
_NOT_IN_A_FILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Fault(NamedTuple):
    """Why a cell cannot be read as what people see there.

    ``detail`` is the error that it shows, or the row with which it is merged.
    """

    kind: Literal["formula", "error", "merged"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands in a file: ``cells[0]`` is row 1. ``corpus`` is what *Leesmij* names, if any.

    ``faults`` are by row and column, both from 0. ``remarks`` says in Dutch what is unusual about the file.
    ``lossy``: signs that its encoding does not have were replaced.
    """

    file: str
    name: str
    cells: Sequence[Sequence[str]]
    corpus: str | None = None
    faults: Mapping[tuple[int, int], Fault] = field(default_factory=lambda: MappingProxyType({}))
    remarks: tuple[str, ...] = ()
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One row with something in it; ``row`` counts from 1 as in the spreadsheet.

    ``codes`` holds per dimension the values people filled in, with the heading of their column. ``text`` is
    the cell with the statement, or None when that column was removed. ``given`` holds the cells to read
    whose column is there, by heading. ``split`` says where a new statement begins. ``faults`` are the cells
    to fill in that cannot be read, with their heading.
    """

    row: int
    statement: str
    row_code: str
    text: str | None
    codes: Mapping[str, tuple[tuple[str, str], ...]]
    verdict: str
    note: str
    reviewer: str
    given: Mapping[str, str] = field(default_factory=dict)
    split: str = ""
    faults: tuple[tuple[str, Fault], ...] = ()
    lossy: bool = False

    @property
    def untouched(self) -> bool:
        """Whether people decided nothing here; a name alone is no decision."""
        filled = self.verdict or self.note or self.split or any(self.codes.values())
        return not (filled or any(heading != c.REVIEWER for heading, _ in self.faults))


def answers(sheet: Sheet, codebook: Codebook) -> list[Answer]:
    """Return the rows of ``sheet`` below its headings, without empty ones.

    Where the headings are repeated further down, the rows below go by those.

    Raises
    ------
    WorkbookError
        When a column that is needed is missing or stands there twice.
    """
    return list(_answers(sheet, codebook))


def has_headings(cells: Sequence[Sequence[str]]) -> bool:
    """Say whether the first rows hold the headings that a review sheet needs."""
    wanted = {c.key(name) for name in _REQUIRED}
    return any(wanted <= _names(row).keys() for row in cells[:SEARCHED_ROWS])


def _answers(sheet: Sheet, codebook: Codebook) -> Iterator[Answer]:
    at, places = _headings(sheet)
    columns = _Columns(sheet, places, codebook)
    for number, cells in enumerate(sheet.cells[at + 1 :], at + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(c.key(cell) == c.key(c.ROW_CODE) for cell in cells if len(cell) < _SHORT):
            columns = _Columns(sheet, _names(cells), codebook)
        else:
            yield columns.answer(number, cells)


def _names(cells: Sequence[str]) -> dict[str, list[int]]:
    """Return per heading the columns that have it."""
    places: dict[str, list[int]] = {}
    for column, cell in enumerate(cells):
        if len(cell) < _SHORT * 2:
            places.setdefault(c.key(cell), []).append(column)
    return places


def _headings(sheet: Sheet) -> tuple[int, dict[str, list[int]]]:
    """Find the row with the headings; return its index and per heading the columns that have it."""
    wanted = {c.key(name) for name in _REQUIRED}
    best: tuple[int, dict[str, list[int]]] = (0, {})
    for at, cells in enumerate(sheet.cells[:SEARCHED_ROWS]):
        places = _names(cells)
        if len(wanted & set(places)) > len(wanted & set(best[1])):
            best = (at, places)
    return best


class _Columns:
    """Where the columns of a sheet stand, going by one row of headings."""

    def __init__(self, sheet: Sheet, places: Mapping[str, Sequence[int]], codebook: Codebook) -> None:
        missing = [name for name in _REQUIRED if c.key(name) not in places]
        if missing:
            listed = " en ".join(f"'{name}'" for name in missing)
            raise WorkbookError(
                f"{sheet.file}, blad {sheet.name}: de kolom {listed} ontbreekt. Zet de kolomkop terug (ook "
                "verborgen kolommen zijn nodig), of neem uw oordelen over in een nieuw werkboek van "
                "'textmine review export'"
            )
        self._sheet = sheet
        self._places = places
        self._fixed = {name: self._only(name) for name in (*_REQUIRED, *c.FILLED, *c.GIVEN)}
        self._coded = {
            dimension.id: self._of_dimension(c.dimension_heading(codebook, dimension))
            for dimension in codebook.dimensions
        }
        filled = [(name, self._fixed[name]) for name in c.FILLED]
        filled += [place for places in self._coded.values() for place in places]
        self._filled = {column: heading for heading, column in filled if column is not None}

    def _only(self, name: str) -> int | None:
        found = self._places.get(c.key(name), ())
        if len(found) > 1:
            raise WorkbookError(
                f"{self._sheet.file}, blad {self._sheet.name}: de kolom '{name}' staat er {len(found)} keer "
                f"(kolom {' en '.join(letters(column) for column in found)}). Haal er een weg"
            )
        return found[0] if found else None

    def _of_dimension(self, name: str) -> list[tuple[str, int]]:
        """Return (heading, column) of ``name``, ``name 1``, ``name 2`` and so on, by number."""
        numbers = {c.key(name): 0}
        for heading in self._places:
            found = re.fullmatch(rf"{re.escape(c.key(name))} (\d{{1,3}})", heading)
            if found:
                numbers[heading] = int(found.group(1))
        result = []
        for heading in sorted(numbers.keys() & self._places.keys(), key=lambda h: numbers[h]):
            shown = f"{name} {numbers[heading]}" if numbers[heading] else name
            column = self._only(shown)
            if column is not None:
                result.append((shown, column))
        return result

    def answer(self, number: int, cells: Sequence[str]) -> Answer:
        """Return what stands in row ``number``."""

        def cell(column: int | None) -> str:
            return cells[column].strip() if column is not None and column < len(cells) else ""

        text = self._fixed[c.TEXT]
        note = _OTHER_LINE_ENDS.sub("\n", cell(self._fixed[c.NOTE]))
        return Answer(
            row=number,
            statement=cell(self._fixed[c.ID]),
            row_code=cell(self._fixed[c.ROW_CODE]),
            text=None if text is None else (cells[text] if text < len(cells) else ""),
            codes={
                dimension: tuple((heading, cell(column)) for heading, column in columns if cell(column))
                for dimension, columns in self._coded.items()
            },
            verdict=cell(self._fixed[c.VERDICT]),
            note=_NOT_IN_A_FILE.sub(" ", note).strip(),
            reviewer=" ".join(cell(self._fixed[c.REVIEWER]).split()),
            given={name: cell(self._fixed[name]) for name in c.GIVEN if self._fixed[name] is not None},
            split=cell(self._fixed[c.SPLIT_BEFORE]),
            faults=self._faults(number) if self._sheet.faults else (),
            lossy=self._sheet.lossy,
        )

    def _faults(self, number: int) -> tuple[tuple[str, Fault], ...]:
        found = ((heading, (number - 1, column)) for column, heading in self._filled.items())
        return tuple(
            (heading, self._sheet.faults[place]) for heading, place in found if place in self._sheet.faults
        )


def letters(column: int) -> str:
    """Return what a spreadsheet calls the column with this index: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
