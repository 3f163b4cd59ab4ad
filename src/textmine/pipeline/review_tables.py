"""What both ways of review read from the tables of a corpus."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.errors import TableError
from textmine.pipeline.table import STATEMENTS, Artefact
from textmine.store import artefacts, parquet
from textmine.tables import Decisions, Statements
from textmine.text.identity import text_hash

FOLDER = "review"
"""Where workbooks are written unless people say otherwise, relative to the corpus; never in ``derived``."""


def read(artefact: Artefact, folder: Path) -> Any:
    """Read an artefact of the corpus, whole.

    Raises
    ------
    TableError
        When it is missing or damaged, or nothing was run yet.
    """
    _was_run(artefact, folder)
    return artefacts.read(artefact.kind, artefact.of(folder), artefact.table)


def parts(artefact: Artefact, folder: Path) -> Iterator[pd.DataFrame]:
    """Read a table of the corpus, one partition at a time."""
    _was_run(artefact, folder)
    return parquet.partitions(artefacts.table_class(artefact.table), artefact.of(folder))


def _was_run(artefact: Artefact, folder: Path) -> None:
    """Refuse a table of a corpus without any: the name of one table would say nothing to an analyst."""
    if artefact.table and not artefact.of(folder).exists() and not STATEMENTS.of(folder).exists():
        raise TableError(
            f"{folder}: dit corpus is nog niet gelezen; voer eerst 'textmine run {folder.name}' uit"
        )


def texts_of(folder: Path, wanted: Collection[str]) -> dict[str, str]:
    """Return the text of those of ``wanted`` that exist."""
    found: dict[str, str] = {}
    for part in parts(STATEMENTS, folder) if wanted else ():
        mine = part[part[Statements.id].isin(wanted)]
        found.update(zip(mine[Statements.id].tolist(), mine[Statements.text].tolist(), strict=True))
    return found


def hashes_of(folder: Path, wanted: Collection[str]) -> dict[str, str]:
    """Return the text hash of those of ``wanted`` that exist."""
    return {name: text_hash(text) for name, text in texts_of(folder, wanted).items()}


def hashes_of_decided(folder: Path, decisions: pd.DataFrame) -> dict[str, str]:
    """Return the text hash of every statement of which the text was decided about, here or elsewhere."""
    decided = set(decisions[Decisions.text_hash])
    found: dict[str, str] = {}
    for part in parts(STATEMENTS, folder) if decided else ():
        hashes = part[Statements.text].map(text_hash)
        mine = hashes.isin(decided)
        found.update(zip(part.loc[mine, Statements.id], hashes[mine], strict=True))
    return found
