"""Ways of finding which statements make the same point."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.models.clustering import centred
from textmine.models.clustering_graph import communities, neighbour_graph, neighbours_of

Real = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Views:
    """Similarities of the texts of a corpus, seen in several ways: each a matrix of unit rows."""

    views: dict[str, Real]

    @classmethod
    def of(cls, texts: tuple[str, ...], subjects: tuple[frozenset[str], ...]) -> "Views":
        """Encode texts; the view "subject" makes the cosine the share of subjects in common."""
        vectors = load_encoder(EncoderSettings(), list(texts)).encode(list(texts))
        unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
        words = TfidfVectorizer(sublinear_tf=True, min_df=1, token_pattern=r"(?u)\b\w{4,}\b")  # noqa: S106 - of words
        names = sorted(set().union(*subjects))
        given = np.array([[name in found for name in names] for found in subjects], float)
        return cls(
            {
                "encoder": unit.astype(float),
                "encoder, centred": centred(unit.astype(np.float32)).astype(float),
                "letters": characters.fit_transform(texts).toarray(),
                "words": words.fit_transform(texts).toarray(),
                "subject": given / np.maximum(np.linalg.norm(given, axis=1, keepdims=True), 1e-9),
            },
        )

    def similarity(self, rows: Labels, weights: dict[str, float]) -> Real:
        """Return the weighted mean of cosine similarities among ``rows``."""
        total = sum(weights.values())
        parts = [
            weight / total * self.views[name][rows] @ self.views[name][rows].T
            for name, weight in weights.items()
        ]
        return np.asarray(sum(parts))


def hierarchical(similarity: Real, threshold: float, how: str) -> Labels:
    """Cut a hierarchy where the linkage (``average``, ``complete``, ``single``) falls below ``threshold``."""
    if len(similarity) < 2:
        return np.zeros(len(similarity), np.int64)
    distance = np.clip(1 - similarity, 0, 2)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), how)
    return np.asarray(fcluster(tree, 1 - threshold, "distance"), np.int64)


def components(similarity: Real, threshold: float) -> Labels:
    """Join all pairs above ``threshold``."""
    return np.asarray(connected_components(csr_array(similarity >= threshold))[1], np.int64)


def louvain(matrix: Real, resolution: float) -> Labels:
    """Return Louvain communities in the graph of nearest neighbours, as topics are found."""
    if len(matrix) < 4:
        return np.arange(len(matrix))
    small = matrix.astype(np.float32)
    graph = neighbour_graph(small, neighbours_of(len(small), 15))
    return communities(graph, resolution, np.random.default_rng(0))


Method = Callable[[Views, Labels, float], Labels]


WEIGHTS: dict[str, dict[str, float]] = {
    "encoder": {"encoder": 1.0},
    "encoder, centred": {"encoder, centred": 1.0},
    "letters": {"letters": 1.0},
    "words": {"words": 1.0},
    "encoder, centred + words": {"encoder, centred": 1.0, "words": 1.0},
    "encoder, centred + letters": {"encoder, centred": 1.0, "letters": 1.0},
    "encoder, centred + letters + 0.3 subject": {"encoder, centred": 1.0, "letters": 1.0, "subject": 0.3},
    "encoder, centred + letters + 0.6 subject": {"encoder, centred": 1.0, "letters": 1.0, "subject": 0.6},
    "encoder, centred + letters + subject": {"encoder, centred": 1.0, "letters": 1.0, "subject": 1.0},
}
_CUTS = tuple(round(float(cut), 2) for cut in np.arange(0.02, 0.9, 0.02))


def alone(views: Views, rows: Labels, cut: float) -> Labels:
    """Let every statement be a point of its own."""
    del views, cut
    return np.arange(len(rows))


def methods() -> dict[str, tuple[Method, tuple[float, ...]]]:
    """Return every method with the thresholds (of Louvain the resolutions) to choose from."""
    found: dict[str, tuple[Method, tuple[float, ...]]] = {
        "every statement alone": (alone, (0.0,)),
        "communities (Louvain), encoder": (
            lambda views, rows, cut: louvain(views.views["encoder"][rows], cut),
            (0.5, 1, 2, 3, 4, 6, 8, 12),
        ),
        "all pairs above a similarity, encoder, centred": (
            lambda views, rows, cut: components(views.similarity(rows, WEIGHTS["encoder, centred"]), cut),
            _CUTS,
        ),
    }
    for how in ("average", "complete"):
        for label, weights in WEIGHTS.items():
            found[f"{how} linkage, {label}"] = (functools.partial(_linked, weights, how), _CUTS)
    return found


def _linked(weights: dict[str, float], how: str, views: Views, rows: Labels, cut: float) -> Labels:
    return hierarchical(views.similarity(rows, weights), cut, how)
