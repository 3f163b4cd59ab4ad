"""Which statements stand behind analyses A to D, found again with none of the code that made them."""

from collections import defaultdict
from collections.abc import Sequence

from textmine.tables import PointMembers, Points, PointSessions, PointTiers, RegionProfile, TierPoints
from textmine.verification.counted import Counted, Ids

COMPARED: tuple[tuple[str, tuple[str, ...], Sequence[str]], ...] = (
    ("tier_points", (TierPoints.subject, TierPoints.point, TierPoints.tier), ("statements", "sessions")),
    ("point_sessions", (PointSessions.point, PointSessions.session), ("statements", "texts")),
    ("point_tiers", (PointTiers.point, PointTiers.tier), ("statements", "texts", "sessions")),
    (
        "region_profile",
        (RegionProfile.region, RegionProfile.dimension, RegionProfile.item),
        ("statements", "texts", "sessions"),
    ),
)
"""Table, the columns of its key, and the counts in it."""

FIGURES = {"point_sessions": "generic_points"}
"""What ``tables.Evidence`` calls a table, where that is not its name."""


def comparison_ids(counted: Counted) -> dict[str, Ids]:
    """Return per table the statements of every row."""
    mains, fine = _held(counted)
    found: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name, _, _ in COMPARED}
    outside = {(d.id, d.outside) for d in counted.codebook.dimensions}
    compared = counted.codebook.tier_comparison
    tiers = bool(counted.corpus.tiers) or any(about.tier for about in counted.about.values())
    generic = {row[Points.id] for row in counted.rows("points") if row[Points.generic]}
    matrix = generic if counted.corpus.sessions else set()
    for name, about in counted.about.items():
        codes = counted.codes[name]
        for main in mains[name]:
            keys = {
                "point_tiers": f"{main}|{about.tier or ''}" if tiers else None,
                "point_sessions": f"{main}|{about.session}" if main in matrix else None,
                "region_profile": f"{about.region}||{main}" if about.region else None,
            }
            for table, key in keys.items():
                if key is not None:
                    found[table][key].add(name)
        if about.region is not None:
            for dimension, code in codes - outside:
                found["region_profile"][f"{about.region}|{dimension}|{code}"].add(name)
        if compared is None or about.tier is None or not counted.corpus.tiers:
            continue
        tops = {code for of, code in codes if of == compared and counted.is_main(of, code)}
        points = fine[name] if counted.codebook.points_within else {about.topic or ""}
        for code in tops:
            for point in points:
                found["tier_points"][f"{code}|{point}|{about.tier}"].add(name)
    return dict(found)


def _held(counted: Counted) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return per statement its main points that people did not leave out, and its points of level 2."""
    points = {row[Points.id]: row for row in counted.rows("points")}
    mains: dict[str, set[str]] = defaultdict(set)
    fine: dict[str, set[str]] = defaultdict(set)
    for row in counted.rows("point_members"):
        name, point = row[PointMembers.statement_id], row[PointMembers.point]
        fine[name].add(point)
        main = points[point][Points.parent]
        if points[main][Points.excluded] is None:
            mains[name].add(main)
    return mains, fine
