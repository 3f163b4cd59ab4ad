"""Measure the classifier and write results.md.

``python experiments/classification/measure.py choose`` cross-validates on the examples of the codebook: there
features, calibration and thresholds were chosen. ``... samples`` measures the chosen classifier, trained on
the codebook alone, on the sample corpora. ``... curve`` adds simulated decisions, ``... speed`` measures
time. ``... all`` does everything and writes results.md. Nothing was chosen by looking at the sample corpora.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from baselines import cue_count, majority, nearest_example
from numpy.typing import NDArray
from samples import Sample, as_statements, load_codebook, load_sample
from sklearn.isotonic import IsotonicRegression

from textmine import tables
from textmine.codebook import Codebook, Dimension
from textmine.encoders.embeddings import Embeddings
from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.models.calibration import assign, choose_threshold, codes_matrix, fit_calibration, probabilities
from textmine.models.classifier import Classifier
from textmine.models.coded import alike
from textmine.models.features import Profile, Read
from textmine.models.features_ngrams import inverse_document_frequency, tf_idf
from textmine.models.fitting import CodedRows, Fit, HeldOut, Split, measure
from textmine.models.scores import expected_calibration_error, f1_per_code, log_loss, macro_f1, micro_f1
from textmine.steps import train as step
from textmine.steps.classify import ClassifySettings, classify
from textmine.steps.deduplicate import DeduplicateSettings, deduplicate
from textmine.steps.embed import EmbedSettings, embed
from textmine.steps.train import TrainSettings, train
from textmine.tables import Decisions, Groups, Statements

NAMES = ("voorbeeld-regiosessies", "voorbeeld-zienswijzen")
NGRAMS = Profile(words=1, characters=1, embedding=0, cues=0, speech=0, inverse_penalty=30)
EMBEDDING = Profile(words=0, characters=0, embedding=1, cues=0, speech=0, inverse_penalty=30)
RESAMPLES = 1000
Out = Callable[[str], None]
Truth = NDArray[np.bool_]


def main(what: str) -> None:
    """Run one part, or all parts into results.md."""
    parts = {"choose": choose, "samples": on_samples, "curve": curve, "speed": speed}
    lines: list[str] = []

    def out(line: str) -> None:
        lines.append(line)
        print(line, flush=True)

    began = time.perf_counter()
    out("# Classifier: what was measured\n")
    describe(out)
    for name, part in parts.items():
        if what in ("all", name):
            part(out)
    out(f"\nTook {time.perf_counter() - began:.0f} s.")
    if what == "all":
        Path(__file__).with_name("results.md").write_text("\n".join(lines) + "\n", "utf-8")


def describe(out: Out) -> None:
    """Name codebook, versions and hardware."""
    codebook = load_codebook()
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "scikit-learn", "pandas"))
    info = Path("/proc/cpuinfo")
    models = (
        [line for line in info.read_text().splitlines() if line.startswith("model name")]
        if info.exists()
        else []
    )
    chip = models[0].split(":")[1].strip() if models else platform.processor()
    out("`python experiments/classification/measure.py all` writes this file.\n")
    out(f"- Codebook {codebook.name} {codebook.version}: {len(codebook.examples)} coded examples.")
    encoder = load_encoder(EncoderSettings(), []).name
    out(f"- Python {platform.python_version()}, {packages}; encoder of the step embed: {encoder}.")
    out(f"- {os.cpu_count()} cores, {chip}, no GPU.")
    out("- Macro-F1 is the mean over the codes that occur; sub-codes of `kind` are codes of their own there.")
    out("- ECE (10 bins): over all (statement, code) pairs; for `kind` over the chosen code.")


def choose(out: Out) -> None:
    """Cross-validate on the examples: features, profiles, definitions, calibration, thresholds."""
    codebook = load_codebook()
    embeddings = Embeddings.joined(embed([tables.empty(Statements)], codebook, EmbedSettings()))
    out("\n## Chosen by cross-validation on the examples of the codebook\n")
    out("Five folds; examples with a word cosine of 0.35 or more stay in one fold. Macro-F1 / ECE.\n")
    out("| variant | " + " | ".join(codebook.by_id) + " |")
    out("|---|" + "---|" * len(codebook.by_id))
    usual, speech = step.PROFILES
    variants: dict[str, dict[str, Any]] = {"both profiles, chosen per dimension (the default)": {}}
    variants["first profile only (content)"] = {"profiles": (usual,)}
    variants["second profile only (speech act)"] = {"profiles": (speech,)}
    for name in ("words", "characters", "embedding", "cues", "speech"):
        less = tuple(profile.model_copy(update={name: 0.0}) for profile in step.PROFILES)
        variants[f"without {name}"] = {"profiles": less}
    variants["only n-grams"] = {"profiles": (NGRAMS,)}
    variants["only embedding"] = {"profiles": (EMBEDDING,)}
    for factor in (0.1, 10.0):
        scaled = tuple(
            p.model_copy(update={"inverse_penalty": p.inverse_penalty * factor}) for p in step.PROFILES
        )
        variants[f"inverse penalty x {factor:g}"] = {"profiles": scaled}
    for weight in (0.0, 1.0):
        variants[f"definitions weigh {weight:g} (default 0.2)"] = {"definition_weight": weight}
    for label, settings in variants.items():
        none, groups, nobody = (tables.empty(table) for table in (Statements, Groups, Decisions))
        found = train(none, groups, embeddings, nobody, codebook, TrainSettings(**settings))
        cells = [f"{m.score.macro_f1:.3f} / {m.score.calibration_error:.3f}" for m in found.models]
        out(f"| {label} | " + " | ".join(cells) + " |")
    _calibrations(out, codebook, embeddings)


def _calibrations(out: Out, codebook: Codebook, embeddings: Embeddings) -> None:
    settings = TrainSettings()
    coded = sorted([*step._examples(codebook), *step._definitions(codebook, settings)], key=lambda r: r.id)  # noqa: SLF001
    vectors = embeddings.rows([row.embedding for row in coded])
    split = Split(settings.folds, settings.same_group)
    rows = CodedRows.of(coded, vectors, codebook, settings.profiles, split)
    out("\nCalibration and threshold, each fold decided by the others. Log loss / ECE / macro-F1.\n")
    out("| method | " + " | ".join(codebook.by_id) + " |")
    out("|---|" + "---|" * len(codebook.by_id))
    held = {dimension.id: _held_out(rows, dimension) for dimension in codebook.dimensions}
    methods = {
        "no calibration": _none,
        "Platt / temperature, one per dimension (chosen)": _shared,
        "Platt per code": _per_code,
        "isotonic per code": _isotonic,
    }
    for label, method in methods.items():
        cells = [_cell(held[d.id][0], held[d.id][1], d, method, per_code=False) for d in codebook.dimensions]
        out(f"| {label} | " + " | ".join(cells) + " |")
    cells = [_cell(held[d.id][0], held[d.id][1], d, _shared, per_code=True) for d in codebook.dimensions]
    out("| chosen calibration, a threshold per code | " + " | ".join(cells) + " |")


def _held_out(rows: CodedRows, dimension: Dimension) -> tuple[HeldOut, NDArray[np.int64]]:
    mine = np.flatnonzero([dimension.id in row.codes for row in rows.coded])
    fold, weight = rows.fold[mine], rows.weight[mine]
    known = fold >= 0
    targets = codes_matrix([rows.coded[row].codes[dimension.id] for row in mine], dimension)
    profile, span = rows.spans[0 if dimension.multiple else 1]
    fit = Fit(span.coordinates[mine], targets, weight, profile.inverse_penalty, not dimension.multiple)
    return HeldOut(dimension, fit.held_out(fold)[known], targets[known], weight[known]), fold[known]


Method = Callable[[HeldOut, Truth, Truth], tuple[NDArray[np.float64], NDArray[np.float64]]]


def _none(held: HeldOut, learn: Truth, apply: Truth) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    exclusive = not held.dimension.multiple
    return tuple(probabilities(held.scores[x], 1.0, 0.0, exclusive=exclusive) for x in (learn, apply))


def _shared(held: HeldOut, learn: Truth, apply: Truth) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    exclusive = not held.dimension.multiple
    fitted = fit_calibration(held.scores[learn], held.targets[learn], held.weight[learn], exclusive=exclusive)
    return tuple(probabilities(held.scores[x], *fitted, exclusive=exclusive) for x in (learn, apply))


def _per_code(held: HeldOut, learn: Truth, apply: Truth) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    columns: list[list[NDArray[np.float64]]] = [[], []]
    for code in range(held.scores.shape[1]):
        scores, targets = held.scores[:, code : code + 1], held.targets[:, code : code + 1]
        fitted = fit_calibration(scores[learn], targets[learn], held.weight[learn], exclusive=False)
        for side, rows in enumerate((learn, apply)):
            columns[side].append(probabilities(scores[rows], *fitted, exclusive=False))
    return tuple(_shares(np.hstack(side), held.dimension) for side in columns)


def _isotonic(held: HeldOut, learn: Truth, apply: Truth) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    sure = np.zeros_like(held.scores)
    for code in range(held.scores.shape[1]):
        fitted = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip")
        fitted.fit(held.scores[learn, code], held.targets[learn, code])
        sure[:, code] = fitted.predict(held.scores[:, code])
    sure = _shares(sure, held.dimension)
    return sure[learn], sure[apply]


def _shares(sure: NDArray[np.float64], dimension: Dimension) -> NDArray[np.float64]:
    return sure if dimension.multiple else sure / sure.sum(axis=1, keepdims=True)


def _cell(
    held: HeldOut, fold: NDArray[np.int64], dimension: Dimension, method: Method, *, per_code: bool
) -> str:
    sure, assigned = np.zeros_like(held.scores), np.zeros(held.scores.shape, dtype=bool)
    for number in np.unique(fold):
        here = fold == number
        learned, sure[here] = method(held, ~here, here)
        if per_code:
            thresholds = _threshold_per_code(learned, held.targets[~here], dimension)
        else:
            one = choose_threshold(learned, held.targets[~here], dimension)
            thresholds = np.full(sure.shape[1], one)
        assigned[here] = assign(sure[here], dimension, thresholds)
    score = measure(dimension, held.targets > 0, sure, assigned)
    loss = log_loss(sure, held.targets, held.weight, exclusive=not dimension.multiple)
    return f"{loss:.3f} / {score.calibration_error:.3f} / {score.macro_f1:.3f}"


def _threshold_per_code(
    sure: NDArray[np.float64], targets: NDArray[np.float64], dimension: Dimension
) -> NDArray[np.float64]:
    grid = np.arange(0.1, 0.91, 0.02)
    best = np.zeros(sure.shape[1])
    for code in range(sure.shape[1]):
        found = [f1_per_code(targets[:, [code]] > 0, sure[:, [code]] >= t)[2][0] for t in grid]
        best[code] = grid[int(np.argmax(found))]
    return best if dimension.multiple else np.zeros_like(best)


def on_samples(out: Out) -> None:
    """Measure on the sample corpora what the codebook alone teaches."""
    codebook = load_codebook()
    for name in NAMES:
        sample = load_sample(name, codebook)
        embeddings = Embeddings.joined(embed([sample.statements()], codebook, EmbedSettings()))
        out(f"\n## Cold start on {name}\n")
        out(
            f"{len(sample.texts)} distinct texts ({sample.conflicts} of them coded in two ways: the "
            "first coding counts). Trained on the codebook only; the encoder saw the texts, not their codes. "
            f"In brackets the 95 % interval of {RESAMPLES} bootstrap samples of the texts.\n"
        )
        full = _trained(sample, codebook, embeddings)
        others = {
            "n-grams only": _trained(sample, codebook, embeddings, profiles=(NGRAMS,)),
            "embedding only": _trained(sample, codebook, embeddings, profiles=(EMBEDDING,)),
        }
        for place, dimension in enumerate(codebook.dimensions):
            truth = codes_matrix(sample.codes[dimension.id], dimension) > 0
            assigned, sure = full[place]
            out(f"### {dimension.id}\n")
            out("| method | macro-F1 | micro-F1 | ECE |\n|---|---|---|---|")
            _line(out, "**classifier**", truth, assigned, dimension, sure)
            for label, results in others.items():
                _line(out, label, truth, results[place][0], dimension, results[place][1])
            _line(
                out,
                "nearest example",
                truth,
                nearest_example(sample.ids, embeddings, codebook, dimension),
                dimension,
            )
            _line(out, "cue count", truth, cue_count(sample.texts, codebook, dimension), dimension)
            _line(out, "majority", truth, majority(sample.texts, codebook, dimension), dimension)
            if any(code.parent for code in dimension.codes):
                _main_codes(out, truth, assigned, dimension)
            out("\n| code | n | precision | recall | F1 |\n|---|---|---|---|---|")
            for code, n, *figures in zip(
                dimension.by_code, truth.sum(axis=0), *f1_per_code(truth, assigned), strict=True
            ):
                out(f"| {code} | {n} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")
            out("")


def _trained(
    sample: Sample, codebook: Codebook, embeddings: Embeddings, **settings: Any
) -> list[tuple[Truth, NDArray[np.float64]]]:
    statements, groups, decisions = sample.statements(), tables.empty(Groups), tables.empty(Decisions)
    found = train(statements, groups, embeddings, decisions, codebook, TrainSettings(**settings))
    return predict(found, sample, codebook, embeddings)


def predict(
    found: Classifier, sample: Sample, codebook: Codebook, embeddings: Embeddings
) -> list[tuple[Truth, NDArray[np.float64]]]:
    """Return per dimension what is assigned, and the probabilities: texts x codes."""
    sure = found.probabilities(Read.of(sample.texts, codebook), embeddings.rows(sample.ids))
    return [
        (assign(p, dimension, model.thresholds), p)
        for p, dimension, model in zip(sure, codebook.dimensions, found.models, strict=True)
    ]


def _main_codes(out: Out, truth: Truth, assigned: Truth, dimension: Dimension) -> None:
    order = list(dimension.by_code)
    top = np.eye(len(order))[[order.index(dimension.top(code)) for code in order]]
    truth, assigned = (truth @ top) > 0, (assigned @ top) > 0
    _line(out, "classifier, sub-codes counted as their main code", truth, assigned, dimension)


def _line(  # noqa: PLR0913, PLR0917 - one cell per argument
    out: Out,
    label: str,
    truth: Truth,
    assigned: Truth,
    dimension: Dimension,
    sure: NDArray[np.float64] | None = None,
) -> None:
    error = ""
    if sure is not None:
        weighed = np.ones_like(truth) if dimension.multiple else assigned
        error = f"{expected_calibration_error(sure[weighed], truth[weighed]):.3f}"
    macro, micro = (_interval(truth, assigned, score) for score in (macro_f1, micro_f1))
    out(f"| {label} | {macro} | {micro} | {error} |")


def _interval(truth: Truth, assigned: Truth, score: Callable[[Truth, Truth], float]) -> str:
    generator = np.random.default_rng(0)
    picks = generator.integers(0, len(truth), size=(RESAMPLES, len(truth)))
    low, high = np.quantile([score(truth[pick], assigned[pick]) for pick in picks], (0.025, 0.975))
    return f"{score(truth, assigned):.3f} ({low:.3f}-{high:.3f})"


def curve(out: Out) -> None:
    """Add simulated decisions on one half of a sample, measure on the other half."""
    codebook = load_codebook()
    for name in NAMES:
        sample = load_sample(name, codebook)
        embeddings = Embeddings.joined(embed([sample.statements()], codebook, EmbedSettings()))
        out(f"\n## Learning curve on {name}\n")
        out(
            "Decisions of a reviewer who knows the truth, on random statements of one half; measured on the "
            "other half. Texts with a word cosine of 0.35 or more stay on one side. Macro-F1 (micro-F1), "
            "mean of 3 splits.\n"
        )
        out("| decisions | " + " | ".join(codebook.by_id) + " |\n|---|" + "---|" * len(codebook.by_id))
        splits = [_halves(sample, codebook, seed) for seed in range(3)]
        sizes = [n for n in (0, 50, 100, 200, 400) if n < min(len(half) for half, _ in splits)]
        for size in sizes:
            runs = [_with_decisions(sample, codebook, embeddings, halves, size) for halves in splits]
            cells = [f"{macro:.3f} ({micro:.3f})" for macro, micro in np.mean(runs, axis=0)]
            out(f"| {size} | " + " | ".join(cells) + " |")


def _halves(sample: Sample, codebook: Codebook, seed: int) -> tuple[list[int], list[int]]:
    counts = Read.of(sample.texts, codebook).counts()[0]
    groups = alike(tf_idf(counts, inverse_document_frequency(counts)), 0.35)
    generator = np.random.default_rng(seed)
    side = generator.permutation(groups.max() + 1) % 2
    learn = np.flatnonzero(side[groups] == 0)
    return generator.permutation(learn).tolist(), np.flatnonzero(side[groups] == 1).tolist()


def _with_decisions(
    sample: Sample, codebook: Codebook, embeddings: Embeddings, halves: tuple[list[int], list[int]], size: int
) -> list[tuple[float, float]]:
    learn, test = halves
    decisions = sample.decisions(learn[:size])
    statements = sample.statements()
    groups = deduplicate(statements, DeduplicateSettings())
    found = train(statements, groups, embeddings, decisions, codebook, TrainSettings())
    scores = []
    for (assigned, _), dimension in zip(
        predict(found, sample, codebook, embeddings), codebook.dimensions, strict=True
    ):
        truth = codes_matrix(sample.codes[dimension.id], dimension) > 0
        scores.append((macro_f1(truth[test], assigned[test]), micro_f1(truth[test], assigned[test])))
    return scores


def speed(out: Out) -> None:
    """Measure training and classification on both samples together, each text many times under another id."""
    codebook = load_codebook()
    texts = [text for name in NAMES for text in load_sample(name, codebook).texts]
    texts = (texts * (20_000 // len(texts) + 1))[:20_000]
    ids = [f"s{number:06}:0-{len(text)}" for number, text in enumerate(texts)]
    statements, nobody = as_statements(ids, texts), tables.empty(Decisions)
    embeddings = Embeddings.joined(embed([statements], codebook, EmbedSettings()))
    began = time.process_time()
    found = train(statements, tables.empty(Groups), embeddings, nobody, codebook, TrainSettings())
    trained = time.process_time() - began
    classify(statements, embeddings, found, codebook, nobody, ClassifySettings())
    began = time.process_time()
    classify(statements, embeddings, found, codebook, nobody, ClassifySettings())
    rate = len(texts) / (time.process_time() - began)
    words = sum(len(text.split()) for text in texts) / len(texts)
    out("\n## Speed\n")
    out(f"- train on the codebook (cross-validation and final model): {trained:.1f} s of processor time")
    out(
        f"- classify with reasons, embeddings given: {rate:.0f} statements per second of processor time "
        f"({words:.0f} words on average, {len(texts)} statements, the second run)"
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "all")
