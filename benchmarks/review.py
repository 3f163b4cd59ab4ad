"""Measure how long the workbook of a round takes to export and to import, and how much memory.

Usage: ``python benchmarks/review.py [--rows 2000 50000]``
The table goes to ``benchmarks/review.md`` with hardware and versions. The round takes all texts, half of
them drawn by chance. Every row of the workbook is filled in: seven of ten agree, two change a code, one
splits the statement.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
SENTENCE = "De bodem onder deze gemeente is van ons allemaal en het water moet schoon blijven, punt"
SPLIT = "en het water"
EXPORT = """
import resource, sys, time
from pathlib import Path
from textmine.pipeline.review_export import Ask, export_round
if __name__ == "__main__":
    began = time.perf_counter()
    made = export_round(Path(sys.argv[1]), Ask("anna"), size=int(sys.argv[2]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(time.perf_counter() - began, memory, made.rows)
"""
IMPORT = """
import resource, sys, time
from pathlib import Path
from textmine.pipeline.review_import import import_workbook
if __name__ == "__main__":
    began = time.perf_counter()
    found = import_workbook(Path(sys.argv[1]), Path(sys.argv[2]), "", "2026-03-05T10:00:00+01:00")
    assert found.report is not None and not found.outcome.refused
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(time.perf_counter() - began, memory, found.outcome.taken)
"""


def corpus_of(folder: Path, rows: int) -> Path:
    """Build a corpus of ``rows`` different statements with proposals."""
    sys.path.insert(0, str(ROOT / "tests"))
    from review_corpus import PROPOSAL, build  # noqa: PLC0415

    from textmine.store.yaml_files import load_codebook  # noqa: PLC0415

    path = ROOT / "corpora" / "voorbeeld-regiosessies" / "codebook.yaml"
    PROPOSAL.update({d.id: (d.codes[0].code,) for d in load_codebook(path).dimensions})
    codebook = path.read_text("utf-8")
    return build(folder / "proef", [f"{SENTENCE} {number}" for number in range(rows)], codebook)


def fill_in(path: Path) -> None:
    """Give every row a decision, in the file itself: a library that loads it whole takes minutes."""
    from textmine.review import columns as c  # noqa: PLC0415
    from textmine.review.returned import letters  # noqa: PLC0415
    from textmine.store import review_returned  # noqa: PLC0415

    sheet = review_returned.read(path)
    heads = [c.key(cell) for cell in sheet.cells[0]]
    at = {name: letters(heads.index(c.key(name))) for name in (c.VERDICT, c.SPLIT_BEFORE, "Soort")}

    def filled(found: re.Match[bytes]) -> bytes:
        column, row = found[1].decode(), int(found[2])
        kind = ("split", "change", "change", *["accept"] * 7)[row % 10]
        values = {at[c.VERDICT]: c.VERDICTS[kind]}
        values |= {at[c.SPLIT_BEFORE]: SPLIT} if kind == "split" else {}
        values |= {at["Soort"]: "Behoefte"} if kind == "change" else {}
        if column not in values or row == 1:
            return found[0]
        text = f"<is><t>{values[column]}</t></is>"
        return f'<c r="{column}{row}" t="inlineStr">{text}</c>'.encode()

    blank = re.compile(rb'<c r="(' + "|".join(at.values()).encode() + rb')([0-9]+)"[^>]*/>')
    partial = path.with_suffix(".part")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, blank.sub(filled, data) if "worksheets/sheet2" in name else data)
    partial.replace(path)


def measure(rows: int) -> list[tuple[str, int, float, float, float]]:
    """Return what was done, rows, megabytes of the file, seconds and peak memory in GiB, with start-up."""
    folder = Path(tempfile.mkdtemp())
    corpus = corpus_of(folder, rows)
    path = corpus / "review" / "beoordeling_1_anna.xlsx"
    found = []
    for what, script, last in (("export", EXPORT, str(rows)), ("import", IMPORT, str(path))):
        if what == "import":
            fill_in(path)
        program = folder / f"{what}.py"
        program.write_text(script)
        began = time.perf_counter()
        command = [sys.executable, str(program), str(corpus), last]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        seconds = time.perf_counter() - began
        inside, memory, taken = done.stdout.split()
        if int(taken) != rows:
            raise SystemExit(f"{what}: {taken} van de {rows} rijen")
        size = path.stat().st_size / 2**20
        print(
            f"{what} {rows:8} rows {size:6.1f} MB {seconds:7.1f} s (itself {float(inside):.1f}) {memory} GiB"
        )
        found.append((what, rows, size, seconds, float(memory)))
    shutil.rmtree(folder)
    return found


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[2_000, 50_000])
    found = [row for rows in parser.parse_args().rows for row in measure(rows)]
    names = ("textmine", "python-calamine", "pandas", "pyarrow", "xlsxwriter")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}"
    lines = [
        "# The workbook of a round: export and import",
        "",
        (
            f"{machine}. Made by `python benchmarks/review.py` on {time.strftime('%Y-%m-%d')}; the round "
            "takes all texts, half of them drawn; every row is filled in, with the codebook of the sample "
            "corpus; each in a process of its own, start-up included."
        ),
        "",
        "| | rows | file, MB | seconds | peak GiB |",
        "|---|---:|---:|---:|---:|",
    ]
    for what, rows, size, seconds, memory in found:
        lines.append(f"| {what} | {rows:,} | {size:.1f} | {seconds:.1f} | {memory:.2f} |")
    (ROOT / "benchmarks" / "review.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
