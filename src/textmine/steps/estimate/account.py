"""The account of estimates: what each round brought, and which judged statements stand behind a figure."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from textmine.analysis.estimation import Rules
from textmine.analysis.estimation_design import Truth
from textmine.analysis.estimation_rounds import shares_of_rounds
from textmine.analysis.numbers import whole
from textmine.codebook import Codebook
from textmine.steps.estimate.draws import Draw
from textmine.steps.estimate.groups import About, Rounds
from textmine.steps.estimate.said import Judged, Said
from textmine.tables import Evidence, RoundUse, empty, frame

FIGURE = "estimates"


def round_use(
    said: Said,
    draws: Sequence[Draw],
    refused: Mapping[int, str],
    judged: Mapping[str, Judged],
    about: Mapping[str, About],
    rules: Rules,
) -> pd.DataFrame:
    """Return what each round brought; ``refused`` says why a round is no use, by its number."""
    used = [draw for draw in draws if draw.number not in refused]
    counted = {
        name: dict(
            zip(
                [draw.number for draw in used],
                shares_of_rounds(Rounds.of(said, used, one).rounds, rules),
                strict=True,
            )
        )
        for name, one in about.items()
    }
    rows = [
        _row(draw, name, draw.judged(said, own), counted.get(name, {}).get(draw.number, 0.0), refused)
        for draw in draws
        for name, own in judged.items()
    ]
    return frame(RoundUse, {name: [row[name] for row in rows] for name in RoundUse.to_schema().columns})


def _row(
    draw: Draw, dimension: str, judged: int, weight: float, refused: Mapping[int, str]
) -> dict[str, object]:
    return {
        RoundUse.round: draw.number,
        RoundUse.dimension: dimension,
        RoundUse.texts: draw.texts,
        RoundUse.known: draw.known,
        RoundUse.drawn: draw.drawn,
        RoundUse.judged: judged,
        RoundUse.gone: draw.gone,
        RoundUse.new: draw.new,
        RoundUse.weight: weight,
        RoundUse.message: refused.get(draw.number) or _message(draw, judged),
    }


def _message(draw: Draw, judged: int) -> str | None:
    """Say what a reader of the estimates must know about a round."""
    if not judged:
        return f"Van de {whole(draw.drawn)} gelote teksten is er nog geen beoordeeld."
    if judged == draw.drawn and not draw.gone and not draw.new:
        return None
    are, they = ("is", "die") if judged == 1 else ("zijn", "zij")
    stand = (
        f"; {they} {'staat' if judged == 1 else 'staan'} ook voor de andere" if judged < draw.drawn else ""
    )
    told = f"{whole(judged)} van de {whole(draw.drawn)} gelote teksten {are} beoordeeld{stand}."
    parts = []
    if draw.gone:
        parts.append(f"{_texts(draw.gone)} {'is' if draw.gone == 1 else 'zijn'} vervallen")
    if draw.new:
        came, could = ("kwam", "kon") if draw.new == 1 else ("kwamen", "konden")
        parts.append(f"{_texts(draw.new)} {came} er later bij en {could} niet worden geloot")
    return f"{told} {'; '.join(parts)}." if parts else told


def _texts(number: int) -> str:
    return "1 tekst" if number == 1 else f"{whole(number)} teksten"


def evidence(
    said: Said, draws: Sequence[Draw], about: Mapping[str, About], codebook: Codebook
) -> pd.DataFrame:
    """Return the judged statements behind the estimates: all of them (an empty code), and those with a code.

    The key is dimension, code, kind of group and group. Where nothing was left to judge, all statements
    stand behind a figure, otherwise those that a round took.
    """
    taken = np.zeros(len(said.ids), dtype=bool)
    for draw in draws:
        taken |= draw.inclusion > 0
    parts = []
    for name, one in about.items():
        known = one.judged.known & said.counts
        behind = known if known.sum() == said.counts.sum() else known & taken
        labels = [("", behind)]
        labels += [(c.code, behind & one.judged.labels[:, n]) for n, c in enumerate(one.dimension.codes)]
        for code, rows in labels:
            parts += _places(said, name, code, rows)
            for other in codebook.estimate_within:
                if other != name:
                    parts += _members(said, name, code, rows, about[other])
    return pd.concat(parts, ignore_index=True) if parts else empty(Evidence)


def _places(said: Said, dimension: str, code: str, rows: Truth) -> list[pd.DataFrame]:
    ids = said.ids[rows]
    found = [_evidence(f"{dimension}|{code}|all|", ids.tolist())]
    for kind, place in said.places.items():
        of = place[rows]
        found += [
            _evidence(f"{dimension}|{code}|{kind}|{name}", ids[of == name].tolist())
            for name in np.unique(of).tolist()
            if name
        ]
    return found


def _members(said: Said, dimension: str, code: str, rows: Truth, group: About) -> list[pd.DataFrame]:
    both = rows & group.judged.known
    return [
        _evidence(
            f"{dimension}|{code}|{group.dimension.id}|{other.code}",
            said.ids[both & group.judged.labels[:, number]].tolist(),
        )
        for number, other in enumerate(group.dimension.codes)
        if other.parent is None
    ]


def _evidence(key: str, ids: list[str]) -> pd.DataFrame:
    return frame(
        Evidence,
        {
            Evidence.figure: [FIGURE] * len(ids),
            Evidence.key: [key] * len(ids),
            Evidence.statement_id: ids,
        },
    )
