"""Review, the way out: gather a workbook from the tables."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.errors import TableError, WorkbookError
from textmine.pipeline.review_tables import hashes_of, parts, read
from textmine.pipeline.table import (
    ASSIGNMENTS,
    CODEBOOK,
    CORPUS,
    DECISIONS,
    DOCUMENTS,
    GROUPS,
    SPANS,
    SPLITS,
    STATEMENTS,
)
from textmine.review.contents import Contents, Names, ReviewRow, earlier_note, review_row
from textmine.review.history import decided_ids, dimension_ids, history
from textmine.review.pending import not_taken_in
from textmine.review.returned import answers
from textmine.review.selection import Proposals, candidates, most_uncertain
from textmine.store import review_returned, review_workbook
from textmine.tables import Documents, Groups, Spans, Statements
from textmine.text.places import describe_place

DEFAULT_NAME = "review/beoordeling.xlsx"
DOUBT_NAME = "review/twijfel.xlsx"
"""Where a workbook is written unless people say otherwise, relative to the corpus; never in ``derived``."""

MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Exported:
    """A workbook that was written: ``rows`` went out, ``left_out`` still wait, ``reviewed`` are done.

    ``rows`` and ``left_out`` count distinct texts, ``covered`` and ``reviewed`` statements; ``doubts`` are
    the statements whose last decision is a doubt. ``path`` is None when there was nothing to review.
    """

    path: Path | None
    rows: int
    covered: int
    left_out: int
    reviewed: int
    doubts: int


def export(  # noqa: PLR0913  # what people can choose
    folder: Path, path: Path | None, reviewer: str, size: int, *, overwrite: bool, doubt: bool = False
) -> Exported:
    """Write the statements that people must still decide on, the least certain ones first.

    With ``doubt``, those whose last decision is a doubt. Without a ``path`` it is the usual one.

    Raises
    ------
    TextmineError
        When the tables are not there yet, ``path`` is no .xlsx or in no folder, or it must not be replaced.
    """
    if path is None:
        path = folder / (DOUBT_NAME if doubt else DEFAULT_NAME)
    elif not path.parent.is_dir():
        raise WorkbookError(f"{path}: de map {path.parent} is er niet; maak die eerst, of pas --output aan")
    if path.suffix.lower() != ".xlsx":
        raise WorkbookError(f"{path}: de naam van een werkboek eindigt op .xlsx; pas --output aan")
    if path.exists() and not overwrite:
        raise WorkbookError(
            f"{path} bestaat al, en misschien heeft iemand er oordelen in gezet. Lees die eerst in met "
            f"'textmine review import {folder.name} {path}'. Kies daarna een andere naam met --output, of "
            "vervang het bestand met --overwrite"
        )
    codebook = read(CODEBOOK, folder)
    groups, decisions = read(GROUPS, folder), read(DECISIONS, folder)
    _nothing_lost(folder, path, decisions, codebook)
    earlier = history(decisions, hashes_of(folder, decided_ids(decisions)))
    ids, dimensions = groups[Groups.statement_id].tolist(), dimension_ids(codebook)
    complete = {name for name in ids if earlier.complete(name, dimensions)}
    in_doubt = {name: found for name in ids if (found := earlier.doubts(name, dimensions))}
    waiting = candidates(groups, set(ids).difference(in_doubt) if doubt else complete)
    chosen = most_uncertain(_certainties(folder, codebook, waiting), size)
    result = Exported(
        path=path if chosen else None,
        rows=len(chosen),
        covered=sum(waiting[name] for name in chosen),
        left_out=len(waiting) - len(chosen),
        reviewed=len(complete),
        doubts=len(in_doubt),
    )
    if chosen:
        notes = {name: earlier_note(in_doubt[name], codebook) for name in chosen if doubt}
        rows = _rows(folder, codebook, {name: waiting[name] for name in chosen}, notes)
        ordered = [rows[name] for name in chosen]
        review_workbook.write(path, Contents(folder.resolve().name, codebook, ordered, reviewer.strip()))
    return result


def _nothing_lost(folder: Path, path: Path, decisions: pd.DataFrame, codebook: Codebook) -> None:
    """Refuse to replace a workbook with decisions that are only in there."""
    if not path.exists():
        return
    try:
        rows = answers(review_returned.read(path), codebook)
    except WorkbookError as error:
        raise WorkbookError(
            f"{path} bestaat al, en er is niet na te gaan of er oordelen in staan. Kies een andere naam met "
            f"--output, of haal dit bestand zelf weg. ({error})"
        ) from error
    lost = not_taken_in(rows, decisions, read(SPLITS, folder), codebook)
    if lost:
        number = "staat 1 ingevulde rij" if len(lost) == 1 else f"staan {len(lost)} ingevulde rijen"
        raise WorkbookError(
            f"{path} wordt niet vervangen: daarin {number} waarvan het oordeel nog niet is ingelezen (de "
            f"eerste is rij {lost[0].row}). Lees het eerst in met "
            f"'textmine review import {folder.name} {path}', of kies een andere naam met --output"
        )


def _certainties(folder: Path, codebook: Codebook, waiting: Collection[str]) -> list[tuple[float, str]]:
    """Return the certainty of every waiting statement.

    Raises
    ------
    TableError
        When a waiting statement has no proposal.
    """
    result: list[tuple[float, str]] = []
    for part in parts(ASSIGNMENTS, folder):
        proposals = Proposals(part, codebook)
        pairs = zip(proposals.certainty.tolist(), proposals.ids, strict=True)
        result += [(certainty, name) for certainty, name in pairs if name in waiting]
    if len(result) != len(waiting):
        raise TableError(
            f"{ASSIGNMENTS.of(folder)}: {len(waiting) - len(result)} uitspraken hebben geen voorstel; de "
            f"tabellen zijn niet van dezelfde keer. Voer 'textmine run {folder.name}' opnieuw uit"
        )
    return result


def _rows(
    folder: Path, codebook: Codebook, chosen: Mapping[str, int], notes: Mapping[str, str]
) -> dict[str, ReviewRow]:
    """Gather the rows of the ``chosen`` statements, partition by partition.

    ``chosen`` maps an id to the number of statements with the same text, ``notes`` to the earlier note.
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
                row, document, place, proposals, at[name], codebook, names, chosen[name], note
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
