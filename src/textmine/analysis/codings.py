"""Which statements several reviewers coded apart from each other, per dimension, out of all decisions."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.analysis.agreement import MISSING, Given
from textmine.analysis.distances import Members
from textmine.codebook import Codebook, Dimension
from textmine.errors import CodebookError
from textmine.tables import ASIDE_VERDICTS, CODING_VERDICTS, Decisions

_WHO, _ASIDE = "who", "aside"
_UNIT = [Decisions.statement_id, Decisions.text_hash]
_KIND = [Decisions.dimension, _ASIDE, Decisions.codes]
_Kind = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Codings:
    """The statements of one dimension that two or more reviewers coded.

    Parameters
    ----------
    units
        Statement ids, ascending. A statement whose text changed is there once for each text that two
        reviewers coded: only codings of the same text can be compared.
    coders
        Reviewers without case, ascending.
    given
        Units x coders: the number of the value, or ``MISSING``.
    members
        Values x (codes of the dimension in codebook order, then ``ASIDE_VERDICTS``). A statement that was
        set aside has no code but the verdict as its only member, so that it shares nothing with any other
        value.
    """

    units: tuple[str, ...]
    coders: tuple[str, ...]
    given: Given
    members: Members

    @property
    def documents(self) -> NDArray[np.str_]:
        """The document of each unit, by which units can be drawn together."""
        return np.asarray([name.rsplit(":", 1)[0] for name in self.units], dtype=np.str_)


def codings(decisions: pd.DataFrame, codebook: Codebook) -> dict[str, Codings]:
    """Return the codings of every dimension, from ``decisions`` in order of arrival.

    The last decision of a reviewer about a statement, its text and a dimension is what that reviewer means.
    ``accept`` and ``change`` give codes; who is in doubt, or wants the statement split, gives no value. A
    code that was replaced by one other code becomes that code. The caller leaves out decisions that were not
    taken apart from each other, such as those that settle a difference: with them agreement looks better
    than it was.

    Raises
    ------
    CodebookError
        When codes do not exist in this version of the codebook, with statement and reviewer.
    """
    rows = _last(decisions)
    kinds = _members(rows, codebook)
    return {
        each.id: _codings(rows[rows[Decisions.dimension] == each.id], each, kinds)
        for each in codebook.dimensions
    }


def _last(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the last decision of each reviewer that gives a value; columns are plain text, none missing.

    ``aside`` is the verdict that sets the statement aside, otherwise empty; then there are codes.
    """
    rows = decisions.astype(object).fillna("").astype(str)
    rows[_WHO] = rows[Decisions.reviewer].str.casefold()
    rows = rows.drop_duplicates([*_UNIT, _WHO, Decisions.dimension], keep="last")
    rows = rows[rows[Decisions.verdict].isin([*CODING_VERDICTS, *ASIDE_VERDICTS])].copy()
    aside = rows[Decisions.verdict].isin(ASIDE_VERDICTS)
    rows[_ASIDE] = rows[Decisions.verdict].where(aside, "")
    rows[Decisions.codes] = rows[Decisions.codes].mask(aside, "")
    return rows


def _members(rows: pd.DataFrame, codebook: Codebook) -> dict[_Kind, tuple[bool, ...]]:
    """Return the members of every value that occurs in ``rows``; see ``Codings.members``."""
    result: dict[_Kind, tuple[bool, ...]] = {}
    columns = [*_KIND, Decisions.statement_id, Decisions.reviewer, Decisions.workbook]
    once = rows.drop_duplicates(_KIND)[columns]
    for name, aside, codes, statement, reviewer, workbook in once.itertuples(index=False, name=None):
        dimension = codebook.by_id.get(name)
        if aside and dimension is None:
            continue
        try:
            given = () if aside else _current(codes, name, codebook)
        except CodebookError as error:
            raise CodebookError(
                f"beoordeling van {statement} door {reviewer} (werkboek {workbook}): {error}; beoordeel de "
                "uitspraak opnieuw, of noem de oude code in codebook.yaml onder 'replaces'"
            ) from error
        of_code = tuple(code in given for code in codebook.by_id[name].by_code)
        result[name, aside, codes] = (*of_code, *(verdict == aside for verdict in ASIDE_VERDICTS))
    return result


def _current(codes: str, dimension: str, codebook: Codebook) -> tuple[str, ...]:
    names = tuple(codes.split("|")) if codes else ()
    if dimension in codebook.by_id:
        names = tuple(dict.fromkeys(codebook.by_id[dimension].current(name) for name in names))
    codebook.check(dimension, names)
    return names


def _codings(rows: pd.DataFrame, dimension: Dimension, kinds: dict[_Kind, tuple[bool, ...]]) -> Codings:
    """Give units, coders and values of ``rows`` (those of one dimension) numbers in ascending order."""
    rows = rows[rows.groupby(_UNIT)[_WHO].transform("size") > 1]
    units = rows.groupby(_UNIT, sort=True).ngroup().to_numpy()
    who, coder = np.unique(rows[_WHO].to_numpy(dtype=np.str_), return_inverse=True)
    of_row = [kinds[kind] for kind in rows[_KIND].itertuples(index=False, name=None)]
    width = len(dimension.codes) + len(ASIDE_VERDICTS)
    members, value = np.unique(np.asarray(of_row, dtype=bool).reshape(-1, width), axis=0, return_inverse=True)
    names = rows[_UNIT].drop_duplicates().sort_values(_UNIT)[Decisions.statement_id]
    given = np.full((len(names), len(who)), MISSING, dtype=np.int64)
    given[units, coder] = value.reshape(-1)
    return Codings(tuple(names), tuple(who.tolist()), given, members)
