"""The rows of a review workbook, gathered from the tables of a corpus."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.errors import TableError
from textmine.pipeline.review_tables import parts, read
from textmine.pipeline.table import ASSIGNMENTS, CORPUS, DOCUMENTS, SPANS, STATEMENTS
from textmine.review.contents import Names, ReviewRow, review_row
from textmine.review.issued import Issued
from textmine.review.selection import Proposals
from textmine.tables import Documents, Spans, Statements
from textmine.text.places import describe_place


def review_rows(
    folder: Path, codebook: Codebook, chosen: Mapping[str, int], notes: Mapping[str, str], issued: Issued
) -> dict[str, ReviewRow]:
    """Gather the rows of the ``chosen`` statements, partition by partition.

    ``chosen`` maps an id to the number of statements with the same text, ``notes`` to the earlier note.

    Raises
    ------
    TableError
        When one of them is not in the tables.
    """
    names = _names(read(CORPUS, folder))
    numbers: dict[str, ReviewRow] = {}
    tables = (parts(artefact, folder) for artefact in (DOCUMENTS, SPANS, STATEMENTS, ASSIGNMENTS))
    for documents, spans, statements, assignments in zip(*tables, strict=True):
        mine = _records(statements[statements[Statements.id].isin(chosen)])
        if not mine:
            continue
        used = {row[Statements.document_id] for row in mine}
        by_id = {row[Documents.id]: row for row in _documents(documents, used)}
        places = _Places(spans[spans[Spans.document_id].isin(used)])
        proposals = Proposals(assignments, codebook)
        at = {name: number for number, name in enumerate(proposals.ids)}
        for row in mine:
            name, document = row[Statements.id], by_id[row[Statements.document_id]]
            place = describe_place(document, places.touched(row))
            note = notes.get(name, "")
            numbers[name] = review_row(
                row, document, place, proposals, at[name], codebook, names, chosen[name], issued, note
            )
    if len(numbers) != len(chosen):
        missing = min(set(chosen) - set(numbers))
        raise TableError(
            f"{STATEMENTS.of(folder)}: uitspraak '{missing}' staat er niet meer in; de tabellen zijn niet "
            f"van dezelfde keer. Voer 'textmine run {folder.name}' opnieuw uit"
        )
    return numbers


class _Places:
    """The spans of some documents, to look up which ones a statement touches."""

    def __init__(self, spans: pd.DataFrame) -> None:
        self._by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in _records(spans):
            self._by_document[row[Spans.document_id]].append(row)

    def touched(self, statement: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the spans that the statement lies in."""
        spans = self._by_document[statement[Statements.document_id]]
        first = bisect_right(spans, statement[Statements.start], key=lambda span: span[Spans.end])
        last = bisect_left(spans, statement[Statements.end], key=lambda span: span[Spans.start])
        return spans[first:last]


def _documents(documents: pd.DataFrame, used: Collection[str]) -> list[dict[str, Any]]:
    """Return the rows of ``used`` documents without their texts, which are not shown."""
    return _records(documents[documents[Documents.id].isin(used)].drop(columns=Documents.text))


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(k): None if v is None or v is pd.NA else v for k, v in row.items()}
        for row in rows.astype(object).to_dict("records")
    ]


def _names(corpus: Corpus) -> Names:
    return Names(
        sessions={s.id: s.name for s in corpus.sessions},
        regions={r.id: r.name for r in corpus.regions},
        tiers={t.id: t.name for t in corpus.tiers},
    )
