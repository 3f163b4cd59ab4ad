"""What a trained classifier says about itself, for people: one Markdown page made only from what it holds.

The headings follow the model cards of Mitchell et al. (2019).
"""

import json
import math
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from textmine.analysis.numbers import whole
from textmine.models.classifier import Classifier, CodeScore, DimensionModel
from textmine.report.dutch import decimal

_NOTHING = "–"


def render(classifier: Classifier) -> str:
    """Return the card in Dutch; the same classifier gives the same text."""
    trained = classifier.training
    measured = trained["examples"] + trained["decisions"]
    few = {(warned.dimension, warned.code) for warned in classifier.warnings}
    return (
        _environment()
        .get_template("modelkaart.md.j2")
        .render(
            model=classifier,
            trained=trained,
            uneven=trained["largest_group"] > math.ceil(measured / classifier.settings["folds"]),
            questions=[_question(dimension, few) for dimension in classifier.models],
            settings={
                name: json.dumps(value, sort_keys=True) for name, value in sorted(classifier.settings.items())
            },
        )
    )


def _question(model: DimensionModel, few: set[tuple[str, str]]) -> dict[str, Any]:
    """Return one dimension with its tables, every cell as text or number."""
    score = model.score
    edges = [*(row.low for row in score.reliability), 1.0]
    return {
        "id": model.dimension,
        "name": model.name,
        "exclusive": model.exclusive,
        "score": score,
        "profile": json.dumps(model.profile.model_dump(), sort_keys=True),
        "threshold": float(model.thresholds[0]),
        "bins": list(zip(score.reliability, edges[1:], strict=True)),
        "codes": [
            _code(code, name, few=(model.dimension, code.code) in few)
            for code, name in zip(score.codes, model.code_names, strict=True)
        ],
    }


def _code(score: CodeScore, name: str, *, few: bool) -> dict[str, Any]:
    """Return the row of one code; a figure without anything to measure it on is left out."""
    return {
        "code": score.code,
        "name": name,
        "n": score.n,
        "assigned": score.assigned,
        "precision": score.precision if score.assigned else None,
        "recall": score.recall if score.n else None,
        "f1": score.f1 if score.n else None,
        "few": few,
    }


def figure(number: float | None, digits: int = 2) -> str:
    """Write a number with a decimal comma, and a dash where there is none."""
    return _NOTHING if number is None else decimal(number, digits)


def cell(text: str) -> str:
    """Keep text of the codebook in its place: one line, no new column, no HTML."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("textmine.report"),
        autoescape=False,  # noqa: S701 - Markdown, not HTML; `cell` guards what the codebook says
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(whole=whole, figure=figure, cell=cell)
    return environment
