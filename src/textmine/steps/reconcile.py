"""Counts of a dialogue per part and in all, what parts share, and whether that adds up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from textmine.analysis.coded_rows import (
    CODE_KEY,
    CROSS_KEY,
    code_rows,
    cross_keys,
    cross_rows,
    evidence_of,
)
from textmine.analysis.numbers import whole
from textmine.analysis.tally import Tally, counts_frame, facts_of_parts, reconciliation_frame
from textmine.codebook import Codebook
from textmine.dialogue import Dialogue
from textmine.settings import Settings
from textmine.tables import (
    Documents,
    OpenWork,
    OwnFigures,
    PartCounts,
    PointMembers,
    Points,
    Shared,
    Statements,
    frame,
)

AREA = "aansluiting"
"""What ``tables.OpenWork`` calls this step."""

EVERYTHING = "total"
POINTS = "points"
SAME_TEXT = "shared"
"""Figures of ``tables.Evidence`` that only a dialogue has, beside those of ``analyse``."""


class ReconcileSettings(Settings):
    """There is nothing to set."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Tables as in ``textmine.tables``; ``evidence`` leads from every figure to its statements."""

    part_counts: pd.DataFrame
    reconciliation: pd.DataFrame
    shared: pd.DataFrame
    evidence: pd.DataFrame
    open: pd.DataFrame


def reconcile(
    parts: pd.DataFrame,
    own_figures: pd.DataFrame,
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    groups: pd.DataFrame,
    assignments: pd.DataFrame,
    memberships: pd.DataFrame,
    points: pd.DataFrame,
    members: pd.DataFrame,
    dialogue: Dialogue,
    codebook: Codebook,
    settings: ReconcileSettings,
) -> Reconciled:
    """Count in every unit per part and in all; the same text in two parts is one text in the whole.

    Raises
    ------
    ConservationError
        When the sum of the parts, less what they share, is not the total.
    """
    _ = settings
    counted = facts_of_parts(parts, statements, documents, groups, assignments, memberships)
    figures = list(_figures(counted, assignments, points, members, codebook))
    tallies = [(each, Tally(each.rows, each.by, parts)) for each in figures]
    counts = counts_frame([tally.table(each.name, each.keys) for each, tally in tallies])
    sums = [tally.reconciled(each.name, each.keys) for each, tally in tallies if each.name != POINTS]
    texts = counted.assign(parts=counted.groupby("text_group")["part"].transform("nunique"))
    texts = texts[texts["parts"] > 1]
    behind = [evidence_of(each.name, each.rows, each.by) for each in figures if each.name != EVERYTHING]
    return Reconciled(
        part_counts=counts,
        reconciliation=reconciliation_frame(sums),
        shared=_shared(texts, statements, documents, dialogue),
        evidence=pd.concat([*behind, evidence_of(SAME_TEXT, texts, ["text_group"])], ignore_index=True),
        open=_differences(counts, own_figures, dialogue),
    )


@dataclass(frozen=True)
class _Figure:
    """One kind of figure: facts with key columns ``by``, and the keys in order."""

    name: str
    rows: pd.DataFrame
    by: tuple[str, ...]
    keys: Sequence[tuple[str, ...]]


def _figures(
    counted: pd.DataFrame,
    assignments: pd.DataFrame,
    points: pd.DataFrame,
    members: pd.DataFrame,
    codebook: Codebook,
) -> Iterator[_Figure]:
    yield _Figure(EVERYTHING, counted.assign(everything=""), ("everything",), [("",)])
    codes = [(dimension.id, code.code) for dimension in codebook.dimensions for code in dimension.codes]
    yield _Figure("code_counts", code_rows(counted, assignments, codebook), CODE_KEY, codes)
    crosses = [cross_rows(counted, assignments, codebook, pair) for pair in codebook.crosses]
    if crosses:
        keys = [key for pair in codebook.crosses for key in cross_keys(codebook, pair)]
        yield _Figure("crosses", pd.concat(crosses, ignore_index=True), CROSS_KEY, keys)
    if len(points):
        parent = dict(zip(points[Points.id], points[Points.parent], strict=True))
        fine = members[[PointMembers.point, PointMembers.statement_id]]
        main = fine.assign(point=fine[PointMembers.point].map(parent).astype(fine[PointMembers.point].dtype))
        rows = counted.merge(pd.concat([fine, main]).drop_duplicates(), on="statement_id")
        ids = [(name,) for name in points[Points.id].tolist()]
        yield _Figure(POINTS, rows, (PointMembers.point,), ids)


def _shared(
    texts: pd.DataFrame,
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    dialogue: Dialogue,
) -> pd.DataFrame:
    """List texts that count, and files, that are in more than one part."""
    place = {name: number for number, name in enumerate(dialogue.names)}
    columns: dict[str, list[Any]] = {name: [] for name in Shared.to_schema().columns}

    def add(*values: Any) -> None:
        for name, value in zip(columns, values, strict=True):
            columns[name].append(value)

    for key, rows in texts.groupby("text_group", sort=True):
        names = sorted(set(rows["part"]), key=lambda name: place[name])
        add("text", key, "|".join(names), len(rows), rows["statement_id"].min(), None)
    in_parts = documents.groupby(Documents.sha256)[Documents.corpus].transform("nunique")
    twice = documents[(in_parts > 1).to_numpy(bool)]
    owners = statements[Statements.document_id]
    for sha, rows in twice.groupby(Documents.sha256, sort=True):
        names = sorted(set(rows[Documents.corpus]), key=lambda name: place[name])
        paths = sorted(
            {f"{a}/{b}" for a, b in zip(rows[Documents.corpus], rows[Documents.path], strict=True)}
        )
        number = int(owners.isin(rows[Documents.id]).sum())
        add("file", sha, "|".join(names), number, None, "|".join(paths))
    return frame(Shared, columns)


def _differences(counts: pd.DataFrame, own_figures: pd.DataFrame, dialogue: Dialogue) -> pd.DataFrame:
    """List the parts whose own report says other numbers than the whole says of them."""
    by = [OwnFigures.part, OwnFigures.figure, OwnFigures.key]
    mine = counts[counts[PartCounts.part].notna()]
    told = own_figures.merge(mine, on=by, how="inner", suffixes=("", "_here"))
    gatherings = told[PartCounts.sessions].fillna(told[PartCounts.submissions])
    differ = (
        (told[OwnFigures.statements] != told["statements_here"])
        | (told[OwnFigures.texts] != told["texts_here"])
        | (told[OwnFigures.gatherings] != gatherings)
    )
    rows = told[differ.to_numpy(bool)]
    columns: dict[str, list[Any]] = {name: [] for name in OpenWork.to_schema().columns}
    for part, found in rows.groupby(OwnFigures.part, sort=True):
        first = found.iloc[0]
        columns[OpenWork.area].append(AREA)
        columns[OpenWork.key].append(dialogue.names[str(part)])
        columns[OpenWork.message].append(
            f"{whole(len(found))} aantallen zijn anders dan in het eigen rapport van het deel, bijvoorbeeld "
            f"{first[OwnFigures.key]}: daar {whole(int(first[OwnFigures.statements]))} uitspraken en "
            f"{whole(int(first[OwnFigures.texts]))} verschillende teksten, hier "
            f"{whole(int(first['statements_here']))} en {whole(int(first['texts_here']))}; voer "
            f"'textmine run {part}' opnieuw uit, en kijk of params.yaml van het deel hetzelfde zegt"
        )
        columns[OpenWork.blocks].append(True)
    return frame(OpenWork, columns)
