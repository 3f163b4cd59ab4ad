"""Write one table: header rows that come back on every page, and columns that read well."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from textmine.report.document.model import (
    Block,
    Cell,
    Heading,
    Items,
    Paragraph,
    Quote,
    Run,
    Table,
    plain,
    words,
)
from textmine.report.document.parts import Element, make, run
from textmine.report.document.widths import LETTER, PADDING, TALLEST, Layout, layout

Inline: TypeAlias = Callable[[Sequence[Run]], list[Element]]

WHOLE = 700
"""Letters in the longest cell up to which a row stays on one page."""


def table_element(table: Table, width: int, styles: Mapping[str, str], inline: Inline) -> Element:
    """Return the table, ``width`` twentieths of a point wide; ``inline`` writes runs."""
    how = layout(table, width)
    properties = [
        make("tblStyle", val=styles["table"]),
        make("tblW", w=width, type="dxa"),
        make("tblLayout", type="fixed"),
        make("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        make("tblCaption", val=plain(table.caption)),
    ]
    if table.note:
        properties.append(make("tblDescription", val=plain(table.note)))
    grid = make("tblGrid", [make("gridCol", w=each) for each in how.widths])
    head = [_row(row, how, styles, inline, head=True) for row in table.head]
    body = [_row(row, how, styles, inline, head=False) for row in table.body]
    return make("tbl", [make("tblPr", properties), grid, *head, *body])


def _row(
    cells: Sequence[Cell], how: Layout, styles: Mapping[str, str], inline: Inline, *, head: bool
) -> Element:
    longest = max(len(words(cell.blocks)) for cell in cells)
    upright = head and any(how.turned) and len(cells) == len(how.widths)
    about = [make("cantSplit")] if longest <= WHOLE else []
    if upright:
        letters = max(len(words(cell.blocks)) for cell, turn in zip(cells, how.turned, strict=True) if turn)
        about.append(make("trHeight", val=min(letters * LETTER + PADDING, TALLEST), hRule="atLeast"))
    if head:
        about.append(make("tblHeader"))
    made, place = [], 0
    for cell in cells:
        width = sum(how.widths[place : place + cell.span])
        properties = [make("tcW", w=width, type="dxa")]
        if cell.span > 1:
            properties.append(make("gridSpan", val=cell.span))
        if upright and how.turned[place]:
            properties.append(make("textDirection", val="btLr"))
        style = _style(cell, head=head, upright=upright and how.turned[place])
        content = list(_content(cell, style, styles, inline))
        made.append(make("tc", [make("tcPr", properties), *content]))
        place += cell.span
    return make("tr", [*([make("trPr", about)] if about else []), *made])


def _style(cell: Cell, *, head: bool, upright: bool) -> str:
    if head:
        return "head-number" if cell.number and not upright else "head"
    return "cell-number" if cell.number else "cell-heading" if cell.heading else "cell"


def _content(cell: Cell, style: str, styles: Mapping[str, str], inline: Inline) -> Iterator[Element]:
    paragraphs = [
        make("p", [make("pPr", [make("pStyle", val=styles[name])]), *runs])
        for block in cell.blocks
        for name, runs in _paragraphs(block, style, inline)
    ]
    yield from paragraphs or [make("p", [make("pPr", [make("pStyle", val=styles[style])])])]


def _paragraphs(block: Block, style: str, inline: Inline) -> Iterator[tuple[str, list[Element]]]:
    if isinstance(block, Items):
        for _, runs in block.items:
            yield "cell-list", inline(runs)
    elif isinstance(block, Quote):
        yield style, [run(block.words)]
        yield style, inline(block.source)
    elif isinstance(block, Paragraph | Heading):
        yield style, inline(block.runs)
