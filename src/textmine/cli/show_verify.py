"""Print what ``textmine verify`` found."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import typer

from textmine.cli.console import WRONG_INPUT, out
from textmine.pipeline.dialogue_table import DIALOGUE_FILE
from textmine.pipeline.verify import verify
from textmine.pipeline.verify_dialogue import verify_dialogue

MOST = 25
"""Differences of one file that are printed; the rest is counted."""


def show_verify(folder: Path, files: Sequence[Path]) -> None:
    """Print every difference and stop with an exit code, or say that all is well."""
    if (folder / DIALOGUE_FILE).exists():
        found = verify_dialogue(folder, files)
        well = (
            "Alles klopt: het geheel volgt uit de delen, en elk getal en elk citaat in het eindrapport uit "
            "het geheel. Controleer ook elk deel."
        )
    else:
        found = verify(folder, files)
        well = "Alles klopt: bronnen, tabellen, en elk getal en elk citaat in de gepubliceerde bestanden."
    if not found:
        out.print(well, soft_wrap=True)
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
