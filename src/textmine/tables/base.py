"""What every table is: a strict schema, and how frames and Arrow tables are made of it."""

from typing import Annotated, Any

import pandas as pd
import pandera.pandas as pan
import pyarrow as pa

from textmine.errors import TableError

Text = Annotated[pd.ArrowDtype, pa.string()]

Whole = Annotated[pd.ArrowDtype, pa.int64()]

Real = Annotated[pd.ArrowDtype, pa.float64()]

Truth = Annotated[pd.ArrowDtype, pa.bool_()]

Day = Annotated[pd.ArrowDtype, pa.date32()]

Wholes = Annotated[pd.ArrowDtype, pa.list_(pa.int64())]


class Table(pan.DataFrameModel):
    """Base of all tables: exactly these columns, in this order, of these types."""

    class Config:
        """Columns beyond the schema are refused, as are missing ones."""

        strict = True
        ordered = True


def arrow_schema(table: type[Table]) -> pa.Schema:
    """Return the Arrow schema of ``table``; its metadata names the table."""
    columns = table.to_schema().columns
    fields = [pa.field(name, column.dtype.type.pyarrow_dtype) for name, column in columns.items()]
    return pa.schema(fields, metadata={"textmine.table": table.__name__})


def frame(table: type[Table], columns: dict[str, Any]) -> pd.DataFrame:
    """Build a valid frame of ``table`` from one sequence per column; order follows the schema.

    Raises
    ------
    TableError
        When columns are missing or unknown, differ in length, or hold values of another type.
    """
    schema = arrow_schema(table)
    if set(columns) != set(schema.names):
        raise TableError(
            f"{table.__name__}: kolommen {sorted(set(columns) ^ set(schema.names))} kloppen niet"
        )
    try:
        arrow = pa.table({name: _array(columns[name], schema.field(name).type) for name in schema.names})
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise TableError(f"{table.__name__}: {error}") from error
    return to_frame(arrow)


def empty(table: type[Table]) -> pd.DataFrame:
    """Return ``table`` without rows."""
    return to_frame(arrow_schema(table).empty_table())


def to_frame(arrow: pa.Table) -> pd.DataFrame:
    """Turn an Arrow table into a frame with Arrow columns and a fresh ``RangeIndex``."""
    result: pd.DataFrame = arrow.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    return result


def to_arrow(table: type[Table], rows: pd.DataFrame) -> pa.Table:
    """Turn a frame into an Arrow table of exactly the schema of ``table``.

    Raises
    ------
    TableError
        When the frame does not fit the schema.
    """
    schema = arrow_schema(table)
    if list(rows.columns) != schema.names:
        raise TableError(f"{table.__name__}: kolommen {list(rows.columns)}, verwacht {schema.names}")
    try:
        return pa.Table.from_pandas(rows, schema=schema, preserve_index=False).replace_schema_metadata(
            schema.metadata
        )
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise TableError(f"{table.__name__}: {error}") from error


def validate(table: type[Table], rows: pd.DataFrame) -> pd.DataFrame:
    """Check columns, types and uniqueness; return the frame itself.

    Raises
    ------
    TableError
        With the first failing column and value.
    """
    try:
        table.validate(rows, lazy=False)
    except pan.errors.SchemaError as error:
        raise TableError(f"{table.__name__}: {str(error).splitlines()[0]}") from error
    return rows


def _array(values: Any, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(kind)
    return pa.array(values, type=kind, from_pandas=True)
