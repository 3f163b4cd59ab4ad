"""Everything a publication is made from, with the look-ups that all of its parts need."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import pandas as pd

from textmine.analysis.counting import COUNTS, count, facts
from textmine.models.classifier import Classifier
from textmine.provenance import Provenance
from textmine.report.dutch import WORDS, Words
from textmine.report.material import Material
from textmine.report.rows import Row, natural, records, values
from textmine.tables import (
    CodeCounts,
    Documents,
    Memberships,
    Remarks,
    Statements,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of something the page shows; the workbook always holds all of it."""

    quotes_per_cell: int
    quotes_per_code: int
    quotes_per_point: int
    quotes_per_topic: int
    ids_per_cell: int
    repeated_texts: int
    map_points: int
    map_subpoints: int
    register_rows: int
    points_per_list: int
    dropped_points: int
    abbreviations: int
    dossier_points: int
    forwarded_points: int


@dataclass(frozen=True, kw_only=True)
class Given(Material):
    """The tables of a corpus (schemas in ``textmine.tables``), its configuration and its classifier."""

    funnel: pd.DataFrame
    code_counts: pd.DataFrame
    crosses: pd.DataFrame
    coverage: pd.DataFrame
    topic_spread: pd.DataFrame
    generic_points: pd.DataFrame
    point_sessions: pd.DataFrame
    point_tiers: pd.DataFrame
    region_profile: pd.DataFrame
    tier_points: pd.DataFrame
    compare_open: pd.DataFrame
    points: pd.DataFrame
    points_open: pd.DataFrame
    estimates: pd.DataFrame
    estimate_rounds: pd.DataFrame
    learning_curve: pd.DataFrame
    advice: pd.DataFrame
    ingest_rejected: pd.DataFrame
    ingest_warnings: pd.DataFrame
    agreement: pd.DataFrame
    register: pd.DataFrame
    answered_points: pd.DataFrame
    answers: pd.DataFrame
    changes: pd.DataFrame
    lookup: pd.DataFrame
    templates: pd.DataFrame
    template_texts: pd.DataFrame
    register_open: pd.DataFrame
    minutes_changes: pd.DataFrame
    minutes_sessions: pd.DataFrame
    minutes_open: pd.DataFrame
    comments: pd.DataFrame
    settled: pd.DataFrame
    abbreviations: pd.DataFrame
    abbreviations_open: pd.DataFrame
    dossiers: pd.DataFrame
    classifier: Classifier
    files: pd.DataFrame
    history: tuple[int, pd.DataFrame]
    provenance: Provenance
    landscape: pd.DataFrame
    limits: Limits

    @property
    def open_tables(self) -> tuple[pd.DataFrame, ...]:
        """The tables of open work (``tables.OpenWork``) that other parts made: every ``*_open``, in order."""
        names = (field.name for field in fields(self))
        return tuple(getattr(self, name) for name in names if name.endswith("_open"))

    @property
    def words(self) -> Words:
        """The words for this kind of corpus."""
        return WORDS[self.corpus.kind]

    @cached_property
    def facts(self) -> pd.DataFrame:
        """One row per statement that counts; see ``textmine.analysis.counting.facts``."""
        return facts(
            self.statements,
            self.documents,
            self.groups,
            self.assignments,
            self.memberships,
            self.corpus.kind,
        )

    @cached_property
    def counted_documents(self) -> pd.DataFrame:
        """The documents with at least one statement that counts."""
        counts = ~self.statements[Statements.id].isin(list(self.why_not))
        ids = self.statements.loc[counts, Statements.document_id]
        return self.documents[self.documents[Documents.id].isin(ids)]

    @cached_property
    def totals(self) -> dict[str, int | None]:
        """All that counts: statements, distinct texts, sessions or submissions, and who is represented."""
        if self.facts.empty:
            return {**dict.fromkeys(COUNTS, 0), "represented": None}
        found = count(self.facts.assign(everything=0), ["everything"]).iloc[0]
        return {name: None if pd.isna(found[name]) else int(found[name]) for name in COUNTS}

    @property
    def counted(self) -> int:
        """How many statements count."""
        return self.totals["statements"] or 0

    @property
    def shows_represented(self) -> bool:
        """Whether anything is known about who is represented."""
        return bool(self.code_counts[CodeCounts.represented].notna().any())

    @cached_property
    def reviewed(self) -> int:
        """How many of the statements that count have a code that people gave."""
        return len(self.decided - set(self.why_not))

    @cached_property
    def unassigned(self) -> int:
        """How many of the statements that count belong to no topic."""
        rows = self.memberships[self.memberships[Memberships.topic].isna()]
        return len(set(values(rows, Memberships.statement_id)) - set(self.why_not))

    @staticmethod
    def remarks(rows: pd.DataFrame) -> list[Row]:
        """Return remarks in order of file and place."""

        def order(row: Row) -> Any:
            names = (Remarks.path, Remarks.place, Remarks.reason, Remarks.message)
            return [natural(row[name]) for name in names]

        return sorted(records(rows), key=order)
