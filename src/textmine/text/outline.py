"""What each line of a document is: a statement, or one of the things that stand around statements.

Minutes have sections (attendance, agenda, action list), letters have an address, a greeting and a closing, an
answer in a form has only its text. A rejected line carries a reason code of ``textmine.tables.REASONS``.
"""

import re
from collections.abc import Sequence

from textmine.text.headings import ends_section, mark_headings, title_of
from textmine.text.sections import Vocabulary
from textmine.text.sentences import split_sentences
from textmine.text.structure import LABEL
from textmine.text.tables_in_text import judge_table, split_tables
from textmine.text.units import Piece, Unit, split_greeting, units

_HEAD_LINES = 40
_GREETING_LINES = 40
_GREETING_WORDS = 8
_INTRO_WORDS = 6
_SHORT_DOCUMENT = 6
_LABEL_LINE_WORDS = 12
_DUE = re.compile(
    r"\b(?:\d{1,2} (?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*|week \d+|uiterlijk|deadline|"
    r"(?:stuurt|sturen|verstuurt|versturen|levert|leveren|deelt|nasturen|rondsturen|toesturen|stuur|regelt|"
    r"organiseert|pakt op|vraagt na|zoekt uit|neemt contact op|geeft namen door|maakt een|plant))\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{1,2}[- ](?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*[- ]\d{4}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b",
    re.IGNORECASE,
)
_TITLE_WORD = re.compile(
    r"\b(?:verslag|notulen|bijeenkomst|vergadering|overleg|\w*sessie|werkgroep|stuurgroep|zienswijzen?|reactie|advies|besluitenlijst)\b",
    re.IGNORECASE,
)


def outline(text: str, pieces: Sequence[Piece], words: Vocabulary, *, answer: bool) -> list[Unit]:
    """Return the lines of a document in order, with ``reason`` and ``heading`` set where they apply.

    ``answer`` says that the text is one answer in a form: no headings, sections or title are looked for.
    """
    lines = _with_greetings(units(text, pieces), words)
    for table in split_tables(lines):
        judge_table(table, words)
    if not answer:
        mark_headings(lines)
    for unit in lines:
        unit.reason = unit.reason or _by_itself(unit, words, answer=answer)
    _judge_letter(lines, words)
    if not answer:
        _Sections(lines, words).judge()
    _attach_headings(lines)
    return lines


def _with_greetings(lines: list[Unit], words: Vocabulary) -> list[Unit]:
    """Part a greeting from what follows on the same line."""
    for index, unit in enumerate(lines[:_GREETING_LINES]):
        if words.salutation(unit.text) and unit.words > _GREETING_WORDS and (parts := split_greeting(unit)):
            return [*lines[:index], *parts, *lines[index + 1 :]]
    return lines


def _by_itself(unit: Unit, words: Vocabulary, *, answer: bool) -> str | None:
    """Return the reason that a line shows by itself, wherever it stands."""
    if unit.kind in ("header", "footer"):
        return "furniture"
    if unit.kind == "quoted":
        return "quoted"
    if unit.rank:
        return "heading"
    if not unit.has_letters:
        return _without_letters(unit, answer=answer)
    body = unit.text[unit.body - unit.start :]
    return words.empty(body) or (None if answer else words.line(body))


def _without_letters(unit: Unit, *, answer: bool) -> str:
    """Name a line of digits and signs: a page number, a date or a figure, or nothing."""
    if answer or not any(map(str.isdigit, unit.text)):
        return "no_content"
    if unit.form == "cell":
        return "too_short"
    return "furniture" if unit.text.isdecimal() else "metadata"


def _judge_letter(lines: Sequence[Unit], words: Vocabulary) -> None:
    """Reject greeting and closing, the address ahead of the one and the names behind the other."""
    greeted = next(
        (
            index
            for index, unit in enumerate(lines[:_GREETING_LINES])
            if unit.words <= _GREETING_WORDS and not unit.is_item and words.salutation(unit.text)
        ),
        None,
    )
    if greeted is not None:
        lines[greeted].reason = "salutation"
        for unit in lines[:greeted]:
            if not unit.sentence_like:
                unit.reason = unit.reason or "metadata"
    closed = False
    for unit in lines:
        if unit.reason is None and words.closing(unit.text):
            unit.reason = "salutation"
            closed = True
        elif closed:
            closed = _judge_signature(unit, words)


def _judge_signature(unit: Unit, words: Vocabulary) -> bool:
    """Reject a line below the closing; tell whether the signature still goes on."""
    if unit.rank or unit.is_item or unit.form in ("cell", "turn") or unit.kind == "quoted":
        return False
    if words.disclaimer(unit.text):
        unit.reason = "metadata"
    elif unit.prose:
        return False
    elif unit.reason is None:
        unit.reason = "metadata"
    return True


