"""What people decided before, about the texts as they are now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from textmine.codebook import Codebook, Dimension
from textmine.review import issued
from textmine.review.columns import DOUBT, SPLIT, WITHOUT_CODES
from textmine.review.splits import offsets
from textmine.tables import BLIND, CODING_VERDICTS, Decisions

_SETTLING = {issued.DISPUTES, issued.AGAIN}
"""Kinds of workbook that show what was decided before, and ask for the last word about it."""


class Made(NamedTuple):
    """One decision about one dimension of one statement, without when and where it was made.

    ``cuts`` are the places where a statement is to be split.
    """

    verdict: str
    codes: tuple[str, ...]
    note: str
    codebook: str
    cuts: tuple[int, ...] = ()

    @property
    def outcome(self) -> tuple[str, ...]:
        """What the decision comes down to: coding verdicts with the same codes agree."""
        if self.verdict in CODING_VERDICTS:
            return ("codes", *sorted(self.codes))
        return (self.verdict, *map(str, self.cuts))

    def now(self, dimension: Dimension) -> "Made":
        """Return this decision with its codes as they are called now."""
        return self._replace(codes=tuple(dict.fromkeys(map(dimension.current, self.codes))))


class Taken(NamedTuple):
    """A decision with who took it (as they wrote it), in which workbook, and when."""

    who: str
    made: Made
    workbook: str
    decided_at: str

    @property
    def blind(self) -> bool:
        """Whether it is of a second coder who saw no proposal."""
        return self.workbook.endswith(BLIND)


@dataclass(frozen=True, slots=True)
class History:
    """The decision that counts per (statement, dimension), and the last one of each reviewer.

    ``last`` is the last decision of anybody; that of a blind second coder counts only where nobody else
    decided about the statement. ``blind`` holds the last decision of such coders. ``ever`` holds all that a
    reviewer decided in one workbook: (reviewer, statement, dimension, workbook), where a split stands once
    for each time it was made. Reviewers are compared without case.
    """

    last: Mapping[tuple[str, str], Taken]
    blind: Mapping[tuple[str, str], Taken]
    of_reviewer: Mapping[tuple[str, str, str], Made]
    ever: Mapping[tuple[str, str, str, str], Collection[Made]]

    def repeats(self, reviewer: str, statement: str, made: Mapping[str, Made]) -> bool:
        """Say whether this reviewer's last decision about the statement was the same in every dimension."""
        who = reviewer.casefold()
        return all(self.of_reviewer.get((who, statement, name)) == value for name, value in made.items())

    def superseded(self, reviewer: str, statement: str, made: Mapping[str, Made], workbook: str) -> bool:
        """Say whether the reviewer once decided this in the workbook, and something else since.

        An older copy of a workbook that comes back must not undo what was decided after it.
        """
        who = reviewer.casefold()
        return not self.repeats(reviewer, statement, made) and all(
            value in self.ever.get((who, statement, name, workbook), ()) for name, value in made.items()
        )

    def against(
        self, reviewer: str, workbook: str, statement: str, made: Mapping[str, Made], codebook: Codebook
    ) -> list[tuple[str, Taken]]:
        """Return (dimension, decision) of others that say something else, in order of the dimensions.

        A doubt says nothing else, nor does that of a blind coder, which counts beside no other decision, nor
        what the reviewer was asked to have the last word about. A code that was replaced by one other code
        since is that code.
        """
        result = []
        for name, value in made.items():
            if value.verdict == DOUBT and workbook.endswith(BLIND):
                continue
            known = (found.get((statement, name)) for found in (self.last, self.blind))
            for taken in dict.fromkeys(item for item in known if item is not None):
                other = taken.who.casefold() != reviewer.casefold()
                said = taken.made.now(codebook.by_id[name])
                differs = said.outcome not in {value.outcome, (DOUBT,)}
                if other and differs and not _settles(workbook, taken.workbook):
                    result.append((name, taken))
        return result

    def complete(self, statement: str, dimensions: Sequence[str]) -> bool:
        """Say whether people decided about the statement in every dimension, or set it aside."""
        found = [self.last.get((statement, name)) for name in dimensions]
        if any(item is not None and item.made.verdict in WITHOUT_CODES for item in found):
            return True
        return None not in found

    def doubts(self, statement: str, dimensions: Sequence[str]) -> dict[str, tuple[str, Made]]:
        """Return per dimension who is in doubt about the statement, as far as that decision counts."""
        found = {name: self.last[statement, name] for name in dimensions if (statement, name) in self.last}
        return {name: (item.who, item.made) for name, item in found.items() if item.made.verdict == DOUBT}


