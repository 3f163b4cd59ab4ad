"""Tables as Parquet: one row group per partition, so that tables of one corpus stay aligned."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from textmine.errors import TableError
from textmine.store.atomic import replacing
from textmine.tables import Table, arrow_schema, to_arrow, to_frame

ENCODER = b"textmine.encoder"
"""The key in a file's metadata under which the encoder stands that its contents rest on."""

_NO_SPLIT = 64 * 1024 * 1024


class PartitionWriter:
    """Write a table partition by partition; the file appears when the last one is written.

    Used as a context manager: after an error nothing has changed on disk. ``encoder`` is the encoder that
    the contents rest on, if any; its name goes into the metadata.
    """

    def __init__(self, table: type[Table], path: Path, encoder: str | None = None) -> None:
        self._table = table
        self._path = path
        self._encoder = encoder
        self._stack = ExitStack()
        self.rows = 0

    def __enter__(self) -> Self:
        partial = self._stack.enter_context(replacing(self._path))
        schema = arrow_schema(self._table)
        if self._encoder is not None:
            schema = schema.with_metadata({**schema.metadata, ENCODER: self._encoder})
        self._writer = self._stack.enter_context(
            pq.ParquetWriter(partial, schema, compression="zstd", compression_level=3)
        )
        return self

    def write(self, rows: pd.DataFrame) -> None:
        """Append ``rows`` as one partition (one row group, also when it has no rows)."""
        self._writer.write_table(to_arrow(self._table, rows), row_group_size=_NO_SPLIT)
        self.rows += len(rows)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._stack.__exit__(kind, error, trace)


def write(table: type[Table], path: Path, rows: pd.DataFrame) -> None:
    """Write a whole table as one partition."""
    with PartitionWriter(table, path) as writer:
        writer.write(rows)


def read(table: type[Table], path: Path) -> pd.DataFrame:
    """Read a whole table.

    Raises
    ------
    TableError
        When the file is missing, damaged, or of another schema.
    """
    with _open(table, path) as file:
        return to_frame(file.read())


def partitions(table: type[Table], path: Path) -> Iterator[pd.DataFrame]:
    """Read a table one partition at a time, in the order in which they were written."""
    with _open(table, path) as file:
        for number in range(file.num_row_groups):
            yield to_frame(file.read_row_group(number))


@dataclass(frozen=True, slots=True)
class Partitions:
    """A table as a stream of its partitions, read again each time."""

    table: type[Table]
    path: Path

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return partitions(self.table, self.path)

    def __len__(self) -> int:
        return count_partitions(self.table, self.path)


def count_partitions(table: type[Table], path: Path) -> int:
    """Return the number of partitions without reading them."""
    with _open(table, path) as file:
        return int(file.num_row_groups)


def count_rows(table: type[Table], path: Path) -> int:
    """Return the number of rows without reading them."""
    with _open(table, path) as file:
        return int(file.metadata.num_rows)


def encoder(table: type[Table], path: Path) -> str | None:
    """Return the encoder that the contents rest on, if any."""
    with _open(table, path) as file:
        name = (file.schema_arrow.metadata or {}).get(ENCODER)
    return None if name is None else name.decode()


def _open(table: type[Table], path: Path) -> pq.ParquetFile:
    if not path.exists():
        raise TableError(f"{path}: deze tabel is er nog niet; voer eerst 'textmine run' uit voor dit corpus")
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise TableError(f"{path}: de tabel is beschadigd; voer 'textmine run' opnieuw uit") from error
    if not file.schema_arrow.equals(arrow_schema(table), check_metadata=False):
        raise TableError(
            f"{path}: deze tabel komt van een andere versie van textmine; voer 'textmine run' opnieuw uit"
        )
    return file
