"""HTML: the text of a page or of an e-mail body, block by block."""

import re
from collections.abc import Iterator
from typing import Any

from textmine.readers.blocks import Block, Reading, one_part
from textmine.readers.encoding import decode, storable
from textmine.readers.limits import Limits

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_SKIP = frozenset(
    {"script", "style", "template", "noscript", "head", "title", "svg", "math", "object", "iframe"}
)
# fmt: off
_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
_HEADING = re.compile(r"h[1-6]\Z")
_NO_HTML = re.compile(r"\A\s*<\?xml[^>]*\?>|\x00")
_OWN_KIND = {"blockquote": "quoted", "footer": "footer", "nav": "header"}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001
    """Read an HTML file; ``paragraph`` counts the blocks."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415

    declared = EncodingDetector.find_declared_encoding(data, is_html=True)
    text = decode(data, declared)
    title = re.search(r"<title[^>]*>([^<]+)</title>", text, re.IGNORECASE)
    return one_part(blocks_of(text), metadata={"title": _SPACE.sub(" ", title[1]).strip()} if title else {})


def blocks_of(markup: str) -> list[Block]:
    """Return the blocks of ``markup``, numbered from 1 in ``paragraph``."""
    from bs4 import BeautifulSoup  # noqa: PLC0415

    walk = _Walk()
    walk.into(BeautifulSoup(_NO_HTML.sub("", storable(markup)), "lxml"), _Context())
    walk.flush(_Context())
    return [
        Block(b.text, b.kind, b.level, paragraph=number, row=b.row, column=b.column)
        for number, b in enumerate(walk.blocks, 1)
    ]


class _Context:
    """What the elements around a piece of text make of it."""

    def __init__(self, kind: str = "paragraph", level: int = 0, row: int | None = None) -> None:
        self.kind = kind
        self.level = level
        self.row = row
        self.column: int | None = None
        self.depth = 0
        self.preformatted = False

    def but(self, **changes: Any) -> "_Context":
        """Return a copy with ``changes``."""
        copy = _Context()
        copy.__dict__.update(self.__dict__ | changes)
        return copy


class _Walk:
    """Collects text until a block element begins or ends, then makes a block of it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []

    def flush(self, context: _Context) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        if not context.preformatted:
            text = "\n".join(_SPACE.sub(" ", line).strip() for line in text.split("\x00"))
        text = text.replace("\x00", "\n").strip("\n ")
        if text.strip():
            self.blocks.append(
                Block(text, context.kind, context.level, row=context.row, column=context.column)
            )

    def into(self, element: Any, context: _Context) -> None:
        from bs4.element import Comment, Declaration, Doctype, ProcessingInstruction, Tag  # noqa: PLC0415

        for child in element.children:
            if isinstance(child, Tag):
                self._tag(child, context)
            elif not isinstance(child, Comment | Declaration | Doctype | ProcessingInstruction):
                self._pieces.append(str(child).replace("\x00", ""))

    def _tag(self, tag: Any, context: _Context) -> None:
        name = tag.name.lower()
        if name in _SKIP or _HIDDEN.search(str(tag.get("style") or "")):
            return
        if name == "br":
            self._pieces.append("\x00")
        elif name == "img":
            self._pieces.append(str(tag.get("alt") or ""))
        elif name == "table":
            self.flush(context)
            self._table(tag, context)
        elif name in _BLOCK:
            self.flush(context)
            inner = _inner(name, context)
            self.into(tag, inner)
            self.flush(inner)
        else:
            self.into(tag, context)

    def _table(self, table: Any, context: _Context) -> None:
        rows = list(_rows(table))
        layout = all(len(cells) <= 1 for cells in rows) or any(
            c.find("table") for cells in rows for c in cells
        )
        for caption in table.find_all("caption", recursive=False):
            self._tag(caption, context)
        for row, cells in enumerate(rows, 1):
            column = 1
            for cell in cells:
                inner = context if layout else context.but(kind=_in_cell(context), row=row, column=column)
                self.into(cell, inner)
                self.flush(inner)
                span = str(cell.get("colspan") or "1")
                column += int(span) if span.isdecimal() else 1


def _in_cell(context: _Context) -> str:
    return "quoted" if context.kind == "quoted" else "cell"


def _rows(table: Any) -> Iterator[list[Any]]:
    for child in table.find_all(["tr", "tbody", "thead", "tfoot"], recursive=False):
        if child.name == "tr":
            yield child.find_all(["td", "th"], recursive=False)
        else:
            yield from _rows(child)


def _inner(name: str, context: _Context) -> _Context:
    """Return what text directly inside the element ``name`` is; inside a quotation all stays quoted."""
    changes: dict[str, Any] = {}
    if name == "pre":
        changes = {"preformatted": True}
    elif context.kind != "quoted":
        if _HEADING.match(name):
            changes = {"kind": "heading", "level": int(name[1])}
        elif name in {"ul", "ol"}:
            changes = {"depth": context.depth + 1}
        elif name == "li":
            changes = {"kind": "list_item", "level": max(1, context.depth)}
        elif name in _OWN_KIND:
            changes = {"kind": _OWN_KIND[name], "level": 0}
    return context.but(**changes) if changes else context
