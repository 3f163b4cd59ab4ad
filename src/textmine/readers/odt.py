"""OpenDocument text (.odt): the same blocks as for Word."""

from collections.abc import Iterator
from typing import Any

from textmine.errors import SourceError
from textmine.readers.archive import Archive
from textmine.readers.blocks import Block, Notice, Reading, one_part
from textmine.readers.limits import Limits

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE, _STYLE, _DRAW = (_NS % n for n in ("office", "text", "table", "style", "drawing"))
_MANIFEST = "META-INF/manifest.xml"
_CONTAINERS = frozenset(
    {
        _TEXT + "section",
        _TEXT + "index-body",
        _TEXT + "index-title",
        *(
            _TEXT + name
            for name in (
                "table-of-content",
                "alphabetical-index",
                "bibliography",
                "user-index",
                "illustration-index",
            )
        ),
        _DRAW + "g",
        _DRAW + "frame",
        _DRAW + "text-box",
    }
)
_ABSENT = frozenset({_OFFICE + "annotation", _OFFICE + "annotation-end", _TEXT + "tracked-changes"})
_TITLES = {"Title": 1, "Subtitle": 2}


def read(data: bytes, limits: Limits) -> Reading:
    """Read an ODT; ``paragraph`` counts the blocks of the file, cells have ``row`` and ``column``.

    Raises
    ------
    SourceError
        When the container is damaged, encrypted or too large, or holds no text document.
    """
    archive = Archive(data, limits)
    if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
        raise SourceError("het bestand heeft een wachtwoord; sla het op zonder", reason="encrypted")
    if "content.xml" not in archive.names:
        raise SourceError("dit is geen volledig ODT-bestand; sla het opnieuw op", reason="damaged")
    content = archive.xml("content.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise SourceError("dit OpenDocument-bestand is geen tekst; sla het op als .odt", reason="unsupported")
    walk = _Walk(content)
    blocks = [*walk.blocks(body), *walk.footnotes]
    around: dict[str, list[Block]] = {"header": [], "footer": []}
    if "styles.xml" in archive.names:
        around = {kind: list(_around(archive.xml("styles.xml"), kind)) for kind in around}
    numbered = [
        Block(b.text, b.kind, b.level, paragraph=number, row=b.row, column=b.column)
        for number, b in enumerate((*around["header"], *blocks, *around["footer"]), 1)
    ]
    return one_part(numbered, notices=list(_comments(body)))


class _Walk:
    """Turns the children of a body, list, cell or note into blocks."""

    def __init__(self, content: Any | None = None) -> None:
        self.footnotes: list[Block] = []
        styles = () if content is None else content.iter(_STYLE + "style")
        self._parents = {s.get(_STYLE + "name"): s.get(_STYLE + "parent-style-name") for s in styles}

    def blocks(self, container: Any, depth: int = 0, cell: tuple[int, int] | None = None) -> Iterator[Block]:
        fresh = depth > 0
        for element in container:
            if element.tag in {_TEXT + "p", _TEXT + "h"}:
                for block in self._paragraph(element, depth if fresh else 0, cell):
                    fresh = False
                    yield block
            elif element.tag == _TEXT + "list":
                for item in element:
                    if item.tag in {_TEXT + "list-item", _TEXT + "list-header"}:
                        yield from self.blocks(item, depth + 1, cell)
            elif element.tag == _TABLE + "table":
                yield from self._table(element)
            elif element.tag in _CONTAINERS:
                yield from self.blocks(element, depth, cell)

    def _paragraph(self, element: Any, depth: int, cell: tuple[int, int] | None) -> Iterator[Block]:
        boxes: list[Any] = []
        text = "".join(self._text(element, boxes)).strip("\n")
        row, column = cell or (None, None)
        if text.strip():
            kind, level = self._kind(element, depth)
            if cell and kind == "paragraph":
                kind = "cell"
            yield Block(text, kind, level, row=row, column=column)
        for box in boxes:
            yield from self.blocks(box, 0, cell)

    def _kind(self, element: Any, depth: int) -> tuple[str, int]:
        if element.tag == _TEXT + "h":
            return "heading", int(element.get(_TEXT + "outline-level") or 1)
        style = element.get(_TEXT + "style-name")
        title = _TITLES.get(self._parents.get(style) or style)
        if title:
            return "heading", title
        return ("list_item", depth) if depth else ("paragraph", 0)

    def _text(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        yield _collapsed(element.text)
        for part in element:
            tag = part.tag
            if tag == _TEXT + "s":
                yield " " * int(part.get(_TEXT + "c") or 1)
            elif tag == _TEXT + "tab":
                yield "\t"
            elif tag == _TEXT + "line-break":
                yield "\n"
            elif tag == _TEXT + "note":
                body = part.find(_TEXT + "note-body")
                if body is not None:
                    self.footnotes += [Block(b.text.strip(), "footnote") for b in list(self.blocks(body))]
            elif tag == _DRAW + "text-box":
                boxes.append(part)
            elif tag not in _ABSENT and isinstance(tag, str):
                yield from self._text(part, boxes)
            yield _collapsed(part.tail)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [list(_cells(row)) for row in _rows(table)]
        layout = all(len(cells) <= 1 for cells in rows)
        for number, cells in enumerate(rows, 1):
            column = 1
            for cell in cells:
                if cell.tag == _TABLE + "table-cell":
                    yield from self.blocks(cell, 0, None if layout else (number, column))
                column += int(cell.get(_TABLE + "number-columns-repeated") or 1)


def _collapsed(text: str | None) -> str:
    """Collapse white space as OpenDocument prescribes: it is layout of the XML, not of the text."""
    if not text:
        return ""
    words = " ".join(text.split())
    if not words:
        return " "
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"


def _rows(table: Any) -> Iterator[Any]:
    for part in table:
        if part.tag == _TABLE + "table-row":
            yield part
        elif part.tag in {_TABLE + n for n in ("table-header-rows", "table-rows", "table-row-group")}:
            yield from _rows(part)


def _cells(row: Any) -> Iterator[Any]:
    return (c for c in row if c.tag in {_TABLE + "table-cell", _TABLE + "covered-table-cell"})


def _around(styles: Any, kind: str) -> Iterator[Block]:
    """Yield the headers or footers of all page styles, each text once."""
    seen: set[str] = set()
    for element in styles.iter(_STYLE + kind, f"{_STYLE}{kind}-first", f"{_STYLE}{kind}-left"):
        for block in _Walk().blocks(element):
            if block.text not in seen:
                seen.add(block.text)
                yield Block(block.text, kind)


def _comments(body: Any) -> Iterator[Notice]:
    for comment in body.iter(_OFFICE + "annotation"):
        text = "\n".join(block.text for block in _Walk().blocks(comment))
        if text.strip():
            yield Notice(
                "metadata",
                "opmerking in de kantlijn, niet meegenomen als tekst; zet die in de tekst als ze meetelt",
                "kantlijn",
                text,
            )
