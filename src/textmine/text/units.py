"""A repaired document as units: its lines, each with its kind, its place, and what it begins with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textmine.text.structure import Marker, ends_sentence, field, marker, speaker

_CHECKBOX = re.compile(r"\[[ xX✓✔]?\]\s+")
_SENTENCE_WORDS = 4
_WORDS_PER_NAME = 4
_LETTER = re.compile(r"[^\W\d_]")
PROSE_WORDS = re.compile(
    r"\b(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|kan|kunnen|moet|moeten|wil|willen|zal|"
    r"zullen|zou|zouden|mag|mogen|gaat|gaan|geeft|vindt|vinden|vind|ziet|zien|komt|komen|blijft|staat|vraagt|vragen|zegt|"
    r"ik|wij|we|u|men|er|het|niet|dat)\b",
    re.IGNORECASE,
)
"""Usual verbs and pronouns: a line without any is hardly a sentence."""


class Piece(NamedTuple):
    """A stretch of repaired text with its structure: a row of ``textmine.tables.Spans`` as Python values."""

    start: int
    end: int
    kind: str
    level: int
    page: int | None
    paragraph: int | None
    row: int | None
    column: int | None


@dataclass(slots=True)
class Unit:
    """One line of repaired text: ``document[start:end] == text``, without the space around it.

    ``body`` is where the text proper begins, behind marker and speaker label. ``form`` is bullet, number,
    turn, cell or sentence. ``marker`` is the bullet or number ahead of it. ``words`` counts stretches between
    white space.
    """

    start: int
    end: int
    text: str
    piece: Piece
    form: str
    body: int
    marker: Marker | None = None
    speaker: str | None = None
    words: int = 0
    rank: int = 0  # of a heading; 0 for all else
    reason: str | None = None
    heading: str | None = None
    lead_in: bool = False  # its last sentence announces the list below

    @property
    def kind(self) -> str:
        """The block kind that the reader gave."""
        return self.piece.kind

    @property
    def is_item(self) -> bool:
        """Whether this is an item of a list, by its sign or by its block."""
        return self.form in ("bullet", "number")

    @property
    def sentence_like(self) -> bool:
        """Whether the line reads as a sentence: long enough and closed by a full stop."""
        return self.words >= _SENTENCE_WORDS and ends_sentence(self.text)

    @property
    def has_verb(self) -> bool:
        """Whether there is a usual verb or pronoun in the line."""
        return PROSE_WORDS.search(self.text) is not None

    @property
    def prose(self) -> bool:
        """Whether the line reads as running text: a closed sentence with a verb or a pronoun."""
        return self.sentence_like and self.has_verb

    @property
    def lists_names(self) -> bool:
        """Whether the line is an enumeration: a comma or bracket in every few words."""
        return sum(map(self.text.count, ",;(")) * _WORDS_PER_NAME >= self.words

    @property
    def has_letters(self) -> bool:
        """Whether there is any letter behind the marker."""
        return _LETTER.search(self.text, self.body - self.start) is not None


def units(text: str, pieces: Sequence[Piece]) -> list[Unit]:
    """Cut ``text`` at its line breaks; each unit takes kind and place of the piece that it begins in.

    ``pieces`` are ascending and cover ``text``. Lines without visible characters give no unit.
    """
    found: list[Unit] = []
    at = 0
    nth = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + len(line) - len(line.lstrip())
            while nth + 1 < len(pieces) and pieces[nth].end <= start:
                nth += 1
            found.append(_unit(start, stripped, pieces[nth]))
        at += len(line) + 1
    return found


def split_unit(unit: Unit, at: int) -> tuple[Unit, Unit]:
    """Part a line in two; ``at`` is where the second part begins, relative to the line."""
    first = _unit(unit.start, unit.text[:at].rstrip(), unit.piece)
    return first, _unit(unit.start + at, unit.text[at:], unit.piece)


def _unit(start: int, text: str, piece: Piece) -> Unit:
    found = marker(text)
    body = found.end if found else 0
    if box := _CHECKBOX.match(text, body):
        body = box.end()
    label = None if field(text[body:]) else speaker(text[body:])
    speaks = label is not None and _speaks(
        text, body + label.end, listed=found is not None or piece.kind in ("list_item", "cell")
    )
    if label is not None and speaks:
        body += label.end
    return Unit(
        start=start,
        end=start + len(text),
        text=text,
        piece=piece,
        form=_form(piece.kind, found, turn=speaks),
        body=start + min(body, len(text)),
        marker=found,
        speaker=label.label if label is not None and speaks else None,
        words=text.count(" ") + 1,
    )


def _speaks(text: str, after: int, *, listed: bool) -> bool:
    """Tell a turn from a label without text and, in a list, from an address ("Ministerie: kom met ...")."""
    return after < len(text) and not (listed and text[after].islower())


def _form(kind: str, found: Marker | None, *, turn: bool) -> str:
    if kind == "cell":
        return "cell"
    if turn:
        return "turn"
    if found:
        return "bullet" if found.kind == "bullet" else "number"
    return "bullet" if kind == "list_item" else "sentence"
