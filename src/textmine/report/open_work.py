"""What people still have to do before the figures can be published, and the verdict that follows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pandas as pd

from textmine.analysis.personal_data import KINDS
from textmine.analysis.remarks import to_look_at
from textmine.report.cells import Column, Sheet
from textmine.report.given import Given
from textmine.report.privacy import Hit
from textmine.report.rows import records, values
from textmine.tables import REASONS, Advice, Coverage, OpenWork, Remarks, frame

SHEET = "Open werk"
NAMED = 5
"""How many things with the same message are named on the page; the workbook names all."""

_BLOCKING_ADVICE = {
    "begin": "eerste ronde",
    "import": "ingevuld werkboek",
    "open": "gelote teksten",
    "wide": "marges",
}
"""Kinds of advice that stand in the way of a publication, and what they are about."""

Item = tuple[str, str, str, bool]
"""Area, key, message, and whether it blocks; see ``tables.OpenWork``."""


@dataclass(frozen=True, slots=True)
class Task:
    """One message of one area, with the things that it is about; ``more`` are not named."""

    area: str
    message: str
    keys: tuple[str, ...]
    more: int
    blocks: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the figures can be published: only without ``blockers``. ``others`` is work that can wait."""

    blockers: tuple[Task, ...]
    others: tuple[Task, ...]

    @property
    def publishable(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.blockers


def open_work(given: Given, hits: Collection[Hit]) -> pd.DataFrame:
    """Return the open work of all parts (``tables.OpenWork``), what blocks first."""
    items = [*_files(given), *_sessions(given), *_review(given), *_personal(given, hits)]
    for table in given.open_tables:
        items += [
            (row[OpenWork.area], row[OpenWork.key], row[OpenWork.message], row[OpenWork.blocks])
            for row in records(table)
        ]
    items.sort(key=lambda item: not item[3])
    columns = list(zip(*items, strict=True)) if items else [(), (), (), ()]
    names = (OpenWork.area, OpenWork.key, OpenWork.message, OpenWork.blocks)
    return frame(OpenWork, dict(zip(names, columns, strict=True)))


def _files(given: Given) -> Iterator[Item]:
    for row in given.remarks(to_look_at(given.ingest_rejected)):
        place = f", {row[Remarks.place]}" if row[Remarks.place] else ""
        said = f"niet gelezen ({REASONS[row[Remarks.reason]]}): {row[Remarks.message]}"
        yield "bestanden", f"{row[Remarks.path]}{place}", said, True


def _sessions(given: Given) -> Iterator[Item]:
    for row in records(given.coverage):
        if not row[Coverage.documents]:
            yield "sessies", row[Coverage.name], "van deze sessie is nog geen verslag ontvangen", False


def _review(given: Given) -> Iterator[Item]:
    pairs = zip(values(given.advice, Advice.kind), values(given.advice, Advice.message), strict=True)
    for kind, message in pairs:
        if kind in _BLOCKING_ADVICE:
            yield "beoordeling", _BLOCKING_ADVICE[kind], message, True


def _personal(given: Given, hits: Collection[Hit]) -> Iterator[Item]:
    """Name what the page quotes; who decided on the codes of a statement saw its words and let them stand."""
    for hit in hits:
        if hit.quoted and hit.statement not in given.decided:
            kinds = ", ".join(KINDS[kind] for kind in hit.kinds)
            said = (
                f"citaat met misschien een persoonsgegeven ({kinds}); beoordeel de uitspraak (is het er een, "
                "kies dan 'Persoonsgegeven'), of haal het gegeven uit de bron"
            )
            yield "persoonsgegevens", hit.statement, said, True


def verdict(work: pd.DataFrame) -> Verdict:
    """Say whether the figures can be published, with the work put together by message."""
    found: dict[tuple[bool, str, str], list[str]] = {}
    for row in records(work):
        same = (row[OpenWork.blocks], row[OpenWork.area], row[OpenWork.message])
        found.setdefault(same, []).append(row[OpenWork.key])
    tasks = [
        Task(area, message, tuple(keys[:NAMED]), max(len(keys) - NAMED, 0), blocks)
        for (blocks, area, message), keys in found.items()
    ]
    return Verdict(tuple(t for t in tasks if t.blocks), tuple(t for t in tasks if not t.blocks))


def sheet(work: pd.DataFrame) -> Sheet:
    """Return the sheet with everything that people still have to do."""
    rows = [
        [
            row[OpenWork.area],
            row[OpenWork.key],
            row[OpenWork.message],
            "ja" if row[OpenWork.blocks] else "nee",
        ]
        for row in records(work)
    ]
    return Sheet(
        SHEET,
        (
            "Wat mensen nog moeten doen of bekijken voordat de cijfers naar buiten kunnen.",
            "Zolang er in de laatste kolom ergens 'ja' staat, is het rapport nog niet publiceerbaar.",
        ),
        (
            Column("Waarover", 20),
            Column("Wat precies", 50),
            Column("Wat u moet doen", 100),
            Column("Houdt publicatie tegen", 13),
        ),
        rows,
    )
