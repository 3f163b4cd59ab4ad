"""Is a word broken over two lines? The word list, the document's own words, and compounds of known parts.

All judgements compare log10 frequencies: of the joined form, and of the halves as words by themselves.
The word list is wordfreq's (Speer 2022), Dutch, 311,000 forms, shipped with that package.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from math import inf, log10

from textmine.text.words_prefixes import HYPHEN_PREFIXES

UNKNOWN = -9.0
"""log10 frequency of a word that nobody has seen; the rarest word of the list has -8.0."""

PRIOR = 5000.0
"""How many running words of the word list's evidence one document is weighed against."""

COMPOUND = 0.5
"""log10 of how much likelier two parts are to form a compound than to meet by chance."""

ENGLISH = 0.02
"""The weight of an English word beside the Dutch ones."""

RARE = 1e-6
"""Below this frequency in the Dutch list the English list is asked as well."""

BARE_MARGIN = 4.0
"""A break without a hyphen is rare: the joined form must be 10**4 times likelier than the two halves."""

GAP_MARGIN = 2.0
"""The same for a hyphen and a space inside a line, when only a compound explains the joined form."""

COMMON = -4.6
"""Two halves that are both at least this frequent (log10) are two words, whatever they form together."""

CONJUNCTIONS = frozenset(
    [
        "en",
        "of",
        "tot",
        "maar",
        "dan",
        "noch",
        "danwel",
        "resp",
        "respectievelijk",
        "c.q",
        "cq",
        "alsmede",
        "alsook",
        "als",
        "plus",
        "en/of",
        "and",
        "or",
    ]
)
"""What follows the hyphen of an ellipsis: "lusten- en lasten", "in- dan wel uitvoer"."""

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:-[^\W\d_]+)*")
_GAP = re.compile(r"\w+- \w+")
_LINKS = ("", "s", "e", "en", "n")
_MISSPELT = -6.5
_VOWEL_CLASH = frozenset(
    ["aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ii", "ij", "oe", "oi", "oo", "ou", "ui", "uu"]
)
_MIN_PART = 4
_LONGEST = 50
_FUNCTION_WORD = -3.0


@lru_cache(maxsize=1)
def word_list() -> Mapping[str, float]:
    """Return the frequency of every word in the lists, loaded once per process (about 0.2 s).

    Dutch, and where that is silent the 29,000 commonest words of English, which Dutch minutes are full of.
    """
    import wordfreq  # noqa: PLC0415 - only documents with a doubtful break need it

    result: dict[str, float] = dict(wordfreq.get_frequency_dict("nl", "best"))
    for word, frequency in english_list().items():
        if result.get(word, 0.0) < RARE:
            result[word] = ENGLISH * frequency + result.get(word, 0.0)
    return result


@lru_cache(maxsize=1)
def english_list() -> Mapping[str, float]:
    """Return the frequency in English of its commonest words."""
    import wordfreq  # noqa: PLC0415 - as above

    result: Mapping[str, float] = wordfreq.get_frequency_dict("en", "small")
    return result


class Vocabulary:
    """The words of one document laid over the word list; a word seen in the document is no longer unknown.

    Both are read at the first question, because most documents ask none.
    """

    def __init__(self, lines: Iterable[str] = (), *, known: Mapping[str, float] | None = None) -> None:
        """Take the words of ``lines``, but not those at a line end or at a hyphen: they may be fragments."""
        self._lines = lines
        self._known = known

    @cached_property
    def _list(self) -> Mapping[str, float]:
        return word_list() if self._known is None else self._known

    @cached_property
    def _own(self) -> Counter[str]:
        lines = (_GAP.sub(" ", line) if "- " in line else line for line in self._lines)
        return Counter(word.lower() for line in lines for word in WORD.findall(line)[1:-1])

    @cached_property
    def _scale(self) -> float:
        return 1.0 / (PRIOR + self._own.total())

    def seen(self, word: str) -> int:
        """Return how often the document itself has ``word`` (also with inner hyphens)."""
        return self._own[word.lower()]

    def listed(self, word: str) -> bool:
        """Tell whether the list has ``word``, whatever the document has."""
        return word.lower() in self._list

    def known(self, word: str) -> bool:
        """Tell whether the list or the document has ``word``."""
        return word.lower() in self._list or self.seen(word) > 0

    def english(self, word: str) -> bool:
        """Tell whether ``word`` is more frequent in English than in Dutch."""
        word = word.lower()
        return english_list().get(word, 0.0) > self._list.get(word, 0.0)

    def apart(self, left: str, right: str) -> bool:
        """Tell whether the document elsewhere has the two as separate words, on one line."""
        pair = re.compile(rf"\b{re.escape(left)}[ \u00a0]{re.escape(right)}\b", re.IGNORECASE)
        return any(pair.search(line) for line in self._lines)

    def log(self, word: str) -> float:
        """Return the log10 frequency of ``word``, ``UNKNOWN`` at least."""
        word = word.lower()
        frequency = self._list.get(word, 0.0) + self._own[word] * self._scale
        return log10(frequency) if frequency > 0 else UNKNOWN

    def log_joined(self, word: str, broken_at: int = 0) -> float:
        """Return the log10 frequency of ``word``, or of the best compound of two known parts that forms it.

        A compound whose parts meet at ``broken_at`` does not count: two words would explain it as well.
        Minus infinity when neither holds.
        """
        word = word.lower()
        direct = self.log(word)
        if direct > UNKNOWN:
            return direct
        best = -inf
        if len(word) > _LONGEST:
            return best
        for cut in range(_MIN_PART, len(word) - _MIN_PART + 1):
            head = self.log(word[cut:])
            if cut != broken_at and UNKNOWN < head < _FUNCTION_WORD:
                stem = self._stem(word[:cut])
                if stem > UNKNOWN:
                    best = max(best, stem + head + COMPOUND)
        return best

    def _stem(self, part: str) -> float:
        """Return the log10 frequency of a first part, with or without its linking sound."""
        stems = (part[: len(part) - len(link)] for link in _LINKS if part.endswith(link))
        return max((self.log(stem) for stem in stems if len(stem) >= _MIN_PART), default=UNKNOWN)


