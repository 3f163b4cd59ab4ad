"""The funnel: how every file, text and statement is accounted for, up to the figures."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from textmine.analysis.countable import why_not
from textmine.analysis.numbers import whole
from textmine.errors import ConservationError
from textmine.tables import REASONS, Files, Funnel, Memberships, Remarks, frame


def build_funnel(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Count every stage for which ``tables`` holds the tables; keys are artefact names.

    Raises
    ------
    ConservationError
        When a stage cannot account for all that went in.
    """
    rows = [
        row
        for needs, stage in _STAGES
        if all(name in tables for name in needs)
        for row in stage(*(tables[name] for name in needs))
    ]
    for row in rows:
        if row[Funnel.received] != row[Funnel.kept] + row[Funnel.rejected]:
            raise ConservationError(
                f"trechter, '{row[Funnel.title]}': {row[Funnel.received]} binnen is niet "
                f"{row[Funnel.kept]} door + {row[Funnel.rejected]} apart"
            )
    names = list(Funnel.to_schema().columns)
    return frame(Funnel, {name: [row[name] for row in rows] for name in names})


def _stage(  # noqa: PLR0913  # one argument per column of the table
    stage: str, title: str, unit: str, *, received: int, kept: int, rejected: int, reasons: str
) -> dict[str, Any]:
    return {
        Funnel.stage: stage,
        Funnel.title: title,
        Funnel.unit: unit,
        Funnel.received: received,
        Funnel.kept: kept,
        Funnel.rejected: rejected,
        Funnel.reasons: reasons,
    }


def _why(reasons: Iterable[str]) -> str:
    """Count reasons: "1.100 leeg bestand, 1 versleuteld"; the most frequent first, then by name."""
    counts: dict[str, int] = {}
    for reason in reasons:
        counts[reason] = counts.get(reason, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{whole(count)} {reason}" for reason, count in ordered)


def _named(remarks: pd.DataFrame) -> list[str]:
    return [REASONS[reason] for reason in remarks[Remarks.reason]]


def _files(files: pd.DataFrame, rejected: pd.DataFrame) -> list[dict[str, Any]]:
    lost = files[files[Files.status] == "rejected"]
    whole = rejected[rejected[Remarks.path].isin(lost[Files.path])].drop_duplicates(Remarks.path)
    kept_items, lost_items = int(files[Files.kept].sum()), int(files[Files.rejected].sum())
    return [
        _stage(
            "files",
            "Bestanden in de map 'raw'",
            "bestanden",
            received=len(files),
            kept=len(files) - len(lost),
            rejected=len(lost),
            reasons=_why(_named(whole)),
        ),
        _stage(
            "items",
            "Teksten in die bestanden",
            "teksten",
            received=int(files[Files.items].sum()),
            kept=kept_items,
            rejected=lost_items,
            reasons=_why(_named(rejected)),
        ),
    ]


def _texts(files: pd.DataFrame, documents: pd.DataFrame, rejected: pd.DataFrame) -> list[dict[str, Any]]:
    lost = rejected[rejected[Remarks.reason] != "furniture"]
    return [
        _stage(
            "documents",
            "Teksten na herstel",
            "teksten",
            received=int(files[Files.kept].sum()),
            kept=len(documents),
            rejected=len(lost),
            reasons=_why(_named(lost)),
        )
    ]


def _pieces(statements: pd.DataFrame, rejected: pd.DataFrame, repair: pd.DataFrame) -> list[dict[str, Any]]:
    furniture = repair[repair[Remarks.reason] == "furniture"]
    set_aside = _named(rejected) + _named(furniture)
    return [
        _stage(
            "statements",
            "Stukjes tekst: uitspraak of niet",
            "stukjes tekst",
            received=len(statements) + len(set_aside),
            kept=len(statements),
            rejected=len(set_aside),
            reasons=_why(set_aside),
        )
    ]


def _figures(
    statements: pd.DataFrame, documents: pd.DataFrame, assignments: pd.DataFrame
) -> list[dict[str, Any]]:
    reasons = why_not(statements, documents, assignments).dropna()
    return [
        _stage(
            "figures",
            "Uitspraken die meetellen in de cijfers",
            "uitspraken",
            received=len(statements),
            kept=len(statements) - len(reasons),
            rejected=len(reasons),
            reasons=_why(reasons),
        )
    ]


def _topics(memberships: pd.DataFrame) -> list[dict[str, Any]]:
    unassigned = int(memberships[Memberships.topic].isna().sum())
    return [
        _stage(
            "topics",
            "Uitspraken met een tekstonderwerp",
            "uitspraken",
            received=len(memberships),
            kept=len(memberships) - unassigned,
            rejected=unassigned,
            reasons=f"{whole(unassigned)} niet ingedeeld" if unassigned else "",
        )
    ]


_STAGES: tuple[tuple[tuple[str, ...], Callable[..., list[dict[str, Any]]]], ...] = (
    (("files", "ingest_rejected"), _files),
    (("files", "documents", "repair_rejected"), _texts),
    (("statements", "segment_rejected", "repair_rejected"), _pieces),
    (("statements", "documents", "assignments"), _figures),
    (("memberships",), _topics),
)

FUNNEL_TABLES = frozenset(name for needs, _ in _STAGES for name in needs)
"""The tables (by artefact name) that the funnel counts."""
