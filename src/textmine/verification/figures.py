"""Count the analysis tables again, statement by statement, with none of the code that made them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from textmine.tables import (
    CodeCounts,
    Crosses,
    Evidence,
    Funnel,
    TopicSpread,
)
from textmine.verification.comparisons import COMPARED, FIGURES, comparison_ids
from textmine.verification.counted import Counted, Ids
from textmine.verification.difference import Difference

_COUNTS = ("statements", "texts", "sessions", "represented")


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


_TABLES: tuple[tuple[str, tuple[str, ...], Sequence[str]], ...] = (
    ("code_counts", (CodeCounts.dimension, CodeCounts.code), _COUNTS),
    (
        "crosses",
        (Crosses.row_dimension, Crosses.row_code, Crosses.column_dimension, Crosses.column_code),
        _COUNTS,
    ),
    ("topic_spread", (TopicSpread.topic,), _COUNTS[:3]),
    *COMPARED,
)
"""Table, the columns of its key, and the counts in it."""


def differences(given: Mapping[str, Any]) -> Iterator[Difference]:
    """Compare the analysis tables and their evidence with what counting again gives."""
    counted = Counted(given)
    found = {
        "code_counts": code_ids(counted),
        "crosses": cross_ids(counted),
        "topic_spread": topic_ids(counted),
        **comparison_ids(counted),
    }
    for table, key_columns, measures in _TABLES:
        rows = {"|".join(row[name] or "" for name in key_columns): row for row in counted.rows(table)}
        yield from _figures(table, rows, found[table], measures, counted)
    yield from _evidence(pd.concat([given["evidence"], given["compare_evidence"]]), found)
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
    found = {FIGURES.get(table, table): ids for table, ids in found.items()}
    told: dict[str, dict[str, set[str]]] = {figure: defaultdict(set) for figure in found}
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
