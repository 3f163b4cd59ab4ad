"""Read and write the artefacts of the step table by their kind."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from textmine import tables
from textmine.store import (
    abbreviation_list,
    atomic,
    codebooks,
    comments,
    decisions,
    dialogues,
    folder,
    history,
    parquet,
    point_edits,
    raw,
    register,
    report_template,
    rounds,
    settled,
    splits,
    yaml_files,
)
from textmine.tables import Table

if TYPE_CHECKING:
    from textmine.store.models import EmbeddingsWriter

Writer: TypeAlias = "parquet.PartitionWriter | EmbeddingsWriter"
"""What writes an artefact part by part."""


def table_class(name: str) -> type[Table]:
    """Return the class of ``textmine.tables`` called ``name``."""
    table: type[Table] = getattr(tables, name)
    return table


def codebook_path(folder: Path) -> Path:
    """Return the path of the codebook that ``corpus.yaml`` names."""
    return folder / yaml_files.load_corpus(folder).codebook


def read(kind: str, path: Path, table: str = "") -> Any:
    """Read one artefact, whole."""
    if kind == "table":
        return parquet.read(table_class(table), path)
    return _READ[kind](path)


def writer(kind: str, path: Path, table: str, encoder: str | None) -> "Writer | None":
    """Return what writes an artefact part by part; None when it is written whole, with ``write``."""
    if kind == "table":
        return parquet.PartitionWriter(table_class(table), path, encoder)
    return _models().EmbeddingsWriter(path) if kind == "embeddings" else None


def write(kind: str, path: Path, value: Any, encoder: str | None = None) -> None:
    """Write one artefact, whole or not at all; figures name the encoder that they rest on."""
    if kind == "figures":
        _write_figures(path, value, encoder)
    else:
        _WRITE[kind](path, value)


def encoder_of(kind: str, path: Path, table: str = "") -> str | None:
    """Return the name of the encoder that an artefact rests on, if any."""
    if kind == "table":
        return parquet.encoder(table_class(table), path)
    return _ENCODER[kind](path) if kind in _ENCODER else None


def _models() -> Any:
    """Import what reads and writes models when one is needed: it is heavy, and most commands need none."""
    from textmine.store import models  # noqa: PLC0415

    return models


def _write_figures(path: Path, figures: Any, encoder: str | None) -> None:
    """Write a dataclass of numbers as JSON."""
    told = asdict(figures) | ({} if encoder is None else {"encoder": encoder})
    atomic.write_text(path, json.dumps(told, indent=1, sort_keys=True) + "\n")


_READ: dict[str, Callable[[Path], Any]] = {
    "raw": raw.source_files,
    "corpus": lambda path: yaml_files.load_corpus(path.parent),
    "codebook": lambda path: yaml_files.load_codebook(codebook_path(path.parent)),
    "codebooks": codebooks.read_all,
    "dialogue": lambda path: yaml_files.load_dialogue(path.parent),
    "dialogue_codebook": lambda path: yaml_files.load_codebook(dialogues.codebook_path(path.parent)),
    "dialogue_corpus": lambda path: dialogues.read_corpus(path.parent),
    "parts": lambda path: dialogues.read_parts(path.parent),
    "decisions": decisions.read,
    "comments": comments.read,
    "abbreviation_list": abbreviation_list.read,
    "settled": settled.read,
    "splits": splits.read,
    "point_edits": point_edits.read,
    "rounds": rounds.read,
    "history": history.read_last,
    "register": register.read,
    "template": report_template.read,
    "embeddings": lambda path: _models().read_embeddings(path),
    "classifier": lambda path: _models().read_classifier(path),
}
_WRITE: dict[str, Callable[[Path, Any], None]] = {
    "classifier": lambda path, value: _models().write_classifier(path, value),
    "text": atomic.write_text,
    "bytes": atomic.write_bytes,
    "folder": folder.write,
}
_ENCODER: dict[str, Callable[[Path], str]] = {
    "embeddings": lambda path: _models().embeddings_encoder(path),
    "classifier": lambda path: _models().classifier_encoder(path),
}
