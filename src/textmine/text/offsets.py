"""Edits to a text, and the map that leads from the edited text back to the raw one."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``raw[start:end]`` by ``replacement``; offsets are in the raw text."""

    start: int
    end: int
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """``text[start:end]`` came from ``raw[raw_start:raw_end]``.

    A copied run has equal lengths and equal characters; a replaced run may differ in both.
    Runs are ascending in both coordinates and cover the whole edited text.
    """

    start: int
    end: int
    raw_start: int
    raw_end: int


def apply_edits(raw: str, edits: Iterable[Edit]) -> tuple[str, tuple[Run, ...]]:
    """Apply ``edits`` and return the edited text with its runs, in text order.

    Raises
    ------
    ValueError
        When two edits overlap or an edit lies outside the text.
    """
    pieces: list[str] = []
    runs: list[Run] = []
    at = 0
    position = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if not at <= edit.start <= edit.end <= len(raw):
            raise ValueError(f"edit {edit.start}-{edit.end} overlaps or lies outside the text")
        if edit.start > at:
            pieces.append(raw[at : edit.start])
            runs.append(Run(position, position + edit.start - at, at, edit.start))
            position += edit.start - at
        if edit.replacement:
            pieces.append(edit.replacement)
            runs.append(Run(position, position + len(edit.replacement), edit.start, edit.end))
            position += len(edit.replacement)
        at = edit.end
    if at < len(raw):
        pieces.append(raw[at:])
        runs.append(Run(position, position + len(raw) - at, at, len(raw)))
    return "".join(pieces), tuple(runs)


def to_raw(runs: Sequence[Run], start: int, end: int) -> tuple[int, int]:
    """Return the raw span that holds ``text[start:end]``.

    Inside a copied run the answer is exact; a bound inside a replaced run widens to that run.

    Raises
    ------
    ValueError
        When the span is empty or lies outside the edited text.
    """
    return to_raw_spans(runs, [(start, end)])[0]


def to_raw_spans(runs: Sequence[Run], spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ``to_raw`` of every span, in their order; the runs are read once."""
    starts = [run.start for run in runs]
    result: list[tuple[int, int]] = []
    for start, end in spans:
        if not runs or not 0 <= start < end <= runs[-1].end:
            raise ValueError(f"span {start}-{end} lies outside the text")
        first = runs[bisect_right(starts, start) - 1]
        last = runs[bisect_right(starts, end - 1) - 1]
        raw_start = first.raw_start + (start - first.start if _copied(first) else 0)
        raw_end = last.raw_end - (last.end - end if _copied(last) else 0)
        result.append((raw_start, raw_end))
    return result


def _copied(run: Run) -> bool:
    return run.end - run.start == run.raw_end - run.raw_start
