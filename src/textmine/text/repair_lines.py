"""Lines: which of them continue the one before, and how the two are put together."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from textmine.text.repair_chars import BREAKS, MARKS, REMOVABLE, SOFT, SPACES
from textmine.text.structure import Marker, field, looks_like_heading, marker, speaker
from textmine.text.words import Vocabulary, bare, hyphenated


class Place(NamedTuple):
    """A block of the raw text: ``raw[start:end]``, of a kind of ``BLOCK_KINDS``, on a page if there are."""

    start: int
    end: int
    kind: str = "paragraph"
    page: int | None = None


class Line(NamedTuple):
    """``text == raw[start:end]``: a line without white space and invisible characters around it.

    ``block`` is the index of its block; ``blanks`` counts the empty lines ahead of it; ``ending`` is the
    character that ended the line when it says more than a line break does: PDFium's mark or a soft hyphen.
    """

    start: int
    end: int
    text: str
    block: int
    kind: str
    page: int | None
    blanks: int
    ending: str


class Joint(NamedTuple):
    """What stands between two lines: ``glue`` is a line break, a space, or nothing.

    ``hyphen`` says what becomes of the hyphen that ends the first line: "" (no change), "drop" or "keep".
    """

    glue: str
    hyphen: str = ""


BREAK = Joint("\n")
SPACE = Joint(" ")
FULL = 0.82
"""A line of this share of the width around it is full: the next line may continue it."""

WRAPPED = 45
"""Lines inside an answer or a cell count as hard-wrapped prose from this width."""

AROUND = 6
"""The width of the text is that of the longest among so many lines before and after."""

SURELY_FULL = 0.9
"""The share that counts as full where the next line begins with a capital and no sentence ended."""

NARROW = 0.6
"""Lines below this share of the document's usual width are cells and captions: capitals begin a new one."""

_SPLIT = re.compile(f"\r\n|[{BREAKS}{MARKS}]")
_TRIM = "".join(SPACES | REMOVABLE | set(BREAKS))
_HYPHENS = "-\u2010\u2011\u00ac"
_LEFT = re.compile(r"[^\W_]*$")
_RIGHT = re.compile(r"[^\W_]*")
_SLASHED = re.compile(r"\w/$")
_URL = re.compile(r"(?:https?://|www\.)\S*$|\S*/\S*[?=#]\S*$")
_CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_DANGLING = re.compile(
    r"(?:^|\s)(?:de|het|een|van|en|of|in|op|met|voor|door|bij|naar|om|te|ten|ter|tot|uit|aan|als|dat|die|per|"
    r"onder|over|tussen|tegen|zonder|wanneer|omdat|zodat|waarbij|waarin|onze|hun|haar|zijn|deze|dit)$|,$"
)
_MINOR_DASH = re.compile(r"[–—-]\s+[a-zß-ÿ]")


def split_lines(raw: str, places: Sequence[Place]) -> list[Line]:
    """Return the lines of all blocks that hold something, in text order."""
    lines: list[Line] = []
    blanks = 0
    for block, place in enumerate(places):
        for start, end, ending in _cut(raw, place.start, place.end):
            piece = raw[start:end]
            text = piece.strip(_TRIM)
            if not text:
                blanks += 1
                continue
            first = start + len(piece) - len(piece.lstrip(_TRIM))
            last = first + len(text)
            sign = SOFT if SOFT in raw[last:end] else ending
            lines.append(Line(first, last, text, block, place.kind, place.page, blanks, sign))
            blanks = 0
    return lines


def _cut(raw: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the start, end and, where it is one of ``MARKS``, the ending of every line of a block."""
    for found in _SPLIT.finditer(raw, start, end):
        yield start, found.start(), found[0] if found[0] in MARKS else ""
        start = found.end()
    yield start, end, ""


def joints(lines: Sequence[Line], words: Vocabulary) -> list[Joint]:
    """Return the joint between each line and the next (one fewer than there are lines)."""
    widths = _widths(lines)
    wrapped = _wrapped_blocks(lines)
    return [
        _joint(first, second, widths[n], first.block in wrapped, words)
        for n, (first, second) in enumerate(pairwise(lines))
    ]


def _widths(lines: Sequence[Line]) -> list[int]:
    """Return the width of the text around each line, at least ``NARROW`` times the document's usual width."""
    if len(lines) < 2:  # noqa: PLR2004 - no joint, no width
        return [0] * len(lines)
    lengths = [len(line.text) for line in lines]
    usual = sorted(lengths)[int(0.9 * len(lengths))]
    least = int(NARROW * usual)
    return [max(least, *lengths[max(0, n - AROUND) : n + AROUND + 1]) for n in range(len(lines))]


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
        and _full(first, second, widest[first.block])
        and not _CLOSED.search(first.text)
        and second.text[0].islower()
    }


