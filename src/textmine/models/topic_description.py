"""What a topic is called: its typical words as people write them, and a name."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.models.clustering import NOISE
from textmine.models.dutch_words import usage
from textmine.models.topic_names import names
from textmine.models.topic_words import TopicWords


@dataclass(frozen=True)
class Description:
    """``lemmas`` and ``words`` (the same ones as written in the texts) are the most typical first."""

    name: str
    lemmas: tuple[str, ...]
    words: tuple[str, ...]


def describe(
    texts: Sequence[str],
    lemmas: Sequence[Sequence[str]],
    matrix: NDArray[np.float32],
    levels: Sequence[NDArray[np.int64]],
    typical: TopicWords,
) -> list[list[Description]]:
    """Describe every topic of every level; ``result[level][label]`` belongs to ``label``.

    ``lemmas[i]``, ``matrix[i]`` and ``levels[...][i]`` belong to ``texts[i]``. All names differ: levels are
    named in the order given, large topics before small ones, and an earlier name is the shorter one.
    """
    used = usage(texts)
    ranked = [typical.words(lemmas, matrix, labels) for labels in levels]
    order = [
        (level, label) for level, labels in enumerate(levels) for label in _by_size(labels, ranked[level])
    ]
    named = names([ranked[level][label] for level, label in order], used)
    result: list[list[Description]] = [[] for _ in levels]
    for (level, label), name in sorted(zip(order, named, strict=True)):
        words = ranked[level][label]
        result[level].append(Description(name, words, tuple(used[word].form() for word in words)))
    return result


def _by_size(labels: NDArray[np.int64], ranked: dict[int, tuple[str, ...]]) -> list[int]:
    sizes = np.bincount(labels[labels != NOISE], minlength=max(ranked, default=NOISE) + 1)
    return sorted(ranked, key=lambda label: (-int(sizes[label]), ranked[label], label))
