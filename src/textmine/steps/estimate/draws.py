"""Review rounds as they were drawn, about the statements there are now."""

from dataclasses import dataclass

import numpy as np

from textmine.analysis.estimation import Population, Sample
from textmine.analysis.estimation_design import Real, Whole
from textmine.analysis.estimation_rounds import Drawn
from textmine.analysis.numbers import whole
from textmine.review.present import present
from textmine.review.rounds import Round
from textmine.steps.estimate.said import Judged, Said
from textmine.tables import RoundTexts, Strata

_KNOWN = 0
"""The stratum of texts that people had decided on."""


@dataclass(frozen=True)
class Draw:
    """One round. Per statement: its ``stratum`` and, for those in K and S, the ``inclusion`` probability.

    Statements that came later are in a stratum of their own, the last one, of which nothing was drawn; the
    inclusion probability of what is not in the sample is 0. ``texts``, ``known``, ``drawn``, ``gone`` and
    ``new`` count texts: all of the round, those with a decision then, the sample, those that are no longer
    there, and those that came since. ``kept`` are the numbers (``Said.text``) of drawn texts that are there.
    """

    number: int
    stratum: Whole
    inclusion: Real
    texts: int
    known: int
    drawn: int
    gone: int
    new: int
    kept: Whole

    def of(self, said: Said, judged: Judged, predictions: Real) -> Drawn:
        """Return the round for one dimension, about the statements that count."""
        there = said.counts
        taken = np.flatnonzero(((self.inclusion > 0) & judged.known)[there])
        return Drawn(
            population=Population(
                predictions[there], self.stratum[there], said.cluster[there], said.text[there]
            ),
            sample=Sample(taken, judged.labels[there][taken], self.inclusion[there][taken]),
            open=(self.stratum != _KNOWN)[there],
        )

    def refused(self, uncovered: float) -> str | None:
        """Say why the round is no use for the statements of today."""
        changed, all_texts = self.gone + self.new, self.texts + self.new
        if changed > uncovered * all_texts:
            return (
                f"deze ronde telt niet mee: van de {whole(self.texts)} teksten van toen "
                f"{_verb(self.gone, 'is er', 'zijn er')} {whole(self.gone)} niet meer, en "
                f"{_verb(self.new, 'er is', 'er zijn')} sindsdien {whole(self.new)} bijgekomen. Dat is te "
                "veel; maak een nieuwe ronde"
            )
        return None if self.drawn else "deze ronde telt niet mee: er is geen enkele tekst geloot"

    def judged(self, said: Said, judged: Judged) -> int:
        """Return how many of the drawn texts were judged."""
        known = np.zeros(said.texts(), dtype=bool)
        known[said.text[judged.known]] = True
        return int(known[self.kept].sum())


def draw_of(drawn: Round, said: Said) -> Draw:
    """Match the texts of a round with those of today; see ``review.present``."""
    there = present(drawn, said.ids, said.text)
    known = set(drawn.strata.loc[drawn.strata[Strata.known].to_numpy(bool), Strata.stratum])
    names = drawn.texts[RoundTexts.stratum].tolist()
    order = sorted(set(names) - known)
    number = {name: n for n, name in enumerate(order, 1)} | dict.fromkeys(known, _KNOWN)
    stratum = np.full(said.texts(), len(order) + 1)
    stratum[there.text] = [number[name] for name in there.stratum.tolist()]
    inclusion = np.where(stratum == _KNOWN, 1.0, 0.0)
    sample = drawn.chances
    pairs = zip(there.text.tolist(), there.ids.tolist(), strict=True)
    inside = {number: sample[name] for number, name in pairs if name in sample}
    inclusion[list(inside)] = list(inside.values())
    return Draw(
        number=drawn.number,
        stratum=stratum[said.text],
        inclusion=inclusion[said.text],
        texts=len(names),
        known=sum(name in known for name in names),
        drawn=len(sample),
        gone=there.gone,
        new=said.texts() - len(there.text),
        kept=np.asarray(sorted(inside), dtype=np.int64),
    )


def now(said: Said, judged: Judged, predictions: Real) -> Drawn:
    """Return everything that people decided on by now as what is known; nothing is drawn from the rest.

    Where nothing is left this is a count, and needs no sample.
    """
    there = said.counts
    known, labels = judged.known[there], judged.labels[there]
    taken = np.flatnonzero(known)
    strata = np.where(known, _KNOWN, 1)
    return Drawn(
        population=Population(predictions[there], strata, said.cluster[there], said.text[there]),
        sample=Sample(taken, labels[taken], np.ones(len(taken))),
        open=~known,
    )


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
