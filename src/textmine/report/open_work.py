"""What people still have to do before the figures can be published, and the verdict that follows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pandas as pd

from textmine.analysis.remarks import to_look_at
from textmine.report.cells import Column, Sheet
from textmine.report.given import Given
from textmine.report.privacy import Hit, kinds_of, unseen
from textmine.report.rows import records, values
from textmine.tables import (
    FILES_AREA,
    PERSONAL_AREA,
    REASONS,
    Advice,
    Coverage,
    Files,
    OpenWork,
    Remarks,
    Settled,
    frame,
)

SHEET = "Open werk"
NAMED = 5
"""How many things with the same message are named on the page; the workbook names all."""

_MARK = 8
"""Characters of a hash that tell one file from another under the same name."""

_GONE = (
    "dit is al opgelost, of het gaat nu over iets anders; haal de regel weg of neem de sleutel van nu over"
)

_BLOCKING_ADVICE = {
    "begin": "eerste ronde",
    "import": "ingevuld werkboek",
    "open": "gelote teksten",
    "wide": "marges",
}
"""Kinds of advice that stand in the way of a publication, and what they are about."""

SETTLED_SHEET = "Afgedaan"

Item = tuple[str, str, str, bool]
"""Area, key, message, and whether it blocks; see ``tables.OpenWork``."""


@dataclass(frozen=True, slots=True)
class SettledWork:
    """Work that people settled, and why; ``message`` is what was to be done."""

    area: str
    key: str
    message: str
    reason: str


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


def open_work(given: Given, hits: Collection[Hit]) -> tuple[pd.DataFrame, tuple[SettledWork, ...]]:
    """Return the open work of all parts (``tables.OpenWork``), what blocks first, and what people settled.

    What was settled but is not there, is work too: it was done, or it is about something else by now.
    """
    items = [*_files(given), *_sessions(given), *_review(given), *_personal(given, hits)]
    for table in given.open_tables:
        items += [
            (row[OpenWork.area], row[OpenWork.key], row[OpenWork.message], row[OpenWork.blocks])
            for row in records(table)
        ]
    items, settled, gone = _apart(given, items)
    items += [("afgedaan", key, _GONE, False) for key in gone]
    items.sort(key=lambda item: not item[3])
    columns = list(zip(*items, strict=True)) if items else [(), (), (), ()]
    names = (OpenWork.area, OpenWork.key, OpenWork.message, OpenWork.blocks)
    return frame(OpenWork, dict(zip(names, columns, strict=True))), settled


def _apart(given: Given, items: list[Item]) -> tuple[list[Item], tuple[SettledWork, ...], list[str]]:
    """Return what stays, what was settled, and what ``settled.csv`` names that is not there."""
    pairs = zip(values(given.settled, Settled.area), values(given.settled, Settled.key), strict=True)
    why = dict(zip(pairs, values(given.settled, Settled.reason), strict=True))
    done = tuple(
        SettledWork(area, key, message, why[area, key])
        for area, key, message, _ in items
        if (area, key) in why
    )
    found = {(each.area, each.key) for each in done}
    rows = dict(zip(why, values(given.settled, Settled.row), strict=True))
    gone = [f"settled.csv, rij {rows[pair]}: {pair[1]}" for pair in why if pair not in found]
    return [item for item in items if item[:2] not in found], done, gone


def _files(given: Given) -> Iterator[Item]:
    """Name what was not read; the mark of its contents makes another file under its name another key."""
    hashes = dict(zip(values(given.files, Files.path), values(given.files, Files.sha256), strict=True))
    for row in given.remarks(to_look_at(given.ingest_rejected)):
        place = f", {row[Remarks.place]}" if row[Remarks.place] else ""
        digest = hashes.get(row[Remarks.path])
        mark = f" [{digest[:_MARK]}]" if digest else ""
        said = f"niet gelezen ({REASONS[row[Remarks.reason]]}): {row[Remarks.message]}"
        yield FILES_AREA, f"{row[Remarks.path]}{place}{mark}", said, True


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
    for hit in unseen(given, hits):
        said = (
            f"citaat met misschien een persoonsgegeven ({kinds_of(hit)}); beoordeel de uitspraak (is het er "
            "een, kies dan 'Persoonsgegeven'), haal het gegeven uit de bron, of zet in settled.csv waarom "
            "het er mag staan"
        )
        yield PERSONAL_AREA, hit.statement, said, True


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


def settled_sheet(settled: Collection[SettledWork]) -> Sheet:
    """Return the sheet with what people settled, and why."""
    return Sheet(
        SETTLED_SHEET,
        (
            "Wat mensen bekeken en met een reden afdeden; het houdt publicatie niet meer tegen.",
            "De besluiten staan in settled.csv, met wie ze nam. Dat laatste staat hier niet.",
        ),
        (
            Column("Waarover", 20),
            Column("Wat precies", 50),
            Column("Wat er te doen was", 90),
            Column("Waarom dat niet nodig is", 60),
        ),
        [[each.area, each.key, each.message, each.reason] for each in settled],
    )


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
            (
                "Zolang er in de laatste kolom ergens 'ja' staat, is het rapport nog niet publiceerbaar. Een "
                "bestand dat u bewust niet leest, of een citaat dat er mag staan, doet u af in settled.csv."
            ),
        ),
        (
            Column("Waarover", 20),
            Column("Wat precies", 50),
            Column("Wat u moet doen", 100),
            Column("Houdt publicatie tegen", 13),
        ),
        rows,
    )
