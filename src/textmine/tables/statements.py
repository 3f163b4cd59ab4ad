"""Tables of statements: the same texts, topics, and codes."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Real, Table, Text, Truth, Whole, Wholes


class Statements(Table):
    """One point made by somebody, verbatim; sorted by document id and start.

    ``documents.text[start:end] == text`` and ``id == f"{document_id}:{start}-{end}"``. ``outer_start`` is
    where the unit begins with its bullet, number or speaker label (``outer_start <= start``).
    ``structure`` is bullet, number, turn, cell or sentence. ``sentences`` are the starts of the sentences,
    relative to ``start``, ascending, the first one 0. ``heading`` stands above it; of an answer in a form
    without headings, it is the question.
    """

    id: Series[Text] = pan.Field(unique=True)
    document_id: Series[Text]
    start: Series[Whole]
    end: Series[Whole]
    outer_start: Series[Whole]
    text: Series[Text]
    context_before: Series[Text]
    context_after: Series[Text]
    structure: Series[Text]
    heading: Series[Text] = pan.Field(nullable=True)
    speaker: Series[Text] = pan.Field(nullable=True)
    sentences: Series[Wholes]


class Groups(Table):
    """Which statements say literally the same; one row per statement, sorted by statement id.

    ``group`` is the hash of the normalised text; ``representative`` is true for one statement per group
    (the smallest id); ``size`` counts the statements of the group.
    """

    statement_id: Series[Text] = pan.Field(unique=True)
    group: Series[Text]
    representative: Series[Truth]
    size: Series[Whole]


class Topics(Table):
    """One row per topic, level 1 (broad) and 2 (fine), sorted by level, then size descending, then id.

    ``parent`` is the level-1 topic of a level-2 topic. ``words`` and ``representatives`` (statement ids,
    most central first) are joined with ``|``. ``size`` counts statements, ``groups`` distinct texts.
    """

    id: Series[Text] = pan.Field(unique=True)
    level: Series[Whole]
    parent: Series[Text] = pan.Field(nullable=True)
    name: Series[Text]
    words: Series[Text]
    representatives: Series[Text]
    size: Series[Whole]
    groups: Series[Whole]


class Landscape(Table):
    """Where the largest level-2 topics are in a plane: near each other when they are alike. Sorted by topic.

    ``x`` and ``y`` run from 0 to 1; the wider direction is ``x`` and fills it, both have one scale.
    """

    topic: Series[Text] = pan.Field(unique=True)
    x: Series[Real] = pan.Field(ge=0, le=1)
    y: Series[Real] = pan.Field(ge=0, le=1)


class Memberships(Table):
    """The level-2 topic of each statement, missing when it is unassigned. Sorted by statement."""

    statement_id: Series[Text] = pan.Field(unique=True)
    topic: Series[Text] = pan.Field(nullable=True)
    similarity: Series[Real]


class Assignments(Table):
    """The probability of every code for every statement, and whether the code is assigned.

    Sorted by statement id, then in codebook order. ``source`` is ``model`` or ``person`` (a decision wins:
    probability 1 or 0). ``reason`` is a plain Dutch sentence, for assigned codes only.
    """

    statement_id: Series[Text]
    dimension: Series[Text]
    code: Series[Text]
    probability: Series[Real] = pan.Field(ge=0, le=1)
    assigned: Series[Truth]
    source: Series[Text]
    reason: Series[Text] = pan.Field(nullable=True)
