"""Counts of a dialogue: per part and over all parts, with sessions and submissions apart."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from textmine.analysis.counting import facts
from textmine.errors import ConservationError
from textmine.tables import Documents, PartCounts, Parts, Reconciliation, Statements, frame

Key = tuple[str, ...]

UNITS = (
    PartCounts.statements,
    PartCounts.texts,
    PartCounts.sessions,
    PartCounts.submissions,
    PartCounts.represented,
)


def facts_of_parts(  # noqa: PLR0913, PLR0917  # five tables, and what the parts are
    parts: pd.DataFrame,
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    groups: pd.DataFrame,
    assignments: pd.DataFrame,
    memberships: pd.DataFrame,
) -> pd.DataFrame:
    """Return the facts (see ``counting.facts``) of every part, each by its own kind, with ``part``.

    ``meeting`` is the session of minutes, ``submission`` that of responses; the other is missing.
    """
    found = []
    for part, kind in zip(parts[Parts.part], parts[Parts.kind], strict=True):
        own = documents[documents[Documents.corpus] == part]
        said = statements[statements[Statements.document_id].isin(own[Documents.id])]
        rows = facts(said, own, groups, assignments, memberships, kind)
        nothing = pd.Series(pd.NA, index=rows.index, dtype=rows["session"].dtype)
        minutes = kind == "minutes"
        found.append(
            rows.assign(
                part=pd.Series(part, index=rows.index, dtype=rows["session"].dtype),
                meeting=rows["session"] if minutes else nothing,
                submission=nothing if minutes else rows["session"],
            )
        )
    return pd.concat(found, ignore_index=True)


class Tally:
    """Counts ``rows`` (facts of parts with key columns ``by``) per key and part, and per key."""

    def __init__(self, rows: pd.DataFrame, by: Sequence[str], parts: pd.DataFrame) -> None:
        self._by = list(by)
        self._names = parts[Parts.part].tolist()
        kinds = dict(zip(self._names, parts[Parts.kind].tolist(), strict=True))
        self._kinds = {**{name: {kind} for name, kind in kinds.items()}, None: set(kinds.values())}
        self._people = self._behalf(rows, [*self._by, "part"])
        self._total_people = self._behalf(rows, self._by)
        self._texts = rows.groupby([*self._by, "text_group"], observed=True)["part"].nunique() - 1
        self._per_part = self._count(rows, [*self._by, "part"], self._people)
        self._total = self._count(rows, self._by, self._total_people)

    def table(self, figure: str, keys: Iterable[Key]) -> dict[str, list[Any]]:
        """Return columns of ``PartCounts``: per key every part, then all together; zero where nothing is."""
        columns: dict[str, list[Any]] = {name: [] for name in PartCounts.to_schema().columns}
        for key in keys:
            for part in (*self._names, None):
                counts = self._per_part.get((*key, part)) if part is not None else self._total.get(key)
                row = counts or {**dict.fromkeys(UNITS, 0), PartCounts.represented: None, PartCounts.parts: 0}
                apart = {
                    PartCounts.sessions: "minutes" in self._kinds[part],
                    PartCounts.submissions: "responses" in self._kinds[part],
                }
                columns[PartCounts.figure].append(figure)
                columns[PartCounts.key].append("|".join(key))
                columns[PartCounts.part].append(part)
                for name in (PartCounts.parts, *UNITS):
                    columns[name].append(row[name] if apart.get(name, True) else None)
        return columns

    def reconciled(self, figure: str, keys: Iterable[Key]) -> dict[str, list[Any]]:
        """Return columns of ``Reconciliation``.

        Raises
        ------
        ConservationError
            When the sum of the parts, less what they share, is not the total.
        """
        shared = {
            PartCounts.texts: _by_key(self._texts, len(self._by)),
            PartCounts.represented: self._shared_people(),
        }
        columns: dict[str, list[Any]] = {name: [] for name in Reconciliation.to_schema().columns}
        for key in keys:
            for unit in UNITS:
                summed = sum((self._per_part.get((*key, part)) or {}).get(unit) or 0 for part in self._names)
                total = (self._total.get(key) or {}).get(unit) or 0
                twice = shared.get(unit, {}).get(key, 0)
                if summed - twice != total:
                    raise ConservationError(
                        f"{figure} {'|'.join(key)}, {unit}: {summed} in de delen - {twice} in meer delen is "
                        f"niet {total} in het geheel"
                    )
                values = (figure, "|".join(key), unit, summed, twice, total)
                for name, value in zip(columns, values, strict=True):
                    columns[name].append(value)
        return columns

    @staticmethod
    def _behalf(rows: pd.DataFrame, by: Sequence[str]) -> pd.Series:
        known = rows[rows["respondent"].notna()]
        return known.groupby([*by, "respondent"], observed=True)["on_behalf_of"].max()

    def _shared_people(self) -> dict[Key, int]:
        """Return per key how many too many the sum of the parts counts: each respondent has one number."""
        if self._people.empty:
            return {}
        levels = list(range(len(self._by)))
        summed = self._people.groupby(level=[*levels, len(self._by) + 1]).sum()
        return _by_key(summed - self._total_people.reindex(summed.index), len(self._by))

    @staticmethod
    def _count(
        rows: pd.DataFrame, by: Sequence[str], people: pd.Series
    ) -> dict[tuple[Any, ...], dict[str, int | None]]:
        counts = rows.groupby(list(by), observed=True).agg(
            parts=("part", "nunique"),
            statements=("statement_id", "nunique"),
            texts=("text_group", "nunique"),
            sessions=("meeting", "nunique"),
            submissions=("submission", "nunique"),
        )
        counts["represented"] = people.groupby(level=list(range(len(by)))).sum()
        names = counts.columns.tolist()
        found: dict[tuple[Any, ...], dict[str, int | None]] = {}
        for key, row in zip(counts.index.tolist(), counts.itertuples(index=False, name=None), strict=True):
            values = [None if pd.isna(value) else int(value) for value in row]
            found[key if isinstance(key, tuple) else (key,)] = dict(zip(names, values, strict=True))
        return found


def _by_key(numbers: pd.Series, levels: int) -> dict[Key, int]:
    """Sum ``numbers`` over all but the first ``levels`` of their index."""
    if numbers.empty:
        return {}
    summed = numbers.groupby(level=list(range(levels))).sum()
    return {
        key if isinstance(key, tuple) else (key,): int(value)
        for key, value in zip(summed.index.tolist(), summed.tolist(), strict=True)
    }


def counts_frame(columns: Sequence[dict[str, list[Any]]]) -> pd.DataFrame:
    """Return ``PartCounts`` of the columns of several figures."""
    return frame(PartCounts, _stacked(PartCounts, columns))


def reconciliation_frame(columns: Sequence[dict[str, list[Any]]]) -> pd.DataFrame:
    """Return ``Reconciliation`` of the columns of several figures."""
    return frame(Reconciliation, _stacked(Reconciliation, columns))


def _stacked(table: Any, columns: Sequence[dict[str, list[Any]]]) -> dict[str, list[Any]]:
    return {name: [value for each in columns for value in each[name]] for name in table.to_schema().columns}
