"""The words that set topics apart: c-TF-IDF as in BERTopic (Grootendorst 2022), on Dutch lemmas."""

import warnings
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

TOP_WORDS = 30
"""Words per topic, most typical first."""


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
    """c-TF-IDF by BERTopic, given the clusters: it embeds, reduces and clusters nothing itself."""

    def words(
        self, lemmas: Sequence[Sequence[str]], matrix: NDArray[np.float32], labels: NDArray[np.int64], /
    ) -> dict[int, tuple[str, ...]]:
        """See ``TopicWords.words``; a cluster whose texts hold no words gets none."""
        if not any(lemmas) or not len(labels):
            return {int(label): () for label in np.unique(labels) if label >= 0}
        model = _bertopic()
        given = model.fit([" ".join(words) for words in lemmas], embeddings=matrix, y=labels.tolist()).topics_
        renumbered = dict(zip(labels.tolist(), given, strict=True))  # BERTopic renumbers topics by size
        return {
            label: _ranked(model.get_topic(renumbered[label])) for label in sorted(renumbered) if label >= 0
        }


def _ranked(weighted: list[tuple[str, float]]) -> tuple[str, ...]:
    kept = [(word, weight) for word, weight in weighted if word and weight > 0]
    return tuple(word for word, _ in sorted(kept, key=lambda pair: (-round(pair[1], 9), pair[0])))


def _bertopic() -> Any:
    with warnings.catch_warnings():  # importing bertopic switches warnings off for the whole program
        from bertopic import BERTopic  # noqa: PLC0415 - heavy: seven seconds
        from bertopic.cluster import BaseCluster  # noqa: PLC0415
        from bertopic.dimensionality import BaseDimensionalityReduction  # noqa: PLC0415
        from bertopic.vectorizers import ClassTfidfTransformer  # noqa: PLC0415
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 - heavy

    return BERTopic(
        language="multilingual",  # "english" strips every accent
        top_n_words=TOP_WORDS,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
    )
