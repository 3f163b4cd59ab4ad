"""Lines of a raw text, and whether one goes on where the one before stopped."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from textmine.text.repair_chars import BREAKS, MARKS, REMOVABLE, SOFT, SPACES
from textmine.text.structure import LABEL, looks_like_heading, marker

FULL = 0.82
"""A line of this share of the width around it is full: the next line may continue it."""

CLOSED_FULL = 0.92
"""The share that counts as full where a sentence ended, outside items: a break too many is harmless."""

SURELY_FULL = 0.93
"""The share that counts as full where the next line begins with a capital and no sentence ended."""

NARROW = 0.6
"""Lines below this share of the document's usual width are cells and captions: capitals begin a new one."""

WRAPPED = 45
"""Lines inside an answer or a cell count as hard-wrapped prose from this width."""

AROUND = 6
"""The width of the text is that of the longest among so many lines before and after."""

_SPLIT = re.compile(f"\r\n|[{BREAKS}{MARKS}]")
_TRIM = "".join(SPACES | REMOVABLE | set(BREAKS))
_CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_DANGLING = re.compile(
    r"(?:^|\s)(?:de|het|een|van|en|of|in|op|met|voor|door|bij|naar|om|te|ten|ter|tot|uit|aan|als|dat|die|per|"
    r"onder|over|tussen|tegen|zonder|wanneer|omdat|zodat|waarbij|waarin|onze|hun|haar|zijn|deze|dit)$"
)


class Place(NamedTuple):
    """A block of the raw text: ``raw[start:end]``, of a kind of ``BLOCK_KINDS``, on a page if there are."""

    start: int
    end: int
    kind: str = "paragraph"
    page: int | None = None


class Line(NamedTuple):
    """``text == raw[start:end]``: a line without white space and invisible characters around it.

    ``block`` is the index of its block; ``blanks`` counts the empty lines ahead of it. ``ending`` is what
    stood behind the text when it says more than a line break does: one of ``MARKS``, ``SOFT``, or a space.
    """

    start: int
    end: int
    text: str
    block: int
    kind: str
    page: int | None
    blanks: int
    ending: str

    @property
    def marked(self) -> bool:
        """Whether PDFium joined this line to the next at a hyphen that it took out."""
        return self.ending != "" and self.ending in MARKS


class Around(NamedTuple):
    """What surrounds a joint: the ``width`` of the text, and whether its block is hard-``wrapped`` prose.

    ``item`` tells that the paragraph so far is an item, which began with a bullet or a number.
    """

    width: int
    wrapped: bool
    item: bool = False


def split_lines(raw: str, places: Sequence[Place]) -> list[Line]:
    """Return the lines of all blocks that hold something, in text order."""
    lines: list[Line] = []
    blanks = 0
    for block, place in enumerate(places):
        for start, end, mark in _cut(raw, place.start, place.end):
            piece = raw[start:end]
            text = piece.strip(_TRIM)
            if not text:
                blanks += 1
                continue
            first = start + len(piece) - len(piece.lstrip(_TRIM))
            last = first + len(text)
            ending = mark or (_ending(raw[last:end]) if last < end else "")
            lines.append(Line(first, last, text, block, place.kind, place.page, blanks, ending))
            blanks = 0
    return lines


def _cut(raw: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the start, end and, where it is one of ``MARKS``, the ending of every line of a block."""
    if raw[start:end].isprintable():
        yield start, end, ""
        return
    for found in _SPLIT.finditer(raw, start, end):
        yield start, found.start(), found[0] if found[0] in MARKS else ""
        start = found.end()
    yield start, end, ""


def _ending(tail: str) -> str:
    if SOFT in tail:
        return SOFT
    return " " if SPACES.intersection(tail) else ""


def surroundings(lines: Sequence[Line]) -> list[Around]:
    """Return for each line what surrounds the joint behind it."""
    if len(lines) < 2:  # noqa: PLR2004 - no joint
        return []
    lengths = [len(line.text) for line in lines]
    least = int(NARROW * sorted(lengths)[int(0.9 * len(lengths))])
    wrapped = _wrapped_blocks(lines)
    return [
        Around(max(least, *lengths[max(0, n - AROUND) : n + AROUND + 1]), line.block in wrapped)
        for n, line in enumerate(lines)
    ]


def _wrapped_blocks(lines: Sequence[Line]) -> set[int]:
    """Return the blocks other than "line" whose lines break in mid-sentence at a steady width."""
    widest: dict[int, int] = {}
    for line in lines:
        widest[line.block] = max(widest.get(line.block, 0), len(line.text))
    return {
        first.block
        for first, second in pairwise(lines)
        if first.block == second.block
        and first.kind != "line"
        and widest[first.block] >= WRAPPED
        and full(first, second, widest[first.block])
        and not closed(first.text)
        and second.text[0].islower()
    }


def full(first: Line, second: Line, width: int, share: float = FULL) -> bool:
    """Tell whether the first word of ``second`` would not have fitted behind ``first``, more or less."""
    return len(first.text) + 1 + len(second.text.split(maxsplit=1)[0]) >= share * width


def closed(text: str) -> bool:
    """Tell whether ``text`` ends in a mark that closes a sentence or opens a list."""
    return _CLOSED.search(text) is not None


def continues(first: Line, second: Line, around: Around) -> bool:
    """Tell whether ``second``, which begins nothing new, goes on where ``first`` stopped."""
    lower = second.text[0].islower()
    dangling = _DANGLING.search(first.text) is not None
    if first.kind == "line":
        return (lower and dangling) or _flows(first, second, around, open_end=lower or dangling)
    if lower and dangling:
        return True
    return (
        first.block == second.block
        and around.wrapped
        and not second.blanks
        and full(first, second, around.width)
        and (lower or not closed(first.text) or len(first.text) >= WRAPPED)
    )


def _flows(first: Line, second: Line, around: Around, *, open_end: bool) -> bool:
    """Decide about visual lines; an empty line or an ended sentence asks for more evidence."""
    width = around.width
    if second.blanks:
        return not closed(first.text) and second.text[0].islower() and full(first, second, width)
    if closed(first.text):
        labelled = first.text.endswith(":") or LABEL.match(second.text) is not None
        return not labelled and full(first, second, width, FULL if around.item else CLOSED_FULL)
    if open_end:
        return True
    share = FULL if first.text.endswith(",") else SURELY_FULL
    return full(first, second, width, share) and not _numbered_heading(first.text)


def _numbered_heading(text: str) -> bool:
    found = marker(text)
    return found is not None and found.kind == "number" and looks_like_heading(text)
