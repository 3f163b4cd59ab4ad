"""Statements to codes: a probability for every code, and a plain reason for every code that is assigned."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field

from textmine.codebook import Codebook, Dimension
from textmine.encoders.embeddings import Embeddings
from textmine.errors import EncoderError
from textmine.models.calibration import assign, codes_matrix, most_specific
from textmine.models.classifier import Classifier
from textmine.models.coded import CODED, decided_codes, latest, set_aside
from textmine.models.context import Around, Context, in_context
from textmine.models.features import Read
from textmine.models.features_cues import codebook_cues
from textmine.models.reasons import Described, Evidence
from textmine.settings import Settings
from textmine.tables import Assignments, Statements, empty, frame
from textmine.text.identity import text_hash

_BY_PERSON = "Vastgesteld door een beoordelaar."
_ASIDE = {
    "not_substantive": "Een beoordelaar vindt dit geen inhoudelijke uitspraak; de uitspraak telt niet mee.",
    "personal": "Een beoordelaar zag persoonsgegevens; de uitspraak telt niet mee.",
}


_HEADING = "Staat onder het kopje ‘{heading}’."
_SECTION = "Andere uitspraken in dit onderdeel gaan hier ook over."
_TOLD = 1.0
"""What a section must add to the log-odds to be named."""


class ClassifySettings(Settings):
    """``named_from`` is the similarity from which a reason names the nearest example."""

    named_from: float = Field(
        default=0.3,
        ge=-1,
        le=1,
        description="vanaf welke gelijkenis een reden het dichtstbijzijnde voorbeeld noemt",
    )


class _Batch:
    """The growing result: statements x codes, codes of all dimensions side by side."""

    def __init__(self, statements: int, codebook: Codebook) -> None:
        codes = [(dimension.id, code.code) for dimension in codebook.dimensions for code in dimension.codes]
        shape = (statements, len(codes))
        self.codes = codes
        self.probability = np.zeros(shape)
        self.assigned = np.zeros(shape, dtype=bool)
        self.person = np.zeros(shape, dtype=bool)
        self.reason = np.full(shape, None, dtype=object)

    def decide(self, row: int, columns: slice, codes: NDArray[np.float64]) -> None:
        """Let a person's codes (1 or 0) take the place of the model's."""
        self.probability[row, columns] = codes
        self.assigned[row, columns] = codes > 0
        self.person[row, columns] = True
        self.reason[row, columns] = [_BY_PERSON if code > 0 else None for code in codes]

    def table(self, ids: list[str]) -> pd.DataFrame:
        """Return the assignments: one row per statement and code."""
        row = pa.array(np.repeat(np.arange(len(ids)), len(self.codes)))
        column = pa.array(np.tile(np.arange(len(self.codes)), len(ids)))
        dimensions, codes = zip(*self.codes, strict=True)
        columns = {
            Assignments.statement_id: pa.array(ids, pa.string()).take(row),
            Assignments.dimension: pa.array(dimensions).take(column),
            Assignments.code: pa.array(codes).take(column),
            Assignments.probability: pa.array(self.probability.ravel()),
            Assignments.assigned: pa.array(self.assigned.ravel()),
            Assignments.source: pa.array(["model", "person"]).take(pa.array(self.person.ravel().astype(int))),
            Assignments.reason: pa.array(self.reason.ravel(), pa.string(), from_pandas=True),
        }
        return frame(Assignments, columns)


def classify(
    statements: pd.DataFrame,
    embeddings: Embeddings,
    classifier: Classifier,
    codebook: Codebook,
    decisions: pd.DataFrame,
    settings: ClassifySettings,
) -> pd.DataFrame:
    """Return the assignments of ``statements``, sorted by id, then in codebook order.

    A statement gets the same rows in every partition of the table. A decision about the text as it is now
    wins. A statement that people set aside (``not_substantive``, ``personal``) gets no code at all and a
    reason that says so; after ``doubt`` and ``split`` the proposal of the model stays.

    Raises
    ------
    CodebookError
        When the classifier is for another version of the codebook, or a decision uses an unknown code.
    EncoderError
        When the vectors come from another encoder than those of training, or one is missing.
    """
    classifier.check(codebook)
    if embeddings.encoder != classifier.encoder:
        raise EncoderError(
            f"het model is getraind met vectoren van {classifier.encoder}, maar de vectoren zijn van "
            f"{embeddings.encoder}; voer 'textmine run train' opnieuw uit"
        )
    if statements.empty:
        return empty(Assignments)
    ordered = statements.sort_values(Statements.id)
    ids, texts = ordered[Statements.id].tolist(), ordered[Statements.text].tolist()
    vectors = embeddings.rows(ids)
    read = Read.of(texts, codebook)
    alone = classifier.probabilities(read, vectors)
    context = Context.of(ordered[Statements.document_id].tolist(), _headings(ordered))
    around = in_context(classifier, codebook, alone, vectors.shape[1], context)
    batch = _Batch(len(ids), codebook)
    columns = _columns(codebook)
    for dimension, model, probability in zip(
        codebook.dimensions, classifier.models, around.probability, strict=True
    ):
        batch.probability[:, columns[dimension.id]] = probability
        chosen = assign(probability, dimension, model.thresholds)
        batch.assigned[:, columns[dimension.id]] = most_specific(chosen, dimension)
    _explain(batch, _evidence(read, vectors, embeddings, classifier, codebook), codebook, settings)
    _explain_context(batch, context, around)
    _apply(batch, ids, texts, decisions, codebook)
    return batch.table(ids)


def _headings(statements: pd.DataFrame) -> list[str | None]:
    found = statements[Statements.heading].tolist()
    return [heading if isinstance(heading, str) else None for heading in found]


def _columns(codebook: Codebook) -> dict[str, slice]:
    result, start = {}, 0
    for dimension in codebook.dimensions:
        result[dimension.id] = slice(start, start + len(dimension.codes))
        start += len(dimension.codes)
    return result


def _evidence(
    read: Read,
    vectors: NDArray[np.float32],
    embeddings: Embeddings,
    classifier: Classifier,
    codebook: Codebook,
) -> Evidence:
    examples = embeddings.rows([f"example:{n}" for n in range(len(codebook.examples))])
    return Evidence(
        tokens=read.tokens,
        similarity=vectors @ examples.T,
        examples=tuple(example.text for example in codebook.examples),
        hits=read.hits,
        cues=read.cues,
        word_weights=classifier.word_weights(read),
    )


def _explain(batch: _Batch, evidence: Evidence, codebook: Codebook, settings: ClassifySettings) -> None:
    own = codebook_cues(codebook)[1].toarray() > 0
    column = 0
    for dimension in codebook.dimensions:
        held = codes_matrix([example.codes[dimension.id] for example in codebook.examples], dimension) > 0
        for number, code in enumerate(dimension.codes):
            rows = np.flatnonzero(batch.assigned[:, column])
            described = Described(
                column=column,
                held=held[:, number],
                cues=own[:, column],
                named_from=settings.named_from,
                outside=dimension.multiple and code.code == dimension.outside,
            )
            batch.reason[rows, column] = evidence.reasons(rows, described)
            column += 1


def _explain_context(batch: _Batch, context: Context, around: Around) -> None:
    """Say where heading or section spoke for an assigned code."""
    heading, section = np.hstack(around.heading), np.hstack(around.section)
    for row, column in np.argwhere(batch.assigned & heading).tolist():
        name = context.headings[context.heading[row]]
        batch.reason[row, column] = _joined(batch.reason[row, column], _HEADING.format(heading=name))
    for row, column in np.argwhere(batch.assigned & (section >= _TOLD)).tolist():
        batch.reason[row, column] = _joined(batch.reason[row, column], _SECTION)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _apply(
    batch: _Batch, ids: list[str], texts: list[str], decisions: pd.DataFrame, codebook: Codebook
) -> None:
    """Let decisions of people, about these statements or about the same text elsewhere, go before."""
    if not len(decisions):
        return
    place = {name: row for row, name in enumerate(ids)}
    hashes = dict(zip(ids, map(text_hash, texts), strict=True))
    columns = _columns(codebook)
    for name, rows in latest(decisions, hashes)[0].items():
        verdict = set_aside(rows)
        if verdict is not None:
            _set_aside(batch, place[name], verdict)
            continue
        for dimension, row in rows.items():
            if row.verdict in CODED:
                batch.decide(
                    place[name], columns[dimension], _given(row, codebook.by_id[dimension], codebook)
                )


def _given(row: Any, dimension: Dimension, codebook: Codebook) -> NDArray[np.float64]:
    codes = decided_codes(row, codebook)
    return np.asarray([float(code in codes) for code in dimension.by_code])


def _set_aside(batch: _Batch, row: int, verdict: str) -> None:
    batch.decide(row, slice(None), np.zeros(len(batch.codes)))
    batch.reason[row] = _ASIDE[verdict]
