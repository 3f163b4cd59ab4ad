"""The figures as tables in Markdown."""

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
from figures import RESAMPLES, labels_needed, mean_of, ratio_of

from textmine.encoders.loading import EncoderSettings, load_encoder

PACKAGES = ("numpy", "scipy", "scikit-learn", "pandas")
SECONDS = 45
"""What one label takes a reviewer: an assumption."""

MEAN = "mean of dimensions"
TARGET = 1.25
Cell = tuple[str, str, str, str, int]

HEAD = f"""# Review: what was simulated

Written by `python experiments/review/simulate.py --shared ../shared`; the figures of every seed are in
`results.json`. Everything has a fixed seed.

- **Texts**: *kamervragen* are Belgian parliamentary questions (CC0, not in the project) with the theme that
  documentalists gave; a theme with fewer than 10 questions is the outside code, and of the codes only their
  names are known. *zienswijzen* and *regiosessies* are the sample corpora (fictional), every distinct text
  once; "no examples" is their codebook without its examples, so with names, definitions and cues only.
- **Reviewer**: right, or 10 % wrong: of one text in ten, per dimension, the code is another one, at random.
- **Selection**: *random* takes texts at random, *active* chooses all of them with `queue.select`, *half and
  half* draws half of each queue by chance, which is what intervals need. Rounds of 50, the classifier trained
  anew after each. The first 20 labels are drawn at random in every arm and count as labels.
- **Tuned on**: how texts are chosen was settled on one half of the kamervragen, *tune*, and on one half of
  zienswijzen. *kamervragen, test* is the other half; *kamervragen* are both halves, the
  size of a real corpus, and not independent of tuning.
- **Classifier**: the project's own (`fit_dimension`, both profiles, cross-validated calibration and
  threshold), with the encoder of the step embed.
- **Measured** on a quarter of the texts that could not be selected, texts that are alike kept on one side;
  every seed is another quarter and another start. Macro-F1 is the mean over codes that occur there. In
  brackets the 95 % interval of the mean over seeds (Student), of a ratio that of {RESAMPLES} bootstrap
  samples of the seeds. Both say how sure the mean is for these texts, not how it would be for others.
"""


def written(results: dict) -> str:
    """Return results.md."""
    lines = [HEAD, *_hardware(results.get("seconds", {})), ""]
    if "curves" in results:
        lines += _curves(results["curves"])
    if "coverage" in results:
        lines += _coverage(results["coverage"])
    return "\n".join(lines).rstrip() + "\n"


_NEEDED = f"""\
How many random labels have the macro-F1 that the selection has (mean of the seeds; on straight lines between
the sizes measured), and the hours that saves at {SECONDS} seconds per label, an assumption. "More than" is
where random had not reached it with the most labels measured."""

_CALIBRATION = """\
Expected calibration error in 10 bins against the truth; over the chosen code where a text has exactly one,
else over all (text, code) pairs. Target: at most 0.05 with 400 labels."""


def _hardware(seconds: dict[str, int]) -> list[str]:
    info = Path("/proc/cpuinfo")
    chips = (
        [line for line in info.read_text().splitlines() if line.startswith("model name")]
        if info.exists()
        else []
    )
    chip = chips[0].split(":")[1].strip() if chips else platform.processor()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    took = ", ".join(f"{name} {spent / 60:.0f}" for name, spent in seconds.items())
    encoder = load_encoder(EncoderSettings(), []).name
    told = f"Python {platform.python_version()}, {packages}; encoder {encoder}; {os.cpu_count()} cores "
    return [told + f"({chip}), of which it uses one, no GPU. Minutes of processor time: {took}."]


def _curves(entries: list[dict]) -> list[str]:
    cells = _by_cell(entries, "macro_f1")
    errors = _by_cell(entries, "ece")
    tasks = list(dict.fromkeys((e["task"], e["reviewer"]) for e in entries))
    lines = ["## Macro-F1 against number of labels", ""]
    for task, reviewer in tasks:
        lines += [f"### {task}, reviewer {reviewer}", "", *_curve(cells, task, reviewer), ""]
    lines += ["## Active against random: ratio of macro-F1", "", f"Target: {TARGET} at 200 labels.", ""]
    lines += [
        *_ratios(cells, tasks),
        "",
        "## What random needs to reach the same",
        "",
        *_needed(cells, tasks),
        "",
    ]
    return [*lines, *_calibration(errors, tasks), ""]


def _by_cell(entries: list[dict], figure: str) -> dict[Cell, np.ndarray]:
    """Return the figures of the seeds per cell, and the mean of the dimensions."""
    cells: dict[Cell, np.ndarray] = {}
    together: dict[Cell, list[np.ndarray]] = {}
    for e in entries:
        values = np.asarray(e[figure], dtype=float)
        cells[e["task"], e["reviewer"], e["dimension"], e["arm"], e["size"]] = values
        together.setdefault((e["task"], e["reviewer"], MEAN, e["arm"], e["size"]), []).append(values)
    return cells | {key: np.mean(values, axis=0) for key, values in together.items() if len(values) > 1}


def _some(cells: dict[Cell, np.ndarray], place: int, task: str, reviewer: str) -> list:
    found = [key[place] for key in cells if key[:2] == (task, reviewer)]
    return sorted(set(found)) if place == 4 else list(dict.fromkeys(found))


