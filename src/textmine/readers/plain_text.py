"""Plain text: one block per line."""

import re

from textmine.readers.blocks import Block, Reading, one_part
from textmine.readers.encoding import decode
from textmine.readers.limits import Limits

_LINE_END = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x85")
_NO_TEXT = str.maketrans("", "", "\x00\x1a\ufeff")


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001
    """Read a text file; ``paragraph`` is the line number, a form feed begins a new ``page``."""
    return one_part(lines(decode(data)))


def lines(text: str) -> list[Block]:
    """Return one block per line, also for the empty ones (paragraph breaks)."""
    pages = text.translate(_NO_TEXT).split("\f")
    blocks: list[Block] = []
    number = 0
    for page, content in enumerate(pages, 1):
        for line in _LINE_END.split(content):
            number += 1
            blocks.append(
                Block(
                    line.rstrip(),
                    "line",
                    page=page if len(pages) > 1 else None,
                    paragraph=number,
                )
            )
    while blocks and not blocks[-1].text:
        blocks.pop()
    return blocks