class _Sections:
    """Walks through the lines and keeps the section that each one stands in."""

    def __init__(self, lines: Sequence[Unit], words: Vocabulary) -> None:
        self.lines = lines
        self.words = words
        self.opened_by: Unit | None = None
        self.reason: str | None = None
        self.weak = False
        self.in_head = True

    def judge(self) -> None:
        for index, unit in enumerate(self.lines):
            if unit.rank:
                self._enter(unit)
            elif unit.reason is None:
                unit.reason = self._judge(index, unit)
            elif unit.reason == "salutation":
                self.in_head = False

    def _enter(self, unit: Unit) -> None:
        title = title_of(unit)
        reason = self.words.section(title)
        weak = self.words.weak_section(title)
        if self.opened_by is not None and not ends_section(self.opened_by, unit) and not (reason or weak):
            return
        self.opened_by = unit if reason or weak else None
        self.reason = reason or weak
        self.weak = reason is None
        if (
            self.reason is None
            and not _TITLE_WORD.search(unit.text)
            and (unit.marker or unit.kind == "heading")
        ):
            self.in_head = False

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
            reason = self.words.section(label)
        if reason and not value:
            self.opened_by, self.reason, self.weak = unit, reason, False
            return "heading"
        return reason

    def _in_section(self, index: int, unit: Unit) -> str | None:
        """Return the section's reason, or leave the section when the line does not belong to it."""
        if self.weak:
            return self.reason if unit.form != "turn" and _DUE.search(unit.text) else None
        if self._is_over(index, unit):
            self.reason = None
        return self.reason

    def _is_over(self, index: int, unit: Unit) -> bool:
        """Tell whether running text, or a point that is discussed, ends the section without a heading."""
        by_label = self.opened_by is not None and not self.opened_by.rank
        if unit.form == "cell":
            return by_label
        if self.reason == "agenda" and self._is_discussed(index, unit):
            return True
        if unit.is_item:
            return False
        if self.reason == "action" and _DUE.search(unit.text):
            return False
        return unit.form == "turn" or unit.prose or (unit.has_verb and unit.words > _INTRO_WORDS and by_label)

    def _is_discussed(self, index: int, unit: Unit) -> bool:
        """Tell a point that is discussed from a point that is announced."""
        if unit.form == "turn":
            return True
        after = self.lines[index + 1] if index + 1 < len(self.lines) else None
        return unit.is_item and after is not None and not after.is_item and not after.rank and after.prose

    def _in_head(self, index: int, unit: Unit) -> str | None:
        """Judge the title block: short lines ahead of the first heading or running text."""
        if unit.form in ("cell", "turn") or unit.is_item or index >= _HEAD_LINES:
            self.in_head = False
            return None
        if unit.sentence_like:
            if _DATE.search(unit.text) and _TITLE_WORD.search(unit.text) and not unit.has_verb:
                return "metadata"
            if self.words.sentence(unit.text, minutes=True) is None:
                self.in_head = False
            return None
        if unit.text.endswith(":"):
            return None
        if _DATE.search(unit.text) and unit.words <= _LABEL_LINE_WORDS:
            return "metadata"
        if unit.words > _LABEL_LINE_WORDS or unit.has_verb or len(self.lines) < _SHORT_DOCUMENT:
            return None
        return "heading" if _TITLE_WORD.search(unit.text) or index == 0 else "metadata"


def _attach_headings(lines: Sequence[Unit]) -> None:
    """Give each line its nearest heading: the item above it in the list, the lead-in, or the section's title."""
    section: str | None = None
    intro: str | None = None
    parents: list[tuple[int, str]] = []
    signs: list[str] = []
    for index, unit in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if unit.rank or (unit.reason == "heading" and unit.form != "cell"):
            section, intro, parents, signs = title_of(unit), None, [], []
            continue
        if unit.is_item:
            depth = _depth(unit, signs)
            while parents and parents[-1][0] >= depth:
                parents.pop()
            unit.heading = parents[-1][1] if parents else intro or section
            parents.append((depth, unit.text[unit.body - unit.start :].strip()))
        elif unit.form == "cell":
            unit.heading = unit.heading or intro or section
        else:
            unit.heading = section
            parents, signs = [], []
            intro = _lead_in(unit, after)


def _depth(unit: Unit, signs: list[str]) -> int:
    """Return the depth in the list: the reader's level, else the order in which signs and numbers appear."""
    if unit.piece.level:
        return unit.piece.level
    if unit.marker is None:
        return 1
    if unit.marker.depth > 1:
        return unit.marker.depth
    sign = unit.marker.label if unit.marker.kind == "bullet" else unit.marker.kind
    if sign not in signs:
        signs.append(sign)
    return signs.index(sign) + 1


def _lead_in(unit: Unit, after: Unit | None) -> str | None:
    """Return the announcement of the list below ("Genoemd zijn:"), and mark it as no statement.

    A short line with a colon announces whatever follows it.
    """
    if unit.reason or after is None or not unit.text.endswith(":"):
        return None
    if not (after.is_item or after.form in ("cell", "turn") or unit.words <= _INTRO_WORDS):
        return None
    unit.lead_in = True
    start, end = split_sentences(unit.text)[-1]
    return unit.text[start:end].rstrip(":").strip()
