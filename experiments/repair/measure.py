"""Precision and recall of the repair of broken words, on the gold list and on planted breaks.

    python experiments/repair/measure.py --shared ../shared --write

reads ``gold.csv`` beside this file and the minutes in ``<shared>/data/minutes``, and writes ``results.md``.
Files whose hash begins with 0-7 served for tuning; the others are reported.
"""

import argparse
import csv
import importlib.metadata
import platform
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf, sqrt
from pathlib import Path

from candidates import candidates
from extract import Source, sources
from plant import Planted, plant

from textmine.text.offsets import Run
from textmine.text.repair import repair_text
from textmine.text.words import COMMON, UNKNOWN, Vocabulary, word_list

HERE = Path(__file__).parent
FORMS = ("hyphen", "bare", "gap")
LABELS = ("join", "keep_hyphen", "separate")
SEEDS = range(8)
_LEFT = re.compile(r"[^\W_]*$")
_RIGHT = re.compile(r"[^\W_]*")
FACTORY = Callable[[Iterable[str]], Vocabulary]


@dataclass(frozen=True)
class Judged:
    """One break: where it comes from, its form, what is right, and what repair made of it.

    ``common`` marks a word broken without a hyphen into two words that are common by themselves; the rule
    never to join such words makes repair miss these on purpose.
    """

    part: str
    form: str
    label: str
    verdict: str
    common: bool = False


class ListAndDocument(Vocabulary):
    """The word list and the words of the document, without compounds."""

    def log_joined(self, word: str, broken_at: int = 0) -> float:  # noqa: ARG002
        """Return the log10 frequency of ``word``, minus infinity when nobody has it."""
        direct = self.log(word)
        return direct if direct > UNKNOWN else -inf


def list_only(_lines: Iterable[str]) -> Vocabulary:
    """Return the word list alone: no words of the document, no compounds."""
    return ListAndDocument()


def with_dictionary(path: Path) -> Mapping[str, float]:
    """Return the word list with the words of a dictionary file laid under it, at its lowest frequency."""
    words = (line.strip().lower() for line in path.read_text(encoding="utf-8").splitlines())
    return dict.fromkeys((word for word in words if word), 1e-8) | dict(word_list())


def tuning(sha256: str) -> bool:
    """Tell whether a file belongs to the half that served for tuning."""
    return sha256[0] < "8"


def verdict(text: str, runs: Sequence[Run], start: int, end: int) -> str:
    """Return what became of ``raw[start:end]``, which stands between two words."""
    first = _image(runs, start - 1) + 1
    second = _image(runs, end)
    between = text[first:second]
    return {"": "join", "-": "keep_hyphen"}.get(between, "separate")


def _image(runs: Sequence[Run], offset: int) -> int:
    """Return where the raw character at ``offset`` is in the repaired text (-1 when it is gone)."""
    for run in runs:
        if run.raw_start <= offset < run.raw_end:
            return run.start + min(offset - run.raw_start, run.end - run.start - 1)
    return -1


def natural(texts: Sequence[Source], gold: Sequence[dict[str, str]], make: FACTORY) -> Iterator[Judged]:
    """Judge the breaks of the gold list; raises when the text is not the one that was judged."""
    by_file: dict[str, list[dict[str, str]]] = {}
    for row in gold:
        by_file.setdefault(row["sha256"], []).append(row)
    for source in texts:
        rows = by_file.get(source.sha256, [])
        if not rows:
            continue
        digests = {(c.start, c.end): c.digest for c in candidates(source)}
        result = repair_text(source.raw, source.places, make)
        for row in rows:
            start, end = int(row["start"]), int(row["end"])
            if digests.get((start, end)) != row["digest"]:
                raise ValueError(
                    f"{source.name} {start}-{end}: the text differs from the one that was judged"
                )
            found = verdict(result.text, result.runs, start, end)
            if found == "keep_hyphen" and row["label"] == "separate" and row["form"] == "hyphen":
                found = "separate" if not source.raw[start - 1].isalnum() else found
            yield Judged("gold list", row["form"], row["label"], found)


def planted(texts: Sequence[Source], make: FACTORY, *, tune: bool) -> Iterator[Judged]:
    """Judge planted breaks in the files of one half."""
    for source in texts:
        if source.name.endswith(".pdf") or tuning(source.sha256) != tune:
            continue
        for seed in SEEDS:
            if made := plant(source, seed):
                yield from _judge(made, make)


def _judge(made: Planted, make: FACTORY) -> Iterator[Judged]:
    result = repair_text(made.raw, made.places, make)
    words = Vocabulary()
    for start, end, form, label in made.breaks:
        left, right = _LEFT.search(made.raw, max(0, start - 60), start)[0], _RIGHT.match(made.raw, end)[0]
        common = form == "bare" and label == "join" and min(words.log(left), words.log(right)) >= COMMON
        yield Judged("planted", form, label, verdict(result.text, result.runs, start, end), common)


