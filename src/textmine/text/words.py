"""Is a word broken over two lines? The word list, the document's own words, and compounds of known parts.

All judgements compare log10 frequencies: of the joined form, and of the halves as words by themselves.
The word list is wordfreq's (Speer 2022), Dutch, 311,000 forms, shipped with that package.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from math import log10

from textmine.text.prefixes import HYPHEN_PREFIXES

UNKNOWN = -9.0
"""log10 frequency of a word that nobody has seen; the rarest word of the list has -8.0."""

PRIOR = 5000.0
"""How many running words of the word list's evidence one document is weighed against."""

COMPOUND = 0.5
"""log10 of how much likelier two parts are to form a compound than to meet by chance."""

BARE_MARGIN = 3.5
"""A break without a hyphen is rare: the joined form must be 10**3.5 times likelier than the two halves."""

COMMON = -4.6
"""Two halves that are both at least this frequent (log10) are two words, whatever they form together."""

CONJUNCTIONS = frozenset(
    "en of tot maar dan noch danwel resp respectievelijk c.q cq alsmede alsook als plus en/of and or".split()
)
"""What follows the hyphen of an ellipsis: "lusten- en lasten", "in- dan wel uitvoer"."""

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:-[^\W\d_]+)*")
_LINKS = ("", "s", "e", "en", "n")
_VOWEL_CLASH = frozenset("aa ae ai au ee ei eu ie ii ij oe oi oo ou ui uu".split())
_MIN_PART = 3


@lru_cache(maxsize=1)
def word_list() -> Mapping[str, float]:
    """Return the frequency of every word in the list, loaded once per process (about 0.2 s)."""
    import wordfreq  # noqa: PLC0415 - only documents with a doubtful break need it

    result: Mapping[str, float] = wordfreq.get_frequency_dict("nl", "best")
    return result


class Vocabulary:
    """The words of one document laid over the word list; a word seen in the document is no longer unknown.

    Both are read at the first question, because most documents ask none.
    """

    def __init__(self, lines: Iterable[str] = (), *, known: Mapping[str, float] | None = None) -> None:
        """Take the words of ``lines``, but not the first and last of a line: those may be fragments."""
        self._lines = lines
        self._known = known

    @cached_property
    def _list(self) -> Mapping[str, float]:
        return word_list() if self._known is None else self._known

    @cached_property
    def _own(self) -> Counter[str]:
        return Counter(word.lower() for line in self._lines for word in WORD.findall(line)[1:-1])

    @cached_property
    def _scale(self) -> float:
        return 1.0 / (PRIOR + self._own.total())

    def seen(self, word: str) -> int:
        """Return how often the document itself has ``word`` (also with inner hyphens)."""
        return self._own[word.lower()]

    def known(self, word: str) -> bool:
        """Tell whether the list or the document has ``word``."""
        return word.lower() in self._list or self.seen(word) > 0

    def log(self, word: str) -> float:
        """Return the log10 frequency of ``word``, ``UNKNOWN`` at least."""
        word = word.lower()
        frequency = self._list.get(word, 0.0) + self._own[word] * self._scale
        return log10(frequency) if frequency > 0 else UNKNOWN

    def log_joined(self, word: str) -> float:
        """Return the log10 frequency of ``word``, or of the best compound of two known parts that forms it."""
        word = word.lower()
        direct = self.log(word)
        if direct > UNKNOWN:
            return direct
        best = UNKNOWN
        for cut in range(_MIN_PART, len(word) - _MIN_PART + 1):
            tail = self.log(word[cut:])
            if tail > UNKNOWN:
                best = max(best, self._stem(word[:cut]) + tail + COMPOUND)
        return best

    def _stem(self, part: str) -> float:
        """Return the log10 frequency of a first part, with or without its linking sound."""
        return max(
            (self.log(part[: len(part) - len(link)]) for link in _LINKS if part.endswith(link)),
            default=UNKNOWN,
        )


def hyphenated(left: str, right: str, words: Vocabulary) -> str:
    """Decide about ``left-`` at the end of a line and ``right`` at the start of the next.

    Parameters
    ----------
    left, right
        The letters and digits that touch the break, without the hyphen.

    Returns
    -------
    str
        ``join`` (one word), ``keep`` (one word with its hyphen) or ``separate`` ("lusten- en").
    """
    joined = left + right
    if right.lower() in CONJUNCTIONS and not (words.known(joined) and not words.known(left)):
        return "separate"
    if not left or not right:
        return "separate"
    if not (left.isalpha() and right.isalpha()) or len(left) == 1:
        return "keep"
    if right[0].isupper():
        return "join" if joined.isupper() and words.known(joined) else "keep"
    if len(left) > 1 and left.isupper():
        return "keep"
    return "keep" if _hyphen_belongs(left.lower(), right.lower(), words) else "join"


def _hyphen_belongs(left: str, right: str, words: Vocabulary) -> bool:
    """Tell whether ``left-right`` is how the word is always written, both lower case."""
    joined = left + right
    with_hyphen, without = words.seen(f"{left}-{right}"), words.seen(joined)
    if with_hyphen != without:
        return with_hyphen > without
    if words.log(joined) > UNKNOWN:
        return False
    if left in HYPHEN_PREFIXES:
        return words.known(right)
    return left[-1] + right[0] in _VOWEL_CLASH and words.known(left) and words.known(right)


def bare(left: str, right: str, words: Vocabulary) -> bool:
    """Tell whether ``left`` (end of a line, no hyphen) and ``right`` (start of the next) are one word.

    Never when both halves are common by themselves ("in de", "op gave").
    """
    halves = words.log(left), words.log(right)
    if min(halves) >= COMMON:
        return False
    return words.log_joined(left + right) - sum(halves) >= BARE_MARGIN


def gapped(left: str, right: str, words: Vocabulary) -> bool:
    """Tell whether ``left- right`` inside a line is one word that lost its line break ("vast- gelegd").

    Stricter than at a line end: the joined form must be known, and likelier than an ellipsis.
    """
    if right.lower() in CONJUNCTIONS or not (left.isalpha() and right.isalpha()) or not right.islower():
        return False
    joined = left + right
    return words.known(joined) and words.log(joined) - words.log(left) - words.log(right) >= 0
