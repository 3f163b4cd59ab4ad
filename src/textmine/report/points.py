"""The part of the page about topics, and about texts that occur more than once."""

from dataclasses import dataclass

import pandas as pd

from textmine.analysis.counting import count
from textmine.report.coded import Counts, counts_of
from textmine.report.given import Given
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import TopicSpread


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
