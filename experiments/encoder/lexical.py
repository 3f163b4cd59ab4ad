"""Vectors of tokens from their letters: TF-IDF of character n-grams, projected.

Texts that share words or parts of words resemble each other; a mean of vectors learned from meaning alone
loses that for rare words. A text's character TF-IDF is the sum of its words', so it fits in a table.
"""

from zlib import crc32

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from student import Bags


def ngrams(token: str, shortest: int, longest: int) -> list[str]:
    """Return the character n-grams of ``token`` with a space on both sides."""
    padded = f" {token} "
    return [
        padded[at : at + n] for n in range(shortest, longest + 1) for at in range(max(1, len(padded) - n + 1))
    ]


def ngram_bags(tokens: list[str], buckets: int, lengths: tuple[int, int] = (3, 6)) -> Bags:
    """Return per token the buckets of its character n-grams, of the whole padded token too."""
    ids, lengths_of = [], []
    for token in tokens:
        found = {crc32(gram.encode()) % buckets for gram in ngrams(token, *lengths)}
        ids.extend(sorted(found))
        lengths_of.append(len(found))
    return Bags(np.array(ids, np.int64), np.concatenate([[0], np.cumsum(lengths_of)]).astype(np.int64))


def letter_vectors(
    tokens: list[str],
    frequency: NDArray[np.float64],
    dim: int,
    *,
    lengths: tuple[int, int] = (3, 5),
    seed: int = 0,
) -> NDArray[np.float32]:
    """Return shape ``(len(tokens), dim)``: the n-grams of each token times their IDF, projected at random.

    Document frequency is estimated from the tokens' frequencies for texts of 20 words. The projection is
    Gaussian (Johnson and Lindenstrauss, 1984): inner products are kept up to about 1 / sqrt(dim).
    """
    index: dict[str, int] = {}
    rows, columns = [], []
    for row, token in enumerate(tokens):
        for gram in ngrams(token, *lengths):
            rows.append(row)
            columns.append(index.setdefault(gram, len(index)))
    shape = (len(tokens), len(index))
    counts = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    share = frequency / frequency.sum()
    inside = 1 - (1 - np.minimum(np.asarray(share @ counts).ravel(), 1)) ** 20
    weighted = counts @ sp.diags((1 - np.log(inside + 1e-7)).astype(np.float32))
    chance = np.random.default_rng(seed)
    projection = chance.standard_normal((len(index), dim), dtype=np.float32) / np.float32(np.sqrt(dim))
    result: NDArray[np.float32] = np.asarray(weighted @ projection, dtype=np.float32)
    return result
