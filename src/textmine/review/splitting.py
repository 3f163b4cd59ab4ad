"""Where a new statement begins, going by the first words that people typed or pasted."""

import re
import unicodedata

from textmine.review.cells import from_cell
from textmine.text.cuts import parts

SEPARATOR = "||"
"""Stands between the beginnings of several parts."""

_ALIKE = str.maketrans("‘’‚‛`´“”„‟‐‑‒–—−", "''''''\"\"\"\"------")
"""Quotes and dashes that programs exchange while people type; each is one sign, so that places hold."""

_SPACE = r"\s+"
_FROM_THE_TEXT = "kopieer de eerste woorden van het nieuwe deel uit de kolom Uitspraak"


class NoCutError(Exception):
    """Words do not say where to cut: ``value`` are the words, ``way_out`` is what people can do."""

    def __init__(self, value: str, reason: str, way_out: str) -> None:
        super().__init__(reason)
        self.value = value
        self.reason = reason
        self.way_out = way_out


def cuts(text: str, cell: str) -> tuple[int, ...]:
    """Return the places in ``text`` where a new statement begins, ascending; ``cell`` is what people put in.

    White space and case do not count, nor does the form of quotes and dashes.

    Raises
    ------
    NoCutError
        When there are no words, they stand nowhere or more than once in the text, or a part would be empty.
    """
    beginnings = [part.strip() for part in cell.split(SEPARATOR) if part.strip()]
    if not beginnings:
        reason = "er staat niet waar de nieuwe uitspraak begint"
        raise NoCutError(cell, reason, _FROM_THE_TEXT)
    found = [_place(text, words) for words in beginnings]
    if len(set(found)) < len(found):
        raise NoCutError(cell, "hetzelfde deel staat er twee keer", "laat het één keer staan")
    if parts(text, sorted(found)) is None:
        reason = "een van de delen zou geen woord bevatten"
        raise NoCutError(cell, reason, _FROM_THE_TEXT)
    return tuple(sorted(found))


def _place(text: str, words: str) -> int:
    """Return where ``words`` stand in ``text``: once, whole words, and not at the very start."""
    plain = text.translate(_ALIKE)
    forms = {words, *(unicodedata.normalize(form, words) for form in ("NFC", "NFD"))}
    patterns = sorted(filter(None, (_pattern(from_cell(form).translate(_ALIKE)) for form in forms)))
    places = {found.start() for pattern in patterns for found in re.finditer(pattern, plain, re.IGNORECASE)}
    if not places:
        raise NoCutError(words, "deze woorden staan niet in de uitspraak", _FROM_THE_TEXT)
    if len(places) > 1:
        reason = f"deze woorden staan {len(places)} keer in de uitspraak"
        raise NoCutError(words, reason, "neem er woorden bij, tot ze maar één keer voorkomen")
    (place,) = places
    if not text[:place].strip():
        reason = "met deze woorden begint de uitspraak zelf"
        raise NoCutError(words, reason, "geef de eerste woorden van het tweede deel")
    return place


def _pattern(words: str) -> str:
    """Return a pattern that also finds places that overlap; empty when there is nothing to find."""
    pieces = words.split()
    if not pieces:
        return ""
    before = r"(?<!\w)" if pieces[0][0].isalnum() else ""
    after = r"(?!\w)" if pieces[-1][-1].isalnum() else ""
    return f"{before}(?={_SPACE.join(map(re.escape, pieces))}{after})"
