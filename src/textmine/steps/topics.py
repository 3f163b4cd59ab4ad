"""What the statements are about: topics in two levels, with names, and the topic of each statement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from textmine.encoders.embeddings import Embeddings
from textmine.errors import ConservationError
from textmine.models.clustering import NOISE
from textmine.models.clustering_graph import Louvain
from textmine.models.dutch_words import lemmas_of
from textmine.models.topic_description import Description, Material, describe
from textmine.models.topic_model import content_id, settle
from textmine.models.topic_quality import coherence, diversity, stability
from textmine.models.topic_words import BertopicWords
from textmine.settings import Settings
from textmine.tables import Groups, Memberships, Statements, Topics, frame

BROAD, FINE = 1, 2
"""The two levels of ``tables.Topics``."""

SHOWN_WORDS = 10
"""Words of a topic that the table holds."""


READABLE = (5, 60)
"""Words in a statement that can stand for a topic."""

MOST_COMPARED = 3_000
"""Texts that stability is measured on."""


class TopicsSettings(Settings):
    """How topics are made; "texts" are distinct texts.

    Topics are communities among the ``neighbours`` most similar texts; ``fine`` says how finely level 2
    divides (higher: more topics), and ``n`` topics of level 2 make ``2 * broad * sqrt(n)`` of level 1.
    ``min_size`` is the fewest texts in a topic; ``max_fit`` the most texts to find topics in, the rest joins
    the nearest topic; ``strangers`` how sure a text must resemble its topic (see
    ``models.topic_model.settle``); ``representatives`` the statements that stand for a topic; ``rounds`` the
    clusterings that stability compares (0: none).
    """

    neighbours: int = Field(
        default=20, ge=1, description="met hoeveel teksten die het meest lijken een tekst wordt verbonden"
    )
    fine: float = Field(
        default=2.0, gt=0, description="hoe fijn de fijne onderwerpen zijn; hoger geeft meer onderwerpen"
    )
    broad: float = Field(
        default=0.7, gt=0, description="hoe fijn de brede onderwerpen zijn; hoger geeft meer onderwerpen"
    )
    min_size: int = Field(
        default=4, ge=1, description="uit hoeveel verschillende teksten een onderwerp minstens bestaat"
    )
    max_fit: int = Field(
        default=10_000,
        ge=10,
        description="in hoeveel teksten onderwerpen worden gezocht; de rest komt bij het meest gelijkende",
    )
    strangers: float = Field(
        default=0.98,
        ge=0,
        le=1,
        description="hoe zeker een tekst op zijn onderwerp moet lijken om erbij te horen",
    )
    representatives: int = Field(
        default=5, ge=1, description="hoeveel uitspraken een onderwerp vertegenwoordigen"
    )
    rounds: int = Field(
        default=3,
        ge=0,
        description="hoeveel indelingen worden vergeleken om de stabiliteit te meten; 0: niet meten",
    )
    seed: int = Field(
        default=0, ge=0, description="beginwaarde van het toeval; dezelfde waarde geeft dezelfde onderwerpen"
    )


@dataclass(frozen=True)
class TopicFigures:
    """How the topics came out: counts, and quality figures (see ``models.topic_quality``)."""

    statements: int
    unassigned: int
    texts: int
    texts_unassigned: int
    coherence: float
    diversity: float
    stability: float


@dataclass(frozen=True)
class Topicked:
    """``topics`` is a ``tables.Topics``, ``memberships`` a ``tables.Memberships``."""

    topics: pd.DataFrame
    memberships: pd.DataFrame
    figures: TopicFigures


def topics(
    statements: pd.DataFrame, groups: pd.DataFrame, embeddings: Embeddings, settings: TopicsSettings
) -> Topicked:
    """Divide the statements over topics in two levels; what fits none stays unassigned.

    Statements with the same text (one group) count once and get the same topic. The result depends on the
    texts and their vectors, not on the order of rows; the id of a topic is a hash of its texts.

    Raises
    ------
    ConservationError
        When statements and groups are not about the same ids.
    EncoderError
        When a statement has no vector.
    """
    given = _distinct(statements, groups)
    matrix = embeddings.rows(given.representatives)
    rng = np.random.default_rng(settings.seed)
    fit = np.flatnonzero(np.any(matrix, axis=1))[: settings.max_fit]  # sorted by hash: a random sample
    clusterer = Louvain(
        neighbours=settings.neighbours,
        resolution=settings.fine,
        broad=settings.broad,
        min_size=settings.min_size,
    )
    labels = np.full(len(matrix), NOISE, dtype=np.int64)
    labels[fit] = clusterer.fit_predict(matrix[fit], rng)
    labels, similarity = settle(matrix, labels, strangers=settings.strangers, min_size=settings.min_size)
    texts = [given.texts[row] for row in fit]
    lemmas = [lemmas_of(text) for text in texts]
    parents = np.append(clusterer.gather(matrix[fit], labels[fit]), NOISE)  # NOISE, -1, is the last one
    broad = parents[labels]
    material = Material(texts, lemmas, statements[Statements.speaker].dropna().tolist())
    described = describe(material, matrix[fit], [broad[fit], labels[fit]], BertopicWords())
    made = _made(given, labels, broad, described)
    figures = TopicFigures(
        statements=len(given.ids),
        unassigned=int((labels[given.text_of] == NOISE).sum()),
        texts=len(labels),
        texts_unassigned=int((labels == NOISE).sum()),
        coherence=coherence([topic.lemmas for topic in described[1]], lemmas),
        diversity=diversity([topic.lemmas for topic in described[1]]),
        stability=stability(clusterer, matrix[fit[:MOST_COMPARED]], rng, rounds=settings.rounds),
    )
    return Topicked(
        _topics(given, matrix, made, settings), _memberships(given, labels, similarity, made), figures
    )


@dataclass(frozen=True)
class _Distinct:
    """Statements sorted by id, and their distinct texts sorted by group hash (one item per text)."""

    ids: list[str]
    text_of: NDArray[np.int64]
    groups: list[str]
    representatives: list[str]
    texts: list[str]

    def statements_per_text(self) -> NDArray[np.int64]:
        """Return how many statements have each text."""
        return np.bincount(self.text_of, minlength=len(self.groups))


def _distinct(statements: pd.DataFrame, groups: pd.DataFrame) -> _Distinct:
    text_by_id = dict(zip(statements[Statements.id], statements[Statements.text], strict=True))
    group_by_id = dict(zip(groups[Groups.statement_id], groups[Groups.group], strict=True))
    if text_by_id.keys() != group_by_id.keys():
        odd = min(text_by_id.keys() ^ group_by_id.keys())
        raise ConservationError(
            f"topics: uitspraak {odd} staat niet in allebei de tabellen statements en groups"
        )
    chosen = groups[groups[Groups.representative].astype(bool)]
    first = dict(sorted(zip(chosen[Groups.group], chosen[Groups.statement_id], strict=True)))
    place = {group: row for row, group in enumerate(first)}
    ids = sorted(text_by_id)
    text_of = np.fromiter((place[group_by_id[name]] for name in ids), dtype=np.int64, count=len(ids))
    return _Distinct(ids, text_of, list(first), list(first.values()), [text_by_id[i] for i in first.values()])


@dataclass(frozen=True)
class _Topic:
    """``rows`` are the texts of the topic."""

    id: str
    level: int
    parent: str | None
    rows: NDArray[np.int64]
    description: Description


def _made(
    given: _Distinct,
    labels: NDArray[np.int64],
    broad: NDArray[np.int64],
    described: Sequence[Sequence[Description]],
) -> list[_Topic]:
    """Return the broad topics in order of label, then the fine ones."""
    fine_rows = [np.flatnonzero(labels == label) for label in range(len(described[1]))]
    fine_ids = [content_id(FINE, (given.groups[row] for row in rows)) for rows in fine_rows]
    parents = [int(broad[rows[0]]) for rows in fine_rows]
    broad_ids = [
        content_id(BROAD, (name for name, parent in zip(fine_ids, parents, strict=True) if parent == label))
        for label in range(len(described[0]))
    ]
    return [
        _Topic(broad_ids[label], BROAD, None, np.flatnonzero(broad == label), description)
        for label, description in enumerate(described[0])
    ] + [
        _Topic(fine_ids[label], FINE, broad_ids[parents[label]], fine_rows[label], description)
        for label, description in enumerate(described[1])
    ]


def _topics(
    given: _Distinct, matrix: NDArray[np.float32], made: Sequence[_Topic], settings: TopicsSettings
) -> pd.DataFrame:
    sizes = given.statements_per_text()
    order = sorted(made, key=lambda topic: (topic.level, -int(sizes[topic.rows].sum()), topic.id))
    columns = {
        Topics.id: [topic.id for topic in order],
        Topics.level: [topic.level for topic in order],
        Topics.parent: [topic.parent for topic in order],
        Topics.name: [topic.description.name for topic in order],
        Topics.words: ["|".join(topic.description.words[:SHOWN_WORDS]) for topic in order],
        Topics.representatives: [
            "|".join(given.representatives[row] for row in central(given.texts, matrix, topic.rows, settings))
            for topic in order
        ],
        Topics.size: [int(sizes[topic.rows].sum()) for topic in order],
        Topics.groups: [len(topic.rows) for topic in order],
    }
    return frame(Topics, columns)


def _memberships(
    given: _Distinct, labels: NDArray[np.int64], similarity: NDArray[np.float32], made: Sequence[_Topic]
) -> pd.DataFrame:
    ids = np.array([*(topic.id for topic in made if topic.level == FINE), None], dtype=object)
    columns = {
        Memberships.statement_id: given.ids,
        Memberships.topic: ids[labels[given.text_of]],  # NOISE, -1, is the last one
        Memberships.similarity: similarity[given.text_of].astype(np.float64),
    }
    return frame(Memberships, columns)


def central(
    texts: Sequence[str], matrix: NDArray[np.float32], rows: NDArray[np.int64], settings: TopicsSettings
) -> list[int]:
    """Return the rows that stand for a topic, most central first; ties in the order of ``rows``.

    Texts too short or too long to be read at a glance come after the others.
    """
    similarity = matrix[rows] @ matrix[rows].mean(axis=0)
    hard = np.array([not READABLE[0] <= len(texts[row].split()) <= READABLE[1] for row in rows], dtype=bool)
    order = np.lexsort((np.arange(len(rows)), -np.round(similarity, 5), hard))
    return [int(row) for row in rows[order[: settings.representatives]]]
