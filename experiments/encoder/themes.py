"""Themes of parliamentary questions: whether questions of one theme lie together."""

from collections import Counter
from pathlib import Path

import numpy as np
from figures import Figure, around, mean_of, picks
from numpy.typing import NDArray
from probe import Labelled, Labels, near_copies
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, v_measure_score
from sources import themed_questions
from threadpoolctl import threadpool_limits
from vectors import Vectors, inner, isometric, unit

LEAST = 10
"""Themes with fewer questions are left out."""

NEIGHBOURS = 10
SEEDS = 5
CLUSTER_RESAMPLES = 200


def questions(shared: Path) -> Labelled:
    """Return the questions whose theme has at least ``LEAST`` of them."""
    texts, themes = themed_questions(shared)
    counts = Counter(themes.tolist())
    kept = [row for row, theme in enumerate(themes.tolist()) if counts[theme] >= LEAST]
    _, classes = np.unique(themes[kept], return_inverse=True)
    chosen = [texts[row] for row in kept]
    return Labelled(chosen, classes.astype(np.int64), near_copies(chosen))


def separation(vectors: Vectors, data: Labelled) -> dict[str, Figure]:
    """Return the share of neighbours with the same theme, and V-measure and ARI of k-means."""
    rows = unit(vectors)
    similarity = inner(rows, rows)
    similarity[data.groups[:, None] == data.groups[None, :]] = -np.inf  # neither itself nor a near-copy
    nearest = np.argsort(-similarity, axis=1, kind="stable")[:, :NEIGHBOURS]
    same = (data.classes[nearest] == data.classes[:, None]).mean(axis=1)
    return {"same_theme": mean_of(same, quick=False), **_clusters(rows, data.classes)}


def _clusters(rows: Vectors, classes: Labels) -> dict[str, Figure]:
    """Cluster with as many clusters as themes; the value is the mean of the seeds."""
    dense = rows if isinstance(rows, np.ndarray) else isometric(rows)
    size = int(classes.max()) + 1
    with threadpool_limits(1):
        found = [KMeans(size, n_init=4, random_state=seed).fit_predict(dense) for seed in range(SEEDS)]
    chosen = picks(len(classes))[:CLUSTER_RESAMPLES]
    figures = {}
    for name, measure in (("v_measure", v_measure_score), ("ari", adjusted_rand_score)):
        value = float(np.mean([measure(classes, labels) for labels in found]))
        samples: NDArray[np.float64] = np.array(
            [np.mean([measure(classes[pick], labels[pick]) for labels in found]) for pick in chosen]
        )
        figures[name] = around(value, samples, len(classes))
    return figures
