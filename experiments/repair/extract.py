"""Lines of the minutes in shared data, as a reader gives them; own code, so that offsets stay put."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2
from lxml import etree

from textmine.text.repair_lines import Place


@dataclass(frozen=True)
class Source:
    """A file of minutes: the hash of its bytes, its text (lines joined by a line break) and its blocks."""

    sha256: str
    name: str
    raw: str
    places: tuple[Place, ...]


def sources(folder: Path) -> Iterator[Source]:
    """Yield every file of ``folder`` that holds text, sorted by name."""
    for path in sorted(folder.iterdir()):
        pieces = list(_pieces(path))
        raw = ""
        places = []
        for text, kind, page in pieces:
            start = len(raw) + bool(places)
            raw = raw + "\n" + text if places else text
            places.append(Place(start, start + len(text), kind, page))
        if raw.strip():
            yield Source(hashlib.sha256(path.read_bytes()).hexdigest(), path.name, raw, tuple(places))


def _pieces(path: Path) -> Iterator[tuple[str, str, int | None]]:
    """Yield text, kind and page of every block."""
    if path.suffix == ".pdf":
        yield from _pdf(path)
    elif path.suffix == ".docx":
        yield from _docx(path)
    elif path.suffix == ".odt":
        tree = etree.fromstring(zipfile.ZipFile(path).read("content.xml"))
        for element in tree.iter("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"):
            yield _odt_text(element), "paragraph", None
    else:
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            yield line, "line", None


def _pdf(path: Path) -> Iterator[tuple[str, str, int]]:
    for number, page in enumerate(pypdfium2.PdfDocument(path), start=1):
        for line in page.get_textpage().get_text_range().replace("\r\n", "\n").split("\n"):
            yield line, "line", number


def _docx(path: Path) -> Iterator[tuple[str, str, None]]:
    for block in docx.Document(str(path)).iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                for cell in row.cells:
                    yield cell.text, "cell", None
        else:
            yield block.text, "paragraph", None


def _odt_text(element: etree._Element) -> str:
    """Return the text of an OpenDocument paragraph; spaces and tabs are elements of their own there."""
    parts = [element.text or ""]
    for child in element:
        name = etree.QName(child).localname
        parts.append({"s": " ", "tab": "\t", "line-break": "\n"}.get(name) or _odt_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
