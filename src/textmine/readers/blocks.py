"""What every reader returns: a text, its blocks, and the parts (attachments) beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text with its place in the file; ``kind`` is one of ``textmine.tables.BLOCK_KINDS``.

    ``level`` is the heading level or list depth; ``page``, ``paragraph``, ``row``, ``column`` count from 1.
    A block of kind line without text is a paragraph break. A cell may hold line breaks.
    """

    text: str
    kind: str = "paragraph"
    level: int = 0
    page: int | None = None
    paragraph: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A piece of a file that did not come along as text, or that a person should look at.

    ``reason`` is a key of ``textmine.tables.REASONS``; ``message`` is Dutch; ``place`` is for people
    ("pagina 3"); ``text`` is the piece itself, where there is one (a comment in the margin).
    """

    reason: str
    message: str
    place: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A body or an attachment: the blocks in reading order, or the reason why it cannot be read.

    ``member`` names the attachment (None for the body). ``problem`` is ``(reason code, Dutch message)``.
    """

    blocks: Sequence[Block] = ()
    member: str | None = None
    problem: tuple[str, str] | None = None
    notices: Sequence[Notice] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a file: bytes to read, a message read already, or why it is no text to read."""

    name: str
    data: bytes = b""
    problem: tuple[str, str] | None = None
    reading: "Reading | None" = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read: its parts, and what its own metadata says (``received``, ``respondent``, ``title``).

    ``attachments`` are what a reader of one format leaves to ``registry.read``, which turns them into parts.
    """

    parts: Sequence[Part]
    metadata: dict[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()


def join(blocks: Sequence[Block]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the document text (blocks joined by a line break) and the ``(start, end)`` of each block."""
    spans: list[tuple[int, int]] = []
    at = 0
    for block in blocks:
        spans.append((at, at + len(block.text)))
        at += len(block.text) + 1
    return "\n".join(block.text for block in blocks), tuple(spans)


def one_part(
    blocks: Sequence[Block], notices: Sequence[Notice] = (), metadata: dict[str, str] | None = None
) -> Reading:
    """Return the reading of a file that is one text."""
    return Reading((Part(tuple(blocks), notices=tuple(notices)),), metadata or {})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of ``raw/``: ``path`` relative to it, with forward slashes; ``size`` in bytes.

    ``read`` gives the bytes when a step asks for them, and raises ``SourceError`` when it cannot.
    """

    path: str
    size: int
    read: Callable[[], bytes]
