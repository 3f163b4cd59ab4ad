"""Analysis A: points made in a large part of the sessions, and where each was made."""

import pandas as pd

from textmine.analysis.coded_rows import evidence_of
from textmine.steps.compare.material import Material
from textmine.tables import GenericPoints, Points, PointSessions, frame

FIGURE = "generic_points"

_SPREAD = (Points.sessions, Points.regions, Points.tiers, Points.statements)
"""Spread before frequency: how points are ordered."""


def generic_points(material: Material) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the generic main points, their matrix, and the statements behind every cell of it.

    They come in the order that people gave, then within the themes before outside them, then by spread.
    """
    chosen = material.mains[material.mains[Points.generic]]
    within = material.codebook.points_within
    outside = material.codebook.by_id[within[0]].outside if within else None
    ordered = chosen.assign(
        place=chosen[Points.order].astype(object).fillna(float("inf")).astype(float),
        outside=chosen[Points.theme].astype(object) == outside,
    )
    ordered = ordered.sort_values(
        ["place", "outside", *_SPREAD, Points.id], ascending=[True, True, *[False] * len(_SPREAD), True]
    )
    same = (Points.theme, Points.kind, Points.statements, Points.texts, Points.represented)
    spread = ("sessions", "regions", "tiers")
    counts = {"sessions": material.facts["session"].nunique()}
    counts |= {f"{place}s": material.facts[place].nunique() for place in ("region", "tier")}
    table = {
        GenericPoints.number: range(1, len(ordered) + 1),
        GenericPoints.point: ordered[Points.id].tolist(),
        **{name: ordered[name].tolist() for name in (*same, *spread)},
        **{f"of_{name}": [int(counts[name])] * len(ordered) for name in spread},
        GenericPoints.exception: ordered[Points.exception].tolist(),
        GenericPoints.exception_by: ordered[Points.exception_by].tolist(),
    }
    rows = material.broad[material.broad["point"].isin(ordered[Points.id])]
    if not material.corpus.sessions:  # as many as there are submissions: no matrix to read
        rows = rows.iloc[:0]
    return (
        frame(GenericPoints, table),
        _matrix(rows, ordered[Points.id].tolist()),
        evidence_of(FIGURE, rows, ["point", "session"]),
    )


def _matrix(rows: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    keys = ["point", "session"]
    counts = rows.groupby(keys, as_index=False).agg(
        region=("region", "first"),
        tier=("tier", "first"),
        statements=("statement_id", "nunique"),
        texts=("text_group", "nunique"),
    )
    place = {point: number for number, point in enumerate(order)}
    counts = counts.assign(place=counts["point"].map(place)).sort_values(["place", "session"])
    names = (*keys, "region", "tier", "statements", "texts")
    return frame(PointSessions, {name: counts[name].tolist() for name in names})
