"""A review round as it was drawn: who may go out, and from what, so that figures can rest on it later."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Round:
    """What was logged when round ``number`` was drawn.

    ``queue`` (schema ``Queue``) are the texts that went out, ``strata`` (``Strata``) counts what they were
    drawn from, and ``texts`` (``RoundTexts``) says which stratum every text was in.
    """

    number: int
    queue: pd.DataFrame
    strata: pd.DataFrame
    texts: pd.DataFrame
