"""``register/``: what people write for the answer note, append-only, in git beside the corpus."""

from pathlib import Path

import pandas as pd

from textmine.errors import TableError
from textmine.register.written import Written
from textmine.store import append_only
from textmine.store.atomic import write_bytes
from textmine.store.review_lock import closed_elsewhere
from textmine.tables import AnswerTexts, ChangeTexts, NoPoints, Numbers, PointAnswers, Table

FILES: dict[str, type[Table]] = {
    "numbers": Numbers,
    "answers": AnswerTexts,
    "points": PointAnswers,
    "changes": ChangeTexts,
    "responses": NoPoints,
}
"""Part of ``Written``: the table in the CSV file of that name."""

HEADERS = {f"{name}.csv": append_only.header(table) for name, table in FILES.items()}
"""What every file begins with."""


def read(path: Path) -> Written:
    """Read everything in order of arrival; what has no file is empty.

    Raises
    ------
    TableError
        When a file is damaged, with the row.
    """
    found = {name: append_only.read(table, path / f"{name}.csv") for name, table in FILES.items()}
    numbers = found["numbers"][Numbers.number].tolist()
    seen: set[str] = set()
    for row, number in enumerate(numbers, 2):
        if number in seen:
            raise TableError(
                f"{path / 'numbers.csv'}, rij {row}: registratienummer '{number}' staat er twee keer; zet de "
                "vorige versie van dit bestand terug, het wordt alleen door textmine geschreven"
            )
        seen.add(number)
    return Written(**found)


def append(path: Path, rows: dict[str, pd.DataFrame]) -> None:
    """Add ``rows`` (by part) to their files, all or none; what was there stays byte for byte."""
    before = {name: _bytes(path / f"{name}.csv") for name in rows}
    try:
        for name, part in rows.items():
            if len(part):
                with closed_elsewhere(path / f"{name}.csv"):
                    append_only.append(FILES[name], path / f"{name}.csv", part)
    except BaseException:
        for name, content in before.items():
            if content is not None and _bytes(path / f"{name}.csv") != content:
                write_bytes(path / f"{name}.csv", content)
        raise


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
