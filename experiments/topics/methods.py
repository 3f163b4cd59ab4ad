"""The clusterers that are compared, each behind ``textmine.models.clustering.Clusterer``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.models.clustering import Clusterer
from textmine.models.clustering_graph import Louvain
from textmine.steps.topics import TopicsSettings


def seed_of(rng: np.random.Generator) -> int:
    """Return a seed for a library that takes a number."""
    return int(rng.integers(2**31))


@dataclass(frozen=True)
class UmapHdbscan:
    """UMAP to five dimensions, then HDBSCAN; with its defaults this is what BERTopic does by itself."""

    neighbours: int = 15
    min_cluster_size: int = 10
    min_samples: int | None = None

    def fit_predict(self, matrix: NDArray[np.float32], rng: np.random.Generator, /) -> NDArray[np.int64]:
        """See ``Clusterer.fit_predict``."""
        import hdbscan  # noqa: PLC0415
        import umap  # noqa: PLC0415

        reducer = umap.UMAP(
            n_neighbors=self.neighbours,
            n_components=5,
            min_dist=0.0,
            metric="cosine",
            random_state=seed_of(rng),
        )
        clusterer = hdbscan.HDBSCAN(min_cluster_size=self.min_cluster_size, min_samples=self.min_samples)
        return np.asarray(clusterer.fit_predict(reducer.fit_transform(matrix)), dtype=np.int64)


@dataclass(frozen=True)
class Wrapped:
    """Any clusterer of scikit-learn or EVoC, made for a number of rows and a seed."""

    make: Callable[[int, int], Any]

    def fit_predict(self, matrix: NDArray[np.float32], rng: np.random.Generator, /) -> NDArray[np.int64]:
        """See ``Clusterer.fit_predict``."""
        return np.asarray(self.make(len(matrix), seed_of(rng)).fit_predict(matrix), dtype=np.int64)


def clusters_for(rows: int) -> int:
    """Return the usual rule of thumb for k, sqrt(n / 2); 20 was best of 20, 30, 45, 60 on the tuning half."""
    return max(2, round(float(np.sqrt(rows / 2))))


def _kmeans(rows: int, seed: int) -> Any:
    from sklearn.cluster import KMeans  # noqa: PLC0415

    return KMeans(clusters_for(rows), n_init=4, random_state=seed)


def _ward(rows: int, _: int) -> Any:
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415

    return AgglomerativeClustering(clusters_for(rows), linkage="ward")


def _average(rows: int, _: int) -> Any:
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415

    return AgglomerativeClustering(2 * clusters_for(rows), linkage="average", metric="cosine")


def _evoc(_: int, seed: int) -> Any:
    from evoc import EVoC  # noqa: PLC0415

    return EVoC(random_state=seed)


def textmine_clusterer() -> Louvain:
    """Return the clusterer of the step with its default settings."""
    chosen = TopicsSettings()
    return Louvain(chosen.neighbours, chosen.fine, chosen.broad, chosen.min_size)


def methods() -> dict[str, Clusterer]:
    """Return every clusterer under the name that the table shows."""
    return {
        "BERTopic defaults (UMAP + HDBSCAN)": UmapHdbscan(),
        "UMAP + HDBSCAN, tuned": UmapHdbscan(neighbours=30, min_cluster_size=10, min_samples=1),
        "k-means": Wrapped(_kmeans),
        "Ward": Wrapped(_ward),
        "average linkage": Wrapped(_average),
        "EVoC": Wrapped(_evoc),
        "textmine: kNN graph + Louvain": textmine_clusterer(),
    }
