"""Codebook and decisions to a classifier: cold from the examples, better with every decision."""

import numpy as np
import pandas as pd
from pydantic import Field
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.errors import CodebookError
from textmine.models.classifier import Classifier, Warned
from textmine.models.coded import Coded
from textmine.models.features import Profile
from textmine.models.fitting import CodedRows, Split, fit_dimension
from textmine.models.lessons import decided, lessons, taken
from textmine.settings import Settings

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
    held = taken(statements, groups, decisions)
    by_people = decided(held, codebook, settings.decision_weight)
    coded = lessons(codebook, by_people, settings.definition_weight)
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
            "decisions": len(by_people),
            "documents": _documents(by_people),
            "stale_decisions": held.stale,
            **_hanging_together(rows),
        },
        settings=settings.model_dump(mode="json"),
    )


def _documents(by_people: list[Coded]) -> int:
    """Count the documents that decided statements come from."""
    return len({link for row in by_people for link in row.links if link.startswith("document:")})


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
