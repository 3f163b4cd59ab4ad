"""Markdown: CommonMark with tables, as blocks of verbatim text without markup."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from textmine.readers.blocks import Block, Reading, one_part
from textmine.readers.encoding import decode
from textmine.readers.limits import Limits

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n((?:[^\n]*\n){0,60}?)---[ \t]*(?:\r?\n|\Z)")
_KEY = re.compile(r"^(\w[\w -]*):[ \t]*(.*)$", re.MULTILINE)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*((?:[^\n]*)(?:\n(?: {2,}|\t)[^\n]+)*)", re.MULTILINE)
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001
    """Read a Markdown file; ``paragraph`` is the line number where the block begins."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    text = decode(data).removeprefix("\ufeff")
    metadata, text = _front_matter(text)
    notes, text = _footnotes(text)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    marks = re.compile("|".join(re.escape(f"[^{label}]") for label, _, _ in notes) or r"(?!)")
    blocks = [replace(block, text=marks.sub("", block.text)) for block in _blocks(parser.parse(text))]
    footnotes = [Block(note, "footnote", paragraph=line) for _, line, note in notes if note]
    return one_part([*blocks, *footnotes], metadata=metadata)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return what the YAML lines above the text say, and the text with those lines made empty."""
    found = _FRONT_MATTER.match(text)
    if not found or not _KEY.search(found[1]):
        return {}, text
    keys = {key.lower(): value.strip("\"' \r") for key, value in _KEY.findall(found[1])}
    return {"title": keys["title"]} if keys.get("title") else {}, "\n" * found[0].count("\n") + text[
        found.end() :
    ]


def _footnotes(text: str) -> tuple[list[tuple[str, int, str]], str]:
    """Return the footnotes as (label, line, text), and the text with their lines made empty.

    CommonMark knows no footnotes and would take a note of one word for the target of a link.
    """
    notes = [
        (found[1], text.count("\n", 0, found.start()) + 1, " ".join(found[2].split()))
        for found in _NOTE.finditer(text)
    ]
    return notes, _NOTE.sub(lambda found: "\n" * found[0].count("\n"), text)


class _Place:
    """Where the walk through the tokens is: list depth, table cell, heading level, quotation."""

    def __init__(self) -> None:
        self.depth = 0
        self.heading = 0
        self.row = 0
        self.column = 0
        self.fresh_item = False

    def block(self, text: str, line: int) -> Block:
        if self.column:
            return Block(text, "cell", paragraph=line, row=self.row, column=self.column)
        if self.heading:
            return Block(text, "heading", self.heading, paragraph=line)
        if self.depth and self.fresh_item:
            self.fresh_item = False
            return Block(text, "list_item", self.depth, paragraph=line)
        return Block(text, "paragraph", self.depth, paragraph=line)

    def enter(self, token: "Token") -> None:
        match token.type:
            case "heading_open":
                self.heading = int(token.tag[1:])
            case "heading_close":
                self.heading = 0
            case "bullet_list_open" | "ordered_list_open":
                self.depth += 1
            case "bullet_list_close" | "ordered_list_close":
                self.depth -= 1
            case "list_item_open":
                self.fresh_item = True
            case "table_open":
                self.row = 0
            case "tr_open":
                self.row, self.column = self.row + 1, 0
            case "th_open" | "td_open":
                self.column += 1
            case "table_close":
                self.row = self.column = 0


def _blocks(tokens: Iterable["Token"]) -> Iterator[Block]:
    place = _Place()
    line = 0
    for token in tokens:
        place.enter(token)
        if token.map:
            line = token.map[0] + 1
        if token.type == "inline":
            text = _inline(token.children or ()).strip()
        elif token.type in {"fence", "code_block"}:
            text = token.content.strip("\n")
        elif token.type == "html_block":
            yield from _html(token.content, line)
            continue
        else:
            continue
        if text:
            yield place.block(text, line)


def _inline(children: Iterable["Token"]) -> str:
    pieces: list[str] = []
    for token in children:
        if token.type in {"text", "code_inline"}:
            pieces.append(token.content)
        elif token.type == "softbreak":
            pieces.append(" ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and _HTML_BREAK.match(token.content)):
            pieces.append("\n")
        elif token.type == "image":
            pieces.append(token.content)
    return "".join(pieces)


def _html(content: str, line: int) -> Iterator[Block]:
    from textmine.readers.html_text import blocks_of  # noqa: PLC0415

    for block in blocks_of(content):
        yield Block(block.text, block.kind, block.level, paragraph=line, row=block.row, column=block.column)
