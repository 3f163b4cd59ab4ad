"""Print what ``textmine verify`` found."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import typer

from textmine.cli.console import WRONG_INPUT, out
from textmine.pipeline.verify import verify

MOST = 25
"""Differences of one file that are printed; the rest is counted."""


def show_verify(folder: Path, files: Sequence[Path]) -> None:
    """Print every difference and stop with an exit code, or say that all is well."""
    found = verify(folder, files)
    if not found:
        out.print("Alles klopt: bronnen, tabellen, en elk getal en elk citaat in de gepubliceerde bestanden.")
        return
    shown: Counter[str] = Counter()
    for difference in found:
        shown[difference.file] += 1
        if shown[difference.file] <= MOST:
            out.print(f"- {difference}", markup=False, soft_wrap=True)
    for file, number in shown.items():
        if number > MOST:
            out.print(f"- {file}: en nog {number - MOST} verschillen", markup=False, soft_wrap=True)
    out.print(f"Verschillen: {len(found)}.", markup=False)
    raise typer.Exit(WRONG_INPUT)
