"""Which decisions must be looked at again, because a code that was given means something else by now."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from textmine.codebook import Codebook, Dimension
from textmine.errors import CodebookError
from textmine.review.codebook_changes import changed_meaning, successors
from textmine.tables import BLIND, CODING_VERDICTS

UNKNOWN = "unknown"
"""The reason when nobody can tell what a code meant."""

REASONS: dict[str, str] = {
    "definition": "de definitie is gewijzigd",
    "include": "wat erbij hoort, is gewijzigd",
    "exclude": "wat er niet bij hoort, is gewijzigd",
    "removed": "bestaat niet meer",
    "split": "is gesplitst",
    "together": "deze codes kunnen niet meer samen",
    UNKNOWN: "er is geen kopie van het codeboek van toen; misschien betekent de code nu iets anders",
}
"""Why a decision must be looked at again: how reports name it."""


class Reason(NamedTuple):
    """Why; ``kind`` is a key of ``REASONS``.

    ``code`` is as it was given (empty for ``together``), ``name`` how it was called then. ``now`` are the
    names of the codes that stand for it now.
    """

    dimension: str
    code: str
    name: str
    kind: str
    now: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it in Dutch."""
        said = REASONS[self.kind]
        if self.kind == "split":
            said += f" in {', '.join(self.now)}"
        elif self.now and self.now != (self.name,):
            said += f" (heet nu {', '.join(self.now)})"
        return f"{self.name}: {said}" if self.name else said


def to_review_again(
    decisions: pd.DataFrame, versions: Mapping[str, Codebook], codebook: Codebook
) -> dict[str, dict[str, str]]:
    """Return per statement and dimension, by id, why its decision must be looked at again, in Dutch.

    See ``look_again``.
    """
    return {
        statement: {name: "; ".join(reason.sentence for reason in reasons) for name, reasons in of.items()}
        for statement, of in look_again(decisions, versions, codebook).items()
    }


def look_again(
    decisions: pd.DataFrame, versions: Mapping[str, Codebook], codebook: Codebook
) -> dict[str, dict[str, tuple[Reason, ...]]]:
    """Return the decisions that gave a code under an older version that means something else by now.

    The last decision about a statement and dimension counts (that of a blind coder only where nobody else
    decided about the statement), whatever text it was about: leave out decisions about an older text first
    when those do not matter. ``versions`` are the codebooks that were kept, by version. A decision under a
    version that is not there is among the result, since nobody can tell. Replaced codes are followed, by the
    ``replaces`` of ``codebook``; dimensions that it does not have are left out.
    """
    known = {**versions, codebook.version: codebook}

    @cache
    def reasons(dimension: str, version: str, codes: str) -> tuple[Reason, ...]:
        return _reasons(codebook.by_id[dimension], tuple(codes.split("|")), known.get(version), codebook)

    result: dict[str, dict[str, tuple[Reason, ...]]] = defaultdict(dict)
    for (statement, dimension), row in sorted(_current(decisions).items()):
        if dimension not in codebook.by_id or row.verdict not in CODING_VERDICTS:
            continue
        if row.codebook_version == codebook.version or not isinstance(row.codes, str):
            continue
        if found := reasons(dimension, str(row.codebook_version), row.codes):
            result[statement][dimension] = found
    return dict(result)


def _current(decisions: pd.DataFrame) -> dict[tuple[str, str], Any]:
    """Return the decision that counts for every statement and dimension."""
    usual: dict[tuple[str, str], Any] = {}
    blind: dict[tuple[str, str], Any] = {}
    for row in decisions.itertuples(index=False):
        of = blind if str(row.workbook).endswith(BLIND) else usual
        of[str(row.statement_id), str(row.dimension)] = row
    others = {statement for statement, _ in usual}
    return usual | {key: row for key, row in blind.items() if key[0] not in others}


def _reasons(
    dimension: Dimension, codes: tuple[str, ...], then: Codebook | None, codebook: Codebook
) -> tuple[Reason, ...]:
    before = None if then is None else then.by_id.get(dimension.id)
    found = tuple(reason for code in codes for reason in _of_code(code, before, dimension))
    if found:
        return found
    try:
        codebook.check(dimension.id, tuple(dict.fromkeys(dimension.current(code) for code in codes)))
    except CodebookError:
        return (Reason(dimension.id, "", "", "together"),)
    return ()


def _of_code(code: str, before: Dimension | None, now: Dimension) -> list[Reason]:
    if before is None or code not in before.by_code:
        name = now.by_code[code].name if code in now.by_code else code
        return [Reason(now.id, code, name, UNKNOWN)]
    old = before.by_code[code]
    names = successors(code, before, now)
    called = tuple(now.by_code[name].name for name in names)
    if not names:
        return [Reason(now.id, code, old.name, "removed")]
    if len(names) > 1:
        return [Reason(now.id, code, old.name, "split", called)]
    changed = changed_meaning(old, now.by_code[names[0]])
    return [Reason(now.id, code, old.name, kind, called) for kind in changed]
