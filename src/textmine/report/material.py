"""What every report quotes from: documents, statements and their codes, with what may be repeated."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from textmine.analysis.countable import why_not
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.report.rows import in_order, values
from textmine.report.sources import Sources
from textmine.tables import Assignments, Evidence, Groups, Statements, Topics


@dataclass(frozen=True, kw_only=True)
class Material:
    """The tables (schemas in ``textmine.tables``) that quotes and their places come from."""

    documents: pd.DataFrame
    spans: pd.DataFrame
    statements: pd.DataFrame
    groups: pd.DataFrame
    topics: pd.DataFrame
    memberships: pd.DataFrame
    assignments: pd.DataFrame
    evidence: pd.DataFrame
    corpus: Corpus
    codebook: Codebook

    @cached_property
    def sources(self) -> Sources:
        """Where each passage comes from."""
        return Sources(self.documents, self.spans, self.corpus)

    @cached_property
    def evidence_in_order(self) -> tuple[list[str], list[str], list[str]]:
        """Figures, keys and statements of all evidence, sorted by each in turn."""
        figures, keys, ids = in_order(self.evidence, Evidence.figure, Evidence.key, Evidence.statement_id)
        return figures, keys, ids

    @cached_property
    def why_not(self) -> Mapping[str, str]:
        """Per statement that does not count: the reason, in Dutch."""
        reasons = why_not(self.statements, self.documents, self.assignments)
        pairs = zip(values(self.statements, Statements.id), reasons, strict=True)
        return {name: str(reason) for name, reason in pairs if not pd.isna(reason)}

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Statements that people set aside, and those with the same text: never shown.

        What was personal in one copy is personal in all.
        """
        coded = set(
            values(self.assignments[self.assignments[Assignments.assigned]], Assignments.statement_id)
        )
        aside = set(values(self.statements, Statements.id)) - coded
        same = self.groups[self.groups[Groups.statement_id].isin(aside)]
        copies = self.groups[self.groups[Groups.group].isin(same[Groups.group])]
        return frozenset(aside) | frozenset(values(copies, Groups.statement_id))

    @cached_property
    def decided(self) -> frozenset[str]:
        """Statements that have a code that people gave."""
        rows = self.assignments
        by_person = rows[(rows[Assignments.source] == "person") & rows[Assignments.assigned]]
        return frozenset(values(by_person, Assignments.statement_id))

    @cached_property
    def unquotable(self) -> frozenset[str]:
        """Statements whose words the page never repeats: those withheld, and those that do not count."""
        return self.withheld | frozenset(self.why_not)

    @cached_property
    def topic_names(self) -> Mapping[str, str]:
        """The name of each topic."""
        return dict(zip(values(self.topics, Topics.id), values(self.topics, Topics.name), strict=True))

    def code_name(self, dimension: str, code: str) -> str:
        """Return the name of a code."""
        return self.codebook.by_id[dimension].by_code[code].name

    def place_names(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return the names of regions and of tiers by their id."""
        return {r.id: r.name for r in self.corpus.regions}, {t.id: t.name for t in self.corpus.tiers}
