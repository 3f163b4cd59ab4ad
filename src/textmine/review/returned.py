"""Read a returned sheet: find the columns by their headings, whatever people did to order and layout."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textmine.codebook import Codebook
from textmine.errors import WorkbookError
from textmine.review import columns as c

_REQUIRED = (c.ID, c.VERDICT, c.ROW_CODE)
_SEARCHED_ROWS = 20
_OTHER_LINE_ENDS = re.compile(r"\r\n?")
_NOT_IN_A_FILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands in a file: ``cells[0]`` is row 1. ``corpus`` is what *Leesmij* names, if any."""

    file: str
    name: str
    cells: Sequence[Sequence[str]]
    corpus: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One row with something in it; ``row`` counts from 1 as in the spreadsheet.

    ``codes`` holds per dimension the values people filled in, with the heading of their column. ``text`` is
    the cell with the statement, or None when that column was removed. ``given`` holds the cells to read
    whose column is there, by heading.
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

    @property
    def untouched(self) -> bool:
        """Whether people decided nothing here; a name alone is no decision."""
        return not (self.verdict or self.note or any(self.codes.values()))


def answers(sheet: Sheet, codebook: Codebook) -> list[Answer]:
    """Return the rows of ``sheet`` below its headings, without empty ones.

    Raises
    ------
    WorkbookError
        When a column that is needed is missing or stands there twice.
    """
    at, places = _headings(sheet)
    fixed = {name: _only(sheet, places, name) for name in (*_REQUIRED, c.NOTE, c.REVIEWER, *c.GIVEN)}
    coded = {
        dimension.id: _code_places(sheet, places, c.dimension_heading(codebook, dimension))
        for dimension in codebook.dimensions
    }
    result = []
    for number, cells in enumerate(sheet.cells[at + 1 :], at + 2):
        if any(cell.strip() for cell in cells):
            result.append(_answer(number, cells, fixed, coded))
    return result


def _headings(sheet: Sheet) -> tuple[int, dict[str, list[int]]]:
    """Find the row with the headings; return its index and per heading the columns that have it."""
    wanted = {c.key(name) for name in _REQUIRED}
    best: tuple[int, dict[str, list[int]]] = (0, {})
    for at, cells in enumerate(sheet.cells[:_SEARCHED_ROWS]):
        places: dict[str, list[int]] = {}
        for column, cell in enumerate(cells):
            places.setdefault(c.key(cell), []).append(column)
        if len(wanted & set(places)) > len(wanted & set(best[1])):
            best = (at, places)
    missing = [name for name in _REQUIRED if c.key(name) not in best[1]]
    if missing:
        listed = " en ".join(f"'{name}'" for name in missing)
        raise WorkbookError(
            f"{sheet.file}, blad {sheet.name}: de kolom {listed} ontbreekt. Zet de kolomkop terug (ook "
            "verborgen kolommen zijn nodig), of neem uw oordelen over in een nieuw werkboek van "
            "'textmine review export'"
        )
    return best


def _only(sheet: Sheet, places: Mapping[str, Sequence[int]], name: str) -> int | None:
    found = places.get(c.key(name), ())
    if len(found) > 1:
        raise WorkbookError(
            f"{sheet.file}, blad {sheet.name}: de kolom '{name}' staat er {len(found)} keer "
            f"(kolom {' en '.join(letters(column) for column in found)}). Haal er een weg"
        )
    return found[0] if found else None


def _code_places(sheet: Sheet, places: Mapping[str, Sequence[int]], name: str) -> list[tuple[str, int]]:
    """Return (heading, column) of ``name``, ``name 1``, ``name 2`` and so on, by number."""
    numbers = {c.key(name): 0}
    for heading in places:
        found = re.fullmatch(rf"{re.escape(c.key(name))} (\d{{1,3}})", heading)
        if found:
            numbers[heading] = int(found.group(1))
    result = []
    for heading in sorted(numbers.keys() & places.keys(), key=lambda h: numbers[h]):
        shown = f"{name} {numbers[heading]}" if numbers[heading] else name
        column = _only(sheet, places, shown)
        if column is not None:
            result.append((shown, column))
    return result


def _answer(
    number: int,
    cells: Sequence[str],
    fixed: Mapping[str, int | None],
    coded: Mapping[str, Sequence[tuple[str, int]]],
) -> Answer:
    def cell(column: int | None) -> str:
        return cells[column].strip() if column is not None and column < len(cells) else ""

    text_column = fixed[c.TEXT]
    return Answer(
        row=number,
        statement=cell(fixed[c.ID]),
        row_code=cell(fixed[c.ROW_CODE]),
        text=None if text_column is None else (cells[text_column] if text_column < len(cells) else ""),
        codes={
            dimension: tuple((heading, cell(column)) for heading, column in columns if cell(column))
            for dimension, columns in coded.items()
        },
        verdict=cell(fixed[c.VERDICT]),
        note=_NOT_IN_A_FILE.sub(" ", _OTHER_LINE_ENDS.sub("\n", cell(fixed[c.NOTE]))).strip(),
        reviewer=" ".join(cell(fixed[c.REVIEWER]).split()),
        given={name: cell(fixed[name]) for name in c.GIVEN if fixed[name] is not None},
    )


def letters(column: int) -> str:
    """Return what a spreadsheet calls the column with this index: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
