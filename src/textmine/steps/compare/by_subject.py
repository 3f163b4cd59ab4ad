"""Analysis D: per subject what every tier says; a point counts when enough sessions of the tier made it."""

from collections.abc import Mapping

import pandas as pd

from textmine.analysis.coded_rows import evidence_of
from textmine.analysis.counting import codes_of, count
from textmine.analysis.numbers import whole
from textmine.steps.compare.material import Material
from textmine.tables import Evidence as EvidenceTable
from textmine.tables import Points, TierPoints, Topics, empty, frame

FIGURE = "tier_points"

UNASSIGNED = ""
"""The point of statements that belong to none."""


def tier_points(material: Material, topics: pd.DataFrame, needed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare tiers point by point; a point that does not count stays in the table with its reason.

    Points of level 2 are compared, not main points: the rule wants the same point from two sessions, and a
    main point gathers points that resemble each other, so that it would count where nobody said the same.
    A statement of two themes is in a point of each. Where the codebook asks for no points, fine topics stand
    in for them.
    """
    codebook, corpus = material.codebook, material.corpus
    if codebook.tier_comparison is None or not corpus.tiers:
        return empty(TierPoints), empty(EvidenceTable)
    rows, names = _points(material) if codebook.points_within else _topics(material, topics)
    codes = codes_of(material.assignments, codebook, codebook.tier_comparison)
    rows = rows[rows["tier"].notna()].merge(codes.rename(columns={"code": "subject"}), on="statement_id")
    by = ["subject", "point", "tier"]
    counts = count(rows, by)
    subjects = {c.code: place for place, c in enumerate(codebook.by_id[codebook.tier_comparison].codes)}
    tiers = {tier: place for place, tier in enumerate(material.tiers)}
    found = counts[[*by, "statements", "sessions"]].itertuples(index=False, name=None)
    ordered = sorted(
        found, key=lambda row: (subjects[row[0]], -row[4], -row[3], names[row[1]], row[1], tiers[row[2]])
    )
    excluded = _excluded(material.points)
    one = ("sessie", "sessies") if corpus.kind == "minutes" else ("inzending", "inzendingen")
    reasons = [
        excluded.get(point) or _why_dropped(point, sessions, needed, one)
        for _, point, _, _, sessions in ordered
    ]
    of = material.sessions_per("tier")
    table = {
        TierPoints.subject: [row[0] for row in ordered],
        TierPoints.point: [row[1] for row in ordered],
        TierPoints.point_name: [names[row[1]] for row in ordered],
        TierPoints.tier: [row[2] for row in ordered],
        TierPoints.statements: [row[3] for row in ordered],
        TierPoints.sessions: [row[4] for row in ordered],
        TierPoints.of_sessions: [of[row[2]] for row in ordered],
        TierPoints.counts: [reason is None for reason in reasons],
        TierPoints.reason: reasons,
    }
    return frame(TierPoints, table), evidence_of(FIGURE, rows, by)


def _points(material: Material) -> tuple[pd.DataFrame, Mapping[str, str]]:
    return material.fine, dict(zip(material.points[Points.id], material.points[Points.name], strict=True))


def _topics(material: Material, topics: pd.DataFrame) -> tuple[pd.DataFrame, Mapping[str, str]]:
    rows = material.facts.assign(point=material.facts["topic"].fillna(UNASSIGNED))
    names = dict(zip(topics[Topics.id], topics[Topics.name], strict=True))
    return rows, names | {UNASSIGNED: "niet ingedeeld"}


def _excluded(points: pd.DataFrame) -> Mapping[str, str]:
    """Return why people left a point out; what belongs to a main point goes with it."""
    why = dict(zip(points[Points.id], points[Points.excluded], strict=True))
    found = {}
    for point, parent in zip(points[Points.id], points[Points.parent], strict=True):
        reasons = [why[name] for name in (point, parent) if name in why and not pd.isna(why[name])]
        if reasons:
            found[point] = f"weggelaten door mensen: {reasons[0]}"
    return found


def _why_dropped(point: str, sessions: int, needed: int, words: tuple[str, str]) -> str | None:
    if point == UNASSIGNED:
        return "niet ingedeeld bij een punt"
    if sessions < needed:
        found = f"1 {words[0]}" if sessions == 1 else f"{whole(sessions)} {words[1]}"
        return f"genoemd in {found} van deze bestuurslaag; nodig zijn er {whole(needed)}"
    return None
