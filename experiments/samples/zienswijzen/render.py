"""From stock to text: fill in the place, strip the name marks, make a slip of the pen now and then."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from stock import NAME, Code, Line, Section

LONG_WORD = 7


@dataclass(frozen=True)
class Point:
    """A statement as it stands in the file, with its codes."""

    text: str
    code: Code


@dataclass
class Row:
    """A visual line: a list item, a heading, or a run of sentences."""

    text: str
    marker: str = ""
    heading: bool = False


@dataclass
class Rendered:
    """The text of one section, the points in it and the persons it names."""

    paragraphs: list[list[Row]] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """One string per visual line; an empty one between paragraphs."""
        blocks = [[row.marker + row.text for row in rows] for rows in self.paragraphs]
        return [line for block in blocks for line in (*block, "")][:-1]

    def cell(self) -> str:
        """Give the text as typed in one field: a newline for each visual line and paragraph."""
        return "\n".join(row.marker + row.text for rows in self.paragraphs for row in rows)


def slip(text: str, rng: np.random.Generator) -> str:
    """Swap two neighbouring letters in one long word, or drop the capital when there is no long word."""
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) >= LONG_WORD and word.isalpha()]
    if not long:
        return text[:1].lower() + text[1:]
    index = long[int(rng.integers(len(long)))]
    word = words[index]
    at = int(rng.integers(2, len(word) - 2))
    words[index] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def _text(line: Line, place: str, rendered: Rendered) -> str:
    rendered.names.extend(NAME.findall(line.text))
    return NAME.sub(r"\1", line.text).replace("[plaats]", place)


def _rows(lines: list[Line], texts: list[str]) -> list[Row]:
    rows: list[Row] = []
    for line, text in zip(lines, texts, strict=True):
        running = rows and not (rows[-1].marker or rows[-1].heading or line.marker or line.heading)
        if running:
            rows[-1].text += f" {text}"
        else:
            rows.append(Row(text=text, marker=line.marker, heading=line.heading))
    return rows


def render(section: Section, place: str, sloppy: np.random.Generator | None = None) -> Rendered:
    """Give the section as text; with ``sloppy`` one of its lines gets a slip of the pen."""
    rendered = Rendered()
    count = sum(len(lines) for lines in section.paragraphs)
    unlucky = int(sloppy.integers(count)) if sloppy is not None and count else -1
    seen = 0
    for lines in section.paragraphs:
        texts = []
        for line in lines:
            text = _text(line, place, rendered)
            if sloppy is not None and seen == unlucky and not NAME.search(line.text):
                text = slip(text, sloppy)
            seen += 1
            texts.append(text)
            if line.code is not None:
                rendered.points.append(Point(text, line.code))
        rendered.paragraphs.append(_rows(lines, texts))
    return rendered


def joined(parts: Iterable[Rendered]) -> Rendered:
    """Put several rendered sections under each other."""
    whole = Rendered()
    for part in parts:
        whole.paragraphs.extend(part.paragraphs)
        whole.points.extend(part.points)
        whole.names.extend(part.names)
    return whole
