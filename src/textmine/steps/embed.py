"""Statements and codebook to vectors."""

import re
import unicodedata

import numpy as np
import pandas as pd

from textmine.codebook import Code, Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.tables import Statements

_SPACE = re.compile(r"\s+")


class EmbedSettings(EncoderSettings):
    """Which encoder makes the vectors; see ``EncoderSettings``."""


def embed(statements: pd.DataFrame, codebook: Codebook, settings: EmbedSettings) -> Embeddings:
    """Encode every statement, every example of the codebook and every code.

    Each distinct text, after ``normalise``, is encoded once. Rows: statements sorted by id, then
    ``example:<n>``, then ``code:<dimension>:<code>`` in codebook order. The order of ``statements``
    has no influence.

    Raises
    ------
    EncoderError
        When the encoder of ``settings`` cannot be used.
    """
    texts = dict(sorted(zip(statements[Statements.id], statements[Statements.text], strict=True)))
    texts |= codebook_texts(codebook)
    normal = [normalise(text) for text in texts.values()]
    distinct = sorted(set(normal))
    encoder = load_encoder(settings, distinct)
    encoded = encoder.encode(distinct)
    place = {text: row for row, text in enumerate(distinct)}
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
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _definition(code: Code) -> str:
    return ". ".join((code.name, code.definition, *code.include)).strip()
