"""What a published file says, place by place, so that two files can be compared and a difference named."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from textmine.errors import TableError
from textmine.verification.difference import Difference

Contents = dict[str, str]
"""What is said, by place in words, in order of reading."""

_VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})
_UNSAID = frozenset({"style", "script"})
_SHOWN_ATTRIBUTES = frozenset({"href", "title", "alt", "datetime", "value", "content"})
NOTHING = "(niets)"


def differences(file: str, says: Contents, must: Contents) -> Iterator[Difference]:
    """Compare two files place by place, in order of the one that is right."""
    for place in dict.fromkeys([*must, *says]):
        if says.get(place) != must.get(place):
            yield Difference(file, place, says.get(place, NOTHING), must.get(place, NOTHING))


def of_workbook(file: str, content: bytes) -> Contents:
    """Return every cell of a workbook that holds something.

    Raises
    ------
    TableError
        When the file is no workbook.
    """
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise TableError(f"{file}: dit werkboek kan niet worden gelezen ({error})") from error
    found = {f"blad {number}": name for number, (name, _) in enumerate(sheets, 1)}
    for name, rows in sheets:
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells):
                if value not in {"", None}:
                    found[f"blad {name}, rij {row}, kolom {_letters(column)}"] = str(value)
    return found


def _letters(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def of_page(file: str, content: bytes) -> Contents:
    """Return every text and every shown attribute of a page, by section, table, row and cell.

    Raises
    ------
    TableError
        When the file is no UTF-8.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TableError(f"{file}: dit bestand is geen UTF-8; maak het opnieuw met 'textmine run'") from error
    reader = _Page()
    reader.feed(text)
    reader.close()
    return reader.found


class _Page(HTMLParser):
    """Keeps where it is: the last heading, the last caption or summary, row and cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Contents = {}
        self.quotes: list[tuple[str, str]] = []
        self._open: list[str] = []
        self._section = self._part = "begin"
        self._row = self._cell = self._tables = 0
        self._counts: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go inside an element."""
        told = dict(attrs)
        if tag not in _VOID:
            self._open.append(tag)
        if tag in {"h2", "h3", "caption", "summary", "figcaption"}:
            self._part = told.get("id") or f"{tag} {self._count(tag)}"
            self._section = self._part if tag == "h2" else self._section
        elif tag == "table":
            self._row = 0
        elif tag == "tr":
            self._row, self._cell = self._row + 1, 0
        elif tag in {"td", "th"}:
            self._cell += 1
        for name, value in attrs:
            if name in _SHOWN_ATTRIBUTES or name.startswith("data-"):
                self._say(f"{tag}, {name}", value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass an element without contents; a shape is compared by what it draws."""
        self._say(tag, " ".join(f"{name}={value}" for name, value in attrs))

    def handle_endtag(self, tag: str) -> None:
        """Go outside again; what was not closed ends here too."""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if self._open and self._open[-1] in _UNSAID:
            self._say(self._open[-1], data)
        elif data.strip():
            self._say("", data)

    def _say(self, what: str, text: str) -> None:
        where = [f"onderdeel {self._section}"]
        if self._part != self._section:
            where.append(self._part)
        if "table" in self._open:
            where.append(f"rij {self._row}, kolom {self._cell}")
        elif "blockquote" in self._open:
            where.append("citaat")
        if what:
            where.append(what)
        place = ", ".join(where)
        number = self._count(place)
        self.found[place if number == 1 else f"{place}, {number}e tekst"] = text

    def _count(self, name: str) -> int:
        self._counts[name] = self._counts.get(name, 0) + 1
        return self._counts[name]


def of_document(file: str, content: bytes) -> Contents:
    """Return every part of a Word document: the texts by paragraph, table, row and cell.

    Raises
    ------
    TableError
        When the file is no document.
    """
    from docx import Document  # noqa: PLC0415 - heavy
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    try:
        document = Document(BytesIO(content))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise TableError(f"{file}: dit document kan niet worden gelezen ({error})") from error
    found = {f"alinea {n}": p.text for n, p in enumerate(document.paragraphs, 1) if p.text}
    for number, table in enumerate(document.tables, 1):
        for row, cells in enumerate(table.rows, 1):
            for column, cell in enumerate(cells.cells, 1):
                if cell.text:
                    found[f"tabel {number}, rij {row}, kolom {column}"] = cell.text
    return found


def of_text(file: str, content: bytes) -> Contents:
    """Return the lines of a text; of what is no text, its length only where lines cannot be told."""
    del file
    lines = content.decode("utf-8", "backslashreplace").split("\n")
    return {f"regel {number}": line for number, line in enumerate(lines, 1)}


READERS: Mapping[str, Callable[[str, bytes], Contents]] = {
    ".html": of_page,
    ".xlsx": of_workbook,
    ".docx": of_document,
}
"""How to read a published file, by the end of its name; all others are compared line by line."""
