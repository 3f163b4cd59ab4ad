"""Ward's agglomerative clustering (Ward 1963) on unit rows: no chance in it, and a hierarchy for free."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.models.clustering import small_to_noise

DIRECT = 6_000
"""Up to this many rows are merged pair by pair (the distances take 8 n^2 / 2 bytes); more are first
gathered in this many micro-clusters."""


@dataclass(frozen=True)
class Ward:
    """Merge rows until ``clusters`` are left; clusters of fewer than ``min_size`` rows become noise."""

    clusters: int
    min_size: int

    def fit_predict(self, matrix: NDArray[np.float32], rng: np.random.Generator, /) -> NDArray[np.int64]:
        """See ``Clusterer.fit_predict``."""
        if len(matrix) <= max(self.clusters, 1):
            return small_to_noise(np.arange(len(matrix), dtype=np.int64), self.min_size)
        if len(matrix) <= DIRECT:
            return small_to_noise(ward_labels(matrix, self.clusters), self.min_size)
        from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415 - heavy

        with threadpool_limits(limits=1):
            micro = MiniBatchKMeans(DIRECT // 2, n_init=1, random_state=int(rng.integers(2**31))).fit(matrix)
        labels = ward_labels(micro.cluster_centers_, self.clusters)
        return small_to_noise(labels[micro.labels_], self.min_size)


def ward_labels(matrix: NDArray[np.float32], clusters: int) -> NDArray[np.int64]:
    """Return labels 0 .. ``clusters`` - 1 of the rows; fewer when there are fewer rows."""
    from scipy.cluster.hierarchy import cut_tree, ward  # noqa: PLC0415 - heavy

    if len(matrix) <= clusters:
        return np.arange(len(matrix), dtype=np.int64)
    tree = ward(np.asarray(matrix, dtype=np.float64))
    labels: NDArray[np.int64] = cut_tree(tree, n_clusters=clusters).ravel().astype(np.int64)
    return labels
