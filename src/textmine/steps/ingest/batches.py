"""Collect documents, blocks and remarks in columns, and cut them into partitions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from textmine import tables
from textmine.errors import ConservationError
from textmine.readers.blocks import Block, join
from textmine.readers.encoding import storable
from textmine.tables import arrow_schema


@dataclass(frozen=True, slots=True)
class Ingested:
    """One partition of what was read; ``sources`` is sorted by id, ``blocks`` by document and block.

    ``sources`` holds the texts as read (Documents), ``rejected`` and ``warnings`` are Remarks, ``files``
    has a row for each file that was finished in this partition.
    """

    sources: pd.DataFrame
    blocks: pd.DataFrame
    rejected: pd.DataFrame
    warnings: pd.DataFrame
    files: pd.DataFrame


class Columns:
    """The columns of a table while it grows."""

    def __init__(self, table: type[tables.Table]) -> None:
        self._table = table
        self.lists: dict[str, list[Any]] = {name: [] for name in arrow_schema(table).names}

    def __len__(self) -> int:
        return len(next(iter(self.lists.values())))

    def add(self, **row: Any) -> None:
        """Append one row; columns that are not given are missing values."""
        for name, column in self.lists.items():
            column.append(row.get(name))

    def extend(self, count: int, **columns: Sequence[Any] | str | int | None) -> None:
        """Append ``count`` rows: a list is a column, anything else the same value in every row."""
        for name, column in self.lists.items():
            given = columns.get(name)
            column.extend(given if isinstance(given, list) else [given] * count)

    def take(self, other: "Columns") -> None:
        """Append all rows of ``other``."""
        for name, column in self.lists.items():
            column.extend(other.lists[name])

    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame of the table."""
        return tables.frame(self._table, self.lists)


@dataclass(slots=True)
class Batch:
    """What came out of a piece of one file; ``items`` counts what went in."""

    items: int = 0
    documents: Columns = field(default_factory=lambda: Columns(tables.Documents))
    blocks: Columns = field(default_factory=lambda: Columns(tables.Blocks))
    rejected: Columns = field(default_factory=lambda: Columns(tables.Remarks))
    warnings: Columns = field(default_factory=lambda: Columns(tables.Remarks))

    def reject(self, path: str, reason: str, message: str, **where: str | None) -> None:
        """Note one item that is not carried forward (it must be counted in ``items``)."""
        self.rejected.add(step="ingest", path=path, reason=reason, message=message, **where)

    def warn(self, path: str, reason: str, message: str, **where: str | None) -> None:
        """Note something a person should look at."""
        self.warnings.add(step="ingest", path=path, reason=reason, message=message, **where)

    def keep(self, blocks: Sequence[Block], **document: Any) -> None:
        """Add a document with its blocks; its text is the blocks joined by line breaks."""
        text, spans = join(blocks)
        text = storable(text)
        self.documents.add(text=text, **document)
        self.blocks.extend(
            len(blocks),
            document_id=document["id"],
            block=list(range(len(blocks))),
            start=[start for start, _ in spans],
            end=[end for _, end in spans],
            **{
                name: [getattr(block, name) for block in blocks]
                for name in ("kind", "level", "page", "paragraph", "row", "column")
            },
        )


class Partition:
    """The documents since the last cut, and a watch over ids: none may come twice in a run."""

    def __init__(self) -> None:
        self._batch = Batch()
        self._files = Columns(tables.Files)
        self._ids: set[int] = set()

    def __len__(self) -> int:
        return len(self._batch.documents)

    def add(self, batch: Batch) -> None:
        """Take in what a piece of a file gave.

        Raises
        ------
        ConservationError
            When a document has the id of another one.
        """
        for key in batch.documents.lists["id"]:
            number = int(key, 16)
            if number in self._ids:
                raise ConservationError(
                    f"ingest: twee documenten hebben id {key}; meld dit bij de makers van textmine"
                )
            self._ids.add(number)
        for name in ("documents", "blocks", "rejected", "warnings"):
            getattr(self._batch, name).take(getattr(batch, name))

    def finish(self, *, path: str, sha256: str, size: int, items: int, kept: int, rejected: int) -> None:
        """Add the row of a file that has been read to its end.

        Raises
        ------
        ConservationError
            When what went in is not what came out.
        """
        if items != kept + rejected:
            raise ConservationError(
                f"ingest: {path}: {items} in, {kept} mee en {rejected} niet mee; "
                "meld dit bij de makers van textmine"
            )
        status = "kept" if not rejected else "partly" if kept else "rejected"
        self._files.add(
            path=path, sha256=sha256, bytes=size, status=status, items=items, kept=kept, rejected=rejected
        )

    def cut(self) -> Ingested:
        """Return the partition so far and begin a new one."""
        batch, files = self._batch, self._files
        self._batch, self._files = Batch(), Columns(tables.Files)
        return Ingested(
            sources=_sorted(batch.documents.frame(), ["id"]),
            blocks=_sorted(batch.blocks.frame(), ["document_id", "block"]),
            rejected=batch.rejected.frame(),
            warnings=batch.warnings.frame(),
            files=files.frame(),
        )


def _sorted(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return rows.sort_values(by, kind="stable", ignore_index=True)
