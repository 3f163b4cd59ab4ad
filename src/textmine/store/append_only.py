"""CSV files that hold people's work, in git beside the corpus: only ever added to, and read strictly."""

import csv
import io
from collections.abc import Collection
from pathlib import Path

import pandas as pd
import pyarrow as pa

from textmine.errors import TableError
from textmine.store.atomic import write_bytes
from textmine.tables import Table, arrow_schema, empty, frame, to_arrow

_MOST_CHARACTERS = 16 * 1024 * 1024
"""Most characters of a cell, as for the CSV files of ``raw/``; the limit holds for the whole process."""


def header(table: type[Table]) -> str:
    """Return the first line of the file of ``table``, whose columns are all text."""
    return ",".join(arrow_schema(table).names) + "\n"


def read(table: type[Table], path: Path, optional: Collection[str] = ()) -> pd.DataFrame:
    """Read all rows in order of arrival; without a file there are none. Empty ``optional`` cells are missing.

    Raises
    ------
    TableError
        When the file is damaged, with the row.
    """
    if not path.exists():
        return empty(table)
    names = arrow_schema(table).names
    rows = _rows(path)
    if not rows or rows[0] != names:
        way_out = "zet de eerste regel terug"
        if rows and len(rows[0]) == 1 and ";" in rows[0][0]:
            way_out = "Excel heeft er puntkomma's van gemaakt; zet de vorige versie van dit bestand terug"
        raise TableError(f"{path}, regel 1: verwacht de kolommen {', '.join(names)}; {way_out}")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            raise TableError(
                f"{path}, rij {number}: {len(row)} kolommen in plaats van {len(names)}; herstel deze rij"
            )
    columns = (
        dict(zip(names, zip(*rows[1:], strict=True), strict=True)) if rows[1:] else dict.fromkeys(names, ())
    )
    return frame(
        table,
        {
            n: pa.array([v or None if n in optional else v for v in values], pa.string())
            for n, values in columns.items()
        },
    )


def _rows(path: Path) -> list[list[str]]:
    way_out = "zet de vorige versie van dit bestand terug; het wordt alleen door textmine geschreven"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: dit bestand is geen UTF-8 (opgeslagen met Excel?); {way_out}") from error
    except OSError as error:
        raise TableError(f"{path}: dit bestand kan niet worden gelezen; {way_out}") from error
    rows: list[list[str]] = []
    csv.field_size_limit(_MOST_CHARACTERS)
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TableError(
            f"{path}, rij {len(rows) + 1}: een aanhalingsteken sluit niet of staat verkeerd; {way_out}"
        ) from error
    return rows


def append(table: type[Table], path: Path, rows: pd.DataFrame) -> None:
    """Add ``rows`` at the end; what was there stays byte for byte."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    before = path.read_bytes() if path.exists() else b""
    if not before:
        buffer.write(header(table))
    elif not before.endswith(b"\n"):
        buffer.write("\n")
    columns = to_arrow(table, rows).to_pydict().values()
    writer.writerows([["" if v is None else v for v in row] for row in zip(*columns, strict=True)])
    write_bytes(path, before + buffer.getvalue().encode("utf-8"))
