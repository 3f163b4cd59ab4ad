"""``abbreviations.csv``: abbreviations and what they mean, kept by people beside the corpus."""

from pathlib import Path

import pandas as pd

from textmine.errors import TableError
from textmine.store import hand_kept
from textmine.tables import AbbreviationList, arrow_schema, frame

COLUMNS = tuple(arrow_schema(AbbreviationList).names[1:])
HEADER = hand_kept.header(COLUMNS)
"""The first line of every ``abbreviations.csv``."""


def read(path: Path) -> pd.DataFrame:
    """Read the list in order of the file; without a file it is empty.

    Raises
    ------
    TableError
        With file, row and value: a row without an abbreviation, or an abbreviation that is there twice.
    """
    rows: dict[str, tuple[int, str | None]] = {}
    for number, cells in hand_kept.rows(path, COLUMNS):
        name = cells[AbbreviationList.abbreviation]
        if not name:
            raise TableError(
                f"{path}, rij {number}: de afkorting ontbreekt; vul de cel in of haal de rij weg"
            )
        if name in rows:
            raise TableError(
                f"{path}, rij {number}: '{name}' staat ook op rij {rows[name][0]}; haal een van beide weg"
            )
        rows[name] = (number, cells[AbbreviationList.meaning] or None)
    return frame(
        AbbreviationList,
        {
            AbbreviationList.row: [number for number, _ in rows.values()],
            AbbreviationList.abbreviation: list(rows),
            AbbreviationList.meaning: [meaning for _, meaning in rows.values()],
        },
    )
