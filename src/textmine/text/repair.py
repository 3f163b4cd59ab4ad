"""Repair a text: from the lines a reader found to paragraphs of whole words, with the way back.

The repaired text holds one paragraph, item, heading or cell per line; see ``repair_joints`` for what is put
together, ``repair_chars`` for what changes inside a line, ``furniture`` for what is taken out.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textmine.text.furniture import furniture
from textmine.text.offsets import Edit, Run, apply_edits
from textmine.text.repair_chars import SOFT, character_edits
from textmine.text.repair_joints import Joint, joints
from textmine.text.repair_lines import Line, Place, split_lines
from textmine.text.structure import BULLETS, HEADING_WORDS, marker
from textmine.text.words import Vocabulary, gapped

FURNITURE_KINDS = ("header", "footer")

_GAPPED = re.compile(r"(?<![\w-])([^\W\d_]{2,})- ([a-zß-ÿ]{2,})(?![\w-])")
_NUMBERED = re.compile(r"(\d{1,2})\. [A-ZÀ-Þ]")
_CAMEL = re.compile(r"[A-ZÀ-Þ](?<=[a-zß-ÿ][A-ZÀ-Þ])")
_GLUED_WORD = re.compile(
    r"\b([^\W\d_]?[a-zß-ÿ]{4,})((?:De|Het|Een|Er|Wij|We|In|Op|Dit|Deze|Ook|Als|Bij|Voor|Om) )"
)
_SIGN = re.compile(rf" ([{re.escape(BULLETS)}]) ")
_HEAD = 3
"""A glued number stands behind at least so many letters."""

_REST = 4
"""A glued heading has at least so many words behind it."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired ``text``, the ``runs`` that lead back, and the raw spans of furniture (``removed``)."""

    text: str
    runs: tuple[Run, ...]
    removed: tuple[tuple[int, int], ...] = ()


def repair_text(
    raw: str, places: Sequence[Place], vocabulary: Callable[[Iterable[str]], Vocabulary] = Vocabulary
) -> Repaired:
    """Repair one text; ``places`` are its blocks, ascending, with only line breaks between them.

    ``vocabulary`` makes the judge of words out of the lines of the text.
    """
    lines = split_lines(raw, places)
    kept, removed = _without_furniture(lines)
    words = vocabulary([line.text for line in kept])
    between = joints(kept, words)
    edits = _gap_edits(raw, kept, between)
    for n, line in enumerate(kept):
        dropped = n < len(between) and between[n].hyphen == "drop" and _hyphen_inside(line)
        edits.extend(_line_edits(raw, line, line.end - dropped, kept, words))
    if not edits:
        return Repaired(raw, (Run(0, len(raw), 0, len(raw)),) if raw else (), removed)
    text, runs = apply_edits(raw, edits)
    return Repaired(text, runs, removed)


def _without_furniture(lines: list[Line]) -> tuple[list[Line], tuple[tuple[int, int], ...]]:
    """Return the lines that stay, and the raw spans of those that go."""
    if len(lines) == 1 and lines[0].kind not in FURNITURE_KINDS:
        return lines, ()
    flowing = [n for n, line in enumerate(lines) if line.kind == "line"]
    found = furniture([lines[n].text for n in flowing], [lines[n].page for n in flowing])
    gone = {flowing[n] for n in found} | {n for n, line in enumerate(lines) if line.kind in FURNITURE_KINDS}
    kept: list[Line] = []
    blanks = 0
    for n, line in enumerate(lines):
        if n in gone:
            blanks += line.blanks
            continue
        turned = bool(kept) and kept[-1].page != line.page
        kept.append(line._replace(blanks=0 if turned else line.blanks + blanks))
        blanks = 0
    return kept, tuple((lines[n].start, lines[n].end) for n in sorted(gone))


