"""Tables of points: who says the same within a theme and a kind, and what people changed about that."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Real, Table, Text, Truth, Whole


class Points(Table):
    """Groups of statements that say the same within a theme and a kind: main points (level 1), points (2).

    ``theme`` and ``kind`` are codes of the dimensions that ``Codebook.points_within`` names; in their order,
    then by the ``order`` that people gave, then the largest main point first, each followed by its own points
    (``parent`` is the main point). ``central`` is the statement that is most like the others; ``name`` is its
    text, or what people called the point (then ``named_by`` says who). ``sessions`` counts submissions where
    there are no sessions; ``represented`` as in ``CodeCounts``. ``generic``: made in as many sessions and
    regions as the settings ask, or else an ``exception`` (the reason) signed by ``exception_by``; never when
    people left the point out, for the reason in ``excluded``. A point that is left out has a main point of
    its own. ``forwarded`` names programmes of the corpus, joined with ``|``. What people did not decide is
    missing.
    """

    id: Series[Text] = pan.Field(unique=True)
    level: Series[Whole]
    parent: Series[Text] = pan.Field(nullable=True)
    theme: Series[Text]
    kind: Series[Text]
    name: Series[Text]
    central: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    regions: Series[Whole]
    tiers: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)
    generic: Series[Truth]
    order: Series[Whole] = pan.Field(nullable=True)
    excluded: Series[Text] = pan.Field(nullable=True)
    exception: Series[Text] = pan.Field(nullable=True)
    exception_by: Series[Text] = pan.Field(nullable=True)
    named_by: Series[Text] = pan.Field(nullable=True)
    forwarded: Series[Text] = pan.Field(nullable=True)


class PointMembers(Table):
    """The statements of every point of level 2, by point and statement; one of two themes is in two points.

    ``similarity`` is the mean to the other texts of the point, 1 for one that is alone.
    """

    point: Series[Text]
    statement_id: Series[Text]
    similarity: Series[Real]


class PointEdits(Table):
    """What people changed about points, append-only, in order of arrival; every column is text.

    ``edit`` is one of ``POINT_EDITS``. ``point`` is the id that the point had in its workbook, ``level`` 1 or
    2. ``texts`` are the hashes (``Groups.group``) of the texts that it then held, ascending, joined with
    ``|``; of a move the one text that goes. ``value`` is the name, the id of the other point, the number, the
    reason, the programmes (joined with ``|``), or for ``withdraw`` the id of the edit that no longer counts;
    empty: people took it back. ``signed`` says who signs an exception. Of one person the last edit of the
    same thing counts.
    """

    edit: Series[Text]
    point: Series[Text]
    level: Series[Text]
    theme: Series[Text]
    kind: Series[Text]
    texts: Series[Text]
    value: Series[Text]
    signed: Series[Text]
    reviewer: Series[Text]
    decided_at: Series[Text]
    workbook: Series[Text]


RENAME, MERGE, ORDER, EXCLUDE, EXCEPTION, FORWARD = (
    "rename",
    "merge",
    "order",
    "exclude",
    "exception",
    "forward",
)
MOVE, PIN, WITHDRAW = "move", "pin", "withdraw"

POINT_EDITS = (RENAME, MERGE, ORDER, EXCLUDE, EXCEPTION, FORWARD, MOVE, PIN, WITHDRAW)
"""What people can do to a point; ``PIN`` only says which texts a point held that another edit leans on."""

LEVELS = ("1", "2")
"""Levels of a point, as ``PointEdits`` writes them."""
