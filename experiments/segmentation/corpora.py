"""How much of the true statements of a sample corpus the step finds, and how much else it rejects."""

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from reading import read_repaired

from textmine.steps.segment import SegmentSettings, segment

_SIGNS = re.compile(r"[\W_]+")


@dataclass
class CorpusResult:
    """Counts over all files; ``lost`` and ``kept_wrongly`` hold (file, text) for the error analysis."""

    counts: Counter[str] = field(default_factory=Counter)
    lost: list[tuple[str, str, str]] = field(default_factory=list)
    kept_wrongly: list[tuple[str, str, str]] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)


def measure_corpus(corpus: Path) -> CorpusResult:
    """Compare the statements of every file in ``raw/`` with ``waarheid.csv`` and ``niet-inhoudelijk.csv``.

    A true statement is *exact* when one statement says the same, *longer* when it lies within a longer one,
    *cut* when it was cut up, else *lost*. Case, white space and punctuation do not count.
    """
    truth = _by_file(corpus / "waarheid.csv")
    others = _by_file(corpus / "niet-inhoudelijk.csv")
    result = CorpusResult()
    for path in sorted((corpus / "raw").iterdir()):
        repaired = read_repaired([path])
        segmented = segment(repaired.documents, repaired.spans, SegmentSettings())
        kept = [plain(text) for text in segmented.statements["text"]]
        rejected = " ".join(plain(text) for text in segmented.rejected["text"])
        _compare(path.name, truth[path.name], others[path.name], kept, rejected, result)
    return result


def _compare(
    name: str,
    truth: list[dict[str, str]],
    others: list[dict[str, str]],
    kept: list[str],
    rejected: str,
    result: CorpusResult,
) -> None:
    open_statements = Counter(kept)
    for row in truth:
        text = plain(row["text"])
        if open_statements[text]:
            open_statements[text] -= 1
            outcome = "exact"
        elif any(text in statement for statement in kept):
            outcome = "longer"
        elif text in rejected:
            outcome = "lost"
        else:
            outcome = "cut"
        result.counts[outcome] += 1
        if outcome != "exact":
            result.lost.append((name, outcome, row["text"]))
    true_texts = [plain(row["text"]) for row in truth]
    for row in others:
        text = plain(row["text"])
        wrong = bool(open_statements[text]) or any(
            (len(text) > 20 and text in statement) or (len(statement) > 20 and statement in text)
            for statement in kept
            if statement not in true_texts
        )
        result.counts["kept wrongly" if wrong else "rejected rightly"] += 1
        if wrong:
            result.kept_wrongly.append((name, row["reason"], row["text"]))
    extra = (
        statement
        for statement in kept
        if not any(statement in text or text in statement for text in true_texts)
    )
    result.extra += [(name, statement) for statement in extra]
    result.counts["statements"] += len(kept)


def plain(text: str) -> str:
    """Return the words only, in lower case."""
    return _SIGNS.sub(" ", text.replace("\u00ad", "").casefold()).strip()


def _by_file(path: Path) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows[row["file"]].append(row)
    return rows
