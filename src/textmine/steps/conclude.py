"""Tables of a dialogue to what people read: a page and a workbook over all parts."""

from dataclasses import dataclass, replace

import pandas as pd
from pydantic import Field

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.dialogue import Dialogue
from textmine.report.final.book import build
from textmine.report.final.page import parts_of, render
from textmine.report.final.whole import FinalLimits, Whole
from textmine.report.privacy import kinds_of, scan, unseen
from textmine.report.quotes import Quotes
from textmine.settings import Settings
from textmine.tables import PERSONAL_AREA, OpenWork, Topics, empty, frame


class ConcludeSettings(Settings):
    """How much the page shows; the workbook holds everything."""

    least_parts: int = Field(
        default=2,
        ge=1,
        description="in hoeveel delen een hoofdpunt minstens is gemaakt om in het eindrapport te staan",
    )
    points_per_theme: int = Field(
        default=40, ge=0, description="hoeveel hoofdpunten het eindrapport hoogstens toont bij een thema"
    )
    quotes_per_point: int = Field(
        default=2, ge=0, description="hoeveel citaten hoogstens bij een hoofdpunt, uit elk deel"
    )
    shared_texts: int = Field(
        default=25,
        ge=0,
        description="hoeveel teksten die in meer delen staan het eindrapport hoogstens toont",
    )


@dataclass(frozen=True, slots=True)
class Concluded:
    """The page (HTML), the workbook (XLSX), and all that people must look at."""

    report: str
    workbook: bytes
    open_work: pd.DataFrame


def conclude(
    parts: pd.DataFrame,
    part_funnel: pd.DataFrame,
    part_counts: pd.DataFrame,
    reconciliation: pd.DataFrame,
    shared: pd.DataFrame,
    evidence: pd.DataFrame,
    merge_open: pd.DataFrame,
    reconcile_open: pd.DataFrame,
    documents: pd.DataFrame,
    spans: pd.DataFrame,
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    assignments: pd.DataFrame,
    memberships: pd.DataFrame,
    points: pd.DataFrame,
    dialogue: Dialogue,
    corpus: Corpus,
    codebook: Codebook,
    settings: ConcludeSettings,
) -> Concluded:
    """Write down the figures of the whole and of every part; every quote is word for word.

    Statements that people set aside in one part, and copies of them in any part, are nowhere repeated.

    Raises
    ------
    ConservationError
        When a statement is not what its document says at that place, or a cell of the workbook is lost.
    """
    given = Whole(
        parts=parts,
        part_funnel=part_funnel,
        part_counts=part_counts,
        reconciliation=reconciliation,
        shared=shared,
        evidence=evidence,
        open=pd.concat([merge_open, reconcile_open], ignore_index=True),
        documents=documents,
        spans=spans,
        statements=statements,
        groups=groups,
        topics=empty(Topics),
        assignments=assignments,
        memberships=memberships,
        points=points,
        dialogue=dialogue,
        corpus=corpus,
        codebook=codebook,
        limits=FinalLimits(**settings.model_dump()),
    )
    quotes = Quotes(given)
    told = parts_of(given, quotes)
    given = replace(given, open=pd.concat([given.open, _personal(given, quotes)], ignore_index=True))
    return Concluded(render(given, told), build(given, quotes), given.open)


def _personal(given: Whole, quotes: Quotes) -> pd.DataFrame:
    """Return the quotes of the page with perhaps personal data as open work of their part."""
    hits = unseen(given, scan(given, quotes.quoted))
    return frame(
        OpenWork,
        {
            OpenWork.area: [PERSONAL_AREA] * len(hits),
            OpenWork.key: [hit.statement for hit in hits],
            OpenWork.message: [
                f"citaat met misschien een persoonsgegeven ({kinds_of(hit)}); beoordeel de uitspraak in haar "
                "deel (is het er een, kies dan 'Persoonsgegeven'), of haal het gegeven uit de bron"
                for hit in hits
            ],
            OpenWork.blocks: [True] * len(hits),
        },
    )
