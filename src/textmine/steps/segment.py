"""Split repaired documents into statements: one point each, verbatim, with its place and its surroundings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from pydantic import Field, field_validator

from textmine.errors import ConservationError
from textmine.settings import Settings
from textmine.tables import REASONS, Documents, Remarks, Spans, Statements, frame
from textmine.text.joining import join_fragments
from textmine.text.outline import outline
from textmine.text.sections import Vocabulary, vocabulary
from textmine.text.sentences import split_sentences
from textmine.text.units import Piece, Unit


class SegmentSettings(Settings):
    """How documents are cut.

    ``split_bullets`` makes every sentence of a bullet or cell a statement of its own. A speaker turn of more
    than ``turn_sentences`` sentences is cut into sentences. A sentence of at most ``fragment_words`` words
    ("Bodemdaling."), or a few more without a verb, stays with its neighbour in the paragraph; with 0 every
    sentence is a statement. Statements of fewer than ``min_words`` words are
    rejected as too short. ``context_statements`` neighbours on either side, cut at ``context_chars``, are the
    context. ``sections`` gives more section titles by reason, for example ``{"action": ["Huiswerk"]}``.
    """

    split_bullets: bool = Field(
        default=False, description="maakt van elke zin in een opsommingspunt of tabelcel een eigen uitspraak"
    )
    turn_sentences: int = Field(
        default=3, ge=1, description="een spreekbeurt van meer zinnen dan dit wordt per zin een uitspraak"
    )
    fragment_words: int = Field(
        default=2,
        ge=0,
        description="een zin van hoogstens zoveel woorden blijft bij de zin ernaast; 0: elke zin apart",
    )
    min_words: int = Field(
        default=1, ge=1, description="uitspraken met minder woorden gaan apart als te kort"
    )
    context_statements: int = Field(
        default=1, ge=0, description="hoeveel uitspraken ervoor en erna als context meegaan"
    )
    context_chars: int = Field(
        default=300, ge=0, description="hoeveel tekens context er aan elke kant hoogstens meegaan"
    )
    sections: dict[str, list[str]] = Field(
        default_factory=dict,
        description='koppen van delen zonder uitspraken, per reden, zoals {"action": ["Huiswerk"]}',
    )

    @field_validator("sections")
    @classmethod
    def _know_the_reasons(cls, sections: dict[str, list[str]]) -> dict[str, list[str]]:
        unknown = sorted(set(sections) - set(REASONS))
        if unknown:
            raise ValueError(f"onbekende reden {', '.join(unknown)}; kies uit {', '.join(REASONS)}")
        return sections


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
    words = words.narrowed(document.text, minutes=not answer)
    cutter = _Cutter(document.text, words, settings, minutes=not answer)
    for unit in outline(document.text, pieces, words, answer=answer):
        cutter.cut(unit)
    return cutter.statements, cutter.rejections


class _Cutter:
    """Cuts the units of one document into statements and rejected stretches; together they cover them."""

    def __init__(self, text: str, words: Vocabulary, settings: SegmentSettings, *, minutes: bool) -> None:
        self.text = text
        self.words = words
        self.settings = settings
        self.minutes = minutes
        self.statements: list[Statement] = []
        self.rejections: list[Rejection] = []

    def cut(self, unit: Unit) -> None:
        if unit.reason:
            self.rejections.append(Rejection(unit.start, unit.end, unit.reason, unit))
            return
        body = unit.body if unit.body < unit.end else unit.start
        sentences = [(body + start, body + end) for start, end in split_sentences(self.text[body : unit.end])]
        if self._by_sentence(unit, len(sentences)):
            reasons = [self._reason(start, end) for start, end in sentences]
            if unit.lead_in:
                reasons[-1] = "heading"
            alone = [reason is not None for reason in reasons]
            groups = join_fragments(self.text, sentences, alone, self.settings.fragment_words)
            by_start = dict(zip((start for start, _ in sentences), reasons, strict=True))
        else:
            groups = [sentences]
            reason = "heading" if unit.lead_in else self._reason(sentences[0][0], sentences[-1][1])
            by_start = {sentences[0][0]: reason}
        outer = unit.start
        for group in groups:
            self._add(unit, group, outer, by_start[group[0][0]])
            outer = group[-1][1]

    def _by_sentence(self, unit: Unit, sentences: int) -> bool:
        if unit.form == "turn":
            return sentences > self.settings.turn_sentences
        return unit.form == "sentence" or self.settings.split_bullets

    def _reason(self, start: int, end: int) -> str | None:
        reason = self.words.sentence(self.text[start:end], minutes=self.minutes)
        if reason is None and self.text.count(" ", start, end) + 1 < self.settings.min_words:
            return "too_short"
        return reason

    def _add(self, unit: Unit, group: Sequence[tuple[int, int]], outer: int, reason: str | None) -> None:
        start, end = group[0][0], group[-1][1]
        outer = outer if outer == unit.start else start
        if reason:
            self.rejections.append(Rejection(outer, end, reason, unit))
            return
        starts = [sentence - start for sentence, _ in group]
        self.statements.append(Statement(start, end, outer, unit.form, unit.heading, unit.speaker, starts))


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
