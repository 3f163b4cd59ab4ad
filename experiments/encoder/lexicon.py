"""A Dutch-English word list from the parallel texts, by alignment: IBM model 1 (Brown et al., 1993).

Single words with the teacher's vector of their translation teach a token its own meaning, not only its
share in the meaning of sentences.
"""

from collections import Counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from vocabulary import plain

ROUNDS = 5
LEAST_SEEN = 2
"""Texts a word must be in."""

LEAST_SURE = 0.3
"""Probability of the translation."""


def word_pairs(dutch: list[str], english: list[str]) -> pd.DataFrame:
    """Return columns ``nl``, ``en`` and ``sure``: for each Dutch word its most probable translation.

    Only translations that are probable in both directions are kept, so that a function word, which stands
    beside everything, is nobody's translation.
    """
    left, left_index = _indexed(dutch)
    right, right_index = _indexed(english)
    rows, columns, texts = _cells(left, right)
    forward = _aligned(rows, columns, texts)
    backward = _aligned(columns, rows, texts)
    best = forward.merge(backward, left_on=["word", "other"], right_on=["other", "word"])
    best = best[(best["sure_x"] >= LEAST_SURE) & (best["sure_y"] >= LEAST_SURE / 2)]
    names, others = list(left_index), list(right_index)
    table = pd.DataFrame(
        {
            "nl": [names[word] for word in best["word_x"]],
            "en": [others[word] for word in best["other_x"]],
            "sure": best["sure_x"].to_numpy(),
        }
    )
    table = table[table["nl"].str.len() > 1].sort_values(["nl", "sure"], ascending=[True, False])
    return table.drop_duplicates("nl").reset_index(drop=True)


def _indexed(texts: list[str]) -> tuple[list[NDArray[np.int64]], dict[str, int]]:
    """Return each text as the numbers of its distinct words that are seen often enough, and the numbers."""
    split = [sorted(set(plain(text).split())) for text in texts]
    seen = Counter(word for words in split for word in words)
    index = {word: number for number, word in enumerate(sorted(w for w in seen if seen[w] >= LEAST_SEEN))}
    return [np.array([index[w] for w in words if w in index], np.int64) for words in split], index


def _cells(
    left: list[NDArray[np.int64]], right: list[NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs of a left and a right word of one text, and the number of the text."""
    rows = [np.repeat(one, len(other)) for one, other in zip(left, right, strict=True)]
    columns = [np.tile(other, len(one)) for one, other in zip(left, right, strict=True)]
    texts = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    return np.concatenate(rows), np.concatenate(columns), texts


def _aligned(words: NDArray[np.int64], others: NDArray[np.int64], texts: NDArray[np.int64]) -> pd.DataFrame:
    """Return columns ``word``, ``other`` and ``sure``: P(other | word), the most probable of each word."""
    width = int(others.max()) + 1
    codes, cell = np.unique(words * width + others, return_inverse=True)
    given = codes // width
    place = texts * width + others
    _, slot = np.unique(place, return_inverse=True)
    chance = np.ones(len(codes))
    for _ in range(ROUNDS):
        weight = chance[cell]
        weight /= np.bincount(slot, weight)[slot]
        chance = np.bincount(cell, weight)
        chance /= np.bincount(given, chance)[given]
    table = pd.DataFrame({"word": given, "other": codes % width, "sure": chance})
    return table.sort_values("sure", ascending=False).drop_duplicates("word")
