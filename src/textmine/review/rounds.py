"""A review round as it was drawn: who may go out, and from what, so that figures can rest on it later."""

from dataclasses import dataclass

import pandas as pd

from textmine.tables import SAMPLE, Queue


@dataclass(frozen=True, slots=True)
class Round:
    """What was logged when round ``number`` was drawn.

    ``queue`` (schema ``Queue``) are the texts that went out, ``strata`` (``Strata``) counts what they were
    drawn from, and ``texts`` (``RoundTexts``) says which stratum every text was in.
    """

    number: int
    queue: pd.DataFrame
    strata: pd.DataFrame
    texts: pd.DataFrame

    @property
    def sampled(self) -> frozenset[str]:
        """The statements in the sample: those that stand for their text."""
        drawn = self.queue[Queue.part] == SAMPLE
        return frozenset(str(name) for name in self.queue.loc[drawn, Queue.statement_id])

    @property
    def chances(self) -> dict[str, float]:
        """The logged probability of every drawn text; chosen texts are no sample."""
        rows = self.queue[self.queue[Queue.part] == SAMPLE]
        pairs = zip(rows[Queue.statement_id], rows[Queue.inclusion_probability], strict=True)
        return {str(name): float(chance) for name, chance in pairs}

    @property
    def sent(self) -> frozenset[str]:
        """The statements that went out, drawn or chosen: those that have a row of their own."""
        return frozenset(str(name) for name in self.queue[Queue.statement_id])
