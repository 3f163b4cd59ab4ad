"""Read and write the artefacts of the step table by their kind."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from textmine import tables
from textmine.store import atomic, codebooks, decisions, models, parquet, raw, rounds, splits, yaml_files
from textmine.tables import Table

Writer = parquet.PartitionWriter | models.EmbeddingsWriter
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


def writer(kind: str, path: Path, table: str, encoder: str | None) -> Writer | None:
    """Return what writes an artefact part by part; None when it is written whole, with ``write``."""
    if kind == "table":
        return parquet.PartitionWriter(table_class(table), path, encoder)
    return models.EmbeddingsWriter(path) if kind == "embeddings" else None


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


def _write_figures(path: Path, figures: Any, encoder: str | None) -> None:
    """Write a dataclass of numbers as JSON."""
    told = asdict(figures) | ({} if encoder is None else {"encoder": encoder})
    atomic.write_text(path, json.dumps(told, indent=1, sort_keys=True) + "\n")


_READ: dict[str, Callable[[Path], Any]] = {
    "raw": raw.source_files,
    "corpus": lambda path: yaml_files.load_corpus(path.parent),
    "codebook": lambda path: yaml_files.load_codebook(codebook_path(path.parent)),
    "codebooks": codebooks.read_all,
    "decisions": decisions.read,
    "splits": splits.read,
    "rounds": rounds.read,
    "embeddings": models.read_embeddings,
    "classifier": models.read_classifier,
}
_WRITE: dict[str, Callable[[Path, Any], None]] = {
    "classifier": models.write_classifier,
    "text": atomic.write_text,
    "bytes": atomic.write_bytes,
}
_ENCODER: dict[str, Callable[[Path], str]] = {
    "embeddings": models.embeddings_encoder,
    "classifier": models.classifier_encoder,
}
