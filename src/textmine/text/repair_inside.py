"""Inside a line: words that lost their line break, glued headings, and bullets that begin no line."""

import re

from textmine.text.offsets import Edit
from textmine.text.structure import BULLETS, HEADING_WORDS, marker
from textmine.text.words import Vocabulary, gapped

_GAPPED = re.compile(r"(?<![\w-])([^\W\d_]{2,})- ([a-zß-ÿ]{2,})(?![\w-])")
_NUMBERED = re.compile(r"(\d{1,2})\. [A-ZÀ-Þ]")
_CAMEL = re.compile(r"[A-ZÀ-Þ](?<=[a-zß-ÿ][A-ZÀ-Þ])")
_GLUED_WORD = re.compile(
    r"\b([^\W\d_]?[a-zß-ÿ]{4,})((?:De|Het|Een|Er|Wij|We|In|Op|Dit|Deze|Ook|Als|Bij|Voor|Om) )"
)
_SIGN = re.compile(rf" (?=([{re.escape(BULLETS)}]) )")
_STOPS = re.compile(r"[.,;:!?]")

_HEAD = 3
"""A glued number stands behind at least so many letters."""

_REST = 4
"""A glued heading has at least so many words behind it."""


def inner_edits(text: str, words: Vocabulary) -> list[Edit]:
    """Return the edits of a text whose characters are clean and whose lines are paragraphs, in text order."""
    edits: list[Edit] = []
    if "- " in text:
        edits.extend(_gapped(text, words))
    edits.extend(_glued_number(text))
    if _CAMEL.search(text):
        edits.extend(_glued_word(text, words))
    if not text.isascii():
        edits.extend(_inner_bullets(text))
    return edits


def _gapped(text: str, words: Vocabulary) -> list[Edit]:
    """Take the hyphen and the space out of "vast- gelegd"."""
    return [
        Edit(found.end(1), found.start(2))
        for found in _GAPPED.finditer(text)
        if gapped(found[1], found[2], words)
    ]


def _glued_number(text: str) -> list[Edit]:
    """Split "Opening1. De ..." where the number is one of a series that begins other lines."""
    edits: list[Edit] = []
    for found in _NUMBERED.finditer(text):
        at = found.start()
        if at < _HEAD or not text[at - _HEAD : at].isalpha() or not text[at - 1].islower():
            continue
        number = int(found[1])
        series = {int(m.label) for line in text.split("\n") if (m := marker(line)) and m.label.isdigit()}
        if number + 1 in series and (number == 1 or number - 1 in series):
            edits.append(Edit(at, at, "\n"))
    return edits


def _glued_word(text: str, words: Vocabulary) -> list[Edit]:
    """Split "Samen zorgen voor kennisDe ..." where a short heading ends in a known word."""
    edits: list[Edit] = []
    for found in _GLUED_WORD.finditer(text):
        at = found.end(1)
        head = text[text.rfind("\n", 0, at) + 1 : at]
        rest = text[at:].split("\n", maxsplit=1)[0]
        whole = found[0].strip()
        sure = (
            len(head.split()) <= HEADING_WORDS
            and head[0].isupper()
            and not _STOPS.search(head)
            and len(rest.split()) >= _REST
            and words.listed(found[1])
            and not words.listed(whole)
            and words.seen(whole) <= 1
        )
        if sure:
            edits.append(Edit(at, at, "\n"))
    return edits


def _inner_bullets(text: str) -> list[Edit]:
    """Begin a new line at every bullet of "wensen: • meer data • meer kaarten"."""
    edits: list[Edit] = []
    for found in _SIGN.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        before = text[start : found.start()]
        opening = marker(before)
        listed = opening is not None and opening.label == found[1]
        again = bool(edits) and edits[-1].start >= start
        if listed or again or before.endswith(":"):
            edits.append(Edit(found.start(), found.start() + 1, "\n"))
    return edits
