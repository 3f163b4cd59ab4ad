"""``comments.csv``: remarks on minutes and what was done with them, kept by people beside the corpus."""

import datetime as dt
from pathlib import Path

import pandas as pd

from textmine.errors import TableError
from textmine.store import hand_kept
from textmine.tables import DISPOSITIONS, Comments, arrow_schema, frame

COLUMNS = tuple(arrow_schema(Comments).names[1:])
HEADER = hand_kept.header(COLUMNS)
"""The first line of every ``comments.csv``."""

_DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")


def read(path: Path) -> pd.DataFrame:
    """Read all remarks in order of the file; without a file there are none.

    Raises
    ------
    TableError
        With file, row and value: an empty session or remark, a date or disposition that does not exist.
    """
    found = []
    for number, cells in hand_kept.rows(path, COLUMNS):
        for name in (Comments.session, Comments.comment):
            if not cells[name]:
                raise TableError(f"{path}, rij {number}: kolom '{name}' is leeg; vul de cel in")
        chosen = cells[Comments.disposition].casefold()
        if chosen and chosen not in DISPOSITIONS:
            raise TableError(
                f"{path}, rij {number}: afhandeling '{cells[Comments.disposition]}' bestaat niet; kies uit "
                f"{', '.join(DISPOSITIONS)}, of laat de cel leeg"
            )
        dates = {Comments.date: _date(path, number, cells[Comments.date])}
        texts = {name: cells[name] or None for name in COLUMNS if name != Comments.date}
        found.append({Comments.row: number, **texts, **dates, Comments.disposition: chosen or None})
    return frame(Comments, {name: [row[name] for row in found] for name in (Comments.row, *COLUMNS)})


def _date(path: Path, number: int, text: str) -> dt.date | None:
    for pattern in _DATES if text else ():
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    if text:
        raise TableError(
            f"{path}, rij {number}: datum '{text}' bestaat niet; schrijf die als 2026-03-05 of "
            "05-03-2026, of laat de cel leeg"
        )
    return None
