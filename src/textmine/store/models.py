"""Embeddings and trained classifiers on disk: Parquet, and a folder with arrays and JSON. No pickle."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from textmine.encoders.embeddings import Embeddings
from textmine.errors import TableError
from textmine.models.classifier import Classifier
from textmine.store.atomic import replacing, write_text


def write_embeddings(path: Path, embeddings: Embeddings) -> None:
    """Write ids and float32 rows; the encoder's name goes into the file's metadata."""
    flat = pa.array(np.ascontiguousarray(embeddings.matrix, dtype=np.float32).reshape(-1), pa.float32())
    width = embeddings.matrix.shape[1]
    vectors = pa.FixedSizeListArray.from_arrays(flat, width)
    table = pa.table({"id": pa.array(list(embeddings.ids), pa.string()), "vector": vectors})
    table = table.replace_schema_metadata({"textmine.encoder": embeddings.encoder})
    with replacing(path) as partial:
        pq.write_table(table, partial, compression="zstd", compression_level=1)


def read_embeddings(path: Path) -> Embeddings:
    """Read what ``write_embeddings`` wrote.

    Raises
    ------
    TableError
        When the file is missing or damaged.
    """
    try:
        table = pq.read_table(path)
        encoder = table.schema.metadata[b"textmine.encoder"].decode()
    except (OSError, pa.ArrowInvalid, KeyError, TypeError) as error:
        raise TableError(
            f"{path}: de vectoren ontbreken of zijn beschadigd; voer 'textmine run' opnieuw uit"
        ) from error
    vectors = table["vector"].combine_chunks()
    matrix = vectors.flatten().to_numpy(zero_copy_only=False).reshape(len(vectors), vectors.type.list_size)
    return Embeddings(tuple(table["id"].to_pylist()), matrix, encoder)


def write_classifier(folder: Path, classifier: Classifier) -> None:
    """Write the arrays, and a readable ``card.json`` with metrics, settings and versions."""
    arrays, metadata = classifier.to_arrays()
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / "arrays.npz") as partial, partial.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    write_text(
        folder / "card.json", json.dumps(metadata, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )


def read_classifier(folder: Path) -> Classifier:
    """Read what ``write_classifier`` wrote.

    Raises
    ------
    TableError
        When a file is missing or damaged.
    """
    try:
        with np.load(folder / "arrays.npz", allow_pickle=False) as npz:
            arrays = {name: npz[name] for name in npz.files}
        metadata = json.loads((folder / "card.json").read_text("utf-8"))
        return Classifier.from_arrays(arrays, metadata)
    except (OSError, ValueError, KeyError) as error:
        raise TableError(
            f"{folder}: het getrainde model ontbreekt of is beschadigd; voer 'textmine run' opnieuw uit"
        ) from error
