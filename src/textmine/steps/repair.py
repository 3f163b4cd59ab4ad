"""Repair: from the text as read to paragraphs of whole words, with a map that leads back to the source."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pandera.typing import DataFrame

from textmine.errors import ConservationError
from textmine.settings import Settings
from textmine.tables import Blocks, Documents, Remarks, Spans, arrow_schema, empty, frame, to_arrow, to_frame
from textmine.text.offsets import Run
from textmine.text.repair import Place, repair_text

_STEP = "repair"
_FURNITURE = "Kop- of voettekst of paginanummer; telt niet mee als tekst. Staat er inhoud in, meld het dan."
_NO_TEXT = "Na opschonen staan er geen letters in deze tekst. Kijk in de bron of er een afbeelding of scan staat."
_PLACE_COLUMNS = (Blocks.kind, Blocks.level, Blocks.page, Blocks.paragraph, Blocks.row, Blocks.column)


class RepairSettings(Settings):
    """Settings of the step repair: there is nothing to choose, the rules are measured (experiments/repair)."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What the step returns: repaired documents, their offset map, and what was taken out."""

    documents: DataFrame[Documents]
    spans: DataFrame[Spans]
    rejected: DataFrame[Remarks]


@dataclass(slots=True)
class _Rows:
    """Columns under construction; ``row`` is the index of the block in the sorted block table."""

    document: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    raw_start: list[int] = field(default_factory=list)
    raw_end: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)

    def add(self, document: int, run: Run, row: int) -> None:
        """Append one span, or lengthen the last one when it maps on character by character."""
        if (
            self.row
            and self.row[-1] == row
            and self.document[-1] == document
            and self.raw_end[-1] == run.raw_start
            and self.end[-1] - self.start[-1] == self.raw_end[-1] - self.raw_start[-1]
            and run.end - run.start == run.raw_end - run.raw_start
        ):
            self.end[-1], self.raw_end[-1] = run.end, run.raw_end
            return
        self.document.append(document)
        self.start.append(run.start)
        self.end.append(run.end)
        self.raw_start.append(run.raw_start)
        self.raw_end.append(run.raw_end)
        self.row.append(row)


def repair(sources: DataFrame[Documents], blocks: DataFrame[Blocks], settings: RepairSettings) -> Repaired:  # noqa: ARG001
    """Repair the text of every document; documents without letters and page furniture become remarks.

    Looks at one document at a time, so any partition of ``sources`` gives the same result. A separator
    between two blocks belongs to the span of the block ahead of it.

    Raises
    ------
    ConservationError
        When a block belongs to no document, or text lies outside the blocks.
    """
    given = to_arrow(Documents, sources)
    table, bounds = _by_document(given, to_arrow(Blocks, blocks))
    starts, ends, kinds, pages = (
        table.column(name).to_pylist() for name in (Blocks.start, Blocks.end, Blocks.kind, Blocks.page)
    )
    spans = _Rows()
    removed: list[tuple[int, int, int]] = []
    texts: list[str] = []
    kept: list[bool] = []
    ids = given.column(Documents.id).to_pylist()
    for n, raw in enumerate(given.column(Documents.text).to_pylist()):
        first, last = bounds[n], bounds[n + 1]
        places = [Place(starts[b], ends[b], kinds[b], pages[b]) for b in range(first, last)]
        _check(ids[n], raw, places)
        result = repair_text(raw, places)
        removed.extend((n, start, end) for start, end in result.removed)
        lettered = any(map(str.isalpha, result.text))
        kept.append(lettered)
        if not lettered:
            continue
        texts.append(result.text)
        _add_spans(spans, n, result.runs, places, first)
    documents = given.filter(pa.array(kept, pa.bool_()))
    at = documents.schema.get_field_index(Documents.text)
    documents = documents.set_column(at, arrow_schema(Documents).field(at), pa.array(texts, pa.string()))
    return Repaired(
        documents=DataFrame[Documents](to_frame(documents)),
        spans=_spans_frame(spans, given, table),
        rejected=_remarks(given, removed, kept),
    )