def hyphenated(left: str, right: str, words: Vocabulary, *, named: bool = False, wraps: bool = True) -> str:
    """Decide about ``left-`` at the end of a line and ``right`` at the start of the next.

    Parameters
    ----------
    left, right
        The letters and digits that touch the break, without the hyphen.
    words
        Judges what is a word.
    named
        ``left`` is a name: it has a capital within a sentence.
    wraps
        The text breaks words at line ends; if not, a hyphen there is the author's own.

    Returns
    -------
    str
        ``join`` (one word), ``keep`` (one word with its hyphen) or ``separate`` ("lusten- en").
    """
    joined = left + right
    if not left or not right:
        return "separate"
    if right.lower() in CONJUNCTIONS and not (words.known(joined) and not words.known(left)):
        return "separate"
    if not joined.isalpha() or len(left) == 1 or _changes_case(left, right):
        same = joined.isupper() and words.known(joined)
        return "join" if same else "keep"
    return "keep" if _hyphen_belongs(left, right, words, named=named, wraps=wraps) else "join"


def _changes_case(left: str, right: str) -> bool:
    """Tell whether capitals stand at the break otherwise than within a word ("NRD-procedure")."""
    return right[0].isupper() or left.isupper()


def _hyphen_belongs(left: str, right: str, words: Vocabulary, *, named: bool, wraps: bool) -> bool:
    """Tell whether ``left-right`` is how the word is always written; ``right`` begins in lower case."""
    with_hyphen, without = words.seen(f"{left}-{right}"), words.seen(left + right)
    if with_hyphen != without:
        return with_hyphen > without
    if not (words.known(left) and words.known(right)):
        return False
    if left[-1].lower() + right[0] in _VOWEL_CLASH and words.log(left + right) < _MISSPELT:
        return True
    if words.known(left + right):
        return False
    return (
        named
        or not wraps
        or left.lower() in HYPHEN_PREFIXES
        or (words.english(left) and words.english(right))
    )


def surely_broken(left: str, right: str, words: Vocabulary) -> bool:
    """Tell whether ``left-right`` is a known word without hyphen, so that a line end put the hyphen there."""
    return left.isalpha() and right.isalpha() and not _changes_case(left, right) and words.known(left + right)


def bare(left: str, right: str, words: Vocabulary) -> bool:
    """Tell whether ``left`` (end of a line, no hyphen) and ``right`` (start of the next) are one word.

    Never when both halves are common by themselves ("in de", "op gave"), nor when the document has them
    apart.
    """
    halves = words.log(left), words.log(right)
    if min(halves) >= COMMON:
        return False
    likelier = words.log_joined(left + right, len(left)) - sum(halves)
    return likelier >= BARE_MARGIN and not words.apart(left, right)


def gapped(left: str, right: str, words: Vocabulary) -> bool:
    """Tell whether ``left- right`` inside a line is one word that lost its line break ("vast- gelegd").

    Stricter than at a line end, because "zon- wind- en waterkracht" looks the same.
    """
    if right.lower() in CONJUNCTIONS or not (left.isalpha() and right.isalpha()) or not right.islower():
        return False
    least = 0.0 if words.known(left + right) else GAP_MARGIN
    return words.log_joined(left + right, len(left)) - words.log(left) - words.log(right) >= least
