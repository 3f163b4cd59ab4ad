"""The domain-terms test: does a Dutch policy term land near its meaning? ``terms.csv`` holds the 100 terms.

The list was written before any figure was known; nothing is tuned on it.
"""

import csv
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from figures import Figure, mean_of
from vectors import TIE, Encode, inner, ranks, unit

TERMS = Path(__file__).with_name("terms.csv")

RUN = 5
"""So many letters in a row are no accident."""

ENDINGS = ("ingen", "ing", "heid", "ende", "en", "er", "de", "te", "e", "s")
FUNCTION_WORDS = frozenset(
    """
    aan alle als altijd bij binnen boven buiten dan dat de deel deze die dit door een eerst eigen en er gaat
    geen genoeg haar heel hele het hoe iets ieder in is je kan kunnen maakt men met mag mogen moet na naar
    nadat niet nog of om onder ons op over pas per samen te tegen tegelijk terug tot tussen uit van vast
    veel voor voordat waar waarbinnen waardoor waarlangs waaruit wat weer wie worden wordt zal zeer zeggen
    zich zijn zo
    """.split()  # noqa: SIM905 - a list of a hundred strings reads worse
)


class Term(NamedTuple):
    """A term, its meaning in other words, and two tempting wrong meanings."""

    term: str
    meaning: str
    distractor_1: str
    distractor_2: str


def read_terms() -> list[Term]:
    """Return the terms."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        return [Term(**row) for row in csv.DictReader(file)]


def stem(word: str) -> str:
    """Return ``word`` without ending, single vowels and consonants: rough, for telling shared stems only."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return re.sub(r"(.)\1", r"\1", word)


def shares_stem(term: str, meaning: str) -> bool:
    """Return whether a content word of ``meaning`` has its stem, or five letters in a row, in ``term``."""
    joined = "".join(_words(term))
    content = [word for word in _words(meaning) if word not in FUNCTION_WORDS]
    stems = [stem(word) for word in content]
    runs = [word[start : start + RUN] for word in content for start in range(len(word) - RUN + 1)]
    whole = [stem(word) for word in _words(term) if word not in FUNCTION_WORDS]
    single = re.sub(r"(.)\1", r"\1", joined)
    return (
        any(part in single for part in stems if len(part) >= 3)
        or any(part in joined for part in runs)
        or any(part in other for part in whole for other in stems if len(part) >= 4)
    )


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.findall(r"[a-z0-9]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))


def domain_terms(encode: Encode, *, quick: bool) -> dict[str, Figure]:
    """Return retrieval among all meanings, and the share nearer to the meaning than to both distractors.

    Each for all terms and apart for terms that share a stem with their meaning (``_shared``) or none
    (``_unshared``); the candidates are all meanings in every case.
    """
    terms = read_terms()
    vectors = unit(encode(_columns(terms)))
    size = len(terms)
    term, meaning, first, second = (vectors[n * size : (n + 1) * size] for n in range(4))
    similarity = inner(term, meaning)
    found = ranks(similarity, np.eye(size, dtype=bool))
    wrong = np.maximum(np.diag(inner(term, first)), np.diag(inner(term, second)))
    values = {
        "terms_accuracy": (found == 1).astype(float),
        "terms_mrr": 1 / found,
        "terms_nearer": (np.diag(similarity) > wrong + TIE).astype(float),
    }
    shared = np.array([shares_stem(row.term, row.meaning) for row in terms])
    parts = {"": np.ones(size, dtype=bool), "_shared": shared, "_unshared": ~shared}
    return {
        f"{name}{part}": mean_of(value[chosen], quick=quick)
        for part, chosen in parts.items()
        for name, value in values.items()
    }


def _columns(terms: Sequence[Term]) -> list[str]:
    return [text for column in zip(*terms, strict=True) for text in column]