def _settles(mine: str, theirs: str) -> bool:
    """Say whether workbook ``mine`` went out to have the last word about what ``theirs`` brought."""
    asked = issued.parse(mine)
    if asked is None or asked.kind not in _SETTLING:
        return False
    other = issued.parse(theirs)
    return other is None or other.kind != asked.kind


def history(
    decisions: pd.DataFrame, hashes: Mapping[str, str], splits: pd.DataFrame | None = None
) -> History:
    """Read decisions in order of arrival; those about another text than ``hashes`` gives do not count.

    A statement that nobody decided about follows the last decisions about the same text, unless they say to
    split it (as in ``models.coded.latest``). Where people split is known when ``splits`` (schema ``Splits``)
    is given.
    """
    cuts = _Cuts.of(splits)
    last: dict[tuple[str, str], Taken] = {}
    blind: dict[tuple[str, str], Taken] = {}
    ever: dict[tuple[str, str, str, str], set[Made]] = defaultdict(set)
    by_text: dict[str, dict[str, Taken]] = defaultdict(dict)
    of_reviewer: dict[tuple[str, str, str], Made] = {}
    decided = set()
    present = set(hashes.values())
    for row in decisions.itertuples(index=False):
        statement, dimension = str(row.statement_id), str(row.dimension)
        if row.text_hash not in present:
            continue
        who, verdict = str(row.reviewer), str(row.verdict)
        at = cuts.last.get((who.casefold(), statement, str(row.text_hash)), ()) if verdict == SPLIT else ()
        made = Made(verdict, _split(row.codes), _text(row.note), str(row.codebook_version), at)
        taken = Taken(who, made, str(row.workbook), str(row.decided_at))
        if not taken.blind:
            by_text[str(row.text_hash)][dimension] = taken
        if hashes.get(statement) != row.text_hash:
            continue
        if taken.blind:
            blind[statement, dimension] = taken
        else:
            last[statement, dimension] = taken
            decided.add(statement)
        of_reviewer[who.casefold(), statement, dimension] = made
        ever[who.casefold(), statement, dimension, taken.workbook].add(made)
        if verdict == SPLIT:
            places = cuts.ever.get((who.casefold(), statement, str(row.text_hash)), ())
            ever[who.casefold(), statement, dimension, taken.workbook].update(
                made._replace(cuts=place) for place in places if place
            )
    last.update({key: taken for key, taken in blind.items() if key[0] not in decided})
    named = {key[0] for key in last}
    for name, text in hashes.items():
        same = by_text.get(text, {})
        if name not in named and all(taken.made.verdict != SPLIT for taken in same.values()):
            last.update({(name, dimension): taken for dimension, taken in same.items()})
    return History(last, blind, of_reviewer, ever)


class _Cuts(NamedTuple):
    """Per reviewer, statement and text hash where that reviewer split last, and everywhere ever."""

    last: Mapping[tuple[str, str, str], tuple[int, ...]]
    ever: Mapping[tuple[str, str, str], Collection[tuple[int, ...]]]

    @classmethod
    def of(cls, splits: pd.DataFrame | None) -> "_Cuts":
        last: dict[tuple[str, str, str], tuple[int, ...]] = {}
        ever: dict[tuple[str, str, str], set[tuple[int, ...]]] = defaultdict(set)
        for row in () if splits is None else splits.itertuples(index=False):
            key = (str(row.reviewer).casefold(), str(row.statement_id), str(row.text_hash))
            last[key] = offsets(str(row.at))
            ever[key].add(last[key])
        return cls(last, ever)


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
