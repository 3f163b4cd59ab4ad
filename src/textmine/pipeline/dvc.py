"""Render ``dvc.yaml`` from the step table, with the import closure of each step as its code dependencies."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from textmine.encoders.finding import BUILT_IN
from textmine.encoders.loading import EncoderSettings
from textmine.pipeline.dialogue_table import DIALOGUE_FILE, DIALOGUE_STEPS
from textmine.pipeline.provenance import peoples_artefacts
from textmine.pipeline.run import load_settings
from textmine.pipeline.table import RAW, STEP_NAMES, STEPS, Step
from textmine.store.dialogues import ASSIGNMENTS, CARD, TABLES

_FILE_NAME = re.compile(r"[\w-]+(\.\w+)+")
_HEADER = "# Gemaakt uit de stappentabel met 'textmine dvc'; verander dit bestand niet met de hand.\n"


def dvc_yaml(root: Path) -> str:
    """Return the text of ``dvc.yaml``: one stage per step and corpus or dialogue under ``root/corpora``."""
    _used_by.cache_clear()  # files may have changed since the last call
    _codebook_files.cache_clear()
    stages: dict[str, Any] = {}
    for file, command, steps in (("corpus.yaml", "run", STEPS), (DIALOGUE_FILE, "merge", DIALOGUE_STEPS)):
        for path in sorted((root / "corpora").glob(f"*/{file}")):
            name = path.parent.name
            stages |= {f"{step.name}-{name}": _stage(step, name, root, command) for step in steps}
    return _HEADER + yaml.safe_dump({"stages": stages}, sort_keys=False, allow_unicode=True, width=200)


def _stage(step: Step, corpus: str, root: Path, command: str) -> dict[str, Any]:
    folder = Path("corpora", corpus)
    data: list[str] = []
    for artefact in step.reads:
        if artefact.kind == "codebook":
            data += _codebook_files(root, folder, "corpus.yaml")
        elif artefact.kind == "provenance":
            data += [each.of(folder).as_posix() for each in (RAW, *peoples_artefacts())]
        elif artefact.kind == "dialogue_codebook":
            data += _codebook_files(root, folder, DIALOGUE_FILE)
        elif artefact.kind in {"parts", "dialogue_corpus"}:
            data += _parts(root, folder, tables=artefact.kind == "parts")
        else:
            data.append(artefact.of(folder).as_posix())
    data = list(dict.fromkeys([*data, *_model(step, root, folder)]))
    code: set[str] = set()
    _collect(step.module, root, code)
    return {
        "cmd": f"textmine {command} {corpus} {step.name}",
        "deps": data + sorted(code),
        "params": _params(step),
        "outs": [artefact.of(folder).as_posix() for artefact in step.writes.values()],
    }


def _params(step: Step) -> list[str]:
    """Return the sections of ``params.yaml`` that the result shows: those of all steps with provenance."""
    tells_all = any(artefact.kind == "provenance" for artefact in step.reads)
    return list(STEP_NAMES) if tells_all else [step.name]


def _model(step: Step, root: Path, folder: Path) -> list[str]:
    """Return the folder of the built-in encoder when the step uses it and the project holds it."""
    place = Path("models", BUILT_IN)
    if not issubclass(step.settings(), EncoderSettings) or not (root / place).is_dir():
        return []
    settings = load_settings(root / folder)[step.name]
    used = isinstance(settings, EncoderSettings) and settings.encoder == BUILT_IN
    return [place.as_posix()] if used else []


def _parts(root: Path, folder: Path, *, tables: bool) -> list[str]:
    """Return the configuration of every part of a dialogue, with its tables, decisions and sources."""
    told = yaml.safe_load((root / folder / DIALOGUE_FILE).read_text("utf-8"))
    names = [(folder / DIALOGUE_FILE).as_posix()]
    for part in told["parts"]:
        place = folder.parent / part["corpus"]
        if not tables:
            names.append((place / "corpus.yaml").as_posix())
            continue
        names += _codebook_files(root, place, "corpus.yaml")
        files = ["raw", "decisions.csv", CARD, ASSIGNMENTS, *(f"derived/{name}.parquet" for name in TABLES)]
        names += [(place / file).as_posix() for file in files]
    return names


@cache
def _codebook_files(root: Path, folder: Path, file: str) -> tuple[str, ...]:
    """Return the configuration ``file`` and the codebook it names, with all codebooks that extends."""
    names = [(folder / file).as_posix()]
    corpus = yaml.safe_load((root / folder / file).read_text("utf-8"))
    path: Path | None = folder / corpus.get("codebook", "codebook.yaml")
    while path is not None:
        path = Path(*_normal(path.parts))
        names.append(path.as_posix())
        base = yaml.safe_load((root / path).read_text("utf-8")).get("extends")
        path = path.parent / base if base else None
    return tuple(names)


def _normal(parts: tuple[str, ...]) -> list[str]:
    result: list[str] = []
    for part in parts:
        if part == "..":
            result.pop()
        else:
            result.append(part)
    return result


def _collect(module: str, root: Path, found: set[str]) -> None:
    """Add the file of ``module``, of all it imports from textmine, and of what it names as text.

    Readers are imported by name and word lists are opened by name, so a text that is the name of a module or
    file beside this one counts as a dependency too.
    """
    base = Path("src", *module.split("."))
    for file in (base.with_suffix(".py"), base / "__init__.py"):
        if file.as_posix() in found or not (root / file).exists():
            continue
        found.add(file.as_posix())
        modules, files = _used_by(file, root)
        found.update(files)
        for name in modules:
            _collect(name, root, found)


@cache
def _used_by(file: Path, root: Path) -> tuple[list[str], list[str]]:
    """Return the modules and the other files that the module in ``file`` names."""
    modules: list[str] = []
    files: list[str] = []
    for node in ast.walk(ast.parse((root / file).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("textmine"):
            modules += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            named = _named(node.value, file.parent, root)
            modules += named[0]
            files += named[1]
    return list(dict.fromkeys(modules)), files


def _named(name: str, folder: Path, root: Path) -> tuple[list[str], list[str]]:
    """Return the module, or the files, beside a module in ``folder`` that the text ``name`` names."""
    if name.isidentifier():
        there = name != "__init__" and (root / folder / f"{name}.py").exists()
        return ([".".join((*folder.parts[1:], name))] if there else []), []
    files: list[str] = []
    if _FILE_NAME.fullmatch(name):
        if (root / folder / name).exists():
            files = [(folder / name).as_posix()]
        elif (root / folder / "templates" / name).exists():
            beside = sorted((root / folder / "templates").iterdir())
            files = [(folder / "templates" / path.name).as_posix() for path in beside]
    return [], files
