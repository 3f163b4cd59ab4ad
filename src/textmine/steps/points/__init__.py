"""Who says the same: points within theme and kind, each named by its most central statement."""

from dataclasses import dataclass

import pandas as pd
from pydantic import Field

from textmine.analysis.countable import why_not
from textmine.analysis.counting import facts
from textmine.analysis.generic_rule import GenericRule
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.encoders.embeddings import Embeddings
from textmine.models.point_clusters import Heights, Likeness
from textmine.review.point_edits import decide
from textmine.settings import Settings
from textmine.steps.points.made import MAIN, POINT, Finder, Point
from textmine.steps.points.open_work import open_work
from textmine.steps.points.rows import DecidedColumns, Spread, point_rows, statements_of
from textmine.steps.points.texts import Cells, Texts, given_codes
from textmine.tables import PointMembers, Points, empty

__all__ = ["MAIN", "POINT", "Pointed", "PointsSettings", "points"]


class PointsSettings(Settings):
    """When statements make the same point; see ``models.point_clusters``.

    ``meaning``, ``letters`` and ``codes`` weigh three kinds of likeness. ``most`` is how many texts of one
    theme and kind are compared all with all; more are divided first.
    """

    alike: float = Field(
        default=0.36,
        ge=0,
        le=1,
        description="hoeveel uitspraken op elkaar moeten lijken om één punt te zijn; hoger: kleinere punten",
    )
    main: float = Field(
        default=0.2, ge=0, le=1, description="hoeveel punten op elkaar moeten lijken om één hoofdpunt te zijn"
    )
    meaning: float = Field(default=1.0, ge=0, description="hoe zwaar de betekenis telt bij het vergelijken")
    letters: float = Field(default=1.0, ge=0, description="hoe zwaar dezelfde woorddelen tellen")
    codes: float = Field(default=0.6, gt=0, description="hoe zwaar hetzelfde onderwerp telt")
    generic_sessions: int = Field(
        default=4,
        ge=1,
        description="in hoeveel sessies (of inzendingen) een algemeen punt minstens is gemaakt",
    )
    generic_share: float = Field(
        default=0.02,
        ge=0,
        le=1,
        description="in welk deel van alle sessies (of inzendingen) een algemeen punt minstens is gemaakt",
    )
    generic_regions: int = Field(
        default=2,
        ge=0,
        description="in hoeveel regio's een algemeen punt minstens is gemaakt, als die er zijn",
    )
    most: int = Field(
        default=3_000,
        ge=10,
        description="hoeveel teksten van één thema en soort hoogstens allemaal met elkaar worden vergeleken",
    )


@dataclass(frozen=True, slots=True)
class Pointed:
    """The points, what belongs to each, and what people still have to look at (``tables.OpenWork``)."""

    points: pd.DataFrame
    members: pd.DataFrame
    open_work: pd.DataFrame


def points(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    documents: pd.DataFrame,
    embeddings: Embeddings,
    assignments: pd.DataFrame,
    memberships: pd.DataFrame,
    edits: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    settings: PointsSettings,
) -> Pointed:
    """Gather statements that count and say the same, within every pair of codes that the codebook asks for.

    A statement with two themes is in a point of each. Statements with the same text are in the same point.
    The result depends on texts, codes, vectors and ``edits``, not on the order of other rows; the id of a
    point is a hash of its codes and texts, but a point that people changed keeps the id that it had then,
    and the texts. Without ``points_within`` in the codebook there are no points.
    """
    decided = decide(edits)
    texts = Texts.of(statements[why_not(statements, documents, assignments).isna()], groups)
    if codebook.points_within is None or not texts.groups:
        return Pointed(empty(Points), empty(PointMembers), open_work(decided, (), texts, corpus))
    given = given_codes(assignments, set(texts.ids))
    beside = codebook.points_alike
    codes = [
        frozenset().union(*(given.get((name, beside or ""), ()) for name in texts.members[row]))
        for row in range(len(texts.groups))
    ]
    vectors = embeddings.rows([members[0] for members in texts.members])
    weights = (settings.meaning, settings.letters, settings.codes)
    likeness = Likeness.of(texts.texts, vectors, codes, weights)
    finder = Finder(texts, likeness, Heights(settings.alike, settings.main), settings.most, decided)
    cells = Cells(codebook, codebook.points_within)
    made: list[Point] = []
    for cell, rows in cells.rows(texts, given).items():
        made += finder.points(cell, rows)
    counted = facts(statements, documents, groups, assignments, memberships, corpus.kind)
    rule = GenericRule(settings.generic_sessions, settings.generic_share, settings.generic_regions)
    spread = Spread(counted, rule)
    held = statements_of(texts, given, made, cells)
    found, members = point_rows(texts, made, held, cells, spread, DecidedColumns(decided, corpus))
    return Pointed(found, members, open_work(decided, made, texts, corpus))
