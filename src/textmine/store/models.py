"""Embeddings and trained classifiers on disk: Parquet, and a folder with arrays and JSON. No pickle."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from textmine.encoders.embeddings import Embeddings
from textmine.errors import EncoderError, TableError
from textmine.models.classifier import Classifier
from textmine.report import model_card
from textmine.store.atomic import replacing, write_text
from textmine.store.parquet import ENCODER


class EmbeddingsWriter:
    """Write ids and float32 rows part by part, a row group each; the encoder's name is in the metadata.

    Used as a context manager, like ``parquet.PartitionWriter``: after an error nothing has changed on disk.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = ExitStack()
        self._writer: pq.ParquetWriter | None = None
        self.rows = 0

    def __enter__(self) -> Self:
        self._partial = self._stack.enter_context(replacing(self._path))
        return self

    def write(self, part: Embeddings) -> None:
        """Append ``part`` (also when it has no rows).

        Raises
        ------
        EncoderError
            When another encoder made the parts before.
        """
        flat = pa.array(np.ascontiguousarray(part.matrix, dtype=np.float32).reshape(-1), pa.float32())
        vectors = pa.FixedSizeListArray.from_arrays(flat, part.matrix.shape[1])
        table = pa.table({"id": pa.array(part.ids, pa.string()), "vector": vectors})
        table = table.replace_schema_metadata({ENCODER: part.encoder})
        if self._writer is None:
            self._writer = self._stack.enter_context(
                pq.ParquetWriter(
                    self._partial,
                    table.schema,
                    compression="zstd",
                    compression_level=1,
                    use_dictionary=False,  # no value comes back: only costs
                    use_byte_stream_split=["vector.list.element"],
                )
            )
        elif not table.schema.equals(self._writer.schema, check_metadata=True):
            raise EncoderError(f"{self._path}: vectoren van verschillende encoders horen niet bij elkaar")
        self._writer.write_table(table, row_group_size=max(1, len(part.ids)))
        self.rows += len(part.ids)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._stack.__exit__(kind, error, trace)


def read_embeddings(path: Path) -> Embeddings:
    """Read what ``EmbeddingsWriter`` wrote, row group by row group: in memory once.

    Raises
    ------
    TableError
        When the file is missing or damaged.
    """
    with _embeddings(path) as file:
        width = file.schema_arrow.field("vector").type.list_size
        matrix = np.empty((file.metadata.num_rows, width), dtype=np.float32)
        ids: list[str] = []
        for number in range(file.num_row_groups):
            part = file.read_row_group(number)
            rows = part["vector"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
            matrix[len(ids) : len(ids) + len(part)] = rows.reshape(-1, width)
            ids += part["id"].to_pylist()
        return Embeddings(tuple(ids), matrix, file.schema_arrow.metadata[ENCODER].decode())


def embeddings_encoder(path: Path) -> str:
    """Return the encoder that made the vectors in ``path``, without reading them.

    Raises
    ------
    TableError
        When the file is missing or damaged.
    """
    with _embeddings(path) as file:
        return str(file.schema_arrow.metadata[ENCODER].decode())


@contextmanager
def _embeddings(path: Path) -> Iterator[pq.ParquetFile]:
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (OSError, pa.ArrowInvalid, KeyError, TypeError) as error:
        raise TableError(
            f"{path}: de vectoren ontbreken of zijn beschadigd; voer 'textmine run' opnieuw uit"
        ) from error


def write_classifier(folder: Path, classifier: Classifier) -> None:
    """Write the arrays, ``card.json`` with figures, settings and versions, and what people read of it.

    ``content`` in ``card.json`` is the hash of all; ``modelkaart.md`` is made from the same classifier.
    """
    arrays, metadata = classifier.to_arrays()
    metadata["content"] = classifier.version
    told = model_card.render(classifier)
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / "arrays.npz") as partial, partial.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    write_text(
        folder / "card.json", json.dumps(metadata, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )
    write_text(folder / "modelkaart.md", told)


def read_classifier(folder: Path) -> Classifier:
    """Read what ``write_classifier`` wrote.

    Raises
    ------
    TableError
        When a file is missing or damaged, or when arrays and card are not of one training.
    """
    with _whole_classifier(folder):
        with np.load(folder / "arrays.npz", allow_pickle=False) as npz:
            arrays = {name: npz[name] for name in npz.files}
        card = _card(folder)
        classifier = Classifier.from_arrays(arrays, card)
        if classifier.version != card["content"]:
            raise ValueError(f"content {classifier.version}, where the card says {card['content']}")
        return classifier


def classifier_encoder(folder: Path) -> str:
    """Return the encoder whose vectors the classifier in ``folder`` learned from.

    Raises
    ------
    TableError
        When its card is missing or damaged.
    """
    with _whole_classifier(folder):
        return str(_card(folder)["encoder"])


def _card(folder: Path) -> Any:
    return json.loads((folder / "card.json").read_text("utf-8"))


@contextmanager
def _whole_classifier(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TableError(
            f"{folder}: het getrainde model ontbreekt of is beschadigd; voer 'textmine run' opnieuw uit"
        ) from error
