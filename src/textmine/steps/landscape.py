"""Topics in a plane: near each other when they are alike."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from textmine.encoders.embeddings import Embeddings
from textmine.settings import Settings
from textmine.tables import Landscape, Memberships, Topics, frame

FINE = 2
"""The level of ``tables.Topics`` that is placed."""

ROUNDS = 200
"""Rounds of improvement; after these nothing visible moves."""

DIGITS = 4

Matrix = NDArray[np.float64]


class LandscapeSettings(Settings):
    """How much is placed."""

    topics: int = Field(
        default=120, ge=1, le=400, description="hoeveel tekstonderwerpen het landschap hoogstens toont"
    )


def landscape(
    topics: pd.DataFrame, memberships: pd.DataFrame, embeddings: Embeddings, settings: LandscapeSettings
) -> pd.DataFrame:
    """Return tables.Landscape: a place for the largest fine topics, ties by id.

    Classical scaling (Torgerson, 1952) of the distances between the mean vectors of topics, improved by
    majorising stress (SMACOF; de Leeuw, 1977). There is no chance in it, and the order of rows is none.
    """
    fine = topics[topics[Topics.level] == FINE]
    fine = fine.sort_values([Topics.size, Topics.id], ascending=[False, True])
    names = sorted(fine[Topics.id].tolist()[: settings.topics])
    places = _scaled(_improved(_distances(_means(names, memberships, embeddings))))
    return frame(Landscape, {Landscape.topic: names, Landscape.x: places[:, 0], Landscape.y: places[:, 1]})


def _means(names: list[str], memberships: pd.DataFrame, embeddings: Embeddings) -> Matrix:
    """Return the mean vector of each topic, of length 1."""
    mine = memberships[memberships[Memberships.topic].isin(names)]
    mine = mine.sort_values([Memberships.topic, Memberships.statement_id])
    vectors = embeddings.rows(mine[Memberships.statement_id].tolist()).astype(np.float64)
    of = np.searchsorted(np.asarray(names, dtype=str), mine[Memberships.topic].to_numpy(dtype=str))
    starts = np.searchsorted(of, np.arange(len(names)))
    held = np.add.reduceat(np.vstack([vectors, np.zeros((1, vectors.shape[1]))]), starts, axis=0)
    held[np.bincount(of, minlength=len(names)) == 0] = 0
    lengths = np.linalg.norm(held, axis=1, keepdims=True)
    means: Matrix = held / np.where(lengths > 0, lengths, 1)
    return means


def _distances(vectors: Matrix) -> Matrix:
    squared = ((vectors[:, None, :] - vectors[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(np.sqrt(squared))


def _classical(distances: Matrix) -> Matrix:
    """Return shape ``(n, 2)``: the two directions that hold most; the largest entry of each is positive."""
    centred = np.eye(len(distances)) - 1 / len(distances)
    values, vectors = np.linalg.eigh(-centred @ distances**2 @ centred / 2)
    found = np.zeros((len(distances), 2))
    for place in range(min(2, len(distances))):
        column = vectors[:, -1 - place] * np.sqrt(max(values[-1 - place], 0))
        found[:, place] = column * (1 if column[np.argmax(np.abs(column).round(9))] >= 0 else -1)
    return found


def _improved(distances: Matrix) -> Matrix:
    """Move the points until their distances fit best: each round cannot make the stress larger."""
    count = len(distances)
    if not count:
        return np.zeros((0, 2))
    places = _classical(distances)
    for _ in range(ROUNDS if count > 2 else 0):  # noqa: PLR2004 - two points fit as they are
        now = _distances(places)
        ratio = np.divide(distances, now, out=np.zeros_like(now), where=now > 0)
        weights = -ratio
        np.fill_diagonal(weights, ratio.sum(axis=1))
        places = weights @ places / count
    return places


def _scaled(places: Matrix) -> Matrix:
    """Fit the points between 0 and 1, both directions on one scale, each around its middle."""
    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    span = float((high - low).max())
    if not span:
        return np.full_like(places, 0.5)
    scaled = (places - (low + high) / 2) / span + 0.5
    if (high - low)[1] > (high - low)[0]:
        scaled = scaled[:, ::-1]
    return np.asarray(scaled.round(DIGITS).clip(0, 1))
