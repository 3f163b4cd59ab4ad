"""Analysis B: every main point of a theme in every tier, and which points tiers do not share."""

import pandas as pd

from textmine.analysis.coded_rows import evidence_of
from textmine.analysis.uneven import Rule, called_by_chance, chance
from textmine.steps.compare.material import Material
from textmine.tables import Points, PointTiers, frame

FIGURE = "point_tiers"


def point_tiers(material: Material, rule: Rule) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every main point in every tier, and the statements behind it; nothing where no tier is known."""
    rows = material.broad if material.tiers else material.broad.iloc[:0]
    mains = material.mains[Points.id].tolist() if material.tiers else []
    grouped = rows.groupby(["point", "tier"], dropna=False).agg(
        statements=("statement_id", "nunique"),
        texts=("text_group", "nunique"),
        sessions=("session", "nunique"),
    )
    found = {
        (point, None if pd.isna(tier) else tier): tuple(int(n) for n in numbers)
        for (point, tier), numbers in zip(grouped.index, grouped.to_numpy().tolist(), strict=True)
    }
    of = material.sessions_per("tier")
    unknown = material.facts.loc[material.facts["tier"].isna(), "session"].nunique()
    made = []
    for point in mains:
        in_tiers = {tier: found.get((point, tier), (0, 0, 0)) for tier in material.tiers}
        total = sum(numbers[2] for numbers in in_tiers.values())
        for tier, numbers in in_tiers.items():
            here, of_here = numbers[2], of.get(tier, 0)
            sizes = (total - here, sum(of.values()) - of_here)
            made.append((point, tier, *numbers, of_here, *_against(here, of_here, *sizes, rule)))
        if (point, None) in found:
            made.append((point, None, *found[point, None], unknown, None, None, None, None, False))
    names = list(PointTiers.to_schema().columns)
    columns = zip(*made, strict=True) if made else ([] for _ in names)
    table = frame(PointTiers, dict(zip(names, map(list, columns), strict=True)))
    return table, evidence_of(FIGURE, rows, ["point", "tier"])


def _against(
    here: int, of_here: int, elsewhere: int, of_elsewhere: int, rule: Rule
) -> tuple[int, int, float | None, float | None, bool]:
    if not of_here or not of_elsewhere:
        return elsewhere, of_elsewhere, None, None, False
    sizes = (here, of_here, elsewhere, of_elsewhere)
    expected = called_by_chance(here + elsewhere, of_here, of_elsewhere, rule)
    return elsewhere, of_elsewhere, chance(*sizes), expected, rule.holds(*sizes)
