"""What ``textmine status`` shows: the funnel, what people must look at, warnings, and times."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textmine.analysis.funnel import FUNNEL_TABLES, build_funnel
from textmine.analysis.remarks import to_look_at
from textmine.errors import TableError
from textmine.pipeline import times
from textmine.pipeline.table import (
    AGREEMENT,
    EMBEDDINGS,
    INGEST_REJECTED,
    INGEST_WARNINGS,
    SEGMENT_WARNINGS,
    STATEMENTS,
    STEPS,
)
from textmine.store import artefacts, parquet
from textmine.tables import Agreement, Statements

_WARNINGS = (INGEST_WARNINGS.name, SEGMENT_WARNINGS.name)


@dataclass(frozen=True, slots=True)
class Status:
    """Funnel, what to look at, warnings (schema ``Remarks``), and seconds per step.

    ``encoder`` made the vectors; missing when there are none yet.
    """

    funnel: pd.DataFrame
    to_look_at: pd.DataFrame
    warnings: pd.DataFrame
    encoder: str | None
    seconds: dict[str, float]
    finished: str


@dataclass(frozen=True, slots=True)
class SetApart:
    """After a run: how many remarks people must look at, how many warnings, and how many statements."""

    to_look_at: int
    warnings: int
    statements: int


def set_apart(folder: Path) -> SetApart:
    """Count what a run set apart, without reading the statements."""
    rejected, *warnings = (
        artefacts.read(artefact.kind, artefact.of(folder), artefact.table)
        for artefact in (INGEST_REJECTED, INGEST_WARNINGS, SEGMENT_WARNINGS)
    )
    return SetApart(
        to_look_at=len(to_look_at(rejected)),
        warnings=sum(map(len, warnings)),
        statements=parquet.count_rows(Statements, STATEMENTS.of(folder)),
    )


def double_coded(folder: Path) -> bool:
    """Say whether the last measurement of agreement found a statement that people coded apart."""
    rows = artefacts.read(AGREEMENT.kind, AGREEMENT.of(folder), AGREEMENT.table)
    return bool((rows[Agreement.units] > 0).any())


def status(folder: Path) -> Status:
    """Read the tables that are there and count them.

    Raises
    ------
    TableError
        When nothing was run yet, or a table is damaged.
    """
    tables = {
        artefact.name: artefacts.read(artefact.kind, artefact.of(folder), artefact.table)
        for step in STEPS
        for artefact in step.writes.values()
        if artefact.name in {*FUNNEL_TABLES, *_WARNINGS} and artefact.of(folder).exists()
    }
    if "files" not in tables:
        raise TableError(f"{folder}: dit corpus is nog niet gelezen; voer 'textmine run {folder.name}' uit")
    runs = times.read(folder)
    return Status(
        funnel=build_funnel(tables),
        to_look_at=to_look_at(tables["ingest_rejected"]),
        warnings=pd.concat([tables[name] for name in _WARNINGS if name in tables], ignore_index=True),
        encoder=_encoder(folder),
        seconds={name: run["seconds"] for name, run in runs.items()},
        finished=max((run["finished"] for run in runs.values()), default=""),
    )


def _encoder(folder: Path) -> str | None:
    path = EMBEDDINGS.of(folder)
    return artefacts.encoder_of(EMBEDDINGS.kind, path) if path.exists() else None
