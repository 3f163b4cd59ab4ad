"""What a step of a corpus rests on at this moment: the one input that no file holds."""

import json
from collections.abc import Mapping
from pathlib import Path

from textmine import __version__
from textmine.pipeline.table import STEPS, Artefact, Step
from textmine.provenance import InputFile, Provenance, Setting
from textmine.settings import Settings
from textmine.store import artefacts, contents

_NOT_HASHED = frozenset({"raw", "provenance"})
"""Raw files have their hashes in the table of files; what describes the rest is no part of it."""


def gather(step: Step, folder: Path, settings: Mapping[str, Settings], params: Path) -> Provenance:
    """Hash all that people gave to any step, and all that ``step`` reads; ``params`` holds the settings."""
    paths = dict.fromkeys(_of_people(folder, params), True)
    paths |= {a.of(folder): False for a in step.reads if a.path.startswith("derived/")}
    return Provenance(
        commit=contents.commit(folder),
        version=__version__,
        inputs=tuple(_input(path, folder, by_people=theirs) for path, theirs in paths.items()),
        settings=tuple(
            Setting(name, key, json.dumps(value, ensure_ascii=False, sort_keys=True), _meaning(own, key))
            for name, own in settings.items()
            for key, value in own.model_dump(mode="json").items()
        ),
    )


def peoples_artefacts() -> tuple[Artefact, ...]:
    """Return what steps read that no step made, except the raw files, each once."""
    every = [a for step in STEPS for a in step.reads]
    ours = [a for a in every if not a.path.startswith("derived/") and a.kind not in _NOT_HASHED]
    return tuple(dict.fromkeys(ours))


def _of_people(folder: Path, params: Path) -> list[Path]:
    ours = [
        artefacts.codebook_path(folder) if artefact.kind == "codebook" else artefact.of(folder)
        for artefact in peoples_artefacts()
    ]
    return [*ours, params]


def _input(path: Path, folder: Path, *, by_people: bool) -> InputFile:
    digest, files = contents.contents(path)
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return InputFile(name, digest, files, by_people)


def _meaning(settings: Settings, key: str) -> str:
    return type(settings).model_fields[key].description or ""
