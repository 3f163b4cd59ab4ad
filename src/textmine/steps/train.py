"""Codebook and decisions to a classifier: cold from the examples, better with every decision."""

import numpy as np
import pandas as pd
from pydantic import Field
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.codebook import Code, Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.errors import CodebookError, ConservationError
from textmine.models.classifier import Classifier, Warned
from textmine.models.coded import CODED, Coded, decided_codes, latest, set_aside
from textmine.models.features import Profile
from textmine.models.fitting import CodedRows, Split, fit_dimension
from textmine.settings import Settings
from textmine.tables import Decisions, Groups, Statements
from textmine.text.identity import text_hash

PROFILES = (
    Profile(
        words=1.0,
        characters=1.0,
        embedding=1.0,
        cues=0.5,
        speech=0.2,
        inverse_penalty=30.0,
        heading=1.0,
        section=1.0,
    ),
    Profile(
        words=1.0, characters=0.5, embedding=0.5, cues=1.0, speech=0.4, inverse_penalty=10.0, heading=1.0
    ),
)
"""What a dimension about content needs, and what one about the speech act needs."""


class TrainSettings(Settings):
    """How the classifier learns; the defaults were chosen in ``experiments/classification``.

    Per dimension, cross-validation picks the one of ``profiles`` with the lowest log loss.
    """

    folds: int = Field(
        default=5, ge=2, description="in hoeveel delen de voorbeelden worden verdeeld om eerlijk te meten"
    )
    same_group: float = Field(
        default=0.35,
        gt=0,
        le=1,
        description="vanaf welke gelijkenis voorbeelden samen aan een kant van een meting blijven",
    )
    definition_weight: float = Field(
        default=0.2, ge=0, description="hoe zwaar definities meetellen naast voorbeelden (die tellen 1)"
    )
    decision_weight: float = Field(
        default=2.0,
        gt=0,
        description="hoe zwaar oordelen van mensen meetellen naast voorbeelden (die tellen 1)",
    )
    few_examples: int = Field(
        default=10, ge=0, description="onder dit aantal voorbeelden krijgt een code een waarschuwing"
    )
    profiles: tuple[Profile, ...] = Field(
        default=PROFILES,
        min_length=1,
        description="mengsels van kenmerken; per dimensie wint het mengsel dat het best voorspelt",
    )


def train(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    embeddings: Embeddings,
    decisions: pd.DataFrame,
    codebook: Codebook,
    settings: TrainSettings,
) -> Classifier:
    """Learn every dimension of ``codebook`` from its examples and definitions, and from people's decisions.

    A decision counts when it is the last one about that statement and dimension and was taken on the text as
    it is now; the others are counted as stale. The order of ``statements`` has no influence; that of
    ``decisions`` only says which one is the last. Decided statements of one document, those with literally
    the same text (``groups``) and texts with many words in common are measured together, in one fold.

    Raises
    ------
    ConservationError
        When a decided statement has no group.
    CodebookError
        When there is nothing to learn from, or a decision uses an unknown code.
    EncoderError
        When a vector is missing.
    """
    decided, stale = _decided(statements, groups, decisions, codebook, settings)
    coded = sorted(
        [*_examples(codebook), *_definitions(codebook, settings), *decided], key=lambda row: row.id
    )
    if not coded:
        raise CodebookError(f"codeboek {codebook.name} heeft geen voorbeelden; voeg ze toe onder 'examples'")
    with threadpool_limits(limits=1):  # every machine rounds alike, and small matrices gain nothing
        rows = CodedRows.of(
            coded,
            embeddings.rows([row.embedding for row in coded]),
            codebook,
            settings.profiles,
            Split(settings.folds, settings.same_group),
        )
        models = tuple(fit_dimension(rows, dimension) for dimension in codebook.dimensions)
    return Classifier(
        title=codebook.title,
        codebook=codebook.version,
        encoder=embeddings.encoder,
        space=rows.space,
        active=rows.active,
        models=models,
        warnings=_warnings(coded, codebook, settings),
        training={
            "examples": len(codebook.examples),
            "decisions": len(decided),
            "documents": _documents(statements, decided),
            "stale_decisions": stale,
            **_hanging_together(rows),
        },
        settings=settings.model_dump(mode="json"),
    )


