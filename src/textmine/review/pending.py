"""Which rows of a workbook hold a decision that is not in ``decisions.csv`` and ``splits.csv``."""

from collections.abc import Iterable

import pandas as pd

from textmine.codebook import Codebook
from textmine.review import row_code
from textmine.review.cells import from_cell
from textmine.review.history import History, Made, history
from textmine.review.judge import RowError, decide
from textmine.review.returned import Answer
from textmine.review.row_code import RowCode
from textmine.text.identity import text_hash


def not_taken_in(
    rows: Iterable[Answer], decisions: pd.DataFrame, splits: pd.DataFrame, codebook: Codebook
) -> list[Answer]:
    """Return the filled-in ``rows`` that would be lost with their workbook.

    A row is safe when the last decision of its reviewer (of anybody, where it names nobody) about the text
    that it shows is what it says, or was so before they decided something else. A row that says no one clear
    thing is not safe.
    """
    touched = [(row, row_code.read(row.statement, row.row_code)) for row in rows if not row.untouched]
    hashes = {row.statement: seen.text for row, seen in touched if seen is not None}
    earlier = history(decisions, hashes, splits)
    return [row for row, seen in touched if seen is None or not _taken_in(row, seen, earlier, codebook)]


def _taken_in(row: Answer, seen: RowCode, earlier: History, codebook: Codebook) -> bool:
    text = from_cell(row.text or "")
    if row.split and text_hash(text) != seen.text:
        return False
    reviewers = {row.reviewer} if row.reviewer else {who for who, _, _ in earlier.of_reviewer}
    for who in reviewers:
        try:
            said = decide(row, seen, text, codebook, who)
        except RowError:
            return False
        made = {
            d.id: Made(said.verdict, tuple(said.codes.get(d.id, ())), said.note, seen.codebook, said.cuts)
            for d in codebook.dimensions
        }
        said_before = earlier.superseded(who, row.statement, made, seen.workbook)
        if said_before or earlier.repeats(who, row.statement, made):
            return True
    return False
