"""Measure segment and write results.md beside this file.

Real data are looked for in ``$TEXTMINE_SHARED`` or in ``shared`` beside the project; without them only the
sample corpora are measured. ``python experiments/segmentation/measure.py errors`` prints what went wrong on
the sample corpora instead of writing the results.
"""

import math
import os
import platform
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from corpora import CorpusResult, measure_corpus
from minutes import STATEMENT, measure_minutes, read_labels
from treebanks import TREEBANKS, measure_treebank, splitters

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = Path(os.environ.get("TEXTMINE_SHARED", ROOT.parent / "shared")) / "data"
CORPORA = ("voorbeeld-regiosessies", "voorbeeld-zienswijzen")
OUTCOMES = {
    "exact": "found exactly",
    "longer": "found within a longer statement",
    "cut": "cut into several statements",
    "lost": "rejected or lost",
}

HOW = """
Made by `python experiments/segmentation/measure.py`. Intervals are 95 % Wilson intervals; they take the
units as independent, which units of one file are not.
"""
ON_CORPORA = """## Sample corpora

The corpora are fictional and part of the project; rules were improved while looking at them, so these figures
guard against decline and say little about unseen documents. Case, white space and punctuation are not
compared. An author who puts two sentences in one point is *cut* by a step that makes a statement of every
sentence of running text: nothing is lost, the other half is in the context column.
"""
ON_MINUTES = """One person labelled them with the verdict of the step in view, so the labels lean towards it;
`minutes.py` tells how they were drawn. Rules were improved on the half *tune* only. *Rejected wrongly* is a
point that is lost to the analysis; *kept wrongly* is a line that a reviewer marks as not substantive. *Same
reason* counts among stretches that are rejected and should be. *Moved* stretches are read differently now.
"""
ON_TREEBANKS = """
## Sentence boundaries

Development parts of UD Dutch, the sentences of a paragraph joined by a space; errors on Lassy Small were
looked at while the rules were made. *F1 closed* leaves out missed ends without a closing mark (titles,
enumerations), which a line break shows in real documents. *elke punt*: every mark with a space behind it.
"""


def main() -> None:
    """Write every table, or print the errors."""
    results = {name: measure_corpus(ROOT / "corpora" / name) for name in CORPORA}
    if sys.argv[1:] == ["errors"]:
        for name, result in results.items():
            print_errors(name, result)
        return
    lines = [*header(), *corpus_tables(results)]
    if SHARED.is_dir():
        lines += [*minutes_tables(), *treebank_table()]
    (HERE / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def header() -> Iterator[str]:
    """Name what was measured with."""
    yield "# Segment: what was measured\n"
    yield f"Python {platform.python_version()}, spaCy {version('spacy')}, pySBD {pysbd_version()}."
    yield HOW


def pysbd_version() -> str:
    """Return the version of the optional splitter, if it is here."""
    try:
        return version("pysbd")
    except PackageNotFoundError:
        return "not installed"


def corpus_tables(results: dict[str, CorpusResult]) -> Iterator[str]:
    """Report the true statements and the other stretches of the sample corpora."""
    yield ON_CORPORA
    yield "| corpus | true statements | " + " | ".join(OUTCOMES.values()) + " |"
    yield "|---|---|" + "---|" * len(OUTCOMES)
    for name, result in results.items():
        whole = sum(result.counts[outcome] for outcome in OUTCOMES)
        cells = (share(result.counts[outcome], whole) for outcome in OUTCOMES)
        yield f"| {name} | {whole} | " + " | ".join(cells) + " |"
    yield "\n| corpus | statements made | beside every true statement | other stretches rejected |"
    yield "|---|---|---|---|"
    for name, result in results.items():
        counts = result.counts
        others = counts["rejected rightly"] + counts["kept wrongly"]
        rejected = share(counts["rejected rightly"], others) if others else "no answer sheet"
        beside = share(counts["beside"], counts["statements"])
        yield f"| {name} | {counts['statements']} | {beside} | {rejected} |"


def minutes_tables() -> Iterator[str]:
    """Report the labelled stretches of real minutes, per half."""
    labels = read_labels(HERE / "labels.csv")
    files = len({row["sha256"] for row in labels})
    found = measure_minutes(SHARED / "minutes", labels)
    yield f"\n## Real minutes\n\n{len(labels)} stretches from {files} files. {ON_MINUTES}"
    yield "| half | stretches | moved | statements rejected wrongly | others kept wrongly | same reason |"
    yield "|---|---|---|---|---|---|"
    for half in ("tune", "report"):
        counts = found[half]
        moved = counts.pop(("moved", ""), 0)
        statements = total(counts, lambda label, _: label == STATEMENT)
        wrongly = total(counts, lambda label, verdict: label == STATEMENT != verdict)
        others = total(counts, lambda label, _: label != STATEMENT)
        kept = total(counts, lambda label, verdict: label != STATEMENT == verdict)
        same = total(counts, lambda label, verdict: label == verdict != STATEMENT)
        cells = (share(wrongly, statements), share(kept, others), share(same, others - kept))
        yield f"| {half} | {statements + others} | {moved} | " + " | ".join(cells) + " |"


def treebank_table() -> Iterator[str]:
    """Report sentence boundaries per treebank and splitter."""
    yield ON_TREEBANKS
    yield "| treebank | splitter | true ends | precision | recall | F1 | F1 closed |"
    yield "|---|---|---|---|---|---|---|"
    for name in TREEBANKS:
        path = SHARED / "treebank" / f"nl_{name}-ud-dev.conllu.xz"
        for splitter, split in splitters().items():
            result = measure_treebank(path, split)
            figures = (result.precision, result.recall, result.f1, result.f1_closed)
            cells = " | ".join(f"{figure:.3f}" for figure in figures)
            yield f"| {name} | {splitter} | {result.right + result.missed} | {cells} |"


def print_errors(name: str, result: CorpusResult) -> None:
    """Print every true statement that was not found exactly and everything kept wrongly."""
    for kind, rows in (("missed", result.missed), ("kept", result.kept_wrongly), ("beside", result.beside)):
        for file, outcome, text in rows:
            print(f"{name}\t{kind}\t{file}\t{outcome}\t{text}")


def total(counts: Counter[tuple[str, str]], wanted: Callable[[str, str], bool]) -> int:
    """Sum the counts of the wanted pairs of label and verdict."""
    return sum(count for (label, verdict), count in counts.items() if wanted(label, verdict))


def share(part: int, whole: int) -> str:
    """Return "part (percentage, interval)" with Wilson's interval (Wilson, 1927)."""
    low, high = wilson(part, whole)
    return f"{part} ({100 * part / max(1, whole):.1f} %, {100 * low:.1f}-{100 * high:.1f})"


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """Return the bounds of the 95 % score interval for a share."""
    if whole == 0:
        return 0.0, 1.0
    centre = (part + z * z / 2) / (whole + z * z)
    reach = z * math.sqrt(part * (whole - part) / whole + z * z / 4) / (whole + z * z)
    return max(0.0, centre - reach), min(1.0, centre + reach)


if __name__ == "__main__":
    main()
