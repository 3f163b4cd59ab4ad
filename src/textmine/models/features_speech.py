"""Markers of the speech act: what a speaker does with a sentence, in the closed word classes of Dutch.

Each marker is a column of zeros and ones; a model learns what, if anything, it says about a code. The
classes are general Dutch (modal verbs, negation, person, address, question and command form) and know no
codebook.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from simplemma import is_known

from textmine.models.dutch_words import lemma
from textmine.models.features_ngrams import Tokens

_CLASSES: dict[str, str] = {
    "obligation": (
        "moet moeten moest moesten dient dienen hoort horen behoort behoren verplicht verplichten"
    ),
    "conditional": "zou zouden",
    "wish": "wil willen wilt wens* gewenst* graag hoop* hopen liever liefst pleit* streven",
    "need": "behoefte* nodig noodzaak noodzakelijk* onmisbaar gebaat belangrijk* essentieel cruciaal",
    "request": "vraag vragen vraagt gevraagd verzoek* verzocht oproep* roept roepen verwacht*",
    "possibility": "kan kunnen kon konden mag mogen mogelijk*",
    "future": "zal zullen straks wordt worden gaat gaan",
    "negation": "niet geen nooit nergens niemand niets niks zonder nauwelijks amper evenmin noch",
    "lack": (
        "ontbre* ontbrak mist missen gemist gebrek* tekort* onvoldoende ondui* onbekend* onzeker* weinig "
        "achter*"
    ),
    "excess": "te teveel alweer telkens steeds almaar",
    "late": "pas laat achteraf jaren lang lange langer wachten wacht duurt duren traag",
    "comparative": "meer minder beter* eerder sneller* vaker duidelijker* eenvoudiger* ruimer* strenger*",
    "worry": (
        "zorgen bang vrees* vrezen angst* onrust* wantrouw* bezorgd ongerust* risico* gevaar* last* klacht*"
    ),
    "approval": (
        "goed goede goeds mooi* fijn* prima blij waarde* compliment* dank* bedankt tevreden* prettig* "
        "sterk* netjes nuttig* helder* verhelderend* plezierig* lof prijzen steunen steun eens leerzaam "
        "chapeau"
    ),
    "chance": (
        "kans* mogelijkheden voordeel voordelen potentie* benut* profit* troef bruikba* geschikt* "
        "aantrekkelijk*"
    ),
    "first_person": "ik wij we ons onze mijn mij",
    "second_person": "u uw jullie jij je",
    "addressee": (
        "rijk rijks* ministerie* minister kabinet overheid regering staatssecretaris programma bewindspersoon"
    ),
    "subjunctive": "laat laten gelieve moge",
    "contrast": "maar echter terwijl hoewel toch ondanks",
    "question_word": "wie wat waar wanneer waarom hoe welke welk hoeveel waarop waarmee wanneer",
    "announcement": (
        "komt komen volgt verschijnt besproken toegelicht afgesproken gemeld meldt vindt plaats"
    ),
    "past": "was waren werd werden had hadden is zijn heeft hebben",
}
_PRODUCTS = (
    ("obligation", "no_addressee"),
    ("conditional", "addressee"),
    ("comparative_first", "no_finite_verb"),
    ("obligation", "addressee"),
    ("wish", "first_person"),
    ("need", "first_person"),
    ("obligation", "negation"),
    ("possibility", "negation"),
)
_FORMS = (
    "question",
    "exclamation",
    "verb_first",
    "may_be_verb_first",
    "command",
    "infinitive_last",
    "comparative_first",
    "subject_first",
    "no_finite_verb",
    "no_addressee",
    "number",
    "short",
    "long",
)

MARKERS: tuple[str, ...] = (*_CLASSES, *(f"{a}*{b}" for a, b in _PRODUCTS), *_FORMS)
"""Names of the columns."""

_SHORT, _LONG = 7, 25

_WHOLE: dict[str, list[str]] = {}
_STEMS: list[tuple[str, str]] = []
for _name, _members in _CLASSES.items():
    for _member in _members.split():
        if _member.endswith("*"):
            _STEMS.append((_member[:-1], _name))
        else:
            _WHOLE.setdefault(_member, []).append(_name)


def speech_markers(tokens: Tokens) -> NDArray[np.float64]:
    """Mark which word classes and sentence forms occur: texts x ``len(MARKERS)``, 1 or 0."""
    classes = [_classes_of(word) for word in tokens.words]
    columns: dict[str, NDArray[np.bool_]] = {
        name: _any(tokens, np.asarray([name in found for found in classes], dtype=bool)) for name in _CLASSES
    }
    columns |= _forms(tokens, columns)
    for left, right in _PRODUCTS:
        columns[f"{left}*{right}"] = columns[left] & columns[right]
    return np.column_stack([columns[name] for name in MARKERS]).astype(np.float64)


def _forms(tokens: Tokens, classes: dict[str, NDArray[np.bool_]]) -> dict[str, NDArray[np.bool_]]:
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
        "comparative_first": np.asarray(["comparative" in _classes_of(w) for w in first], dtype=bool),
        "subject_first": np.asarray(["first_person" in _classes_of(w) for w in first], dtype=bool),
        "no_finite_verb": ~_any(tokens, np.asarray([_is_verb_form(w) for w in tokens.words], dtype=bool)),
        "no_addressee": ~(classes["addressee"] | classes["second_person"]),
        "number": _any(tokens, np.asarray([w.isdigit() for w in tokens.words], dtype=bool)),
        "short": length < _SHORT,
        "long": length > _LONG,
    }


@lru_cache(maxsize=200_000)
def _classes_of(word: str) -> tuple[str, ...]:
    found = {*_WHOLE.get(word, ()), *(name for stem, name in _STEMS if word.startswith(stem))}
    return tuple(sorted(found))


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
    return bool(word) and lemma(word) != word and lemma(word).endswith("n") and not word.endswith("n")


@lru_cache(maxsize=100_000)
def _may_be_stem(word: str) -> bool:
    """Tell whether ``word`` is also the stem of a known verb, such as "regel" or "zorg"."""
    return bool(word) and lemma(word) == word and bool(is_known(f"{word}en", lang="nl"))


@lru_cache(maxsize=100_000)
def _is_infinitive(word: str) -> bool:
    return word.endswith("en") and lemma(word) == word
