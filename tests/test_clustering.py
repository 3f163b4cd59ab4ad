"""Clusterers: labels for every row, the same for the same rows, noise kept apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from textmine.encoders.protocol import unit_rows
from textmine.models.clustering import NOISE, centred, centroids, nearest, small_to_noise
from textmine.models.clustering_graph import Louvain, joined, merged, neighbour_graph, neighbours_of
from textmine.models.topic_model import content_id, settle
from textmine.models.topic_quality import coherence, diversity, stability

LOUVAIN = Louvain(neighbours=10, resolution=1.0, broad=0.7, min_size=4)


def blobs(groups: int, each: int, spread: float = 0.35) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return unit rows around ``groups`` random directions, and the group of every row."""
    rng = np.random.default_rng(7)
    centres = unit_rows(rng.normal(size=(groups, 12)))
    truth = np.repeat(np.arange(groups), each)
    return unit_rows(centres[truth] + rng.normal(scale=spread / np.sqrt(12), size=(len(truth), 12))), truth


def test_separate_groups_are_found() -> None:
    """Groups that lie apart come back whole."""
    matrix, truth = blobs(5, 30)
    labels = LOUVAIN.fit_predict(matrix, np.random.default_rng(0))
    assert adjusted_rand_score(truth, labels) > 0.95


