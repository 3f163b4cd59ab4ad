"""How much two groupings of the same statements agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """B-cubed (Bagga and Baldwin 1998) and pairwise scores of a grouping against another, over all cells."""

    precision: float
    recall: float
    pairs: float

    @property
    def f1(self) -> float:
        """Harmonic mean of B-cubed precision and recall."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-12)


def agreement(found: Sequence[Sequence[object]], true: Sequence[Sequence[object]]) -> Agreement:
    """Compare per cell; every statement of every cell counts once, and every pair once."""
    precision, recall, items = 0.0, 0.0, 0
    both, ours, theirs = 0, 0, 0
    for mine, yours in zip(found, true, strict=True):
        joint, of_mine, of_yours = Counter(zip(mine, yours, strict=True)), Counter(mine), Counter(yours)
        for (a, b), number in joint.items():
            precision += number * number / of_mine[a]
            recall += number * number / of_yours[b]
        items += len(mine)
        both += sum(n * (n - 1) for n in joint.values())
        ours += sum(n * (n - 1) for n in of_mine.values())
        theirs += sum(n * (n - 1) for n in of_yours.values())
    pairs = 2 * both / max(ours + theirs, 1)
    return Agreement(precision / max(items, 1), recall / max(items, 1), pairs)
