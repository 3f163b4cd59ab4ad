"""Measure the codebook alone: in context, on texts by other hands, and beside a second coder.

``python experiments/classification/context.py`` writes ``context.md``. It needs the tables of both sample
corpora: ``textmine run voorbeeld-regiosessies`` and ``textmine run voorbeeld-zienswijzen``.
"""

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from samples import CORPORA, as_statements, load_codebook, load_sample

from textmine import tables
from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.models.calibration import assign, codes_matrix
from textmine.models.classifier import Classifier
from textmine.models.context import Context, in_context
from textmine.models.features import Profile, Read
from textmine.models.scores import expected_calibration_error, macro_f1, micro_f1
from textmine.pipeline import table as t
from textmine.steps.embed import EmbedSettings, embed
from textmine.steps.train import TrainSettings, train
from textmine.store import artefacts
from textmine.tables import Decisions, Groups, Statements

HERE = Path(__file__).parent
NAMES = ("voorbeeld-regiosessies", "voorbeeld-zienswijzen")
VARIANTS = {
    "text alone": (0.0, 0.0),
    "with heading": (1.0, 0.0),
    "with section": (0.0, 1.0),
    "as delivered": None,
}
"""Weight of heading and section, where the profile has one."""
_OTHER_HANDS = """\
`texts/minutes.yaml` and `texts/letters.yaml`: written and coded from the codebook by two writers who saw its
examples, but no sample. Mostly without the codes' own words.
"""
_SECOND_CODER = """\
`texts/second-coder-*.csv`: 120 texts of each sample, coded again from the codebook, without the first coding
and without what stands around a text. What an attentive reader reaches: macro-F1 / micro-F1.
"""
Truth = NDArray[np.bool_]
Real = NDArray[np.float64]


def main() -> None:
    """Write all tables."""
    codebook = load_codebook()
    classifier, width = cold(codebook)
    lines = [
        "# Codes from the codebook alone\n",
        "`python experiments/classification/context.py` writes this.\n",
    ]
    lines.append(
        f"Codebook {codebook.name} {codebook.version}, {len(codebook.examples)} examples; encoder "
        f"{classifier.encoder}. Macro-F1 / micro-F1 / ECE. Weights of heading and section were set to 1 with "
        "both samples in sight.\n"
    )
    for name in NAMES:
        lines += in_pipeline(name, codebook, classifier, width)
    lines += by_other_hands(codebook, classifier)
    lines += second_coder(codebook)
    (HERE / "context.md").write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


def cold(codebook: Codebook) -> tuple[Classifier, int]:
    """Return a classifier that learned from the codebook only, and the width of its vectors."""
    nothing = tables.empty(Statements)
    vectors = Embeddings.joined(embed([nothing], codebook, EmbedSettings()))
    no_groups, nobody = tables.empty(Groups), tables.empty(Decisions)
    return train(nothing, no_groups, vectors, nobody, codebook, TrainSettings()), vectors.matrix.shape[1]


