"""Tables of a dialogue: what its parts brought, what they have in common, and how that adds up."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Table, Text, Truth, Whole


class Parts(Table):
    """One row per part of a dialogue, in its order.

    ``part`` is the folder of its corpus, which stands before every id of the part (``part/id``). ``kind`` is
    minutes or responses. ``codebook_version`` is the version under which its statements were coded;
    ``crosswalk`` says whether its codes were led to others. ``received`` counts files, ``documents`` texts
    that were read, ``statements`` all there are and ``counted`` those that count.
    """

    part: Series[Text] = pan.Field(unique=True)
    name: Series[Text]
    corpus: Series[Text]
    kind: Series[Text]
    codebook: Series[Text]
    codebook_version: Series[Text]
    crosswalk: Series[Truth]
    received: Series[Whole]
    documents: Series[Whole]
    statements: Series[Whole]
    counted: Series[Whole]


class PartFunnel(Table):
    """The funnel of every part; see ``Funnel``."""

    part: Series[Text]
    stage: Series[Text]
    title: Series[Text]
    unit: Series[Text]
    received: Series[Whole]
    kept: Series[Whole]
    rejected: Series[Whole]
    reasons: Series[Text]


class OwnFigures(Table):
    """What the report of a part says itself, counted as in ``PartCounts``; for parts without a crosswalk."""

    part: Series[Text]
    figure: Series[Text]
    key: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    gatherings: Series[Whole]


class PartCounts(Table):
    """How often something was said in each part (``part``), and in all together (``part`` is missing).

    ``figure`` and ``key`` as in ``Evidence`` ("total" with an empty key: all that counts; "points" too).
    ``sessions`` is missing for parts of responses and ``submissions`` for parts of minutes: they are never
    added up. ``represented`` as in ``CodeCounts``. ``parts`` counts the parts in which it was said.
    """

    figure: Series[Text]
    key: Series[Text]
    part: Series[Text] = pan.Field(nullable=True)
    parts: Series[Whole]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole] = pan.Field(nullable=True)
    submissions: Series[Whole] = pan.Field(nullable=True)
    represented: Series[Whole] = pan.Field(nullable=True)


class Reconciliation(Table):
    """How the figures of the parts lead to those of the whole: ``summed - shared == total`` in every row.

    ``unit`` is "statements", "texts", "sessions", "submissions" or "represented"; ``shared`` is what is in
    more than one part and so is counted too often in the sum, found by itself and not as a difference.
    """

    figure: Series[Text]
    key: Series[Text]
    unit: Series[Text]
    summed: Series[Whole]
    shared: Series[Whole]
    total: Series[Whole]


class Shared(Table):
    """What is in more than one part, sorted: texts ("text", by group) and files ("file", by sha256).

    ``parts`` are joined with ``|``, in order of the dialogue; ``statements`` counts those in all of them.
    ``central`` is a statement of it, ``paths`` are the files (``part/path``) joined with ``|``, missing for
    texts.
    """

    what: Series[Text]
    key: Series[Text]
    parts: Series[Text]
    statements: Series[Whole]
    central: Series[Text] = pan.Field(nullable=True)
    paths: Series[Text] = pan.Field(nullable=True)
