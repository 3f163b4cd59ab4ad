"""Markers of the speech act: what a speaker does with a sentence, in the closed word classes of Dutch.

Each marker is a column of zeros and ones; a model learns what, if anything, it says about a code. The
classes are general Dutch (modal verbs, negation, person, address, question and command form) and know no
codebook.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from textmine.models.features_ngrams import Tokens

_CLASSES: dict[str, str] = {
    "obligation": "moet moeten moest moesten dient dienen hoort horen behoort behoren verplicht",
    "conditional": "zou zouden",
    "wish": "wil willen wilt wens wensen wenst wensten graag hoop hopen hoopt liever wenselijk gewenst",
    "need": "behoefte nodig noodzakelijk vraag vragen vraagt verzoek verzoeken verzoekt pleit pleiten pleidooi",
    "possibility": "kan kunnen kon konden mag mogen mogelijk",
    "future": "zal zullen straks wordt worden gaat gaan",
    "negation": "niet geen nooit nergens niemand niets niks zonder nauwelijks amper evenmin noch",
    "lack": "ontbreekt ontbreken ontbrak mist missen gebrek tekort onvoldoende onduidelijk onbekend onzeker weinig",
    "excess": "te teveel",
    "comparative": "meer minder beter eerder sneller vaker duidelijker",
    "worry": "zorgen bang vrees vrezen vreest angst onrust wantrouwen bezorgd ongerust risico",
    "approval": "goed mooi fijn prima blij waarderen waardering compliment complimenten dank eens positief",
    "chance": "kans kansen kansrijk mogelijkheden voordeel voordelen potentie benutten",
    "first_person": "ik wij we ons onze mijn mij",
    "second_person": "u uw jullie jij je",
    "addressee": "rijk rijksoverheid ministerie minister kabinet overheid programma",
    "subjunctive": "laat laten gelieve moge",
    "contrast": "maar echter terwijl hoewel toch",
    "question_word": "wie wat waar wanneer waarom hoe welke welk hoeveel waarop waarmee",
    "past": "was waren werd werden had hadden is zijn heeft hebben",
}
_PRODUCTS = (
    ("obligation", "addressee"),
    ("wish", "first_person"),
    ("need", "first_person"),
    ("obligation", "negation"),
    ("possibility", "negation"),
)
_FORMS = ("question", "exclamation", "verb_first", "may_be_verb_first", "command", "infinitive_last", "short", "long")

MARKERS: tuple[str, ...] = (*_CLASSES, *(f"{a}*{b}" for a, b in _PRODUCTS), *_FORMS)
"""Names of the columns."""

_SHORT, _LONG = 7, 25


def speech_markers(tokens: Tokens) -> NDArray[np.float64]:
    """Mark which word classes and sentence forms occur: texts x ``len(MARKERS)``, 1 or 0."""
    columns: dict[str, NDArray[np.bool_]] = {}
    for name, members in _CLASSES.items():
        known = set(members.split())
        columns[name] = _any(tokens, np.asarray([w in known for w in tokens.words], dtype=bool))
    for left, right in _PRODUCTS:
        columns[f"{left}*{right}"] = columns[left] & columns[right]
    columns |= _forms(tokens)
    return np.column_stack([columns[name] for name in MARKERS]).astype(np.float64)


def _forms(tokens: Tokens) -> dict[str, NDArray[np.bool_]]:
    question = _any(tokens, np.asarray([w == "?" for w in tokens.words], dtype=bool))
    first, last = _edges(tokens)
    verb_first = np.asarray([_is_verb_form(w) for w in first], dtype=bool)
    length = np.bincount(tokens.text, minlength=tokens.texts)
    return {
        "question": question,
        "exclamation": _any(tokens, np.asarray([w == "!" for w in tokens.words], dtype=bool)),
        "verb_first": verb_first,
        "may_be_verb_first": np.asarray([_may_be_stem(w) for w in first], dtype=bool),
        "command": verb_first & ~question,
        "infinitive_last": np.asarray([_is_infinitive(w) for w in last], dtype=bool),
        "short": length < _SHORT,
        "long": length > _LONG,
    }


def _any(tokens: Tokens, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell per text whether one of its words is ``chosen``."""
    return np.bincount(tokens.text[chosen[tokens.word]], minlength=tokens.texts) > 0


def _edges(tokens: Tokens) -> tuple[list[str], list[str]]:
    """Return the first and the last word of every text ("" for a text without words)."""
    ends = np.cumsum(np.bincount(tokens.text, minlength=tokens.texts))
    starts = np.concatenate([[0], ends[:-1]])
    filled = ends > starts
    words: Sequence[str] = tokens.words
    first = [words[tokens.word[s]] if f else "" for s, f in zip(starts, filled, strict=True)]
    last = [words[tokens.word[e - 1]] if f else "" for e, f in zip(ends, filled, strict=True)]
    return first, last


@lru_cache(maxsize=100_000)
def _is_verb_form(word: str) -> bool:
    """Tell whether ``word`` can only be a form of a verb, such as "neem" or "stelt"."""
    lemma = _lemma(word)
    return lemma != word and lemma.endswith("n") and not word.endswith("n")


@lru_cache(maxsize=100_000)
def _may_be_stem(word: str) -> bool:
    """Tell whether ``word`` is also the stem of a known verb, such as "regel" or "zorg"."""
    import simplemma

    return bool(word) and (_lemma(word) == word) and simplemma.is_known(f"{word}en", lang="nl")


@lru_cache(maxsize=100_000)
def _is_infinitive(word: str) -> bool:
    return word.endswith("en") and _lemma(word) == word


def _lemma(word: str) -> str:
    import simplemma

    return str(simplemma.lemmatize(word, lang="nl")) if word else ""
