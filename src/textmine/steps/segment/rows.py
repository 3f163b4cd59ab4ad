"""The rows that segment reads and writes."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from textmine.review.splits import Cuts
from textmine.steps.segment.cutter import Rejection, Statement
from textmine.tables import REASONS, Documents, Remarks, Spans, Statements, frame
from textmine.text.units import Piece, Unit

if TYPE_CHECKING:
    from textmine.steps.segment import SegmentSettings


class Document(NamedTuple):
    """What segment must know of a document."""

    id: str
    text: str
    path: str
    sheet: str | None
    row: int | None
    question: str | None


def documents_of(documents: pd.DataFrame) -> Iterator[Document]:
    """Return the rows of a table of documents, in its order."""
    names = (Documents.id, Documents.text, Documents.path, Documents.sheet, Documents.row, Documents.question)
    columns = [_values(documents, name) for name in names]
    return map(Document._make, zip(*columns, strict=True))


def pieces_by_document(spans: pd.DataFrame) -> dict[object, list[Piece]]:
    """Return the structure of every document, by its id, in order of place."""
    names = (
        Spans.start,
        Spans.end,
        Spans.kind,
        Spans.level,
        Spans.page,
        Spans.paragraph,
        Spans.row,
        Spans.column,
    )
    columns = [_values(spans, name) for name in names]
    found: dict[object, list[Piece]] = {}
    for document_id, piece in zip(
        _values(spans, Spans.document_id), map(Piece._make, zip(*columns, strict=True)), strict=True
    ):
        found.setdefault(document_id, []).append(piece)
    for pieces in found.values():
        pieces.sort(key=lambda piece: piece.start)
    return found


def _values(rows: pd.DataFrame, name: str) -> list[object]:
    """Return a column as Python values, missing ones as None."""
    values: list[object] = rows[name].array.__arrow_array__().to_pylist()
    return values


class Columns:
    """Rows gathered by column for one table."""

    def __init__(self, table: type[Statements] | type[Remarks]) -> None:
        self.table = table
        self.columns: dict[str, list[object]] = {name: [] for name in table.to_schema().columns}

    def add(self, **row: object) -> None:
        """Add a row."""
        for name, values in self.columns.items():
            values.append(row[name])

    def frame(self) -> pd.DataFrame:
        """Return all rows."""
        return frame(self.table, dict(self.columns))


def add_statements(
    kept: Columns, document: Document, statements: Sequence[Statement], settings: "SegmentSettings"
) -> None:
    """Add the statements of one document, each with its surroundings."""
    texts = [document.text[part.start : part.end] for part in statements]
    reach, limit = settings.context_statements, settings.context_chars
    for index, part in enumerate(statements):
        kept.add(
            id=f"{document.id}:{part.start}-{part.end}",
            document_id=document.id,
            start=part.start,
            end=part.end,
            outer_start=part.outer_start,
            text=texts[index],
            context_before=_last_chars(" ".join(texts[max(0, index - reach) : index]), limit),
            context_after=_first_chars(" ".join(texts[index + 1 : index + 1 + reach]), limit),
            structure=part.structure,
            heading=part.heading or document.question,
            speaker=part.speaker,
            sentences=part.sentences,
        )


def add_rejections(dropped: Columns, document: Document, rejections: Sequence[Rejection]) -> None:
    """Add the rejected stretches of one document."""
    for part in rejections:
        dropped.add(
            step="segment",
            path=document.path,
            place=_place(document, part.unit),
            id=document.id,
            start=part.start,
            end=part.end,
            text=document.text[part.start : part.end],
            reason=part.reason,
            message=f"Niet meegeteld als uitspraak: {REASONS[part.reason]}.",
        )


def _place(document: Document, unit: Unit) -> str | None:
    if document.row is not None:
        sheet = f"blad {document.sheet}, " if document.sheet else ""
        return f"{sheet}rij {document.row}"
    page = f"pagina {unit.piece.page}" if unit.piece.page else ""
    paragraph = f"alinea {unit.piece.paragraph}" if unit.piece.paragraph else ""
    return ", ".join(part for part in (page, paragraph) if part) or None


def _first_chars(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip() + "…" if limit else ""


def _last_chars(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return "…" + text[-limit:].split(" ", 1)[-1].lstrip() if limit else ""


def not_split(documents: pd.DataFrame, cuts: Cuts) -> pd.DataFrame:
    """Return a warning for every split that could not be made (schema ``Remarks``)."""
    paths = dict(zip(_values(documents, Documents.id), _values(documents, Documents.path), strict=True))
    told = Columns(Remarks)
    for name, split in cuts.unused():
        document, _, place = name.rpartition(":")
        start, _, end = place.partition("-")
        told.add(
            step="segment",
            path=paths.get(document, "splits.csv"),
            place=f"uitspraak {name}",
            id=document or None,
            start=int(start) if start.isdecimal() else None,
            end=int(end) if end.isdecimal() else None,
            text=None,
            reason="stale_split",
            message=f"{split.reviewer} heeft deze uitspraak gesplitst, maar de tekst is daarna veranderd. De "
            "splitsing is niet gemaakt; splits de uitspraak zo nodig opnieuw in een nieuw werkboek.",
        )
    return told.frame()