def _examples(codebook: Codebook) -> list[Coded]:
    return [
        Coded(f"example:{n:06}", example.text, f"example:{n}", dict(example.codes), 1.0)
        for n, example in enumerate(codebook.examples)
    ]


def _definitions(codebook: Codebook, settings: TrainSettings) -> list[Coded]:
    """Turn definition, include lines and cues of each code into weak rows of its own dimension."""
    return [
        Coded(
            f"code:{dimension.id}:{code.code}:{n:03}",
            text,
            f"code:{dimension.id}:{code.code}",
            {dimension.id: (code.code,)},
            settings.definition_weight,
            weak=True,
        )
        for dimension in codebook.dimensions
        for code in dimension.codes
        for n, text in enumerate(_told(code))
        if settings.definition_weight > 0
    ]


def _told(code: Code) -> tuple[str, ...]:
    return (f"{code.name}. {code.definition}", *code.include, *([", ".join(code.cues)] if code.cues else []))


def _decided(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    decisions: pd.DataFrame,
    codebook: Codebook,
    settings: TrainSettings,
) -> tuple[list[Coded], int]:
    """Return the statements that people coded, and how many decisions are about a text that is gone."""
    wanted = statements[statements[Statements.id].isin(set(decisions[Decisions.statement_id]))]
    texts = dict(zip(wanted[Statements.id], wanted[Statements.text], strict=True))
    current, stale = latest(decisions, {name: text_hash(text) for name, text in texts.items()})
    links = _links(wanted, groups)
    coded = []
    for name, rows in current.items():
        if set_aside(rows) is None:
            codes = {d: decided_codes(row, codebook) for d, row in rows.items() if row.verdict in CODED}
            if codes:
                weight = settings.decision_weight
                coded.append(Coded(f"statement:{name}", texts[name], name, codes, weight, links=links[name]))
    return coded, stale


def _links(statements: pd.DataFrame, groups: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return per statement its document and its literal text: what may not be split in a measurement."""
    ids, documents = statements[Statements.id], statements[Statements.document_id]
    mine = groups[groups[Groups.statement_id].isin(set(ids))]
    group_by_id = dict(zip(mine[Groups.statement_id], mine[Groups.group], strict=True))
    if missing := set(ids) - group_by_id.keys():
        raise ConservationError(
            f"train: uitspraak {min(missing)} staat niet in de tabel groups; voer 'textmine run' opnieuw uit"
        )
    return {
        name: (f"document:{document}", f"group:{group_by_id[name]}")
        for name, document in zip(ids, documents, strict=True)
    }


def _documents(statements: pd.DataFrame, decided: list[Coded]) -> int:
    """Count the documents that decided statements come from."""
    mine = statements[Statements.id].isin({row.embedding for row in decided})
    return int(statements.loc[mine, Statements.document_id].nunique())


def _hanging_together(rows: CodedRows) -> dict[str, int]:
    """Count the groups that are never split, and the texts in the largest one."""
    _, sizes = np.unique(rows.group[rows.group >= 0], return_counts=True)
    return {"groups": len(sizes), "largest_group": int(sizes.max(initial=0))}


def _warnings(coded: list[Coded], codebook: Codebook, settings: TrainSettings) -> tuple[Warned, ...]:
    warned = []
    for dimension in codebook.dimensions:
        given = [row.codes.get(dimension.id, ()) for row in coded if not row.weak]
        for code in dimension.codes:
            count = sum(code.code in codes for codes in given)
            if count < settings.few_examples:
                message = (
                    f"{dimension.name}: code '{code.code}' heeft {count} gecodeerde uitspraken om van te "
                    f"leren (minder dan {settings.few_examples}); voeg voorbeelden toe of beoordeel er meer"
                )
                warned.append(Warned(dimension.id, code.code, count, message))
    return tuple(warned)
