"""Count the analysis tables again, statement by statement, with none of the code that made them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.tables import (
    Assignments,
    CodeCounts,
    Crosses,
    Documents,
    Evidence,
    Funnel,
    Groups,
    Memberships,
    Statements,
    TierPoints,
    Topics,
    TopicSpread,
)
from textmine.verification.difference import Difference

Ids = Mapping[str, set[str]]
"""The statements behind each figure of a table, by the key of ``tables.Evidence``."""

_COUNTS = ("statements", "texts", "sessions", "represented")


@dataclass(frozen=True, slots=True)
class About:
    """What counting needs to know of one statement that counts."""

    text: str
    session: str
    region: str | None
    tier: str | None
    respondent: str | None
    on_behalf_of: int
    topic: str | None


class Counted:
    """The statements that count, with their codes; ``given`` are the tables by the name of their artefact."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.codebook: Codebook = given["codebook"]
        self._corpus: Corpus = given["corpus"]
        self._tables: dict[str, pd.DataFrame] = {
            name: table for name, table in given.items() if isinstance(table, pd.DataFrame)
        }
        self.codes = self._codes()
        self.about = self._about()
        self.parents = {row[Topics.id]: row[Topics.parent] for row in self.rows("topics")}

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return a table as rows."""
        found: list[dict[str, Any]] = pa.Table.from_pandas(
            self._tables[name], preserve_index=False
        ).to_pylist()
        return found

    def _codes(self) -> dict[str, set[tuple[str, str]]]:
        table = self._tables["assignments"]
        table = table[table[Assignments.assigned]]
        names = [Assignments.statement_id, Assignments.dimension, Assignments.code]
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for statement, dimension, code in table[names].itertuples(index=False, name=None):
            found[statement] |= {(dimension, code), (dimension, self.codebook.by_id[dimension].top(code))}
        return found

    def _about(self) -> dict[str, About]:
        documents = {row[Documents.id]: row for row in self.rows("documents")}
        texts = {row[Groups.statement_id]: row[Groups.group] for row in self.rows("groups")}
        topics = {row[Memberships.statement_id]: row[Memberships.topic] for row in self.rows("memberships")}
        owners = self._tables["statements"][[Statements.id, Statements.document_id]]
        found = {}
        for name, document in owners.itertuples(index=False, name=None):
            of = documents[document]
            if name not in self.codes or of[Documents.status] == "concept":
                continue
            person = of[Documents.respondent] or of[Documents.submission]
            speaker = person if self._corpus.kind == "responses" else None
            found[name] = About(
                text=texts[name],
                session=of[Documents.session] or of[Documents.submission],
                region=of[Documents.region],
                tier=of[Documents.tier],
                respondent=of[Documents.organisation] or speaker,
                on_behalf_of=of[Documents.on_behalf_of],
                topic=topics.get(name),
            )
        return found

    def count(self, ids: Collection[str]) -> dict[str, int | None]:
        """Count statements, distinct texts, sessions, and who is represented (missing when unknown)."""
        rows = [self.about[name] for name in ids]
        behalf: dict[str, int] = {}
        for row in rows:
            if row.respondent is not None:
                behalf[row.respondent] = max(behalf.get(row.respondent, 0), row.on_behalf_of)
        return {
            "statements": len(rows),
            "texts": len({row.text for row in rows}),
            "sessions": len({row.session for row in rows}),
            "represented": sum(behalf.values()) if behalf else None,
        }


def code_ids(counted: Counted) -> Ids:
    """Return the statements of every code; a main code has those of its sub-codes."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in counted.about:
        for dimension, code in counted.codes[name]:
            found[f"{dimension}|{code}"].add(name)
    return found


def cross_ids(counted: Counted) -> Ids:
    """Return the statements of every cell of the crosses that the codebook asks for."""
    found: dict[str, set[str]] = defaultdict(set)
    main = {(d.id, c.code) for d in counted.codebook.dimensions for c in d.codes if c.parent is None}
    for name in counted.about:
        mine = counted.codes[name] & main
        for first, second in counted.codebook.crosses:
            for row in (code for dimension, code in mine if dimension == first):
                for column in (code for dimension, code in mine if dimension == second):
                    found[f"{first}|{row}|{second}|{column}"].add(name)
    return found