@given(rows=st.integers(0, 40), dim=st.integers(1, 5), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_any_rows_get_labels(rows: int, dim: int, seed: int) -> None:
    """Labels are 0 .. k-1 without gaps, or noise; clusters are never smaller than asked; twice the same."""
    matrix = unit_rows(np.random.default_rng(seed).normal(size=(rows, dim)).round())
    labels = LOUVAIN.fit_predict(matrix, np.random.default_rng(seed))
    sizes = np.bincount(labels[labels != NOISE])
    assert len(labels) == rows
    assert np.all(sizes >= LOUVAIN.min_size)
    assert np.array_equal(labels, LOUVAIN.fit_predict(matrix, np.random.default_rng(seed)))
    assert len(LOUVAIN.gather(matrix, labels)) == len(sizes)


def test_broad_clusters_are_few() -> None:
    """Sixteen clusters become 1.4 times their root in broad ones; one cluster stays one."""
    matrix, truth = blobs(16, 15)
    assert len(set(LOUVAIN.gather(matrix, truth).tolist())) == 6
    assert LOUVAIN.gather(matrix[:15], truth[:15]).tolist() == [0]
    assert LOUVAIN.gather(matrix[:0], truth[:0]).tolist() == []


def test_what_belongs_together_is_joined_first() -> None:
    """Two pairs of clusters with much between them each become one; there are as many as asked."""
    between = np.array([[9, 5, 1, 0], [5, 9, 0, 0], [1, 0, 9, 4], [0, 0, 4, 9]], dtype=float)
    assert joined(between, 2).tolist() == [0, 0, 1, 1]
    assert joined(between, 1).tolist() == [0, 0, 0, 0]
    assert joined(between, 9).tolist() == [0, 1, 2, 3]


def test_the_graph_is_symmetric_and_without_loops() -> None:
    """Neighbours are joined both ways, no row to itself, at least as many as asked and never dissimilar."""
    matrix, _ = blobs(3, 20)
    graph = neighbour_graph(matrix, 5).toarray()
    assert np.allclose(graph, graph.T)
    assert not graph.diagonal().any()
    assert graph.min() >= 0
    assert np.all((graph > 0).sum(axis=1) >= 5)


@pytest.mark.parametrize(("rows", "neighbours"), [(0, 0), (1, 0), (3, 2), (9, 3), (100, 10), (1_000_000, 20)])
def test_small_corpora_get_fewer_neighbours(rows: int, neighbours: int) -> None:
    """The square root of the number of rows, at least 3, at most what is asked and what there is."""
    assert neighbours_of(rows, 20) == neighbours


def test_merging_adds_weights() -> None:
    """The graph between clusters holds the weight of all pairs; rows without a cluster do not count."""
    matrix, truth = blobs(3, 20)
    truth[truth == 2] = NOISE
    graph = neighbour_graph(matrix, 5)
    between = merged(graph, truth).toarray()
    dense = graph.toarray()
    assert between.shape == (2, 2)
    assert between[0, 1] == pytest.approx(dense[:20, 20:40].sum(), rel=1e-5)


def test_small_clusters_become_noise() -> None:
    """Clusters under the least size end; the others are numbered in order of appearance."""
    labels = np.array([7, 7, 3, 5, 5, 5, NOISE])
    assert small_to_noise(labels, 2).tolist() == [0, 0, NOISE, 1, 1, 1, NOISE]


def test_centres_and_nearest() -> None:
    """Every row is nearest to the centre of its own blob; without centres everything is noise."""
    matrix, truth = blobs(4, 10)
    labels, similarity = nearest(matrix, centroids(matrix, truth))
    assert np.array_equal(labels, truth)
    assert np.all(similarity > 0.7)
    assert nearest(matrix, matrix[:0])[0].tolist() == [NOISE] * 40


def test_centring_keeps_what_sets_rows_apart() -> None:
    """Rows keep norm 1, or become zero when they are the mean; zeros stay zeros and do not count."""
    rows = np.array([[1, 0], [0, 1], [0, 0]], dtype=np.float32)
    assert centred(rows) == pytest.approx(np.array([[1, -1], [-1, 1], [0, 0]]) / np.sqrt(2), abs=1e-6)
    assert not centred(np.ones((3, 2), dtype=np.float32)).any()
    assert centred(rows[:0]).shape == (0, 2)


def test_strangers_stay_out_and_friends_join() -> None:
    """Settling takes in an unlabelled row of a topic and leaves out a row that is like no topic."""
    matrix, truth = blobs(3, 20)
    stranger = np.linalg.svd(matrix)[2][-1:]  # the direction that the rows have least of
    labels = truth.copy()
    labels[[0, 20]] = NOISE
    settled, similarity = settle(
        np.vstack([matrix, stranger]), np.append(labels, 1), strangers=0.95, min_size=4
    )
    assert settled[0] == settled[1]
    assert settled[20] == settled[21]
    assert settled[-1] == NOISE
    assert similarity[-1] < similarity[0]


def test_an_only_topic_keeps_its_rows() -> None:
    """Where there is one cluster there are no strangers to compare with."""
    matrix, truth = blobs(1, 10)
    assert settle(matrix, truth, strangers=0.98, min_size=4)[0].tolist() == [0] * 10


def test_settling_nothing() -> None:
    """Without clusters, and without rows, nothing is assigned."""
    matrix, _ = blobs(2, 3)
    assert settle(matrix, np.full(6, NOISE), strangers=0.9, min_size=1)[0].tolist() == [NOISE] * 6
    assert len(settle(matrix[:0], np.zeros(0, dtype=np.int64), strangers=0.9, min_size=1)[0]) == 0


def test_an_id_depends_on_the_set() -> None:
    """Order and repetition do not change an id; level and content do."""
    assert content_id(1, ["a", "b"]) == content_id(1, ["b", "a", "b"])
    assert (
        len({content_id(1, ["a"]), content_id(2, ["a"]), content_id(1, ["b"]), content_id(1, ["a", "b"])})
        == 4
    )


def test_coherence_by_hand() -> None:
    """NPMI is 1 for words that are always together, -1 for words that never are (Bouma 2009)."""
    texts = [["zout", "water"], ["zout", "water"], ["schade"], ["huis"]]
    assert coherence([["zout", "water"]], texts) == pytest.approx(1.0)
    assert coherence([["zout", "schade"]], texts) == pytest.approx(-1.0)
    assert coherence([["zout", "water"], ["schade", "huis"]], texts) == pytest.approx(0.0)
    assert coherence([], texts) == 0.0


def test_diversity_by_hand() -> None:
    """The share of distinct words over all topics."""
    assert diversity([("a", "b"), ("b", "c")]) == pytest.approx(0.75)
    assert diversity([]) == 0.0


def test_stability_tells_structure_from_noise() -> None:
    """Clear groups come back in every sample of the rows; directions without structure do not."""
    matrix, _ = blobs(4, 30)
    noise = unit_rows(np.random.default_rng(1).normal(size=(120, 12)))
    clear = stability(LOUVAIN, matrix, np.random.default_rng(0), rounds=3)
    assert clear > 0.95
    assert stability(LOUVAIN, noise, np.random.default_rng(0), rounds=3) < clear - 0.3
    assert stability(LOUVAIN, matrix, np.random.default_rng(0), rounds=0) == 0.0
