"""What each line of a document is: a statement, or one of the things that stand around statements.

Minutes have sections (attendance, agenda, action list), letters have an address, a greeting and a closing, an
answer in a form has only its text. A rejected line carries a reason code of ``textmine.tables.REASONS``.
"""

import re
from collections.abc import Sequence

from textmine.text.headings import mark_headings, title_of
from textmine.text.letters import judge_letter, part_greeting
from textmine.text.section_walk import SectionWalk
from textmine.text.sections import Vocabulary
from textmine.text.sentences import split_sentences
from textmine.text.tables_in_text import judge_table, split_tables
from textmine.text.units import Piece, Unit, units

_INTRO_WORDS = 6
_LEAD_IN_WORDS = 20
_KINDS = {"header": "furniture", "footer": "furniture", "quoted": "quoted", "footnote": "metadata"}
_NOTE = re.compile(r"\[\^?\d{1,3}\]:?\s")


def outline(text: str, pieces: Sequence[Piece], words: Vocabulary, *, answer: bool) -> list[Unit]:
    """Return the lines of a document in order, with ``reason`` and ``heading`` set where they apply.

    ``answer`` says that the text is one answer in a form: no headings, sections or title are looked for.
    """
    lines = part_greeting(units(text, pieces), words)
    for table in split_tables(lines):
        judge_table(table, words)
    if not answer:
        mark_headings(lines, words)
    for unit in lines:
        unit.reason = unit.reason or _by_itself(unit, words, answer=answer)
    judge_letter(lines, words)
    if not answer:
        SectionWalk(lines, words).judge()
    _attach_headings(lines)
    return lines


def _by_itself(unit: Unit, words: Vocabulary, *, answer: bool) -> str | None:
    """Return the reason that a line shows by itself, wherever it stands."""
    if unit.kind in _KINDS:
        return _KINDS[unit.kind]
    if unit.rank:
        return "heading"
    if _NOTE.match(unit.text):
        return "metadata"
    body = unit.text[unit.body - unit.start :]
    if not unit.has_letters or len(body) == 1:
        return _without_words(unit, answer=answer)
    return words.empty(body, answer=answer) or (None if answer else words.line(body))


def _without_words(unit: Unit, *, answer: bool) -> str:
    """Name a line of digits and signs or one letter: a page number, a date, a figure, or nothing."""
    if unit.has_letters or unit.form == "cell":
        return "no_content" if answer else "too_short"
    if answer or not any(map(str.isdigit, unit.text)):
        return "no_content"
    return "furniture" if unit.text.isdecimal() else "metadata"


def _attach_headings(lines: Sequence[Unit]) -> None:
    """Give each line its nearest heading: the item above it in the list, the lead-in, or the title."""
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
            if unit.words <= _INTRO_WORDS:
                _lead_in(unit, after)
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

    A short line with a colon announces whatever follows it; a long announcement is a statement as well.
    """
    if unit.reason or after is None or not unit.text.endswith(":"):
        return None
    if not (after.is_item or after.form in ("cell", "turn") or unit.words <= _INTRO_WORDS):
        return None
    start, end = split_sentences(unit.text)[-1]
    sentence = unit.text[start:end]
    unit.lead_in = len(sentence.split()) <= _LEAD_IN_WORDS
    return sentence.rstrip(":").strip()
