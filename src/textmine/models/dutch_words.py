"""The Dutch words of a text as topic words need them: lemma, written form, signs of being a noun."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from textmine.lean_imports import without
from textmine.text.everyday import is_everyday

_PIECE = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?|[^\w\s]|\d+")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_LETTERS = re.compile(r"[^\W\d_]")
_ENDS_SENTENCE = frozenset(".!?:;•\n")

_OTHER = 0.4
"""A dictionary form in -en is most often a verb, and a written form with -e added an adjective, whatever
stands around it."""

_ADJECTIVE_ENDINGS = ("lijk", "baar", "isch", "loos", "zaam")

INFLECTED = 0.2
"""A word that is written with an added -e in this share of its places is an adjective."""

ORDINARY = 0.25
"""The share of lower case, within sentences, from which on a word is shown in lower case."""

LEAST_LETTERS = 3
"""Shorter words are abbreviations at best."""

_DETERMINERS = """
de het een dit dat deze die elke elk ieder iedere geen onze ons hun haar zijn uw mijn welke welk alle beide
zulke meer veel minder enkele sommige
"""
_PREPOSITIONS = """
aan bij binnen boven buiten door in langs met na naar naast om onder op over per rond sinds tegen tot tussen
uit van vanaf via voor zonder en of als
"""
_BEFORE_VERBS = """
te ik je jij we wij ze zij men er niet moet moeten kan kunnen wil willen wordt worden is heeft hebben zal
zullen mag mogen
"""
_MORE_STOP_WORDS = """
hoeveel graag verschillend verschillende divers diverse aantal enerzijds bovenstaande onderstaande bijkomende
genoemd genoemde betreft vindt gaat komt maakt staat krijgt geeft ziet weet
bekend bezig
"""
DETERMINERS = frozenset(_DETERMINERS.split())
BEFORE_NOUNS = DETERMINERS | frozenset(_PREPOSITIONS.split())
"""After these words a noun follows, or an adjective with its noun."""

BEFORE_VERBS = frozenset(_BEFORE_VERBS.split())
"""After these words hardly ever a noun follows."""

_MORE = frozenset(_MORE_STOP_WORDS.split())


@cache
def stop_words() -> frozenset[str]:
    """Return the Dutch stop words that come with spaCy, in lower case."""
    with without("torch"):
        from spacy.lang.nl.stop_words import STOP_WORDS  # noqa: PLC0415 - heavy

    return frozenset(word.lower() for word in STOP_WORDS) | BEFORE_NOUNS | BEFORE_VERBS | _MORE


@cache
def lemma(word: str) -> str:
    """Return the dictionary form of ``word`` in lower case: "gemeenten" gives "gemeente"."""
    from simplemma import lemmatize  # noqa: PLC0415 - its dictionary takes time to load

    return str(lemmatize(word.lower(), lang="nl")).lower()


def says_nothing(word: str) -> bool:
    """Return whether ``word`` (a lemma) is short, a stop word or an everyday word."""
    return len(word) < LEAST_LETTERS or word in stop_words() or is_everyday(word)


@dataclass
class Usage:
    """How a lemma is used in a corpus: its written forms, and signs that it is a noun or not."""

    lemma: str
    forms: Counter[str] = field(default_factory=Counter)
    initial: Counter[str] = field(default_factory=Counter)
    noun: int = 0
    other: int = 0

    def form(self) -> str:
        """Return the most frequent written form; at the start of a sentence a capital says nothing.

        A form in lower case goes before one with a capital that is at most three times as frequent: those
        may be a surname ("Kok") beside an ordinary word.
        """
        counted = self.forms or Counter({word[:1].lower() + word[1:]: n for word, n in self.initial.items()})
        lower = Counter({word: n for word, n in counted.items() if word[:1].islower()})
        if lower.total() >= ORDINARY * counted.total():
            counted = lower
        return min(counted, key=lambda word: (-counted[word], word))

    def nounness(self) -> float:
        """Return between 0 (verb or adjective) and 1 (noun): the share of signs, with one sign of doubt.

        On the development parts of UD Alpino and LassySmall, words with more than 0.5 are nouns in 9 of 10
        cases (see ``experiments/topics``).
        """
        form = self.form()
        share = (self.noun + 0.5) / (self.noun + self.other + 1)
        infinitive = self.lemma.endswith("en") and form.islower()
        adjective = self._inflected() >= INFLECTED or self.lemma.endswith(_ADJECTIVE_ENDINGS)
        return share * _OTHER if infinitive or adjective else share

    def _inflected(self) -> float:
        """Return the share of forms in lower case to which the -e of an adjective was added."""
        written = self.forms + self.initial
        added = sum(n for word, n in written.items() if word.islower() and word.endswith("e"))
        return 0.0 if self.lemma.endswith("e") or not written else added / written.total()


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` as written; punctuation as single characters, numbers whole.

    Mail and web addresses, which spell names in lower case, are left out.
    """
    return _PIECE.findall(_ADDRESS.sub(" ", text))


def lemmas_of(text: str) -> list[str]:
    """Return the lemmas of ``text`` that can say something about a subject, in order."""
    lemmas = (
        lemma(word) for word in words_of(text) if _LETTERS.match(word) and word.lower() not in stop_words()
    )
    return [word for word in lemmas if not says_nothing(word)]


def usage(texts: Iterable[str]) -> dict[str, Usage]:
    """Count how every lemma of ``texts`` is used; the order of ``texts`` has no influence."""
    result: dict[str, Usage] = {}
    for text in texts:
        words = words_of(text)
        for at, word in enumerate(words):
            if not _LETTERS.match(word) or word.lower() in stop_words():
                continue
            used = result.setdefault(lemma(word), Usage(lemma(word)))
            starts = at == 0 or words[at - 1] in _ENDS_SENTENCE
            (used.initial if starts else used.forms)[word] += 1
            noun, other = _signs(words, at)
            used.noun += noun
            used.other += other
    return result


def _signs(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return the signs that ``words[at]`` is a noun, and that it is something else."""
    before = words[at - 1].lower() if at else "."
    after = words[at + 1].lower() if at + 1 < len(words) else "."
    closes = after in stop_words() or not _LETTERS.match(after)
    if before in BEFORE_VERBS:
        return 0, 1
    if not closes:  # "lokale belangen": an adjective, or the first of two nouns
        return 0, int(before in BEFORE_NOUNS)
    if before in BEFORE_NOUNS:
        return 2, 0
    adjective = before.endswith("e") and before not in stop_words()
    return int(adjective), int(not adjective and not _LETTERS.match(before))
