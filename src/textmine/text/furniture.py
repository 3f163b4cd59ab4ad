"""Find page furniture: headers, footers and page numbers among the lines of pages.

A line is furniture when it comes back, digits masked, at the top or the bottom of other pages and every line
between it and the edge of the page is furniture too; or when it says nothing but a page number.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

DEPTH = 5
"""At most so many lines at the top and at the bottom of a page can be furniture by repetition."""

LONGEST = 40
"""A line that says nothing but a page number is shorter than this."""

FEW = 4
"""In so many pages two are enough to speak of repetition, in more pages three are needed."""

_DIGITS = re.compile(r"\d+")
_PAGE_OF = re.compile(
    r"(?:[-–—|•·]\s*)?(?:pagina|pag\.?|blad(?:zijde)?|blz\.?|page|p\.)\s*\d{1,4}"
    r"(?:\s*(?:van|of|/|uit)\s*(?:de\s*)?\d{1,4})?(?:\s*[-–—|•·])?|\d{1,4}\s*(?:van|of)\s*\d{1,4}",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(?:[-–—|]\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?(?:\s*[-–—|])?")


def furniture(lines: Sequence[str], pages: Sequence[int | None]) -> set[int]:
    """Return the indexes of ``lines`` that are page furniture.

    Parameters
    ----------
    lines
        The non-empty lines in reading order, trimmed.
    pages
        The page of each line, counted from 1; None when the file has no pages.
    """
    found = {n for n, line in enumerate(lines) if len(line) < LONGEST and _PAGE_OF.fullmatch(line)}
    by_page: dict[int, list[int]] = defaultdict(list)
    for n, page in enumerate(pages):
        if page is not None:
            by_page[page].append(n)
    if len(by_page) > 1:
        for backwards in (False, True):
            edges = {page: (rows[::-1] if backwards else rows)[: DEPTH + 1] for page, rows in by_page.items()}
            found |= _repeated(lines, edges, found)
    return found


def _repeated(lines: Sequence[str], edges: dict[int, list[int]], sure: set[int]) -> set[int]:
    masks = {n: (rank, _mask(lines[n])) for rows in edges.values() for rank, n in enumerate(rows)}
    counts = Counter(masks.values())
    least = 2 if len(edges) <= FEW else 3
    numbers = _running_numbers(lines, edges)
    found: set[int] = set()
    for rows in edges.values():
        for n in rows[:DEPTH]:
            repeats = counts[masks[n]] >= least and masks[n][1].strip("# ")
            if not (repeats or n in sure or n in numbers):
                break
            found.add(n)
    return found


def _running_numbers(lines: Sequence[str], edges: dict[int, list[int]]) -> set[int]:
    """Bare numbers that run with the pages: number minus page is the same on at least two pages."""
    offsets: dict[int, list[int]] = defaultdict(list)
    for page, rows in edges.items():
        for n in rows[:DEPTH]:
            if number := _BARE_NUMBER.fullmatch(lines[n]):
                offsets[int(number[1]) - page].append(n)
    return {n for rows in offsets.values() if len(rows) > 1 for n in rows}


def _mask(line: str) -> str:
    return " ".join(_DIGITS.sub("#", line.casefold()).split())
