"""The landscape of topics: circles in a plane, near each other when their texts are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.analysis.numbers import whole
from textmine.report.dutch import STATEMENT, Unit
from textmine.report.figures.drawing import (
    FILLS,
    INK,
    LEADING,
    NORMAL,
    SMALL,
    WIDTH,
    Drawing,
    width_of,
    wrap,
)
from textmine.report.figures.figure import Figure
from textmine.report.given import Given
from textmine.report.rows import Row, records
from textmine.tables import Landscape, TopicSpread

NAME, TITLE = "landschap", "Landschap van tekstonderwerpen"
TOPIC = Unit("tekstonderwerp", "tekstonderwerpen")

HIGH = 520.0
SIDE = 56.0
"""Height of the plane, and the space around it for circles and names."""

LARGEST, SMALLEST = 44.0, 4.0
FILLED = 0.2
"""Part of the plane that all circles together take at most."""

CODED = 12.0
"""Radius from which the sign of a topic fits in its circle."""

ROUNDS = 300
SPACE = 3.0
"""Rounds in which circles that touch are pushed apart, to this distance."""

NAME_WIDTH = 120.0

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Bubble:
    """A topic as it is drawn; ``code`` is the number of its main topic and a letter."""

    row: Row
    code: str
    main: str
    fill: str
    x: float
    y: float
    radius: float


def bubbles(given: Given) -> tuple[Bubble, ...]:
    """Return the topics that have a place and statements that count: per main topic the largest first."""
    places = {row[Landscape.topic]: row for row in records(given.landscape)}
    spread = records(given.topic_spread)
    mains = [row for row in spread if row[TopicSpread.parent] is None and row[TopicSpread.statements]]
    mains.sort(key=_largest)
    found: list[tuple[Row, str, int]] = []
    for number, main in enumerate(mains):
        fine = [
            row
            for row in spread
            if row[TopicSpread.parent] == main[TopicSpread.topic]
            and row[TopicSpread.topic] in places
            and row[TopicSpread.statements]
        ]
        fine.sort(key=_largest)
        found += [(row, f"{number + 1}{_letters(place)}", number) for place, row in enumerate(fine)]
    if not found:
        return ()
    sizes = np.array([row[TopicSpread.statements] for row, _, _ in found], dtype=np.float64)
    radii = _radii(sizes)
    at = np.array([[places[row[TopicSpread.topic]][name] for name in ("x", "y")] for row, _, _ in found])
    at = apart(at * [WIDTH - 2 * SIDE, HIGH - 2 * SIDE] + SIDE, radii)
    return tuple(
        Bubble(
            row=row,
            code=code,
            main=mains[number][TopicSpread.name],
            fill=FILLS[number % len(FILLS)],
            x=round(float(place[0]), 1),
            y=round(float(place[1]), 1),
            radius=round(float(radius), 2),
        )
        for (row, code, number), place, radius in zip(found, at, radii, strict=True)
    )


def _largest(row: Row) -> tuple[int, str]:
    return (-row[TopicSpread.statements], row[TopicSpread.topic])


def _letters(place: int) -> str:
    """Return a, b, ..., z, aa, ab, and so on."""
    word = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        word = chr(ord("a") + letter) + word
    return word


def _radii(sizes: Matrix) -> Matrix:
    """Let areas go with sizes, so that the largest and all together fit."""
    scale = min(LARGEST / np.sqrt(sizes.max()), np.sqrt(FILLED * WIDTH * HIGH / (np.pi * sizes.sum())))
    return np.asarray(np.maximum(scale * np.sqrt(sizes), SMALLEST))


def apart(at: Matrix, radii: Matrix) -> Matrix:
    """Push circles that touch apart, step by step, within the picture."""
    needed = radii[:, None] + radii[None, :] + SPACE
    low, high = radii + 1, np.array([[WIDTH, HIGH]]) - radii[:, None] - 1
    order = np.arange(len(at))
    tie = np.sign(order[:, None] - order[None, :]).astype(np.float64)
    for _ in range(ROUNDS):
        between = at[:, None, :] - at[None, :, :]
        distance = np.sqrt((between**2).sum(axis=2))
        same = distance < 1e-6  # noqa: PLR2004 - on the same place: pushed aside by their order
        between[..., 0] = np.where(same, tie, between[..., 0])
        distance = np.where(same, 1.0, distance)
        overlap = np.clip(needed - np.where(same, 0.0, distance), 0, None)
        np.fill_diagonal(overlap, 0)
        if not overlap.any():
            break
        at = at + (between / distance[..., None] * overlap[..., None] / 2 * 0.9).sum(axis=1)
        at = np.clip(at, low[:, None], high)
    return at


def drawing(given: Given, made: Sequence[Bubble], *, links: bool) -> Drawing:
    """Draw the landscape; with ``links`` every circle leads to the part of the page about its topic."""
    picture = Drawing(NAME, TITLE, _alternative(given, made))
    taken = [(b.x - b.radius, b.y - b.radius, b.x + b.radius, b.y + b.radius) for b in made]
    for bubble in made:
        count = STATEMENT.of(bubble.row[TopicSpread.statements])
        tip = f"{bubble.row[TopicSpread.name]} ({bubble.code}, hoort bij {bubble.main}; {count})"
        if links:
            target = f"onderwerp-{bubble.row[TopicSpread.topic]}"
            picture.parts.append(f'<a href="#{target}" data-topic="{target}">')
        picture.shape(
            "circle",
            tip,
            cx=bubble.x,
            cy=bubble.y,
            r=bubble.radius,
            fill=bubble.fill,
            stroke=INK,
            stroke_width=1.2,
        )
        if bubble.radius >= CODED:
            y = bubble.y - SMALL * 0.68
            picture.lines(bubble.x, y, [bubble.code], size=SMALL, text_anchor="middle", font_weight=700)
        _label(picture, bubble, taken)
        if links:
            picture.parts.append("</a>")
    picture.height = _legend(picture, made)
    return picture


def _label(picture: Drawing, bubble: Bubble, taken: list[tuple[float, float, float, float]]) -> None:
    """Write the name beside the circle where there is room; else its sign, or nothing."""
    name = str(bubble.row[TopicSpread.name])
    coded = bubble.radius >= CODED
    full = wrap(name if coded else f"{bubble.code} {name}", NAME_WIDTH, SMALL, 3)
    for text in (full,) if coded else (full, (bubble.code,)):
        wide = max(width_of(line, SMALL) for line in text)
        high = len(text) * SMALL * LEADING
        gap = bubble.radius + 4
        spots = (
            (bubble.x - wide / 2, bubble.y + gap),
            (bubble.x - wide / 2, bubble.y - gap - high),
            (bubble.x + gap, bubble.y - high / 2),
            (bubble.x - gap - wide, bubble.y - high / 2),
        )
        for x, y in spots:
            box = (x, y, x + wide, y + high)
            inside = x >= 0 and y >= 0 and box[2] <= WIDTH and box[3] <= HIGH + 30
            if inside and not any(_touch(box, other) for other in taken):
                taken.append(box)
                centre = {"text_anchor": "middle"} if (x, y) in spots[:2] else {}
                picture.lines(bubble.x if centre else x, y, text, size=SMALL, **centre)
                return


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _legend(picture: Drawing, made: Sequence[Bubble]) -> float:
    """Name the main topics with their number and fill; return the height of the whole picture."""
    x, y = 1.0, HIGH + 40
    for number, (main, fill) in {
        b.code.rstrip("abcdefghijklmnopqrstuvwxyz"): (b.main, b.fill) for b in made
    }.items():
        text = f"{number} {main}"
        wide = 26 + width_of(text, SMALL) + 14
        if x > 1 and x + wide > WIDTH:
            x, y = 1.0, y + 24
        picture.shape("circle", cx=x + 8, cy=y + 8, r=8, fill=fill, stroke=INK, stroke_width=1.2)
        picture.lines(x + 22, y + 8 - SMALL * 0.68, [text], size=SMALL)
        x += wide
    note = (
        "Een groter rondje: meer uitspraken. Dicht bij elkaar: de teksten lijken op elkaar, bij benadering. "
        "De richting op zich betekent niets."
    )
    return picture.lines(1, y + 28, wrap(note, WIDTH - 4, SMALL, 3), size=SMALL) + NORMAL


def _alternative(given: Given, made: Sequence[Bubble]) -> str:
    ranked = sorted(made, key=lambda b: _largest(b.row))[:5]
    told = "; ".join(
        f"{b.row[TopicSpread.name]} ({STATEMENT.of(b.row[TopicSpread.statements])})" for b in ranked
    )
    fine = sum(row[TopicSpread.parent] is not None for row in records(given.topic_spread))
    return (
        f"Rondjes in een vlak: {whole(len(made))} van {TOPIC.of(fine)}. "
        f"De grootste: {told}. Rondjes met hetzelfde getal horen bij één hoofdonderwerp. "
        "Alles staat in de tabel bij deze figuur."
    )


def landscape_figure(given: Given) -> tuple[Figure, ...]:
    """Return the landscape as a picture that stands still; none when there are no topics."""
    made = bubbles(given)
    if not made:
        return ()
    picture = drawing(given, made, links=False)
    header = (
        "Naam",
        "Teken in de figuur",
        "Hoort bij",
        "Kenmerkende woorden",
        given.words.gathering.many.capitalize(),
        "Uitspraken",
        "Verschillende teksten",
        "Sleutel in blad Bewijs",
    )
    rows = [
        (
            bubble.row[TopicSpread.name],
            bubble.code,
            bubble.main,
            ", ".join(bubble.row[TopicSpread.words].split("|")),
            bubble.row[TopicSpread.sessions],
            bubble.row[TopicSpread.statements],
            bubble.row[TopicSpread.texts],
            bubble.row[TopicSpread.topic],
        )
        for bubble in made
    ]
    return (Figure(NAME, TITLE, picture.description, picture.svg(), header, rows),)
