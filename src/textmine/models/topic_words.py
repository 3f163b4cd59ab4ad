"""The words that set topics apart: c-TF-IDF as in BERTopic (Grootendorst 2022), on Dutch lemmas."""

import warnings
from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from textmine.lean_imports import without
from textmine.models.clustering import NOISE

CANDIDATES = 100
"""Words per topic that c-TF-IDF proposes."""

SHARED = 2
LEAST_WORDS = 3
"""Words that ``SHARED`` texts of a topic hold go before the others, which only fill up to ``LEAST_WORDS``."""

SPREAD = 0.75
"""How much it counts that a word is in many texts of the topic, beside its c-TF-IDF (0: not at all)."""


class TopicWords(Protocol):
    """Anything that says which words are typical of which cluster."""

    def words(
        self, lemmas: Sequence[Sequence[str]], matrix: NDArray[np.float32], labels: NDArray[np.int64], /
    ) -> dict[int, tuple[str, ...]]:
        """Return the typical lemmas of every label but -1, most typical first; ties in alphabetical order.

        ``lemmas[i]``, ``matrix[i]`` and ``labels[i]`` belong to the same text.
        """
        ...


class BertopicWords:
    """c-TF-IDF by BERTopic, given the clusters: it embeds, reduces and clusters nothing itself.

    c-TF-IDF alone likes words that one long text repeats; so it is multiplied by the share of the topic's
    texts that hold the word, to the power ``SPREAD``; words of a single text come last, and only when there
    are fewer than ``LEAST_WORDS`` others. Chosen on coherence and diversity, see ``experiments/topics``.
    """

    def words(
        self, lemmas: Sequence[Sequence[str]], matrix: NDArray[np.float32], labels: NDArray[np.int64], /
    ) -> dict[int, tuple[str, ...]]:
        """See ``TopicWords.words``; a cluster whose texts hold no words gets none."""
        found = sorted(set(labels.tolist()) - {NOISE})
        vocabulary = {word for words in lemmas for word in words}
        if not found:
            return {}
        if len(vocabulary) < 2:  # noqa: PLR2004 - BERTopic cannot weigh a single word
            return {label: _holding(vocabulary, lemmas, labels == label) for label in found}
        model = _bertopic()
        given = model.fit([" ".join(words) for words in lemmas], embeddings=matrix, y=labels.tolist()).topics_
        renumbered = dict(zip(labels.tolist(), given, strict=True))  # BERTopic renumbers topics by size
        result = {}
        for label in found:
            texts = [set(lemmas[row]) for row in np.flatnonzero(labels == label).tolist()]
            result[label] = _ranked(model.get_topic(renumbered[label]), texts)
        return result


def _holding(
    vocabulary: set[str], lemmas: Sequence[Sequence[str]], members: NDArray[np.bool_]
) -> tuple[str, ...]:
    return tuple(
        word for word in vocabulary if any(word in lemmas[row] for row in np.flatnonzero(members).tolist())
    )


def _ranked(weighted: Sequence[tuple[str, float]], texts: Sequence[set[str]]) -> tuple[str, ...]:
    holders = Counter(word for text in texts for word in text)
    scored = [
        (holders[word] < SHARED, -round(weight * (holders[word] / len(texts)) ** SPREAD, 9), word)
        for word, weight in weighted
        if word and weight > 0
    ]
    shared = sum(not alone for alone, _, _ in scored)
    return tuple(word for _, _, word in sorted(scored)[: max(shared, LEAST_WORDS)])


_UNUSED = ("umap", "hdbscan", "sentence_transformers", "transformers", "torch", "spacy", "plotly")
"""What BERTopic embeds, clusters and draws with; it works without, as in its light installation."""


def _bertopic() -> Any:
    with without(*_UNUSED), warnings.catch_warnings():  # importing it switches warnings off for everything
        from bertopic import BERTopic  # noqa: PLC0415 - heavy
        from bertopic.cluster import BaseCluster  # noqa: PLC0415
        from bertopic.dimensionality import BaseDimensionalityReduction  # noqa: PLC0415
        from bertopic.vectorizers import ClassTfidfTransformer  # noqa: PLC0415
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 - heavy

    return BERTopic(
        language="multilingual",  # "english" strips every accent
        top_n_words=CANDIDATES,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
    )
