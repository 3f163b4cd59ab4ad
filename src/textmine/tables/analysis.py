"""Tables of counts, each with the statements behind it."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Table, Text, Whole


class Funnel(Table):
    """From files to published figures: per stage what came in, what went on, and what was set aside.

    In order of the stages; ``received == kept + rejected`` in every row. ``unit`` is Dutch ("bestanden",
    "uitspraken"); ``reasons`` says in Dutch why things were set aside, with counts, most frequent first.
    """

    stage: Series[Text] = pan.Field(unique=True)
    title: Series[Text]
    unit: Series[Text]
    received: Series[Whole]
    kept: Series[Whole]
    rejected: Series[Whole]
    reasons: Series[Text]


class Crosses(Table):
    """How often two codes go together, one row per cell, in codebook order; empty cells are there too.

    Counts are of statements that count (established, substantive): ``statements``, ``texts`` (distinct
    texts), ``sessions`` (distinct sessions; for responses distinct submissions), ``represented`` (persons
    and organisations on whose behalf they were made, each respondent once; missing when unknown).
    ``row_code``/``column_code`` belong to ``row_dimension``/``column_dimension``, rolled up to main codes.
    """

    row_dimension: Series[Text]
    row_code: Series[Text]
    column_dimension: Series[Text]
    column_code: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)


class CodeCounts(Table):
    """How often each code was given, all codes of all dimensions in codebook order; counts as in ``Crosses``.

    A main code includes its sub-codes; a sub-code has its main code as ``parent``.
    """

    dimension: Series[Text]
    code: Series[Text]
    parent: Series[Text] = pan.Field(nullable=True)
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)


class Coverage(Table):
    """One row per session (for responses per channel and region): what was received, what came of it.

    A session without documents is there too. ``submissions`` counts what was handed in as one.
    """

    session: Series[Text]
    name: Series[Text]
    region: Series[Text] = pan.Field(nullable=True)
    tier: Series[Text] = pan.Field(nullable=True)
    status: Series[Text]
    submissions: Series[Whole]
    documents: Series[Whole]
    statements: Series[Whole]
    texts: Series[Whole]


class TopicSpread(Table):
    """Per topic where it was raised: statements, distinct texts, sessions, regions, tiers."""

    topic: Series[Text] = pan.Field(unique=True)
    level: Series[Whole]
    parent: Series[Text] = pan.Field(nullable=True)
    name: Series[Text]
    words: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    regions: Series[Whole]
    tiers: Series[Whole]


class Evidence(Table):
    """Which statements stand behind a figure: one row per figure and statement.

    ``figure`` names the analysis table ("code_counts", "crosses", "topic_spread", "estimates", "points", and
    those of ``tables.compare``), ``key`` the row of that table (its key columns joined with ``|``, a missing
    one empty; for an estimate without the unit, and with an empty code for all judged statements).
    """

    figure: Series[Text]
    key: Series[Text]
    statement_id: Series[Text]
