"""Which lines are headings, also where the file does not say so (plain text, most PDF files).

A heading that is missed becomes a statement that a reviewer can drop; a point taken for a heading is
lost, so a line is a heading only when what stands around it agrees.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from textmine.text.sections import Vocabulary
from textmine.text.structure import ends_sentence, field, looks_like_heading
from textmine.text.units import Unit

_VERB = re.compile(
    r"\b(?:ik|wij|we|is|zijn|was|wordt|worden|heeft|hebben|kan|kunnen|moet|moeten|wil|willen|mag|mogen|gaat|niet|graag)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:wat|hoe|waarom|waar|wie|welke)\b", re.IGNORECASE)
_LONGEST = 25
_SHORT = 8
_VERY_SHORT = 4
_NUMBER_TITLE = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-Za-z][.)]|[IVX]{1,4}[.)])\s+")
_NO_HEADING = ("cell", "footnote", "quoted", "header", "footer")


def mark_headings(lines: Sequence[Unit], words: Vocabulary) -> None:
    """Set ``rank`` of every line that is a heading: its level, 1 for the highest."""
    titles = _spanning_numbers(lines)
    for index, unit in enumerate(lines):
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        unit.rank = _rank(unit, before, after, titled=index in titles)
        if unit.rank == 0 and _is_known_title(unit, words):
            unit.rank = max(unit.piece.level, 1)
    for unit, after in zip(reversed(lines[:-1]), reversed(lines[1:]), strict=True):
        if unit.rank == 0 and _titles_items(unit, after):
            unit.rank = unit.piece.level


def title_of(unit: Unit) -> str:
    """Return the text of a heading or a lead-in without its number and without its colon."""
    return (
        _NUMBER_TITLE.sub("", unit.text[unit.body - unit.start :] or unit.text)
        .strip()
        .rstrip(":")
        .strip(" *_")
    )


def ends_section(opened_by: Unit, heading: Unit) -> bool:
    """Tell whether ``heading`` ends the section below ``opened_by``: same or higher level, or unknown."""
    same_source = (opened_by.kind == "heading") == (heading.kind == "heading")
    numbered = (opened_by.marker is None) == (heading.marker is None)
    return not (same_source and numbered) or heading.rank <= opened_by.rank


def _rank(unit: Unit, before: Unit | None, after: Unit | None, *, titled: bool) -> int:
    if unit.kind in _NO_HEADING or unit.form == "turn":
        return 0
    if unit.kind == "heading" and not field(unit.text):
        too_long = unit.words > _LONGEST or (unit.words >= _SHORT and unit.text.endswith("."))
        return 0 if too_long else max(unit.piece.level, 1)
    if not looks_like_heading(unit.text) or unit.text.endswith(":") or field(unit.text):
        return 0
    if unit.marker is not None:
        bracket = unit.text[: unit.marker.end].rstrip().endswith(")")
        numbered = unit.marker.kind == "number" and unit.form == "number" and not bracket
        return unit.marker.depth if numbered and (titled or _stands_alone(unit, before, after)) else 0
    return max(unit.piece.level, 1) if _titles_text(unit, before, after) else 0


def _titles_text(unit: Unit, before: Unit | None, after: Unit | None) -> bool:
    """Tell a title without number from a short point: text or a list follows, and no list precedes."""
    if after is None or unit.words > _SHORT or not _opens_content(after):
        return False
    if _VERB.search(unit.text) and not _ASKS.match(unit.text):
        return False
    if unit.form == "bullet":  # numbered by the word processor, so the number is not in the text
        return not after.is_item and (before is None or not before.is_item)
    return not _in_list_of_names(before)


def _is_known_title(unit: Unit, words: Vocabulary) -> bool:
    """Tell a line that is only the title of a usual section or point, "Actielijst" or "Rondvraag"."""
    if (
        unit.words > _SHORT
        or unit.kind in _NO_HEADING
        or unit.form == "turn"
        or unit.text.endswith((":", "."))
    ):
        return False
    title = title_of(unit)
    if words.matches("title", title):
        return True
    return not unit.is_item and bool(words.section(title) or words.weak_section(title))


def _titles_items(unit: Unit, after: Unit) -> bool:
    """Tell an item that only names a subject ("Mededelingen") and has items or text of its own below it."""
    if not unit.is_item or not unit.piece.level or unit.words > _SHORT or unit.has_verb:
        return False
    if not looks_like_heading(unit.text[unit.body - unit.start :]):
        return False
    deeper = after.is_item and after.piece.level > unit.piece.level
    return deeper and (
        bool(after.rank) or (after.words > unit.words and (after.has_verb or after.words > _SHORT))
    )


def _stands_alone(unit: Unit, before: Unit | None, after: Unit | None) -> bool:
    """Tell a numbered heading from an item: no other number beside it, and content below."""
    if (
        before is not None
        and before.marker is not None
        and before.marker.kind == "number"
        and not before.rank
    ):
        return False
    if after is None:
        return unit.words <= _VERY_SHORT
    if after.form == "number" and after.marker is not None and unit.marker is not None:
        return after.marker.label.startswith(unit.marker.label + ".")
    return True


def _opens_content(after: Unit) -> bool:
    return after.form != "sentence" or (after.words > _VERY_SHORT and (after.sentence_like or after.has_verb))


def _in_list_of_names(before: Unit | None) -> bool:
    return (
        before is not None
        and before.form == "sentence"
        and not before.rank
        and before.words <= _SHORT
        and not ends_sentence(before.text)
        and not before.text.endswith((":", ","))
    )


def _spanning_numbers(lines: Sequence[Unit]) -> set[int]:
    """Return the numbered lines whose numbering goes on across other text: 1, text, 2, text, 3.

    A run without text in between ("1. Opening", "2. Mededelingen", text) belongs to it as a whole.
    """
    numbers = [
        (index, int(unit.marker.label))
        for index, unit in enumerate(lines)
        if unit.form == "number"
        and unit.marker is not None
        and unit.marker.kind == "number"
        and unit.marker.label.isdecimal()
        and unit.kind != "cell"
    ]
    titles: set[int] = set()
    for (index, number), (later, next_number) in pairwise(numbers):
        if next_number == number + 1 and later - index > 1:
            titles |= {index, later}
    for (index, number), (later, next_number) in pairwise(numbers):
        if next_number == number + 1 and later - index == 1 and later in titles:
            titles.add(index)
    return {index for index in titles if looks_like_heading(lines[index].text)}
