"""Analysis D on the page: per subject the points of every tier side by side, and what drops out."""

from collections.abc import Mapping
from dataclasses import dataclass

from textmine.codebook import Code
from textmine.report.given import Given
from textmine.report.point_names import by_id, named
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import Points, TierPoints

FIGURE = "tier_points"


@dataclass(frozen=True, slots=True)
class TierCell:
    """A point in one tier; ``sessions`` is 0 when nobody made it there."""

    tier: str
    statements: int
    sessions: int
    of_sessions: int
    counts: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point that counts in at least one tier, with all tiers side by side; ``key`` is ``subject|point``.

    ``kind`` names kind and theme; it is empty where points are topics.
    """

    key: str
    name: str
    kind: str
    cells: tuple[TierCell, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A point that does not count in a tier, and why."""

    key: str
    subject: str
    point: str
    kind: str
    tier: str
    statements: int
    sessions: int
    of_sessions: int
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One row group of the comparison between tiers."""

    id: str
    name: str
    points: tuple[PointRow, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Tiers side by side, and everything that drops out; ``kinds`` is whether points have a kind."""

    dimension: str
    tiers: tuple[str, ...]
    kinds: bool
    subjects: tuple[Subject, ...]
    dropped: tuple[Dropped, ...]


def comparison(given: Given, quotes: Quotes) -> Comparison | None:
    """Set tiers side by side; None when the codebook does not ask for it, or no tier is known."""
    rows = records(given.tier_points)
    if given.codebook.tier_comparison is None or not rows:
        return None
    dimension = given.codebook.by_id[given.codebook.tier_comparison]
    named_tiers = given.place_names()[1]
    names = _names(given, quotes, rows)
    sizes: dict[str, int] = {tier.id: 0 for tier in given.corpus.tiers}
    sizes |= {row[TierPoints.tier]: row[TierPoints.of_sessions] for row in rows}
    by_subject: dict[str, list[Row]] = {}
    for row in rows:
        by_subject.setdefault(row[TierPoints.subject], []).append(row)
    subjects = tuple(
        _subject(_Cells(given, quotes, sizes), code, by_subject.get(code.code, []), names)
        for code in dimension.codes
        if code.parent is None
    )
    dropped = tuple(
        Dropped(
            key="|".join((row[TierPoints.subject], row[TierPoints.point], row[TierPoints.tier])),
            subject=dimension.by_code[row[TierPoints.subject]].name,
            point=names[row[TierPoints.point]][0],
            kind=names[row[TierPoints.point]][1],
            tier=named_tiers.get(row[TierPoints.tier], row[TierPoints.tier]),
            statements=row[TierPoints.statements],
            sessions=row[TierPoints.sessions],
            of_sessions=row[TierPoints.of_sessions],
            reason=row[TierPoints.reason],
        )
        for row in rows
        if not row[TierPoints.counts]
    )
    tiers = tuple(named_tiers.get(tier, tier) for tier in sizes)
    return Comparison(dimension.name, tiers, given.codebook.points_within is not None, subjects, dropped)


def _names(given: Given, quotes: Quotes, rows: list[Row]) -> Mapping[str, tuple[str, str]]:
    """Return the name of every point that is compared, with its kind and theme: it may be in two."""
    within, points = given.codebook.points_within, by_id(given)
    found = {}
    for row in rows:
        point = row[TierPoints.point]
        if within is None:
            found[point] = (row[TierPoints.point_name], "")
        elif point not in found:
            about = points[point]
            names = (
                given.code_name(within[1], about[Points.kind]),
                given.code_name(within[0], about[Points.theme]),
            )
            found[point] = (named(given, quotes, about).text, ", ".join(names))
    return found


@dataclass(frozen=True)
class _Cells:
    """Makes cells; ``sizes`` counts the sessions of each tier, in order."""

    given: Given
    quotes: Quotes
    sizes: Mapping[str, int]

    def of(self, found: Mapping[tuple[str, str], Row], point: str) -> tuple[TierCell, ...]:
        """Return a point in every tier."""
        names = self.given.place_names()[1]
        return tuple(
            self._cell(found.get((point, tier)), names.get(tier, tier), size)
            for tier, size in self.sizes.items()
        )

    def _cell(self, row: Row | None, tier: str, of: int) -> TierCell:
        if row is None:
            return TierCell(tier, 0, 0, of, counts=False, quotes=())
        key = "|".join((row[TierPoints.subject], row[TierPoints.point], row[TierPoints.tier]))
        number = self.given.limits.quotes_per_point if row[TierPoints.counts] else 0
        return TierCell(
            tier,
            row[TierPoints.statements],
            row[TierPoints.sessions],
            of,
            counts=row[TierPoints.counts],
            quotes=tuple(self.quotes.best(FIGURE, key, number)),
        )


def _subject(cells: _Cells, code: Code, rows: list[Row], names: Mapping[str, tuple[str, str]]) -> Subject:
    found = {(row[TierPoints.point], row[TierPoints.tier]): row for row in rows}
    counting = dict.fromkeys(row[TierPoints.point] for row in rows if row[TierPoints.counts])
    sessions = dict.fromkeys(counting, 0)
    for row in rows:
        if row[TierPoints.point] in sessions:
            sessions[row[TierPoints.point]] += row[TierPoints.sessions]
    ordered = sorted(counting, key=lambda point: (-sessions[point], names[point], point))
    points = tuple(
        PointRow(f"{code.code}|{point}", *names[point], cells.of(found, point)) for point in ordered
    )
    dropped = sum(not row[TierPoints.counts] for row in rows)
    return Subject(f"vergelijking-{code.code}", code.name, points, dropped)