def _gap_edits(raw: str, kept: Sequence[Line], between: Sequence[Joint]) -> list[Edit]:
    """Return the edits outside the lines, and those of the hyphens that end them."""
    if not kept:
        return [Edit(0, len(raw))] if raw else []
    edits = [Edit(0, kept[0].start)] if kept[0].start else []
    for first, second, joint in zip(kept, kept[1:], between, strict=False):
        edits.extend(_joint_edits(raw, first, second, joint))
    if kept[-1].end < len(raw):
        edits.append(Edit(kept[-1].end, len(raw)))
    return edits


def _joint_edits(raw: str, first: Line, second: Line, joint: Joint) -> list[Edit]:
    at, end = first.end, second.start
    if joint.hyphen == "drop":
        return [Edit(at - 1 if _hyphen_inside(first) else at, end)]
    glue = "-" + joint.glue if joint.hyphen == "keep" and first.marked else joint.glue
    if not glue:
        return [Edit(at, end)]
    edits = [Edit(at, at + 1, glue)] if raw[at] != glue else []
    if at + 1 < end:
        edits.append(Edit(at + 1, end))
    return edits


def _hyphen_inside(line: Line) -> bool:
    """Tell whether the hyphen that ends ``line`` is part of its text, and not of what follows it."""
    return not line.marked and line.ending != SOFT


def _line_edits(raw: str, line: Line, end: int, kept: Sequence[Line], words: Vocabulary) -> list[Edit]:
    """Return the edits inside one line up to ``end``; where two meet, the one of the characters wins."""
    edits = character_edits(raw, line.start, end)
    extra: list[Edit] = []
    if "- " in line.text:
        extra.extend(_gapped_edits(line, words))
    extra.extend(_glued_number(line, kept))
    if _CAMEL.search(line.text) and (found := _GLUED_WORD.search(line.text)):
        extra.extend(_glued_word(line, found, words))
    if not line.text.isascii():
        extra.extend(_inner_bullets(line))
    return edits + [
        new
        for new in extra
        if new.end <= end and not any(e.start < new.end and new.start < e.end for e in edits)
    ]


def _gapped_edits(line: Line, words: Vocabulary) -> list[Edit]:
    return [
        Edit(line.start + found.end(1), line.start + found.start(2))
        for found in _GAPPED.finditer(line.text)
        if gapped(found[1], found[2], words)
    ]


def _glued_number(line: Line, kept: Sequence[Line]) -> list[Edit]:
    """Split "Opening1. De ..." where the number is one of a series that begins other lines."""
    edits: list[Edit] = []
    for found in _NUMBERED.finditer(line.text):
        at = found.start()
        if at < _HEAD or not line.text[at - _HEAD : at].isalpha() or not line.text[at - 1].islower():
            continue
        number = int(found[1])
        series = {int(m.label) for other in kept if (m := marker(other.text)) and m.label.isdigit()}
        if number + 1 in series and (number == 1 or number - 1 in series):
            edits.append(Edit(line.start + at, line.start + at, "\n"))
    return edits


def _glued_word(line: Line, found: re.Match[str], words: Vocabulary) -> list[Edit]:
    """Split "Samen zorgen voor kennisDe ..." where a short heading ends in a known word."""
    head, rest = line.text[: found.end(1)], line.text[found.end(1) :]
    sure = (
        len(head.split()) <= HEADING_WORDS
        and not re.search(r"[.,;:!?]", head)
        and head[0].isupper()
        and len(rest.split()) >= _REST
        and words.known(found[1])
        and not words.known(found[1] + found[2].strip())
    )
    at = line.start + found.end(1)
    return [Edit(at, at, "\n")] if sure else []


def _inner_bullets(line: Line) -> list[Edit]:
    """Begin a new line at every bullet of "wensen: • meer data • meer kaarten"."""
    signs = list(_SIGN.finditer(line.text))
    if not signs:
        return []
    opening = marker(line.text)
    listed = opening is not None and opening.label == signs[0][1]
    if not listed and not line.text[: signs[0].start()].endswith(":"):
        return []
    return [Edit(line.start + found.start(), line.start + found.start() + 1, "\n") for found in signs]