def _curve(cells: dict[Cell, np.ndarray], task: str, reviewer: str) -> list[str]:
    sizes = _some(cells, 4, task, reviewer)
    seeds = max(len(v) for k, v in cells.items() if k[:2] == (task, reviewer))
    lines = [f"{seeds} seeds.", "", *_head(["dimension", "selection", *map(str, sizes)])]
    for dimension in _some(cells, 2, task, reviewer):
        for arm in _some(cells, 3, task, reviewer):
            found = [cells.get((task, reviewer, dimension, arm, size)) for size in sizes]
            lines.append(_row([dimension, arm, *("" if v is None else _mean(v) for v in found)]))
    return lines


def _ratios(cells: dict[Cell, np.ndarray], tasks: Sequence[tuple[str, str]]) -> list[str]:
    sizes = (50, 100, 200, 400)
    lines = _head(["task", "reviewer", "dimension", "selection", *map(str, sizes)])
    for task, reviewer in tasks:
        for dimension in _some(cells, 2, task, reviewer):
            for arm in _some(cells, 3, task, reviewer)[1:]:
                shown = []
                for size in sizes:
                    pair = [cells.get((task, reviewer, dimension, a, size)) for a in (arm, "random")]
                    shown.append(
                        "" if pair[0] is None or pair[1] is None else _spread(*ratio_of(*pair), digits=2)
                    )
                lines.append(_row([task, reviewer, dimension, arm, *shown]))
    return lines


def _needed(cells: dict[Cell, np.ndarray], tasks: Sequence[tuple[str, str]]) -> list[str]:
    lines = [
        _NEEDED,
        "",
        *_head(["task", "reviewer", "dimension", "selection", "labels", "random needs", "hours saved"]),
    ]
    for task, reviewer in tasks:
        dimension = _some(cells, 2, task, reviewer)[-1]
        curve = {
            s: v
            for (t, r, d, a, s), v in cells.items()
            if (t, r, d, a) == (task, reviewer, dimension, "random")
        }
        known = sorted(curve)
        heights = np.asarray([curve[size].mean() for size in known])
        for arm in _some(cells, 3, task, reviewer)[1:]:
            for size in (50, 100, 200):
                wanted = float(cells[task, reviewer, dimension, arm, size].mean())
                needs = labels_needed(known, heights, wanted)
                least = known[-1] if needs is None else needs
                more = "more than " if needs is None else ""
                hours = (least - size) * SECONDS / 3600
                lines.append(
                    _row(
                        [
                            task,
                            reviewer,
                            dimension,
                            arm,
                            str(size),
                            f"{more}{least:.0f}",
                            f"{more}{hours:.1f}",
                        ]
                    )
                )
    return lines


def _calibration(cells: dict[Cell, np.ndarray], tasks: Sequence[tuple[str, str]]) -> list[str]:
    lines = [
        "## Calibration error on held-out texts",
        "",
        _CALIBRATION,
        "",
        *_head(["task", "reviewer", "dimension", "selection", "200", "400"]),
    ]
    for task, reviewer in tasks:
        for dimension in _some(cells, 2, task, reviewer):
            for arm in _some(cells, 3, task, reviewer):
                found = [cells.get((task, reviewer, dimension, arm, size)) for size in (200, 400)]
                shown = ["" if v is None else _mean(v) for v in found]
                lines.append(_row([task, reviewer, dimension, arm, *shown]))
    return lines


COVERAGE = """## Coverage of the 95 % intervals

`analysis.estimation.estimate` as it is, for every code of every dimension, with the sample that
`queue.select` draws (strata of the first dimension x source, logged inclusion probabilities). Before the
round 100 labels were given, 20 at random and 80 by queues that are half chosen; those texts count as a
stratum taken whole. "Labels" are those drawn in the round itself. Predictions: of the project's
classifier trained before the round; or cross-fitted over all labels, by a ridge regression on the
embeddings (in its place, because 500 trainings per row of the classifier take too long; a few repeats of
that one are in the table too).

Classes are by the true share of texts with the code. "Truth" is how often the interval holds that share;
"said" how often it holds the share that the reviewer would give to all texts, which is what a sample can
tell about; for a reviewer who is right they are the same. "Lowest" is the least of the codes for "said".
"Needed" is the mean width of intervals around the same estimates that would hold just 95 %: where width
is far above it, the interval is wider than it has to be. "Bias" is the mean of estimate - said. Target:
0.93 to 0.97; **above** and **below** mark what lies outside.
"""


def _coverage(entries: list[dict]) -> list[str]:
    columns = ["task", "reviewer", "predictions", "labels", "prevalence", "codes", "repeats"]
    lines = [COVERAGE, *_head([*columns, "truth", "said", "lowest", "width", "needed", "bias", ""])]
    for e in entries:
        low, high = e["class"]
        label = (
            f"under {high:.0%}" if not low else f"{low:.0%} and more" if high > 1 else f"{low:.0%}-{high:.0%}"
        )
        held = e["holds_reference"]
        mark = "**above**" if held > 0.97 else "**below**" if held < 0.93 else ""
        lines.append(
            _row(
                [
                    *(e["task"], e["reviewer"], e["predictions"], str(e["size"]), label, str(e["codes"])),
                    *(str(e["repeats"]), f"{e['holds_truth']:.3f}", f"{held:.3f}", f"{e['lowest']:.3f}"),
                    *(f"{e['width']:.4f}", f"{e['needed']:.4f}", f"{e['error']:+.4f}", mark),
                ]
            )
        )
    return lines


def _mean(values: np.ndarray) -> str:
    return _spread(*mean_of(values), digits=3)


def _spread(value: float, low: float, high: float, *, digits: int) -> str:
    return f"{value:.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"


def _head(names: Sequence[str]) -> list[str]:
    return [_row(names), "|" + "---|" * len(names)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
