"""A measured figure with its 95 % interval, and the seeded bootstrap that gives the interval."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 0


@dataclass(frozen=True)
class Figure:
    """A value of ``n`` units; ``low`` and ``high`` bound its 95 % interval, NaN where none was computed."""

    value: float
    low: float = np.nan
    high: float = np.nan
    n: int = 0

    def shown(self) -> str:
        """Return the figure as a cell: ``.801 (.785-.816)``."""
        value = _short(self.value)
        return value if np.isnan(self.low) else f"{value} ({_short(self.low)}-{_short(self.high)})"

    def shown_signed(self) -> str:
        """Return a difference as a cell: ``+.031 (+.012 to +.050)``."""
        value = _short(self.value, sign="+")
        if np.isnan(self.low):
            return value
        return f"{value} ({_short(self.low, sign='+')} to {_short(self.high, sign='+')})"

    def plain(self) -> dict[str, float | None]:
        """Return what goes into JSON, which knows no NaN."""
        return {name: None if np.isnan(value) else value for name, value in asdict(self).items()}


def _short(value: float, sign: str = "") -> str:
    return (
        format(value, f"{sign}.3f").replace("0.", ".", 1) if abs(value) < 1 else format(value, f"{sign}.3f")
    )


def picks(count: int) -> NDArray[np.int64]:
    """Return shape ``(RESAMPLES, count)``: which units each resample holds; the same for everybody."""
    return np.random.default_rng(SEED).integers(0, count, size=(RESAMPLES, count))


def mean_of(values: NDArray[np.float64], *, quick: bool) -> Figure:
    """Return the mean over units, with its percentile interval unless ``quick``."""
    value = float(values.mean())
    if quick:
        return Figure(value, n=len(values))
    return spread(value, values[picks(len(values))].mean(axis=1), len(values))


def resampled(statistic: Callable[[NDArray[np.int64]], float], count: int, *, quick: bool) -> Figure:
    """Return a statistic of units chosen by number, with its percentile interval unless ``quick``."""
    value = statistic(np.arange(count))
    if quick:
        return Figure(value, n=count)
    return spread(value, np.array([statistic(pick) for pick in picks(count)]), count)


def spread(value: float, samples: NDArray[np.float64], count: int) -> Figure:
    """Return ``value`` with the middle 95 % of ``samples``."""
    low, high = np.nanquantile(samples, (0.025, 0.975))
    return Figure(value, float(low), float(high), count)


def around(value: float, samples: NDArray[np.float64], count: int) -> Figure:
    """Return ``value`` with 1.96 standard deviations of ``samples`` on both sides.

    For statistics that resampling itself shifts, such as the V-measure: a text that was picked twice agrees
    with itself.
    """
    half = 1.96 * float(samples.std(ddof=1))
    return Figure(value, value - half, value + half, count)
