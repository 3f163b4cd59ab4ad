"""Read a returned review workbook as plain text cells, whatever kind of file it came back as."""

import datetime as dt
import multiprocessing
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from textmine.errors import SourceError, WorkbookError
from textmine.readers.archive import Archive
from textmine.readers.limits import Limits
from textmine.readers.registry import refusing
from textmine.review import columns as c
from textmine.review import wording
from textmine.review.returned import SEARCHED_ROWS, Fault, Sheet, has_headings
from textmine.store import review_csv, review_marks
from textmine.store.atomic import write_bytes
from textmine.store.review_lock import closed_elsewhere

REPORT = ".verslag.xlsx"
"""How the name of a report on a returned workbook ends."""

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "In dit bestand zitten macro's. Die zijn niet uitgevoerd; alleen de cellen zijn gelezen."
_BINARY = (
    "In een .xlsb-bestand is niet te zien of een cel een fout toont; zo'n cel telt als leeg. Sla het "
    "werkboek liever op als .xlsx."
)
_RENAMED = "Het blad '{}' heet nu '{}'; dat is gelezen."
_ALSO = "Ook op het blad '{}' staan rijen om te beoordelen. Alleen het blad '{}' is gelezen."


def read(path: Path) -> Sheet:
    """Read the sheet that people filled in.

    Raises
    ------
    WorkbookError
        When the file is missing, damaged, locked, or no review workbook.
    """
    data = _bytes(path)
    if not data.startswith((_ZIP, _OLE)):
        return review_csv.read(path, data)
    try:
        with refusing():
            return _read_zip(path, data) if data.startswith(_ZIP) else _in_a_child(path)
    except SourceError as error:
        raise _unreadable(path, error) from error


def read_sheets(path: Path, names: Collection[str]) -> dict[str, Sheet]:
    """Read the sheets called ``names`` of a workbook with more than one sheet to fill in.

    Raises
    ------
    WorkbookError
        When the file is missing, damaged or locked, when it can hold one sheet only, or lacks one of them.
    """
    data = _bytes(path)
    if not data.startswith(_ZIP):
        raise WorkbookError(
            f"{path}: dit bestand is geen .xlsx of .ods; open het in Excel of LibreOffice en sla het hele "
            "werkboek op als .xlsx"
        )
    try:
        with refusing():
            return _read_named(path, data, names)
    except SourceError as error:
        raise _unreadable(path, error) from error


def _read_named(path: Path, data: bytes, names: Collection[str]) -> dict[str, Sheet]:
    remarks = _checked(path, data)
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        there = {c.key(about.name): about.name for about in book.sheets_metadata if _is_sheet(about)}
        missing = [name for name in names if c.key(name) not in there]
        if missing:
            raise WorkbookError(
                f"{path}: het blad '{missing[0]}' ontbreekt (wel aanwezig: {', '.join(book.sheet_names)}). "
                "Geef het blad zijn naam terug, of maak een nieuw werkboek"
            )
        found = {}
        for name in names:
            sheet = book.get_sheet_by_name(there[c.key(name)])
            found[name] = _sheet(path, book, sheet, review_marks.zip_faults(path, sheet.name), remarks)
    return found


def _bytes(path: Path) -> bytes:
    """Return what is in the file, when it can be a workbook that people filled in."""
    if path.is_dir():
        raise WorkbookError(
            f"{path}: dit is een map; noem het werkboek zelf, met de map ervoor en .xlsx of .ods erachter"
        )
    if not path.is_file():
        raise WorkbookError(f"{path}: dit bestand is er niet; controleer de naam en de map")
    if path.name.lower().endswith(REPORT):
        raise WorkbookError(f"{path}: dit is het verslag over een werkboek; lees het werkboek zelf in")
    with closed_elsewhere(path):
        data = path.read_bytes()
    if not data.strip(b"\x00 \t\r\n"):
        raise WorkbookError(f"{path}: dit bestand is leeg; vraag het opnieuw op bij wie het invulde")
    return data


def _unreadable(path: Path, error: SourceError) -> WorkbookError:
    if error.reason == "encrypted" or isinstance(error.__cause__, PasswordError):
        return _locked(path)
    if error.reason == "too_large":
        return WorkbookError(f"{path}: {error}")
    return WorkbookError(
        f"{path}: dit bestand is geen werkboek of is beschadigd; open het in Excel of LibreOffice en sla "
        "het opnieuw op als .xlsx"
    )


def _locked(path: Path) -> WorkbookError:
    return WorkbookError(f"{path}: dit bestand heeft een wachtwoord; sla het zonder wachtwoord op")


def _read_zip(path: Path, data: bytes) -> Sheet:
    remarks = _checked(path, data)
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        sheet, told = _find(book, path)
        return _sheet(path, book, sheet, review_marks.zip_faults(path, sheet.name), [*told, *remarks])


