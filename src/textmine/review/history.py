"""What people decided before, about the texts as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from textmine.codebook import Codebook
from textmine.review.columns import DOUBT, WITHOUT_CODES
from textmine.tables import Decisions


class Made(NamedTuple):
    """One decision about one dimension of one statement, without when and where it was made."""

    verdict: str
    codes: tuple[str, ...]
    note: str
    codebook: str

    @property
    def outcome(self) -> tuple[str, ...]:
        """What the decision comes down to: ``accept`` and ``change`` with the same codes agree."""
        return ("codes", *sorted(self.codes)) if self.verdict in {"accept", "change"} else (self.verdict,)


@dataclass(frozen=True, slots=True)
class History:
    """The last decision per (statement, dimension), and per (reviewer, statement, dimension).

    ``last`` also says who took it, as they wrote it. Reviewers are compared without case.
    """

    last: Mapping[tuple[str, str], tuple[str, Made]]
    of_reviewer: Mapping[tuple[str, str, str], Made]

    def repeats(self, reviewer: str, statement: str, made: Mapping[str, Made]) -> bool:
        """Say whether this reviewer's last decision about the statement was the same in every dimension."""
        who = reviewer.casefold()
        return all(self.of_reviewer.get((who, statement, name)) == value for name, value in made.items())

    def contradicts(self, reviewer: str, statement: str, made: Mapping[str, Made]) -> bool:
        """Say whether somebody else's decision is the last one, and differs; a doubt differs from nothing."""
        before = ((self.last.get((statement, name)), value) for name, value in made.items())
        return any(
            found is not None
            and found[0].casefold() != reviewer.casefold()
            and found[1].outcome not in {value.outcome, (DOUBT,)}
            for found, value in before
        )

    def complete(self, statement: str, dimensions: Sequence[str]) -> bool:
        """Say whether people decided about the statement in every dimension, or set it aside."""
        found = [self.last.get((statement, name)) for name in dimensions]
        if any(item is not None and item[1].verdict in WITHOUT_CODES for item in found):
            return True
        return None not in found

    def doubts(self, statement: str, dimensions: Sequence[str]) -> dict[str, tuple[str, Made]]:
        """Return per dimension who is in doubt about the statement, as far as that is the last decision."""
        found = {name: self.last[statement, name] for name in dimensions if (statement, name) in self.last}
        return {name: item for name, item in found.items() if item[1].verdict == DOUBT}


def history(decisions: pd.DataFrame, hashes: Mapping[str, str]) -> History:
    """Read decisions in order of arrival; those about another text than ``hashes`` gives do not count."""
    last: dict[tuple[str, str], tuple[str, Made]] = {}
    of_reviewer: dict[tuple[str, str, str], Made] = {}
    for row in decisions.itertuples(index=False):
        if hashes.get(str(row.statement_id)) != row.text_hash:
            continue
        who, statement, dimension = str(row.reviewer), str(row.statement_id), str(row.dimension)
        made = Made(str(row.verdict), _split(row.codes), _text(row.note), str(row.codebook_version))
        last[statement, dimension] = (who, made)
        of_reviewer[who.casefold(), statement, dimension] = made
    return History(last, of_reviewer)


def decided_ids(decisions: pd.DataFrame) -> set[str]:
    """Return the statements that any decision is about."""
    return {str(name) for name in decisions[Decisions.statement_id].unique()}


def dimension_ids(codebook: Codebook) -> list[str]:
    """Return the dimensions that a decision is about."""
    return [dimension.id for dimension in codebook.dimensions]


def _split(codes: Any) -> tuple[str, ...]:
    return tuple(str(codes).split("|")) if isinstance(codes, str) and codes else ()


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str) else ""
