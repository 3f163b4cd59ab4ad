"""Read a hand-written source (`bron/*.verslag`) into the ordered blocks of one set of minutes.

The format is explained in README.md beside this file. A line that fits no rule is an error: a statement
that silently went missing here would make every test on this corpus wrong.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

NO_BREAK_SPACE, NARROW_SPACE, SOFT_HYPHEN = "\u00a0", "\u202f", "\u00ad"

_PIECE = re.compile(r"\{([^}]*)\} (.+)")
_LINE = re.compile(
    r"(?P<heading>={1,2}) (?P<title>.+)"
    r"|\| (?P<row>\{.+)"
    r"|\^\[(?P<note>\d+)\] (?P<note_text>.+)"
    r"|(?:(?P<sentence>\.)"
    r"|(?P<indent> *)(?P<bullet>\*{1,2}|-|o)"
    r"|\+(?:\[(?P<label>[^\]]+)\])?"
    r"|@\[(?P<speaker>[^\]]+)\]"
    r") (?P<rest>\{.+)"
)


class SourceFormatError(Exception):
    """A source file breaks the rules of README.md; the message names file and line."""


@dataclass(frozen=True)
class Codes:
    """The true codes of one statement, written out in full."""

    themes: tuple[str, ...]
    kind: str
    subjects: tuple[str, ...]
    activities: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """Text that belongs together: a statement (it has codes) or something else (it has a reason)."""

    marked: str
    codes: Codes | None
    reason: str | None

    @property
    def plain(self) -> str:
        """The text as it should come out of the repaired document."""
        return plain(self.marked)


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 or 2."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Sentences that run on after each other."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Item:
    """A bullet or a numbered point; `label` is empty where the list numbers itself."""

    structure: Literal["bullet", "number"]
    level: int
    label: str
    piece: Piece


@dataclass(frozen=True)
class Turn:
    """What one speaker said; the speaker's label is no part of the statement."""

    speaker: str
    piece: Piece


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell holds one or more paragraphs."""

    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


@dataclass(frozen=True)
class Footnote:
    """The text of a footnote; its marker stands in a piece as `[^n]`."""

    number: str
    text: str


Block = Heading | Paragraph | Item | Turn | Table | Footnote


@dataclass(frozen=True)
class Minutes:
    """One session's minutes: settings from the top of the source, then the blocks in order."""

    settings: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def file(self) -> str:
        """The name of the file to build, relative to `raw/`."""
        return self.settings["file"]

    @property
    def title(self) -> str:
        """The title above the minutes."""
        return self.settings["title"]

    @property
    def footnotes(self) -> dict[str, str]:
        """Footnote texts by number."""
        return {block.number: block.text for block in self.blocks if isinstance(block, Footnote)}


@dataclass(frozen=True)
class CodeTable:
    """The short codes of `codes.yaml` and what they stand for."""

    themes: dict[str, str]
    kinds: dict[str, str]
    subjects: dict[str, str]
    activities: dict[str, str]
    reasons: tuple[str, ...]

    def piece(self, braces: str, text: str) -> Piece:
        """Turn `{codes} text` into a piece; KeyError or ValueError for a code that does not exist."""
        if braces in self.reasons:
            return Piece(text, None, braces)
        themes, kind, subjects, activities = braces.split(" ")
        order = list(self.themes.values())
        codes = Codes(
            tuple(sorted((self.themes[code] for code in themes.split(",")), key=order.index)),
            self.kinds[kind],
            tuple(self.subjects[code] for code in subjects.split(",")),
            tuple(self.activities[code] for code in activities.split(",")),
        )
        return Piece(text, codes, None)


def read_codes(path: Path) -> CodeTable:
    """Read `codes.yaml`."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return CodeTable(**{**content, "reasons": tuple(content["reasons"])})


def read_minutes(path: Path, codes: CodeTable) -> Minutes:
    """Read one source; the settings come before the line `---`, the blocks after it."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    settings = dict(line.split(": ", 1) for line in head.splitlines())
    first = head.count("\n") + 3
    blocks: list[Block] = []
    follows = False
    for number, line in enumerate(body.splitlines(), start=first):
        if not line.strip():
            follows = False
            continue
        try:
            block = _block(line, codes)
        except (KeyError, ValueError) as error:
            raise SourceFormatError(f"{path}, line {number}: {error!r} in {line!r}") from error
        if not (follows and _merge(blocks, block)):
            blocks.append(block)
        follows = True
    return Minutes(settings, tuple(blocks))


def plain(marked: str) -> str:
    """Take the marks out: hard spaces become spaces; soft hyphens, emphasis and footnote marks go."""
    text = re.sub(r"\[\^\d+\]|\*\*|¬", "", marked)
    return re.sub(r"[~_]", " ", text)


def typeset(marked: str) -> str:
    """Put the real characters in for hard spaces and soft hyphens; emphasis and notes stay marked."""
    return marked.replace("~", NO_BREAK_SPACE).replace("_", NARROW_SPACE).replace("¬", SOFT_HYPHEN)


def _block(line: str, codes: CodeTable) -> Block:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError("no rule fits this line")
    part = match.groupdict()
    if part["heading"]:
        return Heading(len(part["heading"]), part["title"])
    if part["note"]:
        return Footnote(part["note"], part["note_text"])
    if part["row"]:
        cells = part["row"].split(" || ")
        return Table((tuple(tuple(_piece(text, codes) for text in cell.split(" ++ ")) for cell in cells),))
    piece = _piece(part["rest"], codes)
    if part["sentence"]:
        return Paragraph((piece,))
    if part["speaker"]:
        return Turn(part["speaker"], piece)
    return _item(part, piece)


def _item(part: dict[str, str | None], piece: Piece) -> Item:
    bullet = part["bullet"]
    if bullet is None:
        return Item("number", 1, part["label"] or "", piece)
    level = len(part["indent"] or "") // 2 + max(bullet.count("*"), 1)
    return Item("bullet", level, "", piece)


def _piece(text: str, codes: CodeTable) -> Piece:
    match = _PIECE.fullmatch(text)
    if match is None:
        raise ValueError("expected {codes} followed by text")
    return codes.piece(match[1], match[2])


def _merge(blocks: list[Block], block: Block) -> bool:
    """Add a sentence to the paragraph above it, or a row to the table above it."""
    last = blocks[-1]
    if isinstance(last, Paragraph) and isinstance(block, Paragraph):
        blocks[-1] = Paragraph(last.pieces + block.pieces)
        return True
    if isinstance(last, Table) and isinstance(block, Table):
        blocks[-1] = Table(last.rows + block.rows)
        return True
    return False
