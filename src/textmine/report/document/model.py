"""What a document consists of, apart from how it is written down."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """Text with one look: ``style`` is a key of ``styles.NAMES``, empty for that of its paragraph.

    ``target`` is the anchor of a heading that the text leads to. A line feed is a line break.
    """

    text: str
    style: str = ""
    target: str = ""


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter."""

    level: int
    runs: Runs
    anchor: str = ""

    @property
    def text(self) -> str:
        """The words of the heading."""
        return plain(self.runs)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` is a key of ``styles.NAMES``."""

    runs: Runs
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; every item has a level, from 0."""

    ordered: bool
    items: tuple[tuple[int, Runs], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source, exactly, and where they stand."""

    words: str
    source: Runs


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``span`` is how many columns it covers."""

    blocks: "tuple[Block, ...]"
    number: bool = False
    heading: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with at least one header row; all rows have the same number of columns, spans counted."""

    caption: Runs
    note: Runs
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return sum(cell.span for cell in self.head[0])


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure; ``name`` is that of ``report.figures``, ``text`` says what is to be seen."""

    name: str
    caption: Runs
    text: str


Block: TypeAlias = Heading | Paragraph | Items | Quote | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; ``about`` says in the header which data it rests on, ``summary`` stands on page 1."""

    title: str
    subtitle: str
    summary: str
    about: str
    blocks: tuple[Block, ...]


def plain(runs: Runs) -> str:
    """Return the text of runs."""
    return "".join(run.text for run in runs)


def words(blocks: tuple[Block, ...]) -> str:
    """Return the text of blocks, one line each; a picture has none."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            lines.append(plain(block.runs))
        elif isinstance(block, Items):
            lines += [plain(runs) for _, runs in block.items]
        elif isinstance(block, Quote):
            lines += [block.words, plain(block.source)]
    return "\n".join(lines)
