"""``history/``: the figures of what was published, one numbered file each; in git beside the corpus."""

from pathlib import Path

import pandas as pd

from textmine.errors import TableError
from textmine.store import csv_table
from textmine.tables import PublishedFigures, empty

_NAME = "{:04}.csv"


def numbers(path: Path) -> list[int]:
    """Return the numbers of the publications that were kept, ascending."""
    return sorted(int(file.stem) for file in path.glob("*.csv") if file.stem.isdecimal())


def read(path: Path, number: int) -> pd.DataFrame:
    """Read the figures of one publication (``tables.PublishedFigures``).

    Raises
    ------
    TableError
        When the file is missing or damaged.
    """
    return csv_table.read(PublishedFigures, path / _NAME.format(number))


def file_name(number: int) -> str:
    """Return what the file of one publication is called."""
    return _NAME.format(number)


def read_last(path: Path) -> tuple[int, pd.DataFrame]:
    """Read the publication that was kept last, with its number; 0 and no figures when there is none."""
    return read_upto(path, max(numbers(path), default=0))


def read_upto(path: Path, number: int) -> tuple[int, pd.DataFrame]:
    """Read what ``read_last`` read when publication ``number`` was the last one (0: there was none)."""
    return number, read(path, number) if number else empty(PublishedFigures)


def keep(path: Path, figures: pd.DataFrame) -> Path:
    """Keep ``figures`` under the next number; what was kept stays as it is.

    Raises
    ------
    TableError
        When they are those of the last publication: there is nothing to keep.
    """
    last, before = read_last(path)
    if last and before.equals(figures):
        raise TableError(
            f"{path / _NAME.format(last)}: deze cijfers zijn al vastgelegd en sindsdien niet veranderd"
        )
    file = path / _NAME.format(last + 1)
    csv_table.write(PublishedFigures, file, figures)
    return file
