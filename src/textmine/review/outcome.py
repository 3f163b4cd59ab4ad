"""What came of a returned workbook, row by row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd


class Status(StrEnum):
    """What came of one row; every row has exactly one."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    UNTOUCHED = "untouched"
    CONFLICTING = "conflicting"
    STALE = "stale"
    INVALID = "invalid"


TAKEN = (Status.ACCEPTED, Status.CONFLICTING)
"""The decision was recorded."""

REFUSED = (Status.STALE, Status.INVALID)
"""The row cannot be used as it is; somebody must do something."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet: what came of it, why, and what people can do about it.

    ``column`` and ``value`` say which cell it is about, if any. ``row`` counts from 1 as in the spreadsheet.
    """

    sheet: str
    row: int
    statement: str
    status: Status
    column: str = ""
    value: str = ""
    reason: str = ""
    way_out: str = ""


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell to read that holds something else than when the workbook was made; that does not count."""

    sheet: str
    row: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of every row of a workbook.

    ``decisions`` (schema ``Decisions``) and ``splits`` (``Splits``) are what to add, in order of statement id
    and codebook, whatever the order of the rows. ``lines`` has every row with anything in it, in order.
    ``repeated`` counts statements that got a decision because their text is the same. ``contradicted`` are
    the statements about which others said something else. ``changed`` lists changed cells to read in the
    rows that were not refused, and ``remarks`` says in Dutch what is unusual about the file.
    """

    decisions: pd.DataFrame
    splits: pd.DataFrame
    lines: tuple[Line, ...]
    repeated: int
    contradicted: tuple[str, ...]
    changed: tuple[ChangedCell, ...]
    remarks: tuple[str, ...]

    @property
    def counts(self) -> Mapping[Status, int]:
        """The number of rows of every status; together all rows."""
        found = Counter(line.status for line in self.lines)
        return {status: found[status] for status in Status}

    def of(self, *statuses: Status) -> tuple[Line, ...]:
        """Return the rows with one of ``statuses``, in order."""
        return tuple(line for line in self.lines if line.status in statuses)

    @property
    def taken(self) -> int:
        """The number of rows whose decision was recorded."""
        return len(self.of(*TAKEN))

    @property
    def refused(self) -> tuple[Line, ...]:
        """The rows that cannot be used as they are."""
        return self.of(*REFUSED)
