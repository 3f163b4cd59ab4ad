"""Put the characters of a page in reading order: words, rows, columns. Pure geometry, in points.

A recursive variant of the XY-cut (Nagy and Seth, 1984): full-width rows cut a page into bands, and a
band with a gutter of white space between two bodies of prose is read column by column.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_ROW_TOLERANCE = 0.5
"""Words whose baselines differ less than this part of the font size are on one row (superscripts too)."""

_WORD_GAP = 0.12
_BREAK_GAP = 0.8
_GUTTER = 0.9
"""Narrowest white space between columns, as part of the font size; a space is 0.25 to 0.5."""

_MIN_ROWS = 4
_MIN_WORDS_PER_ROW = 2.5
_MIN_FILL = 0.5
_MAX_NESTING = 3
_FURNITURE_ROWS = 2
_FURNITURE_GAP = 1.8
_MANY_LINES = 8
_WIDEST = 20_000
"""Wider than any page in points (PDF allows 14,400): a damaged file placed its text there."""


class Char(NamedTuple):
    """A character with its box, baseline and font size; the axis ``y`` points up."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


class Word(NamedTuple):
    """Characters without a space between them; ``spaced`` when white space stood ahead of it in the file."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    spaced: bool


class Row(NamedTuple):
    """A visual line of one column."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    words: int


def words_of(chars: Iterable[Char]) -> list[Word]:
    """Join characters, in the order of the file, to words: white space and jumps end a word."""
    words: list[Word] = []
    run: list[Char] = []
    spaced = True
    for char in chars:
        if char.text.isspace():
            _end_word(words, run, spaced=spaced)
            run, spaced = [], True
            continue
        if run and _jumps(run[-1], char):
            _end_word(words, run, spaced=spaced)
            run, spaced = [], False
        run.append(char)
    _end_word(words, run, spaced=spaced)
    return words


def reading_order(words: Sequence[Word]) -> list[Row]:
    """Return the rows of a page, column by column where it has columns, else from top to bottom."""
    if not words:
        return []
    head, body, foot = _without_furniture(words)
    return [*_rows(head), *_region(body, 0), *_rows(foot)]


def paragraph_breaks(rows: Sequence[Row], pitch: float) -> list[bool]:
    """Tell for each row whether white space above it begins a paragraph.

    ``pitch`` is the distance of consecutive baselines as a multiple of the font size (see ``line_pitch``).
    A jump up (next column) or a first row is no break.
    """
    breaks = [False] * len(rows)
    for at in range(1, len(rows)):
        above, row = rows[at - 1], rows[at]
        distance = above.baseline - row.baseline
        breaks[at] = distance > 1.28 * pitch * max(above.size, row.size)
    return breaks


def line_pitch(pages: Iterable[Sequence[Row]]) -> float:
    """Return the usual distance between the lines of a paragraph, as a multiple of the font size.

    The 30th percentile over the document: most distances lie inside paragraphs, in lists of one-line items
    fewer do. A document of a few lines is taken to be spaced no wider than 1.5; without two lines: 1.2.
    """
    ratios = sorted(
        (above.baseline - row.baseline) / max(above.size, row.size)
        for rows in pages
        for above, row in pairwise(rows)
        if 0.8 < (above.baseline - row.baseline) / max(above.size, row.size, 1e-6) < 3.5  # noqa: PLR2004
    )
    if not ratios:
        return 1.2
    usual = ratios[int(0.3 * len(ratios))]
    return usual if len(ratios) >= _MANY_LINES else min(usual, 1.5)


def _jumps(before: Char, char: Char) -> bool:
    size = max(before.size, char.size)
    gap = char.left - before.right
    return (
        abs(char.baseline - before.baseline) > _ROW_TOLERANCE * size or gap > _BREAK_GAP * size or gap < -size
    )


def _end_word(words: list[Word], run: Sequence[Char], *, spaced: bool) -> None:
    if run:
        words.append(
            Word(
                "".join(char.text for char in run),
                min(char.left for char in run),
                max(char.right for char in run),
                median(char.baseline for char in run),
                max(char.size for char in run),
                spaced,
            )
        )


def _rows(words: Iterable[Word]) -> list[Row]:
    return [_row(group) for group in _grouped(words)]


