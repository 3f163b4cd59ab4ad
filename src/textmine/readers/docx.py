"""Word (.docx, .docm, .dotx): body, tables, text boxes, headers, footers and footnotes, in order."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from textmine.errors import SourceError
from textmine.readers.archive import Archive
from textmine.readers.blocks import Block, Notice, Reading, one_part
from textmine.readers.docx_styles import Styles, W, attribute, child
from textmine.readers.limits import Limits

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_ABSENT = frozenset(
    W + name for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr")
)
_LITERAL = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "\u2011", W + "softHyphen": "\u00ad"}
_SYMBOLS = {0xE0: "→", 0xE8: "→", 0xDF: "←", 0xF0: "→", 0xFC: "✓", 0xFB: "✗", 0xB7: "•", 0xA7: "▪"}
"""What Word's symbol fonts draw at these positions (Wingdings, Symbol), as Unicode."""


def read(data: bytes, limits: Limits) -> Reading:
    """Read a Word document; ``paragraph`` counts the blocks of the file, cells have ``row`` and ``column``.

    Tracked insertions count, deletions do not. Comments in the margin are notices, not text.

    Raises
    ------
    SourceError
        When the container is damaged, encrypted or too large, or holds no Word document.
    """
    archive = Archive(data, limits)
    main = _main_part(archive)
    document = archive.xml(main)
    related = _relations(archive, main)
    walk = _Walk(Styles.of(archive, related))
    body = child(document, "body")
    if body is None:
        raise SourceError("het Word-bestand heeft geen inhoud; sla het opnieuw op", reason="damaged")
    content = [*walk.blocks(body), *_notes(archive, related, walk)]
    around = {kind: list(_around(archive, related, document, walk, kind)) for kind in ("header", "footer")}
    numbered = [
        Block(b.text, b.kind, b.level, paragraph=number, row=b.row, column=b.column)
        for number, b in enumerate((*around["header"], *content, *around["footer"]), 1)
    ]
    return one_part(numbered, notices=list(_comments(archive, related, walk)))


def _main_part(archive: Archive) -> str:
    for target, kind, _ in _relation_rows(archive, ""):
        if kind.endswith("/officeDocument") and target in archive.names:
            return target
    raise SourceError("dit is geen volledig Word-bestand; sla het opnieuw op", reason="damaged")


