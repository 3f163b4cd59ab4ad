"""Review, the way back: take a returned workbook into ``decisions.csv``."""

from pathlib import Path

from textmine.codebook import Codebook
from textmine.pipeline.review_tables import read, texts_of
from textmine.pipeline.table import CODEBOOK, DECISIONS, GROUPS
from textmine.review.compare import Arrival, Known, Outcome, compare
from textmine.review.returned import answers
from textmine.review.selection import same_text
from textmine.store import decisions as decisions_file
from textmine.store import review_returned


def take_in(folder: Path, path: Path, reviewer: str, decided_at: str) -> Outcome:
    """Add the decisions in a returned workbook to ``decisions.csv``, all at once; list the refused rows.

    ``decided_at`` is the moment (ISO 8601) that the new decisions get.

    Raises
    ------
    WorkbookError
        When the file is no review workbook of this corpus; nothing was added then.
    """
    codebook: Codebook = read(CODEBOOK, folder)
    decisions = read(DECISIONS, folder)
    sheet = review_returned.read(path)
    rows = answers(sheet, codebook)
    touched = {row.statement for row in rows if not row.untouched}
    same = same_text(read(GROUPS, folder), touched)
    wanted = touched.union(*same.values())
    known = Known(texts=texts_of(folder, wanted), same=same)
    arrival = Arrival(folder.resolve().name, reviewer, decided_at, path.name)
    outcome = compare(sheet, rows, known, decisions, codebook, arrival)
    if len(outcome.decisions):
        decisions_file.append(DECISIONS.of(folder), outcome.decisions)
    review_returned.write_refusals(path, outcome.refused)
    return outcome
