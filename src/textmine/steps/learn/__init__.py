"""Rounds and decisions to a learning curve, and to advice: stop, or go on and how."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from pydantic import Field
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.errors import EncoderError
from textmine.models.classifier import Classifier
from textmine.models.lessons import decided, doubted, finished, taken
from textmine.review import progress as progress_of
from textmine.review.rounds import Round
from textmine.settings import Settings
from textmine.steps.learn.advice import About, advice
from textmine.steps.learn.curve import Rules, curve
from textmine.steps.learn.points import Said, points
from textmine.steps.learn.refits import Refits
from textmine.tables import Documents, LearningCurve, empty

__all__ = ["LearnSettings", "Learned", "learn"]

_UNNAMED = "uw-corpus"


class LearnSettings(Settings):
    """How the learning curve is measured, and when a model is said to learn."""

    folds: int = Field(
        default=5,
        ge=2,
        description="in hoeveel delen de beoordeelde teksten worden verdeeld; een model dat op een deel "
        "wordt gemeten, heeft dat deel niet gezien",
    )
    compared: int = Field(
        default=20_000,
        ge=1,
        description="op hoeveel uitspraken hoogstens wordt nagegaan of het voorstel veranderde",
    )
    draws: int = Field(
        default=1000, ge=100, description="hoeveel trekkingen er worden gedaan voor een interval"
    )
    seed: int = Field(default=0, ge=0, description="begingetal van het toeval; zelfde getal, zelfde uitkomst")
    gain: float = Field(
        default=0.02,
        ge=0,
        lt=1,
        description="vanaf welk verschil tussen twee metingen het advies zegt dat het model nog leert",
    )


@dataclass(frozen=True, slots=True)
class Learned:
    """The measured points (``LearningCurve``) and the messages (``Advice``)."""

    learning_curve: pd.DataFrame
    advice: pd.DataFrame


def learn(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    embeddings: Embeddings,
    documents: pd.DataFrame,
    classifier: Classifier,
    decisions: pd.DataFrame,
    rounds: Sequence[Round],
    estimates: pd.DataFrame,
    estimate_rounds: pd.DataFrame,
    codebook: Codebook,
    settings: LearnSettings,
) -> Learned:
    """Measure how good the model was at every round and is now, and say whether it is enough.

    The model of a round is trained again without the texts that people had not decided on when the round was
    drawn, among them its whole sample. Without rounds or decisions nothing is trained. The order of rows has
    no influence, but that of ``decisions``, which says which one is the last.

    Raises
    ------
    CodebookError
        When the classifier is for another version of the codebook, or a decision uses an unknown code.
    EncoderError
        When the vectors come from another encoder than those of training, or one is missing.
    ConservationError
        When a statement has no group.
    """
    classifier.check(codebook)
    if embeddings.encoder != classifier.encoder:
        raise EncoderError(
            f"het model is getraind met vectoren van {classifier.encoder}, maar de vectoren zijn van "
            f"{embeddings.encoder}; voer 'textmine run train' opnieuw uit"
        )
    held = taken(statements, groups, decisions)
    by_people = decided(held, codebook, classifier.settings["decision_weight"])
    made = empty(LearningCurve)
    if rounds and by_people:
        said = Said.of(statements, groups, held, by_people)
        rules = Rules(settings.folds, settings.compared, settings.draws, settings.seed)
        with threadpool_limits(limits=1):  # every machine rounds alike
            made = curve(Refits(said, embeddings, classifier, codebook), points(said, rounds), rules)
    people = progress_of.Said(
        finished(held, codebook),
        doubted(held),
        progress_of.blind(decisions),
        progress_of.split_up(decisions),
    )
    done = progress_of.progress(rounds, groups, people)
    corpus = min(documents[Documents.corpus].tolist(), default=_UNNAMED)
    told = advice(About(codebook, corpus, settings.gain), done, estimates, estimate_rounds, made)
    return Learned(made, told)
