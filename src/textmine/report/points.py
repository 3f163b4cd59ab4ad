"""The part of the page about points: tiers side by side, topics, and texts that occur more than once."""

from dataclasses import dataclass

import pandas as pd

from textmine.analysis.counting import count
from textmine.report.coded import Counts, counts_of
from textmine.report.given import Given
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import TierPoints, TopicSpread


@dataclass(frozen=True, slots=True)
class TierCell:
    """A point in one tier; ``sessions`` is 0 when nobody made it there."""

    tier: str
    statements: int
    sessions: int
    counts: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point that counts in at least one tier, with all tiers side by side; ``key`` is ``subject|point``."""

    key: str
    name: str
    cells: tuple[TierCell, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A point that does not count in a tier, and why."""

    subject: str
    point: str
    tier: str
    statements: int
    sessions: int
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
    """Tiers side by side, and everything that drops out."""

    dimension: str
    tiers: tuple[str, ...]
    subjects: tuple[Subject, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic found in the texts; ``part`` is its bar, 0 to 100: the largest of its level is 100."""

    anchor: str
    name: str
    words: str
    statements: int
    texts: int
    sessions: int
    regions: int
    tiers: int
    part: float
    quotes: tuple[Quote, ...]
    children: tuple["Topic", ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A text that occurs more than once; the quote shows it once."""

    quote: Quote
    counts: Counts


def comparison(given: Given, quotes: Quotes) -> Comparison | None:
    """Set tiers side by side; None when the codebook does not ask for it, or no tier is known."""
    rows = records(given.tier_points)
    if given.codebook.tier_comparison is None or not rows:
        return None
    dimension = given.codebook.by_id[given.codebook.tier_comparison]
    _, tiers = given.place_names()
    subjects = tuple(
        _subject(given, quotes, code.code, code.name, [r for r in rows if r[TierPoints.subject] == code.code])
        for code in dimension.codes
        if code.parent is None
    )
    dropped = tuple(
        Dropped(
            subject=dimension.by_code[row[TierPoints.subject]].name,
            point=row[TierPoints.point_name],
            tier=tiers[row[TierPoints.tier]],
            statements=row[TierPoints.statements],
            sessions=row[TierPoints.sessions],
            reason=row[TierPoints.reason],
        )
        for row in rows
        if not row[TierPoints.counts]
    )
    return Comparison(dimension.name, tuple(t.name for t in given.corpus.tiers), subjects, dropped)


def _subject(given: Given, quotes: Quotes, code: str, name: str, rows: list[Row]) -> Subject:
    found = {(row[TierPoints.point], row[TierPoints.tier]): row for row in rows}
    counting = dict.fromkeys(row[TierPoints.point] for row in rows if row[TierPoints.counts])
    names = {row[TierPoints.point]: row[TierPoints.point_name] for row in rows}
    sessions = {
        p: sum(row[TierPoints.sessions] for row in rows if row[TierPoints.point] == p) for p in counting
    }
    ordered = sorted(counting, key=lambda point: (-sessions[point], names[point], point))
    points = tuple(
        PointRow(
            f"{code}|{point}",
            names[point],
            tuple(
                _tier_cell(given, quotes, found.get((point, tier.id)), tier.name)
                for tier in given.corpus.tiers
            ),
        )
        for point in ordered
    )
    return Subject(f"vergelijking-{code}", name, points, sum(not row[TierPoints.counts] for row in rows))


def _tier_cell(given: Given, quotes: Quotes, row: Row | None, tier: str) -> TierCell:
    if row is None:
        return TierCell(tier, 0, 0, counts=False, quotes=())
    key = "|".join((row[TierPoints.subject], row[TierPoints.point], row[TierPoints.tier]))
    number = given.limits.quotes_per_point if row[TierPoints.counts] else 0
    return TierCell(
        tier,
        row[TierPoints.statements],
        row[TierPoints.sessions],
        counts=row[TierPoints.counts],
        quotes=tuple(quotes.best("tier_points", key, number)),
    )


def topics(given: Given, quotes: Quotes) -> tuple[Topic, ...]:
    """Return the broad topics, largest first, each with its fine topics."""
    rows = records(given.topic_spread)
    present = {row[TopicSpread.topic] for row in rows}
    most: dict[int, int] = {}
    for row in rows:
        most[row[TopicSpread.level]] = max(most.get(row[TopicSpread.level], 1), row[TopicSpread.statements])
    children: dict[str | None, list[Row]] = {}
    for row in rows:
        parent = row[TopicSpread.parent]
        children.setdefault(parent if parent in present else None, []).append(row)

    def build(row: Row) -> Topic:
        below = tuple(build(child) for child in _largest_first(children.get(row[TopicSpread.topic], [])))
        number = 0 if below else given.limits.quotes_per_topic
        return Topic(
            anchor=f"onderwerp-{row[TopicSpread.topic]}",
            name=row[TopicSpread.name],
            words=", ".join(row[TopicSpread.words].split("|")),
            statements=row[TopicSpread.statements],
            texts=row[TopicSpread.texts],
            sessions=row[TopicSpread.sessions],
            regions=row[TopicSpread.regions],
            tiers=row[TopicSpread.tiers],
            part=100 * row[TopicSpread.statements] / most[row[TopicSpread.level]],
            quotes=tuple(quotes.of_topic(row[TopicSpread.topic], number)),
            children=below,
        )

    return tuple(build(row) for row in _largest_first(children.get(None, [])))


def _largest_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row[TopicSpread.statements], row[TopicSpread.topic]))


def repeated_texts(given: Given) -> pd.DataFrame:
    """Return the texts that count more than once, most frequent first.

    Columns: ``text_group``, ``statements``, ``texts`` (1), ``sessions``, ``represented`` and ``statement_id``
    (the first of them).
    """
    rows = given.facts[~given.facts["statement_id"].isin(list(given.withheld))]
    found = count(rows, ["text_group"]).merge(
        rows.groupby("text_group", as_index=False)["statement_id"].min(), on="text_group"
    )
    found = found[found["statements"] > 1]
    return found.sort_values(["statements", "statement_id"], ascending=[False, True], ignore_index=True)


def repeated(given: Given, quotes: Quotes) -> tuple[tuple[Repeated, ...], int]:
    """Return the most frequent repeated texts, and how many there are in all."""
    rows = repeated_texts(given)
    return tuple(
        Repeated(quotes.of_statement(row["statement_id"]), counts_of(row))
        for row in records(rows.head(given.limits.repeated_texts))
    ), len(rows)
