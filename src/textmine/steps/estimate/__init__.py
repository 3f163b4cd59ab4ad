"""Coded statements to corrected shares: what the model counts, put right with samples people judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pydantic import Field

from textmine.analysis.estimation import Rules
from textmine.analysis.estimation_result import Estimate, Key, as_table
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.encoders.embeddings import Embeddings
from textmine.errors import EncoderError
from textmine.models.classifier import Classifier
from textmine.models.lessons import taken
from textmine.review.rounds import Round
from textmine.settings import Settings
from textmine.steps.estimate.account import evidence, round_use
from textmine.steps.estimate.draws import Draw, draw_of
from textmine.steps.estimate.groups import About, estimates
from textmine.steps.estimate.predictions import Given, about_each
from textmine.steps.estimate.said import Judged, Said, judged, said
from textmine.tables import Evidence, empty

__all__ = ["EstimateSettings", "Estimated", "estimate"]

_UNITS = ("statements", "documents", "organisations", "sessions")


class EstimateSettings(Settings):
    """When a corrected share is given, and how sure its interval must be."""

    folds: int = Field(
        default=5,
        ge=2,
        description="in hoeveel delen de beoordeelde teksten worden verdeeld; het model dat een deel "
        "voorspelt, heeft de oordelen in dat deel niet gezien",
    )
    smallest: int = Field(
        default=30,
        ge=2,
        description="hoeveel teksten uit de steekproef van een groep minstens beoordeeld moeten zijn",
    )
    uncovered: float = Field(
        default=0.1,
        ge=0,
        lt=1,
        description="welk deel hoogstens buiten de steekproef mag vallen: van een groep wat met niets "
        "beoordeelds te vergelijken is, van een ronde wat er niet meer is of er later bij kwam",
    )
    level: float = Field(
        default=0.95, gt=0, lt=1, description="hoe vaak de marge het werkelijke aandeel moet bevatten"
    )
    half_width: float = Field(
        default=0.05,
        gt=0,
        le=0.5,
        description="hoe ver een aandeel naar boven of beneden mag afwijken; in het werkboek staat bij welke "
        "codes de marge ruimer is",
    )


@dataclass(frozen=True, slots=True)
class Estimated:
    """The shares (``Estimates``), what each round brought (``RoundUse``), and the statements behind them."""

    estimates: pd.DataFrame
    estimate_rounds: pd.DataFrame
    estimate_evidence: pd.DataFrame


def estimate(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    embeddings: Embeddings,
    documents: pd.DataFrame,
    classifier: Classifier,
    decisions: pd.DataFrame,
    rounds: Sequence[Round],
    corpus: Corpus,
    codebook: Codebook,
    settings: EstimateSettings,
) -> Estimated:
    """Estimate how often each code occurs, as people would have coded it, from ``rounds`` and ``decisions``.

    A share is one of all statements in established documents, those that people would set aside included.
    Without a round of which something was judged there are no estimates, unless people judged everything.
    Predictions come from models that did not see the label (``models.crossfit``), rounds are put together as
    ``analysis.estimation_rounds`` says. The order of rows has no influence, but that of ``decisions``, which
    says which one is the last.

    Raises
    ------
    CodebookError
        When the classifier is for another version of the codebook, or a decision uses an unknown code.
    EncoderError
        When the vectors come from another encoder than those of training, or one is missing.
    ConservationError
        When a statement has no group or document.
    """
    classifier.check(codebook)
    if embeddings.encoder != classifier.encoder:
        raise EncoderError(
            f"het model is getraind met vectoren van {classifier.encoder}, maar de vectoren zijn van "
            f"{embeddings.encoder}; voer 'textmine run train' opnieuw uit"
        )
    rules = Rules(level=settings.level, smallest=settings.smallest, uncovered=settings.uncovered)
    everything = said(statements, groups, documents, corpus.kind)
    held = taken(statements, groups, decisions)
    by_people = judged(everything, held, codebook)
    draws = [draw_of(one, everything) for one in sorted(rounds, key=lambda one: one.number)]
    refused = {draw.number: why for draw in draws if (why := draw.refused(settings.uncovered)) is not None}
    used = [draw for draw in draws if draw.number not in refused]
    about: dict[str, About] = {}
    if _worthwhile(everything, used, by_people):
        given = Given(statements, embeddings, classifier, codebook, held)
        predictions = given.predictions(everything, list(by_people.values()), settings.folds)
        about = about_each(predictions, by_people, codebook)
    made = list(estimates(everything, used, about, corpus, codebook, rules))
    return Estimated(
        estimates=as_table(_in_order(made, codebook), settings.half_width),
        estimate_rounds=round_use(everything, draws, refused, by_people, about, rules),
        estimate_evidence=evidence(everything, used, about, codebook) if made else empty(Evidence),
    )


def _worthwhile(everything: Said, draws: Sequence[Draw], by_people: Mapping[str, Judged]) -> bool:
    """Say whether anything can be estimated: a drawn text was judged, or there is a group without open ones.

    Models are trained again only then.
    """
    if any(draw.judged(everything, own) for draw in draws for own in by_people.values()):
        return True
    there = everything.counts
    for own in by_people.values():
        left = there & ~own.known
        for place in (np.where(there, "all", ""), *everything.places.values()):
            if set(place[there].tolist()) - set(place[left].tolist()) - {""}:
                return True
    return False


def _in_order(made: Sequence[tuple[Key, Estimate]], codebook: Codebook) -> list[tuple[Key, Estimate]]:
    """Sort by dimension, code and unit; groups stay in their order."""
    codes = [(dimension.id, code.code) for dimension in codebook.dimensions for code in dimension.codes]
    place = {pair: number for number, pair in enumerate(codes)}
    return sorted(made, key=lambda row: (place[row[0].dimension, row[0].code], _UNITS.index(row[0].unit)))
