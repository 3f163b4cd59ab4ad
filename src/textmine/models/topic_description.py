"""What a topic is called: its typical words as people write them, and a name."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from textmine.models.clustering import NOISE
from textmine.models.dutch_words import Usage, usage
from textmine.models.topic_names import names
from textmine.models.topic_proper import private_words
from textmine.models.topic_words import TopicWords

NOUN = 0.5
"""Words with more signs of a noun than this are nouns (see ``Usage.nounness``)."""

LEAST_TEXTS = 3
LEAST_SHARE = 0.15
ENOUGH = 5


@dataclass(frozen=True)
class Description:
    """``lemmas`` and ``words`` (the same ones as written in the texts) are the most typical first."""

    name: str
    lemmas: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """What is described: ``lemmas[i]`` belongs to ``texts[i]``; ``speakers`` are labels of who speaks."""

    texts: Sequence[str]
    lemmas: Sequence[Sequence[str]]
    speakers: Sequence[str] = ()


def describe(
    material: Material,
    matrix: NDArray[np.float32],
    levels: Sequence[NDArray[np.int64]],
    typical: TopicWords,
) -> list[list[Description]]:
    """Describe every topic of every level; ``result[level][label]`` belongs to ``label``.

    ``matrix[i]`` and ``levels[...][i]`` belong to ``material.texts[i]``. Words are nouns that enough texts
    hold (see ``Nouns``); proper names that may be persons' are left out (see ``private_words``). All names
    differ: levels are named in the order given, large topics before small ones, and an earlier name is the
    shorter one.
    """
    used, lemmas = usage(material.texts), material.lemmas
    nouns = Nouns(lemmas, used, private_words(material.texts, material.speakers))
    ranked = [
        {label: nouns.chosen(words, labels == label) for label, words in found.items()}
        for labels, found in ((labels, typical.words(lemmas, matrix, labels)) for labels in levels)
    ]
    order = [
        (level, label) for level, labels in enumerate(levels) for label in _by_size(labels, ranked[level])
    ]
    named = names([ranked[level][label] for level, label in order], used)
    result: list[list[Description]] = [[] for _ in levels]
    for (level, label), name in sorted(zip(order, named, strict=True)):
        words = ranked[level][label]
        result[level].append(Description(name, words, tuple(used[word].form() for word in words)))
    return result


class Nouns:
    """Chooses the words that describe a topic from those that are typical of it."""

    def __init__(
        self, lemmas: Sequence[Sequence[str]], used: Mapping[str, Usage], private: frozenset[str]
    ) -> None:
        self._texts = [
            {word for word in words if word not in private and used[word].nounness() > NOUN}
            for words in lemmas
        ]

    def chosen(self, typical: Sequence[str], members: NDArray[np.bool_]) -> tuple[str, ...]:
        """Return the nouns among ``typical`` that are spread over the texts ``members``, in the order given.

        A noun is spread when at least ``LEAST_TEXTS`` texts and ``LEAST_SHARE`` of them hold it; where fewer
        than ``ENOUGH`` are, those in ``LEAST_TEXTS`` texts fill up. Of two nouns of which one contains the
        other the first stays. Without any, the most frequent noun alone describes the topic.
        """
        texts = [self._texts[row] for row in np.flatnonzero(members).tolist()]
        holders = Counter(word for text in texts for word in text)
        least = max(LEAST_TEXTS, ceil(LEAST_SHARE * len(texts)))
        wide = _apart([word for word in typical if holders[word] >= least])
        if len(wide) >= ENOUGH:
            return wide
        narrow = [word for word in typical if LEAST_TEXTS <= holders[word] < least]
        found = _apart([*wide, *narrow])[: max(ENOUGH, len(wide))]
        rank = {word: at for at, word in enumerate(typical)}
        most = min(holders, key=lambda word: (-holders[word], rank.get(word, len(rank)), word), default=None)
        return found or (() if most is None else (most,))


def _apart(words: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return tuple(kept)


def _by_size(labels: NDArray[np.int64], ranked: dict[int, tuple[str, ...]]) -> list[int]:
    sizes = np.bincount(labels[labels != NOISE], minlength=max(ranked, default=NOISE) + 1)
    return sorted(ranked, key=lambda label: (-int(sizes[label]), ranked[label], label))
