"""The statements that a third person must settle at this moment."""

from pathlib import Path

from textmine.codebook import Codebook
from textmine.pipeline.review_tables import hashes_of, read
from textmine.pipeline.table import CODEBOOK, DECISIONS, ROUNDS
from textmine.review.disputes import Dispute, disputes
from textmine.review.history import decided_ids


def open_disputes(folder: Path) -> tuple[Dispute, ...]:
    """Return the disputes in the decisions that are there now, by statement.

    Raises
    ------
    TextmineError
        When the tables are not there yet, or one is damaged.
    """
    codebook: Codebook = read(CODEBOOK, folder)
    decisions = read(DECISIONS, folder)
    return disputes(decisions, read(ROUNDS, folder), codebook, hashes_of(folder, decided_ids(decisions)))