def in_pipeline(name: str, codebook: Codebook, classifier: Classifier, width: int) -> list[str]:
    """Classify all statements that the pipeline made; measure those whose text is in the coding."""
    folder = CORPORA / name
    rows = artefacts.read("table", t.STATEMENTS.of(folder), "Statements")
    with (folder / "waarheid.csv").open(encoding="utf-8", newline="") as file:
        coded = {" ".join(row["text"].split()): row for row in csv.DictReader(file)}
    found = [coded.get(" ".join(text.split())) for text in rows[Statements.text]]
    first = ~rows[Statements.text].duplicated().to_numpy(bool)
    measured = np.flatnonzero([row is not None for row in found] & first)
    vectors = Embeddings.joined(embed([rows], codebook, EmbedSettings()))
    read = Read.of(rows[Statements.text].tolist(), codebook)
    alone = classifier.probabilities(read, vectors.rows(rows[Statements.id].tolist()))
    headings = [value if isinstance(value, str) else None for value in rows[Statements.heading].tolist()]
    headed = np.mean([heading is not None for heading in headings])
    context = Context.of(rows[Statements.document_id].tolist(), headings)
    lines = [
        f"## {name}, through the pipeline\n",
        f"{len(measured)} distinct texts of {len(rows)} statements; {headed:.0%} have a heading.\n",
        "| | " + " | ".join(codebook.by_id) + " |",
        "|---|" + "---|" * len(codebook.by_id),
    ]
    for label, weights in VARIANTS.items():
        used = classifier if weights is None else _weighing(classifier, *weights)
        sure = in_context(used, codebook, alone, width, context).probability
        cells = []
        for place, dimension in enumerate(codebook.dimensions):
            codes = [tuple(found[row][dimension.id].split("|")) for row in measured]  # type: ignore[index]
            truth = codes_matrix(codes, dimension) > 0
            cells.append(_cell(codebook, place, classifier, truth, sure[place][measured]))
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _weighing(classifier: Classifier, heading: float, section: float) -> Classifier:
    def weighed(profile: Profile) -> Profile:
        new = {"heading": heading * profile.heading, "section": section * profile.section}
        return profile.model_copy(update=new)

    models = tuple(replace(model, profile=weighed(model.profile)) for model in classifier.models)
    return replace(classifier, models=models)


def _cell(codebook: Codebook, place: int, classifier: Classifier, truth: Truth, sure: Real) -> str:
    dimension = codebook.dimensions[place]
    assigned = assign(sure, dimension, classifier.models[place].thresholds)
    counted = np.ones_like(assigned) if dimension.multiple else assigned
    error = expected_calibration_error(sure[counted], truth[counted])
    return f"{macro_f1(truth, assigned):.3f} / {micro_f1(truth, assigned):.3f} / {error:.3f}"


def by_other_hands(codebook: Codebook, classifier: Classifier) -> list[str]:
    """Measure on statements that two others wrote from the definitions, without seeing the samples."""
    lines = [
        "## Statements by other hands\n",
        _OTHER_HANDS,
        "| | texts | " + " | ".join(codebook.by_id) + " |",
        "|---|---|" + "---|" * len(codebook.by_id),
    ]
    for name in ("minutes", "letters"):
        rows = yaml.safe_load((HERE / "texts" / f"{name}.yaml").read_text("utf-8"))
        texts = [row["text"] for row in rows]
        ids = [f"{name}-{number:04}:0-{len(text)}" for number, text in enumerate(texts)]
        vectors = Embeddings.joined(embed([as_statements(ids, texts)], codebook, EmbedSettings()))
        sure = classifier.probabilities(Read.of(texts, codebook), vectors.rows(ids))
        cells = []
        for place, dimension in enumerate(codebook.dimensions):
            truth = codes_matrix([_codes(row[dimension.id]) for row in rows], dimension) > 0
            cells.append(_cell(codebook, place, classifier, truth, sure[place]))
        lines.append(f"| {name} | {len(rows)} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _codes(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def second_coder(codebook: Codebook) -> list[str]:
    """Hold the coding of 120 texts of each sample by a second coder against the first."""
    lines = [
        "## A second coder\n",
        _SECOND_CODER,
        "| | " + " | ".join(codebook.by_id) + " |",
        "|---|" + "---|" * len(codebook.by_id),
    ]
    for name in NAMES:
        sample = load_sample(name, codebook)
        row_of = {text: number for number, text in enumerate(sample.texts)}
        with (HERE / "texts" / f"second-coder-{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        cells = []
        for dimension in codebook.dimensions:
            first = [sample.codes[dimension.id][row_of[row["text"]]] for row in rows]
            second = [tuple(row[dimension.id].split("|")) for row in rows]
            truth, given = (codes_matrix(codes, dimension) > 0 for codes in (first, second))
            cells.append(f"{macro_f1(truth, given):.3f} / {micro_f1(truth, given):.3f}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return [*lines, ""]


if __name__ == "__main__":
    main()
