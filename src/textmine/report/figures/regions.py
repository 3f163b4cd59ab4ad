"""A map of the regions in tiles: which areas they hold, and how much was said there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from textmine.report.dutch import STATEMENT, listing
from textmine.report.figures.drawing import (
    FILLS,
    INK,
    NORMAL,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    Drawing,
    wrap,
)
from textmine.report.figures.figure import Figure
from textmine.report.given import Given

WIDE, HIGH, APART = 104.0, 62.0, 4.0
"""A tile of the map, and the space between tiles."""

LIST_WIDTH = 290.0
"""What the list of regions beside the map takes."""

NAME, TITLE = "kaart-regios", "Kaart van de regio's"


@dataclass(frozen=True, slots=True)
class Part:
    """A region with what was said there; ``fill`` is hatched when nobody met there."""

    id: str | None
    name: str
    areas: tuple[str, ...]
    sessions: int
    statements: int
    texts: int
    fill: str


def region_map(given: Given) -> tuple[Figure, ...]:
    """Return the map, laid out as ``map`` in ``corpus.yaml`` says; none when the corpus has no regions.

    Without a layout the regions stand beside each other. What is of no known region is counted apart.
    """
    if not given.corpus.regions:
        return ()
    numbers = _numbers(given)
    words = _alternative(given, numbers)
    picture = Drawing(NAME, TITLE, words)
    hatched = picture.hatch("leeg")
    parts = [
        _part(numbers, region.id, region.name, region.areas, FILLS[place % len(FILLS)], hatched)
        for place, region in enumerate(given.corpus.regions)
    ]
    if None in numbers:
        parts.append(_part(numbers, None, "Regio onbekend", (), PAPER, hatched))
    if given.corpus.map:
        height = max(_tiles(picture, given, parts), _list(picture, given, parts))
        height = _missing(picture, given, parts, height)
    else:
        height = _row(picture, given, parts)
    picture.height = height
    gatherings = given.words.gathering.many.capitalize()
    header = ("Naam", "Gebieden", gatherings, "Uitspraken", "Verschillende teksten")
    rows = [(p.name, listing(list(p.areas)), p.sessions, p.statements, p.texts) for p in parts]
    return (Figure(NAME, TITLE, words, picture.svg(), header, rows),)


def _numbers(given: Given) -> Mapping[str | None, tuple[int, int, int]]:
    """Return sessions (or submissions), statements and distinct texts that count, per region.

    What is of a region that the corpus does not know is under None.
    """
    rows = given.facts[["region", "session", "statement_id", "text_group"]].astype(object)
    rows["region"] = rows["region"].where(rows["region"].isin([r.id for r in given.corpus.regions]), None)
    found = rows.groupby("region", dropna=False).nunique()
    columns = ["session", "statement_id", "text_group"]
    return {
        None if pd.isna(key) else str(key): (int(row[0]), int(row[1]), int(row[2]))
        for key, row in zip(found.index, found[columns].to_numpy().tolist(), strict=True)
    }


def _part(  # noqa: PLR0913, PLR0917 - a region with its look
    numbers: Mapping[str | None, tuple[int, int, int]],
    region: str | None,
    name: str,
    areas: tuple[str, ...],
    fill: str,
    hatched: str,
) -> Part:
    sessions, statements, texts = numbers.get(region, (0, 0, 0))
    return Part(region, name, areas, sessions, statements, texts, fill if sessions else hatched)


def _said(given: Given, part: Part) -> str:
    if not part.sessions:
        return f"geen {given.words.gathering.one}"
    return f"{given.words.gathering.of(part.sessions)}; {STATEMENT.of(part.statements)}"


def _tiles(picture: Drawing, given: Given, parts: Sequence[Part]) -> float:
    """Draw a tile per area; return where the map ends."""
    of = {area.casefold(): part for part in parts for area in part.areas}
    columns = max(tile.column for tile in given.corpus.map)
    wide = min(WIDE, (WIDTH - LIST_WIDTH - 16) / columns - APART)
    for tile in sorted(given.corpus.map, key=lambda t: (t.row, t.column)):
        part = of.get(tile.area.casefold())
        x, y = (tile.column - 1) * (wide + APART) + 1, (tile.row - 1) * (HIGH + APART) + 1
        _tile(picture, (x, y), (wide, HIGH), PAPER if part is None else part.fill, dashed=part is None)
        end = picture.lines(x + 7, y + 5, wrap(tile.area, wide - 12, SMALL, 2), size=SMALL, font_weight=600)
        region = "geen regio" if part is None else part.name
        picture.lines(x + 7, end, wrap(region, wide - 12, SMALL, 1), size=SMALL)
    return max(tile.row for tile in given.corpus.map) * (HIGH + APART) + 8


def _tile(
    picture: Drawing, at: tuple[float, float], size: tuple[float, float], fill: str, *, dashed: bool
) -> None:
    x, y = at
    width, height = size
    line = {"stroke_dasharray": "5 4"} if dashed else {}
    picture.shape(
        "rect", x=x, y=y, width=width, height=height, rx=3, fill=fill, stroke=INK, stroke_width=1.2, **line
    )


def _list(picture: Drawing, given: Given, parts: Sequence[Part]) -> float:
    """List the regions with their numbers beside the map; return where the list ends."""
    x, y = WIDTH - LIST_WIDTH, 1.0
    for part in parts:
        _tile(picture, (x, y + 2), (26, 26), part.fill, dashed=part.id is None)
        end = picture.lines(x + 36, y, wrap(part.name, LIST_WIDTH - 36, NORMAL, 2), font_weight=600)
        y = picture.lines(x + 36, end, [_said(given, part)], size=SMALL, fill=SOFT) + 12
    return y + 4


def _missing(picture: Drawing, given: Given, parts: Sequence[Part], y: float) -> float:
    """Name the areas that the layout of the map does not hold."""
    held = {tile.area.casefold() for tile in given.corpus.map}
    areas = [area for part in parts for area in part.areas if area.casefold() not in held]
    if not areas:
        return y
    text = wrap(f"Niet op de kaart: {listing(areas)}.", WIDTH - 4, SMALL, 6)
    return picture.lines(1, y, text, size=SMALL, fill=SOFT) + 6


def _row(picture: Drawing, given: Given, parts: Sequence[Part]) -> float:
    """Draw a tile per region, four beside each other; return where they end."""
    wide, high = WIDTH / 4 - 8, 84.0
    for place, part in enumerate(parts):
        x, y = (place % 4) * (wide + 8) + 1, (place // 4) * (high + 8) + 1
        _tile(picture, (x, y), (wide, high), part.fill, dashed=part.id is None)
        end = picture.lines(x + 9, y + 6, wrap(part.name, wide - 16, NORMAL, 2), font_weight=600)
        picture.lines(x + 9, end, wrap(_said(given, part), wide - 16, SMALL, 3), size=SMALL)
    return (-(-len(parts) // 4)) * (high + 8) + 4


def _alternative(given: Given, numbers: Mapping[str | None, tuple[int, int, int]]) -> str:
    told = []
    for region in given.corpus.regions:
        sessions, statements, _ = numbers.get(region.id, (0, 0, 0))
        said = f"{given.words.gathering.of(sessions)}, {STATEMENT.of(statements)}"
        told.append(
            f"{region.name} ({listing(list(region.areas))}): {said}"
            if region.areas
            else f"{region.name}: {said}"
        )
    if None in numbers:
        told.append(f"regio onbekend: {STATEMENT.of(numbers[None][1])}")
    return (
        f"Schematische kaart: een tegel per gebied, met de kleur van zijn regio. {'; '.join(told)}. "
        "De kaart zegt niets over oppervlakte of inwoners."
    )
