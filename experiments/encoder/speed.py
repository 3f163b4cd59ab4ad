"""Sentences per second, load time in a fresh process, size on disk."""

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from figures import Figure
from sources import questions_2020
from threadpoolctl import threadpool_limits
from vectors import Encode

WORDS = 25
THREADS = 2
ROUNDS = 3
STARTS = 5
MOST = 40_000
SECONDS = 4
"""A round takes about so long, unless an encoder is done with ``MOST`` sentences earlier."""

CHILD = """
import sys, time
start = time.perf_counter()
from textmine.encoders.loading import EncoderSettings, load_encoder
imported = time.perf_counter()
load_encoder(EncoderSettings(encoder=sys.argv[1]), []).encode(["Wij willen meer kaarten van de ondergrond."])
print(imported - start, time.perf_counter() - imported)
"""


def throughput(encode: Encode, shared: Path) -> Figure:
    """Return the median sentences per second of three rounds, with the slowest and the fastest.

    Sentences have 25 words and differ; what an encoder fits on them is part of the time.
    """
    texts = list(itertools.islice(_sentences(shared), MOST))
    with threadpool_limits(THREADS):
        encode(texts[:16])
        count = 64
        while (rate := count / _seconds(encode, texts[:count])) and count / rate < 0.3 and count < MOST:
            count *= 8
        count = int(np.clip(rate * SECONDS, 64, len(texts)))
        rates = [count / _seconds(encode, texts[:count]) for _ in range(ROUNDS)]
    return Figure(float(np.median(rates)), min(rates), max(rates), count)


def _seconds(encode: Encode, texts: list[str]) -> float:
    start = time.perf_counter()
    encode(texts)
    return time.perf_counter() - start


def _sentences(shared: Path) -> Iterator[str]:
    for text in questions_2020(shared):
        words = text.split()
        for start in range(0, len(words) - WORDS + 1, WORDS):
            yield " ".join(words[start : start + WORDS])


def load_time(model: str) -> dict[str, Figure]:
    """Return seconds from the name of a model to its first vector, in fresh processes: median and range.

    ``load`` starts when textmine's loader has been imported (the libraries of the model itself count),
    ``load_all`` when the interpreter has started.
    """
    runs = []
    for _ in range(STARTS):
        done = subprocess.run(
            [sys.executable, "-c", CHILD, model], check=True, capture_output=True, text=True
        )
        imported, loaded = map(float, done.stdout.split())
        runs.append((loaded, imported + loaded))
    return {
        name: Figure(float(np.median(seconds)), min(seconds), max(seconds), STARTS)
        for name, seconds in zip(("load", "load_all"), zip(*runs, strict=True), strict=True)
    }


def size_on_disk(folder: Path) -> Figure:
    """Return the MiB of all files in ``folder``."""
    total = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Figure(total / 2**20)
