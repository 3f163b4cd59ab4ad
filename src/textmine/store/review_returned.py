"""Read a returned review workbook (xlsx or ods) as plain text cells, and write down what was refused."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound, ZipError

from textmine.errors import WorkbookError
from textmine.review import columns as c
from textmine.review import wording
from textmine.review.judge import Refusal
from textmine.review.returned import Sheet
from textmine.store.atomic import write_bytes
from textmine.store.review_lock import closed_elsewhere

_BOM = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADINGS = ("Blad", "Rij", c.ID, "Kolom", "Waarde", "Reden", "Wat u kunt doen")


def read(path: Path) -> Sheet:
    """Read the sheet that people filled in.

    Raises
    ------
    WorkbookError
        When the file is missing, damaged, locked, or no review workbook.
    """
    if path.is_dir():
        raise WorkbookError(
            f"{path}: dit is een map; noem het werkboek zelf, met de map ervoor en .xlsx of .ods erachter"
        )
    if not path.is_file():
        raise WorkbookError(f"{path}: dit bestand is er niet; controleer de naam en de map")
    try:
        with closed_elsewhere(path), path.open("rb"):
            pass
        book = CalamineWorkbook.from_path(str(path))
        name = _find(book, path)
        cells = _cells(book, name)
        return Sheet(file=str(path), name=name, cells=cells, corpus=_corpus(book))
    except PasswordError as error:
        raise WorkbookError(
            f"{path}: dit bestand heeft een wachtwoord; sla het zonder wachtwoord op"
        ) from error
    except (CalamineError, ZipError, WorksheetNotFound, OSError) as error:
        raise WorkbookError(
            f"{path}: dit bestand is geen werkboek of is beschadigd; open het in Excel of LibreOffice en sla "
            "het opnieuw op als .xlsx"
        ) from error


def _find(book: CalamineWorkbook, path: Path) -> str:
    for name in book.sheet_names:
        if c.key(name) == c.key(c.SHEET):
            return str(name)
    raise WorkbookError(
        f"{path}: het blad '{c.SHEET}' ontbreekt (wel aanwezig: {', '.join(book.sheet_names)}). Geef het "
        "werkboek op dat 'textmine review export' maakte, of geef het blad zijn naam terug"
    )


def _cells(book: CalamineWorkbook, name: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[_text(value) for value in row] for row in rows]


def _corpus(book: CalamineWorkbook) -> str | None:
    """Return the corpus that *Leesmij* names, when that sheet is still there."""
    if wording.README not in book.sheet_names:
        return None
    rows = _cells(book, wording.README)
    return next((row[1] for row in rows if len(row) > 1 and row[0] == wording.CORPUS and row[1]), None)


def _text(value: Any) -> str:
    """Return what a person sees in a cell: whole numbers without decimals, dates as year-month-day."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def refusals_path(path: Path) -> Path:
    """Return where the refused rows of the workbook ``path`` are listed."""
    return path.with_name(f"{path.name}.afgewezen.csv")


def write_refusals(path: Path, refused: Sequence[Refusal]) -> None:
    """List the refused rows beside the workbook, as a CSV that a Dutch Excel opens; without any, remove it.

    A value that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    target = refusals_path(path)
    if not refused:
        target.unlink(missing_ok=True)
        return
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for item in refused:
        what = (item.column, item.value, item.reason, item.way_out)
        fields = (item.sheet, str(item.row), item.statement, *what)
        writer.writerow([f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text for text in fields])
    with closed_elsewhere(target):
        write_bytes(target, (_BOM + buffer.getvalue()).encode("utf-8"))
