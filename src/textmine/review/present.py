"""A review round beside the statements there are now: which of its texts are still there."""

from dataclasses import dataclass

import numpy as np

from textmine.review.population import Names, Whole
from textmine.review.rounds import Round
from textmine.tables import RoundTexts


@dataclass(frozen=True, slots=True)
class Present:
    """The texts of a round that are still there, by id: number of the text, stratum, and id.

    ``gone`` counts the others.
    """

    text: Whole
    stratum: Names
    ids: Names
    gone: int


def present(drawn: Round, ids: Names, text: Whole) -> Present:
    """Match the texts of a round with those of today: statements ``ids``, ascending, saying ``text``.

    A text is the one that its representative says now. Where two texts of the round became one (another rule
    for what is the same) it is not known how likely it was drawn: both count as gone.
    """
    rows = drawn.texts.sort_values(RoundTexts.statement_id)
    wanted = np.asarray(rows[RoundTexts.statement_id].tolist(), dtype=np.str_)
    names = np.asarray(rows[RoundTexts.stratum].tolist(), dtype=np.str_)
    place = np.minimum(np.searchsorted(ids, wanted), max(len(ids) - 1, 0))
    found = ids[place] == wanted if len(ids) else np.zeros(len(wanted), dtype=bool)
    own = text[place[found]]
    kept = np.bincount(own, minlength=int(text.max(initial=-1)) + 1)[own] == 1
    return Present(own[kept], names[found][kept], wanted[found][kept], len(rows) - int(kept.sum()))
