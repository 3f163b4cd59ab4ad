"""The account at the end of the page: how it was made, with which versions, and what each code means."""

from dataclasses import dataclass

from textmine import __version__
from textmine.analysis.numbers import whole
from textmine.codebook import Code
from textmine.report.coded import in_order
from textmine.report.dutch import decimal
from textmine.report.given import Given


@dataclass(frozen=True, slots=True)
class Definition:
    """What a code means; the score is F1 in cross-validation, missing when the code was never seen."""

    name: str
    code: str
    sub: bool
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    coded: int
    score: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """The codes of one dimension with their definitions."""

    id: str
    name: str
    rows: tuple[Definition, ...]


def versions(given: Given) -> tuple[tuple[str, str], ...]:
    """Return what the figures were made with."""
    trained = given.classifier.training
    return (
        ("Programma", f"textmine {__version__}"),
        ("Codeboek", f"{given.codebook.title}, versie {given.codebook.version}"),
        ("Taalmodel voor de betekenis van zinnen", given.classifier.encoder),
        ("Voorbeelden waar het model van leerde", whole(trained.get("examples", 0))),
        ("Oordelen van mensen waar het model van leerde", whole(trained.get("decisions", 0))),
        (
            "Oordelen die niet meetelden omdat de tekst is veranderd",
            whole(trained.get("stale_decisions", 0)),
        ),
    )


def definitions(given: Given) -> tuple[Definitions, ...]:
    """Return the codebook with the score of every code."""
    scores = {
        (model.dimension, score.code): score
        for model in given.classifier.models
        for score in model.score.codes
    }

    def row(dimension: str, code: Code) -> Definition:
        score = scores.get((dimension, code.code))
        coded = score.n if score else 0
        return Definition(
            name=code.name,
            code=code.code,
            sub=code.parent is not None,
            definition=code.definition,
            include=code.include,
            exclude=code.exclude,
            coded=coded,
            score=decimal(score.f1, 2) if score and coded else "niet te meten",
        )

    return tuple(
        Definitions(f"codeboek-{d.id}", d.name, tuple(row(d.id, code) for code in in_order(d)))
        for d in given.codebook.dimensions
    )


def few_examples(given: Given) -> tuple[str, ...]:
    """Return the warnings about codes with few coded statements."""
    return tuple(warned.message for warned in given.classifier.warnings)
