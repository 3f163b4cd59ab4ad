"""How a sample was drawn: strata and their weights, and the variance that follows from them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Design:
    """A stratified sample of one group of units.

    ``cells`` has the cell (stratum after collapsing, from 0) of every unit of the group. Per drawn unit,
    ``cell`` is its cell, ``weight`` the number of units it stands for, ``spared`` the part of those that was
    not drawn (0 where all were drawn: the finite-population correction), ``text`` with which others it was
    drawn at once, and ``cluster`` its cluster. ``counts`` is the number of drawn units per cell and ``draws``
    that of their texts, ``size`` the number of units of the group; ``uncovered`` is the share of the group
    in strata of which nothing was drawn.
    """

    cells: Whole
    cell: Whole
    weight: Real
    spared: Real
    counts: Whole
    text: Whole
    draws: Whole
    cluster: Whole
    size: int
    uncovered: float
    normalised: bool

    def mean(self, values: Real) -> Real:
        """Return the estimated mean over the group of ``values`` (drawn units x codes)."""
        total: Real = self.weight @ values
        return total / self.size

    def scores(self, values: Real) -> Real:
        """Return what every drawn text adds to the error of ``mean``: texts x codes.

        The sum of squares is the textbook variance of a stratified sample without replacement (Cochran 1977,
        section 5.6): the weighted values are centred within the cell. When weights are normalised, ``mean``
        is a ratio within the cell and the centred values are weighted instead (Särndal, Swensson and
        Wretman 1992, section 5.7); with equal weights in a cell both are the same. Units that were drawn at
        once (copies of a text) are one draw: their values are added up first.
        """
        return self._of_texts(self._centred(values))

    def _centred(self, values: Real) -> Real:
        weight = self.weight[:, None]
        weighted = weight * values
        if self.normalised:
            centre = weight * self._per_cell(weighted)[self.cell] / self._per_cell(weight)[self.cell]
        else:
            many = np.bincount(self.text)[self.text]  # the units of a text share its part of the centre
            centre = self._per_cell(weighted)[self.cell] / (self.draws[self.cell] * many)[:, None]
        return np.asarray((weighted - centre) * np.sqrt(self.spared)[:, None] / self.size)

    def _scaled(self, centred: Real, many: Whole) -> Real:
        return np.asarray(centred * np.sqrt(many / np.maximum(many - 1, 1))[self.cell, None])

    def heaviest(self) -> Real:
        """Return per cell how much an error in it can add to the variance of ``mean``, per unit of share.

        An error in a text is one in all units with that text: as many as a drawn text of the cell has.
        """
        result = np.zeros(len(self.counts))
        np.maximum.at(result, self.cell, self.weight * self.spared / self.size)
        return result * self.counts / np.maximum(self.draws, 1)

    def variances(self, values: Real) -> tuple[Real, Real]:
        """Return the variance of ``mean`` per code: with texts on their own, and with clusters together.

        With clusters the errors of a cluster are added up first, over all cells; a cell with c clusters
        counts c / (c - 1) (ultimate clusters, Hansen, Hurwitz and Madow 1953).
        """
        centred = self._centred(values)
        pairs = np.unique(np.stack([self.cell, self.cluster]), axis=1)
        scores = self._scaled(centred, np.bincount(pairs[0], minlength=len(self.counts)))
        together = _sums(scores, self.cluster, int(self.cluster.max(initial=-1)) + 1)
        alone = self._of_texts(centred)
        return np.asarray((alone**2).sum(axis=0)), np.asarray((together**2).sum(axis=0))

    def _of_texts(self, centred: Real) -> Real:
        return _sums(self._scaled(centred, self.draws), self.text, int(self.text.max(initial=-1)) + 1)

    def freedom(self) -> float:
        """Return the degrees of freedom of the variance (Satterthwaite 1946), from the weights alone.

        It takes the spread to be the same in every cell, so that it does not follow the noise of a rare code.
        """
        share = _sums((self.spared * self.weight**2)[:, None], self.cell, len(self.counts))[:, 0]
        below = float((share**2 / np.maximum(self.draws - 1, 1)).sum())
        return float(share.sum()) ** 2 / below if below > 0 else float("inf")

    def _per_cell(self, values: Real) -> Real:
        return _sums(values, self.cell, len(self.counts))


def design(  # noqa: PLR0913  # what is known of the sample
    *,
    population: Whole,
    drawn: Whole,
    inclusion: Real,
    cluster: Whole,
    text: Whole | None = None,
    normalise: bool,
) -> Design:
    """Work out cells and weights for a group with strata ``population``, of which ``drawn`` were drawn.

    Units with the same ``text``, which all lie in one stratum, were drawn at once (by default each alone).
    A stratum of which fewer than two texts were drawn, but not all, is joined with the next one (by number),
    the last one with the one before it; strata that were drawn completely stay out of it unless nothing else
    is left. Numbers should therefore follow likeness.
    With ``normalise`` the weights are scaled so that they add up to the number of units per cell: the
    Hájek (1971) estimator within cells, which in a region or tier uses that its size per stratum is known.
    """
    strata, of, sizes = np.unique(population, return_inverse=True, return_counts=True)
    place = np.searchsorted(strata, drawn)
    counts = np.bincount(place, minlength=len(strata))
    first, text = np.unique(
        np.arange(len(drawn)) if text is None else text, return_index=True, return_inverse=True
    )[1:]
    to = _collapsed(sizes, counts, np.bincount(place[first], minlength=len(strata)))
    cell, cells = to[place], int(to.max(initial=-1)) + 1
    weight = 1 / inclusion
    if normalise:
        sums = np.bincount(cell, weights=weight, minlength=cells)
        weight = weight * (np.bincount(to, weights=sizes, minlength=cells)[cell] / sums[cell])
    return Design(
        cells=to[of],
        cell=cell,
        weight=weight,
        spared=np.clip(1 - 1 / weight, 0, 1),
        counts=np.bincount(cell, minlength=cells),
        text=text,
        draws=np.bincount(cell[first], minlength=cells),
        cluster=np.unique(cluster, return_inverse=True)[1],
        size=len(population),
        uncovered=float(sizes[counts == 0].sum()) / max(len(population), 1),
        normalised=normalise,
    )


def _collapsed(sizes: Whole, counts: Whole, draws: Whole) -> Whole:
    """Return per stratum its cell, numbered without gaps, each with at least one drawn unit."""
    to = np.full(len(sizes), -1)
    complete = sizes == counts
    to[complete] = np.flatnonzero(complete)
    waiting: list[int] = []
    last, found = -1, 0
    for stratum in np.flatnonzero(~complete).tolist():
        waiting.append(stratum)
        found += int(draws[stratum])
        if found > 1:
            to[waiting] = last = stratum
            waiting, found = [], 0
    if waiting:
        full = np.flatnonzero(complete)
        to[waiting] = last if last >= 0 else (full[-1] if len(full) else waiting[-1])
    return np.asarray(np.unique(to, return_inverse=True)[1])


def _sums(values: Real, group: Whole, groups: int) -> Real:
    """Return the sum of ``values`` (rows x columns) per group: groups x columns."""
    result = np.zeros((groups, values.shape[1]))
    np.add.at(result, group, values)
    return result
