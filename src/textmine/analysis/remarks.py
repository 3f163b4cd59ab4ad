"""Which remarks people must look at themselves."""

import pandas as pd

from textmine.tables import Remarks

ROUTINE = frozenset({"empty_answer", "duplicate", "furniture", "metadata"})
"""Reasons that need no look by people: unanswered questions, copies of a file that is there, logos."""


def to_look_at(rejected: pd.DataFrame) -> pd.DataFrame:
    """Return the rejected rows (``Remarks``) that are no routine."""
    return rejected[~rejected[Remarks.reason].isin(list(ROUTINE))]
