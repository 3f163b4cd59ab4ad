"""What an estimate says: a share with its interval, or in Dutch why there is none."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import pandas as pd

from textmine.analysis.numbers import whole
from textmine.tables import Estimates, arrow_schema, frame

_ROUNDING = 1e-9

METHODS: dict[str, str] = {
    "complete": "volledig beoordeeld",
    "difference": "modeltelling, gecorrigeerd met de steekproef",
    "tuned": "modeltelling, gewogen gecorrigeerd met de steekproef",
    "ratio": "verhouding van twee gecorrigeerde tellingen",
    "rounds": "gemiddelde van meer steekproefrondes",
    "bounds": "alleen grenzen",
    "refused": "geen schatting",
}
"""How an estimate was made: how reports name it."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of units that have a code.

    ``value``, ``low`` and ``high`` are shares of ``population`` units, 0 to 1, missing where nothing can be
    said. ``sample`` counts the units with a label that the estimate rests on; ``model`` is what the model
    itself counts: the sum of its predictions. ``method`` is a key of ``METHODS``; ``reason`` says in Dutch
    why there is no value, and is missing when there is one.
    """

    value: float | None
    low: float | None
    high: float | None
    sample: int
    population: int
    model: float
    method: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """What an estimate is about: the key columns of ``Estimates``."""

    dimension: str
    code: str
    unit: str
    group_kind: str
    group: str | None


def as_table(made: Sequence[tuple[Key, Estimate]], half_width: float) -> pd.DataFrame:
    """Return ``made`` as a table ``Estimates``, in the same order; limits may lie ``half_width`` away."""
    names = arrow_schema(Estimates).names
    rows = [(*astuple(key), *astuple(about), half_width, _wide(about, half_width)) for key, about in made]
    return frame(Estimates, {name: [row[place] for row in rows] for place, name in enumerate(names)})


def _wide(about: Estimate, half_width: float) -> bool:
    if about.value is None or about.low is None or about.high is None:
        return True
    return max(about.value - about.low, about.high - about.value) > half_width + _ROUNDING


def refused(sample: int, population: int, model: float, reason: str) -> Estimate:
    """Return an estimate without value."""
    return Estimate(None, None, None, sample, population, model, "refused", reason)


def too_few(found: int, needed: int) -> str:
    """Say that too few units of a group were drawn."""
    return (
        f"te weinig beoordeeld: {whole(found)} uit de steekproef horen bij deze groep, nodig zijn er "
        f"{whole(needed)}; beoordeel een grotere steekproef of voeg groepen samen"
    )


def too_uncovered(share: float) -> str:
    """Say that too large a part of the group lies where nothing was drawn."""
    return (
        f"de steekproef dekt deze groep niet: voor {_percent(share)} ervan is niets vergelijkbaars "
        "beoordeeld; trek een nieuwe steekproef waarin elk deel van de groep kan voorkomen"
    )


def none_there() -> str:
    """Say that the group is empty."""
    return "deze groep is leeg"


def only_bounds(found: int, needed: int) -> str:
    """Say that a count of documents or sessions cannot be estimated from some of their statements."""
    return (
        f"alleen grenzen: een stuk telt mee als één uitspraak erin de code heeft, en maar {whole(found)} "
        f"stukken zijn geheel beoordeeld (nodig zijn er {whole(needed)}, verdeeld over grote en kleine "
        "stukken); beoordeel meer stukken van begin tot eind"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
