"""Points as they were found, put in order again by what people decided about their texts.

A text is in the point where people put it. Texts that nobody decided about follow those that they were found
together with: in the point whose texts they resemble most, of all those with a text among them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

Closeness = Callable[[Whole, Whole], NDArray[np.float64]]
"""The mean similarity of every row of the first to the rows of the second."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows that were found to be one point; ``main`` numbers the main point that they are in."""

    rows: Whole
    main: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What people decided, as far as it is about this cell; keys are those of points and main points.

    ``point`` and ``main`` say per row where people put it. ``into`` leads merged points to where they go;
    ``alone`` are points that get a main point of their own. ``moved`` are rows that people put in a point
    that they were not in, and do not say in which main point that is.
    """

    point: Mapping[int, str]
    main: Mapping[int, str]
    into: Mapping[str, str]
    alone: frozenset[str]
    moved: frozenset[int]


@dataclass(frozen=True, slots=True)
class Part:
    """A point: ``key`` when people decided about it, ``rows`` ascending."""

    key: str | None
    rows: Whole


@dataclass(frozen=True, slots=True)
class Main:
    """A main point with its points; ``alone`` when it is there because its only point was left out."""

    key: str | None
    parts: tuple[Part, ...]
    alone: bool = False


_Home = tuple[str, str | int]
"""Where a point belongs: in a main point that people know, in one that was found, or on its own."""

_KNOWN, _FOUND, _ALONE = "known", "found", "alone"


def settle(clusters: Sequence[Cluster], wishes: Wishes, close: Closeness) -> list[Main]:
    """Return the main points and points of one cell; every row is in exactly one of them.

    The result depends on rows and keys, not on the order of ``clusters``; of two places that fit as well the
    one with the smallest key, or the smallest row, is taken.
    """
    core, loose = _points(clusters, wishes, close)
    home = _homes(clusters, wishes)
    parts: dict[_Home, list[Part]] = defaultdict(list)
    for apart in loose:
        parts[_most([home[row] for row in apart.tolist()])].append(Part(None, apart))
    for key in sorted(core):
        rows = core[key]
        own = [row for row in rows if wishes.point.get(row) == key and row not in wishes.moved]
        where = _most([home[row] for row in own or rows])
        parts[(_ALONE, key) if key in wishes.alone else where].append(
            Part(key, np.asarray(sorted(rows), np.int64))
        )
    return [
        Main(str(name) if kind == _KNOWN else None, tuple(held), kind == _ALONE)
        for (kind, name), held in parts.items()
    ]


def _points(
    clusters: Sequence[Cluster], wishes: Wishes, close: Closeness
) -> tuple[dict[str, list[int]], list[Whole]]:
    """Return the rows of every point that people know, and the clusters that they did not touch."""
    core: dict[str, list[int]] = defaultdict(list)
    loose = []
    for cluster in clusters:
        claimed: dict[str, list[int]] = defaultdict(list)
        rest = []
        for row in cluster.rows.tolist():
            if row in wishes.point:
                claimed[wishes.point[row]].append(row)
            else:
                rest.append(row)
        if not claimed:
            loose.append(cluster.rows)
            continue
        keys = sorted(claimed)
        nearest = _nearest(rest, [claimed[key] for key in keys], close)
        for row, place in zip(rest, nearest, strict=True):
            claimed[keys[place]].append(row)
        for key in keys:
            core[wishes.into.get(key, key)] += claimed[key]
    return core, loose


def _nearest(rest: Sequence[int], held: Sequence[Sequence[int]], close: Closeness) -> list[int]:
    """Return per row of ``rest`` the number of the rows that it resembles most; the first of equals."""
    if len(held) == 1 or not rest:
        return [0] * len(rest)
    rows = np.asarray(rest, np.int64)
    likeness = np.column_stack([close(rows, np.asarray(each, np.int64)) for each in held])
    return [int(place) for place in np.round(likeness, 5).argmax(axis=1)]


def _homes(clusters: Sequence[Cluster], wishes: Wishes) -> dict[int, _Home]:
    """Return per row the main point it belongs to: where people put it, else that of those around it."""
    around: dict[int, list[int]] = defaultdict(list)
    for cluster in clusters:
        around[cluster.main] += cluster.rows.tolist()
    home: dict[int, _Home] = {}
    for rows in around.values():
        known = [(_KNOWN, wishes.main[row]) for row in rows if row in wishes.main]
        other: _Home = _most(known) if known else (_FOUND, min(rows))
        home.update(dict.fromkeys(rows, other))
    home.update({row: (_KNOWN, wishes.main[row]) for row in home if row in wishes.main})
    merged: dict[_Home, _Home] = {(_KNOWN, key): (_KNOWN, to) for key, to in wishes.into.items()}
    return {row: merged.get(where, where) for row, where in home.items()}


def _most(homes: Sequence[_Home]) -> _Home:
    """Return the home that most rows have; of equals one that people know, then the smallest."""
    counts = Counter(homes)
    return min(counts, key=lambda home: (-counts[home], home[0] != _KNOWN, str(home[1]).zfill(12)))
