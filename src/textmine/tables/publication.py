"""Tables of what stands between the figures and a publication."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Table, Text, Truth, Whole


class OpenWork(Table):
    """What people still have to do or to look at before the figures can be published, in order of reading.

    ``area`` says in Dutch what it is about ("punten", "reacties"), ``key`` names the one thing (a point, a
    registration number, a file). ``message`` is Dutch and says the way out. While a row with ``blocks`` is
    there, the report says that it is not fit to be published.
    """

    area: Series[Text]
    key: Series[Text]
    message: Series[Text]
    blocks: Series[Truth]


FILES_AREA = "bestanden"
PERSONAL_AREA = "persoonsgegevens"

SETTLED_AREAS = (FILES_AREA, PERSONAL_AREA)
"""Areas of open work in which people may decide that nothing needs to be done."""


class Settled(Table):
    """``settled.csv``: open work that needs no doing, by area and key of ``OpenWork``; in order of the file.

    ``row`` is the row in the file, the heading being 1. ``by`` is who decided; it is in no publication.
    """

    row: Series[Whole] = pan.Field(unique=True)
    area: Series[Text] = pan.Field(isin=SETTLED_AREAS)
    key: Series[Text]
    reason: Series[Text]
    by: Series[Text]


class PublishedFigures(Table):
    """The figures of a publication, for the next one to be compared with.

    ``figure`` is the name of an analysis table, or "statements" (``key`` is document id and text hash, so
    that a statement that only moved is the same) or "points". ``key`` is as in ``tables.Evidence``.
    ``measure`` is what was counted, a column of that table.
    """

    figure: Series[Text]
    key: Series[Text]
    measure: Series[Text]
    value: Series[Whole]
