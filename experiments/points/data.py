"""Statements of the sample corpora, grouped by people into points."""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cell:
    """The statements of one theme and kind: their texts, and per coder the point of each."""

    theme: str
    kind: str
    texts: tuple[str, ...]
    subjects: tuple[frozenset[str], ...]
    points: dict[str, tuple[str, ...]]


def cells(name: str) -> list[Cell]:
    """Return the cells of ``texts/<name>.csv`` in order; a statement with two themes stands in both."""
    with (HERE / "texts" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    coders = [column.removeprefix("point_") for column in rows[0] if column.startswith("point_")]
    found = []
    for theme, kind in sorted({(theme, row["kind"]) for row in rows for theme in row["theme"].split("|")}):
        mine = [row for row in rows if theme in row["theme"].split("|") and row["kind"] == kind]
        found.append(
            Cell(
                theme=theme,
                kind=kind,
                texts=tuple(row["text"] for row in mine),
                subjects=tuple(frozenset(row["subject"].split("|")) for row in mine),
                points={coder: tuple(row[f"point_{coder}"] for row in mine) for coder in coders},
            )
        )
    return found
