"""A worksheet that takes rows at once: one call per cell is most of the time of a large workbook."""

import math
from collections.abc import Callable, Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from textmine.errors import ConservationError

BATCH = 5_000
"""How many rows are written at once."""

Cell = Callable[[int, str | float | None], str]
"""Writes one cell of a column: the number of the row in the sheet (from 1), and the value."""


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet of a workbook with ``constant_memory``; rows are written in order.

    Heads and notes go through XlsxWriter's own methods. Rows are written as the same text that XlsxWriter
    would write, into the same file. It escapes what it would: mark-up, and ``_x000D_`` and its like.
    """

    def cells(self, column: int, textual: Format, number: Format) -> Cell:
        """Return how a cell of ``column`` (from 0) is written; numbers look like ``number``."""
        letters = xl_col_to_name(column)
        as_text, as_number = textual._get_xf_index(), number._get_xf_index()  # noqa: SLF001  # what a cell refers to
        escape_control = self._escape_control_characters

        def cell(row: int, value: str | float | None) -> str:
            if value is None:
                return f'<c r="{letters}{row}" s="{as_text}"/>'
            if isinstance(value, str):
                text: str = escape_control(value) if "_x" in value else value
                text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                return (
                    f'<c r="{letters}{row}" s="{as_text}" t="inlineStr">'
                    f'<is><t xml:space="preserve">{text}</t></is></c>'
                )
            if not math.isfinite(value):
                raise ConservationError(
                    f"werkboek, cel {letters}{row}: {value} is geen getal dat een cel kan bevatten"
                )
            return f'<c r="{letters}{row}" s="{as_number}"><v>{value:.16G}</v></c>'

        return cell

    def write_rows(self, first: int, rows: Iterable[tuple[float | None, Sequence[str]]]) -> None:
        """Write rows from ``first`` (from 0) on: the height of each (None: as usual), and its cells."""
        self._write_single_row(first)  # what was written cell by cell before
        number, waiting = first, []
        for height, cells in rows:
            number += 1
            high = "" if height is None else f' ht="{height:.16G}" customHeight="1"'
            waiting.append(f'<row r="{number}"{high}>{"".join(cells)}</row>')
            if len(waiting) == BATCH:
                self.row_data_fh.write("".join(waiting))
                waiting.clear()
        self.row_data_fh.write("".join(waiting))
        if number > first and self._check_dimensions(number - 1, 0):
            raise ConservationError(f"werkboek, rij {number}: zo veel rijen kan een blad niet bevatten")
        self.previous_row = number
