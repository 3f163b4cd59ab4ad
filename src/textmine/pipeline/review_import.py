"""Review, the way back: take a returned workbook into ``decisions.csv`` and ``splits.csv``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textmine.codebook import Codebook
from textmine.errors import StorageError, WorkbookError
from textmine.pipeline.review_disputes import open_disputes
from textmine.pipeline.review_tables import FOLDER, read, texts_of
from textmine.pipeline.table import CODEBOOK, DECISIONS, GROUPS, SPLITS
from textmine.report.review_import import build
from textmine.review import columns as c
from textmine.review.compare import Arrival, Known, compare
from textmine.review.outcome import TAKEN, Outcome
from textmine.review.returned import Answer, answers
from textmine.review.selection import same_text
from textmine.store import review_record, review_returned

_SHOWN = 20
"""Rows that are named."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a workbook, and where the report on it is; ``report`` is None when it says why not.

    ``disputes`` counts the statements of the corpus that a third person must settle by now.
    """

    outcome: Outcome
    report: Path | None
    disputes: int
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
    _there(folder, path)
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
    outcome = replace(outcome, remarks=(*outcome.remarks, *_unexplained(rows, outcome)))
    review_record.record(DECISIONS.of(folder), outcome.decisions, SPLITS.of(folder), outcome.splits)
    waiting = len(open_disputes(folder))
    try:
        report = review_returned.write_report(
            path, build(outcome, path.name, {row.row: row.text or "" for row in rows})
        )
    except (StorageError, WorkbookError, OSError) as error:
        return Imported(outcome, None, waiting, str(error))
    return Imported(outcome, report, waiting)


def _there(folder: Path, path: Path) -> None:
    """Refuse a file that is not there, and name one in the folder of workbooks that is."""
    usual = folder / FOLDER / path.name
    if not path.exists() and usual.is_file():
        raise WorkbookError(f"{path}: dit bestand is er niet; bedoelt u {usual}?")


def _unexplained(rows: Sequence[Answer], outcome: Outcome) -> tuple[str, ...]:
    """Say in which of the rows that were taken somebody was in doubt without saying why."""
    taken = {line.row for line in outcome.of(*TAKEN)}
    doubt = c.key(c.VERDICTS[c.DOUBT])
    found = [row.row for row in rows if row.row in taken and c.key(row.verdict) == doubt and not row.note]
    if not found:
        return ()
    shown = ", ".join(map(str, found[:_SHOWN]))
    more = f" en nog {len(found) - _SHOWN} rijen" if len(found) > _SHOWN else ""
    where = f"rij {shown}" if len(found) == 1 else f"de rijen {shown}{more}"
    remark = (
        f"In {where} staat '{c.VERDICTS[c.DOUBT]}' zonder toelichting. Wie er later naar kijkt, weet dan "
        "niet waarover u twijfelde. Schrijf het erbij en lees het werkboek nog eens in."
    )
    return (remark,)
