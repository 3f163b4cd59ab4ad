"""The sections of minutes: title block, attendance, agenda, action list; the rest is discussion."""

from collections.abc import Sequence

from textmine.text.headings import ends_section, title_of
from textmine.text.sections import Vocabulary
from textmine.text.sentences import split_sentences
from textmine.text.structure import LABEL
from textmine.text.units import Unit

_HEAD_LINES = 40
_RUNNING_WORDS = 6
_SHORT_DOCUMENT = 6
_LABEL_LINE_WORDS = 12


class SectionWalk:
    """Walks through the lines and keeps the section that each one stands in."""

    def __init__(self, lines: Sequence[Unit], words: Vocabulary) -> None:
        self.lines = lines
        self.words = words
        self.opened_by: Unit | None = None
        self.reason: str | None = None
        self.weak = False
        self.in_head = True

    def judge(self) -> None:
        """Set the reason of every line that its section or its label rejects."""
        for index, unit in enumerate(self.lines):
            if unit.rank and not self._is_announced(index, unit):
                self._enter(index, unit)
            elif unit.rank:
                unit.rank, unit.reason = 0, "agenda"
            elif unit.reason is None:
                unit.reason = self._judge(index, unit)
            elif unit.reason == "salutation":
                self.in_head = False

    def _is_announced(self, index: int, unit: Unit) -> bool:
        """Tell a point of the agenda that looks like a heading from the heading with the same text."""
        if self.reason != "agenda" or not unit.is_item or unit.kind == "heading":
            return False
        return not self._restarts(index, unit) and not self._is_discussed(index, unit)

    def _restarts(self, index: int, unit: Unit) -> bool:
        """Tell whether the numbering starts again: the discussion of point 1 follows the list of points."""
        before = self.lines[index - 1]
        if unit.marker is None or before.marker is None or unit.marker.kind != "number":
            return False
        return unit.marker.label in ("1", "1.1") and before.marker.kind == "number"

    def _enter(self, index: int, unit: Unit) -> None:
        title = title_of(unit)
        reason = self.words.section(title)
        weak = self.words.weak_section(title)
        if self.opened_by is not None and not ends_section(self.opened_by, unit) and not (reason or weak):
            return
        continues = self.reason and index and self.opened_by is self.lines[index - 1] and not (reason or weak)
        if continues and unit.form == "sentence" and unit.kind != "heading":
            return
        self.opened_by = unit if reason or weak else None
        self.reason = reason or weak
        self.weak = reason is None
        if self.weak and weak and self._mostly_due(index):
            self.weak = False
        if (
            self.reason is None
            and not self.words.holds("document", unit.text)
            and (unit.marker or unit.kind == "heading")
        ):
            self.in_head = False

    def _mostly_due(self, index: int) -> bool:
        """Tell whether the items below a heading like "Afspraken" are mostly tasks."""
        items: list[Unit] = []
        for unit in self.lines[index + 1 :]:
            if unit.rank or not unit.is_item:
                break
            items.append(unit)
        return sum(self.words.holds("task", item.text) for item in items) * 2 > len(items) > 0

    def _judge(self, index: int, unit: Unit) -> str | None:
        by_label = self._by_label(index, unit)
        if by_label:
            return by_label
        if self.reason:
            inside = self._in_section(index, unit)
            if inside:
                return inside
        if self.in_head and self.reason is None:
            return self._in_head(index, unit)
        return None

    def _by_label(self, index: int, unit: Unit) -> str | None:
        """Judge a line like "Datum: 5 maart"; a label with nothing behind it opens a section."""
        if unit.form == "cell":
            return None
        found = LABEL.match(unit.text, (unit.marker.end if unit.marker else 0))
        if not found:
            return None
        label = found["label"].strip(" *_")
        value = unit.text[found.end() :].strip(" *_")
        reason = self.words.label(label)
        if reason is None and self.in_head and index < _HEAD_LINES:
            field = self.words.field(label)
            reason = field if unit.words <= _LABEL_LINE_WORDS or field == "attendance" else None
        if reason is None and not value:
            reason = self.words.section(label) or self._announced(index, unit)
        if reason and not value:
            self.opened_by, self.reason, self.weak = unit, reason, False
            return "heading"
        return reason

    def _announced(self, index: int, unit: Unit) -> str | None:
        """Tell a lead-in to a list of tasks ("Daar zijn de volgende acties uit gekomen:")."""
        reason = self.words.announced(unit.text)
        return reason if reason and self._mostly_due(index) else None

    def _in_section(self, index: int, unit: Unit) -> str | None:
        """Return the section's reason, or leave the section when the line does not belong to it."""
        if self.weak:
            return self.reason if unit.form != "turn" and self.words.holds("task", unit.text) else None
        if self._is_over(index, unit):
            self.reason = None
        return self.reason

    def _is_over(self, index: int, unit: Unit) -> bool:
        """Tell whether running text, or a point that is discussed, ends the section without a heading."""
        by_label = self.opened_by is not None and not self.opened_by.rank
        if unit.form == "cell":
            return by_label
        if self.reason == "agenda" and (self._restarts(index, unit) or self._is_discussed(index, unit)):
            return True
        if unit.is_item or (unit.form == "turn" and self.reason == "attendance" and not unit.prose):
            return False
        if self.reason == "action" and self.words.holds("task", unit.text):
            return False
        if self.reason == "attendance" and unit.lists_names:
            return False
        return (
            unit.form == "turn" or unit.prose or (unit.has_verb and unit.words > _RUNNING_WORDS and by_label)
        )

    def _is_discussed(self, index: int, unit: Unit) -> bool:
        """Tell a point that is discussed from a point that is announced."""
        if unit.form == "turn":
            return True
        after = self.lines[index + 1] if index + 1 < len(self.lines) else None
        return unit.is_item and after is not None and not after.is_item and not after.rank and after.prose

    def _in_head(self, index: int, unit: Unit) -> str | None:
        """Judge the title block: short lines ahead of the first heading or running text."""
        if unit.form != "sentence" or index >= _HEAD_LINES:
            self.in_head = False
            return None
        if unit.sentence_like:
            return self._sentence_in_head(unit)
        if unit.text.endswith(":") or unit.words > _LABEL_LINE_WORDS:
            return None
        if self.words.holds("date", unit.text):
            return "metadata"
        if unit.has_verb or len(self.lines) < _SHORT_DOCUMENT:
            return None
        return "heading" if self.words.holds("document", unit.text) or index == 0 else "metadata"

    def _sentence_in_head(self, unit: Unit) -> str | None:
        start, end = split_sentences(unit.text)[0]
        about_itself = self.words.sentence(unit.text[start:end], minutes=False) == "metadata"
        dated_title = (
            self.words.holds("date", unit.text)
            and self.words.holds("document", unit.text)
            and not unit.has_verb
        )
        if about_itself or dated_title:
            return "metadata"
        if self.words.sentence(unit.text, minutes=True) is None:
            self.in_head = False
        return None
