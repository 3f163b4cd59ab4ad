"""Read a returned workbook for an answer note: the sheets that people filled in, as plain text cells."""

from pathlib import Path

from python_calamine import CalamineWorkbook

from textmine.errors import SourceError, WorkbookError
from textmine.readers.limits import Limits
from textmine.readers.registry import refusing
from textmine.register import columns as c
from textmine.review.returned import Sheet
from textmine.store import review_marks
from textmine.store.review_lock import closed_elsewhere
from textmine.store.review_returned import cells

_ZIP = b"PK"


def read(path: Path) -> list[Sheet]:
    """Return the sheets to fill in that are there.

    Raises
    ------
    WorkbookError
        When the file is missing, damaged, locked, or has none of them.
    """
    if not path.is_file():
        raise WorkbookError(f"{path}: dit bestand is er niet; controleer de naam en de map")
    with closed_elsewhere(path):
        data = path.read_bytes()
    if not data.startswith(_ZIP):
        raise WorkbookError(
            f"{path}: dit bestand is geen .xlsx of .ods, of is beschadigd; open het in Excel of LibreOffice "
            "en sla het zonder wachtwoord op als .xlsx"
        )
    try:
        with refusing():
            return _sheets(path)
    except SourceError as error:
        raise WorkbookError(
            f"{path}: dit werkboek is beschadigd of heeft een wachtwoord; open het in Excel of LibreOffice "
            "en sla het zonder wachtwoord opnieuw op als .xlsx"
        ) from error


def _sheets(path: Path) -> list[Sheet]:
    if (far := review_marks.far_cell(path, Limits().max_cells)) is not None:
        raise WorkbookError(
            f"{path}, {far}: ver buiten de tabel staat nog iets, waardoor het blad te groot is om te lezen; "
            "haal dat weg"
        )
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        found = [name for name in c.FILLED if name in book.sheet_names]
        if not found:
            raise WorkbookError(
                f"{path}: geen van de bladen {', '.join(c.FILLED)} is aanwezig (wel: "
                f"{', '.join(book.sheet_names)}); geef het werkboek op dat 'textmine register export' maakte"
            )
        return [
            Sheet(
                str(path),
                name,
                cells(book.get_sheet_by_name(name)),
                faults=review_marks.zip_faults(path, name),
            )
            for name in found
        ]
