"""Split repaired documents into statements: one point each, verbatim, with its place and its surroundings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from pydantic import Field

from textmine.errors import ConservationError
from textmine.settings import Settings
from textmine.tables import REASONS, Documents, Remarks, Spans, Statements, frame
from textmine.text.outline import outline
from textmine.text.sections import Vocabulary, vocabulary
from textmine.text.sentences import split_sentences
from textmine.text.units import Piece, Unit


class SegmentSettings(Settings):
    """How documents are cut.

    ``split_bullets`` makes every sentence of a bullet or cell a statement of its own. A speaker turn of more
    than ``turn_sentences`` sentences is cut into sentences. A sentence of fewer than ``fragment_words`` words
    ("Bodemdaling.") stays with its neighbour in the paragraph. Statements of fewer than ``min_words`` words are
    rejected as too short. ``context_statements`` neighbours on either side, cut at ``context_chars``, are the
    context. ``sections`` gives more section titles by reason, for example ``{"action": ["Huiswerk"]}``.
    """

    split_bullets: bool = False
    turn_sentences: int = Field(default=3, ge=1)
    fragment_words: int = Field(default=2, ge=0)
    min_words: int = Field(default=1, ge=1)
    context_statements: int = Field(default=1, ge=0)
    context_chars: int = Field(default=300, ge=0)
    sections: dict[str, list[str]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Segmented:
    """``statements`` (tables.Statements) and ``rejected`` (tables.Remarks, offsets in the repaired text)."""

    statements: pd.DataFrame
    rejected: pd.DataFrame


class Statement(NamedTuple):
    """A statement inside one document; offsets are in the repaired text."""

    start: int
    end: int
    outer_start: int
    structure: str
    heading: str | None
    speaker: str | None
    sentences: list[int]


class Rejection(NamedTuple):
    """A stretch of one document that is no statement, and the unit that it lies in."""

    start: int
    end: int
    reason: str
    unit: Unit


def segment(documents: pd.DataFrame, spans: pd.DataFrame, settings: SegmentSettings) -> Segmented:
    """Split each document into statements; what is no statement is rejected with its reason.

    Every character of a document that is no white space lies in exactly one statement (from
    ``outer_start`` to ``end``) or rejected stretch. Both frames are sorted by document id and start.

    Raises
    ------
    ConservationError
        When a document has no spans, or when part of its text would be in neither frame.
    """
    words = vocabulary(settings.sections)
    pieces = _pieces_by_document(spans)
    kept = _Columns(Statements)
    dropped = _Columns(Remarks)
    for document in sorted(_rows(documents)):
        if document.text and document.id not in pieces:
            raise ConservationError(f"segment: document {document.id} heeft tekst maar geen plaatsen")
        statements, rejections = _cut_document(document, pieces.get(document.id, []), words, settings)
        _check(document, statements, rejections)
        _add_statements(kept, document, statements, settings)
        _add_rejections(dropped, document, rejections)
    return Segmented(kept.frame(), dropped.frame())


class _Document(NamedTuple):
    id: str
    text: str
    path: str
    sheet: str | None
    row: int | None
    question: str | None


def _rows(documents: pd.DataFrame) -> Iterator[_Document]:
    names = (Documents.id, Documents.text, Documents.path, Documents.sheet, Documents.row, Documents.question)
    columns = [_values(documents, name) for name in names]
    return map(_Document._make, zip(*columns, strict=True))


def _pieces_by_document(spans: pd.DataFrame) -> dict[object, list[Piece]]:
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


def _cut_document(
    document: _Document, pieces: Sequence[Piece], words: Vocabulary, settings: SegmentSettings
) -> tuple[list[Statement], list[Rejection]]:
    answer = document.row is not None or document.question is not None
    statements: list[Statement] = []
    rejections: list[Rejection] = []
    for unit in outline(document.text, pieces, words, answer=answer):
        if unit.reason:
            rejections.append(Rejection(unit.start, unit.end, unit.reason, unit))
            continue
        for part in _cut_unit(document.text, unit, settings):
            sentence = document.text[part.start : part.end]
            announces = unit.lead_in and part.end == unit.end
            reason = "heading" if announces else words.sentence(sentence, minutes=not answer)
            if reason is None and sentence.count(" ") + 1 < settings.min_words:
                reason = "too_short"
            if reason:
                rejections.append(Rejection(part.outer_start, part.end, reason, unit))
            else:
                statements.append(part)
    return statements, rejections


def _cut_unit(text: str, unit: Unit, settings: SegmentSettings) -> list[Statement]:
    """Cut one unit into statements, whole or by sentence; together they cover it."""
    body = unit.body if unit.body < unit.end else unit.start
    sentences = [(body + start, body + end) for start, end in split_sentences(text[body : unit.end])]
    by_sentence = (
        unit.form == "sentence"
        or (unit.form == "turn" and len(sentences) > settings.turn_sentences)
        or (unit.form != "turn" and settings.split_bullets)
    )
    if by_sentence:
        groups = [[sentence] for sentence in sentences]
        if not unit.lead_in:
            groups = _join_fragments(text, groups, settings.fragment_words)
    else:
        groups = [sentences]
    parts: list[Statement] = []
    for group in groups:
        start, end = group[0][0], group[-1][1]
        outer = start if parts else unit.start
        starts = [sentence_start - start for sentence_start, _ in group]
        parts.append(Statement(start, end, outer, unit.form, unit.heading, unit.speaker, starts))
    return parts


def _join_fragments(
    text: str, groups: list[list[tuple[int, int]]], fragment_words: int
) -> list[list[tuple[int, int]]]:
    """Join a sentence of a few words with the one behind it, the last one with the one ahead of it."""
    joined: list[list[tuple[int, int]]] = []
    waiting: list[tuple[int, int]] = []
    for group in groups:
        start, end = group[0]
        if text.count(" ", start, end) + 1 < fragment_words:
            waiting += group
        else:
            joined.append(waiting + group)
            waiting = []
    if waiting and joined:
        joined[-1] += waiting
    elif waiting:
        joined.append(waiting)
    return joined


def _check(document: _Document, statements: Sequence[Statement], rejections: Sequence[Rejection]) -> None:
    """Raise when a visible character is in no stretch or in two.

    Raises
    ------
    ConservationError
        With the document and the place.
    """
    stretches = [(part.outer_start, part.end) for part in statements]
    stretches += [(part.start, part.end) for part in rejections]
    at = 0
    for start, end in sorted(stretches):
        if start < at or document.text[at:start].strip():
            raise ConservationError(f"segment: document {document.id}, teken {at}-{start} is kwijt of dubbel")
        at = end
    if document.text[at:].strip():
        raise ConservationError(f"segment: document {document.id}, tekst vanaf teken {at} is kwijt")


class _Columns:
    """Rows gathered by column for one table."""

    def __init__(self, table: type[Statements] | type[Remarks]) -> None:
        self.table = table
        self.columns: dict[str, list[object]] = {name: [] for name in table.to_schema().columns}

    def add(self, **row: object) -> None:
        for name, values in self.columns.items():
            values.append(row[name])

    def frame(self) -> pd.DataFrame:
        return frame(self.table, dict(self.columns))


def _add_statements(
    kept: _Columns, document: _Document, statements: Sequence[Statement], settings: SegmentSettings
) -> None:
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
            heading=part.heading,
            speaker=part.speaker,
            sentences=part.sentences,
        )


def _add_rejections(dropped: _Columns, document: _Document, rejections: Sequence[Rejection]) -> None:
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


def _place(document: _Document, unit: Unit) -> str | None:
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
