"""The distinct texts that a review queue is made of, as columns."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.errors import QueueError
from textmine.tables import Groups

Real = NDArray[np.float64]
Truth = NDArray[np.bool_]
Whole = NDArray[np.int64]
Names = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Guesses:
    """What the model, or where there is one a decision, says about one dimension.

    ``probability`` and ``assigned`` are texts x ``codes``. With ``multiple`` every code has a probability of
    its own; otherwise the rows of ``probability`` sum to 1.
    """

    dimension: str
    codes: tuple[str, ...]
    multiple: bool
    probability: Real
    assigned: Truth

    def rows(self, rows: Whole) -> "Guesses":
        """Return what is said of these ``rows``."""
        return replace(self, probability=self.probability[rows], assigned=self.assigned[rows])

    def first(self) -> Whole:
        """Return per text its column: the most probable of the assigned codes, else of all; ties go first."""
        given = np.where(self.assigned, self.probability + 1.0, self.probability)
        return np.asarray(given.argmax(axis=1), np.int64)


@dataclass(frozen=True, slots=True)
class Population:
    """One row per distinct text, in any order.

    ``sizes`` counts the statements that say it; ``sources`` names the document or session it is from;
    ``decided`` says whether people took a decision on it. ``vector`` is its row in ``vectors`` (a matrix of
    embeddings, which may hold more rows, and may be a memory map), or -1 when it has none.

    Raises
    ------
    QueueError
        When columns differ in length, an id stands there twice, or an open text has no vector.
    """

    ids: Names
    sizes: Whole
    sources: Names
    decided: Truth
    guesses: tuple[Guesses, ...]
    vectors: NDArray[np.float32]
    vector: Whole

    def __post_init__(self) -> None:
        """Check that the columns fit each other."""
        _same_length(self)
        names, uses = np.unique(self.ids, return_counts=True)
        if twice := names[uses > 1].tolist():
            raise QueueError(
                f"uitspraak '{twice[0]}' staat er {uses.max()} keer in; in een wachtrij komt elke tekst één "
                "keer. Voer de stap deduplicate opnieuw uit"
            )
        missing = self.ids[~self.decided & ((self.vector < 0) | (self.vector >= len(self.vectors)))]
        if len(missing):
            raise QueueError(
                f"{len(missing)} teksten zonder oordeel hebben geen vector; de eerste is "
                f"'{min(missing.tolist())}'. Voer de stap embed opnieuw uit"
            )

    def by_id(self) -> "Population":
        """Return the same texts in order of id, so that nothing can depend on the order they came in."""
        order = np.argsort(self.ids, kind="stable")
        return replace(
            self,
            ids=self.ids[order],
            sizes=self.sizes[order],
            sources=self.sources[order],
            decided=self.decided[order],
            vector=self.vector[order],
            guesses=tuple(guess.rows(order) for guess in self.guesses),
        )

    def of(self, dimension: str) -> Guesses:
        """Return what is known of ``dimension``.

        Raises
        ------
        QueueError
            When the population has no such dimension.
        """
        known = {g.dimension: g for g in self.guesses}
        if dimension not in known:
            raise QueueError(
                f"dimensie '{dimension}' staat niet in het codeboek; kies uit: {', '.join(known) or 'geen'}"
            )
        return known[dimension]


def distinct(groups: pd.DataFrame, decided: Collection[str]) -> tuple[Names, Whole, Truth]:
    """Return id, size and whether people decided on it, of every distinct text (``Groups``), by id.

    A text is decided when any statement that says it is in ``decided``. Its id is the representative's.
    """
    mine = groups[Groups.statement_id].isin(decided)
    done = set(groups.loc[mine.to_numpy(bool), Groups.group])
    chosen = groups[groups[Groups.representative].to_numpy(bool)].sort_values(Groups.statement_id)
    return (
        np.asarray(chosen[Groups.statement_id].tolist(), np.str_),
        chosen[Groups.size].to_numpy(np.int64),
        np.asarray(chosen[Groups.group].isin(done), bool),
    )


def _same_length(population: Population) -> None:
    lengths = {
        "sizes": len(population.sizes),
        "sources": len(population.sources),
        "decided": len(population.decided),
        "vector": len(population.vector),
    }
    for guess in population.guesses:
        lengths[guess.dimension] = len(guess.probability)
        if not guess.probability.shape == guess.assigned.shape == (len(guess.assigned), len(guess.codes)):
            raise QueueError(
                f"dimensie '{guess.dimension}': {len(guess.codes)} codes en een tabel van "
                f"{guess.probability.shape}; voer de stap classify opnieuw uit"
            )
    wrong = next((name for name, length in lengths.items() if length != len(population.ids)), None)
    if wrong is not None:
        raise QueueError(
            f"{len(population.ids)} teksten, maar {lengths[wrong]} waarden van '{wrong}'; de tabellen zijn "
            "niet van dezelfde keer. Voer 'textmine run' opnieuw uit"
        )
