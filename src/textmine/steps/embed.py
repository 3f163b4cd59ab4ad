"""Statements and codebook to vectors."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from textmine.codebook import Code, Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.encoders.protocol import Encoder
from textmine.tables import Statements


class EmbedSettings(EncoderSettings):
    """Which encoder makes the vectors; see ``EncoderSettings``."""


def embed(
    statements: Iterable[pd.DataFrame], codebook: Codebook, settings: EmbedSettings
) -> Iterator[Embeddings]:
    """Encode every statement, partition by partition, and last every example and code of the codebook.

    ``statements`` is a stream of partitions that can be read again: an encoder that learns from the corpus
    reads it twice. Each distinct text of a partition, after ``normalise``, is encoded once. Rows: per
    partition the statements sorted by id; then ``example:<n>`` and ``code:<dimension>:<code>`` in codebook
    order. The order of rows within a partition has no influence.

    Raises
    ------
    EncoderError
        When the encoder of ``settings`` cannot be used.
    """
    described = codebook_texts(codebook)
    encoder = load_encoder(settings, _all_texts(statements, described))
    for part in statements:
        yield _encoded(encoder, dict(sorted(_texts(part))))
    yield _encoded(encoder, described)


def _texts(part: pd.DataFrame) -> Iterable[tuple[str, str]]:
    ids, texts = (part[name].array.__arrow_array__().to_pylist() for name in (Statements.id, Statements.text))
    return zip(ids, texts, strict=True)


def _all_texts(statements: Iterable[pd.DataFrame], described: Mapping[str, str]) -> Iterator[str]:
    for part in statements:
        for _, text in _texts(part):
            yield normalise(text)
    yield from map(normalise, described.values())


def _encoded(encoder: Encoder, texts: Mapping[str, str]) -> Embeddings:
    """Return the rows of ``texts``, which are under their ids, in that order."""
    normal = [normalise(text) for text in texts.values()]
    place = {text: row for row, text in enumerate(sorted(set(normal)))}
    encoded = encoder.encode(list(place))
    rows = np.fromiter((place[text] for text in normal), dtype=np.int64, count=len(normal))
    return Embeddings(tuple(texts), encoded[rows], encoder.name)


def codebook_texts(codebook: Codebook) -> dict[str, str]:
    """Return the text of every example and every code under its embedding id, in codebook order."""
    examples = {f"example:{n}": example.text for n, example in enumerate(codebook.examples)}
    codes = {
        f"code:{dimension.id}:{code.code}": _definition(code)
        for dimension in codebook.dimensions
        for code in dimension.codes
    }
    return examples | codes


def normalise(text: str) -> str:
    """Return ``text`` in Unicode form NFC with single spaces; capitals stay, some models read them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _definition(code: Code) -> str:
    return ". ".join((code.name, code.definition, *code.include)).strip()
