"""CSV: find the encoding and the delimiter, then read the rows in chunks without holding them all."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from textmine.errors import SourceError
from textmine.readers.blocks import Reading, one_part
from textmine.readers.encoding import find_encoding
from textmine.readers.limits import MEGABYTE, Limits
from textmine.readers.sheets import CHUNK_ROWS, BadRow, Chunk, Sheet, cell_blocks

_DELIMITERS = (";", ",", "\t", "|")
_SEPARATOR = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 200
_MAX_FIELD = 16 * MEGABYTE


class _Record(NamedTuple):
    """A row with its number; ``unclosed`` when the file ends inside a cell of more lines: it took in rows."""

    number: int
    cells: list[str]
    unclosed: bool


def read_tables(data: bytes, limits: Limits, header_row: int = 1) -> Iterator[Sheet]:  # noqa: ARG001
    """Yield the one table of a CSV file. A row with too few or too many cells is a bad row.

    ``row`` numbers count records as a spreadsheet would show them, so a cell with line breaks counts once.
    Extra cells that are empty are ignored. A quote that never closes makes the rest of the file one bad row.
    """
    encoding = find_encoding(data)
    delimiter = find_delimiter(_sample(data, encoding))
    records = _records(data, encoding, delimiter)
    heading = next(islice((record.cells for record in records), header_row - 1, None), [])
    names = [name.strip().removeprefix("\ufeff") for name in heading]
    while names and not names[-1]:
        names.pop()

    def chunks() -> Iterator[Chunk]:
        rows = islice(_records(data, encoding, delimiter), header_row, None)
        while piece := list(islice(rows, CHUNK_ROWS)):
            yield _chunk(piece, len(names), delimiter)

    yield Sheet(None, tuple(names), chunks)


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001
    """Read a CSV file as text (an attachment): one block per filled cell."""
    encoding = find_encoding(data)
    delimiter = find_delimiter(_sample(data, encoding))
    return one_part(cell_blocks([record.cells for record in _records(data, encoding, delimiter)]))


def find_delimiter(sample: str) -> str:
    """Return the delimiter that gives the largest part of the rows the same number of cells, two or more.

    Ties go to the wider rows; without any delimiter it is ";", which Dutch Excel writes. A first line "sep=,"
    decides, as it does for Excel.
    """
    if declared := _SEPARATOR.match(sample):
        return declared[1]
    best, best_score = ";", (0.0, 0)
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(row) for row in islice(reader, _SAMPLE_ROWS) if row)
        except csv.Error:  # cut with this sign, a cell is too large to be one
            continue
        total = widths.total()
        widths.pop(1, None)
        if widths:
            width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
            best, best_score = max(
                (best, best_score), (delimiter, (rows / total, width)), key=lambda pair: pair[1]
            )
    return best


def _sample(data: bytes, encoding: str) -> str:
    with io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="") as text:
        sample = text.read(_SAMPLE_CHARACTERS)
    whole, _, cut = sample.rpartition("\n")
    return whole if whole and len(sample) == _SAMPLE_CHARACTERS else f"{whole}\n{cut}" if whole else cut


def _records(data: bytes, encoding: str, delimiter: str) -> Iterator[_Record]:
    """Yield each record with its number; a first line "sep=;" is for Excel and is no record."""
    csv.field_size_limit(_MAX_FIELD)
    number = 0
    lines: list[str] = []
    waiting: _Record | None = None
    last: list[str] = []
    with io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="") as text:
        if not _SEPARATOR.fullmatch(text.readline()):
            text.seek(0)
        try:
            for number, row in enumerate(csv.reader(_lines(text, lines), delimiter=delimiter), 1):
                if waiting is not None:
                    yield waiting
                waiting, last = _Record(number, row, unclosed=False), lines.copy()
                lines.clear()
        except csv.Error as error:
            raise SourceError(
                f"rij {number + 1}: een cel is groter dan {_MAX_FIELD // MEGABYTE} MiB, of een "
                f"aanhalingsteken sluit niet ({error}); herstel de rij",
                reason="damaged",
            ) from error
    if waiting is not None:
        yield waiting._replace(unclosed=_unclosed(last, delimiter))


def _lines(text: io.TextIOWrapper, taken: list[str]) -> Iterator[str]:
    """Yield the lines without zeros, and remember them in ``taken``."""
    for line in text:
        plain = line.replace("\x00", "") if "\x00" in line else line
        taken.append(plain)
        yield plain


def _unclosed(lines: list[str], delimiter: str) -> bool:
    """Tell whether a record of several lines would swallow any line that came after it."""
    if len(lines) < 2:  # noqa: PLR2004
        return False
    whole = lines[-1] if lines[-1].endswith(("\n", "\r")) else f"{lines[-1]}\n"
    return sum(1 for _ in csv.reader([*lines[:-1], whole, "x"], delimiter=delimiter)) == 1


def _chunk(piece: list[_Record], width: int, delimiter: str) -> Chunk:
    numbers: list[int] = []
    rows: list[list[str]] = []
    bad: list[BadRow] = []
    for number, row, unclosed in piece:
        if unclosed:
            bad.append(BadRow(number, delimiter.join(row), len(row), unclosed=True))
        elif len(row) == width:
            if any(row):
                numbers.append(number)
                rows.append(row)
        elif any(cell.strip() for cell in row):
            if not any(cell.strip() for cell in row[width:]) and len(row) > width:
                numbers.append(number)
                rows.append(row[:width])
            else:
                bad.append(BadRow(number, delimiter.join(row), len(row)))
    return Chunk(numbers, rows, bad)
