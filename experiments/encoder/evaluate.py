"""Measure encoders and write ``results.md`` and ``results.json``.

``python experiments/encoder/evaluate.py --shared FOLDER [--model NAME_OR_PATH ...] [--quick | --speed]``

``--speed`` measures only speed and loading, on a machine that does nothing else, and keeps the other figures.
``--quick`` measures similarity, retrieval and domain terms only, without intervals, and writes nothing unless
``--out`` is given. In training code: ``measure(encode, shared, quick=True)``. No test split is read here.
"""

import argparse
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from codes import corpora, sample_codes
from encoders import Candidate, baselines, known, model
from figures import Figure
from probe import Labels, difference, held_out, score
from report import markdown, read, write
from similarity import similarity
from sources import SHARED
from speed import load_time, size_on_disk, throughput
from terms import domain_terms
from themes import questions, separation
from vectors import Encode

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Measured:
    """All figures of an encoder, and what its probe said of each question (none when quick)."""

    figures: dict[str, Figure]
    predicted: Labels | None = None


def main() -> None:
    """Measure every encoder and write the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder that holds data/")
    parser.add_argument(
        "--model", nargs="+", default=[], help="names or paths of sentence-transformers models"
    )
    parser.add_argument("--quick", action="store_true", help="similarity, retrieval and terms, no intervals")
    parser.add_argument(
        "--only", action="store_true", help="only what --model names (and, unless quick, the baselines)"
    )
    parser.add_argument(
        "--speed", action="store_true", help="measure speed and loading again, keep all other figures"
    )
    parser.add_argument("--out", type=Path, help="where the results go instead of beside this file")
    arguments = parser.parse_args()
    plain = [] if arguments.only and arguments.quick else baselines()
    candidates = [*plain, *([] if arguments.only else known()), *(model(path) for path in arguments.model)]
    if not candidates:
        parser.error("nothing to measure: --only with --quick needs --model")
    if arguments.speed:
        folder = arguments.out or HERE
        write(_faster(candidates, read(folder), arguments.shared), folder)
        return
    done = {}
    for candidate in candidates:
        start = time.perf_counter()
        done[candidate.name] = _full(candidate, arguments.shared, quick=arguments.quick)
        print(f"{candidate.name}: {time.perf_counter() - start:.0f} s", flush=True)
    results = {name: found.figures for name, found in done.items()}
    if not arguments.quick:
        results = _with_difference(done, [candidate.name for candidate in plain], arguments.shared)
    print("## " + markdown(results).split("\n## ", 1)[-1])
    if arguments.out or not arguments.quick:
        write(results, arguments.out or HERE)


def measure(encode: Encode, shared: Path = SHARED, *, quick: bool) -> dict[str, Figure]:
    """Return every figure that can be had from ``encode`` alone: no load time, size or difference.

    Each measure calls ``encode`` once with all its texts. Shape of what it returns: ``(texts, any width)``.
    """
    return measured(encode, shared, quick=quick).figures


def measured(encode: Encode, shared: Path = SHARED, *, quick: bool) -> Measured:
    """Return the figures of ``measure`` and the probe's predictions, for ``above``."""
    figures = {**similarity(encode, shared, quick=quick), **domain_terms(encode, quick=quick)}
    if quick:
        return Measured(figures)
    data = questions(shared)
    vectors = encode(data.texts)
    predicted = held_out(vectors, data)
    figures["probe"] = score(data.classes, predicted)
    figures |= separation(vectors, data)
    figures |= sample_codes(encode, corpora())
    figures["sentences"] = throughput(encode, shared)
    return Measured(figures, predicted)


def above(found: Measured, other: Measured, shared: Path = SHARED) -> Figure:
    """Return by how much the probe's macro-F1 on the questions is above that of ``other``, paired."""
    if found.predicted is None or other.predicted is None:
        raise ValueError("the difference needs two full measurements; call measured(..., quick=False)")
    return difference(questions(shared).classes, found.predicted, other.predicted)


def _full(candidate: Candidate, shared: Path, *, quick: bool) -> Measured:
    found = measured(candidate.encode, shared, quick=quick)
    if candidate.folder is None or quick:
        return found
    disk = {**load_time(str(candidate.folder)), "mib": size_on_disk(candidate.folder)}
    return replace(found, figures=found.figures | disk)


def _faster(
    candidates: list[Candidate], results: dict[str, dict[str, Figure]], shared: Path
) -> dict[str, dict[str, Figure]]:
    """Return ``results`` with speed and loading measured anew; figures of an absent encoder stay."""
    for candidate in candidates:
        row = results[candidate.name]
        row["sentences"] = throughput(candidate.encode, shared)
        if candidate.folder is not None:
            row |= {**load_time(str(candidate.folder)), "mib": size_on_disk(candidate.folder)}
        print(f"{candidate.name}: {row['sentences'].value:,.0f} sentences/s", flush=True)
    return results


def _with_difference(
    done: dict[str, Measured], names: list[str], shared: Path
) -> dict[str, dict[str, Figure]]:
    best = max(names, key=lambda name: done[name].figures["probe"].value)
    print(f"best baseline by the probe: {best}", flush=True)
    return {
        name: found.figures
        if name == best
        else found.figures | {"above_best": above(found, done[best], shared)}
        for name, found in done.items()
    }


if __name__ == "__main__":
    sys.exit(main())
