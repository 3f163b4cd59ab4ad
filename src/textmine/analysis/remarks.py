"""Which remarks people must look at themselves."""

import pandas as pd

from textmine.tables import Remarks

ROUTINE = frozenset({"empty_answer", "duplicate"})
"""Reasons that need no look by people: an unanswered question, a copy of a file that is there."""


def to_look_at(rejected: pd.DataFrame) -> pd.DataFrame:
    """Return the rejected rows (``Remarks``) that are no routine."""
    return rejected[~rejected[Remarks.reason].isin(list(ROUTINE))]
