"""Which words are proper names: by how they are written in the texts, without a list of persons.

Topic words end up in published pages, so a word that may be a person's name is left out. Names of places and
bodies stay where the texts show that they are, and doubt leaves a word out as well.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.models.dutch_words import DETERMINERS, lemma, words_of

_BEFORE_PLACES = frozenset(
    ("in", "te", "rond", "nabij", "uit", "gemeente", "provincie", "regio", "waterschap")
)
_SOMETIMES_BEFORE_PLACES = frozenset(("bij", "langs", "onder", "boven", "tussen"))
"""Persons follow these as well: they only help where ``_BEFORE_PLACES`` have shown a place."""

_ARTICLES = frozenset(("de", "het"))
_TITLE_WORDS = """
dhr heer heren mevr mevrouw mw meneer mijnheer fam familie echtpaar weduwe mr mrs ir ing drs dr prof ds
wethouder burgemeester minister staatssecretaris gedeputeerde raadslid collega beste geachte
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_BETWEEN_NAMES = frozenset(
    (
        *("van", "van de", "van den", "van der", "van ' t", "van ’ t", "de", "den", "der", "in ' t"),
        *("in ’ t", "op de", "op den", "op ' t", "op ’ t", "ter", "ten", "te", "el", "al", "ben", "von", "d"),
    )
)
_PARTICLES = frozenset(part for between in _BETWEEN_NAMES for part in between.split())
_BODIES = frozenset(("gemeente", "provincie", "waterschap", "regio", "ministerie", "stichting", "vereniging"))
_CONTINUES = frozenset((",", "/", "&"))
"""After other punctuation a capital may be that of a new sentence, a list item or a heading."""

_LABEL = re.compile(r"^\s*((?:[^\W\d_][\w.'’-]*\s+){0,3}[^\W\d_][\w.'’-]*)\s*:", re.MULTILINE)

OFTEN_ORDINARY = 1 / 3
OFTEN = 3
"""An ordinary word stands more often in lower case than with a capital within sentences; or at least a third
as often, three times after a determiner (which persons do not have), and nowhere as a person's name."""

LEAST_SIGNS = 2
PLACE_SHARE = 0.25
BODY_SHARE = 0.5
"""Signs of a place or body, and their share of the capitals within sentences, that let a proper name stay."""

RATHER_NAME = 4
"""A word that starts sentences so many times more often than it stands within one in lower case is a name."""

LONGEST_ABBREVIATION = 5


@dataclass
class Mentions:
    """How often a lemma is written how; capitals count within sentences only, ``initial`` at their start.

    ``determined`` is how often it stands in lower case after a determiner; the last ones count capitals.
    """

    lower: int = 0
    determined: int = 0
    capital: int = 0
    initial: int = 0
    abbreviation: int = 0
    place: int = 0
    weak_place: int = 0
    body: int = 0
    person: int = 0

    def ordinary(self) -> bool:
        """Return whether this is a word of the language."""
        if not self.lower or self.lower * RATHER_NAME < self.initial:
            return False
        if not self.determined and (self.capital or self.initial > self.lower):
            return False
        often = not self.person and self.determined >= OFTEN
        return self.lower > self.capital or (often and self.lower >= OFTEN_ORDINARY * self.capital)

    def place_or_body(self) -> bool:
        """Return whether this is evidently the name of a place or body."""
        if self.abbreviation and self.body and not self.person:
            return self.abbreviation >= self.capital / 2
        many = self.place >= LEAST_SIGNS and self.place > 2 * self.person
        if many and self.place + self.weak_place >= PLACE_SHARE * self.capital:
            return True
        return not self.person and self.body >= LEAST_SIGNS and self.body >= BODY_SHARE * self.capital


def private_words(texts: Iterable[str], speakers: Iterable[str] = ()) -> frozenset[str]:
    """Return the lemmas of ``texts`` that are names of persons, or proper names that may be.

    ``speakers`` are the labels of who speaks; their order and that of ``texts`` have no influence.
    """
    found: dict[str, Mentions] = {}
    for text in texts:
        _count(text, found)
    for speaker in speakers:
        _label(speaker, found)
    return frozenset(word for word, seen in found.items() if not seen.ordinary() and not seen.place_or_body())


def _count(text: str, found: dict[str, Mentions]) -> None:
    words = words_of(text)
    for at, word in enumerate(words):
        if not word[0].isalpha():
            continue
        seen = found.setdefault(lemma(word), Mentions())
        if word[0].islower():
            seen.lower += 1
            seen.determined += at > 0 and words[at - 1].casefold() in DETERMINERS
        elif _shouted(words, at):
            continue
        elif _starts(words, at):
            seen.initial += 1
            seen.person += _after_initials(words, at)
        else:
            _capital(words, at, seen)
    for match in _LABEL.finditer(text):
        _label(match[1], found)


def _capital(words: Sequence[str], at: int, seen: Mentions) -> None:
    seen.capital += 1
    seen.abbreviation += words[at].isupper() and len(words[at]) <= LONGEST_ABBREVIATION
    if _is_person(words, at):
        seen.person += 1
        return
    before = words[at - 1].casefold()
    start = at
    while start and words[start - 1][0].isupper() and not _starts(words, start - 1):
        start -= 1
    if start and words[start - 1] in _ARTICLES:
        start -= 1
    lead = words[start - 1].casefold() if start else ""
    seen.place += lead in _BEFORE_PLACES or before in _BEFORE_PLACES
    seen.weak_place += lead in _SOMETIMES_BEFORE_PLACES
    seen.body += before == "het" or words[at - 1] == "de"


def _is_person(words: Sequence[str], at: int) -> bool:
    """Return whether a title, an initial, or a name with a particle ("Jan van der") comes before."""
    back = at
    while back and words[back - 1].casefold() in _PARTICLES:
        back -= 1
    if not back:
        return False
    title = back - 2 if back > 1 and words[back - 1] == "." else back - 1
    if words[title].casefold() in _TITLES or _after_initials(words, back):
        return True
    particles = " ".join(word.casefold() for word in words[back:at])
    return words[back - 1][0].isupper() and particles in _BETWEEN_NAMES


def _after_initials(words: Sequence[str], at: int) -> bool:
    return at >= 2 and words[at - 1] == "." and len(words[at - 2]) == 1 and words[at - 2].isupper()  # noqa: PLR2004


def _starts(words: Sequence[str], at: int) -> bool:
    return at == 0 or not (words[at - 1][0].isalpha() or words[at - 1] in _CONTINUES)


def _shouted(words: Sequence[str], at: int) -> bool:
    """Return whether ``words[at]`` is in capitals because the words beside it are, or because it is long."""
    if not words[at].isupper() or len(words[at]) == 1:
        return False
    beside = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
    return len(words[at]) > LONGEST_ABBREVIATION or any(word.isupper() and len(word) > 1 for word in beside)


def _label(label: str, found: dict[str, Mentions]) -> None:
    words = words_of(label)
    if _BODIES.isdisjoint(word.casefold() for word in words):
        for word in words:
            if word[0].isupper():
                found.setdefault(lemma(word), Mentions()).person += 1