def _full(first: Line, second: Line, width: int, share: float = FULL) -> bool:
    """Tell whether the first word of ``second`` would not have fitted behind ``first``, more or less."""
    return len(first.text) + 1 + len(second.text.split(maxsplit=1)[0]) >= share * width


def _joint(first: Line, second: Line, width: int, wrapped: bool, words: Vocabulary) -> Joint:  # noqa: FBT001
    if first.ending and first.ending in MARKS:
        return _broken_word(first, second, words) or Joint("", "keep")
    same_block = first.block == second.block
    if not same_block and (first.kind != second.kind or first.kind not in ("line", "paragraph")):
        return BREAK
    if _ends_in_hyphen(first) and (joint := _broken_word(first, second, words)):
        return joint
    start = marker(second.text)
    if _only_marker(first.text) and start is None:
        return SPACE
    if (start and not _minor(first, second, start, width)) or speaker(second.text) or field(second.text):
        return BREAK
    if not _continues(first, second, width, wrapped):
        return BREAK
    return _continuation(first, second, words)


def _continuation(first: Line, second: Line, words: Vocabulary) -> Joint:
    if _SLASHED.search(first.text) and second.text[0].islower():
        return Joint("")
    left, right = _left(first.text), _right(second.text)
    if len(left) > 1 and len(right) > 1 and left.isalpha() and right.islower() and bare(left, right, words):
        return Joint("")
    return SPACE


def _continues(first: Line, second: Line, width: int, wrapped: bool) -> bool:  # noqa: FBT001
    """Tell whether ``second``, which begins nothing new, goes on where ``first`` stopped."""
    closed = _CLOSED.search(first.text) is not None
    lower = second.text[0].islower()
    dangling = _DANGLING.search(first.text) is not None
    full = _full(first, second, width)
    if first.block != second.block and first.kind == "paragraph":
        return lower and dangling
    if first.kind != "line":
        return wrapped and full and not second.blanks and (lower or not closed or len(first.text) >= WRAPPED)
    if second.blanks:
        return not closed and (lower and (full or dangling))
    if closed:
        return full and not first.text.endswith(":")
    if lower or dangling:
        return True
    return _full(first, second, width, SURELY_FULL) and not _numbered_heading(first.text)


def _minor(first: Line, second: Line, start: Marker, width: int) -> bool:
    """Tell whether the dash that ``second`` begins with is one within a sentence, no bullet."""
    return (
        start.kind == "bullet"
        and start.label in "–—"
        and _MINOR_DASH.match(second.text) is not None
        and not _CLOSED.search(first.text)
        and not second.blanks
        and _full(first, second, width)
        and marker(first.text) is None
    )


def _numbered_heading(text: str) -> bool:
    found = marker(text)
    return found is not None and found.kind == "number" and looks_like_heading(text)


def _only_marker(text: str) -> bool:
    found = marker(text + " x")
    return found is not None and found.end == len(text) + 1


def _left(text: str) -> str:
    """Return the letters and digits that end ``text``."""
    found = _LEFT.search(text)
    return found[0] if found else ""


def _right(text: str) -> str:
    """Return the letters and digits that begin ``text``."""
    found = _RIGHT.match(text)
    return found[0] if found else ""


def _ends_in_hyphen(line: Line) -> bool:
    return line.ending == SOFT or (
        line.text[-1] in _HYPHENS and len(line.text) > 1 and line.text[-2].isalnum()
    )


def _broken_word(first: Line, second: Line, words: Vocabulary) -> Joint | None:
    """Decide about a line that ends in a hyphen, a soft hyphen or PDFium's mark; None when it is no break."""
    text = first.text if first.ending else first.text[:-1]
    left, right = _left(text), _right(second.text)
    if first.ending == SOFT:
        return Joint("", "drop") if right.islower() else None
    if not left or not right:
        return Joint("", "keep") if first.ending else None
    if not first.ending and (marker(second.text) or (second.blanks and not right[0].islower())):
        return None
    if _URL.search(text):
        return Joint("", "keep")
    verdict = hyphenated(left, right, words)
    if verdict == "separate":
        return Joint(" ", "keep")
    if first.kind != "line" and first.block != second.block and verdict == "keep":
        return None
    return Joint("", "drop" if verdict == "join" else "keep")
