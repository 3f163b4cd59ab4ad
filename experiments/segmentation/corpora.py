"""How much of the true statements of a sample corpus the step finds, and how much else it rejects."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reading import read_corpus

from textmine.steps.segment import SegmentSettings, segment
from textmine.tables import Splits, empty

_SIGNS = re.compile(r"[\W_]+")
_ENOUGH = 20
"""Texts of fewer characters are compared as a whole, never as part of another."""


@dataclass
class CorpusResult:
    """Counts over all files; the lists hold (file, outcome or reason, text) for the analysis of errors.

    A true statement is *exact* when one statement says the same, *longer* when it lies within one, *lost*
    when it lies within a rejected stretch, *cut* when no single stretch holds it. ``found`` lists the
    statements that hold no true statement, nor lie within one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    kept_wrongly: list[tuple[str, str, str]] = field(default_factory=list)
    beside: list[tuple[str, str, str]] = field(default_factory=list)


def measure_corpus(corpus: Path) -> CorpusResult:
    """Compare the statements of every file with ``waarheid.csv`` and ``niet-inhoudelijk.csv``, if it exists.

    Case, white space and punctuation do not count.
    """
    repaired = read_corpus(corpus)
    segmented = segment(repaired.documents, repaired.spans, empty(Splits), SegmentSettings())
    paths = dict(zip(repaired.documents["id"], repaired.documents["path"], strict=True))
    kept = _grouped((paths[row.document_id], row.text) for row in segmented.statements.itertuples())
    rejected = _grouped((row.path, row.text) for row in segmented.rejected.itertuples())
    others = corpus / "niet-inhoudelijk.csv"
    wrong = _by_file(others) if others.exists() else {}
    result = CorpusResult()
    for name, truth in _by_file(corpus / "waarheid.csv").items():
        true_texts = [plain(row["text"]) for row in truth]
        left = _find(name, truth, kept[name], rejected[name], result)
        untrue = [text for text in kept[name] if text not in set(true_texts)]
        _reject(name, wrong.get(name, []), left, untrue, result)
        for text in untrue:
            if not any(text in true or true in text for true in true_texts):
                result.beside.append((name, "", text))
        result.counts["statements"] += len(kept[name])
    result.counts["beside"] = len(result.beside)
    return result


def _find(
    name: str,
    truth: Sequence[dict[str, str]],
    kept: Sequence[str],
    rejected: Sequence[str],
    result: CorpusResult,
) -> Counter[str]:
    """Count how each true statement was found; return the statements that none of them took."""
    left = Counter(kept)
    for row in truth:
        text = plain(row["text"])
        if left[text]:
            left[text] -= 1
            outcome = "exact"
        elif any(text in statement for statement in kept):
            outcome = "longer"
        else:
            outcome = "lost" if any(text in stretch for stretch in rejected) else "cut"
        result.counts[outcome] += 1
        if outcome != "exact":
            result.missed.append((name, outcome, row["text"]))
    return left


def _reject(
    name: str,
    others: Sequence[dict[str, str]],
    left: Counter[str],
    untrue: Sequence[str],
    result: CorpusResult,
) -> None:
    for row in others:
        text = plain(row["text"])
        kept = left[text] > 0 or any(
            (len(text) > _ENOUGH and text in statement) or (len(statement) > _ENOUGH and statement in text)
            for statement in untrue
        )
        result.counts["kept wrongly" if kept else "rejected rightly"] += 1
        if kept:
            result.kept_wrongly.append((name, row["reason"], row["text"]))


def plain(text: str) -> str:
    """Return the words only, in lower case."""
    return _SIGNS.sub(" ", text.replace("\u00ad", "").casefold()).strip()


def _grouped(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, text in rows:
        found[name].append(plain(text))
    return found


def _by_file(path: Path) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows[row["file"]].append(row)
    return rows
