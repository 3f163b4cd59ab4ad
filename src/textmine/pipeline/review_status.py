"""How far people are with every round at this moment, and what the last run advised."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textmine.codebook import Codebook
from textmine.models.lessons import doubted, finished, taken
from textmine.pipeline.review_tables import parts, read
from textmine.pipeline.table import ADVICE, CODEBOOK, DECISIONS, GROUPS, ROUNDS, STATEMENTS
from textmine.review.disputes import disputes
from textmine.review.history import decided_ids
from textmine.review.progress import Progress, Said, blind, progress, split_up
from textmine.review.rounds import Round
from textmine.steps.learn.advice import standing
from textmine.tables import Advice, Statements, empty
from textmine.text.identity import text_hash


@dataclass(frozen=True, slots=True)
class ReviewStatus:
    """Every round, and the messages of the ``Advice``.

    Without advice the corpus was not run since. When it is ``outdated``, because a round or decisions came in
    later, it is only what can be said without a run. ``disputes`` counts what a third person must settle.
    """

    rounds: tuple[Progress, ...]
    advice: tuple[str, ...]
    outdated: bool
    disputes: int


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
    rounds: tuple[Round, ...] = read(ROUNDS, folder)
    done = progress(rounds, groups, people)
    outdated = _outdated(folder, rounds)
    told: tuple[str, ...] = ()
    if outdated:
        told = standing(folder.resolve().name, done)
    elif ADVICE.of(folder).exists():
        told = tuple(map(str, read(ADVICE, folder)[Advice.message]))
    ids, texts = statements[Statements.id], statements[Statements.text].map(text_hash)
    hashes = dict(zip(ids, texts, strict=True))
    return ReviewStatus(done, told, outdated, len(disputes(decisions, rounds, codebook, hashes)))


def _outdated(folder: Path, rounds: tuple[Round, ...]) -> bool:
    """Say whether a round or decisions came in after the advice, if there is any."""
    path = ADVICE.of(folder)
    if not path.exists():
        return False
    made = path.stat().st_mtime
    newer = [DECISIONS.of(folder), *(ROUNDS.of(folder) / str(one.number) for one in rounds)]
    return any(each.exists() and each.stat().st_mtime > made for each in newer)
