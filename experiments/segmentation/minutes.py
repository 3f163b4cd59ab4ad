"""Labelled stretches of real minutes: statements, and what is none with its reason.

``labels.csv`` holds no text: the SHA-256 of the file, offsets in the text as its reader gives it, a hash of
the letters and digits there, the half (rules were tuned on *tune* only) and the label. One person labelled
each stretch after reading it, with the verdict of the step in view, so the labels lean towards it. Five
statements and five rejections per file were drawn at random from what an early version of the step gave,
so the two groups are measured apart.
"""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from reading import read_files

from textmine.steps.segment import SegmentSettings, segment
from textmine.tables import Splits, empty
from textmine.text.offsets import Run, to_raw

STATEMENT = "statement"
_SIGNS = re.compile(r"[\W_]+")
Verdicts = dict[str, list[tuple[int, int, str]]]


def read_labels(path: Path) -> list[dict[str, str]]:
    """Return the labels, in file order."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def measure_minutes(folder: Path, labels: Sequence[dict[str, str]]) -> dict[str, Counter[tuple[str, str]]]:
    """Return, per half, how often each (label, verdict of the step) occurs.

    The verdict on a stretch is that of the statement or rejected stretch that overlaps it most. Stretches
    whose text has changed since (another reading of the file) count as ``("moved", "")``.
    """
    wanted = {row["sha256"] for row in labels}
    paths = [path for path in sorted(folder.iterdir()) if _digest(path) in wanted]
    sources, repaired = read_files(paths)
    segmented = segment(repaired.documents, repaired.spans, empty(Splits), SegmentSettings())
    verdicts = _verdicts(repaired.spans, segmented.statements, segmented.rejected)
    found: dict[str, Counter[tuple[str, str]]] = {}
    for row in labels:
        counts = found.setdefault(row["half"], Counter())
        start, end = int(row["start"]), int(row["end"])
        if text_hash(sources.get(row["sha256"], "")[start:end]) == row["text_hash"]:
            counts[row["label"], _verdict(verdicts[row["sha256"]], start, end)] += 1
        else:
            counts["moved", ""] += 1
    return found


def text_hash(text: str) -> str:
    """Return a short hash of the letters and digits of ``text``."""
    return hashlib.sha256(_SIGNS.sub("", text).casefold().encode()).hexdigest()[:12]


def _verdicts(spans: pd.DataFrame, statements: pd.DataFrame, rejected: pd.DataFrame) -> Verdicts:
    runs: dict[str, list[Run]] = {}
    for span in spans.itertuples():
        runs.setdefault(span.document_id, []).append(Run(span.start, span.end, span.raw_start, span.raw_end))
    found: Verdicts = {}
    for row in statements.itertuples():
        place = to_raw(runs[row.document_id], row.outer_start, row.end)
        found.setdefault(row.document_id, []).append((*place, STATEMENT))
    for row in rejected.itertuples():
        place = to_raw(runs[row.id], row.start, row.end)
        found.setdefault(row.id, []).append((*place, row.reason))
    return found


def _verdict(stretches: Sequence[tuple[int, int, str]], start: int, end: int) -> str:
    return max(stretches, key=lambda stretch: min(end, stretch[1]) - max(start, stretch[0]))[2]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
