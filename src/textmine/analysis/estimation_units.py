"""Counts of documents, organisations and sessions: they have a code when one of their statements has it.

From a sample of statements such a count cannot be estimated in general: of a long document of which three
statements were judged, nobody knows whether the code is in the rest, and the model's own chance that none
has it cannot be corrected by what was not seen. Two things can be said.

*Units that were judged from begin to end.* Two documents with equally many statements in each stratum were
equally likely to end up with all statements drawn, and so was every set of as many such documents.
So, given their number, the complete documents of such a class are a simple random sample of it: classes
are strata for the difference estimator (as ``estimation.estimate`` uses them), with the model's
``1 - prod(1 - f)`` as prediction. Long documents are never complete by chance; then a class of which nothing
is known holds more than ``Rules.uncovered`` of the units, and the estimate is refused. When documents were
drawn as a whole, give those to ``estimation.estimate`` directly.

*Bounds.* ``t`` statements with the code lie in at most ``t`` units, and in at least as few as the longest
units need to hold them (the pigeonhole principle). The interval of the statements gives the interval.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from textmine.analysis.estimation import DEFAULT, Population, Rules, Sample, estimate
from textmine.analysis.estimation_design import Truth, Whole
from textmine.analysis.estimation_result import Estimate, only_bounds


@dataclass(frozen=True, slots=True)
class Units:
    """Units made of statements: ``ids`` ascending, with their population and the complete ones as sample.

    ``sizes`` is the number of statements per unit; ``seen`` (units x codes) is true where a drawn statement
    has the code for certain.
    """

    ids: Whole
    sizes: Whole
    seen: Truth
    population: Population
    sample: Sample


def joined_clusters(documents: Whole, groups: Whole) -> Whole:
    """Return numbers for what hangs together: one document, or one text group, in any chain.

    Numbers follow the first statement of each cluster.
    """
    ends, far = np.unique(documents, return_inverse=True), np.unique(groups, return_inverse=True)
    size = len(ends[0]) + len(far[0])
    links = sparse.coo_matrix((np.ones(len(documents)), (ends[1], len(ends[0]) + far[1])), shape=(size, size))
    found = csgraph.connected_components(links, directed=False)[1][ends[1]]
    _, first, place = np.unique(found, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[place])


def whole_units(population: Population, sample: Sample, unit: Whole) -> Units:
    """Turn statements into units; ``unit`` has the number of its unit per statement.

    A unit has the strata and cluster of its own: the class of units with as many statements in each stratum,
    numbered from small to large, and the cluster of its first statement. Units that say exactly the same
    (letters of a campaign) are complete at once.
    """
    ids, first, place, sizes = np.unique(unit, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(place, kind="stable")
    starts = np.cumsum(sizes) - sizes
    none = np.multiply.reduceat(1 - population.predictions[order], starts, axis=0)
    drawn = np.bincount(place[sample.units], minlength=len(ids))
    seen = np.zeros((len(ids), sample.labels.shape[1]), dtype=bool)
    np.logical_or.at(seen, place[sample.units], sample.labels)
    classes = _numbered(_sums(population.strata[order], starts), sizes)
    alike = None if population.texts is None else _numbered(_sums(population.texts[order], starts), sizes)
    complete = np.flatnonzero(drawn == sizes)
    there = np.bincount(classes)
    share = np.bincount(classes[complete], minlength=len(there)) / there
    return Units(
        ids=ids,
        sizes=sizes,
        seen=seen,
        population=Population(np.clip(1 - none, 0, 1), classes, population.clusters[first], alike),
        sample=Sample(complete, seen[complete], share[classes[complete]]),
    )


def estimate_units(
    units: Units, statements: tuple[Estimate, ...], rules: Rules = DEFAULT, inside: Truth | None = None
) -> tuple[Estimate, ...]:
    """Estimate per code the share of units that have it, or give bounds with the reason.

    ``statements`` are the estimates for the statements of the same units; ``inside`` is per unit.
    """
    found = estimate(units.population, units.sample, rules, inside)
    here = np.ones(len(units.ids), dtype=bool) if inside is None else inside
    return bounded(found, statements, units.seen[here], units.sizes[here], rules)


def bounded(
    found: tuple[Estimate, ...], statements: tuple[Estimate, ...], seen: Truth, sizes: Whole, rules: Rules
) -> tuple[Estimate, ...]:
    """Return ``found``, with bounds where it has no value; ``seen`` and ``sizes`` are as in ``Units``."""
    largest = np.cumsum(np.sort(sizes)[::-1])
    return tuple(
        made
        if made.value is not None or not made.population
        else _bounds(made, about, int(least), largest, rules)
        for made, about, least in zip(found, statements, seen.sum(axis=0), strict=True)
    )


def _bounds(made: Estimate, about: Estimate, seen: int, largest: Whole, rules: Rules) -> Estimate:
    """Return the bounds for one code; ``largest`` is how many statements the k longest units hold."""
    if about.low is None or about.high is None:
        return replace(made, reason=about.reason)
    slack = 1e-9 * about.population  # a count that is whole but for rounding
    needed = int(np.ceil(about.low * about.population - slack))
    fewest = int(np.searchsorted(largest, needed)) + 1 if needed > 0 else 0
    most = min(int(about.high * about.population + slack), made.population)
    return replace(
        made,
        low=max(fewest, seen) / made.population,
        high=most / made.population,
        method="bounds",
        reason=only_bounds(made.sample, rules.smallest),
    )


def _sums(values: Whole, starts: Whole) -> NDArray[np.uint64]:
    """Return a number per unit that is the same for units with the same ``values``, each as often.

    ``values`` is sorted by unit. Every value gets a random 64-bit number from a fixed seed, and these are
    added up. Two different units share a sum with a chance of 1 in 10^19.
    """
    names, place = np.unique(values, return_inverse=True)
    numbers = np.random.default_rng(0).integers(0, 2**64, len(names), dtype=np.uint64)
    return np.asarray(np.add.reduceat(numbers[place], starts), np.uint64)


def _numbered(sums: NDArray[np.uint64], sizes: Whole) -> Whole:
    """Return the kind of every unit, numbered from small units to large ones."""
    order = np.lexsort((sums, sizes))
    new = np.r_[False, (np.diff(sizes[order]) != 0) | (sums[order][1:] != sums[order][:-1])]
    result = np.empty(len(sizes), dtype=np.int64)
    result[order] = np.cumsum(new)
    return result