def _checked(path: Path, data: bytes) -> list[str]:
    """Refuse what is locked or too large; return what is unusual about the file."""
    archive = Archive(data, Limits())
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.read(manifest):
        raise _locked(path)
    if (far := review_marks.far_cell(path, Limits().max_cells)) is not None:
        raise WorkbookError(
            f"{path}, {far}: ver buiten de tabel staat nog iets, waardoor het blad te groot is om te lezen. "
            f"Kopieer de rijen van het blad '{c.SHEET}' naar een leeg werkboek en lees dat in"
        )
    remarks = [_MACROS] if review_marks.has_macros(path) else []
    return remarks + ([_BINARY] if "xl/workbook.bin" in archive.names else [])


def _in_a_child(path: Path) -> Sheet:
    """Read an old Excel file in a process of its own: damaged ones can end the library with its process.

    Raises
    ------
    SourceError
        When they do.
    """
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            return pool.submit(_read_old, path).result()
    except BrokenProcessPool as error:
        raise SourceError("het bestand is beschadigd; sla het opnieuw op", reason="damaged") from error


def _read_old(path: Path) -> Sheet:
    records, locked, macros = review_marks.xls_stream(path)
    if locked:
        raise _locked(path)
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        sheet, told = _find(book, path)
        faults = review_marks.xls_faults(records, sheet.name)
        return _sheet(path, book, sheet, faults, [*told, *([_MACROS] if macros else [])])


def _sheet(
    path: Path,
    book: CalamineWorkbook,
    sheet: CalamineSheet,
    faults: review_marks.Faults,
    remarks: list[str],
) -> Sheet:
    found = cells(sheet)
    faults.update(_merged(found, sheet.merged_cell_ranges or []))
    return Sheet(str(path), str(sheet.name), found, _corpus(book), faults, tuple(remarks))


def _find(book: CalamineWorkbook, path: Path) -> tuple[CalamineSheet, list[str]]:
    """Return the sheet to read and what is unusual about that: by its name, otherwise by its headings."""
    sheets = [book.get_sheet_by_name(about.name) for about in book.sheets_metadata if _is_sheet(about)]
    fitting = [sheet for sheet in sheets if has_headings(cells(sheet, SEARCHED_ROWS))]
    named = [sheet for sheet in sheets if c.key(sheet.name) == c.key(c.SHEET)]
    own = next((sheet for sheet in named if sheet in fitting), None)
    if own is not None:
        return own, [_ALSO.format(sheet.name, own.name) for sheet in fitting if sheet is not own]
    if named:
        return named[0], []
    if len(fitting) == 1:
        return fitting[0], [_RENAMED.format(c.SHEET, fitting[0].name)]
    if fitting:
        listed = " en ".join(f"'{sheet.name}'" for sheet in fitting)
        raise WorkbookError(
            f"{path}: het blad '{c.SHEET}' ontbreekt, en op de bladen {listed} staan rijen om te beoordelen. "
            f"Geef het ingevulde blad de naam '{c.SHEET}'"
        )
    raise WorkbookError(
        f"{path}: het blad '{c.SHEET}' ontbreekt (wel aanwezig: {', '.join(book.sheet_names)}). Geef het "
        "werkboek op dat 'textmine review export' maakte, of geef het blad zijn naam terug"
    )


def _is_sheet(about: Any) -> bool:
    return str(about.typ).endswith("WorkSheet")


def cells(sheet: CalamineSheet, rows: int | None = None) -> list[list[str]]:
    """Return the (first) rows of a sheet as people see them."""
    return [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False, nrows=rows)]


def _merged(
    cells: list[list[str]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]
) -> dict[tuple[int, int], Fault]:
    """Return the cells below the first row of merged ones, as far as anything stands there.

    What is hidden beside the first cell does not count, so that is emptied.
    """
    found = {}
    for (top, left), (bottom, right) in ranges:
        places = [
            (row, column)
            for row in range(top, min(bottom + 1, len(cells)))
            for column in range(left, min(right + 1, len(cells[row])))
        ]
        shown = any(cells[row][column].strip() for row, column in places)
        for row, column in places:
            if row > top and shown:
                found[row, column] = Fault("merged", str(top + 1))
            if (row, column) != (top, left):
                cells[row][column] = ""
    return found


def _corpus(book: CalamineWorkbook) -> str | None:
    """Return the corpus that *Leesmij* names, when that sheet is still there."""
    if wording.README not in book.sheet_names:
        return None
    rows = cells(book.get_sheet_by_name(wording.README))
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


def report_path(path: Path) -> Path:
    """Return where the report on the workbook ``path`` is written."""
    return path.with_name(path.stem + REPORT)


def write_report(path: Path, content: bytes) -> Path:
    """Write the report on the workbook ``path`` beside it, in place of an earlier one.

    Raises
    ------
    StorageError, WorkbookError
        When the folder may not be written, or the earlier report is open in a spreadsheet program.
    """
    target = report_path(path)
    with closed_elsewhere(target):
        write_bytes(target, content)
    return target
