"""How two lines are put together: as paragraphs, as words of a sentence, or as halves of one word."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from textmine.text.repair_chars import SOFT
from textmine.text.repair_lines import Around, Line, closed, continues, full, surroundings
from textmine.text.structure import field, marker, speaker
from textmine.text.words import Vocabulary, bare, hyphenated, surely_broken


class Joint(NamedTuple):
    """What stands between two lines: ``glue`` is a line break, a space, or nothing.

    ``hyphen`` says what becomes of the hyphen that ends the first line: "" (no change), "drop" or "keep".
    """

    glue: str
    hyphen: str = ""


BREAK = Joint("\n")
SPACE = Joint(" ")

_HYPHENS = "-\u2010\u2011\u00ac"
_LEFT = re.compile(r"[^\W_]*$")
_RIGHT = re.compile(r"[^\W_]*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$|/\S*-\S*-\S*$|\S*/\S*[?=#]\S*$")
_REACH = 300
"""An address is looked for in so many characters at the end of a line."""

_SLASHED = re.compile(r"\w/$")
_WITHIN = re.compile(r"[^\s.!?:;•*#–—-]\s[(‘“']?$")
_MINOR_DASH = re.compile(r"[–—]\s+[a-zß-ÿ]")


def joints(lines: Sequence[Line], words: Vocabulary) -> list[Joint]:
    """Return the joint between each line and the next (one fewer than there are lines)."""
    around = surroundings(lines)
    wraps = any(
        surely_broken(_left(_stem(first)), _right(second.text), words)
        for first, second in pairwise(lines)
        if _ends_in_hyphen(first)
    )
    result: list[Joint] = []
    item = False
    for first, second, near in zip(lines, lines[1:], around, strict=False):
        if not result or result[-1].glue == "\n":
            item = marker(first.text) is not None
        result.append(_joint(first, second, near._replace(item=item), words, wraps=wraps))
    return result


def _joint(first: Line, second: Line, around: Around, words: Vocabulary, *, wraps: bool) -> Joint:
    if first.marked:
        return _broken_word(first, second, words, wraps=wraps) or Joint("", "keep")
    if first.block != second.block and (first.kind != second.kind or first.kind not in {"line", "paragraph"}):
        return BREAK
    if _ends_in_hyphen(first) and (joint := _broken_word(first, second, words, wraps=wraps)):
        return joint
    if _only_marker(first.text) and marker(second.text) is None:
        return SPACE
    if _begins_anew(first, second, around) or not continues(first, second, around):
        return BREAK
    return _continuation(first, second, words)


def _continuation(first: Line, second: Line, words: Vocabulary) -> Joint:
    """Put two lines of one sentence together; white space behind the first rules out a broken word."""
    lower = second.text[0].islower()
    if lower and _SLASHED.search(first.text) and first.ending != " ":
        return Joint("")
    left, right = _left(first.text), _right(second.text)
    whole = first.ending == " " or min(len(left), len(right)) == 1 or not (left.isalpha() and right.isalpha())
    return Joint("") if lower and not whole and left and right and bare(left, right, words) else SPACE


def _begins_anew(first: Line, second: Line, around: Around) -> bool:
    """Tell whether ``second`` begins with a bullet, a number, a speaker or the label of a field."""
    start = marker(second.text)
    if start is None:
        return speaker(second.text) is not None or field(second.text) is not None
    dash_within_sentence = (
        _MINOR_DASH.match(second.text) is not None
        and not closed(first.text)
        and not second.blanks
        and full(first, second, around.width)
        and marker(first.text) is None
    )
    return not dash_within_sentence


def _broken_word(first: Line, second: Line, words: Vocabulary, *, wraps: bool) -> Joint | None:
    """Decide about a line that ends in a hyphen, a soft hyphen or PDFium's mark; None when it is no break."""
    text, right = _stem(first), _right(second.text)
    left = _left(text)
    if first.ending == SOFT:
        return Joint("", "drop") if right[:1].islower() else None
    if not left or not right or not _may_continue(first, second, right):
        return None
    named = left[0].isupper() and _WITHIN.search(text[: -len(left)]) is not None
    address = _ADDRESS.search(text[-_REACH:]) is not None
    verdict = "keep" if address else hyphenated(left, right, words, named=named, wraps=wraps)
    if verdict == "separate":
        return Joint(" ", "keep")
    if verdict == "keep" and first.kind != "line" and first.block != second.block:
        return None
    return Joint("", "drop" if verdict == "join" else "keep")


def _may_continue(first: Line, second: Line, right: str) -> bool:
    """Refuse an item, and a capital behind an empty line, as the other half of a word."""
    return first.marked or (marker(second.text) is None and (not second.blanks or right[0].islower()))


def _only_marker(text: str) -> bool:
    found = marker(text + " x")
    return found is not None and found.end == len(text) + 1


def _ends_in_hyphen(line: Line) -> bool:
    if line.marked or line.ending == SOFT:
        return True
    return len(line.text) > 1 and line.text[-1] in _HYPHENS and line.text[-2].isalnum()


def _stem(line: Line) -> str:
    """Return a line that ends in a hyphen without it."""
    return line.text if line.marked or line.ending == SOFT else line.text[:-1]


def _left(text: str) -> str:
    """Return the letters and digits that end ``text``."""
    found = _LEFT.search(text)
    return found[0] if found else ""


def _right(text: str) -> str:
    """Return the letters and digits that begin ``text``."""
    found = _RIGHT.match(text)
    return found[0] if found else ""
