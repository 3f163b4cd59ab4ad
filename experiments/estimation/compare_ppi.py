"""Compare estimates of one review round with ppi-python, and write compare_ppi.md.

``python experiments/estimation/compare_ppi.py PYTHON``, where PYTHON is the interpreter of an environment of
its own that has ppi-python (``pip install ppi-python==0.2.3``); textmine does not depend on it.

A round has texts that were known (taken whole) and a stratified sample of the others. ppi-python is given the
judged units with their weights, and all units as those without a label. Its interval supposes an endless
world from which both were drawn; ours is about the units there are, and knows the strata.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from simulate import PREVALENCES, draw, population

from textmine.analysis.estimation import Population, Rules, Sample
from textmine.analysis.estimation_rounds import Drawn, estimate_rounds

KNOWN, DRAWN = 600, 300
HERE = Path(__file__).parent
MADE = (
    "Made by `python experiments/estimation/compare_ppi.py PYTHON` with ppi-python 0.2.3: "
    f"{KNOWN} known and {DRAWN} drawn statements of 6,000, strata drawn at different rates."
)
ON_PURPOSE = (
    "The intervals differ on purpose: ours are those of strata without replacement, with score limits that "
    "allow for errors not seen."
)
THEIRS = """
import json, sys
import numpy as np
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
found = []
for case in json.load(open(sys.argv[1])):
    y, f, u, w = (np.asarray(case[name]) for name in ("y", "f", "u", "w"))
    value = ppi_mean_pointestimate(y, f, u, lam=case["power"], w=w)
    low, high = ppi_mean_ci(y, f, u, alpha=0.05, lam=case["power"], w=w)
    found.append([float(np.ravel(v)[0]) for v in (value, low, high)])
print(json.dumps(found))
"""


def one_round(model: str, seed: int) -> tuple[Drawn, NDArray[np.float64]]:
    """Return a round over 6,000 statements of which 600 were known, and the weight of each judged one."""
    rng = np.random.default_rng(seed)
    made, truth = population(rng, model, soft=True, clustered=True)
    known = rng.permutation(len(truth))[:KNOWN]
    left = np.setdiff1d(np.arange(len(truth)), known)
    rest = Population(made.predictions[left], made.strata[left], made.clusters[left])
    sample = draw(rng, rest, truth[left], DRAWN)
    strata = made.strata + 1
    strata[known] = 0
    units = np.concatenate([known, left[sample.units]])
    chance = np.concatenate([np.ones(len(known)), sample.inclusion])
    drawn = Drawn(
        Population(made.predictions, strata, made.clusters),
        Sample(units, truth[units], chance),
        strata > 0,
    )
    return drawn, 1 / chance


def main() -> None:
    """Make the cases, ask ppi-python, and write the table."""
    cases, ours = [], []
    for model in ("good", "poor", "shy"):
        drawn, weight = one_round(model, seed=1)
        for power in (1.0, 0.5):
            found = estimate_rounds([drawn], Rules(power=power))
            for code, about in enumerate(found):
                rows = drawn.sample.units
                cases.append(
                    {
                        "y": drawn.sample.labels[:, code].astype(float).tolist(),
                        "f": drawn.population.predictions[rows, code].tolist(),
                        "u": drawn.population.predictions[:, code].tolist(),
                        "w": weight.tolist(),
                        "power": power,
                    }
                )
                ours.append((model, power, PREVALENCES[code], about))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cases.json")
        path.write_text(json.dumps(cases))
        done = subprocess.run(
            [sys.argv[1], "-c", THEIRS, str(path)], capture_output=True, text=True, check=True
        )
    theirs = json.loads(done.stdout)
    worst = max(abs(about.value - other[0]) for (*_, about), other in zip(ours, theirs, strict=True))
    lines = [
        "# One round beside ppi-python",
        "",
        MADE,
        "",
        f"The largest difference between the two estimates is {worst:.1e}. {ON_PURPOSE}",
        "",
        "| model | power | prevalence | ours | ppi-python | our interval | interval of ppi-python |",
        "|---|---|---|---|---|---|---|",
    ]
    for (model, power, prevalence, about), (value, low, high) in zip(ours, theirs, strict=True):
        lines.append(
            f"| {model} | {power} | {prevalence} | {about.value:.6f} | {value:.6f} | "
            f"{about.low:.4f} to {about.high:.4f} | {low:.4f} to {high:.4f} |"
        )
    (HERE / "compare_ppi.md").write_text("\n".join(lines) + "\n", "utf-8")
    print(worst)


if __name__ == "__main__":
    main()
