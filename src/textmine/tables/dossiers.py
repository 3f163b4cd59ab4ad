"""Tables of dossiers: everything that was said about one activity, or whatever the codebook asks for."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Table, Text, Whole

WHOLE, CROSS, REGION, TIER, POINT = "all", "cross", "region", "tier", "point"

DOSSIER_PARTS = (WHOLE, CROSS, REGION, TIER, POINT)
"""What a row of a dossier counts, in order."""


class Dossiers(Table):
    """Counts per main code of ``Codebook.dossiers`` (``dossier``, in codebook order), part by part.

    ``part`` is one of ``DOSSIER_PARTS``; ``first`` is the region, the tier, the point, or of a cross the
    code in its rows and ``second`` that in its columns; else they are empty. Every dossier has a row for all
    of it, also when nothing was said; other rows are of what was said. Counts as in ``Crosses``; of a point
    only its statements in this dossier, those in most sessions first.
    """

    dossier: Series[Text]
    part: Series[Text]
    first: Series[Text]
    second: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)
