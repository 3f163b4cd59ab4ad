"""What the page and the workbook say about whether they can be trusted: verdict, privacy, changes."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from textmine.report import changes, made_from, open_work, privacy
from textmine.report.cells import Sheet
from textmine.report.given import Given


@dataclass(frozen=True)
class Trust:
    """Found once for the page and the workbook, after the page has chosen its quotes."""

    hits: tuple[privacy.Hit, ...]
    work: pd.DataFrame
    settled: tuple[open_work.SettledWork, ...]
    figures: pd.DataFrame
    changes: changes.Changes


def trust(given: Given, quoted: Collection[str]) -> Trust:
    """Gather it; ``quoted`` are the statements whose words the page shows."""
    hits = privacy.scan(given, quoted)
    now = changes.figures(given)
    return Trust(hits, *open_work.open_work(given, hits), now, changes.compare(given, now))


def sheets(given: Given, found: Trust) -> list[Sheet]:
    """Return the sheets about it."""
    return [
        open_work.sheet(found.work),
        open_work.settled_sheet(found.settled),
        privacy.sheet(given, found.hits),
        changes.sheet(found.changes),
        made_from.sheet(given),
    ]
