"""Registration numbers: given once, kept whatever arrives later, and found again when a file is renamed."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from textmine.tables import Documents, Numbers

_NUMBER = re.compile(r"R(\d+)")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """``numbers`` by submission; ``gone`` are numbers of responses that are no longer there, in order."""

    numbers: Mapping[str, str]
    gone: tuple[str, ...]


def known_numbers(written: pd.DataFrame, responses: pd.DataFrame) -> Known:
    """Return which of ``responses`` (``submission``, ``content``) has which number.

    A number belongs to its submission. When that is gone, it goes to the one response without a number that
    has the same texts; where several have, nobody can tell, and it goes to none.
    """
    rows = list(
        zip(*(written[n] for n in (Numbers.submission, Numbers.content, Numbers.number)), strict=True)
    )
    present = set(responses["submission"])
    found = {submission: number for submission, _, number in rows if submission in present}
    lost = [row for row in rows if row[0] not in present]
    without = responses[~responses["submission"].isin(list(found)) & (responses["content"] != "")]
    alike = Counter(without["content"])
    asked = Counter(content for _, content, _ in lost)
    by_content = dict(zip(without["content"], without["submission"], strict=True))
    gone = []
    for _, content, number in lost:
        if content and alike[content] == 1 == asked[content]:
            found[by_content[content]] = number
        else:
            gone.append(number)
    return Known(found, tuple(gone))


def new_numbers(written: pd.DataFrame, responses: pd.DataFrame, numbered_at: str) -> dict[str, list[str]]:
    """Return numbers (columns of ``Numbers``) for ``responses`` that have none, after the highest there is.

    In order of the day of receipt, unknown days last, then of file and place. ``responses`` has the columns
    ``submission``, ``content``, ``received``, ``path`` and ``place``.
    """
    known = known_numbers(written, responses).numbers
    wanted = responses[~responses["submission"].isin(list(known))]
    columns = (wanted[name].astype(object) for name in (Documents.received, "path", "place", "submission"))
    order = sorted(
        zip(*columns, wanted["content"], strict=True),
        key=lambda row: (pd.isna(row[0]), str(row[0]), row[1], _natural(row[2]), row[3]),
    )
    used = (_NUMBER.fullmatch(number) for number in written[Numbers.number])
    first = max((int(match[1]) for match in used if match), default=0) + 1
    return {
        Numbers.submission: [row[3] for row in order],
        Numbers.content: [row[4] for row in order],
        Numbers.number: [f"R{number:0{_DIGITS}}" for number in range(first, first + len(order))],
        Numbers.numbered_at: [numbered_at] * len(order),
    }


def number_order(number: str | None) -> tuple[bool, int, str]:
    """Return a sort key: by number, those without one last."""
    match = _NUMBER.fullmatch(number or "")
    return number is None, int(match[1]) if match else 0, number or ""


def _natural(place: str | None) -> tuple[str, int]:
    """Return a sort key that puts row 2 before row 10."""
    if place is None or pd.isna(place):
        return "", 0
    words, _, row = place.rpartition("rij ")
    return words, int(row) if row.isdecimal() else 0
