"""The distinct texts of a corpus with what is known of them: what a review round is drawn from."""

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.errors import TableError
from textmine.pipeline.review_tables import parts, read
from textmine.pipeline.table import ASSIGNMENTS, DOCUMENTS, EMBEDDINGS, STATEMENTS
from textmine.review.population import Guesses, Names, Population, distinct
from textmine.review.selection import Proposals
from textmine.tables import Documents, Statements


def population(folder: Path, codebook: Codebook, groups: pd.DataFrame, done: Collection[str]) -> Population:
    """Gather the population of a round; texts of which a statement is in ``done`` are decided.

    Raises
    ------
    TableError
        When a text has no proposal, or the proposals are of another codebook.
    QueueError
        When an open text has no vector.
    """
    ids, sizes, decided = distinct(groups, done)
    index = pd.Index(ids)
    vectors: Embeddings = read(EMBEDDINGS, folder)
    known = vectors.index
    return Population(
        ids=ids,
        sizes=sizes,
        sources=_sources(folder, index),
        decided=decided,
        guesses=_guesses(folder, codebook, index),
        vectors=vectors.matrix,
        vector=np.fromiter((known.get(name, -1) for name in ids.tolist()), np.int64, len(ids)),
    )


def _sources(folder: Path, index: pd.Index) -> Names:
    """Return per text its session, else its channel, else its document."""
    result = np.zeros(len(index), dtype=object)
    for documents, statements in zip(parts(DOCUMENTS, folder), parts(STATEMENTS, folder), strict=True):
        of = documents[Documents.session].combine_first(documents[Documents.channel])
        of = of.combine_first(documents[Documents.id])
        source = dict(zip(documents[Documents.id].tolist(), of.tolist(), strict=True))
        places = index.get_indexer(pd.Index(statements[Statements.id].tolist()))
        mine = np.flatnonzero(places >= 0)
        names = statements[Statements.document_id].iloc[mine]
        result[places[mine]] = [source[name] for name in names.tolist()]
    return result.astype(np.str_)


def _guesses(folder: Path, codebook: Codebook, index: pd.Index) -> tuple[Guesses, ...]:
    width = sum(len(dimension.codes) for dimension in codebook.dimensions)
    probability, assigned = np.zeros((len(index), width)), np.zeros((len(index), width), dtype=bool)
    found = 0
    for part in parts(ASSIGNMENTS, folder):
        proposals = Proposals(part, codebook)
        places = index.get_indexer(pd.Index(proposals.ids))
        mine = places >= 0
        probability[places[mine]] = proposals.probability[mine]
        assigned[places[mine]] = proposals.assigned[mine]
        found += int(mine.sum())
    if found != len(index):
        raise TableError(
            f"{ASSIGNMENTS.of(folder)}: {len(index) - found} uitspraken hebben geen voorstel; de tabellen "
            f"zijn niet van dezelfde keer. Voer 'textmine run {folder.name}' opnieuw uit"
        )
    result, start = [], 0
    for dimension in codebook.dimensions:
        own = slice(start, start + len(dimension.codes))
        start = own.stop
        codes = tuple(dimension.by_code)
        guess = Guesses(dimension.id, codes, dimension.multiple, probability[:, own], assigned[:, own])
        result.append(guess)
    return tuple(result)
