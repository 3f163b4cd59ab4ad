"""Counts with their units: statements, distinct texts, sessions or submissions, and who is represented."""

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from textmine.analysis.countable import why_not
from textmine.codebook import Codebook
from textmine.tables import Assignments, Documents, Groups, Memberships, Statements

COUNTS = ("statements", "texts", "sessions", "represented")


def facts(  # noqa: PLR0913, PLR0917  # five tables, and what they are about
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    groups: pd.DataFrame,
    assignments: pd.DataFrame,
    memberships: pd.DataFrame,
    kind: Literal["minutes", "responses"],
) -> pd.DataFrame:
    """Return one row per statement that counts, with what counting needs.

    Columns: ``statement_id``, ``text_group``, ``session`` (the submission where there is none: every
    response, and minutes that belong to no session), ``region``, ``tier``, ``respondent``, ``on_behalf_of``
    and ``topic``. The respondent is the organisation, in responses else the person, else the submission;
    minutes without an organisation do not say who speaks, so there it is missing.
    """
    counted = statements[why_not(statements, documents, assignments).isna()]
    rows = counted[[Statements.id, Statements.document_id]].rename(columns={Statements.id: "statement_id"})
    names = [Documents.id, Documents.submission, Documents.session, Documents.region, Documents.tier]
    names += [Documents.organisation, Documents.respondent, Documents.on_behalf_of]
    about = documents[names].rename(columns={Documents.id: Statements.document_id})
    rows = rows.merge(about, on=Statements.document_id, how="left", validate="many_to_one")
    by_group = groups[[Groups.statement_id, Groups.group]].rename(columns={Groups.group: "text_group"})
    rows = rows.merge(by_group, on="statement_id", how="left", validate="one_to_one")
    rows = rows.merge(
        memberships[[Memberships.statement_id, Memberships.topic]], on="statement_id", how="left"
    )
    if kind == "minutes":
        rows["respondent"] = rows[Documents.organisation]
    else:
        person = rows[Documents.respondent].fillna(rows[Documents.submission])
        rows["respondent"] = rows[Documents.organisation].fillna(person)
    rows["session"] = rows[Documents.session].fillna(rows[Documents.submission])
    wanted = [
        "statement_id",
        "text_group",
        "session",
        "region",
        "tier",
        "respondent",
        "on_behalf_of",
        "topic",
    ]
    return rows[wanted].sort_values("statement_id", ignore_index=True)


def codes_of(assignments: pd.DataFrame, codebook: Codebook, dimension: str) -> pd.DataFrame:
    """Return the main codes of ``dimension``: columns ``statement_id`` and ``code``, no doubles."""
    rows = assignments[assignments[Assignments.assigned] & (assignments[Assignments.dimension] == dimension)]
    main = {code: codebook.by_id[dimension].top(code) for code in codebook.by_id[dimension].by_code}
    codes = rows[[Assignments.statement_id, Assignments.code]].copy()
    codes[Assignments.code] = (
        codes[Assignments.code].astype(object).map(main).astype(pd.ArrowDtype(pa.string()))
    )
    return codes.drop_duplicates(ignore_index=True)


def count(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Count ``rows`` (facts with key columns) per combination of ``by``; sorted by key.

    ``represented`` sums ``on_behalf_of`` over distinct respondents (the largest number a respondent gave);
    it is missing where no respondent is known.
    """
    keys = list(by)
    grouped = rows.groupby(keys, observed=True, sort=True)
    counts = grouped.agg(
        statements=("statement_id", "nunique"),
        texts=("text_group", "nunique"),
        sessions=("session", "nunique"),
    )
    known = rows[rows["respondent"].notna()]
    people = known.groupby([*keys, "respondent"], observed=True)["on_behalf_of"].max()
    counts["represented"] = people.groupby(level=list(range(len(keys)))).sum()
    return counts.reset_index()


def as_columns(
    counts: pd.DataFrame, keys: Sequence[tuple[Any, ...]], by: Sequence[str]
) -> dict[str, list[Any]]:
    """Return the counts for ``keys`` in that order, zero where nothing was counted."""
    found = {tuple(row[:-4]): row[-4:] for row in counts[[*by, *COUNTS]].itertuples(index=False, name=None)}
    empty = (0, 0, 0, None)
    rows = [[None if pd.isna(v) else int(v) for v in found.get(tuple(key), empty)] for key in keys]
    return {name: [row[place] for row in rows] for place, name in enumerate(COUNTS)}
