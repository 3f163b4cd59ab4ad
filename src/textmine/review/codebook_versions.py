"""Under which versions of the codebook people decided, and how often."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from textmine.tables import Decisions

_JUDGEMENT = [Decisions.statement_id, Decisions.reviewer, Decisions.decided_at, Decisions.workbook]
"""What one person said about one statement at one moment, in all dimensions."""


@dataclass(frozen=True, slots=True)
class Use:
    """A version that people decided under: since when (ISO 8601), how often, and on how many statements."""

    version: str
    since: str
    judgements: int
    statements: int


def uses(decisions: pd.DataFrame) -> tuple[Use, ...]:
    """Return the versions in the order in which they were first used."""
    found = []
    for version, rows in decisions.groupby(Decisions.codebook_version, sort=False):
        found.append(
            Use(
                version=str(version),
                since=str(rows[Decisions.decided_at].iloc[0]),
                judgements=len(rows[_JUDGEMENT].drop_duplicates()),
                statements=rows[Decisions.statement_id].nunique(),
            )
        )
    return tuple(found)


def in_order(used: Collection[Use], current: str) -> tuple[str, ...]:
    """Return the versions from the first one used to the ``current`` one.

    A version that people went back to is there twice.
    """
    versions = [use.version for use in used]
    return tuple(versions if versions[-1:] == [current] else [*versions, current])
