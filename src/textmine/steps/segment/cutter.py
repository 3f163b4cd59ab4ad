"""Cut the units of one document into statements and rejected stretches."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textmine.text.joining import join_fragments
from textmine.text.sections import Vocabulary
from textmine.text.sentences import split_sentences
from textmine.text.units import Unit

if TYPE_CHECKING:
    from textmine.steps.segment import SegmentSettings


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


class Cutter:
    """Cuts the units of one document into statements and rejected stretches; together they cover them."""

    def __init__(self, text: str, words: Vocabulary, settings: "SegmentSettings", *, minutes: bool) -> None:
        self.text = text
        self.words = words
        self.settings = settings
        self.minutes = minutes
        self.statements: list[Statement] = []
        self.rejections: list[Rejection] = []

    def cut(self, unit: Unit) -> None:
        """Add the statements and rejected stretches of ``unit``."""
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
