"""Under which name a workbook went out: for whom, in which round, and what its reviewer could see."""

import re
from dataclasses import dataclass

from textmine.tables import BLIND

ROUND, DOUBT, DISPUTES, AGAIN = "beoordeling", "twijfel", "geschillen", "opnieuw"
"""Kinds of workbook: of a round, of what is in doubt, of what coders differ on, of what changed since."""

_LABEL = re.compile(rf"({ROUND}|{DOUBT}|{DISPUTES}|{AGAIN})_(?:(\d+)_)?(.+)\.xlsx( \(blind\))?")


@dataclass(frozen=True, slots=True)
class Issued:
    """A workbook of ``kind`` for ``coder``; only one of a round has a number, from 1.

    ``coder`` is as a file name can hold it (``slug``). A ``blind`` second coder sees no proposal.
    """

    kind: str
    coder: str
    round: int | None = None
    blind: bool = False

    @property
    def file(self) -> str:
        """The name of the file."""
        number = () if self.round is None else (str(self.round),)
        return "_".join((self.kind, *number, self.coder)) + ".xlsx"

    @property
    def label(self) -> str:
        """What ``Decisions.workbook`` calls it."""
        return self.file + (BLIND if self.blind else "")


def parse(label: str) -> Issued | None:
    """Return what ``label`` says, or None for workbooks that did not go out in this way."""
    found = _LABEL.fullmatch(label)
    if found is None:
        return None
    kind, number, coder, blind = found.groups()
    if (number is None) == (kind == ROUND):
        return None
    return Issued(kind, coder, None if number is None else int(number), bool(blind))


def slug(name: str) -> str:
    """Return a person's name as part of a file name: lower case, letters and digits, joined by dashes."""
    return "-".join(re.findall(r"[^\W_]+", name.casefold()))
