"""How many more texts must be drawn for an interval as narrow as people ask."""

import math


def more_needed(drawn: int, population: int, half: float, asked: float) -> int:
    """Return how many texts beyond ``drawn`` bring the half-width from ``half`` down to ``asked``.

    The variance of a simple random sample is in proportion to 1/n - 1/N (Cochran 1977, section 2.6), which
    holds about for strata and rounds as well. Never more than there are left.
    """
    if half <= asked or drawn >= population:
        return 0
    wanted = 1 / ((1 / drawn - 1 / population) * (asked / half) ** 2 + 1 / population)
    return min(math.ceil(wanted - 1e-9), population) - drawn
