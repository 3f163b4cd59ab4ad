"""Repair: from the text as read to paragraphs of whole words, with a map that leads back to the source."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pandera.typing import DataFrame

from textmine.errors import ConservationError
from textmine.settings import Settings
from textmine.tables import Blocks, Documents, Remarks, Spans, arrow_schema, empty, frame, to_arrow, to_frame
from textmine.text.offsets import Run
from textmine.text.repair import repair_text
from textmine.text.repair_lines import Place

_STEP = "repair"
_FURNITURE = "Kop- of voettekst of paginanummer; telt niet mee als tekst. Staat er inhoud in, meld het dan."
_NO_TEXT = (
    "Na opschonen staan er geen letters in deze tekst. Kijk in de bron of er een afbeelding of scan staat."
)
_PLACE_COLUMNS = (Blocks.kind, Blocks.level, Blocks.page, Blocks.paragraph, Blocks.row, Blocks.column)


class RepairSettings(Settings):
    """Settings of the step repair: nothing to choose, the rules are measured."""


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
    given = to_arrow(Documents, sources).sort_by(Documents.id)
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


def _by_document(given: pa.Table, blocks: pa.Table) -> tuple[pa.Table, NDArray[np.int64]]:
    """Return the blocks in the order of the documents, and where those of document n start and end."""
    owner = pc.index_in(blocks.column(Blocks.document_id), given.column(Documents.id).combine_chunks())
    if owner.null_count:
        stray = blocks.filter(pc.is_null(owner)).column(Blocks.document_id)[0]
        raise ConservationError(f"{_STEP}: blokken van document {stray}, dat niet bij de bronnen zit")
    owners = owner.to_numpy(zero_copy_only=False).astype(np.int64)
    order = np.lexsort((blocks.column(Blocks.start).to_numpy(), owners))
    bounds = np.searchsorted(owners[order], np.arange(given.num_rows + 1))
    return blocks.take(pa.array(order)).combine_chunks(), bounds.astype(np.int64)


def _check(name: str, raw: str, places: Sequence[Place]) -> None:
    """Refuse blocks that overlap, lie outside the text or leave text out."""
    at = 0
    for place in places:
        if not at <= place.start <= place.end <= len(raw) or raw[at : place.start].strip():
            raise ConservationError(
                f"{_STEP}: blok {place.start}-{place.end} van {name} sluit niet aan op {at}"
            )
        at = place.end
    if raw[at:].strip():
        raise ConservationError(f"{_STEP}: de tekst van {name} vanaf teken {at} hoort bij geen blok")


def _add_spans(spans: _Rows, document: int, runs: Sequence[Run], places: Sequence[Place], first: int) -> None:
    """Append the runs, cut where a block of the raw text begins; ``first`` is the row of the first block."""
    if len(places) == 1:
        for run in runs:
            spans.add(document, run, first)
        return
    starts = [place.start for place in places]
    for run in runs:
        block = max(bisect_right(starts, run.raw_start) - 1, 0)
        at = run
        while block + 1 < len(starts) and starts[block + 1] < at.raw_end:
            cut = starts[block + 1] - at.raw_start
            spans.add(
                document, Run(at.start, at.start + cut, at.raw_start, at.raw_start + cut), first + block
            )
            at = Run(at.start + cut, at.end, at.raw_start + cut, at.raw_end)
            block += 1
        spans.add(document, at, first + block)


def _spans_frame(spans: _Rows, given: pa.Table, blocks: pa.Table) -> DataFrame[Spans]:
    rows = pa.array(spans.row, pa.int64())
    columns = {name: blocks.column(name).take(rows) for name in _PLACE_COLUMNS}
    return DataFrame[Spans](
        frame(
            Spans,
            {
                Spans.document_id: given.column(Documents.id).take(pa.array(spans.document, pa.int64())),
                Spans.start: spans.start,
                Spans.end: spans.end,
                Spans.raw_start: spans.raw_start,
                Spans.raw_end: spans.raw_end,
                Spans.block: blocks.column(Blocks.block).take(rows),
                **columns,
            },
        )
    )


def _remarks(given: pa.Table, removed: list[tuple[int, int, int]], kept: list[bool]) -> DataFrame[Remarks]:
    """Furniture and documents without letters, in document order."""
    found: list[tuple[int, int | None, int | None, str, str]] = [
        (n, start, end, "furniture", _FURNITURE) for n, start, end in removed
    ]
    found += [(n, None, None, "no_text", _NO_TEXT) for n, lettered in enumerate(kept) if not lettered]
    if not found:
        return DataFrame[Remarks](empty(Remarks))
    found.sort(key=lambda remark: remark[0])
    documents = given.select([Documents.id, Documents.path, Documents.text]).take(
        pa.array([remark[0] for remark in found], pa.int64())
    )
    texts = documents.column(Documents.text).to_pylist()
    return DataFrame[Remarks](
        frame(
            Remarks,
            {
                Remarks.step: [_STEP] * len(found),
                Remarks.path: documents.column(Documents.path),
                Remarks.place: [None] * len(found),
                Remarks.id: documents.column(Documents.id),
                Remarks.start: [remark[1] for remark in found],
                Remarks.end: [remark[2] for remark in found],
                Remarks.text: [text[r[1] : r[2]] for text, r in zip(texts, found, strict=True)],
                Remarks.reason: [remark[3] for remark in found],
                Remarks.message: [remark[4] for remark in found],
            },
        )
    )
