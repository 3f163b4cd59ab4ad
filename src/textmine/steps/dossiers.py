"""Everything that was said about one activity, with the statements behind every number."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from textmine.analysis.counting import as_columns, codes_of, count, facts
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.settings import Settings
from textmine.tables import (
    CROSS,
    DOSSIER_PARTS,
    POINT,
    REGION,
    TIER,
    WHOLE,
    Dossiers,
    Evidence,
    PointMembers,
    Points,
    empty,
    frame,
)

FIGURE = "dossiers"
"""What ``tables.Evidence`` calls the statements behind a row; the key is dossier, part, first and second."""

_KEY = ["dossier", "part", "first", "second"]


class DossiersSettings(Settings):
    """Nothing to choose: the codebook says what the dossiers are about."""


@dataclass(frozen=True, slots=True)
class Filed:
    """The dossiers and the statements behind every number."""

    dossiers: pd.DataFrame
    evidence: pd.DataFrame


def dossiers(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    documents: pd.DataFrame,
    assignments: pd.DataFrame,
    memberships: pd.DataFrame,
    points: pd.DataFrame,
    point_members: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    settings: DossiersSettings,  # noqa: ARG001  # every step has settings
) -> Filed:
    """Count what was said per code of ``Codebook.dossiers``: in all, per cross, region, tier and point.

    A statement with two codes is in two dossiers. The cross is that of ``points_within``, or else the first
    one of the report. Without ``dossiers`` in the codebook there are none.
    """
    if codebook.dossiers is None:
        return Filed(empty(Dossiers), empty(Evidence))
    counted = facts(statements, documents, groups, assignments, memberships, corpus.kind)
    counted = counted.astype(dict.fromkeys(("statement_id", "region", "tier"), object))
    mine = counted.merge(_codes(assignments, codebook, codebook.dossiers, "dossier"), on="statement_id")
    within = codebook.points_within or next(iter(codebook.crosses), None)
    rows = [mine.assign(part=WHOLE, first="", second="")]
    for part in (REGION, TIER):
        placed = mine[mine[part].notna()]
        rows.append(placed.assign(part=part, first=placed[part], second=""))
    if within is not None:
        both = mine
        for dimension, column in zip(within, ("first", "second"), strict=True):
            both = both.merge(_codes(assignments, codebook, dimension, column), on="statement_id")
        rows.append(both.assign(part=CROSS))
    rows.append(mine.merge(_members(points, point_members), on="statement_id").assign(part=POINT, second=""))
    everything = pd.concat(rows, ignore_index=True)
    counts = count(everything, _KEY)
    keys = _ordered(counts, codebook, corpus, within)
    table = {name: [key[place] for key in keys] for place, name in enumerate(_KEY)}
    proof = sorted({("|".join(row[:4]), row[4]) for row in everything[[*_KEY, "statement_id"]].to_numpy()})
    return Filed(
        dossiers=frame(Dossiers, table | as_columns(counts, keys, _KEY)),
        evidence=frame(
            Evidence,
            {
                Evidence.figure: [FIGURE] * len(proof),
                Evidence.key: [key for key, _ in proof],
                Evidence.statement_id: [name for _, name in proof],
            },
        ),
    )


def _codes(assignments: pd.DataFrame, codebook: Codebook, dimension: str, column: str) -> pd.DataFrame:
    return codes_of(assignments, codebook, dimension).rename(columns={"code": column}).astype(object)


def _members(points: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return the statements of points and of the main points they are in: ``first`` and ``statement_id``."""
    fine = members[[PointMembers.point, PointMembers.statement_id]].astype(object)
    fine.columns = pd.Index(["first", "statement_id"])
    parents = dict(zip(points[Points.id], points[Points.parent].astype(object), strict=True))
    broad = fine.assign(first=fine["first"].map(parents))
    return pd.concat([fine, broad[broad["first"].notna()]], ignore_index=True).drop_duplicates()


def _ordered(
    counts: pd.DataFrame, codebook: Codebook, corpus: Corpus, within: tuple[str, str] | None
) -> list[tuple[Any, ...]]:
    mains = [code.code for code in codebook.by_id[codebook.dossiers or ""].codes if code.parent is None]
    found = {tuple(row[:4]): row for row in counts.itertuples(index=False, name=None)}
    names = [list(codebook.by_id[name].by_code) for name in within or ()]
    places = {REGION: [r.id for r in corpus.regions], TIER: [t.id for t in corpus.tiers]}

    def order(key: tuple[Any, ...]) -> tuple[Any, ...]:
        dossier, part, first, second = key
        start = (mains.index(dossier), DOSSIER_PARTS.index(part))
        if part == CROSS:
            return (*start, names[0].index(first), names[1].index(second), "")
        if part == POINT:
            return (*start, -found[key][6], -found[key][4], first)
        known = places.get(part, [""])
        return (*start, known.index(first) if first in known else len(known), 0, first)

    return sorted({*found, *((main, WHOLE, "", "") for main in mains)}, key=order)
