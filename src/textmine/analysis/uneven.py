"""Whether sessions of one group make a point more than the others: exact, as numbers are small."""

from dataclasses import dataclass
from functools import cache

from scipy.stats import hypergeom


@dataclass(frozen=True, slots=True)
class Rule:
    """When a point is called different: in ``enough`` sessions here, at most ``few`` elsewhere.

    ``chance`` is the most that :func:`chance` may be; it matters where one group has far more sessions.
    """

    enough: int
    few: int
    chance: float

    def holds(self, here: int, of_here: int, elsewhere: int, of_elsewhere: int) -> bool:
        """Tell whether a point made in so many of the sessions is called different."""
        if here < self.enough or elsewhere > self.few:
            return False
        return chance(here, of_here, elsewhere, of_elsewhere) <= self.chance


@cache
def chance(here: int, of_here: int, elsewhere: int, of_elsewhere: int) -> float:
    """Return how likely at least ``here`` of the sessions are of this group when groups do not matter.

    The one-sided exact test of Fisher (1935): which of all sessions made the point is then a draw without
    replacement.
    """
    total, made = of_here + of_elsewhere, here + elsewhere
    return min(1.0, float(hypergeom.sf(here - 1, total, of_here, made)))


@cache
def called_by_chance(made: int, of_here: int, of_elsewhere: int, rule: Rule) -> float:
    """Return how likely ``rule`` holds for a point made in ``made`` sessions when groups do not matter.

    Summed over points it is the number of differences to expect from chance, also when points go together.
    """
    total = of_here + of_elsewhere
    return sum(
        float(hypergeom.pmf(here, total, of_here, made))
        for here in range(max(rule.enough, made - rule.few), min(made, of_here) + 1)
        if rule.holds(here, of_here, made - here, of_elsewhere)
    )
