"""``settled.csv``: open work that people looked at and settled with a reason, kept beside the corpus."""

from pathlib import Path

import pandas as pd

from textmine.errors import TableError
from textmine.store import hand_kept
from textmine.tables import SETTLED_AREAS, Settled, arrow_schema, frame

COLUMNS = tuple(arrow_schema(Settled).names[1:])
HEADER = hand_kept.header(COLUMNS)
"""The first line of every ``settled.csv``."""


def read(path: Path) -> pd.DataFrame:
    """Read what was settled in order of the file; without a file that is nothing.

    Raises
    ------
    TableError
        With file, row and value: an empty cell, an area where nothing can be settled, or the same twice.
    """
    rows: dict[tuple[str, str], tuple[int, dict[str, str]]] = {}
    for number, cells in hand_kept.rows(path, COLUMNS):
        for name in COLUMNS:
            if not cells[name]:
                raise TableError(f"{path}, rij {number}: kolom '{name}' is leeg; vul de cel in")
        area = cells[Settled.area].casefold()
        if area not in SETTLED_AREAS:
            raise TableError(
                f"{path}, rij {number}: in '{cells[Settled.area]}' valt zo niets af te doen; dat kan alleen "
                f"voor {' en '.join(SETTLED_AREAS)}; los het andere op zoals het blad Open werk zegt"
            )
        key = (area, cells[Settled.key])
        if key in rows:
            raise TableError(
                f"{path}, rij {number}: '{key[1]}' staat ook op rij {rows[key][0]}; haal een van beide weg"
            )
        rows[key] = (number, {**cells, Settled.area: area})
    table = {name: [cells[name] for _, cells in rows.values()] for name in COLUMNS}
    return frame(Settled, {Settled.row: [number for number, _ in rows.values()], **table})
