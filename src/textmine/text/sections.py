"""The words that tell what is no statement, read from the data files beside this module.

``sections.csv`` holds patterns for whole lines, by place:

- ``heading`` (the section below a heading), ``heading_weak`` and ``lead_in`` (only items that read like
  it), ``title`` (usual points of an agenda);
- ``field`` (the label ahead of a colon, at the top of a document), ``anywhere`` (such a label, wherever it
  stands), ``line``;
- ``salutation``, ``greeting`` (a salutation with text behind it), ``closing``, ``mail_header``,
  ``forwarded``, ``contact``;
- ``empty`` and ``empty_answer`` (in answers of a form only);
- ``task``, ``date`` and ``document`` (words that an item or title holds), and ``column_...`` (the headers
  of a table that is a list of people, a list of actions, a timetable, or keeps the books).

``sentence_patterns.csv`` holds patterns for sentences, for minutes or for any text; a pattern is tried only
on a sentence that holds one of its ``hints``, which saves most of the time.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_LONGEST_SENTENCE = 260
_LONGEST_EMPTY = 60


class SentenceRule(NamedTuple):
    """A sentence that holds one of ``hints`` (lower case) and matches ``pattern`` is rejected."""

    minutes_only: bool
    reason: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Compiled patterns; every method returns a reason code of ``textmine.tables.REASONS`` or None."""

    places: Mapping[str, re.Pattern[str]]
    sentences: Sequence[SentenceRule]
    titles: Mapping[str, str]

    def section(self, title: str) -> str | None:
        """Return what stands below a heading; ``title`` has no number and no colon."""
        key = title.strip().lower()
        return self.titles.get(key) or self._match("heading", key)

    def weak_section(self, title: str) -> str | None:
        """Return what items below this heading are, if each of them reads like it."""
        return self._match("heading_weak", title.strip())

    def matches(self, place: str, text: str) -> bool:
        """Tell whether the whole text fits a pattern of ``place``."""
        return self.places[place].fullmatch(text.strip()) is not None

    def holds(self, place: str, text: str) -> bool:
        """Tell whether some part of the text fits a pattern of ``place``."""
        return self.places[place].search(text) is not None

    def announced(self, text: str) -> str | None:
        """Return what the items below a lead-in are, if most of them read like it."""
        return self._match("lead_in", text)

    def field(self, label: str) -> str | None:
        """Return what a line with this label is, at the top of a document."""
        return self._match("field", label.strip())

    def label(self, label: str) -> str | None:
        """Return what a line with this label is, wherever it stands."""
        return self._match("anywhere", label.strip())

    def line(self, text: str) -> str | None:
        """Return what a whole line is."""
        return self._match("line", text)

    def empty(self, text: str, *, answer: bool) -> str | None:
        """Tell a text without content; "ja" and "nee" only where they answer a question of a form."""
        if len(text) > _LONGEST_EMPTY:
            return None
        bare = text.strip(" .!,;*_\u00a0")
        return self._match("empty", bare) or (self._match("empty_answer", bare) if answer else None)

    def salutation(self, text: str) -> str | None:
        """Tell a line that opens a letter."""
        return self._match("salutation", text)

    def greeting(self, text: str) -> int:
        """Return where the text behind a salutation on the same line begins; 0 when there is none."""
        found = self.places["greeting"].match(text)
        return found.end() if found else 0

    def closing(self, text: str) -> str | None:
        """Tell a line that closes a letter."""
        return self._match("closing", text.strip(" .,!"))

    def narrowed(self, text: str, *, minutes: bool) -> "Vocabulary":
        """Return the vocabulary with only the sentence rules that may match somewhere in ``text``."""
        lower = text.lower()
        rules = [
            rule
            for rule in self.sentences
            if (minutes or not rule.minutes_only) and any(hint in lower for hint in rule.hints)
        ]
        return Vocabulary(self.places, rules, self.titles)

    def sentence(self, text: str, *, minutes: bool) -> str | None:
        """Return the reason to reject a sentence; long sentences are never rejected."""
        if len(text) > _LONGEST_SENTENCE:
            return None
        lower = text.lower()
        for rule in self.sentences:
            if (minutes or not rule.minutes_only) and any(hint in lower for hint in rule.hints):  # noqa: SIM102
                if rule.pattern.search(lower):
                    return rule.reason
        return None

    def _match(self, place: str, text: str) -> str | None:
        return _reason(self.places[place].fullmatch(text))


@cache
def standard_vocabulary() -> Vocabulary:
    """Return the vocabulary of the package."""
    return Vocabulary(_places(), _sentence_rules(), {})


def vocabulary(titles: Mapping[str, Sequence[str]]) -> Vocabulary:
    """Return the standard vocabulary with more section titles, given by reason."""
    standard = standard_vocabulary()
    extra = {title.strip().lower(): reason for reason, names in titles.items() for title in names}
    return Vocabulary(standard.places, standard.sentences, extra) if extra else standard


def _places() -> dict[str, re.Pattern[str]]:
    """Join the patterns of each place into one, with a named group per reason."""
    patterns: dict[str, dict[str, list[str]]] = {}
    for row in _read("sections.csv"):
        patterns.setdefault(row["place"], {}).setdefault(row["reason"], []).append(f"(?:{row['pattern']})")
    return {
        place: re.compile(
            "|".join(f"(?P<{reason}>{'|'.join(alternatives)})" for reason, alternatives in reasons.items()),
            re.IGNORECASE,
        )
        for place, reasons in patterns.items()
    }


def _sentence_rules() -> tuple[SentenceRule, ...]:
    return tuple(
        SentenceRule(
            minutes_only=row["scope"] == "minutes",
            reason=row["reason"],
            hints=tuple(row["hints"].split("|")),
            pattern=re.compile(row["pattern"]),
        )
        for row in _read("sentence_patterns.csv")
    )


def _read(name: str) -> list[dict[str, str]]:
    text = (files("textmine.text") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _reason(found: re.Match[str] | None) -> str | None:
    return found.lastgroup if found else None
