"""``points.csv``: what people changed about points, append-only, in git beside the corpus."""

from pathlib import Path

import pandas as pd

from textmine.errors import TableError
from textmine.store import append_only
from textmine.tables import PointEdits
from textmine.tables.points import LEVELS, ORDER, POINT_EDITS

HEADER = append_only.header(PointEdits)
"""The first line of every ``points.csv``."""

_WAY_OUT = "zet de vorige versie van dit bestand terug, het wordt alleen door textmine geschreven"


def read(path: Path) -> pd.DataFrame:
    """Read all edits in order of arrival; without a file there are none.

    Raises
    ------
    TableError
        When the file is damaged, with the row.
    """
    found = append_only.read(PointEdits, path)
    columns = (found[name] for name in (PointEdits.edit, PointEdits.level, PointEdits.value))
    for number, (edit, level, value) in enumerate(zip(*columns, strict=True), 2):
        if edit not in POINT_EDITS:
            raise TableError(f"{path}, rij {number}: bewerking '{edit}' bestaat niet; {_WAY_OUT}")
        if level not in LEVELS:
            raise TableError(f"{path}, rij {number}: niveau '{level}' bestaat niet; {_WAY_OUT}")
        if edit == ORDER and value and not value.isdecimal():
            raise TableError(f"{path}, rij {number}: volgorde '{value}' is geen getal; {_WAY_OUT}")
    return found


def append(path: Path, edits: pd.DataFrame) -> None:
    """Add ``edits`` at the end; what was there stays byte for byte."""
    append_only.append(PointEdits, path, edits)
