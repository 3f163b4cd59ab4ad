"""Compare clusterers on Dutch parliamentary questions and write ``results.md``.

Run with ``OMP_NUM_THREADS=2 NUMBA_NUM_THREADS=2 python experiments/topics/compare.py --shared FOLDER``.
Settings were chosen on the tuning half only (``tune.py``); the tables show the other half, a part of it, and
(for size) both together.
"""

import argparse
import os
import platform
import sys
import time
import warnings
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path

import numpy as np
from data import Sample, questions, sentences
from measures import Run, Scores, score
from methods import UmapHdbscan, methods, textmine_clusterer
from numpy.typing import NDArray

from textmine.encoders.finding import BUILT_IN
from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.models.clustering import Clusterer

HERE = Path(__file__).parent
UMAP_LARGE = 4_096
PACKAGES = ("bertopic", "umap-learn", "hdbscan", "evoc", "scikit-learn", "networkx", "numpy", "simplemma")
COLUMNS = (
    "topics",
    "unassigned",
    "V = NMI",
    "AMI",
    "ARI",
    "NPMI, plain words",
    "NPMI, Dutch words",
    "diversity, plain",
    "diversity, Dutch",
    "two rows swapped",
    "stability",
    "seconds",
)


def main() -> None:
    """Run everything and write the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--model", help="path of a sentence-transformers model, to compare embeddings too")
    parser.add_argument("--only-speed", action="store_true", help="write speed.md only, on an idle machine")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    if arguments.only_speed:
        _warm_up()
        lines = [_circumstances("One run, nothing else running"), *_volume(arguments.shared)]
        (HERE / "speed.md").write_text("\n".join(["# Topics: time\n", *lines]) + "\n", "utf-8")
        return
    parts = questions(arguments.shared)
    lines = [(HERE / "head.md").read_text("utf-8"), _circumstances(f"Medians of {arguments.seeds} seeds")]
    _warm_up()
    test, short = parts["test"], parts["test"].short()
    for sample in (test, short, test.first(300), parts["all"]):
        lines += _table(sample, BUILT_IN, arguments.seeds)
    for encoder in ("lsa", arguments.model):
        for sample in (test, short) if encoder else ():
            lines += _table(sample, encoder, arguments.seeds)
    (HERE / "results.md").write_text("\n".join(lines) + "\n", "utf-8")


def _circumstances(how: str) -> str:
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{how}. {os.cpu_count()} cores ({platform.machine()}); Python {platform.python_version()}, "
        f"{versions}.\n"
    )


def _table(sample: Sample, encoder: str, seeds: int) -> list[str]:
    made = load_encoder(EncoderSettings(encoder=encoder), sample.texts)
    matrix = made.encode(sample.texts)
    name = made.name if encoder == BUILT_IN else Path(encoder).name
    themed = int((sample.themes != "").sum())
    lines = [
        f"## {sample.name}: {len(sample.texts)} questions, {themed} with a theme, {name}\n",
        f"| method | {' | '.join(COLUMNS)} |",
        f"|---|{'---|' * len(COLUMNS)}",
    ]
    for method, clusterer in methods().items():
        run = Run(clusterer, ours=method.startswith("textmine"), rounds=3)
        runs = [score(run, sample, matrix, seed) for seed in range(seeds)]
        lines.append(f"| {method} | {' | '.join(_medians(runs))} |")
        print(sample.name, lines[-1], flush=True)
    return [*lines, ""]


def _medians(runs: list[Scores]) -> list[str]:
    values = {
        field.name: float(np.nanmedian([getattr(run, field.name) for run in runs]))
        for field in fields(Scores)
    }
    shown = {"topics": ".0f", "unassigned": ".0%", "seconds": ".1f"}
    return [
        "" if np.isnan(value) else format(value, shown.get(name, ".3f")) for name, value in values.items()
    ]


def _warm_up() -> None:
    """Compile what numba compiles, so that seconds are of the method itself."""
    for rows in (500, 5_000):  # UMAP has other code for more than 4,096 rows
        noise = np.random.default_rng(0).normal(size=(rows, 20)).astype(np.float32)
        for clusterer in methods().values() if rows < UMAP_LARGE else (UmapHdbscan(),):
            clusterer.fit_predict(noise, np.random.default_rng(0))


def _volume(shared: Path) -> list[str]:
    lines = [
        "## Seconds on sentences of the questions of 2020\n",
        "| sentences | encoder | BERTopic defaults | textmine: kNN graph + Louvain | topics, unassigned |",
        "|---|---|---|---|---|",
    ]
    for size in (5_000, 10_000, 20_000):
        texts = sentences(shared, size)
        start = time.perf_counter()
        matrix = load_encoder(EncoderSettings(), texts).encode(texts)
        encoded = time.perf_counter() - start
        default, default_seconds = _timed(UmapHdbscan(), matrix)
        ours, our_seconds = _timed(textmine_clusterer(), matrix)
        counts = f"defaults {_counts(default)}, textmine {_counts(ours)}"
        lines.append(f"| {size} | {encoded:.0f} | {default_seconds:.0f} | {our_seconds:.0f} | {counts} |")
        print(lines[-1], flush=True)
    return lines


def _timed(clusterer: Clusterer, matrix: NDArray[np.float32]) -> tuple[NDArray[np.int64], float]:
    start = time.perf_counter()
    labels = clusterer.fit_predict(matrix, np.random.default_rng(0))
    return labels, time.perf_counter() - start


def _counts(labels: NDArray[np.int64]) -> str:
    return f"{int(labels.max()) + 1}, {float((labels < 0).mean()):.0%}"


if __name__ == "__main__":
    sys.exit(main())
