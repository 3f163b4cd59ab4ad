"""Split repaired documents into statements: one point each, verbatim, with its place and its surroundings."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from pydantic import Field, field_validator

from textmine.errors import ConservationError
from textmine.review.splits import Cuts
from textmine.settings import Settings
from textmine.steps.segment.cutter import Cutter, Rejection, Statement
from textmine.steps.segment.rows import (
    Columns,
    Document,
    add_rejections,
    add_statements,
    documents_of,
    not_split,
    pieces_by_document,
)
from textmine.tables import REASONS, Remarks, Statements
from textmine.text.outline import outline
from textmine.text.sections import Vocabulary, vocabulary
from textmine.text.units import Piece

__all__ = ["SegmentSettings", "Segmented", "segment"]


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
    """``statements`` (tables.Statements), ``rejected`` and ``warnings`` (tables.Remarks).

    Offsets of rejected stretches are in the repaired text; warnings are about splits of people that could
    not be made.
    """

    statements: pd.DataFrame
    rejected: pd.DataFrame
    warnings: pd.DataFrame


def segment(
    documents: pd.DataFrame, spans: pd.DataFrame, splits: pd.DataFrame, settings: SegmentSettings
) -> Segmented:
    """Split each document into statements; what is no statement is rejected with its reason.

    Every character of a document that is no white space lies in exactly one statement (from
    ``outer_start`` to ``end``) or rejected stretch. Both frames are sorted by document id and start.
    Where people split a statement (``splits``, schema ``Splits``), its parts are statements. A split that
    counts but is about no text in ``documents`` gives a warning, by statement id.

    Raises
    ------
    ConservationError
        When a document has no spans, or when part of its text would be in neither frame.
    """
    words = vocabulary(settings.sections)
    pieces = pieces_by_document(spans)
    cuts = Cuts(splits)
    kept = Columns(Statements)
    dropped = Columns(Remarks)
    for document in sorted(documents_of(documents)):
        if document.text and document.id not in pieces:
            raise ConservationError(f"segment: document {document.id} heeft tekst maar geen plaatsen")
        found, rejections = _cut_document(document, pieces.get(document.id, []), words, settings)
        statements = [piece for part in found for piece in _as_people_split(document, part, cuts)]
        _check(document, statements, rejections)
        add_statements(kept, document, statements, settings)
        add_rejections(dropped, document, rejections)
    return Segmented(kept.frame(), dropped.frame(), not_split(documents, cuts))


def _as_people_split(document: Document, part: Statement, cuts: Cuts) -> list[Statement]:
    """Return the statements that people made of ``part``; marker and label belong to the first one."""
    pieces = cuts.pieces(document.id, part.start, document.text[part.start : part.end])
    if len(pieces) == 1:
        return [part]
    absolute = [part.start + sentence for sentence in part.sentences]
    return [
        part._replace(
            start=start,
            end=end,
            outer_start=part.outer_start if start == part.start else start,
            sentences=[0, *(sentence - start for sentence in absolute if start < sentence < end)],
        )
        for start, end in pieces
    ]


def _cut_document(
    document: Document, pieces: Sequence[Piece], words: Vocabulary, settings: SegmentSettings
) -> tuple[list[Statement], list[Rejection]]:
    answer = document.row is not None or document.question is not None
    words = words.narrowed(document.text, minutes=not answer)
    cutter = Cutter(document.text, words, settings, minutes=not answer)
    for unit in outline(document.text, pieces, words, answer=answer):
        cutter.cut(unit)
    return cutter.statements, cutter.rejections


def _check(document: Document, statements: Sequence[Statement], rejections: Sequence[Rejection]) -> None:
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
