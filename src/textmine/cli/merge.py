"""The command ``textmine merge``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.console import Bars, friendly_errors, out
from textmine.errors import ConfigError
from textmine.pipeline.dialogue_table import DIALOGUE_STEP_NAMES, FINAL_REPORT, FINAL_WORKBOOK

if TYPE_CHECKING:
    import pandas as pd


def merge(
    dialogue: Annotated[
        str,
        typer.Argument(metavar="DIALOOG", help="De naam van een map in 'corpora' met een dialogue.yaml."),
    ],
    step: Annotated[
        str | None,
        typer.Argument(
            metavar="STAP",
            help=f"Voert alleen deze stap uit: {', '.join(DIALOGUE_STEP_NAMES)}. Zonder stap: alles.",
        ),
    ] = None,
) -> None:
    """Voegt corpora samen tot één eindrapport, en laat zien hoe de aantallen op elkaar aansluiten."""
    with friendly_errors():
        if step is not None and step not in DIALOGUE_STEP_NAMES:
            raise ConfigError(f"stap '{step}' bestaat niet; kies uit {', '.join(DIALOGUE_STEP_NAMES)}")
        from textmine.pipeline import dialogue as dialogues  # noqa: PLC0415

        folder = dialogue_folder(dialogue)
        with Bars(lambda: False) as bars:
            dialogues.merge(folder, step, bars)
        if step in {None, DIALOGUE_STEP_NAMES[-1]}:
            _show(dialogues.open_work(folder))
            for artefact in (FINAL_REPORT, FINAL_WORKBOOK):
                out.print(f"Klaar: {artefact.of(folder)}", markup=False, soft_wrap=True)


def dialogue_folder(dialogue: str) -> Path:
    """Return the folder of a dialogue given by name or path.

    Raises
    ------
    ConfigError
        When there is no such folder.
    """
    for folder in (Path("corpora", dialogue), Path(dialogue)):
        if folder.is_dir():
            return folder
    known = ", ".join(sorted(path.parent.name for path in Path("corpora").glob("*/dialogue.yaml")))
    raise ConfigError(
        f"dialoog '{dialogue}' bestaat niet; "
        + (f"kies uit {known}" if known else "maak een map in 'corpora' met een dialogue.yaml")
    )


def _show(open_work: "pd.DataFrame") -> None:
    """Print the verdict and what people must look at, what blocks first."""
    from textmine.report.final.whole import verdict  # noqa: PLC0415
    from textmine.tables import OpenWork  # noqa: PLC0415

    out.print(verdict(open_work), markup=False, soft_wrap=True)
    rows = open_work.sort_values(OpenWork.blocks, ascending=False, kind="stable")
    for row in rows.to_dict("records"):
        mark = "Blokkeert" if row[OpenWork.blocks] else "Let op"
        out.print(f"- {mark}: {row[OpenWork.key]}: {row[OpenWork.message]}", markup=False, soft_wrap=True)
