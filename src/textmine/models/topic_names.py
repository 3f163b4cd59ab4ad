"""A readable Dutch name for a topic, made from its typical words."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from textmine.models.dutch_words import Usage

NAMED_FROM = 12
"""Words below this rank are not typical enough to name a topic."""

WORDS = 2
"""Words in a name; more only when two topics would get the same name."""

WITHOUT_WORDS = "Zonder kenmerkende woorden"


def names(ranked: Sequence[Sequence[str]], used: Mapping[str, Usage]) -> list[str]:
    """Return one name per topic, all different; ``ranked[i]`` are its lemmas, most typical first.

    A name holds nouns where there are enough of them, in their most frequent written form, and never two
    words of which one continues the other ("grondwater", "grondwaterpeil"). Topics are named in the order
    given: an earlier one keeps the shorter name.
    """
    taken: set[str] = set()
    result = []
    for lemmas in ranked:
        name = next(
            name for name in _proposals(by_nounness(lemmas, used), used) if name.casefold() not in taken
        )
        taken.add(name.casefold())
        result.append(name)
    return result


def by_nounness(lemmas: Sequence[str], used: Mapping[str, Usage]) -> list[str]:
    """Return the most typical lemmas in the order in which they suit a name: rank and noun-likeness."""
    scored = [
        (used[word].nounness() / (rank + 3), word)  # 1/(rank + 3): the first word counts double the fourth
        for rank, word in enumerate(lemmas[:NAMED_FROM])
        if word in used
    ]
    return [word for _, word in sorted(scored, key=lambda pair: (-pair[0], pair[1]))]


def alike(word: str, other: str) -> bool:
    """Return whether two words would look like a repetition beside each other.

    They do when one holds the other, or when they begin or end alike ("levensmiddelen",
    "voedingsmiddelen").
    """
    short, long = sorted((word.casefold(), other.casefold()), key=len)
    stem = short.removesuffix("en").removesuffix("s")
    begins = len(short) >= SAME_START and short[:SAME_START] == long[:SAME_START]
    ends = len(short) >= SAME_END and short[-SAME_END:] == long[-SAME_END:]
    return stem in long or begins or ends


SAME_START = 6
SAME_END = 8
"""Words that share so many first or last letters look alike."""


def _proposals(words: Sequence[str], used: Mapping[str, Usage]) -> Iterator[str]:
    chosen: list[str] = []
    for word in words:
        form = used[word].form()
        if any(alike(form, earlier) for earlier in chosen):
            continue
        chosen.append(form)
        if len(chosen) >= min(WORDS, len(words)):
            yield _joined(chosen)
    yield from (f"{_joined(chosen)} ({number})" for number in count(2 if chosen else 1))


def _joined(words: Sequence[str]) -> str:
    if not words:
        return WITHOUT_WORDS
    text = f"{', '.join(words[:-1])} en {words[-1]}" if len(words) > 1 else words[0]
    return text[:1].upper() + text[1:]
