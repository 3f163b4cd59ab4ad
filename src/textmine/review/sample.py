"""The probability sample of a review round: strata, how many from each, and which.

Every round draws, with numbers of its own, from the texts that are open at that moment. Texts that so many
statements say that a figure would hang on whether they are drawn, are all taken. Within another stratum
the texts with the smallest numbers are taken, which is a simple random sample without replacement
(sequential simple random sampling; Ohlsson 1995), so each has probability ``drawn / texts`` given all that
happened before. How rounds are put together is in ``docs/adr/0008-review-queue.md``.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from textmine.review.population import Guesses, Names, Real, Whole

KNOWN = "beslist"
"""The stratum of texts that people decided on before the round was drawn."""

OFTEN = "vaak"
"""The stratum of texts that occur so often that they are all taken."""

REST = "*"
"""Stands in the name of a stratum for all codes or sources that are too small to be one of their own."""

_NONE = np.zeros(0, np.int64)
_STEPS = 80
_ALMOST = 1e-9


@dataclass(frozen=True, slots=True)
class Stratified:
    """Strata of texts: ``names`` ascending, and per text the number of its stratum."""

    names: tuple[str, ...]
    stratum: Whole

    @property
    def counts(self) -> Whole:
        """Texts per stratum."""
        return np.bincount(self.stratum, minlength=len(self.names)).astype(np.int64)


def numbers(ids: Names, seed: int, number: int, purpose: str) -> NDArray[np.uint64]:
    """Return one random number per id, the same wherever it stands, for one ``purpose`` in round ``number``.

    Numbers belong to the text (Ohlsson 1995), so that one text more or less does not change all others, but
    not to it for ever: with lasting numbers, texts that were passed over in a stratum where much was drawn
    would have higher ones, and no sample from strata that a new model made would be random.
    """
    start = blake2b(f"{seed}\0{number}\0{purpose}\0".encode(), digest_size=8)

    def of(name: str) -> bytes:
        own = start.copy()
        own.update(name.encode("utf-8", "surrogatepass"))
        return own.digest()

    return np.frombuffer(b"".join([of(name) for name in ids.tolist()]), np.dtype("<u8")).astype(np.uint64)


def strata(guesses: Guesses, sources: Names, smallest: int, most: int) -> Stratified:
    """Put every text in a stratum: its first code x its source.

    What is smaller than ``smallest`` texts is joined: first all such sources of one code; where these are
    still fewer together, all such codes. That last stratum may be small. While there are more strata than
    ``most``, ``smallest`` is doubled. So large cells stay, and codes are kept apart longer than sources.
    """
    if not len(sources):
        return Stratified((), np.zeros(0, np.int64))
    names, source = np.unique(sources, return_inverse=True)
    cells, cell = np.unique(guesses.first() * len(names) + source, return_inverse=True)
    keys = np.column_stack(np.divmod(cells, len(names)))
    counts = np.bincount(cell, minlength=len(cells))
    joined = _joined(keys, counts, smallest)
    while len(np.unique(joined, axis=0)) > max(most, 1):
        smallest *= 2
        joined = _joined(keys, counts, smallest)
    found, place = np.unique(joined, axis=0, return_inverse=True)
    labels = [
        f"{guesses.codes[c] if c >= 0 else REST}|{names[s] if s >= 0 else REST}" for c, s in found.tolist()
    ]
    ordered, again = np.unique(np.asarray(labels, np.str_), return_inverse=True)
    stratum = again.reshape(-1)[place.reshape(-1)][cell]
    return Stratified(tuple(ordered.tolist()), np.asarray(stratum, np.int64))


def often(sizes: Whole, size: int, minimum: int) -> NDArray[np.bool_]:
    """Say which texts a sample of ``size`` must take for certain: the largest, as far as that pays.

    At least ``minimum`` texts are left to be drawn by chance.

    ``sizes`` counts the statements that say a text. A drawn text stands for all of them, so a few texts of a
    campaign can decide a figure: when they are not drawn it is wrong, and the sample does not show that. Of
    all numbers of largest texts the one is chosen with which the total of the statements in the sample, each
    text standing for others, varies least (the cut-off of Hidiroglou 1986, with the mean square of the sizes
    in place of their variance, because what people will decide is not known). Without large texts it is none.
    """
    ordered = np.sort(sizes)[::-1].astype(np.float64)
    taken = np.arange(min(max(size - minimum, 0), len(sizes) - 1) + 1) if size and len(sizes) else _NONE
    left, drawn = len(sizes) - taken, size - taken
    square = (ordered**2).sum() - np.concatenate([[0.0], np.cumsum(ordered**2)])[taken]
    spread = np.where(drawn < left, left * square / drawn * (1 - drawn / left), 0.0)
    fits = taken == 0
    fits[1:] |= ordered[taken[1:] - 1] > ordered[taken[1:]]
    best = int(taken[fits][np.argmin(spread[fits])]) if taken.size else 0
    return np.asarray(sizes > ordered[best] if best else np.zeros(len(sizes), dtype=bool))


def joined(certain: NDArray[np.bool_], rest: Stratified) -> Stratified:
    """Return the strata of all texts: one of those that are ``certain``, beside those of the ``rest``."""
    if not certain.any():
        return rest
    names, place = np.unique([*rest.names, OFTEN], return_inverse=True)
    stratum = np.full(len(certain), place[-1])
    stratum[~certain] = place[rest.stratum]
    return Stratified(tuple(names.tolist()), stratum.astype(np.int64))


def _joined(keys: Whole, counts: Whole, smallest: int) -> Whole:
    """Return the (code, source) of every cell after joining, -1 for what was joined."""
    small = counts < smallest
    result = keys.copy()
    result[small, 1] = -1
    together = np.bincount(keys[small, 0], counts[small], minlength=int(keys[:, 0].max(initial=0)) + 1)
    result[small & (together[keys[:, 0]] < smallest), 0] = -1
    return result


def allocate(counts: Whole, size: int, minimum: int, power: float) -> Whole:
    """Divide a sample of ``size`` over strata of ``counts`` texts; the sum is ``size``, or all there is.

    In proportion to ``counts ** power`` (power allocation; Bankier 1988), at least ``minimum`` and at most
    all texts of a stratum. Power 1 is proportional, 0 the same for each; one half is between the best for
    totals and the best for rare codes.
    """
    size = min(size, int(counts.sum()))
    least = np.minimum(counts, min(minimum, size // max(len(counts), 1)))
    wanted = _filled(counts.astype(np.float64) ** power, least, counts, size)
    result = np.clip(np.floor(wanted + _ALMOST).astype(np.int64), least, counts)
    remainders = np.argsort(result - wanted, kind="stable")
    result[remainders[: size - int(result.sum())]] += 1
    return result


def _filled(weights: Real, least: Whole, most: Whole, size: int) -> Real:
    """Return ``weights`` times one factor, kept between ``least`` and ``most``, that sum to ``size``."""
    low, high = 0.0, float((most / weights).max(initial=1.0)) + 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if np.clip(middle * weights, least, most).sum() > size:
            high = middle
        else:
            low = middle
    return np.asarray(np.clip(low * weights, least, most))


def draw(stratified: Stratified, chance: NDArray[np.uint64], drawn: Whole) -> Whole:
    """Return the rows with the smallest ``chance`` in each stratum, ``drawn`` of them, ascending."""
    order = np.lexsort((chance, stratified.stratum))
    counts = stratified.counts
    begins = np.repeat(np.cumsum(counts) - counts, counts)
    rank = np.arange(len(order)) - begins
    return np.sort(order[rank < np.repeat(drawn, counts)]).astype(np.int64)
