"""Theme maps: per theme a tree of its main points and the points within them."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.analysis.numbers import whole
from textmine.report.dutch import STATEMENT, Unit
from textmine.report.figures.drawing import (
    ACCENT,
    FILLS,
    INK,
    LARGE,
    LEADING,
    LINE,
    NORMAL,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    Drawing,
    width_of,
    wrap,
)
from textmine.report.figures.figure import Figure
from textmine.report.given import Given
from textmine.report.point_names import named
from textmine.report.quotes import Quotes
from textmine.report.rows import Row, records
from textmine.tables import Points

POINT = Unit("punt", "punten")
MAIN_POINT = Unit("hoofdpunt", "hoofdpunten")

LARGEST = 20.0
"""Radius of the circle of the largest main point; areas go with the number of sessions."""

TRUNK, CIRCLE, TEXT, TEXT_END = 20.0, 56.0, 88.0, 392.0
"""Where the parts of a main point are, from left to right."""
FORK, SUB_CIRCLE, SUB_TEXT = 408.0, 438.0, 466.0
"""The same of the points within it."""

MAIN_LINES, SUB_LINES = 4, 3
"""Lines that a name can take in the picture; the whole name stands in the table."""

GAP, SUB_GAP = 18.0, 8.0


@dataclass(frozen=True)
class Branch:
    """A point as it is drawn; ``below`` are the points within it, of which the largest are drawn."""

    row: Row
    name: str
    statement: str | None
    kind: str
    fill: str
    below: tuple["Branch", ...]


def theme_maps(given: Given, quotes: Quotes) -> tuple[Figure, ...]:
    """Return a map per theme that has points, in order of the codebook; none when it asks for no points.

    What lies outside the themes has no map, and neither have points that people left out.
    """
    within = given.codebook.points_within
    if within is None:
        return ()
    themes = given.codebook.by_id[within[0]]
    found: dict[str, list[Row]] = defaultdict(list)
    rows = [row for row in records(given.points) if row[Points.excluded] is None]
    for row in rows:
        found[row[Points.theme]].append(row)
    most = max((row[Points.sessions] for row in rows), default=1)
    scale = _Scale(given.words.gathering, given.totals["sessions"] or 0, most)
    return tuple(
        _map(given, f"themakaart-{code.code}", code.name, _branches(given, quotes, found[code.code]), scale)
        for code in themes.codes
        if code.code != themes.outside and found[code.code]
    )


def _branches(given: Given, quotes: Quotes, rows: Sequence[Row]) -> tuple[Branch, ...]:
    """Return the main points with what is below them: in the order people gave, then the most widely made."""
    below: dict[str | None, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=_widest):
        below[row[Points.parent]].append(row)
    dimension = (given.codebook.points_within or ("", ""))[1]
    kinds = {code.code: place for place, code in enumerate(given.codebook.by_id[dimension].codes)}

    def made(row: Row) -> Branch:
        called = named(given, quotes, row)
        return Branch(
            row=row,
            name=called.text,
            statement=None if called.quote is None else called.quote.id,
            kind=given.code_name(dimension, row[Points.kind]),
            fill=FILLS[kinds[row[Points.kind]] % len(FILLS)],
            below=tuple(made(child) for child in below[row[Points.id]]),
        )

    return tuple(made(row) for row in below[None])


def _widest(row: Row) -> tuple[float, int, int, int, int, str]:
    order = math.inf if row[Points.order] is None else row[Points.order]
    spread = (row[Points.sessions], row[Points.regions], row[Points.tiers], row[Points.statements])
    return (order, -spread[0], -spread[1], -spread[2], -spread[3], row[Points.id])


@dataclass(frozen=True)
class _Scale:
    """Says how often a point was made: always with its unit and out of how many.

    ``most`` is the number of sessions of the largest point of all themes, so that maps can be compared.
    """

    gathering: Unit
    total: int
    most: int

    def radius(self, sessions: int) -> float:
        """Return the radius of a circle whose area goes with the number of sessions."""
        return max(LARGEST * math.sqrt(sessions / self.most), 2)

    def times(self, branch: Branch) -> str:
        """Return in how many sessions, and in how many statements."""
        made = f"{whole(branch.row[Points.sessions])} van {self.gathering.of(self.total)}"
        return f"{made}; {STATEMENT.of(branch.row[Points.statements])}"

    def caption(self, branch: Branch) -> str:
        """Return the kind, and how often."""
        return f"{branch.kind}; {self.times(branch)}"


def _drawn_below(given: Given, branch: Branch) -> tuple[Branch, ...]:
    """Return the points of a main point that are drawn: the largest, but not the one it is called after."""
    others = [one for one in branch.below if one.statement != branch.statement or one.statement is None]
    return tuple(others[: given.limits.map_subpoints]) if len(branch.below) > 1 else ()


def _map(given: Given, name: str, theme: str, branches: Sequence[Branch], scale: _Scale) -> Figure:
    drawn = branches[: given.limits.map_points]
    title = f"Themakaart: {theme}"
    words = _alternative(theme, branches, drawn, scale)
    picture = Drawing(name, title, words)
    _root(picture, theme, f"{MAIN_POINT.of(len(branches))}, {whole(len(drawn))} getekend")
    y, last = 66.0, 60.0
    for branch in drawn:
        last = y + LARGEST
        y = _main(picture, branch, _drawn_below(given, branch), y, scale)
    if rest := len(branches) - len(drawn):
        y = picture.lines(TEXT, y, [f"en nog {MAIN_POINT.of(rest)}; zie het blad Punten"], fill=SOFT) + GAP
    picture.first("path", d=f"M{TRUNK:g} 40V{last:g}", fill="none", stroke=LINE, stroke_width=2)
    picture.height = _legend(picture, y, scale, {b.kind: b.fill for b in drawn})
    header, rows = _table(given, branches, drawn)
    return Figure(name, title, words, picture.svg(), header, rows)


def _root(picture: Drawing, theme: str, below: str) -> None:
    width = max(width_of(theme, LARGE) + 28, width_of(below, SMALL) + 28)
    picture.shape("rect", x=0, y=0, width=min(width, WIDTH), height=48, rx=4, fill=ACCENT)
    y = picture.lines(14, 5, wrap(theme, WIDTH - 28, LARGE, 1), size=LARGE, fill=PAPER, font_weight=700)
    picture.lines(14, y, [below], size=SMALL, fill=PAPER)


def _main(picture: Drawing, branch: Branch, shown: Sequence[Branch], y: float, scale: _Scale) -> float:
    """Draw a main point with its points from ``y`` down; return where the next one begins."""
    middle = y + LARGEST
    tip = f"{branch.name} ({scale.caption(branch)})"
    picture.shape("path", d=f"M{TRUNK:g} {middle:g}H{CIRCLE:g}", fill="none", stroke=LINE, stroke_width=2)
    _circle(picture, (CIRCLE, middle), branch, tip, scale)
    lines = wrap(branch.name, TEXT_END - TEXT, NORMAL, MAIN_LINES)
    end = picture.lines(TEXT, y + 2, lines, tip=tip, font_weight=600)
    caption = wrap(scale.caption(branch), TEXT_END - TEXT, SMALL, 2)
    end = picture.lines(TEXT, end + 1, caption, size=SMALL, fill=SOFT)
    sub_end = y
    for one in shown:
        sub_end = _sub(picture, one, (middle, sub_end), scale)
    if shown and (rest := len(branch.below) - len(shown)):
        sub_end = picture.lines(SUB_TEXT, sub_end, [f"en nog {POINT.of(rest)}"], size=SMALL, fill=SOFT)
    return max(end, sub_end, y + 2 * LARGEST) + GAP


def _sub(picture: Drawing, branch: Branch, at: tuple[float, float], scale: _Scale) -> float:
    """Draw a point of a main point whose circle is at height ``at[0]``, from ``at[1]`` down."""
    parent, y = at
    middle = y + LARGEST
    tip = f"{branch.name} ({scale.caption(branch)})"
    start = f"M{TEXT_END + 4:g} {parent:g}H{FORK:g}V{middle:g}H{SUB_CIRCLE:g}"
    picture.shape("path", d=start, fill="none", stroke=LINE, stroke_width=1.2)
    _circle(picture, (SUB_CIRCLE, middle), branch, tip, scale)
    lines = wrap(branch.name, WIDTH - SUB_TEXT, SMALL, SUB_LINES)
    end = picture.lines(SUB_TEXT, y + 4, lines, size=SMALL, tip=tip)
    end = picture.lines(SUB_TEXT, end, [scale.times(branch)], size=SMALL, fill=SOFT)
    return max(end, middle + LARGEST) + SUB_GAP


def _circle(picture: Drawing, at: tuple[float, float], branch: Branch, tip: str, scale: _Scale) -> None:
    radius = scale.radius(branch.row[Points.sessions])
    x, y = at
    picture.shape("circle", tip, cx=x, cy=y, r=radius, fill=branch.fill, stroke=INK, stroke_width=1.2)


def _legend(picture: Drawing, y: float, scale: _Scale, kinds: Mapping[str, str]) -> float:
    """Explain sizes and fills; return the height of the whole picture."""
    picture.shape("path", d=f"M0 {y:g}H{WIDTH}", stroke=LINE, stroke_width=1)
    middle, x = y + LARGEST + 8, 1.0
    for number in dict.fromkeys((1, scale.most)):
        radius = scale.radius(number)
        picture.shape(
            "circle", cx=x + radius + 1, cy=middle, r=radius, fill=PAPER, stroke=INK, stroke_width=1.2
        )
        text = f"in {scale.gathering.of(number)}"
        picture.lines(x + 2 * radius + 8, middle - SMALL * 0.7, [text], size=SMALL)
        x += 2 * radius + 8 + width_of(text, SMALL) + 16
    for kind, fill in kinds.items():
        wide = 18 + width_of(kind, SMALL) + 20
        if x + wide > WIDTH:
            x, middle = 1.0, middle + 26
        picture.shape("circle", cx=x + 7, cy=middle, r=7, fill=fill, stroke=INK, stroke_width=1.2)
        picture.lines(x + 20, middle - SMALL * 0.7, [kind], size=SMALL)
        x += wide
    return middle + LARGEST + SMALL * LEADING


def _alternative(theme: str, branches: Sequence[Branch], drawn: Sequence[Branch], scale: _Scale) -> str:
    told = "; ".join(f"{branch.name.strip().rstrip('.')} ({scale.caption(branch)})" for branch in drawn[:3])
    return (
        f"Boom van het thema {theme}: {MAIN_POINT.of(len(branches))}, waarvan {whole(len(drawn))} getekend, "
        f"met de punten daarbinnen. Een groter rondje is in meer {scale.gathering.many} gemaakt. "
        f"Het meest verspreid: {told}. Alles staat in de tabel bij deze figuur."
    )


def _table(
    given: Given, branches: Sequence[Branch], drawn: Sequence[Branch]
) -> tuple[tuple[str, ...], list[tuple[str | int | None, ...]]]:
    header = (
        "Niveau",
        "Naam",
        "Hoort bij",
        "Soort",
        given.words.gathering.many.capitalize(),
        "Regio's",
        "Bestuurslagen",
        "Uitspraken",
        "Verschillende teksten",
        "Getekend",
        "Uitspraak (id)",
        "Sleutel in blad Bewijs",
    )
    rows = []
    for branch in branches:
        rows.append(_row(branch, MAIN_POINT.one, None, shown=branch in drawn))
        below = _drawn_below(given, branch) if branch in drawn else ()
        rows += [_row(one, POINT.one, branch.name, shown=one in below) for one in branch.below]
    return header, rows


def _row(branch: Branch, level: str, parent: str | None, *, shown: bool) -> tuple[str | int | None, ...]:
    numbers = (Points.sessions, Points.regions, Points.tiers, Points.statements, Points.texts)
    return (
        level,
        branch.name,
        parent,
        branch.kind,
        *(branch.row[key] for key in numbers),
        "ja" if shown else "nee",
        branch.statement,
        branch.row[Points.id],
    )
