"""Communities in the graph of nearest neighbours: the default clusterer."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.models.clustering import NOISE, centred, small_to_noise

BLOCK = 1_000
"""Rows whose similarities to all rows are in memory at once."""


@dataclass(frozen=True)
class Louvain:
    """Louvain's method (Blondel et al. 2008) on the graph of cosine similarities to the nearest rows.

    Every row is joined to its ``neighbours`` nearest rows, fewer in small corpora (see ``neighbours_of``).
    A higher ``resolution`` (Reichardt and Bornholdt 2006) gives more and smaller clusters. Communities of
    fewer than ``min_size`` rows become noise. ``n`` clusters make ``2 * broad * sqrt(n)`` broad ones.
    """

    neighbours: int
    resolution: float
    broad: float
    min_size: int

    def fit_predict(self, matrix: NDArray[np.float32], rng: np.random.Generator, /) -> NDArray[np.int64]:
        """See ``Clusterer.fit_predict``."""
        graph = neighbour_graph(matrix, neighbours_of(len(matrix), self.neighbours))
        return small_to_noise(communities(graph, self.resolution, rng), self.min_size)

    def gather(self, matrix: NDArray[np.float32], labels: NDArray[np.int64], /) -> NDArray[np.int64]:
        """See ``Gatherer.gather``: clusters are joined as Clauset, Newman and Moore (2004) do."""
        graph = neighbour_graph(matrix, neighbours_of(len(matrix), self.neighbours))
        between = merged(graph, labels).toarray()
        return joined(between, max(1, round(2 * self.broad * float(np.sqrt(len(between))))))


def neighbours_of(rows: int, most: int) -> int:
    """Return how many neighbours a row gets: the square root of the number of rows, 3 to ``most``."""
    return max(0, min(most, max(3, round(float(np.sqrt(rows)))), rows - 1))


def neighbour_graph(matrix: NDArray[np.float32], neighbours: int) -> Any:
    """Return the symmetric graph in which two rows are joined when one is among the nearest of the other.

    The weight is their cosine similarity after the mean row is taken off (see ``centred``); shape
    ``(n, n)``, sparse. Pairs without similarity are not joined.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy

    unit = centred(matrix)
    rows, columns, weights = [], [], []
    for start in range(0, len(unit) if neighbours else 0, BLOCK):
        similarity = unit[start : start + BLOCK] @ unit.T
        here = np.arange(len(similarity))
        similarity[here, here + start] = -1
        nearest = np.argpartition(-similarity, neighbours - 1, axis=1)[:, :neighbours]
        rows.append(np.repeat(here + start, neighbours))
        columns.append(nearest.ravel())
        weights.append(np.take_along_axis(similarity, nearest, axis=1).ravel())
    size = (len(unit), len(unit))
    if not rows:
        return csr_array(size, dtype=np.float32)
    weight = np.round(np.concatenate(weights), 5)  # machines differ in the last digits
    near = weight > 0
    graph = csr_array((weight[near], (np.concatenate(rows)[near], np.concatenate(columns)[near])), shape=size)
    return graph.maximum(graph.T)


def communities(graph: Any, resolution: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the community of every node: 0, 1, ...; a node without neighbours is one by itself."""
    import networkx as nx  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy

    labels = np.full(graph.shape[0], NOISE, dtype=np.int64)
    seed = int(rng.integers(2**31))
    network = nx.from_scipy_sparse_array(graph)
    for label, nodes in enumerate(
        nx.community.louvain_communities(network, resolution=resolution, seed=seed)
    ):
        labels[sorted(nodes)] = label
    return labels


def merged(graph: Any, labels: NDArray[np.int64]) -> Any:
    """Return the graph between clusters: shape ``(clusters, clusters)``, weights added, loops kept."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy

    kept = np.flatnonzero(labels != NOISE)
    size = (len(labels), int(labels.max(initial=NOISE)) + 1)
    member = csr_array((np.ones(len(kept)), (kept, labels[kept])), shape=size)
    return member.T @ graph @ member


def joined(between: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """Join clusters until ``most`` are left, each time the pair that costs least modularity.

    ``between`` holds the weights between clusters, loops included. Returns the group (0, 1, ...) of every
    cluster; ties go to the pair that comes first.
    """
    weights = np.array(between, dtype=np.float64)
    groups = [[cluster] for cluster in range(len(weights))]
    total = weights.sum() or 1.0
    while len(groups) > most:
        degrees = weights.sum(axis=1)
        gain = weights / total - np.outer(degrees, degrees) / total**2
        gain[np.tril_indices(len(gain))] = -np.inf
        first, second = (int(place) for place in np.unravel_index(gain.argmax(), gain.shape))
        weights[first] += weights[second]
        weights[:, first] += weights[:, second]
        weights = np.delete(np.delete(weights, second, axis=0), second, axis=1)
        groups[first] += groups.pop(second)
    result = np.zeros(len(between), dtype=np.int64)
    for label, clusters in enumerate(groups):
        result[clusters] = label
    return result
