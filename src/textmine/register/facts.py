"""The statements of responses that count, each with its response, its text and the points it makes."""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from textmine.analysis.countable import why_not
from textmine.models.topic_model import content_id
from textmine.tables import Documents, Groups, PointMembers, Points, Statements

_LEVEL = 8
"""Added to the content of a text in no point, so that its id is never that of a point."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point that asks for an answer; ``members`` are its statements, ascending.

    ``central`` is most like the others; ``main`` is its main point. One that people ``excluded`` asks for no
    answer any more. A text that is in no point is a point by itself, with
    empty codes and no main point.
    """

    id: str
    main: str | None
    cell: tuple[str, str]
    central: str
    members: tuple[str, ...]
    texts: tuple[str, ...]
    excluded: bool = False


def counted(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame,
    respondents: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per statement that counts, sorted by its id.

    Columns: ``statement_id``, ``document_id``, ``submission``, ``text_group``, ``words``, and what
    ``analysis.counting.count`` needs: ``session`` (the submission), ``respondent`` and ``on_behalf_of``.
    """
    rows = statements[why_not(statements, sources, assignments).isna()]
    found = pd.DataFrame(
        {
            "statement_id": rows[Statements.id].astype(object).to_numpy(),
            "document_id": rows[Statements.document_id].astype(object).to_numpy(),
            "words": [len(text.split()) for text in rows[Statements.text]],
        }
    )
    pairs = zip(sources[Documents.id], sources[Documents.submission], strict=True)
    found["submission"] = found["document_id"].map(dict(pairs))
    by_group = dict(zip(groups[Groups.statement_id], groups[Groups.group], strict=True))
    found["text_group"] = found["statement_id"].map(by_group)
    found["session"] = found["submission"]
    about = respondents[["submission", "respondent", "on_behalf_of"]].astype({"submission": object})
    found = found.merge(about, on="submission", how="left", validate="many_to_one")
    return found.sort_values("statement_id", ignore_index=True)


def points_of(rows: pd.DataFrame, points: pd.DataFrame, members: pd.DataFrame) -> list[Point]:
    """Return every point with a statement in ``rows`` (see ``counted``), and every text that is in none.

    In the order of ``Points``; then the texts in no point, by their first statement.
    """
    text = dict(zip(rows["statement_id"], rows["text_group"], strict=True))
    held: dict[str, list[str]] = defaultdict(list)
    for point, name in zip(members[PointMembers.point], members[PointMembers.statement_id], strict=True):
        if name in text:
            held[point].append(name)
    columns = (Points.id, Points.parent, Points.theme, Points.kind, Points.central, Points.excluded)
    found = []
    for name, main, theme, kind, central, why in zip(
        *(points[c].astype(object) for c in columns), strict=True
    ):
        if name in held:
            mine = tuple(sorted(held[name]))
            texts = tuple(sorted({text[member] for member in mine}))
            broad = None if pd.isna(main) else main
            gone = not pd.isna(why)
            found.append(Point(name, broad, (theme, kind), central, mine, texts, excluded=gone))
    pointed = {name for names in held.values() for name in names}
    alone: dict[str, list[str]] = defaultdict(list)
    for name, group in text.items():
        if name not in pointed:
            alone[group].append(name)
    for group, names in sorted(alone.items(), key=lambda item: item[1][0]):
        own = content_id(_LEVEL, (group,))
        found.append(Point(own, None, ("", ""), names[0], tuple(names), (group,)))
    return found