def topic_ids(counted: Counted) -> Ids:
    """Return the statements of every topic; a broad one has those of its fine topics."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, about in counted.about.items():
        for topic in (about.topic, counted.parents.get(about.topic or "")):
            if topic is not None:
                found[topic].add(name)
    return found


def tier_ids(counted: Counted) -> Ids:
    """Return the statements per subject, topic and tier, where the codebook compares tiers."""
    found: dict[str, set[str]] = defaultdict(set)
    dimension = counted.codebook.tier_comparison
    for name, about in counted.about.items():
        if dimension is not None and about.tier is not None:
            for of, code in counted.codes[name]:
                if of == dimension and counted.codebook.by_id[of].by_code[code].parent is None:
                    found[f"{code}|{about.topic or ''}|{about.tier}"].add(name)
    return found


_TABLES: tuple[tuple[str, tuple[str, ...], Sequence[str]], ...] = (
    ("code_counts", (CodeCounts.dimension, CodeCounts.code), _COUNTS),
    (
        "crosses",
        (Crosses.row_dimension, Crosses.row_code, Crosses.column_dimension, Crosses.column_code),
        _COUNTS,
    ),
    ("topic_spread", (TopicSpread.topic,), _COUNTS[:3]),
    ("tier_points", (TierPoints.subject, TierPoints.point, TierPoints.tier), ("statements", "sessions")),
)
"""Table, the columns of its key, and the counts in it."""


def differences(given: Mapping[str, Any]) -> Iterator[Difference]:
    """Compare the analysis tables and their evidence with what counting again gives."""
    counted = Counted(given)
    found = {
        "code_counts": code_ids(counted),
        "crosses": cross_ids(counted),
        "topic_spread": topic_ids(counted),
        "tier_points": tier_ids(counted),
    }
    for table, key_columns, measures in _TABLES:
        rows = {"|".join(row[name] for name in key_columns): row for row in counted.rows(table)}
        yield from _figures(table, rows, found[table], measures, counted)
    yield from _evidence(given["evidence"], found)
    for row in counted.rows("funnel"):
        if row[Funnel.received] != row[Funnel.kept] + row[Funnel.rejected]:
            place = f"{row[Funnel.title]}, binnen"
            yield Difference(
                "derived/funnel.parquet",
                place,
                str(row[Funnel.received]),
                str(row[Funnel.kept] + row[Funnel.rejected]),
            )


def _figures(
    table: str, rows: Mapping[str, dict[str, Any]], ids: Ids, measures: Sequence[str], counted: Counted
) -> Iterator[Difference]:
    file = f"derived/{table}.parquet"
    for key in sorted(ids.keys() - rows.keys()):
        yield Difference(file, f"sleutel {key}", "(geen rij)", f"{len(ids[key])} uitspraken")
    for key, row in rows.items():
        again = counted.count(ids.get(key, ()))
        for name in measures:
            if row[name] != again[name]:
                yield Difference(file, f"sleutel {key}, kolom {name}", str(row[name]), str(again[name]))


def _evidence(evidence: pd.DataFrame, found: Mapping[str, Ids]) -> Iterator[Difference]:
    told: dict[str, dict[str, set[str]]] = {table: defaultdict(set) for table in found}
    names = [Evidence.figure, Evidence.key, Evidence.statement_id]
    for figure, key, name in evidence[names].itertuples(index=False, name=None):
        if figure in told:
            told[figure][key].add(name)
    for figure, ids in found.items():
        for key in sorted(ids.keys() | told[figure].keys()):
            said, must = told[figure].get(key, set()), ids.get(key, set())
            if said != must:
                yield Difference(
                    "derived/evidence.parquet",
                    f"{figure}, sleutel {key}",
                    f"te veel: {', '.join(sorted(said - must)) or 'geen'}",
                    f"ontbreekt: {', '.join(sorted(must - said)) or 'geen'}",
                )
