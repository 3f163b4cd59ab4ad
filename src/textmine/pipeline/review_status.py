"""How far people are with every round at this moment, and what the last run advised."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textmine.codebook import Codebook
from textmine.models.lessons import doubted, finished, taken
from textmine.pipeline.review_tables import parts, read
from textmine.pipeline.table import ADVICE, CODEBOOK, DECISIONS, GROUPS, ROUNDS, STATEMENTS
from textmine.review.history import decided_ids
from textmine.review.progress import Progress, Said, blind, progress, split_up
from textmine.tables import Advice, Statements, empty


@dataclass(frozen=True, slots=True)
class ReviewStatus:
    """Every round, and the messages of the ``Advice``.

    Without advice the corpus was not run since; it is ``outdated`` when decisions came in later.
    """

    rounds: tuple[Progress, ...]
    advice: tuple[str, ...]
    outdated: bool


def review_status(folder: Path) -> ReviewStatus:
    """Count the decisions that are there now.

    Raises
    ------
    TextmineError
        When the tables are not there yet, or one is damaged.
    """
    codebook: Codebook = read(CODEBOOK, folder)
    decisions, groups = read(DECISIONS, folder), read(GROUPS, folder)
    wanted = decided_ids(decisions)
    found = [part[part[Statements.id].isin(wanted)] for part in parts(STATEMENTS, folder)]
    statements = pd.concat(found, ignore_index=True) if found else empty(Statements)
    held = taken(statements, groups, decisions)
    people = Said(finished(held, codebook), doubted(held), blind(decisions), split_up(decisions))
    path, newer = ADVICE.of(folder), DECISIONS.of(folder)
    told = read(ADVICE, folder)[Advice.message].tolist() if path.exists() else []
    later = path.exists() and newer.exists() and newer.stat().st_mtime > path.stat().st_mtime
    return ReviewStatus(progress(read(ROUNDS, folder), groups, people), tuple(map(str, told)), later)
