"""Vectors of tokens from their letters: TF-IDF of character n-grams, in the directions that tell texts apart.

Texts that share words or parts of words resemble each other; a mean of vectors learned from meaning alone
loses that for rare words. A text's character TF-IDF is the sum of its words', so it fits in a table.
"""

from zlib import crc32

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.utils.extmath import randomized_svd
from student import Bags

LETTERS = (3, 5)
"""Shortest and longest n-grams of ``letter_vectors``."""


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
    running: Bags | None,
    dim: int,
    sif: float = 1e-3,
) -> NDArray[np.float32]:
    """Return shape ``(len(tokens), dim)``: latent semantic analysis (Deerwester et al., 1990) of n-grams.

    The n-grams of each token, times their IDF and the token's SIF weight, in the main directions of the texts
    in ``running``; the first direction, which all texts share, is left out. Document frequency is estimated
    from the tokens' frequencies for texts of 20 words.

    Without ``running`` the projection is Gaussian (Johnson and Lindenstrauss, 1984) and tokens are not
    weighted: what ``ablations.md`` compares with.
    """
    index: dict[str, int] = {}
    rows, columns = [], []
    for row, token in enumerate(tokens):
        for gram in ngrams(token, *LETTERS):
            rows.append(row)
            columns.append(index.setdefault(gram, len(index)))
    shape = (len(tokens), len(index))
    counts = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    share = frequency / frequency.sum()
    inside = 1 - (1 - np.minimum(np.asarray(share @ counts).ravel(), 1)) ** 20
    rare = (1 - np.log(inside + 1e-7)).astype(np.float32)
    if running is None:
        chance = np.random.default_rng(0)
        projection = chance.standard_normal((len(index), dim), dtype=np.float32) / np.float32(np.sqrt(dim))
        drawn: NDArray[np.float32] = np.asarray(counts @ sp.diags(rare) @ projection, dtype=np.float32)
        return drawn
    weighted = (sp.diags((sif / (sif + share)).astype(np.float32)) @ counts @ sp.diags(rare)).tocsr()
    ones = np.ones(len(running.ids), np.float32)
    texts = sp.csr_matrix((ones, running.ids, running.offsets), shape=(len(running), len(tokens))) @ weighted
    length = np.sqrt(np.asarray(texts.multiply(texts).sum(axis=1)).ravel())
    texts = sp.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ texts
    _, _, directions = randomized_svd(texts, dim + 1, n_iter=3, random_state=0)
    result: NDArray[np.float32] = np.asarray(weighted @ directions[1:].T, dtype=np.float32)
    return result
