"""Small tables that people must be able to read, as CSV with the columns of the schema."""

import io
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from textmine.errors import TableError
from textmine.store.atomic import write_bytes
from textmine.tables import Table, arrow_schema, to_arrow, to_frame, validate


def write(table: type[Table], path: Path, rows: pd.DataFrame) -> None:
    """Write ``rows`` whole or not at all; a missing value is an empty cell."""
    buffer = io.BytesIO()
    csv.write_csv(to_arrow(table, rows), buffer)
    write_bytes(path, buffer.getvalue())


def read(table: type[Table], path: Path) -> pd.DataFrame:
    """Read and check a table.

    Raises
    ------
    TableError
        When the file is missing or damaged, or does not fit the schema.
    """
    schema = arrow_schema(table)
    options = csv.ConvertOptions(
        column_types=dict(zip(schema.names, schema.types, strict=True)),
        null_values=[""],
        strings_can_be_null=True,
    )
    try:
        found = csv.read_csv(path, convert_options=options)
    except (pa.ArrowInvalid, OSError) as error:
        raise TableError(
            f"{path}: dit bestand kan niet worden gelezen ({error}); zet de vorige versie terug, het wordt "
            "alleen door textmine geschreven"
        ) from error
    if found.schema.names != schema.names:
        raise TableError(
            f"{path}: verwacht de kolommen {', '.join(schema.names)}; zet de vorige versie terug"
        )
    return validate(table, to_frame(found))
