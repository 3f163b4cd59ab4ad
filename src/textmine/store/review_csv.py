"""A returned workbook that was saved as CSV: whatever its encoding and separator, read as text cells."""

import csv
import io
import re
from pathlib import Path

from textmine.errors import SourceError, WorkbookError
from textmine.readers.csv_rows import find_delimiter
from textmine.readers.encoding import decode, find_encoding
from textmine.review import columns as c
from textmine.review.returned import Fault, Sheet, has_headings

_SAMPLE = 200_000
_MOST_CHARACTERS = 16 * 1024 * 1024
_WHOLE = ("utf-8", "utf-16", "utf-32")
"""Encodings that have every sign."""

_DECLARED = re.compile(r"\ufeff?sep=.\r?\n?", re.IGNORECASE)
_ERROR = re.compile(r"#(?:N/[AB]|[A-Z]+[?!]|(?:DIV|DEEL)/0!)|Err:\d{3}|Fout:\d{3}")
"""What a spreadsheet program writes where a formula has no outcome."""

_LOSSY = (
    "Dit is een CSV-bestand in een oude codering: tekens die daar niet in passen, zijn bij het opslaan "
    "vervangen, ook in uw toelichtingen. Of grijze cellen zijn gewijzigd, is niet nagegaan. Sla het werkboek "
    "liever op als .xlsx."
)
_MISNAMED = "De naam eindigt op {}, maar het is een tekstbestand (CSV). Het is als CSV gelezen."


def read(path: Path, data: bytes) -> Sheet:
    """Read ``data``, the contents of ``path``, as one sheet; rows count as a spreadsheet shows them.

    Raises
    ------
    WorkbookError
        When it is no text, no whole CSV, or not what a review workbook looks like.
    """
    try:
        encoding, text = find_encoding(data), decode(data)
    except SourceError as error:
        raise WorkbookError(
            f"{path}: dit bestand is geen werkboek of is beschadigd; open het in Excel of LibreOffice en sla "
            "het opnieuw op als .xlsx"
        ) from error
    cells = _cells(path, text.removeprefix("\ufeff"))
    if not has_headings(cells):
        raise WorkbookError(
            f"{path}: dit is een tekstbestand zonder de kolommen '{c.ID}', '{c.VERDICT}' en '{c.ROW_CODE}'. "
            f"In een CSV staat maar één blad: kies in het werkboek eerst het blad '{c.SHEET}', of sla het "
            "hele werkboek op als .xlsx"
        )
    lossy = not encoding.startswith(_WHOLE)
    suffix = path.suffix.lower()
    remarks = [_LOSSY] if lossy else []
    if suffix not in {".csv", ".txt", ".tsv", ".tab"}:
        remarks.append(_MISNAMED.format(suffix or "niets"))
    faults = {
        (row, column): Fault("error", cell.strip())
        for row, found in enumerate(cells)
        for column, cell in enumerate(found)
        if cell[:1] in "#EF" and _ERROR.fullmatch(cell.strip())
    }
    return Sheet(str(path), path.stem, cells, None, faults, tuple(remarks), lossy)


def _cells(path: Path, text: str) -> list[list[str]]:
    """Return the rows; a line that tells Excel the separator is one of them, but empty."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    delimiter = find_delimiter(sample)
    declared = _DECLARED.match(text)
    rows: list[list[str]] = [[]] if declared else []
    csv.field_size_limit(_MOST_CHARACTERS)
    lines = io.StringIO(text[declared.end() :] if declared else text, newline="")
    try:
        rows.extend(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise WorkbookError(
            f"{path}, rij {len(rows) + 1}: hier sluit een aanhalingsteken niet, zodat niet te zien is waar "
            "de cellen ophouden; open het bestand in Excel of LibreOffice en sla het op als .xlsx"
        ) from error
    return rows
