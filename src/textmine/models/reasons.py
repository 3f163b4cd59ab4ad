"""Why a code was proposed, in one plain Dutch sentence: the nearest example, and the words that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.models.features_ngrams import Tokens
from textmine.text.everyday import is_everyday

Real = NDArray[np.float64]

_OF_SPEECH = frozenset(
    [
        "moet",
        "moeten",
        "wil",
        "willen",
        "graag",
        "zou",
        "zouden",
        "mag",
        "mogen",
        "niet",
        "geen",
        "waarom",
    ]
)
"""Everyday words that say whether something is a problem, a need or an expectation."""

_SHOWN = 90
_WORDS = 3
_DECIMALS = 4
_AUDIBLE = 0.25
_NOTHING_ELSE = "geen andere code past goed genoeg"


@dataclass(frozen=True)
class Evidence:
    """What a batch offers for reasons.

    ``similarity`` is texts x examples; ``hits`` is texts x cues (1 or 0); ``word_weights`` is distinct words
    x codes of all dimensions, in codebook order: how much a word speaks for a code.
    """

    tokens: Tokens
    similarity: NDArray[np.float32]
    examples: tuple[str, ...]
    hits: sparse.csr_array
    cues: tuple[str, ...]
    word_weights: Real

    @cached_property
    def telling(self) -> NDArray[np.bool_]:
        """Tell which of the distinct words can be shown: those that say something to a reader."""
        return np.asarray(
            [w.isalpha() and (w in _OF_SPEECH or not is_everyday(w)) for w in self.tokens.words], dtype=bool
        )

    @cached_property
    def shown(self) -> list[str]:
        """The examples as reasons quote them."""
        return [shorten(example) for example in self.examples]

    def reasons(self, rows: NDArray[np.int64], code: "Described") -> list[str]:
        """Return one sentence for each of the texts ``rows``, to which ``code`` is assigned."""
        nearest = self._nearest(rows, code)
        cues = self._cues(rows, code.cues)
        words = [[] for _ in rows] if code.outside else self._words(rows, code.column)
        opening = _NOTHING_ELSE if code.outside else None
        return [
            _sentence(opening, example, cue or word)
            for example, cue, word in zip(nearest, cues, words, strict=True)
        ]

    def _nearest(self, rows: NDArray[np.int64], code: "Described") -> list[str | None]:
        columns = np.flatnonzero(code.held)
        if not len(columns):
            return [None] * len(rows)
        among = np.round(self.similarity[np.ix_(rows, columns)], _DECIMALS)
        best = among.argmax(axis=1)
        close = among[np.arange(len(rows)), best] >= code.named_from
        return [self.shown[columns[place]] if near else None for place, near in zip(best, close, strict=True)]

    def _cues(self, rows: NDArray[np.int64], own: NDArray[np.bool_]) -> list[list[str]]:
        hit = self.hits[rows]
        found = []
        for start, end in zip(hit.indptr[:-1], hit.indptr[1:], strict=True):
            mine = [self.cues[cue] for cue in hit.indices[start:end] if own[cue]]
            found.append(_distinct(sorted(mine, key=lambda cue: (-len(cue), cue)))[:_WORDS] if mine else [])
        return found

    def _words(self, rows: NDArray[np.int64], column: int) -> list[list[str]]:
        """Return per text the words that speak most for the code, each at least half as loud as the first."""
        place = np.full(self.tokens.texts, -1)
        place[rows] = np.arange(len(rows))
        voice = np.round(self.word_weights[self.tokens.word, column], _DECIMALS)
        mine = np.flatnonzero(
            (place[self.tokens.text] >= 0) & (voice >= _AUDIBLE) & self.telling[self.tokens.word]
        )
        text, word = np.unique(np.stack([place[self.tokens.text[mine]], self.tokens.word[mine]]), axis=1)
        voice = np.round(self.word_weights[word, column], _DECIMALS)
        names = np.asarray(self.tokens.words, dtype=object)[word]
        order = np.lexsort((names.astype(str), -voice, text))
        text, voice, names = text[order], voice[order], names[order]
        start = np.searchsorted(text, np.arange(len(rows) + 1))
        loud = voice >= voice[start[text]] / 2 if len(text) else np.zeros(0, dtype=bool)
        rank = np.arange(len(text)) - start[text]
        kept = loud & (rank < _WORDS)
        return [names[a:b][kept[a:b]].tolist() for a, b in pairwise(start.tolist())]


@dataclass(frozen=True)
class Described:
    """What reasons need to know of a code.

    ``column`` is its place among the codes of all dimensions, ``held`` marks the examples that have it,
    ``cues`` the cues that are its own. An example is named from a similarity of ``named_from``. ``outside``
    is true for a code that says that no other code is probable enough.
    """

    column: int
    held: NDArray[np.bool_]
    cues: NDArray[np.bool_]
    named_from: float
    outside: bool


def _distinct(cues: Sequence[str]) -> list[str]:
    """Leave out cues that are part of an earlier, longer one."""
    kept: list[str] = []
    for cue in cues:
        if not any(cue in longer for longer in kept):
            kept.append(cue)
    return kept


def _sentence(opening: str | None, example: str | None, words: Sequence[str]) -> str:
    parts = [] if opening is None else [opening]
    if example is not None:
        parts.append(f"lijkt op voorbeeld: “{example}”")
    if words:
        parts.append(f"woorden: {', '.join(words)}")
    if not parts:
        return "Op grond van de tekst als geheel."
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def shorten(text: str, most: int = _SHOWN) -> str:
    """Cut ``text`` after a word so that it has at most ``most`` characters, with an ellipsis."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(',;:.')}…"
