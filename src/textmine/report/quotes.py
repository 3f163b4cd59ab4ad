"""Choose the statements that are quoted with a figure, and keep the words of the source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from textmine.report.dutch import certainty
from textmine.report.material import Material
from textmine.report.rows import records, values
from textmine.report.sources import exactly
from textmine.tables import Assignments, Evidence, Groups, Memberships, Statements, Topics

READABLE = (6, 80)
"""Words in a quote that says enough by itself and reads in one go; others come after these."""

CONSIDERED = 60
"""How many of the most certain statements of a figure are looked at to find different sessions."""

UNQUOTED = ("estimates", "register", "answers", "templates", "minutes", "abbreviations", "dossiers")
"""The figures that are shown with ids only."""

_CODES: Mapping[str, tuple[tuple[int, int], ...]] = {
    "code_counts": ((0, 1),),
    "crosses": ((0, 1), (2, 3)),
}
"""Which parts of an evidence key are a dimension and its code."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement as the source has it. ``sure`` says who coded it.

    ``origin`` is the session or submission, empty when ``place`` says it. ``copies`` counts the statements
    with this text.
    """

    id: str
    text: str
    place: str
    origin: str
    sure: str
    copies: int


class Quotes:
    """Quotes and statement ids per figure (see ``tables.Evidence``), for what may be quoted."""

    def __init__(self, given: Material) -> None:
        self._given = given
        self._quoted: set[str] = set()
        self._rows = {
            row[Statements.id]: row
            for row in records(given.statements[[Statements.id, Statements.document_id, Statements.start]])
        }

    @cached_property
    def _groups(self) -> Mapping[str, tuple[str, int]]:
        rows = self._given.groups
        both = zip(values(rows, Groups.group), values(rows, Groups.size), strict=True)
        return dict(zip(values(rows, Groups.statement_id), both, strict=True))

    @cached_property
    def _number(self) -> Mapping[str, int]:
        return {name: number for number, name in enumerate(values(self._given.statements, Statements.id))}

    @cached_property
    def _ids(self) -> Mapping[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for figure, key, statement in zip(*self._given.evidence_in_order, strict=True):
            found.setdefault((figure, key), []).append(statement)
        return found

    def ids(self, figure: str, key: str) -> list[str]:
        """Return the ids of all statements behind a figure, sorted."""
        return self._ids.get((figure, key), [])

    def best(self, figure: str, key: str, number: int) -> list[Quote]:
        """Return at most ``number`` quotes: the most certain, from different sessions where possible."""
        considered = self._considered.get((figure, key), [])
        return [self._quote(name, sure) for name, sure in self._spread(considered, number)]

    def of_topic(self, topic: str, number: int) -> list[Quote]:
        """Return the statements that stand for a topic, filled up with others that belong to it."""
        given = self._representatives.get(topic, [])
        others = [name for name, _ in self._considered.get(("topic_spread", topic), [])]
        names = [n for n in dict.fromkeys([*given, *others]) if n not in self._given.unquotable]
        return [self._quote(name, "") for name, _ in self._distinct([(n, "") for n in names])[:number]]

    def of_statement(self, statement_id: str) -> Quote:
        """Return one statement as a quote."""
        return self._quote(statement_id, "")

    @cached_property
    def _representatives(self) -> Mapping[str, list[str]]:
        rows = self._given.topics
        named = values(rows, Topics.representatives)
        return {
            topic: [name for name in names.split("|") if name in self._rows]
            for topic, names in zip(values(rows, Topics.id), named, strict=True)
        }

    @cached_property
    def _considered(self) -> Mapping[tuple[str, str], list[tuple[str, str]]]:
        """Per figure and key the best candidates with how sure their codes are, in words."""
        rows = self._given.evidence
        rows = rows[~rows[Evidence.figure].isin(UNQUOTED)]
        rows = rows[~rows[Evidence.statement_id].isin(list(self._given.unquotable))]
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for figure, part in rows.groupby(Evidence.figure):
            ranked = self._ranked(str(figure), part)
            for key, best in ranked.groupby(Evidence.key).head(CONSIDERED).groupby(Evidence.key, sort=False):
                names = best[Evidence.statement_id].tolist()
                found[str(figure), str(key)] = list(zip(names, best["sure"].tolist(), strict=True))
        return found

    def _ranked(self, figure: str, part: pd.DataFrame) -> pd.DataFrame:
        """Order the evidence of one figure: readable, certain, central, then by id."""
        rows = part[[Evidence.key, Evidence.statement_id]].astype(object)
        rows["probability"], rows["person"] = 1.0, False
        if figure in _CODES:
            rows = self._with_codes(figure, rows)
        rows["similarity"] = rows[Evidence.statement_id].map(self._similarity)
        rows["readable"] = rows[Evidence.statement_id].map(self._readable)
        rows["rounded"] = rows["probability"].round(2)
        names = ["readable", "rounded", "similarity"]
        rows = rows.sort_values([*names, Evidence.statement_id], ascending=[False, False, False, True])
        rows["sure"] = [
            _sure(probability, by_person=person) if figure in _CODES else ""
            for probability, person in zip(rows["probability"], rows["person"], strict=True)
        ]
        return rows

    def _with_codes(self, figure: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Add the probability of the least certain code of the key, and whether people gave them all."""
        parts = rows[Evidence.key].str.split("|", expand=True).astype(object)
        rows["person"] = True
        for dimension, code in _CODES[figure]:
            wanted = pd.DataFrame(
                {
                    Assignments.statement_id: rows[Evidence.statement_id].to_numpy(),
                    Assignments.dimension: parts[dimension].to_numpy(),
                    Assignments.code: parts[code].to_numpy(),
                }
            )
            found = wanted.merge(self._certainties, how="left")
            rows["probability"] = rows["probability"].clip(upper=found["found"].fillna(0.0).to_numpy())
            rows["person"] &= found["by_person"].fillna(value=False).to_numpy(dtype=bool)
        return rows

    @cached_property
    def _certainties(self) -> pd.DataFrame:
        """Per statement, dimension and code (main codes include their sub-codes) the highest probability."""
        rows = self._given.assignments[self._given.assignments[Assignments.assigned]]
        names = [Assignments.statement_id, Assignments.dimension, Assignments.code]
        own = rows[names].astype(object)
        own["found"] = rows[Assignments.probability].to_numpy(dtype=float)
        own["by_person"] = (rows[Assignments.source] == "person").to_numpy(dtype=bool)
        main = {(d.id, code): d.top(code) for d in self._given.codebook.dimensions for code in d.by_code}
        rolled = own.copy()
        pairs = zip(own[Assignments.dimension], own[Assignments.code], strict=True)
        rolled[Assignments.code] = [main[pair] for pair in pairs]
        both = pd.concat([own, rolled], ignore_index=True)
        return both.groupby(names, as_index=False).agg({"found": "max", "by_person": "max"})

    @cached_property
    def _similarity(self) -> Mapping[str, float]:
        rows = self._given.memberships
        names = values(rows, Memberships.statement_id)
        return dict(zip(names, values(rows, Memberships.similarity), strict=True))

    @cached_property
    def _readable(self) -> Mapping[str, bool]:
        texts = values(self._given.statements, Statements.text)
        fits = [READABLE[0] <= len(text.split()) <= READABLE[1] for text in texts]
        return dict(zip(values(self._given.statements, Statements.id), fits, strict=True))

    def _distinct(self, names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        first: dict[str, tuple[str, str]] = {}
        for name, sure in names:
            first.setdefault(self._groups[name][0], (name, sure))
        return list(first.values())

    def _spread(self, names: list[tuple[str, str]], number: int) -> list[tuple[str, str]]:
        """Take distinct texts, one per session at first, then the rest; keep the order of ``names``."""
        different = self._distinct(names)
        seen: set[Any] = set()
        first = []
        for pair in different:
            origin = self._given.sources.document(self._rows[pair[0]][Statements.document_id])["submission"]
            if origin not in seen:
                seen.add(origin)
                first.append(pair)
        chosen = set([*first, *(pair for pair in different if pair not in first)][:number])
        return [pair for pair in different if pair in chosen]

    @property
    def quoted(self) -> frozenset[str]:
        """The statements that were quoted so far."""
        return frozenset(self._quoted)

    def _quote(self, name: str, sure: str) -> Quote:
        self._quoted.add(name)
        row = self._given.statements.iloc[self._number[name]]
        document, start, end = row[Statements.document_id], row[Statements.start], row[Statements.end]
        sources = self._given.sources
        return Quote(
            id=name,
            text=exactly(str(row[Statements.text]), sources.passage(document, start, end), name),
            place=sources.place(document, start, end),
            origin=sources.origin(document),
            sure=sure,
            copies=self._groups[name][1],
        )


def _sure(probability: float, *, by_person: bool) -> str:
    if by_person:
        return "codes vastgesteld door een mens"
    return f"codes voorgesteld door het model, {certainty(probability)} zeker"
