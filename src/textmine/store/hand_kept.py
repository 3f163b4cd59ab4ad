"""CSV files that people keep by hand, in a spreadsheet or an editor: read in every form Excel saves."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from textmine.errors import SourceError, TableError
from textmine.readers import csv_rows
from textmine.readers.limits import Limits

Cells = Mapping[str, str]
"""The cells of a row by column, without outer spaces."""


def header(columns: Sequence[str]) -> str:
    """Return the first line of a file with these columns."""
    return ",".join(columns) + "\n"


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    """Yield every filled row with its number, the heading being row 1; without a file there are none.

    Comma or semicolon, UTF-8 or what Windows writes, columns in any order and in capitals or not.

    Raises
    ------
    TableError
        When a column is missing or unknown, or a row has other columns than the heading.
    """
    if not path.exists():
        return
    try:
        sheets = list(csv_rows.read_tables(path.read_bytes(), Limits()))
        heading = [name.strip().casefold() for name in (sheets[0].heading if sheets else ())]
        _check_heading(path, heading, columns)
        for chunk in sheets[0].chunks():
            for bad in chunk.bad:
                raise TableError(
                    f"{path}, rij {bad.row}: {bad.cells} kolommen in plaats van {len(heading)}; zet een "
                    "tekst met een komma tussen aanhalingstekens, en sluit elk aanhalingsteken"
                )
            for number, row in zip(chunk.numbers, chunk.rows, strict=True):
                yield number, dict(zip(heading, (str(cell).strip() for cell in row), strict=True))
    except (SourceError, OSError) as error:
        raise TableError(
            f"{path}: dit bestand kan niet worden gelezen ({error}); sla het op als CSV"
        ) from error


def _check_heading(path: Path, heading: Sequence[str], columns: Sequence[str]) -> None:
    wanted = ", ".join(columns)
    if missing := [name for name in columns if name not in heading]:
        raise TableError(f"{path}, rij 1: kolom '{missing[0]}' ontbreekt; de kolommen zijn {wanted}")
    if unknown := [name for name in heading if name not in columns]:
        raise TableError(f"{path}, rij 1: kolom '{unknown[0]}' hoort er niet; de kolommen zijn {wanted}")
    if len(set(heading)) < len(heading):
        raise TableError(f"{path}, rij 1: een kolom staat er twee keer; de kolommen zijn {wanted}")
