"""Everything known about one statement: its raw place, text, codes with reasons, and decisions."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.errors import TableError
from textmine.models.coded import latest, set_aside
from textmine.pipeline.table import (
    ASSIGNMENTS,
    CODEBOOK,
    CORPUS,
    DECISIONS,
    DOCUMENTS,
    MEMBERSHIPS,
    POINT_MEMBERS,
    SOURCES,
    SPANS,
    SPLITS,
    STATEMENTS,
    TOPICS,
    Artefact,
    step_of,
)
from textmine.review.splits import standing
from textmine.store import artefacts, parquet
from textmine.tables import (
    Assignments,
    Decisions,
    Documents,
    Evidence,
    Memberships,
    PointMembers,
    Spans,
    Statements,
    Topics,
)
from textmine.text.identity import text_hash
from textmine.text.offsets import Run, to_raw
from textmine.text.places import describe_place


@dataclass(frozen=True, slots=True)
class Explanation:
    """One statement with its way back to the source.

    ``raw_text`` is ``sources.text[raw_start:raw_end]`` of the same document: what the file says literally.
    ``codes`` holds the assigned rows of ``Assignments``, ``decisions`` its rows of ``Decisions``, or where
    nobody decided about it those about the same text elsewhere (``borrowed``), each only once;
    ``counting`` says which of them count now (reviewer, moment, workbook, dimension), and ``aside`` by which
    verdict people set it apart. ``published`` holds the figures (rows of ``Evidence``) that it stands behind:
    none when it does not count. ``corpus`` has the names of sessions, regions and tiers.
    """

    statement: dict[str, Any]
    document: dict[str, Any]
    place: str
    raw_start: int
    raw_end: int
    raw_text: str
    topic: str | None
    codes: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    borrowed: bool
    counting: frozenset[tuple[str, str, str, str]]
    aside: str | None
    published: list[dict[str, Any]]
    codebook: Codebook
    corpus: Corpus


def explain(folder: Path, statement_id: str) -> Explanation:
    """Look up one statement in all tables of the corpus.

    Raises
    ------
    TableError
        When the statement does not exist in the present tables.
    """
    statement = _only(folder, STATEMENTS, Statements.id, statement_id)
    if not statement:
        raise TableError(_not_there(folder, statement_id))
    row = statement[0]
    document = _only(folder, DOCUMENTS, Documents.id, row[Statements.document_id])[0]
    source = _only(folder, SOURCES, Documents.id, row[Statements.document_id])[0]
    spans = _only(folder, SPANS, Spans.document_id, row[Statements.document_id])
    runs = [Run(s[Spans.start], s[Spans.end], s[Spans.raw_start], s[Spans.raw_end]) for s in spans]
    raw_start, raw_end = to_raw(runs, row[Statements.start], row[Statements.end])
    touched = [
        s for s in spans if s[Spans.start] < row[Statements.end] and row[Statements.start] < s[Spans.end]
    ]
    memberships = _only(folder, MEMBERSHIPS, Memberships.statement_id, statement_id)
    decisions = artefacts.read("decisions", DECISIONS.of(folder))
    own = _matching(decisions, Decisions.statement_id, statement_id)
    elsewhere = [] if own else _about(decisions, row[Statements.text])
    counting = _counting(decisions, statement_id, row[Statements.text])
    return Explanation(
        statement=row,
        document=document,
        place=describe_place(document, touched),
        raw_start=raw_start,
        raw_end=raw_end,
        raw_text=source[Documents.text][raw_start:raw_end],
        topic=_topic_name(folder, memberships),
        codes=[
            c for c in _only(folder, ASSIGNMENTS, Assignments.statement_id, statement_id) if c["assigned"]
        ],
        decisions=own or elsewhere,
        borrowed=bool(elsewhere),
        counting=frozenset(
            (str(each.reviewer), str(each.decided_at), str(each.workbook), name)
            for name, each in counting.items()
        ),
        aside=set_aside(counting) if counting else None,
        published=_published(folder, statement_id),
        codebook=artefacts.read("codebook", CODEBOOK.of(folder)),
        corpus=artefacts.read("corpus", CORPUS.of(folder)),
    )


def _published(folder: Path, statement_id: str) -> list[dict[str, Any]]:
    """Return every figure that the statement stands behind, and every point that it is in."""
    found = [
        row
        for artefact in step_of("publish").reads
        if artefact.table == Evidence.__name__
        for row in _only(folder, artefact, Evidence.statement_id, statement_id)
    ]
    points = _only(folder, POINT_MEMBERS, PointMembers.statement_id, statement_id)
    return [*found, *({Evidence.figure: "points", Evidence.key: row[PointMembers.point]} for row in points)]


def _not_there(folder: Path, statement_id: str) -> str:
    """Say why a statement is not there: people split it, or nobody knows it."""
    splits = artefacts.read("splits", SPLITS.of(folder))
    who = [
        split.reviewer for (name, _), split in standing(splits).items() if name == statement_id and split.at
    ]
    if not who:
        return (
            f"uitspraak '{statement_id}' staat niet in {STATEMENTS.of(folder)}; "
            "kopieer het nummer uit het rapport of het werkboek, of voer 'textmine run' opnieuw uit"
        )
    document, place = statement_id.rsplit(":", 1)
    start, end = map(int, place.split("-"))
    rows = _only(folder, STATEMENTS, Statements.document_id, document)
    parts = [r[Statements.id] for r in rows if start <= r[Statements.start] and r[Statements.end] <= end]
    return (
        f"uitspraak '{statement_id}' is gesplitst door {who[-1]}; de delen heten nu "
        f"{', '.join(parts) or '(nog geen: voer textmine run uit)'}"
    )


def _topic_name(folder: Path, memberships: list[dict[str, Any]]) -> str | None:
    if not memberships or memberships[0][Memberships.topic] is None:
        return None
    found = _only(folder, TOPICS, Topics.id, memberships[0][Memberships.topic])
    return str(found[0][Topics.name])


def _only(folder: Path, artefact: Artefact, column: str, value: str) -> list[dict[str, Any]]:
    """Return the rows with ``value`` in ``column``, reading one partition at a time."""
    rows: list[dict[str, Any]] = []
    for part in parquet.partitions(artefacts.table_class(artefact.table), artefact.of(folder)):
        rows += _matching(part, column, value)
    return rows


def _about(decisions: pd.DataFrame, text: str) -> list[dict[str, Any]]:
    """Return the decisions about a text; those of copies that were decided at once count as one."""
    same = [name for name in decisions.columns if name != Decisions.statement_id]
    return _matching(decisions.drop_duplicates(same), Decisions.text_hash, text_hash(text))


def _counting(decisions: pd.DataFrame, statement_id: str, text: str) -> dict[str, Any]:
    """Return per dimension the decision that counts; see ``models.coded.latest``."""
    hashes = {statement_id: text_hash(text)}
    mine = decisions[decisions[Decisions.text_hash] == hashes[statement_id]]
    return latest(mine, hashes)[0].get(statement_id, {})


def _matching(rows: pd.DataFrame, column: str, value: str) -> list[dict[str, Any]]:
    found = rows[rows[column] == value]
    return [
        {str(k): None if v is None or v is pd.NA else v for k, v in row.items()}
        for row in found.astype(object).to_dict("records")
    ]
