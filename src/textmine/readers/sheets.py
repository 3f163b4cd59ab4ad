"""Tables as files: what spreadsheets and CSV have in common, and spreadsheets themselves."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from textmine.errors import SourceError
from textmine.readers.archive import Archive
from textmine.readers.blocks import Block, Reading, one_part
from textmine.readers.limits import Limits

CHUNK_ROWS = 5000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR_CELL = re.compile(rb"<c\b[^>]*\bt=\"e\"[^>]*>")
_ADDRESS = re.compile(rb"\br=\"([A-Z]+[0-9]+)\"")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that does not fit the heading: its number, its content, and how many cells it has.

    ``unclosed``: a quote does not close, so that the rows below it are in it too.
    """

    row: int
    text: str
    cells: int
    unclosed: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive rows: ``rows[i]`` stands at row ``numbers[i]`` and is as long as the heading.

    Cells are as the library gives them: str, bool, int, float, date, datetime, time; empty is "".
    """

    numbers: list[int]
    rows: list[list[Any]]
    bad: list[BadRow]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a heading; ``chunks`` reads its rows from the start each time it is called.

    ``name`` is None for CSV. Rows without any content are left out. ``heading`` is as in the file.
    ``errors`` are the cells that show an error (#NAAM?) and read as empty: a text that begins with "=".
    ``hidden``: people who open the file do not see this sheet.
    """

    name: str | None
    heading: tuple[str, ...]
    chunks: Callable[[], Iterator[Chunk]]
    errors: tuple[str, ...] = ()
    hidden: bool = False


def read_tables(data: bytes, limits: Limits, header_row: int = 1) -> Iterator[Sheet]:
    """Yield the sheets of a workbook (XLSX, XLSM, XLS, XLSB, ODS) that hold anything, in workbook order.

    Raises
    ------
    SourceError
        damaged, encrypted or too_large.
    """
    errors = _error_cells(data, limits)
    for name, rows, hidden in _sheets(data, limits):
        heading = (
            tuple(cell_text(cell).strip() for cell in rows[header_row - 1]) if len(rows) >= header_row else ()
        )

        def chunks(rows: list[list[Any]] = rows) -> Iterator[Chunk]:
            for start in range(header_row, len(rows), CHUNK_ROWS):
                piece = rows[start : start + CHUNK_ROWS]
                kept = [(n, row) for n, row in enumerate(piece, start + 1) if any(cell != "" for cell in row)]
                yield Chunk([n for n, _ in kept], [row for _, row in kept], [])

        yield Sheet(name, heading, chunks, errors.get(name, ()), hidden)


def read(data: bytes, limits: Limits) -> Reading:
    """Read a workbook as text (an attachment, or minutes in a spreadsheet): one block per filled cell."""
    blocks: list[Block] = []
    for name, rows, _ in _sheets(data, limits):
        blocks.append(Block(name, "heading", 1))
        blocks += cell_blocks(rows)
    return one_part(blocks)


def cell_blocks(rows: list[list[Any]]) -> list[Block]:
    """Return a block per filled cell, with its row and column."""
    return [
        Block(text, "cell", row=number, column=column)
        for number, row in enumerate(rows, 1)
        for column, cell in enumerate(row, 1)
        if (text := cell_text(cell)).strip()
    ]


def cell_text(value: Any) -> str:
    """Return a cell as people read it: no ".0" behind whole numbers, dates as dd-mm-jjjj."""
    import datetime as dt  # noqa: PLC0415

    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "waar" if value else "onwaar"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    if isinstance(value, dt.datetime):
        return f"{value:%d-%m-%Y}" if value.time() == dt.time() else f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}"
    return str(value)


def _sheets(data: bytes, limits: Limits) -> Iterator[tuple[str, list[list[Any]], bool]]:
    """Yield the name and rows of every sheet that holds anything, and whether it is hidden."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415

    if data.startswith(b"PK"):
        Archive(data, limits).verify()
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for about in workbook.sheets_metadata:
                if not str(about.typ).endswith("WorkSheet"):
                    continue
                sheet = workbook.get_sheet_by_name(about.name)
                rows_down, columns_across = (edge + 1 for edge in sheet.end or (-1, -1))
                if rows_down * columns_across > limits.max_cells:
                    raise _too_many_cells(about.name, rows_down, columns_across, limits)
                rows = sheet.to_python(skip_empty_area=False)
                if any(cell != "" for row in rows for cell in row):
                    yield about.name, rows, not str(about.visible).endswith(".Visible")
    except PasswordError as error:
        raise SourceError(
            "het rekenblad heeft een wachtwoord; sla het op zonder", reason="encrypted"
        ) from error
    except CalamineError as error:
        raise SourceError(
            f"het rekenblad is niet compleet of beschadigd ({error}); sla het opnieuw op", reason="damaged"
        ) from error


def _error_cells(data: bytes, limits: Limits) -> dict[str, tuple[str, ...]]:
    """Return the addresses of the cells with an error value per sheet; only XLSX loses the text there."""
    if not data.startswith(b"PK"):
        return {}
    archive = Archive(data, limits)
    if "xl/workbook.xml" not in archive.names or "xl/_rels/workbook.xml.rels" not in archive.names:
        return {}
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in archive.xml("xl/_rels/workbook.xml.rels")
    }
    found: dict[str, tuple[str, ...]] = {}
    for sheet in archive.xml("xl/workbook.xml").iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.names:
            cells = (match[0] for match in _ERROR_CELL.finditer(archive.read(part)))
            found[sheet.get("name")] = tuple(
                address[1].decode() for cell in cells if (address := _ADDRESS.search(cell))
            )
    return found


def _too_many_cells(name: str, rows: int, columns: int, limits: Limits) -> SourceError:
    return SourceError(
        f"blad '{name}' heeft {rows} rijen en {columns} kolommen, samen meer cellen dan max_cells "
        f"({limits.max_cells}) in params.yaml; verwijder lege rijen en kolommen of sla het op als CSV",
        reason="too_large",
    )
