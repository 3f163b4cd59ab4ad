"""How a clustering is scored against themes that people gave, and by itself."""

import time
from dataclasses import dataclass
from functools import cache

import numpy as np
from data import Sample
from numpy.typing import NDArray
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score

from textmine.models.clustering import NOISE, Clusterer
from textmine.models.dutch_words import lemmas_of
from textmine.models.topic_model import settle
from textmine.models.topic_quality import coherence, diversity, stability
from textmine.models.topic_words import BertopicWords
from textmine.steps.topics import TopicsSettings


@dataclass(frozen=True)
class Run:
    """A clusterer; ``ours`` is settled as the step does it; ``rounds`` of stability."""

    clusterer: Clusterer
    ours: bool
    rounds: int


@dataclass(frozen=True)
class Scores:
    """One clustering; V is the V-measure, which equals NMI with the arithmetic mean.

    Coherence (NPMI) and diversity are of the ten first words per topic: ``plain`` as BERTopic finds them by
    itself, ``dutch`` as textmine does.
    """

    topics: float
    unassigned: float
    v: float
    ami: float
    ari: float
    npmi_plain: float
    npmi_dutch: float
    diversity_plain: float
    diversity_dutch: float
    order: float
    stability: float
    seconds: float


def clustered(
    clusterer: Clusterer, matrix: NDArray[np.float32], seed: int, *, settled: bool
) -> tuple[NDArray[np.int64], float]:
    """Return labels and seconds; ``settled`` as the step does it, with doubtful rows left unassigned."""
    start = time.perf_counter()
    labels = clusterer.fit_predict(matrix, np.random.default_rng(seed))
    if settled:
        chosen = TopicsSettings()
        labels, _ = settle(matrix, labels, strangers=chosen.strangers, min_size=chosen.min_size)
    return labels, time.perf_counter() - start


def score(run: Run, sample: Sample, matrix: NDArray[np.float32], seed: int) -> Scores:
    """Score one run. Themes are compared on texts with a theme, unassigned texts being one cluster."""
    labels, seconds = clustered(run.clusterer, matrix, seed, settled=run.ours)
    themed = sample.themes != ""
    given, found = sample.themes[themed], labels[themed]
    plain, plain_texts = _plain_words(sample.texts, matrix, labels)
    lemmas = _lemmas(tuple(sample.texts))
    dutch = list(BertopicWords().words(lemmas, matrix, labels).values())
    rng = np.random.default_rng(seed)
    return Scores(
        topics=len(set(labels.tolist()) - {NOISE}),
        unassigned=float((labels == NOISE).mean()),
        v=v_measure_score(given, found),
        ami=adjusted_mutual_info_score(given, found),
        ari=adjusted_rand_score(given, found),
        npmi_plain=coherence(plain, plain_texts),
        npmi_dutch=coherence(dutch, lemmas),
        diversity_plain=diversity(plain),
        diversity_dutch=diversity(dutch),
        order=_order(run, matrix, labels, seed) if seed == 0 else np.nan,
        stability=stability(run.clusterer, matrix, rng, rounds=run.rounds) if seed == 0 else np.nan,
        seconds=seconds,
    )


@cache
def _lemmas(texts: tuple[str, ...]) -> list[list[str]]:
    return [lemmas_of(text) for text in texts]


def _order(run: Run, matrix: NDArray[np.float32], labels: NDArray[np.int64], seed: int) -> float:
    """Return the ARI between this run and one with two rows swapped; the step sorts rows by content first."""
    if run.ours:
        return 1.0
    swapped = np.arange(len(matrix))
    swapped[[0, 1]] = swapped[[1, 0]]
    again, _ = clustered(run.clusterer, matrix[swapped], seed, settled=False)
    return float(adjusted_rand_score(labels[swapped], again))


def _plain_words(
    texts: list[str], matrix: NDArray[np.float32], labels: NDArray[np.int64]
) -> tuple[list[tuple[str, ...]], list[list[str]]]:
    """Return the words that BERTopic finds by default, and the texts as words of that kind."""
    from bertopic import BERTopic  # noqa: PLC0415
    from bertopic.cluster import BaseCluster  # noqa: PLC0415
    from bertopic.dimensionality import BaseDimensionalityReduction  # noqa: PLC0415

    model = BERTopic(umap_model=BaseDimensionalityReduction(), hdbscan_model=BaseCluster())
    model.fit(texts, embeddings=matrix, y=labels.tolist())
    words = [
        tuple(word for word, _ in model.get_topic(topic))
        for topic in sorted(set(model.topics_))
        if topic >= 0
    ]
    analyse = model.vectorizer_model.build_analyzer()
    return words, [analyse(text) for text in texts]
