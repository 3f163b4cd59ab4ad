"""Numbers, dates and units as a Dutch reader expects them."""

import datetime as dt
from dataclasses import dataclass

from textmine.analysis.numbers import whole

NO_BREAK = "\u00a0"

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted, for one and for more."""

    one: str
    many: str

    def of(self, number: int) -> str:
        """Return the number with its unit: ``1 sessie``, ``1.234 sessies``."""
        return f"{whole(number)}{NO_BREAK}{self.one if number == 1 else self.many}"


@dataclass(frozen=True, slots=True)
class Words:
    """The words that differ between minutes and responses."""

    gathering: Unit
    source: Unit


STATEMENT = Unit("uitspraak", "uitspraken")
TEXT = Unit("verschillende tekst", "verschillende teksten")

WORDS = {
    "minutes": Words(Unit("sessie", "sessies"), Unit("verslag", "verslagen")),
    "responses": Words(Unit("inzending", "inzendingen"), Unit("tekst", "teksten")),
}

STATUS = {"established": "vastgesteld", "concept": "concept"}


def decimal(number: float, digits: int = 1) -> str:
    """Write a number with a decimal comma: ``1.234,5``."""
    return f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def share(part: int, total: int) -> str:
    """Write a share as a percentage: ``12,5 %``; a dash when there is nothing to take a share of."""
    if not total:
        return "–"
    digits = 0 if part in {0, total} else 1
    return f"{decimal(100 * part / total, digits)}{NO_BREAK}%"


def certainty(probability: float) -> str:
    """Write a probability as a whole percentage that never claims to be sure: at most ``99 %``."""
    return f"{min(round(100 * probability), 99)}{NO_BREAK}%"


def day(date: dt.date) -> str:
    """Write a date: ``5 maart 2026``."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def listing(words: list[str]) -> str:
    """Join words: ``a, b en c``."""
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
