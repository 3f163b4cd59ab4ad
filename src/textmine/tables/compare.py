"""Tables of analyses A to D: what was said where, by theme, by region and by tier."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Real, Table, Text, Truth, Whole


class GenericPoints(Table):
    """Analysis A: the main points made in enough sessions and regions, or kept by a signed exception.

    In order of ``number`` (from 1): the order of people, then the most widely made first. ``of_sessions``,
    ``of_regions`` and ``of_tiers`` count those where anything was said that counts. ``exception`` is the
    reason that people gave, ``exception_by`` who signed it; both are missing for a point that is generic by
    itself.
    """

    number: Series[Whole]
    point: Series[Text] = pan.Field(unique=True)
    theme: Series[Text]
    kind: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    of_sessions: Series[Whole]
    regions: Series[Whole]
    of_regions: Series[Whole]
    tiers: Series[Whole]
    of_tiers: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)
    exception: Series[Text] = pan.Field(nullable=True)
    exception_by: Series[Text] = pan.Field(nullable=True)


class PointSessions(Table):
    """The matrix of analysis A: in which sessions a point of ``GenericPoints`` was made, with how much.

    One row per point and session where it was made, by number of the point and session; none where the corpus
    has no sessions. ``region`` and ``tier`` are missing when unknown.
    """

    point: Series[Text]
    session: Series[Text]
    region: Series[Text] = pan.Field(nullable=True)
    tier: Series[Text] = pan.Field(nullable=True)
    statements: Series[Whole]
    texts: Series[Whole]


class PointTiers(Table):
    """Analysis B: every main point in every tier, in order of points and tiers, also where nobody made it.

    ``sessions`` of ``of_sessions`` sessions of this tier, against ``elsewhere`` of ``of_elsewhere`` of all
    other tiers. There are no rows where no tier is known. ``chance`` is how likely so many of the sessions
    would be of this tier when tiers do not matter (hypergeometric, one side; Fisher 1935); ``by_chance`` how
    likely a point made in as many sessions would then be called different. ``differs``: made in enough
    sessions here, in few elsewhere, and ``chance`` is small. What was said in sessions of an unknown tier is
    a row without ``tier``, which is not compared.
    """

    point: Series[Text]
    tier: Series[Text] = pan.Field(nullable=True)
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    of_sessions: Series[Whole]
    elsewhere: Series[Whole] = pan.Field(nullable=True)
    of_elsewhere: Series[Whole] = pan.Field(nullable=True)
    chance: Series[Real] = pan.Field(nullable=True)
    by_chance: Series[Real] = pan.Field(nullable=True)
    differs: Series[Truth]


class RegionProfile(Table):
    """Analysis C: what is said in each region, and whether that is more than elsewhere.

    One row per region and code (all but the outside ones, in order of the codebook), and then per region and
    main point that was made there (``dimension`` is missing, ``item`` the point). ``statements`` of
    ``of_statements`` in ``sessions`` of ``of_sessions`` sessions of that region; ``elsewhere`` of
    ``of_elsewhere`` statements of the other regions, in ``other_regions`` of them.

    ``log_odds`` (natural logarithm of the odds ratio) has an informative Dirichlet prior (Monroe, Colaresi
    and Quinn 2008), with the interval ``low`` to ``high`` resampled by session (Rao and Wu 1988). ``chance``
    is corrected for all comparisons: of all rows with at most this value, so large a part is expected to be
    chance (Benjamini and Hochberg 1995; see ``analysis.log_odds``). ``more``: it is small.
    What is not compared has the reason in ``reason``, in Dutch.
    """

    region: Series[Text]
    dimension: Series[Text] = pan.Field(nullable=True)
    item: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    of_statements: Series[Whole]
    sessions: Series[Whole]
    of_sessions: Series[Whole]
    elsewhere: Series[Whole]
    of_elsewhere: Series[Whole]
    other_regions: Series[Whole]
    log_odds: Series[Real] = pan.Field(nullable=True)
    low: Series[Real] = pan.Field(nullable=True)
    high: Series[Real] = pan.Field(nullable=True)
    chance: Series[Real] = pan.Field(nullable=True)
    more: Series[Truth]
    reason: Series[Text] = pan.Field(nullable=True)


class TierPoints(Table):
    """Analysis D: per subject and point and tier, in how many distinct sessions it was made.

    A point is one of ``tables.Points`` of level 2; where the codebook asks for no points, a fine topic.
    ``counts`` is true when the point was made in enough distinct sessions of that tier; otherwise
    ``reason`` says in Dutch why it drops out. ``of_sessions`` counts the sessions of that tier.
    """

    subject: Series[Text]
    point: Series[Text]
    point_name: Series[Text]
    tier: Series[Text]
    statements: Series[Whole]
    sessions: Series[Whole]
    of_sessions: Series[Whole]
    counts: Series[Truth]
    reason: Series[Text] = pan.Field(nullable=True)
