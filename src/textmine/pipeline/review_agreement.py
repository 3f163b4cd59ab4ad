"""How far reviewers agree at this moment, over all rounds or one."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textmine.codebook import Codebook
from textmine.errors import ConfigError
from textmine.pipeline.review_tables import read
from textmine.pipeline.run import load_settings
from textmine.pipeline.table import CODEBOOK, DECISIONS, ROUNDS, step_of
from textmine.review.double_coding import DoubleCoding, double_coding, unlogged
from textmine.review.rounds import Round


@dataclass(frozen=True, slots=True)
class Found:
    """The measures (schema ``Agreement``), and what they rest on.

    ``rounds`` are the numbers of the rounds that were looked at; ``unlogged`` those with decisions but
    without an account of what was drawn.
    """

    agreement: pd.DataFrame
    codebook: Codebook
    counting: DoubleCoding
    rounds: tuple[int, ...]
    unlogged: tuple[int, ...]


def agreement(folder: Path, only: int | None = None) -> Found:
    """Measure agreement with the decisions that are there now, over all rounds or ``only`` one.

    Raises
    ------
    ConfigError
        When there is no such round.
    """
    decisions, codebook = read(DECISIONS, folder), read(CODEBOOK, folder)
    logged: tuple[Round, ...] = read(ROUNDS, folder)
    rounds = tuple(each for each in logged if only in {None, each.number})
    if only is not None and not rounds:
        numbers = ", ".join(str(each.number) for each in logged)
        begin = f"maak een ronde met 'textmine review export {folder.name} --reviewer NAAM'"
        way_out = f"kies uit {numbers}" if numbers else begin
        raise ConfigError(f"{ROUNDS.of(folder)}: ronde {only} is er niet; {way_out}")
    step = step_of("agree")
    return Found(
        agreement=step.call()(decisions, rounds, codebook, load_settings(folder)[step.name]),
        codebook=codebook,
        counting=double_coding(decisions, rounds, codebook),
        rounds=tuple(each.number for each in rounds),
        unlogged=unlogged(decisions, logged),
    )
