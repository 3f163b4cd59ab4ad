"""The figures as tables in Markdown and as JSON."""

import json
import math
import os
import platform
from importlib.metadata import version
from pathlib import Path

from figures import RESAMPLES, Figure

PACKAGES = ("numpy", "scipy", "scikit-learn", "torch", "sentence-transformers")
Results = dict[str, dict[str, Figure]]

TABLES = {
    "Similarity and paraphrases": {
        "stsb_dev": "STSb-nl dev, Spearman",
        "sick_trial": "SICK-NL trial, Spearman",
        "captions_accuracy": "captions, accuracy@1",
        "captions_mrr": "captions, MRR@10",
        "municipal_accuracy": "municipal, accuracy@1",
        "municipal_mrr": "municipal, MRR",
    },
    "Themes of parliamentary questions": {
        "probe": "linear probe, macro-F1",
        "above_best": "above the best of TF-IDF and LSA",
        "same_theme": "same theme among 10 nearest",
        "v_measure": "k-means, V-measure",
        "ari": "k-means, ARI",
    },
    "Codes of the sample corpora: linear probe, macro-F1": {
        "regiosessies_theme": "regiosessies, theme",
        "regiosessies_kind": "regiosessies, kind",
        "zienswijzen_theme": "zienswijzen, theme",
        "zienswijzen_kind": "zienswijzen, kind",
    },
    "Domain terms": {
        f"terms_{measure}{part}": f"{label}, {says}" if says else label
        for measure, label in (("accuracy", "accuracy@1"), ("mrr", "MRR"), ("nearer", "nearer than both"))
        for part, says in (("", ""), ("_shared", "stem shared"), ("_unshared", "none shared"))
    },
    "Speed and size": {
        "sentences": "sentences/s",
        "load": "load, s",
        "load_all": "load with imports, s",
        "mib": "size, MiB",
    },
}

HEAD = f"""# Encoders: what was measured

Written by `python experiments/encoder/evaluate.py --shared FOLDER`; all figures are in `results.json`.
In brackets the 95 % interval of {RESAMPLES} bootstrap samples, for speed the slowest and the fastest run.

- TF-IDF and LSA are fitted, without labels, on the very texts of each measure, as textmine does without a
  model.
- Captions: each of 5,000 captions looks for the 4 others of its image among 4,999; resampled over images.
  Municipal: each complex sentence looks for its simple one among all simple ones of the test half. What ties
  with the right answer goes before it.
- Themes: questions whose theme has 10 or more. Probe: logistic regression with balanced classes, 5 folds x 2
  repeats, the same for everybody; C (and for dense vectors: scaling per column or as a whole) chosen by 3
  folds within the training part. Near-copies (Jaccard >= 0.5 of word 5-grams) stay on one side of a split and
  do not count as neighbours. k-means: as many clusters as themes, 5 seeds; interval from the standard
  deviation of the bootstrap. The difference is to the baseline with the best macro-F1, paired over questions.
- Codes: first theme, and kind; a document and its near-copies stay in one fold. The statements are fictional
  and were written in this project.
- Domain terms: `terms.csv`, written before any figure was known; no text was made for them to learn from. The
  meaning is sought among all 100 meanings; "nearer" is the share of terms nearer to it than to both of two
  tempting wrong ones.
- Speed: sentences of 25 words, two threads, fitting included where there is any. Load: from the name of a
  model to its first vector in a fresh process, after the import of textmine's loader, and with that import.
"""


def circumstances() -> str:
    """Return hardware and versions in a line."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    chip = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{os.cpu_count()} cores, {chip or platform.machine()}, no GPU; "
        f"Python {platform.python_version()}, {versions}."
    )


def markdown(results: Results) -> str:
    """Return all tables: one row per encoder; a cell is empty where nothing was measured."""
    lines = [HEAD, circumstances(), ""]
    for title, columns in TABLES.items():
        shown = {
            name: label for name, label in columns.items() if any(name in row for row in results.values())
        }
        if shown:
            lines += [
                f"## {title}\n",
                f"| encoder | {' | '.join(_label(*item, results) for item in shown.items())} |",
            ]
            lines += [f"|---|{'---|' * len(shown)}"]
            lines += [
                f"| {encoder} | {' | '.join(_cell(name, row.get(name)) for name in shown)} |"
                for encoder, row in results.items()
            ]
            lines.append("")
    return "\n".join(lines)


def _label(name: str, label: str, results: Results) -> str:
    count = next(row[name].n for row in results.values() if name in row)
    return label if name in TABLES["Speed and size"] else f"{label} (n = {count:,})"


def _cell(name: str, figure: Figure | None) -> str:
    if figure is None:
        return ""
    if name == "above_best":
        return figure.shown_signed()
    if name == "sentences":
        return f"{figure.value:,.0f} ({figure.low:,.0f}-{figure.high:,.0f})"
    if name == "mib":
        return f"{figure.value:.1f}"
    if name in TABLES["Speed and size"]:
        return f"{figure.value:.2f} ({figure.low:.2f}-{figure.high:.2f})"
    return figure.shown()


def read(folder: Path) -> Results:
    """Return what ``write`` wrote."""
    plain = json.loads((folder / "results.json").read_text("utf-8"))["figures"]
    return {
        encoder: {
            name: Figure(**{key: math.nan if value is None else value for key, value in figure.items()})
            for name, figure in row.items()
        }
        for encoder, row in plain.items()
    }


def write(results: Results, folder: Path) -> None:
    """Write ``results.md`` and ``results.json``."""
    (folder / "results.md").write_text(markdown(results), "utf-8")
    plain = {
        "circumstances": circumstances(),
        "figures": {
            encoder: {name: figure.plain() for name, figure in row.items()}
            for encoder, row in results.items()
        },
    }
    (folder / "results.json").write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", "utf-8")
