"""Compare ways of finding statements that make the same point, and write ``results.md``.

``python experiments/points/compare.py``. Two people grouped the statements of the regional sessions
(``texts/regiosessies.csv``) by what they say, and a third a part of the responses
(``texts/zienswijzen.csv``); none of them saw an outcome of these methods. Every method takes the threshold
that suits the first coder's grouping of the sessions best. How much subjects weigh (0.6) was chosen with
both tables in sight, so the figures of that row are somewhat flattered.
Subjects are those of people: with the classifier's, figures are somewhat lower.
"""

from pathlib import Path

import numpy as np
from data import Cell, cells
from measures import Agreement, agreement
from methods import Labels, Method, Views, methods

HERE = Path(__file__).parent
_FIRST = "a"
_HEADS = "pairs | B3 | precision | recall"


class Corpus:
    """The cells of one corpus, with all texts encoded together."""

    def __init__(self, name: str) -> None:
        self.cells: list[Cell] = cells(name)
        subjects = {t: s for cell in self.cells for t, s in zip(cell.texts, cell.subjects, strict=True)}
        place = {text: row for row, text in enumerate(subjects)}
        self.views = Views.of(tuple(subjects), tuple(subjects.values()))
        self.rows: list[Labels] = [np.array([place[text] for text in cell.texts]) for cell in self.cells]
        self.points = {coder: [cell.points[coder] for cell in self.cells] for coder in self.cells[0].points}

    def score(self, method: Method, cut: float) -> Agreement:
        """Compare what a method finds with the first coder's grouping."""
        found = [method(self.views, rows, cut).tolist() for rows in self.rows]
        return agreement(found, self.points[_FIRST])


def _row(name: str, cut: str, scores: list[Agreement]) -> str:
    shown = [f"{s.pairs:.3f} | {s.f1:.3f} | {s.precision:.2f} | {s.recall:.2f}" for s in scores]
    return f"| {name} | {cut} | {' | '.join(shown)} |"


def main() -> None:
    """Measure all methods."""
    sessions, responses = Corpus("regiosessies"), Corpus("zienswijzen")
    blank = " | ".join(["-"] * 4)
    lines = [
        "# Statements that make the same point",
        "",
        (__doc__ or "").split("\n", 2)[2].strip(),
        "",
        "Within every theme and kind, all of them together. *pairs*: F1 of the pairs in one point; *B3*:",
        "F1, precision and recall of B-cubed, in which every statement counts as much.",
        "",
        f"| method | threshold | sessions: {_HEADS} | responses: {_HEADS} |",
        "|---|---|---|---|---|---|---|---|---|---|",
        _row("the second coder", "-", [agreement(sessions.points["b"], sessions.points[_FIRST])])[:-1]
        + f"| {blank} |",
    ]
    for name, (method, cuts) in methods().items():
        best = max(cuts, key=lambda cut: sessions.score(method, cut).pairs)
        lines.append(
            _row(name, f"{best:g}", [corpus.score(method, best) for corpus in (sessions, responses)])
        )
        print(lines[-1], flush=True)
    (HERE / "results.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
