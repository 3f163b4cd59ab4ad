"""The table of agreement: every dimension of the codebook with its measures, then each of its codes."""

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import pandas as pd

from textmine.analysis.agreement import (
    Measurement,
    f1_between_coders,
    krippendorff_alpha,
    percentage_agreement,
)
from textmine.analysis.codings import Codings, codings
from textmine.analysis.distances import DISTANCES
from textmine.analysis.resampling import Resampling
from textmine.codebook import Codebook, Dimension
from textmine.tables import Agreement, frame

SetDistance = Literal["masi", "jaccard"]

LEAST_DOCUMENTS = 10
"""From this number of documents on, an interval is made by drawing documents."""


def agreement_table(  # noqa: PLR0913  # what was coded, and how to measure and draw
    decisions: pd.DataFrame,
    codebook: Codebook,
    random: np.random.Generator,
    *,
    set_distance: SetDistance = "masi",
    least_documents: int = LEAST_DOCUMENTS,
    draws: int = 2000,
) -> pd.DataFrame:
    """Return the table ``Agreement`` of ``decisions``; ``codings`` says which of them count.

    Parameters
    ----------
    set_distance
        The distance between two sets of codes, for dimensions that allow several; with one code per
        statement every distance is nominal.
    least_documents
        From this number of documents on, whole documents are drawn for the intervals of a dimension, since
        statements of a document resemble each other; with fewer, statements are drawn one by one.
    draws
        Number of resamples.

    Raises
    ------
    CodebookError
        When codes do not exist in this version of the codebook.
    """
    found = codings(decisions, codebook)
    rows = []
    for dimension, chance in zip(codebook.dimensions, random.spawn(len(codebook.dimensions)), strict=True):
        each = found[dimension.id]
        enough = len(set(each.documents.tolist())) >= least_documents
        resampling = Resampling(chance, draws, each.documents if enough else None)
        rows += list(_of_dimension(dimension, each, set_distance, resampling))
    names = list(Agreement.to_schema().columns)
    return frame(Agreement, {name: [row[name] for row in rows] for name in names})


def _of_dimension(
    dimension: Dimension, found: Codings, set_distance: str, resampling: Resampling
) -> Iterator[dict[str, Any]]:
    name = set_distance if dimension.multiple else "nominal"
    distance = DISTANCES[name](found.members)
    members = found.members[:, : len(dimension.codes)]
    measured: list[tuple[str, str | None, Measurement]] = [
        (f"alpha_{name}", None, krippendorff_alpha(found.given, distance, resampling)),
        ("agreement", None, percentage_agreement(found.given, resampling)),
    ]
    f1 = f1_between_coders(found.given, members, resampling)
    measured += [("f1", code, each) for code, each in zip(dimension.by_code, f1, strict=True)]
    common = {
        Agreement.dimension: dimension.id,
        Agreement.documents: len(set(found.documents.tolist())),
        Agreement.by_document: resampling.clusters is not None,
    }
    for measure, code, estimate in measured:
        yield {**common, **_row(measure, code, estimate)}


def _row(measure: str, code: str | None, estimate: Measurement) -> dict[str, Any]:
    return {
        Agreement.measure: measure,
        Agreement.code: code,
        Agreement.value: estimate.value,
        Agreement.low: estimate.low,
        Agreement.high: estimate.high,
        Agreement.units: estimate.units,
        Agreement.coders: estimate.coders,
        Agreement.codings: estimate.codings,
        Agreement.reason: estimate.reason,
    }
