"""From columns to plain Python values, with ``None`` for what is missing."""

import re
from typing import Any

import pandas as pd
import pyarrow as pa

Row = dict[str, Any]


def records(rows: pd.DataFrame) -> list[Row]:
    """Return the rows as dictionaries."""
    found: list[Row] = pa.Table.from_pandas(rows, preserve_index=False).to_pylist()
    return found


def values(rows: pd.DataFrame, column: str) -> list[Any]:
    """Return one column as a list."""
    found: list[Any] = pa.array(rows[column]).to_pylist()
    return found


def in_order(rows: pd.DataFrame, *columns: str) -> list[list[Any]]:
    """Return these columns as lists, sorted by all of them; rows with the same text share one string."""
    table = pa.Table.from_pandas(rows[list(columns)], preserve_index=False)
    ordered = table.sort_by([(name, "ascending") for name in columns])
    found = []
    for name in columns:
        coded = ordered[name].combine_chunks().dictionary_encode()
        known = coded.dictionary.to_pylist()
        found.append([None if place is None else known[place] for place in coded.indices.to_pylist()])
    return found


def natural(text: str | None) -> tuple[tuple[int, str], ...]:
    """Return a sort key that puts ``rij 2`` before ``rij 10``."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text or "")
    return tuple((int(p), "") if p.isascii() and p.isdigit() else (-1, p) for p in parts)
