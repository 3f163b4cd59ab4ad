"""Analysis C: per region what was said, and what was said more than in the other regions."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from textmine.analysis.coded_rows import evidence_of
from textmine.analysis.log_odds import Compared, Method, Spoken, compare_groups
from textmine.analysis.numbers import whole
from textmine.codebook import Codebook
from textmine.steps.compare.material import Material
from textmine.tables import Assignments, Evidence, Points, RegionProfile, empty, frame

FIGURE = "region_profile"

ONE_SESSION = "elke regio heeft maar één sessie; hoe sessies verschillen, is dan niet te zeggen"
ONE_REGION = "er is geen andere regio om mee te vergelijken"

_TEXT = pd.ArrowDtype(pa.string())


@dataclass(frozen=True)
class _Cells:
    """``rows`` are the statements of a known region, once per item; ``items`` are pairs in order."""

    rows: pd.DataFrame
    items: list[tuple[str | None, str]]
    codes: int


def profiles(material: Material, method: Method, level: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the profile of every region, and the statements behind every row of it."""
    known = material.facts[material.facts["region"].notna()]
    if known.empty:
        return empty(RegionProfile), empty(Evidence)
    regions = [region for region in material.regions if (known["region"] == region).any()]
    cells = _cells(known, material)
    compared = compare_groups(_spoken(known, cells, regions), method)
    table = _table(known, cells, regions, compared, method, level)
    return table, evidence_of(FIGURE, cells.rows, ["region", "dimension", "item"])


def _cells(known: pd.DataFrame, material: Material) -> _Cells:
    """Find which statements are about which code (with its sub-codes), and in which main point."""
    outside = {(d.id, d.outside) for d in material.codebook.dimensions}
    order = [(d.id, c.code) for d in material.codebook.dimensions for c in d.codes]
    codes = [pair for pair in order if pair not in outside]
    given = _with_main(material.assignments, material.codebook)
    about = known.merge(given, on="statement_id")
    pairs = pd.MultiIndex.from_frame(about[["dimension", "item"]].astype(object))
    about = about[pairs.isin(codes)]
    said = material.broad[material.broad["region"].notna()].rename(columns={"point": "item"})
    said = said.assign(dimension=pd.Series(None, index=said.index, dtype=_TEXT))
    names = [*known.columns, "dimension", "item"]
    rows = pd.concat([about[names], said[names]], ignore_index=True)
    points = [(None, point) for point in material.mains[Points.id].tolist()]
    return _Cells(rows, [*codes, *points], len(codes))


def _with_main(assignments: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the codes of every statement, and the main codes that they belong to, each once."""
    rows = assignments[assignments[Assignments.assigned]]
    names = [Assignments.statement_id, Assignments.dimension, Assignments.code]
    own = rows[names].astype(object)
    main = {(d.id, code): d.top(code) for d in codebook.dimensions for code in d.by_code}
    pairs = zip(own[Assignments.dimension], own[Assignments.code], strict=True)
    both = pd.concat([own, own.assign(**{Assignments.code: [main[pair] for pair in pairs]})])
    return both.drop_duplicates().rename(columns={Assignments.code: "item"}).astype(_TEXT)


def _spoken(known: pd.DataFrame, cells: _Cells, regions: list[str]) -> Spoken:
    """Return what was said per session; one of two regions is a session in each."""
    per = known.groupby(["session", "region"]).size().reset_index(name="size")
    keys = list(zip(per["session"], per["region"], strict=True))
    place = {key: number for number, key in enumerate(keys)}
    column = {item: number for number, item in enumerate(cells.items)}
    where = [place[key] for key in zip(cells.rows["session"], cells.rows["region"], strict=True)]
    items = zip(cells.rows["dimension"].astype(object), cells.rows["item"], strict=True)
    what = [column[None if pd.isna(dimension) else dimension, item] for dimension, item in items]
    counts = sparse.csr_array((np.ones(len(where)), (where, what)), shape=(len(keys), len(cells.items)))
    number = {region: n for n, region in enumerate(regions)}
    return Spoken(
        counts=counts,
        totals=per["size"].to_numpy(dtype=np.float64),
        group=np.array([number[region] for _, region in keys], np.int64),
        groups=len(regions),
    )


def _table(
    known: pd.DataFrame,
    cells: _Cells,
    regions: list[str],
    compared: Compared,
    method: Method,
    level: float,
) -> pd.DataFrame:
    counts = _counts(cells, regions)
    of_statements = known.groupby("region")["statement_id"].nunique()
    of_sessions = known.groupby("region")["session"].nunique()
    made = counts[0] > 0
    shown = made.copy()
    shown[:, : cells.codes] = True
    region, item = np.nonzero(shown)
    mine, texts, sessions = (number[region, item] for number in counts)
    totals = np.array([int(of_statements[name]) for name in regions])
    chance = compared.chance[region, item]
    alone = all(of_sessions[name] == 1 for name in regions)
    small = ONE_SESSION if alone else _too_small(method)
    more = np.nan_to_num(chance, nan=1.0) <= level
    table = {
        RegionProfile.region: [regions[n] for n in region],
        RegionProfile.dimension: [cells.items[n][0] for n in item],
        RegionProfile.item: [cells.items[n][1] for n in item],
        RegionProfile.statements: mine,
        RegionProfile.texts: texts,
        RegionProfile.of_statements: totals[region],
        RegionProfile.sessions: sessions,
        RegionProfile.of_sessions: [int(of_sessions[regions[n]]) for n in region],
        RegionProfile.elsewhere: counts[0].sum(axis=0)[item] - mine,
        RegionProfile.of_elsewhere: totals.sum() - totals[region],
        RegionProfile.other_regions: made.sum(axis=0)[item] - made[region, item],
        RegionProfile.log_odds: compared.log_odds[region, item],
        RegionProfile.low: compared.low[region, item],
        RegionProfile.high: compared.high[region, item],
        RegionProfile.chance: chance,
        RegionProfile.more: more,
        RegionProfile.reason: [
            None if not np.isnan(share) else ONE_REGION if len(regions) == 1 else small for share in chance
        ],
    }
    return frame(RegionProfile, table)


def _counts(cells: _Cells, regions: list[str]) -> tuple[NDArray[np.int64], ...]:
    """Return statements, texts and sessions. Shape: regions x items."""
    column = {item: number for number, item in enumerate(cells.items)}
    number = {region: n for n, region in enumerate(regions)}
    grouped = cells.rows.groupby(["region", "dimension", "item"], dropna=False).agg(
        statements=("statement_id", "nunique"),
        texts=("text_group", "nunique"),
        sessions=("session", "nunique"),
    )
    found = tuple(np.zeros((len(regions), len(cells.items)), np.int64) for _ in range(3))
    for (region, dimension, item), values in zip(grouped.index, grouped.to_numpy(), strict=True):
        place = number[region], column[None if pd.isna(dimension) else dimension, item]
        for table, value in zip(found, values, strict=True):
            table[place] = value
    return found


def _too_small(method: Method) -> str:
    return (
        f"te weinig om te vergelijken: nodig zijn {whole(method.statements)} uitspraken "
        f"in {whole(method.sessions)} verschillende sessies of inzendingen"
    )
