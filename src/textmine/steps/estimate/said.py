"""All statements as columns: what belongs together, where it was said, and what people decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.analysis.estimation_units import joined_clusters
from textmine.codebook import Codebook
from textmine.errors import ConservationError
from textmine.models.calibration import codes_matrix, main_codes
from textmine.models.coded import CODED, decided_codes, set_aside
from textmine.models.lessons import Taken
from textmine.tables import Documents, Groups, Statements

Truth = NDArray[np.bool_]
Whole = NDArray[np.int64]
Names = NDArray[np.str_]

_PLACE = (Documents.region, Documents.tier)


@dataclass(frozen=True)
class Said:
    """One row per statement, by id. ``text`` numbers what says the same, ``cluster`` what hangs together.

    ``counts`` is true for statements in established documents. ``units`` has per unit the number of the
    document, organisation or session of each statement, ``places`` per kind of group the name of its group
    (empty when unknown).
    """

    ids: Names
    text: Whole
    cluster: Whole
    counts: Truth
    units: Mapping[str, Whole]
    places: Mapping[str, Names]

    def texts(self) -> int:
        """Return how many distinct texts there are."""
        return int(self.text.max(initial=-1)) + 1


def said(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    documents: pd.DataFrame,
    kind: Literal["minutes", "responses"],
) -> Said:
    """Put the tables side by side.

    Raises
    ------
    ConservationError
        When a statement has no group or no document.
    """
    rows = statements[[Statements.id, Statements.document_id]].rename(columns={Statements.id: "statement_id"})
    rows = rows.merge(groups[[Groups.statement_id, Groups.group]], on="statement_id", how="left")
    names = [Documents.id, Documents.submission, Documents.session, *_PLACE, Documents.status]
    names += [Documents.organisation, Documents.respondent]
    about = documents[names].rename(columns={Documents.id: Statements.document_id})
    rows = rows.merge(about, on=Statements.document_id, how="left", validate="many_to_one")
    rows = rows.sort_values("statement_id", ignore_index=True)
    if len(rows) and rows[[Groups.group, Documents.status]].isna().to_numpy().any():
        raise ConservationError(
            "estimate: een uitspraak staat niet in de tabel groups of documents; de tabellen zijn niet van "
            "dezelfde keer. Voer 'textmine run' opnieuw uit"
        )
    text, document = (_numbers(rows[name]) for name in (Groups.group, Statements.document_id))
    return Said(
        ids=_names(rows["statement_id"]),
        text=text,
        cluster=joined_clusters(document, text),
        counts=np.asarray(rows[Documents.status] != "concept", dtype=bool),
        units={name: _numbers(column) for name, column in _units(rows, kind).items()},
        places={name: _names(rows[name].fillna("")) for name in _PLACE},
    )


def _units(rows: pd.DataFrame, kind: Literal["minutes", "responses"]) -> dict[str, pd.Series]:
    """Return what can be counted beside statements, as ``analysis.counting`` does.

    Minutes do not say for which organisation somebody speaks. A response is what was handed in at once; who
    names no organisation or person is a respondent of their own.
    """
    if kind == "minutes":
        sessions = rows[Documents.session].fillna(rows[Documents.submission])
        return {"documents": rows[Statements.document_id], "sessions": sessions}
    person = rows[Documents.respondent].fillna(rows[Documents.submission])
    return {
        "documents": rows[Documents.submission],
        "organisations": rows[Documents.organisation].fillna(person),
    }


@dataclass(frozen=True)
class Judged:
    """What people decided in one dimension: per statement whether, and which codes (statements x codes).

    A sub-code counts for its main codes. A statement that was set aside has no code.
    """

    known: Truth
    labels: Truth


def judged(said_: Said, held: Taken, codebook: Codebook) -> dict[str, Judged]:
    """Return the decisions per dimension; what was decided about a text holds for all its copies.

    A copy with a decision of its own keeps it; the others follow the last decision about exactly their text
    (``coded.latest``), and where there is none the first one by id in their group. Doubts, and statements
    that must be split, are not judged.

    Raises
    ------
    CodebookError
        When a decision uses a code that does not exist.
    """
    place = {name: row for row, name in enumerate(said_.ids.tolist()) if name in held.current}
    aside = [place[name] for name, rows in held.current.items() if set_aside(rows) is not None]
    result = {}
    for dimension in codebook.dimensions:
        known = np.zeros(len(said_.ids), dtype=bool)
        labels = np.zeros((len(said_.ids), len(dimension.codes)), dtype=bool)
        found = {
            place[name]: decided_codes(rows[dimension.id], codebook)
            for name, rows in held.current.items()
            if set_aside(rows) is None and dimension.id in rows and rows[dimension.id].verdict in CODED
        }
        if found:
            given = codes_matrix(list(found.values()), dimension)
            labels[list(found)] = given + given @ main_codes(dimension) > 0
        known[[*found, *aside]] = True
        result[dimension.id] = _copied(said_.text, known, labels)
    return result


def _copied(text: Whole, known: Truth, labels: Truth) -> Judged:
    rows = np.flatnonzero(known)
    texts, first = np.unique(text[rows], return_index=True)
    donor = np.full(int(text.max(initial=-1)) + 1, -1)
    donor[texts] = rows[first]
    own = np.arange(len(text))
    source = np.where(known, own, donor[text] if len(text) else own)
    return Judged(source >= 0, labels[source] & (source >= 0)[:, None])


def _numbers(column: pd.Series) -> Whole:
    """Return per value its number among the distinct ones; none is missing."""
    return np.unique(_names(column), return_inverse=True)[1].astype(np.int64)


def _names(column: pd.Series) -> Names:
    return np.asarray(column.astype(object).tolist(), dtype=np.str_)
