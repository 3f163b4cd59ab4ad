"""Inside a line: words that lost their line break, glued headings, and bullets that begin no line."""

import re

from textmine.text.offsets import Edit
from textmine.text.structure import BULLETS, HEADING_WORDS, marker
from textmine.text.words import Vocabulary, gapped

_GAPPED = re.compile(r"(?<![\w-])([^\W\d_]{2,})- ([a-zß-ÿ]{2,})(?![\w-])")
_NUMBERED = re.compile(r"([0-9]{1,2})\. [A-ZÀ-Þ]")
_CAMEL = re.compile(r"[A-ZÀ-Þ](?<=[a-zß-ÿ][A-ZÀ-Þ])")
_GLUED_WORD = re.compile(
    r"\b([^\W\d_]?[a-zß-ÿ]{4,})((?:De|Het|Een|Er|Wij|We|In|Op|Dit|Deze|Ook|Als|Bij|Voor|Om) )"
)
_SIGN = re.compile(rf" (?=([{re.escape(BULLETS)}]) )")
_STOPS = re.compile(r"[.,;:!?]")

_HEAD = 3
"""A glued number stands behind at least so many letters."""

_FAR = 200
"""A heading of more characters is none."""

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
    if not text.isascii() and _SIGN.search(text):
        edits.extend(_inner_bullets(text))
    return sorted(edits, key=lambda edit: edit.start)


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
    series: set[int] = set()
    for found in _NUMBERED.finditer(text):
        at = found.start()
        if at < _HEAD or not text[at - _HEAD : at].isalpha() or not text[at - 1].islower():
            continue
        number = int(found[1])
        if not series:
            series = {
                int(m.label) for line in text.split("\n") if (m := marker(line)) and m.label.isdecimal()
            }
        if number + 1 in series and (number == 1 or number - 1 in series):
            edits.append(Edit(at, at, "\n"))
    return edits


def _glued_word(text: str, words: Vocabulary) -> list[Edit]:
    """Split "Samen zorgen voor kennisDe ..." where a short heading ends in a known word."""
    edits: list[Edit] = []
    for found in _GLUED_WORD.finditer(text):
        at = found.end(1)
        head = text[text.rfind("\n", 0, at) + 1 : at]
        if len(head) > _FAR:
            continue
        rest = text[at : at + _FAR].split("\n", maxsplit=1)[0]
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
    start = 0
    for line in text.split("\n"):
        opening = marker(line)
        listed = opening.label if opening is not None else ""
        for found in _SIGN.finditer(line):
            if found[1] == listed or line[found.start() - 1] == ":":
                listed = found[1]
                edits.append(Edit(start + found.start(), start + found.start() + 1, "\n"))
        start += len(line) + 1
    return edits
