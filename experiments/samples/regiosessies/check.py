"""Check a built file: every true statement must stand in it, in order, letter for letter.

The check looks at letters only, because spaces and hyphens are exactly what a reader has to repair.
"""

import re
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2
from lxml import etree
from truth import Statement

LONGEST_GAP = 1200  # letters: a page break may put a foot, a footnote and a head inside a statement


class BuildCheckError(Exception):
    """A built file does not hold a statement it should hold; the message names both."""


def count_pages(path: Path) -> int:
    """Count the pages of a PDF or of a text with form feeds; 0 where pages are made on opening."""
    match path.suffix:
        case ".pdf":
            return len(pypdfium2.PdfDocument(path))
        case ".txt":
            return path.read_bytes().count(b"\f") + 1
        case _:
            return 0


def check_file(path: Path, expected: list[Statement], page_lines: list[str]) -> None:
    """Raise BuildCheckError unless all statements are in the file in this order."""
    text = letters(read_text(path))
    for line in page_lines:
        # a foot such as "Pagina 1 van 7" is all of the common words, so only the long lines go
        if len(letters(line)) > len("paginavan"):
            text = text.replace(letters(line), "")
    position = 0
    for statement in expected:
        end = find(letters(statement.text), text, position)
        if end is None:
            raise BuildCheckError(f"{path}: statement {statement.order} is not there: {statement.text!r}")
        position = end


def letters(text: str) -> str:
    """Keep only the letters, small; ligatures come apart."""
    return re.sub(r"[\W\d_]+", "", unicodedata.normalize("NFKC", text)).lower()


def find(wanted: str, text: str, start: int) -> int | None:
    """Give the place after `wanted`, found whole or around one gap; None where it is not there."""
    at = text.find(wanted, start)
    if at >= 0:
        return at + len(wanted)
    for cut in range(len(wanted) - 1, 0, -1):
        head = text.find(wanted[:cut], start)
        if head < 0:
            continue
        tail = text.find(wanted[cut:], head + cut, head + cut + LONGEST_GAP + len(wanted))
        return None if tail < 0 else tail + len(wanted) - cut
    return None


def read_text(path: Path) -> str:
    """Read all text of a file in the plainest way there is."""
    match path.suffix:
        case ".pdf":
            return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
        case ".docx":
            return _xml_text(path, "word/document.xml")
        case ".odt":
            return _xml_text(path, "content.xml")
        case ".txt":
            return path.read_text(encoding="cp1252")
        case _:
            return path.read_text(encoding="utf-8")


def _xml_text(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return "\n".join(etree.fromstring(archive.read(part)).itertext())