def paragraphs(texts: Sequence[Source]) -> list[str]:
    """Return the rows of the table of paragraphs: what became of line ends within and between them."""
    found: Counter[tuple[str, bool]] = Counter()
    for source in texts:
        if source.name.endswith(".pdf") or tuning(source.sha256):
            continue
        for seed in SEEDS:
            made = plant(source, seed)
            if made is None:
                continue
            result = repair_text(made.raw, made.places)
            within = [(b[0], b[1]) for b in made.breaks if b[2:] == ("bare", "separate")]
            for place, spans in (("within", within), ("between", made.ends)):
                for start, end in spans:
                    first, second = _image(result.runs, start - 1) + 1, _image(result.runs, end)
                    found[place, "\n" in result.text[first:second]] += 1
    rows = ["| line ends | n | right | share (95 %) |", "|---|---|---|---|"]
    for place, wanted in (("within", False), ("between", True)):
        hits, n = found[place, wanted], found[place, True] + found[place, False]
        low, high = wilson(hits, n)
        rows.append(f"| {place} paragraphs | {n} | {hits} | {hits / n:.3f} ({low:.3f}-{high:.3f}) |")
    return rows


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def scores(judged: Sequence[Judged], label: str) -> tuple[int, int, int]:
    """Return right decisions for ``label``, decisions for it, and breaks where it is right."""
    hits = sum(j.verdict == label == j.label for j in judged)
    return hits, sum(j.verdict == label for j in judged), sum(j.label == label for j in judged)


def row(name: str, judged: Sequence[Judged], label: str) -> str:
    """Return one row of the table."""
    hits, chosen, right = scores(judged, label)
    cells = [name, label, str(len(judged)), str(right), str(chosen)]
    for n in (chosen, right):
        low, high = wilson(hits, n)
        cells.append(f"{hits / n:.3f} ({low:.3f}-{high:.3f})" if n else "-")
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| breaks | decision | n | right answer | decided | precision (95 %) | recall (95 %) |\n"
    "|---|---|---|---|---|---|---|"
)


def table(texts: Sequence[Source], gold: Sequence[dict[str, str]], make: FACTORY) -> list[str]:
    """Return the rows of one variant: the gold list, and planted breaks of the reporting half."""
    found = list(natural(texts, gold, make))
    made = list(planted(texts, make, tune=False))
    rows = [HEAD]
    rows += [row("gold list, all forms", found, label) for label in LABELS]
    rows += [row("planted, all forms", made, label) for label in LABELS]
    rows += [row(f"planted, {form}", [j for j in made if j.form == form], "join") for form in FORMS]
    rows.append(
        row("planted, without breaks between two common words", [j for j in made if not j.common], "join")
    )
    return rows


def read_gold() -> list[dict[str, str]]:
    """Read the gold list."""
    with (HERE / "gold.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def variants(dictionary: Path | None, name: str) -> dict[str, FACTORY]:
    """Return the judges of words that are compared."""
    result: dict[str, FACTORY] = {
        "wordfreq, document and compounds (as shipped)": Vocabulary,
        "wordfreq alone": list_only,
        "wordfreq and document": ListAndDocument,
    }
    if dictionary:
        known = with_dictionary(dictionary)
        result[f"wordfreq, {name}, document and compounds"] = partial(Vocabulary, known=known)
    return result


def main() -> None:
    """Measure all variants and print or write the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, default=Path("/usr/share/dict/dutch"))
    parser.add_argument("--dictionary-name", default="wdutch 1:2.20.19-2")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    texts = list(sources(arguments.shared / "data" / "minutes"))
    gold = read_gold()
    dictionary = arguments.dictionary if arguments.dictionary.exists() else None
    parts = [_opening(gold)]
    for name, make in variants(dictionary, arguments.dictionary_name).items():
        parts.append("\n".join([f"## {name}", "", *table(texts, gold, make), ""]))
    parts.append("\n".join(["## Paragraphs, planted, as shipped", "", *paragraphs(texts), ""]))
    report = "\n".join(parts)
    print(report)
    if arguments.write:
        (HERE / "results.md").write_text(report, encoding="utf-8")


def _opening(gold: Sequence[dict[str, str]]) -> str:
    counts = Counter(row["form"] for row in gold)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("wordfreq", "pypdfium2"))
    return (
        "# Broken words\n\n"
        f"Made by `measure.py` with Python {platform.python_version()}, {versions}.\n\n"
        f"Gold list: {len(gold)} places in the minutes, judged one by one: "
        + ", ".join(f"{n} {form}" for form, n in sorted(counts.items()))
        + ".\nPlanted: the Word and Markdown minutes of the reporting half wrapped again, "
        f"{len(SEEDS)} times each.\n\n"
        "Errors on the gold list were looked at while tuning, in all files; those on planted breaks in the\n"
        "tuning half, and once, before the last word rules, in the reporting half.\n"
        "95 % intervals are Wilson's. A *bare* break has no hyphen; *mark* is where\n"
        "PDFium joined two lines at a hyphen; *gap* is a hyphen and a space inside a line.\n"
    )


if __name__ == "__main__":
    main()
