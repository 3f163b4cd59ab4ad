"""Everything a final report is made from, with the look-ups that its parts need."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from textmine.analysis.numbers import whole
from textmine.dialogue import Dialogue
from textmine.report.dutch import STATEMENT, TEXT, WORDS, listing
from textmine.report.material import Material
from textmine.report.rows import Row, records
from textmine.report.sources import Sources
from textmine.tables import Documents, OpenWork, PartCounts, Parts, Reconciliation

EVERYTHING = ("total", "")
"""Figure and key of all that counts."""

UNITS = {
    PartCounts.statements: "uitspraken",
    PartCounts.texts: "verschillende teksten",
    PartCounts.sessions: "sessies",
    PartCounts.submissions: "inzendingen",
    PartCounts.represented: "namens (personen en organisaties)",
}


@dataclass(frozen=True, slots=True)
class FinalLimits:
    """How much the page shows; the workbook holds all of it."""

    least_parts: int
    points_per_theme: int
    quotes_per_point: int
    shared_texts: int


class PartSources(Sources):
    """Sources that say from which part a passage is, by the kind of that part."""

    def __init__(self, whole: "Whole") -> None:
        super().__init__(whole.documents, whole.spans, whole.corpus)
        self._names = whole.dialogue.names
        self._kinds = whole.kinds

    def session(self, document_id: str) -> str | None:
        """Return part and session, if the document belongs to one."""
        name = super().session(document_id)
        return None if name is None else f"{self._names[self.part(document_id)]}: {name}"

    def origin(self, document_id: str) -> str:
        """Return the part, with the session or how the submission came in."""
        part = self.part(document_id)
        told = self.session(document_id)
        if told is not None:
            return told
        way = "" if self._kinds[part] == "minutes" else super().origin(document_id)
        return ": ".join(text for text in (self._names[part], way) if text)

    def part(self, document_id: str) -> str:
        """Return the part that a document is in."""
        return str(self.document(document_id)[Documents.corpus])


@dataclass(frozen=True, kw_only=True)
class Whole(Material):
    """The tables of a dialogue (schemas in ``textmine.tables``) and its configuration."""

    parts: pd.DataFrame
    part_funnel: pd.DataFrame
    part_counts: pd.DataFrame
    reconciliation: pd.DataFrame
    shared: pd.DataFrame
    open: pd.DataFrame
    points: pd.DataFrame
    dialogue: Dialogue
    limits: FinalLimits

    @cached_property
    def sources(self) -> PartSources:
        """Where each passage comes from, part first."""
        return PartSources(self)

    @cached_property
    def names(self) -> dict[str, str]:
        """How the parts that are there are called, in order."""
        return {row[Parts.part]: row[Parts.name] for row in records(self.parts)}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Minutes or responses, per part."""
        return {row[Parts.part]: row[Parts.kind] for row in records(self.parts)}

    @cached_property
    def counts(self) -> Mapping[tuple[str, str], Mapping[str | None, Row]]:
        """Per figure and key the counts (``tables.PartCounts``) of every part, and under None of all."""
        found: dict[tuple[str, str], dict[str | None, Row]] = {}
        for row in records(self.part_counts):
            found.setdefault((row[PartCounts.figure], row[PartCounts.key]), {})[row[PartCounts.part]] = row
        return found

    @cached_property
    def sums(self) -> Mapping[tuple[str, str], list[Row]]:
        """Per figure and key the rows of the reconciliation, one per unit."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in records(self.reconciliation):
            key = (row[Reconciliation.figure], row[Reconciliation.key])
            found.setdefault(key, []).append(row)
        return found

    @property
    def shows(self) -> tuple[str, ...]:
        """The units that this dialogue has: sessions, submissions and represented only where known."""
        total = self.counts[EVERYTHING][None]
        return tuple(unit for unit in UNITS if total[unit] is not None)

    def denominators(self, row: Row) -> str:
        """Say how much was counted, with every unit."""
        minutes, responses = WORDS["minutes"].gathering, WORDS["responses"].gathering
        told = [STATEMENT.of(row[PartCounts.statements]), TEXT.of(row[PartCounts.texts])]
        told += [minutes.of(row[PartCounts.sessions])] if row[PartCounts.sessions] is not None else []
        told += [responses.of(row[PartCounts.submissions])] if row[PartCounts.submissions] is not None else []
        text = listing(told)
        if row[PartCounts.represented] is not None:
            text += f", namens {whole(row[PartCounts.represented])} personen en organisaties"
        return text


def gatherings(row: Row) -> list[str]:
    """Return in how many sessions and submissions, each called by its name: ``3 sessies``."""
    units = ((PartCounts.sessions, "minutes"), (PartCounts.submissions, "responses"))
    return [WORDS[kind].gathering.of(row[unit]) for unit, kind in units if row[unit]]


def blocking(open_work: pd.DataFrame) -> int:
    """Return how many things must be done before publishing."""
    return int(open_work[OpenWork.blocks].sum())


def verdict(open_work: pd.DataFrame) -> str:
    """Say whether the whole is fit to be published."""
    number = blocking(open_work)
    if number:
        what = "moet 1 punt" if number == 1 else f"moeten {whole(number)} punten"
        return f"Nog niet geschikt om te publiceren: eerst {what} worden opgelost."
    return "Publiceerbaar: de delen zijn af en sluiten op elkaar aan."
