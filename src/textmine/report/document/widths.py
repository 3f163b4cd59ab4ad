"""How wide the columns of a table are: what is read most gets most, and no word is broken."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.report.document.model import Cell, Table, words

LETTER = 118
"""Width of a letter in a table, on the wide side, in twentieths of a point (the unit of all widths here)."""

PADDING = 200
"""Space beside the text of a cell, both sides together."""

UPRIGHT = 470
"""Width of a column whose heading is turned a quarter and stands on one line."""

LINE = 230
"""What every further line of such a heading takes."""

TALLEST = 3_200
"""Height of a row of turned headings at most."""

WORD = 18
"""Letters of the longest word for which a column makes room; a longer one is broken."""

READ = 70
"""Letters beyond which a column of texts does not need to be wider."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Column widths; ``turned`` says of which columns the heading stands upright, for lack of room."""

    widths: tuple[int, ...]
    turned: tuple[bool, ...]

    @property
    def wanted(self) -> int:
        """The width of the whole table."""
        return sum(self.widths)


def needed(table: Table) -> int:
    """Return the least width at which the table reads well."""
    texts = _texts(table)
    turned = [_turns(table, n) for n in range(table.columns)]
    return sum(_upright(table, n) if turned[n] else _least(column) for n, column in enumerate(texts))


def layout(table: Table, available: int) -> Layout:
    """Divide ``available`` over the columns; headings of numbers turn where there is no other way."""
    texts = _texts(table)
    least = [_least(column) for column in texts]
    turned = [False] * len(least)
    if sum(least) > available:
        turned = [_turns(table, n) and width > _upright(table, n) for n, width in enumerate(least)]
        least = [_upright(table, n) if turned[n] else width for n, width in enumerate(least)]
    wanted = [width if turned[n] else _most(texts[n], width) for n, width in enumerate(least)]
    widths = _share(least, wanted, available)
    return Layout(tuple(widths), tuple(turned))


def _share(least: list[int], wanted: list[int], available: int) -> list[int]:
    """Give every column its least and divide the rest by what more each wants; all is used, to the last."""
    spare = available - sum(least)
    if spare < 0:
        widths = [width * available // sum(least) for width in least]
    else:
        more = [most - low for most, low in zip(wanted, least, strict=True)]
        total = sum(more)
        if total == 0:
            widths = [low + spare // len(least) for low in least]
        else:
            widths = [low + spare * each // total for low, each in zip(least, more, strict=True)]
    widths[widths.index(max(widths))] += available - sum(widths)
    return widths


def _turns(table: Table, column: int) -> bool:
    """Return whether a column holds numbers below a heading of one cell."""
    heads = [row[column] for row in table.head if len(row) == table.columns]
    return bool(heads) and all(cell.number for cell in heads)


def _upright(table: Table, column: int) -> int:
    """Return the least width of a column with a turned heading, for all its lines and for what is below."""
    headings = [words(row[column].blocks) for row in table.head if len(row) == table.columns]
    room = (TALLEST - PADDING) // LETTER - WORD // 2  # a line ends where a word does
    lines = max((-(-len(heading) // room) for heading in headings), default=1)
    return max(UPRIGHT + (lines - 1) * LINE, _least(_texts_of(table.body, table.columns)[column]))


def _texts(table: Table) -> list[list[str]]:
    return _texts_of((*table.head, *table.body), table.columns)


def _texts_of(rows: Sequence[Sequence[Cell]], number: int) -> list[list[str]]:
    """Return the text of each cell per column; cells over several columns are no measure."""
    columns: list[list[str]] = [[] for _ in range(number)]
    for row in rows:
        place = 0
        for cell in row:
            if cell.span == 1:
                columns[place].append(words(cell.blocks))
            place += cell.span
    return columns


def _least(texts: list[str]) -> int:
    longest = max((len(word) for text in texts for word in text.split()), default=1)
    return min(longest, WORD) * LETTER + PADDING


def _most(texts: list[str], least: int) -> int:
    longest = max((len(line) for text in texts for line in text.split("\n")), default=1)
    return max(least, min(longest, READ) * LETTER + PADDING)
