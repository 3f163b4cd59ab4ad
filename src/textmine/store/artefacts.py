"""Read and write the artefacts of the step table by their kind."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from textmine import tables
from textmine.store import atomic, decisions, models, parquet, raw, yaml_files
from textmine.tables import Table


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


def write(kind: str, path: Path, value: Any, table: str = "") -> None:
    """Write one artefact, whole or not at all."""
    if kind == "table":
        parquet.write(table_class(table), path, value)
    else:
        _WRITE[kind](path, value)


def _write_figures(path: Path, figures: Any) -> None:
    """Write a dataclass of numbers as JSON."""
    atomic.write_text(path, json.dumps(asdict(figures), indent=1, sort_keys=True) + "\n")


_READ: dict[str, Callable[[Path], Any]] = {
    "raw": raw.source_files,
    "corpus": lambda path: yaml_files.load_corpus(path.parent),
    "codebook": lambda path: yaml_files.load_codebook(codebook_path(path.parent)),
    "decisions": decisions.read,
    "embeddings": models.read_embeddings,
    "classifier": models.read_classifier,
}
_WRITE: dict[str, Callable[[Path, Any], None]] = {
    "embeddings": models.write_embeddings,
    "classifier": models.write_classifier,
    "figures": _write_figures,
    "text": atomic.write_text,
    "bytes": atomic.write_bytes,
}
