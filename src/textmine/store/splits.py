"""``splits.csv``: where people cut a statement in two or more, append-only, in git beside the corpus."""

from pathlib import Path

import pandas as pd

from textmine.errors import TableError
from textmine.review.splits import offsets
from textmine.store import append_only
from textmine.tables import Splits

HEADER = append_only.header(Splits)
"""The first line of every ``splits.csv``."""


def read(path: Path) -> pd.DataFrame:
    """Read all splits in order of arrival; without a file there are none.

    Raises
    ------
    TableError
        When the file is damaged, with the row.
    """
    found = append_only.read(Splits, path)
    for number, at in enumerate(found[Splits.at], 2):
        try:
            offsets(at)
        except ValueError as error:
            raise TableError(
                f"{path}, rij {number}: '{at}' zegt niet waar wordt gesplitst; zet de vorige versie van dit "
                "bestand terug, het wordt alleen door textmine geschreven"
            ) from error
    return found


def append(path: Path, splits: pd.DataFrame) -> None:
    """Add ``splits`` at the end; what was there stays byte for byte."""
    append_only.append(Splits, path, splits)
