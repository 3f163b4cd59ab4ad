"""Read the columns beside the answers, with a warning for every cell that cannot be right."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from textmine.readers.sheets import cell_text
from textmine.steps.ingest.batches import Batch
from textmine.steps.ingest.places import place_name
from textmine.steps.ingest.values import NoSuchValueError, count_of, day_of


@dataclass(frozen=True, slots=True)
class Cells:
    """Reads columns of one piece of a sheet; what cannot be read becomes a warning with row and value.

    ``fields`` maps our fields to the cells of their column; a field without a column is empty in every row.
    """

    batch: Batch
    path: str
    sheet: str | None
    numbers: list[int]

    def texts(self, fields: dict[str, list[Any]], name: str) -> list[str | None]:
        """Return a column as text without outer spaces; None for empty cells."""
        return [cell_text(value).strip() or None for value in fields.get(name, [""] * len(self.numbers))]

    def known(
        self, fields: dict[str, list[Any]], name: str, find: Callable[[str], Any], what: str, where: str
    ) -> list[Any]:
        """Return what ``find`` knows under each value; an unknown value is a warning."""
        values = self.texts(fields, name)
        found = [find(value) if value else None for value in values]
        for number, value, one in zip(self.numbers, values, found, strict=True):
            if value and one is None:
                self._warn(
                    number,
                    f"{what} '{value}' staat niet onder '{where}' in corpus.yaml; "
                    "zet het erbij of verbeter de cel",
                )
        return found

    def days(self, fields: dict[str, list[Any]], date_format: str | None) -> list[dt.date | None]:
        """Return the days of receipt; None where there is no date."""
        return [
            self._try(number, value, lambda cell: day_of(cell, date_format), None)
            for number, value in self._given(fields, "received")
        ]

    def counts(self, fields: dict[str, list[Any]]) -> list[int]:
        """Return on behalf of how many each row speaks."""
        return [
            self._try(number, value, count_of, 1) for number, value in self._given(fields, "on_behalf_of")
        ]

    def _given(self, fields: dict[str, list[Any]], name: str) -> Iterator[tuple[int, Any]]:
        return zip(self.numbers, fields.get(name, [""] * len(self.numbers)), strict=True)

    def _try(self, number: int, value: Any, read: Callable[[Any], Any], otherwise: Any) -> Any:
        if value == "":
            return otherwise
        try:
            return read(value)
        except NoSuchValueError as error:
            self._warn(number, str(error))
            return otherwise

    def _warn(self, number: int, message: str) -> None:
        self.batch.warn(self.path, "bad_value", message, place=place_name(self.sheet, number))