def _relation_rows(archive: Archive, part: str) -> Iterator[tuple[str, str, str]]:
    """Yield the path, type and id of the parts that ``part`` (empty: the file) refers to inside the file."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive.names:
        return
    for relation in archive.xml(path):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            yield target.lstrip("/"), relation.get("Type", ""), relation.get("Id", "")


def _relations(archive: Archive, main: str) -> dict[str, str]:
    """Return the parts beside the main one that exist, by relation id and by the last word of their type."""
    found: dict[str, str] = {}
    for target, kind, key in _relation_rows(archive, main):
        if target in archive.names:
            found[key] = target
            found.setdefault(kind.rpartition("/")[2], target)
    return found


class _Walk:
    """Turns the children of a body, cell, note or text box into blocks."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.notes: list[tuple[str, str]] = []

    def blocks(self, container: Any, cell: tuple[int, int] | None = None) -> Iterator[Block]:
        for element in container:
            if element.tag == W + "p":
                yield from self._paragraph(element, cell)
            elif element.tag == W + "tbl":
                yield from self._table(element)
            elif element.tag == W + "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    yield from self.blocks(content, cell)
            elif element.tag == _MC + "AlternateContent":
                yield from self.blocks(_chosen(element), cell)
            elif element.tag in {W + "ins", W + "moveTo", W + "customXml", W + "smartTag"}:
                yield from self.blocks(element, cell)

    def _paragraph(self, paragraph: Any, cell: tuple[int, int] | None) -> Iterator[Block]:
        boxes: list[Any] = []
        text = "".join(self._text(paragraph, boxes))
        if text.strip():
            kind, level = self._styles.kind_of(paragraph)
            if cell and kind == "paragraph":
                kind = "cell"
            row, column = cell or (None, None)
            yield Block(text.strip("\n"), kind, level, row=row, column=column)
        for box in boxes:
            yield from self.blocks(box, cell)

    def _text(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        for part in element:
            tag = part.tag
            if tag == W + "t" or tag == _MATH_TEXT:
                yield part.text or ""
            elif tag in _LITERAL:
                yield _LITERAL[tag]
            elif tag == W + "br":
                yield "\n" if attribute(part, "type") in {None, "textWrapping"} else ""
            elif tag == W + "sym":
                yield _symbol(attribute(part, "char"))
            elif tag == W + "txbxContent":
                boxes.append(part)
            elif tag == _MC + "AlternateContent":
                yield from self._text(_chosen(part), boxes)
            elif tag in {W + "footnoteReference", W + "endnoteReference"}:
                self.notes.append(
                    (tag.removeprefix(W).removesuffix("Reference"), attribute(part, "id") or "")
                )
            elif tag not in _ABSENT and isinstance(tag, str):
                yield from self._text(part, boxes)

    def plain(self, element: Any) -> str:
        """Return the text of everything inside ``element``, paragraphs on lines of their own."""
        return "\n".join(block.text for block in self.blocks(element))

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [list(_cells(row)) for row in _inside(table, "tr")]
        layout = all(len(cells) <= 1 for cells in rows)
        for number, cells in enumerate(rows, 1):
            column = 1
            for cell in cells:
                properties = child(cell, "tcPr")
                merge = child(properties, "vMerge")
                if merge is None or attribute(merge, "val") == "restart":
                    yield from self.blocks(cell, None if layout else (number, column))
                column += int(attribute(child(properties, "gridSpan"), "val") or 1)


def _inside(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also those inside content controls."""
    for part in element:
        if part.tag == W + name:
            if name == "tc" or not _deleted_row(part):
                yield part
        elif part.tag in {W + "sdt", W + "sdtContent", W + "ins", W + "customXml"}:
            yield from _inside(part, name)


def _cells(row: Any) -> Iterator[Any]:
    return _inside(row, "tc")


def _deleted_row(row: Any) -> bool:
    return child(child(row, "trPr"), "del") is not None


def _chosen(alternate: Any) -> Any:
    """Return one of the versions of a drawing; both hold the same text box."""
    choices = [part for part in alternate if part.tag == _MC + "Choice"]
    for choice in choices:
        if any(True for _ in choice.iter(W + "t", W + "txbxContent")):
            return choice
    fallback = [part for part in alternate if part.tag == _MC + "Fallback"]
    return (fallback or choices or [()])[0]


def _symbol(code: str | None) -> str:
    if not code or not re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
        return ""
    value = int(code, 16)
    return _SYMBOLS.get(value & 0xFF if value >= 0xF000 else value, chr(value))  # noqa: PLR2004


def _notes(archive: Archive, related: dict[str, str], walk: _Walk) -> Iterator[Block]:
    """Yield the foot- and endnotes in the order in which the text refers to them."""
    for kind in ("footnote", "endnote"):
        part = related.get(f"{kind}s")
        if part is None:
            continue
        by_id = {attribute(note, "id"): note for note in archive.xml(part) if note.tag == W + kind}
        for note_kind, key in list(walk.notes):
            if note_kind == kind and key in by_id:
                yield from (Block(b.text.strip(), "footnote") for b in walk.blocks(by_id[key]))


def _around(
    archive: Archive, related: dict[str, str], document: Any, walk: _Walk, kind: str
) -> Iterator[Block]:
    """Yield the headers or footers of all sections, each text once."""
    seen: set[str] = set()
    for reference in document.iter(f"{W}{kind}Reference"):
        part = related.get(reference.get(_RELATION, ""))
        if part is None:
            continue
        for block in walk.blocks(archive.xml(part)):
            if block.text not in seen:
                seen.add(block.text)
                yield Block(block.text, kind)


def _comments(archive: Archive, related: dict[str, str], walk: _Walk) -> Iterator[Notice]:
    part = related.get("comments")
    if part is None:
        return
    for comment in archive.xml(part):
        text = walk.plain(comment)
        if text.strip():
            yield Notice(
                "metadata",
                "opmerking in de kantlijn, niet meegenomen als tekst; zet die in de tekst als ze meetelt",
                "kantlijn",
                text,
            )
