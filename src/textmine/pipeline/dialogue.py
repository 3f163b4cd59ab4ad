"""Make the whole of a dialogue: the steps that only a dialogue has, and those of a corpus on all parts."""

from pathlib import Path

import pandas as pd

from textmine.encoders.loading import EncoderSettings, check_encoder
from textmine.errors import ConfigError
from textmine.pipeline.dialogue_table import (
    DIALOGUE_FILE,
    DIALOGUE_STEPS,
)
from textmine.pipeline.run import NoProgress, Progress, load_settings, run_step
from textmine.pipeline.table import OPEN_WORK
from textmine.settings import Settings
from textmine.store import artefacts
from textmine.store.yaml_files import load_dialogue


def check(folder: Path) -> dict[str, Settings]:
    """Refuse wrong configuration before any work starts; return the settings of all steps.

    Raises
    ------
    ConfigError
        When ``folder`` is no dialogue, or its configuration is wrong, with file, line and key.
    """
    if not (folder / DIALOGUE_FILE).is_file():
        raise ConfigError(
            f"{folder}: hier staat geen {DIALOGUE_FILE}; kopieer dat van voorbeeld-dialoog en noem er "
            "de delen in"
        )
    load_dialogue(folder)
    artefacts.read("dialogue_codebook", folder / DIALOGUE_FILE)
    artefacts.read("dialogue_corpus", folder / DIALOGUE_FILE)
    settings = load_settings(folder)
    for own in settings.values():
        if isinstance(own, EncoderSettings):
            check_encoder(own)
    return settings


def merge(folder: Path, only: str | None = None, progress: Progress | None = None) -> None:
    """Run all steps of the dialogue in ``folder``, or the one called ``only``.

    Raises
    ------
    TextmineError
        When nothing can be made; tables keep what they held.
    """
    settings = check(folder)
    for step in DIALOGUE_STEPS:
        if only in {None, step.name}:
            run_step(step, folder, settings, progress or NoProgress(), 1)


def open_work(folder: Path) -> pd.DataFrame:
    """Return what people must look at (``tables.OpenWork``), as the last run left it.

    Raises
    ------
    TableError
        When no run was finished.
    """
    found: pd.DataFrame = artefacts.read(OPEN_WORK.kind, OPEN_WORK.of(folder), OPEN_WORK.table)
    return found
