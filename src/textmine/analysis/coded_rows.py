"""Facts with the codes they are counted under, and the evidence of what is counted."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

from textmine.analysis.counting import codes_of
from textmine.codebook import Codebook
from textmine.tables import Assignments, Crosses, Evidence, empty, frame

CODE_KEY = ("dimension", "code")
CROSS_KEY = (Crosses.row_dimension, Crosses.row_code, Crosses.column_dimension, Crosses.column_code)
"""What identifies a code and a cell: two dimensions may share the name of a code."""


def code_rows(counted: pd.DataFrame, assignments: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the facts once per code of each statement (a main code includes its sub-codes)."""
    parts = []
    for dimension in codebook.dimensions:
        given = assignments[
            assignments[Assignments.assigned] & (assignments[Assignments.dimension] == dimension.id)
        ]
        own = given[[Assignments.statement_id, Assignments.code]]
        both = pd.concat([own, codes_of(assignments, codebook, dimension.id)]).drop_duplicates()
        rows = counted.merge(both, on="statement_id")
        parts.append(rows.assign(dimension=_same(dimension.id, rows)))
    return pd.concat(parts, ignore_index=True)


def cross_rows(
    counted: pd.DataFrame, assignments: pd.DataFrame, codebook: Codebook, pair: tuple[str, str]
) -> pd.DataFrame:
    """Return the facts once per cell of the cross of two dimensions; ``CROSS_KEY`` are columns."""
    first, second = pair
    rows = counted.merge(
        codes_of(assignments, codebook, first).rename(columns={"code": Crosses.row_code}),
        on="statement_id",
    ).merge(
        codes_of(assignments, codebook, second).rename(columns={"code": Crosses.column_code}),
        on="statement_id",
    )
    return rows.assign(
        **{Crosses.row_dimension: _same(first, rows), Crosses.column_dimension: _same(second, rows)}
    )


def cross_keys(codebook: Codebook, pair: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    """Return the cells of a cross of main codes, in codebook order."""
    first, second = pair
    return [
        (first, row.code, second, column.code)
        for row in codebook.by_id[first].codes
        for column in codebook.by_id[second].codes
        if row.parent is None and column.parent is None
    ]


def evidence_of(figure: str, rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """List the statements behind each figure; key columns are joined with ``|``, a missing one is empty."""
    if rows.empty:
        return empty(Evidence)
    keys = rows[by[0]].astype(object).fillna("")
    for name in by[1:]:
        keys = keys + "|" + rows[name].astype(object).fillna("")
    found = pd.DataFrame({"key": keys, "statement_id": rows["statement_id"].astype(object)})
    found = found.drop_duplicates().sort_values(["key", "statement_id"])
    return frame(
        Evidence,
        {
            Evidence.figure: [figure] * len(found),
            Evidence.key: found["key"].tolist(),
            Evidence.statement_id: found["statement_id"].tolist(),
        },
    )


def _same(value: str, rows: pd.DataFrame) -> pd.Series:
    return pd.Series(value, index=rows.index, dtype=pd.ArrowDtype(pa.string()))
