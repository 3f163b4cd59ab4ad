"""What every reader returns: a text, its blocks, and the parts (attachments) beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text with its place in the file; ``kind`` is one of ``textmine.tables.BLOCK_KINDS``.

    ``level`` is the heading level or list depth; ``page``, ``paragraph``, ``row``, ``column`` count from 1.
    """

    text: str
    kind: str = "paragraph"
    level: int = 0
    page: int | None = None
    paragraph: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A body or an attachment: the blocks in reading order, or the reason why it cannot be read.

    ``member`` names the attachment (None for the body). ``problem`` is ``(reason code, Dutch message)``.
    """

    blocks: Sequence[Block] = ()
    member: str | None = None
    problem: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read: its parts, and what its own metadata says (``received``, ``respondent``, ``title``)."""

    parts: Sequence[Part]
    metadata: dict[str, str] = field(default_factory=dict)


def join(blocks: Sequence[Block]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the document text (blocks joined by a line break) and the ``(start, end)`` of each block."""
    spans: list[tuple[int, int]] = []
    at = 0
    for block in blocks:
        spans.append((at, at + len(block.text)))
        at += len(block.text) + 1
    return "\n".join(block.text for block in blocks), tuple(spans)
