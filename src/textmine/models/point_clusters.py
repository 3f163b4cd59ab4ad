"""Which texts make the same point: a hierarchy by average linkage, cut at two heights.

Chosen by measurement against groupings by people (``experiments/points/results.md``). Meaning alone takes
different points about one thing together, letters alone find only near-copies; together, and with the
subjects that texts were coded with, they come nearest to what people put together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.models.clustering import centred

Real = NDArray[np.float32]
Whole = NDArray[np.int64]

LETTERS = (3, 5)
"""Lengths of the runs of letters that are compared, within words."""

FEW = 10
"""With so many texts half of what they share is taken off; see ``clustering.centred``."""

MOST_FITTED = 50_000
"""Texts from which the weights of runs of letters are learned."""


@dataclass(frozen=True)
class Heights:
    """At which similarity texts are one point, and points one main point; from 0 to 1."""

    point: float
    main: float


@dataclass(frozen=True)
class Likeness:
    """How much texts resemble each other: the weighted mean of the cosines of three views.

    Every view has a row per text, of length 1 or 0: ``meaning`` (embeddings without what all share),
    ``letters`` (TF-IDF of runs of letters, sparse) and ``beside`` (codes of another dimension). ``weights``
    are in that order.
    """

    meaning: Real
    letters: Any
    beside: Real
    weights: tuple[float, float, float]

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        vectors: Real,
        codes: Sequence[frozenset[str]],
        weights: tuple[float, float, float],
    ) -> "Likeness":
        """Look at ``texts`` in three ways; ``vectors`` and ``codes`` have a row per text."""
        return cls(centred(vectors, FEW), _letters(texts), _codes(codes), weights)

    def among(self, rows: Whole) -> Real:
        """Return the similarity of every pair of ``rows``; shape ``(len(rows), len(rows))``."""
        meaning, beside = self.meaning[rows], self.beside[rows]
        letters = self.letters[rows]
        of_meaning, of_letters, of_beside = self.weights
        total = of_meaning * (meaning @ meaning.T) + of_beside * (beside @ beside.T)
        total += of_letters * (letters @ letters.T).toarray()
        return np.asarray(total / sum(self.weights), np.float32)

    def towards(self, rows: Whole, others: Whole) -> NDArray[np.float64]:
        """Return the mean similarity of each of ``rows`` to ``others``; in time linear in both."""
        total = np.zeros(len(rows))
        for view, weight in zip((self.meaning, self.letters, self.beside), self.weights, strict=True):
            middle = np.asarray(view[others].sum(axis=0), np.float64).ravel() / len(others)
            total += weight * np.asarray(view[rows] @ middle).ravel()
        return np.asarray(total / sum(self.weights))

    def to_others(self, rows: Whole) -> NDArray[np.float64]:
        """Return the mean similarity of each of ``rows`` to the other ones; 1 for one that is alone."""
        if len(rows) == 1:
            return np.ones(1)
        own = np.zeros(len(rows))
        for view, weight in zip((self.meaning, self.letters, self.beside), self.weights, strict=True):
            mine = view[rows]
            own += weight * np.asarray((mine * mine).sum(axis=1)).ravel()
        total = self.towards(rows, rows) * len(rows) - own / sum(self.weights)
        return np.asarray(total / (len(rows) - 1))


def _letters(texts: Sequence[str]) -> Any:
    """Return TF-IDF of runs of letters; runs of one text only say nothing about likeness."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    if len(texts) < 2:  # noqa: PLR2004
        return csr_array((len(texts), 1), dtype=np.float32)
    model = TfidfVectorizer(
        analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True, min_df=2, dtype=np.float32
    )
    step = -(-len(texts) // MOST_FITTED)
    try:
        model.fit(texts[::step])
    except ValueError:  # no run of letters stands in two texts
        return csr_array((len(texts), 1), dtype=np.float32)
    return csr_array(model.transform(texts))


def _codes(codes: Sequence[frozenset[str]]) -> Real:
    names = {name: place for place, name in enumerate(sorted(frozenset().union(*codes)))}
    result = np.zeros((len(codes), max(1, len(names))), np.float32)
    for row, given in enumerate(codes):
        result[row, [names[name] for name in given]] = 1 / np.sqrt(max(1, len(given)))
    return result


def two_levels(similarity: Real, heights: Heights) -> tuple[Whole, Whole]:
    """Return per row its point and its main point, numbered by first row; a main point holds whole points.

    Sokal and Michener's (1958) average linkage: texts are joined as long as the mean similarity between their
    groups is at least the height.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - heavy
    from scipy.spatial.distance import squareform  # noqa: PLC0415

    if len(similarity) < 2:  # noqa: PLR2004
        return np.zeros(len(similarity), np.int64), np.zeros(len(similarity), np.int64)
    distance = np.round(1 - similarity.astype(np.float64), 6)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(np.maximum(distance, 0), checks=False), "average")
    cuts = (1 - height + _EDGE for height in (heights.point, min(heights.point, heights.main)))
    point, main = (_by_first_row(fcluster(tree, cut, "distance")) for cut in cuts)
    return point, main


_EDGE = 1e-9


def _by_first_row(labels: NDArray[Any]) -> Whole:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    return np.asarray(rank[inverse], np.int64)


def blocks(meaning: Real, rows: Whole, most: int) -> list[Whole]:
    """Divide ``rows`` into blocks of at most ``most`` that lie together, in order of their first row.

    A block is halved where its vectors spread most (the first principal direction; Boley 1998).
    """
    if len(rows) <= most:
        return [rows]
    vectors = meaning[rows] - meaning[rows].mean(axis=0)
    direction = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)[1][:, -1]
    place = np.argsort(np.round(vectors @ direction, 5), kind="stable")
    halves = (np.sort(rows[place[: len(rows) // 2]]), np.sort(rows[place[len(rows) // 2 :]]))
    found = [block for half in halves for block in blocks(meaning, half, most)]
    return sorted(found, key=lambda block: int(block[0]))