def _grouped(words: Iterable[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    reference = size = 0.0
    for word in sorted(words, key=lambda w: (-w.baseline, w.left, w.text)):
        if not groups or abs(reference - word.baseline) > _ROW_TOLERANCE * max(size, word.size):
            groups.append([])
            reference, size = word.baseline, 0.0
        if word.size > size:
            reference, size = word.baseline, word.size
        groups[-1].append(word)
    return groups


def _row(words: list[Word]) -> Row:
    words = sorted(words, key=lambda w: (w.left, -w.baseline))
    pieces = [words[0].text]
    for before, word in pairwise(words):
        close = word.left - before.right < _WORD_GAP * word.size
        pieces.append(word.text if close and not word.spaced else f" {word.text}")
    size = max(word.size for word in words)
    baseline = next(word.baseline for word in words if word.size == size)
    return Row("".join(pieces), words[0].left, max(w.right for w in words), baseline, size, len(words))


def _without_furniture(words: Sequence[Word]) -> tuple[list[Word], list[Word], list[Word]]:
    """Set apart one or two rows at the top and bottom with clear white space towards the rest."""
    groups = _grouped(words)
    first, last = _peel(groups), len(groups) - _peel(groups[::-1])
    if first >= last:
        return [], list(words), []
    flat = [
        [word for group in part for word in group]
        for part in (groups[:first], groups[first:last], groups[last:])
    ]
    return flat[0], flat[1], flat[2]


def _peel(groups: Sequence[Sequence[Word]]) -> int:
    for count in range(1, min(_FURNITURE_ROWS, len(groups) - 1) + 1):
        near, far = groups[count - 1], groups[count]
        size = max(word.size for word in (*near, *far))
        if abs(near[0].baseline - far[0].baseline) > _FURNITURE_GAP * size:
            return count
    return 0


def _region(words: Sequence[Word], nesting: int) -> list[Row]:
    gutter = _gutter(words) if nesting < _MAX_NESTING else None
    if gutter is None:
        return _rows(words)
    rows: list[Row] = []
    for band in _bands(words, gutter):
        left = [word for word in band if word.right <= gutter]
        right = [word for word in band if word.left >= gutter]
        if (
            len(left) + len(right) == len(band)
            and _holds_prose(left, nesting + 1)
            and _holds_prose(right, nesting + 1)
        ):
            rows += _region(left, nesting + 1)
            rows += _region(right, nesting + 1)
        else:
            rows += _rows(band)
    return rows


def _gutter(words: Sequence[Word]) -> float | None:
    """Return the middle of the widest strip that few words cross, away from the margins; None without one."""
    size = median(word.size for word in words)
    left, right = min(w.left for w in words), max(w.right for w in words)
    bins = int(right - left) + 1
    if bins > _WIDEST:
        return None
    covered = [0.0] * (bins + 1)
    for word in words:
        covered[int(word.left - left)] += word.size
        covered[min(bins, int(word.right - left) + 1)] -= word.size
    total = 0.0
    coverage: list[float] = []
    for change in covered[:bins]:
        total += change
        coverage.append(total)
    limit = 0.3 * max(coverage, default=0.0)
    best: tuple[float, float] | None = None
    start: int | None = None
    for at, value in enumerate([*coverage, float("inf")]):
        if value <= limit:
            start = at if start is None else start
        elif start is not None:
            middle = (start + at) / 2
            if at - start >= _GUTTER * size and 0.2 * bins < middle < 0.8 * bins:
                best = max(best or (0.0, 0.0), (at - start, left + middle))
            start = None
    return best[1] if best else None


def _bands(words: Sequence[Word], gutter: float) -> list[list[Word]]:
    """Cut at the rows that run across the gutter; such rows and what lies between them are the bands."""
    bands: list[list[Word]] = []
    across_before = False
    groups = _grouped(words)
    for group in groups:
        across = _runs_across(group, gutter)
        if not bands or across != across_before:
            bands.append([])
        bands[-1] += group
        across_before = across
    return bands


def _runs_across(group: Sequence[Word], gutter: float) -> bool:
    left = [word.right for word in group if word.left < gutter]
    right = [word.left for word in group if word.right > gutter]
    if not left or not right:
        return False
    return min(right) - max(left) < _GUTTER * max(word.size for word in group)


def _holds_prose(words: Sequence[Word], nesting: int) -> bool:
    """Tell whether words are a column of prose, or columns of prose side by side."""
    if _is_prose(words):
        return True
    gutter = _gutter(words) if words and nesting < _MAX_NESTING else None
    if gutter is None:
        return False
    left = [word for word in words if word.right <= gutter]
    right = [word for word in words if word.left >= gutter]
    return _holds_prose(left, nesting + 1) and _holds_prose(right, nesting + 1)


def _is_prose(words: Sequence[Word]) -> bool:
    """Tell whether words form a column of running text rather than labels, names or figures."""
    rows = _rows(words)
    if len(rows) < _MIN_ROWS:
        return False
    widths = [row.right - row.left for row in rows]
    per_row = sum(row.words for row in rows) / len(rows)
    return per_row >= _MIN_WORDS_PER_ROW and median(widths) >= _MIN_FILL * max(widths)
