"""Latent semantic analysis fitted on the corpus itself: the encoder that needs no model.

Deerwester et al. (1990), on TF-IDF of character n-grams within the words that say something; the n-grams join
Dutch compounds to their parts ("drinkwater", "drinkwaterwinning"). Words as features, pairs of words and
lemmas were measured and made it worse: see ``experiments/topics/results.md``.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.encoders.protocol import unit_rows
from textmine.text.everyday import is_everyday

WORD = re.compile(r"[^\W\d_](?:[\w'\u2019-]*\w)?")
"""A word starts with a letter; hyphens and apostrophes inside count."""

NGRAMS = (4, 6)
"""Lengths of the n-grams; a space before and after the word counts."""

FEATURES = 60_000
"""At most this many n-grams: the most frequent ones."""

RARE_FROM = 200
"""From this many texts on, an n-gram must occur in two texts: what occurs in one compares nothing."""

ENCODE_BATCH = 20_000
"""Texts whose n-grams are in memory at once."""


class LatentSemanticEncoder:
    """TF-IDF of character n-grams, reduced by a truncated SVD."""

    def __init__(self, vectorizer: Any, components: NDArray[np.float32], fingerprint: str) -> None:
        """Take a fitted vectorizer (none for a corpus without words) and right singular vectors."""
        self._vectorizer = vectorizer
        self._components = components
        self.dim = len(components)
        self.name = f"lsa-{self.dim}-{fingerprint}"

    @classmethod
    def fit(cls, texts: Iterable[str], *, dim: int, max_fit: int) -> "LatentSemanticEncoder":
        """Fit on the distinct ``texts``, or on ``max_fit`` of them, chosen by their hash.

        The result depends on the set of texts, not on their order or repetition; they are read once.
        ``dim`` is an upper limit: a small corpus has no more directions than texts.
        """
        chosen = sample(texts, max_fit)
        fingerprint = blake2b("\0".join(chosen).encode(), digest_size=4).hexdigest()
        telling = [telling_words(text) for text in chosen]
        if not any(telling):
            return cls(None, np.zeros((1, 0), dtype=np.float32), fingerprint)
        vectorizer = _vectorizer(_least_texts(telling))
        return cls(vectorizer, _directions(vectorizer.fit_transform(telling), dim), fingerprint)

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Return unit rows in the space of the corpus; see ``Encoder.encode``."""
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        if self._vectorizer is None:
            return rows
        for start in range(0, len(texts), ENCODE_BATCH):
            part = [telling_words(text) for text in texts[start : start + ENCODE_BATCH]]
            rows[start : start + len(part)] = self._vectorizer.transform(part) @ self._components.T
        return unit_rows(rows)


def telling_words(text: str) -> str:
    """Return the words of ``text`` that are not everyday words, in lower case, with spaces between."""
    return " ".join(word for word in WORD.findall(text.lower()) if not is_everyday(word))


def sample(texts: Iterable[str], most: int) -> list[str]:
    """Return at most ``most`` distinct texts, sorted: those with the smallest hashes.

    Never more than twice as many texts are kept.
    """
    kept: set[str] = set()
    for text in texts:
        kept.add(text)
        if len(kept) == 2 * most:
            kept = _smallest(kept, most)
    return sorted(_smallest(kept, most))


def _smallest(texts: set[str], most: int) -> set[str]:
    """Return the ``most`` texts with the smallest hashes; ties by text."""
    if len(texts) <= most:
        return texts
    ordered = sorted((blake2b(text.encode(), digest_size=8).digest(), text) for text in texts)
    return {text for _, text in ordered[:most]}


def _least_texts(texts: Sequence[str]) -> int:
    """Return in how many texts an n-gram must occur: 1 when the corpus is small or no word comes back."""
    seen: set[str] = set()
    for text in texts if len(texts) >= RARE_FROM else ():
        words = {word for word in text.split() if len(word) + 2 >= NGRAMS[0]}
        if words & seen:
            return 2
        seen |= words
    return 1


def _vectorizer(least_texts: int) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - heavy

    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=NGRAMS,
        sublinear_tf=True,
        strip_accents="unicode",
        min_df=least_texts,
        max_features=FEATURES,
        dtype=np.float32,
    )


def _directions(weighted: Any, dim: int) -> NDArray[np.float32]:
    """Return the right singular vectors; one thread, so that every machine rounds alike."""
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415 - heavy

    with threadpool_limits(limits=1):
        if dim < min(weighted.shape):
            fitted = TruncatedSVD(dim, algorithm="arpack", random_state=0).fit(weighted)
            components: NDArray[np.float32] = fitted.components_.astype(np.float32)
            return components
        _, values, vectors = np.linalg.svd(weighted.toarray(), full_matrices=False)
    kept = values > values[0] * np.finfo(np.float32).eps * max(weighted.shape)
    result: NDArray[np.float32] = vectors[kept][:dim].astype(np.float32)
    return result
