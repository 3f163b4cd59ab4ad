"""Tables in a PDF: the cells that ruling lines draw, and the text inside them."""

import io
import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from textmine.readers.blocks import Block
from textmine.readers.pdf_layout import Char, Row, reading_order, words_of


class Cell(NamedTuple):
    """A cell with its box in points (the axis points up); ``table`` counts from 0, row and column from 1."""

    table: int
    row: int
    column: int
    left: float
    bottom: float
    right: float
    top: float


class RuledTables:
    """The cells that ruling lines draw; pdfplumber only starts for pages that have such lines.

    ``failed`` collects the pages (from 1) whose drawing pdfplumber could not follow: they have no cells.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._file: Any = None
        self.failed: list[int] = []

    def on(self, number: int) -> list[Cell]:
        """Return the cells of all tables of two rows and two columns or more on page ``number`` (from 0)."""
        try:
            return self._cells(number)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - pdfminer raises anything on drawings that PDFium reads well
            self.failed.append(number + 1)
            return []

    def _cells(self, number: int) -> list[Cell]:
        import pdfplumber  # noqa: PLC0415

        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it would print pieces of the text
        if self._file is None:
            self._file = pdfplumber.open(io.BytesIO(self._data))
        page = self._file.pages[number]
        ceiling = page.mediabox[3]
        found: list[Cell] = []
        for index, table in enumerate(sorted(page.find_tables(), key=lambda t: t.bbox[1])):
            cells = [cell for cell in table.cells if cell]
            tops = _edges(cell[1] for cell in cells)
            lefts = _edges(cell[0] for cell in cells)
            if len(tops) > 1 and len(lefts) > 1:
                found += [
                    Cell(
                        index, _at(tops, top), _at(lefts, left), left, ceiling - bottom, right, ceiling - top
                    )
                    for left, top, right, bottom in sorted(cells, key=lambda c: (c[1], c[0]))
                ]
        page.close()
        return found


def _edges(values: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:  # noqa: PLR2004
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    return max(number for number, edge in enumerate(edges, 1) if edge <= value + 1e-6 or number == 1)


def with_tables(
    chars: Sequence[Char], cells: Sequence[Cell]
) -> tuple[list[Row], list[tuple[int, list[Block]]]]:
    """Return the rows outside tables, and for each table the index of the row it stands above."""
    inside: dict[Cell, list[Char]] = {cell: [] for cell in cells}
    outside: list[Char] = []
    for char in chars:
        home = next((c for c in cells if _holds(c, char)), None) if not char.text.isspace() else None
        (outside if home is None else inside[home]).append(char)
        if char.text.isspace():
            for kept in inside.values():
                if kept and not kept[-1].text.isspace():
                    kept.append(char)
    rows: list[Row] = []
    above: list[tuple[int, list[Block]]] = []
    rest = words_of(outside)
    for table in sorted({cell.table for cell in cells}):
        own = [cell for cell in cells if cell.table == table]
        floor = min(cell.bottom for cell in own)
        rows += reading_order([word for word in rest if word.baseline >= floor])
        rest = [word for word in rest if word.baseline < floor]
        above.append((len(rows), list(_table_blocks(own, inside))))
    return rows + reading_order(rest), [(at, blocks) for at, blocks in above if blocks]


def _table_blocks(cells: Sequence[Cell], inside: dict[Cell, list[Char]]) -> Iterator[Block]:
    for cell in cells:
        text = "\n".join(row.text for row in reading_order(words_of(inside[cell])))
        if text:
            yield Block(text, "cell", row=cell.row, column=cell.column)


def _holds(cell: Cell, char: Char) -> bool:
    middle, height = (char.left + char.right) / 2, char.baseline + 0.25 * char.size
    return cell.left <= middle <= cell.right and cell.bottom <= height <= cell.top
