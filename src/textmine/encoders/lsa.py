"""Latent semantic analysis fitted on the corpus itself: the encoder that needs no model.

Deerwester et al. (1990), on TF-IDF of words and of character n-grams within words; the n-grams join Dutch
compounds to their parts ("drinkwater", "drinkwaterwinning").
"""

import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.encoders.protocol import unit_rows

FEATURES = 60_000
"""At most this many words and word pairs, and as many character n-grams."""

WORD_WEIGHT = 0.5
"""The share of words against n-grams."""

RARE_FROM = 200
"""From this many texts on, a feature must occur in two texts: a feature of one text compares nothing."""

WORD = re.compile(r"\b\w[\w'-]*\w\b")
"""Two characters or more; hyphens and apostrophes inside count."""

ENCODE_BATCH = 20_000
"""Texts whose n-grams are in memory at once."""


class LatentSemanticEncoder:
    """TF-IDF of words, word pairs and character n-grams, reduced by a truncated SVD."""

    def __init__(self, words: Any, grams: Any, components: NDArray[np.float32], fingerprint: str) -> None:
        """Take fitted vectorizers (none when the corpus has no words) and the right singular vectors (shape ``(dim, features)``)."""
        self._words = words
        self._grams = grams
        self._components = components
        self.dim = len(components)
        self.name = f"lsa-{self.dim}-{fingerprint}"

    @classmethod
    def fit(cls, texts: Sequence[str], *, dim: int, max_fit: int) -> "LatentSemanticEncoder":
        """Fit on the distinct ``texts``, or on ``max_fit`` of them, chosen by their hash.

        The result depends on the set of texts, not on their order or repetition. ``dim`` is an upper
        limit: a small corpus has no more directions than texts.
        """
        chosen = sample(texts, max_fit)
        fingerprint = blake2b("\0".join(chosen).encode(), digest_size=4).hexdigest()
        if not any(WORD.search(text) for text in chosen):
            return cls(None, None, np.zeros((1, 0), dtype=np.float32), fingerprint)
        words, grams = _vectorizers(_least_texts(chosen))
        weighted = _weighted(words.fit_transform(chosen), grams.fit_transform(chosen))
        return cls(words, grams, _directions(weighted, dim), fingerprint)

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Return unit rows in the space of the corpus; see ``Encoder.encode``."""
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        if self._words is None:
            return rows
        for start in range(0, len(texts), ENCODE_BATCH):
            part = list(texts[start : start + ENCODE_BATCH])
            weighted = _weighted(self._words.transform(part), self._grams.transform(part))
            rows[start : start + len(part)] = weighted @ self._components.T
        return unit_rows(rows)


def sample(texts: Sequence[str], most: int) -> list[str]:
    """Return at most ``most`` distinct texts, sorted: those with the smallest hashes."""
    distinct = sorted(set(texts))
    if len(distinct) <= most:
        return distinct
    return sorted(sorted(distinct, key=lambda text: blake2b(text.encode(), digest_size=8).digest())[:most])


def _least_texts(texts: Sequence[str]) -> int:
    """Return in how many texts a feature must occur: 1 when the corpus is small or no word comes back."""
    seen: set[str] = set()
    for text in texts if len(texts) >= RARE_FROM else ():
        words = set(WORD.findall(text.lower()))
        if words & seen:
            return 2
        seen |= words
    return 1


def _vectorizers(least_texts: int) -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - heavy

    shared = {
        "sublinear_tf": True,
        "strip_accents": "unicode",
        "min_df": least_texts,
        "max_features": FEATURES,
        "dtype": np.float32,
    }
    words = TfidfVectorizer(token_pattern=WORD.pattern, ngram_range=(1, 2), **shared)
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), **shared)
    return words, grams


def _weighted(words: Any, grams: Any) -> Any:
    from scipy.sparse import hstack  # noqa: PLC0415 - heavy

    return hstack([words * WORD_WEIGHT, grams * (1 - WORD_WEIGHT)], format="csr")


def _directions(weighted: Any, dim: int) -> NDArray[np.float32]:
    """Return the right singular vectors; one thread, so that every machine rounds alike."""
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415 - heavy

    width = max(1, min(dim, weighted.shape[0], weighted.shape[1]))
    with threadpool_limits(limits=1):
        fitted = TruncatedSVD(width, algorithm="randomized", n_iter=7, random_state=0).fit(weighted)
    components: NDArray[np.float32] = fitted.components_.astype(np.float32)
    return components
