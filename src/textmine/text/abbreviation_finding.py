"""Find abbreviations in running text, and the words that a text itself gives for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.text.abbreviations import abbreviations
from textmine.text.words import english_list, word_list

LONGEST = 8
"""Letters of a word in capitals that can still be an abbreviation."""

EMPHASIS = 3e-4
"""Frequency in the word list from which a word in capitals is a word said loudly: NIET, GEEN."""

_EVERYDAY = frozenset({"a.g.v", "e.e.a", "i.c.m", "m.b.v", "v.w.b"})
"""More abbreviations that need no explanation; none of them ends a sentence in a way of its own."""

_EXPLAINED = frozenset({"m.e.r"})
"""Ordinary abbreviations by the word list of sentences that a reader of a report does need explained."""

_NOT_TEXT = re.compile(
    r"(?<!\S)[^\s@]+@\S+|\bhttps?://\S+|\bwww\.\S+|\b\w+\.(?:pdf|docx?|xlsx?|pptx?|html?|md|json|ya?ml)\b"
)
_CAPITALS = r"[A-Z]+(?:[a-z]{1,2}[A-Z]+)*"
_TOKEN = re.compile(
    rf"(?<![\w.])(?:(?P<dotted>[a-z](?:\.[a-z])+\.?)|(?P<plain>{_CAPITALS}(?:&[A-Z]+)*[0-9]?)s?)(?![\w&])(?!\.\w)"
)
_ROMAN = re.compile(r"[IVX]+")
_RUN = re.compile(r"\b[A-Z]{2,}(?:[ !?]+[A-Z]{2,}){2,}\b")


@dataclass(frozen=True, slots=True)
class Definition:
    """An abbreviation with the words that the text gives for it, as they stand there."""

    abbreviation: str
    meaning: str


def found(text: str) -> set[str]:
    """Return the abbreviations in ``text``, without the ending of a plural, each once.

    Words of capitals, with one or two small letters between them (SodM, PvdA), with ``&`` or a last digit
    (B&W, CO2), and words of single letters with full stops (m.e.r.) that are not everyday ones such as o.a.
    No initials, Roman numerals, codes (A12), addresses, or a row of capitals with an everyday word in it.
    """
    plain = without_addresses(text)
    shouted = {word for run in map(str.split, _RUN.findall(plain)) if any(map(is_loud, run)) for word in run}
    names = set()
    for token in _TOKEN.finditer(plain):
        dotted, name = token["dotted"], token["plain"]
        if dotted is not None:
            base = dotted.rstrip(".")
            if base in _EXPLAINED or not (base in abbreviations() or base in _EVERYDAY):
                names.add(f"{base}.")
        elif _short(name) and not _ROMAN.fullmatch(name):
            names.add(name)
    return names - shouted


def without_addresses(text: str) -> str:
    """Return the text with a space for every address and name of a file, whose letters say nothing."""
    return _NOT_TEXT.sub(" ", text) if "." in text or "@" in text else text


def is_loud(word: str) -> bool:
    """Tell whether a word in capitals is an everyday word, Dutch or (of three letters and more) English."""
    small = word.strip("!?").casefold()
    english = english_list().get(small, 0.0) if len(small) > 2 else 0.0  # noqa: PLR2004
    return max(word_list().get(small, 0.0), english) >= EMPHASIS


def _short(name: str) -> bool:
    capitals = sum(sign.isupper() for sign in name)
    return capitals > 1 and len(name) <= LONGEST


_BETWEEN = re.compile(
    r"\(\s*(?:hierna|ook wel|afgekort|kortweg)?:?\s*[\"'“‘]?([^()\"'“”‘’]{2,80})[\"'”’]?\s*\)"
)
_NAME = re.compile(r"[A-Za-z][\w&.-]{1,9}")
_LAW = re.compile(r"(?:wet|besluit|regeling|verordening|richtlijn)\b", re.IGNORECASE)
_SMALL = "(?:van|de|den|der|ten|ter|het|een|te|en|of|in|op|voor|met|bij|door|dat|die|is)"
"""Words that begin no long form; with some of them a surname does."""

_BEFORE = re.compile(r"([A-Za-z][\w&.-]{1,9})\s*$")


def definitions(text: str) -> Iterator[Definition]:
    """Yield what ``text`` says that abbreviations mean: ``long form (SHORT)`` or ``SHORT (long form)``.

    The letters of the short form must come in the long form in order, the first at the start of its first
    word (Schwartz and Hearst 2003). A short form with one capital must be that of a law.
    """
    for between in _BETWEEN.finditer(text):
        inner, before = between[1].strip(), text[: between.start()].rstrip()
        if _NAME.fullmatch(inner) and _is_name(inner):
            if meaning := _long_form(inner, before):
                yield Definition(inner.removesuffix("s") if _plural(inner) else inner, meaning)
        elif (name := _BEFORE.search(before)) and _is_name(name[1]) and " " in inner:
            meaning = _long_form(name[1], inner)
            if meaning == inner:
                yield Definition(name[1].removesuffix("s") if _plural(name[1]) else name[1], inner)


def _plural(name: str) -> bool:
    return name.endswith("s") and len(name) > 2 and name[:-1].isupper()  # noqa: PLR2004


def _is_name(name: str) -> bool:
    return any(sign.isupper() for sign in name) and len(re.sub(r"\W", "", name)) > 1


def _long_form(name: str, before: str) -> str | None:
    """Return the shortest end of ``before`` that can be the long form of ``name``."""
    letters = [sign for sign in name.casefold() if sign.isalnum()]
    words = list(re.finditer(r"\S+", before))[-min(len(letters) + 5, 2 * len(letters)) :]
    if not words:
        return None
    low = words[0].start()
    place = len(before)
    for number, letter in enumerate(reversed(letters), 1):
        place -= 1
        first = number == len(letters)
        while place >= low and not (
            before[place].casefold() == letter
            and (not first or place == 0 or not before[place - 1].isalnum())
        ):
            place -= 1
        if place < low:
            return None
    meaning = before[place:]
    one_capital = sum(sign.isupper() for sign in name) == 1
    if len(meaning) <= len(name) + 1 or (one_capital and not _LAW.search(meaning)):
        return None
    return None if re.search(rf"\b{re.escape(name)}|[;:.!?] |[_%/0-9]|^{_SMALL}\b", meaning) else meaning
