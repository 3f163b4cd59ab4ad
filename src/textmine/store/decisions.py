"""``decisions.csv``: people's decisions, append-only, in git beside the corpus."""

from pathlib import Path

import pandas as pd

from textmine.errors import TableError
from textmine.store import append_only
from textmine.tables import VERDICTS, Decisions

HEADER = append_only.header(Decisions)
"""The first line of every ``decisions.csv``."""


def read(path: Path) -> pd.DataFrame:
    """Read all decisions in order of arrival; without a file there are none.

    Raises
    ------
    TableError
        When the file is damaged, with the row.
    """
    found = append_only.read(Decisions, path, {Decisions.codes, Decisions.note})
    for number, verdict in enumerate(found[Decisions.verdict], 2):
        if verdict not in VERDICTS:
            raise TableError(f"{path}, rij {number}: oordeel '{verdict}' bestaat niet")
    return found


def append(path: Path, decisions: pd.DataFrame) -> None:
    """Add ``decisions`` at the end; what was there stays byte for byte."""
    append_only.append(Decisions, path, decisions)
