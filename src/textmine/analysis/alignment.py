"""Which statement of an earlier version became which of a later one."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

_WORD = re.compile(r"\w+")

_BLOCK = 2000
"""Rows that are compared with all columns at once: bounds memory."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions in the old and the new list, and how alike the two are: 1 for the same words."""

    old: int
    new: int
    similarity: float


def align(old: Sequence[str], new: Sequence[str], alike: float) -> list[Pair]:
    """Pair every text with at most one of the other version, in order of ``old``.

    Texts that are equal but for white space go first, then those with the same words; of equal ones the first
    goes with the first. What is left is paired by likeness (weighted Dice coefficient of their words; a word
    weighs its inverse document frequency in both versions), the most alike first, down to ``alike``; ties go
    to the pair that is closest in order, then to the earliest.
    """
    pairs: list[Pair] = []
    for key in (_spaced, _worded):
        free_old = sorted(set(range(len(old))) - {pair.old for pair in pairs})
        free_new = sorted(set(range(len(new))) - {pair.new for pair in pairs})
        pairs += _equal([(key(old[n]), n) for n in free_old], [(key(new[n]), n) for n in free_new])
    free_old = sorted(set(range(len(old))) - {pair.old for pair in pairs})
    free_new = sorted(set(range(len(new))) - {pair.new for pair in pairs})
    pairs += _most_alike(old, new, free_old, free_new, alike)
    return sorted(pairs, key=lambda pair: pair.old)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _worded(text: str) -> str:
    return " ".join(_words(text)) or _spaced(text)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _equal(old: list[tuple[str, int]], new: list[tuple[str, int]]) -> list[Pair]:
    waiting: dict[str, list[int]] = defaultdict(list)
    for key, number in new:
        waiting[key].append(number)
    found = []
    for key, number in old:
        if waiting[key]:
            found.append(Pair(number, waiting[key].pop(0), 1.0))
    return found


def _most_alike(
    old: Sequence[str], new: Sequence[str], free_old: list[int], free_new: list[int], alike: float
) -> list[Pair]:
    if not free_old or not free_new:
        return []
    texts = [set(_words(old[n])) for n in free_old], [set(_words(new[n])) for n in free_new]
    frequency = Counter(word for part in texts for words in part for word in words)
    total = len(free_old) + len(free_new)
    column = {word: number for number, word in enumerate(sorted(frequency))}
    weight = np.array([math.log1p(total / frequency[word]) for word in column])
    rows, columns = (_incidence(part, column) for part in texts)
    own = [np.asarray(part @ weight) for part in (rows, columns)]
    weighed = (rows @ sparse.diags_array(weight)).tocsr()
    candidates: list[tuple[float, float, int, int]] = []
    for start in range(0, len(free_old), _BLOCK):
        shared = (weighed[start : start + _BLOCK] @ columns.T).tocoo()
        first, second = shared.row + start, shared.col
        score = np.round(2 * shared.data / (own[0][first] + own[1][second]), 6)
        for place in np.flatnonzero(score >= alike).tolist():
            one, other = int(first[place]), int(second[place])
            gap = abs(free_old[one] / len(old) - free_new[other] / len(new))
            candidates.append((-float(score[place]), round(gap, 6), free_old[one], free_new[other]))
    found, taken_old, taken_new = [], set(), set()
    for negative, _, one, other in sorted(candidates):
        if one not in taken_old and other not in taken_new:
            taken_old.add(one)
            taken_new.add(other)
            found.append(Pair(one, other, -negative))
    return found


def _incidence(texts: list[set[str]], column: dict[str, int]) -> sparse.csr_array:
    starts = np.cumsum([0, *(len(words) for words in texts)])
    indices = np.array([column[word] for words in texts for word in sorted(words)], dtype=np.int64)
    shape = (len(texts), len(column))
    return sparse.csr_array((np.ones(len(indices)), indices, starts), shape=shape)
