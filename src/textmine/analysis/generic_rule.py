"""When a main point is generic: made in a large part of the sessions, across regions."""

import math
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class GenericRule:
    """At least ``sessions`` sessions, this ``share`` of all, and ``regions`` regions if there are any.

    A session stands for a submission in a corpus of responses.
    """

    sessions: int
    share: float
    regions: int

    def least(self, facts: pd.DataFrame) -> tuple[int, int]:
        """Return how many sessions and regions a point needs among ``facts`` (see ``analysis.counting``)."""
        of_all = math.ceil(round(self.share * facts["session"].nunique(), 9))
        return max(self.sessions, of_all), self.regions if facts["region"].notna().any() else 0
