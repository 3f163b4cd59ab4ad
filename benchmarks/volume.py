"""Generate responses and measure each step: seconds, share, rate and peak memory.

Usage: ``python benchmarks/volume.py [--responses 100000] [--until segment] [--folder DIR]``
The table goes to ``benchmarks/volume-<number>.md`` with hardware and versions.
"""

import argparse
import csv
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
STATEMENTS = ROOT / "corpora" / "voorbeeld-zienswijzen" / "waarheid.csv"
CORPUS = """\
name: Volume
kind: responses
codebook: {codebook}
tables:
  - files: ["*.csv"]
    channel: webformulier
    columns: {{id: Nummer, received: Datum, respondent: Naam, area: Provincie}}
    texts: [{{column: Reactie, question: "Wat is uw reactie?"}}]
regions:
  - {{id: noord, name: Noord, areas: [Groningen, Drenthe]}}
  - {{id: oost, name: Oost, areas: [Gelderland, Overijssel]}}
"""
OPENINGS = ("", "", "Geachte heer, mevrouw,\n", "Beste mensen,\n", "L.S.,\n", "Hallo,\n")
CLOSINGS = ("", "", "\nMet vriendelijke groet,", "\nHoogachtend,", "\nGroeten")


def write_responses(path: Path, number: int, seed: int) -> int:
    """Write ``number`` responses of 1 to 12 sentences drawn from the sample statements; return characters."""
    with STATEMENTS.open(encoding="utf-8", newline="") as file:
        sentences = [row["text"].replace("\n", " ") for row in csv.DictReader(file)]
    chance = random.Random(seed)
    characters = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Nummer", "Datum", "Naam", "Provincie", "Reactie"])
        for row in range(number):
            length = min(12, max(1, int(chance.paretovariate(1.1))))
            words = " ".join(chance.sample(sentences, length)).split(" ")
            words[chance.randrange(len(words))] = str(chance.randrange(10_000))
            text = chance.choice(OPENINGS) + " ".join(words) + chance.choice(CLOSINGS)
            characters += len(text)
            area = chance.choice(["Groningen", "Drenthe", "Gelderland", "Overijssel"])
            writer.writerow([row, f"{1 + row % 28:02d}-03-2026", f"Indiener {row}", area, text])
    return characters


def run_step(folder: Path, step: str) -> tuple[float, float]:
    """Run one step in a process of its own; return seconds and peak memory in GiB (largest process)."""
    code = (
        "import resource, sys, time; from pathlib import Path; from textmine.pipeline.run import run\n"
        "if __name__ == '__main__':\n"
        "    began = time.perf_counter(); run(Path(sys.argv[1]), sys.argv[2])\n"
        "    own, children = (resource.getrusage(w).ru_maxrss for w in "
        "(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
        "    print(time.perf_counter() - began, max(own, children) / 2**20)\n"
    )
    script = folder.parent / "run_step.py"
    script.write_text(code)
    done = subprocess.run(
        [sys.executable, str(script), str(folder), step], stdout=subprocess.PIPE, text=True, check=True
    )
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def main() -> None:
    """Generate, run the steps one by one, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--until", default="segment")
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    from textmine.pipeline.table import STEP_NAMES  # noqa: PLC0415

    base = options.folder or Path(tempfile.mkdtemp())
    folder = base / "volume"
    if folder.exists():
        parser.error(f"{folder} holds what an earlier run left; remove it or choose another folder")
    (folder / "raw").mkdir(parents=True)
    codebook = ROOT / "corpora" / "voorbeeld-regiosessies" / "codebook.yaml"
    (folder / "corpus.yaml").write_text(CORPUS.format(codebook=json.dumps(str(codebook))))
    characters = write_responses(folder / "raw" / "reacties.csv", options.responses, seed=1)
    rows = []
    for step in STEP_NAMES[: STEP_NAMES.index(options.until) + 1]:
        seconds, memory = run_step(folder, step)
        rows.append((step, seconds, memory))
        print(f"{step:12} {seconds:8.1f} s {options.responses / seconds:10.0f} responses/s {memory:6.2f} GiB")
    _write(options.responses, characters, rows)
    if options.folder is None:
        shutil.rmtree(base)


def _write(responses: int, characters: int, rows: list[tuple[str, float, float]]) -> None:
    total = sum(seconds for _, seconds, _ in rows)
    lines = [
        f"# {responses:,} generated responses ({characters / responses:.0f} characters on average)",
        "",
        (
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
            f"textmine {version('textmine')}, pandas {version('pandas')}, pyarrow {version('pyarrow')}. "
            f"Made by `python benchmarks/volume.py --responses {responses} --until {rows[-1][0]}` on "
            f"{time.strftime('%Y-%m-%d')}; each step in a process of its own, start-up included; "
            "memory is the peak of the largest process."
        ),
        "",
        "| step | seconds | share | responses/s | peak GiB |",
        "|---|---:|---:|---:|---:|",
    ]
    for step, seconds, memory in rows:
        lines.append(
            f"| {step} | {seconds:.1f} | {seconds / total:.0%} | {responses / seconds:,.0f} | {memory:.2f} |"
        )
    peak = max(memory for _, _, memory in rows)
    lines.append(f"| together | {total:.1f} | 100% | {responses / total:,.0f} | {peak:.2f} |")
    (ROOT / "benchmarks" / f"volume-{responses}.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
