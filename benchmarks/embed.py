"""Measure the step embed: loading the encoder, statements per second from table to table, and peak memory.

Usage: ``python benchmarks/embed.py [--encoder encoder-nl] [--sizes 20000 100000 400000]``
The statements have 25 words, from the sentences of the sample corpora. The table goes to
``benchmarks/embed.md`` with hardware and versions. Run it on a machine that does nothing else.
"""

import argparse
import csv
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from textmine.encoders.finding import BUILT_IN
from textmine.pipeline.table import STATEMENTS
from textmine.store import parquet
from textmine.tables import Statements, frame

ROOT = Path(__file__).parents[1]
WORDS = 25
PARTITION = 20_000
LOADS = 5
LOAD = """\
import sys, time
began = time.perf_counter()
from textmine.encoders.loading import EncoderSettings, load_encoder
ready = time.perf_counter()
encoder = load_encoder(EncoderSettings(encoder=sys.argv[1]), [])
print(ready - began, time.perf_counter() - ready, encoder.name)
"""
EMBED = """\
import resource, sys, time
from pathlib import Path
from textmine.pipeline.run import run
began = time.perf_counter()
run(Path(sys.argv[1]), "embed")
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10)
"""


def partitions(number: int, seed: int) -> Iterator[pd.DataFrame]:
    """Yield ``number`` statements: 25 words in a row from sentences in random order, one word a number."""
    sentences: list[str] = []
    for path in sorted((ROOT / "corpora").glob("*/waarheid.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            sentences += [row["text"] for row in csv.DictReader(file)]
    chance = random.Random(seed)
    rest: list[str] = []
    for first in range(0, number, PARTITION):
        texts = []
        for _ in range(min(PARTITION, number - first)):
            while len(rest) < WORDS:
                rest += chance.choice(sentences).split()
            words, rest = rest[:WORDS], rest[WORDS:]
            words[chance.randrange(WORDS)] = str(chance.randrange(10_000))
            texts.append(" ".join(words))
        yield _statements(first, texts)


def _statements(first: int, texts: list[str]) -> pd.DataFrame:
    count = len(texts)
    documents = [f"{first + row:012x}" for row in range(count)]
    columns = {
        Statements.id: [f"{name}:0-{len(text)}" for name, text in zip(documents, texts, strict=True)],
        Statements.document_id: documents,
        Statements.start: [0] * count,
        Statements.end: [len(text) for text in texts],
        Statements.outer_start: [0] * count,
        Statements.text: texts,
        Statements.context_before: [""] * count,
        Statements.context_after: [""] * count,
        Statements.structure: ["cell"] * count,
        Statements.heading: [None] * count,
        Statements.speaker: [None] * count,
        Statements.sentences: [[0]] * count,
    }
    return frame(Statements, columns)


def make_corpus(folder: Path, number: int, encoder: str) -> None:
    """Write a corpus that holds what ``embed`` reads."""
    folder.mkdir()
    codebook = ROOT / "corpora" / "voorbeeld-regiosessies" / "codebook.yaml"
    told = f"name: Snelheid\nkind: responses\ncodebook: {json.dumps(str(codebook))}\n"
    (folder / "corpus.yaml").write_text(told, "utf-8")
    (folder / "params.yaml").write_text(f"embed:\n  encoder: {json.dumps(encoder)}\n", "utf-8")
    with parquet.PartitionWriter(Statements, STATEMENTS.of(folder)) as writer:
        for part in partitions(number, seed=1):
            writer.write(part)


def fresh(program: str, *arguments: str) -> list[str]:
    """Run ``program`` in a process of its own; return what it prints."""
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", default=BUILT_IN)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 100_000, 400_000])
    options = parser.parse_args()
    loads = [fresh(LOAD, options.encoder) for _ in range(LOADS)]
    imports, loading = (sorted(float(row[part]) for row in loads)[LOADS // 2] for part in (0, 1))
    rows = []
    with tempfile.TemporaryDirectory() as base:
        for number in options.sizes:
            folder = Path(base, f"snelheid-{number}")
            make_corpus(folder, number, options.encoder)
            whole, memory = map(float, fresh(EMBED, str(folder)))
            step = json.loads((folder / "derived" / "run.json").read_text("utf-8"))["embed"]["seconds"]
            size = (folder / "derived" / "embeddings.parquet").stat().st_size / 2**20
            rows.append((number, step, whole, memory, size))
            print(f"{number:8} {step:6.1f} s {number / step:8.0f}/s, whole {whole:6.1f} s, {memory:5.0f} MiB")
    _write(loads[0][2], imports, loading, rows)


def _write(
    name: str, imports: float, loading: float, rows: list[tuple[int, float, float, float, float]]
) -> None:
    libraries = ", ".join(f"{lib} {version(lib)}" for lib in ("tokenizers", "numpy", "scipy", "pyarrow"))
    lines = [
        "# The step embed: loading, speed and memory",
        "",
        (
            f"Encoder `{name}`. {platform.machine()}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}, textmine {version('textmine')}, {libraries}. "
            f"Made by `python benchmarks/embed.py` on {time.strftime('%Y-%m-%d')}."
        ),
        "",
        (
            f"Loading the encoder in a fresh process, hashes checked: {loading:.2f} s, "
            f"after {imports:.2f} s of imports (median of {LOADS})."
        ),
        "",
        (
            f"Statements of {WORDS} words, in partitions of {PARTITION:,}. The step runs from "
            "`statements.parquet` to `embeddings.parquet` and loads the encoder; the command also reads and "
            "checks the whole configuration. Each size in a process of its own; memory is its peak."
        ),
        "",
        "| statements | step, s | statements/s | command, s | peak MiB | embeddings.parquet, MiB |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for number, step, whole, memory, size in rows:
        lines.append(
            f"| {number:,} | {step:.1f} | {number / step:,.0f} | {whole:.1f} | {memory:.0f} | {size:.0f} |"
        )
    (ROOT / "benchmarks" / "embed.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
