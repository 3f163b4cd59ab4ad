"""Hashed word and character n-grams of a batch of texts, computed over its distinct words.

A column depends on the n-gram alone (MurmurHash3), counts are whole numbers, and rows are computed one by
one: a text has the same row in every batch. Working per distinct word makes character n-grams several
times cheaper than per text, since a batch repeats its words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

HASHED = 1 << 17
"""Columns of the hashed word space, and of the hashed character space."""

_TOKEN = re.compile(r"[^\W_]+|[?!]")


@dataclass(frozen=True)
class Tokens:
    """The words of a batch: token ``i`` is ``words[word[i]]`` and stands in text ``text[i]``, in order."""

    text: NDArray[np.int64]
    word: NDArray[np.int64]
    words: tuple[str, ...]
    texts: int


def split_words(text: str) -> list[str]:
    """Return the lower-case words, question marks and exclamation marks, in order."""
    return _TOKEN.findall(text.lower())


def tokenise(texts: Sequence[str]) -> Tokens:
    """Split a batch of texts; the distinct words are in order of first appearance."""
    split = [split_words(text) for text in texts]
    number: dict[str, int] = {}
    word = np.fromiter((number.setdefault(w, len(number)) for row in split for w in row), np.int64)
    text = np.repeat(np.arange(len(split)), [len(row) for row in split])
    return Tokens(text, word, tuple(number), len(split))


def word_ngrams(tokens: Tokens, hashed: sparse.csr_array) -> sparse.csr_array:
    """Count words and pairs of adjacent words, and the first word and pair once more: texts x ``HASHED``.

    ``hashed`` is ``hashed_words(tokens.words)``.
    How a sentence opens ("zorg dat", "waarom is") says much about what its speaker is doing.
    """
    size, n = len(tokens.words), tokens.texts
    first = np.diff(tokens.text, prepend=-1) > 0
    follows = ~first[1:]
    pair_text, opening = tokens.text[1:][follows], first[:-1][follows]
    pair = (tokens.word[:-1] * size + tokens.word[1:])[follows]

    def pairs(numbers: NDArray[np.int64], mark: str) -> list[str]:
        return [f"{mark}{tokens.words[p // size]} {tokens.words[p % size]}" for p in numbers.tolist()]

    total: sparse.csr_array = _counts(tokens.text, tokens.word, (n, size)) @ hashed
    found, place = np.unique(pair, return_inverse=True)
    total += _counts(pair_text, place, (n, len(found))) @ hashed_words(pairs(found, ""))
    found, place = np.unique(tokens.word[first], return_inverse=True)
    opens = [f"^ {tokens.words[w]}" for w in found.tolist()]
    total += _counts(tokens.text[first], place, (n, len(found))) @ hashed_words(opens)
    found, place = np.unique(pair[opening], return_inverse=True)
    total += _counts(pair_text[opening], place, (n, len(found))) @ hashed_words(pairs(found, "^ "))
    total.sort_indices()
    return total


def character_ngrams(tokens: Tokens, hashed: sparse.csr_array) -> sparse.csr_array:
    """Count runs of 3 to 5 characters inside words, with a word's edges as spaces: texts x ``HASHED``.

    ``hashed`` is ``hashed_characters(tokens.words)``.
    """
    words = _counts(tokens.text, tokens.word, (tokens.texts, len(tokens.words)))
    total: sparse.csr_array = words @ hashed
    total.sort_indices()
    return total


def inverse_document_frequency(counts: sparse.csr_array) -> NDArray[np.float64]:
    """Return ``ln((1 + n) / (1 + df)) + 1`` per column (smoothed; Sparck Jones 1972)."""
    documents = np.bincount(counts.indices, minlength=counts.shape[1])
    result: NDArray[np.float64] = np.log((1 + counts.shape[0]) / (1 + documents)) + 1
    return result


def tf_idf(counts: sparse.csr_array, idf: NDArray[np.float64]) -> sparse.csr_array:
    """Weigh ``1 + ln(count)`` by ``idf`` and scale every row that is not empty to length 1."""
    rows = counts.copy()
    rows.data = (1 + np.log(rows.data)) * idf[rows.indices]
    filled = np.diff(rows.indptr)
    squares = rows.power(2) @ np.ones(rows.shape[1])  # adds row by row, so neighbours change no last bit
    rows.data /= np.repeat(np.sqrt(np.where(filled > 0, squares, 1.0)), filled)
    return rows


def _counts(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def hashed_words(words: Sequence[str]) -> sparse.csr_array:
    """Return the column of every word: words x ``HASHED``."""
    return _hashed(words, analyzer=_itself)


def hashed_characters(words: Sequence[str]) -> sparse.csr_array:
    """Count the runs of 3 to 5 characters of every word: words x ``HASHED``."""
    return _hashed(words, analyzer="char_wb", ngram_range=(3, 5))


def _hashed(words: Sequence[str], **analysis: object) -> sparse.csr_array:
    if not words:
        return sparse.csr_array((0, HASHED))
    hasher = HashingVectorizer(
        n_features=HASHED, lowercase=False, alternate_sign=False, norm=None, **analysis
    )
    return sparse.csr_array(hasher.transform(words))


def _itself(word: str) -> tuple[str]:
    return (word,)
