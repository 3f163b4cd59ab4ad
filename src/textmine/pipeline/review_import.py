"""Review, the way back: take a returned workbook into ``decisions.csv`` and ``splits.csv``."""

from dataclasses import dataclass
from pathlib import Path

from textmine.codebook import Codebook
from textmine.errors import StorageError, WorkbookError
from textmine.pipeline.review_tables import read, texts_of
from textmine.pipeline.table import CODEBOOK, DECISIONS, GROUPS, SPLITS
from textmine.report.review_import import build
from textmine.review.compare import Arrival, Known, compare
from textmine.review.outcome import Outcome
from textmine.review.returned import answers
from textmine.review.selection import same_text
from textmine.store import review_record, review_returned


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a workbook, and where the report on it is; ``report`` is None when it says why not."""

    outcome: Outcome
    report: Path | None
    no_report: str = ""


def take_in(folder: Path, path: Path, reviewer: str, decided_at: str) -> Outcome:
    """Add the decisions in a returned workbook, all at once; see ``import_workbook``."""
    return import_workbook(folder, path, reviewer, decided_at).outcome


def import_workbook(folder: Path, path: Path, reviewer: str, decided_at: str) -> Imported:
    """Add the decisions in a returned workbook, all at once, and write a report beside it.

    ``decided_at`` is the moment (ISO 8601) that the new decisions get. A report that cannot be written is
    no reason to lose decisions.

    Raises
    ------
    WorkbookError
        When the file is no review workbook of this corpus; nothing was added then.
    """
    codebook: Codebook = read(CODEBOOK, folder)
    sheet = review_returned.read(path)
    rows = answers(sheet, codebook)
    touched = {row.statement for row in rows if not row.untouched}
    same = same_text(read(GROUPS, folder), touched)
    known = Known(
        texts=texts_of(folder, touched.union(*same.values())),
        same=same,
        decisions=read(DECISIONS, folder),
        splits=read(SPLITS, folder),
    )
    arrival = Arrival(folder.resolve().name, reviewer, decided_at, path.name)
    outcome = compare(sheet, rows, known, codebook, arrival)
    review_record.record(DECISIONS.of(folder), outcome.decisions, SPLITS.of(folder), outcome.splits)
    try:
        report = review_returned.write_report(path, build(outcome, path.name))
    except (StorageError, WorkbookError, OSError) as error:
        return Imported(outcome, None, str(error))
    return Imported(outcome, report)
