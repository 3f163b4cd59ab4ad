"""A worksheet that takes rows at once: one call per cell is most of the time of a large workbook."""

import math
from collections.abc import Callable, Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from textmine.errors import ConservationError

BATCH = 5_000
"""How many rows are written at once."""

Tail = Callable[[str | float | None], str]
"""Returns how a cell with this value goes on after the number of its row: its style, and its contents."""

Batch = tuple[Sequence[float], Sequence[Sequence[str]]]
"""The height of every row (0: as usual), and per column the tails of its cells."""


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet of a workbook with ``constant_memory``; rows are written in order.

    Heads and notes go through XlsxWriter's own methods. Rows are written as the same text that XlsxWriter
    would write, into the same file. It escapes what it would: mark-up, and ``_x000D_`` and its like.
    """

    def tail(self, title: str, textual: Format, number: Format) -> Tail:
        """Return how cells of the column with this ``title`` are written; numbers look like ``number``."""
        as_text, as_number = textual._get_xf_index(), number._get_xf_index()  # noqa: SLF001  # what a cell refers to
        escape_control = self._escape_control_characters

        def tail(value: str | float | None) -> str:
            if value is None:
                return f'" s="{as_text}"/>'
            if isinstance(value, str):
                text: str = escape_control(value) if "_x" in value else value
                text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                return f'" s="{as_text}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            if not math.isfinite(value):
                raise ConservationError(
                    f"werkboek, blad {self.get_name()}, kolom '{title}': {value} is geen getal dat een "
                    "cel kan bevatten"
                )
            return f'" s="{as_number}"><v>{value:.16G}</v></c>'

        return tail

    def write_rows(self, first: int, batches: Iterable[Batch]) -> None:
        """Write rows from ``first`` (from 0) on."""
        self._write_single_row(first)  # what was written cell by cell before
        number = first + 1
        for heights, columns in batches:
            numbers = range(number, number + len(heights))
            cells = [
                [f'<c r="{letters}{row}{tail}' for row, tail in zip(numbers, tails, strict=True)]
                for letters, tails in ((xl_col_to_name(place), tails) for place, tails in enumerate(columns))
            ]
            for row, high, *made in zip(numbers, heights, *cells, strict=True):
                height = f' ht="{high:.16G}" customHeight="1"' if high else ""
                self.row_data_fh.write(f'<row r="{row}"{height}>{"".join(made)}</row>')
            number += len(heights)
        if number > first + 1 and self._check_dimensions(number - 2, 0):
            raise ConservationError(f"werkboek, rij {number - 1}: zo veel rijen kan een blad niet bevatten")
        self.previous_row = number - 1
