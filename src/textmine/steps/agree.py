"""People's decisions to how far they agree."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pydantic import Field

from textmine.analysis.agreement_table import SetDistance, agreement_table
from textmine.codebook import Codebook
from textmine.review.double_coding import double_coding
from textmine.review.rounds import Round
from textmine.settings import Settings


class AgreeSettings(Settings):
    """How agreement and its intervals are measured."""

    draws: int = Field(
        default=2000, ge=100, description="hoeveel trekkingen er worden gedaan voor een interval"
    )
    seed: int = Field(default=0, ge=0, description="begingetal van het toeval; zelfde getal, zelfde uitkomst")
    set_distance: SetDistance = Field(
        default="masi",
        description="hoe ver twee verzamelingen codes uit elkaar liggen, waar een uitspraak meer codes kan "
        "hebben: `masi` of `jaccard`",
    )


def agree(
    decisions: pd.DataFrame, rounds: Sequence[Round], codebook: Codebook, settings: AgreeSettings
) -> pd.DataFrame:
    """Measure how far people agree who coded the same texts of a sample apart from each other.

    The result has schema ``Agreement``; without such texts all of it is undefined.
    """
    counting = double_coding(decisions, rounds, codebook)
    return agreement_table(
        counting.decisions,
        codebook,
        np.random.default_rng(settings.seed),
        set_distance=settings.set_distance,
        draws=settings.draws,
    )
