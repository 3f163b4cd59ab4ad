"""The first part of the page: what it is, how sure it is, the funnel, and what was received from where."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.analysis.numbers import whole
from textmine.analysis.remarks import to_look_at
from textmine.report.dutch import STATEMENT, STATUS, day, listing, share
from textmine.report.given import Given
from textmine.report.rows import Row, records, values
from textmine.tables import REASONS, Coverage, Documents, Funnel, Remarks


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the funnel; ``part`` is the share that went on, from 0 to 100."""

    title: str
    unit: str
    received: int
    kept: int
    rejected: int
    reasons: tuple[str, ...]
    part: float


@dataclass(frozen=True, slots=True)
class Remark:
    """Something for people to look at."""

    path: str
    place: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the model does one dimension; ``score`` runs from 0 to 1, missing when not measured."""

    dimension: str
    score: float | None
    coded: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of the coverage: what came in there, or nothing."""

    title: str
    lines: tuple[str, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Regions or channels (rows) against tiers or regions (columns)."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[GridCell, ...], ...]], ...]


UNKNOWN = "onbekend"


def funnel(given: Given) -> tuple[Stage, ...]:
    """Return the funnel in order of its stages."""
    return tuple(
        Stage(
            title=row[Funnel.title],
            unit=row[Funnel.unit],
            received=row[Funnel.received],
            kept=row[Funnel.kept],
            rejected=row[Funnel.rejected],
            reasons=tuple(re.split(r", (?=[0-9.]+ )", row[Funnel.reasons])) if row[Funnel.reasons] else (),
            part=100 * row[Funnel.kept] / row[Funnel.received] if row[Funnel.received] else 0.0,
        )
        for row in records(given.funnel)
    )


def looked_at(given: Given) -> tuple[Remark, ...]:
    """Return the files and parts of files that could not be read and that people must look at."""
    return _remarks(given.remarks(to_look_at(given.ingest_rejected)))


def warned(given: Given) -> tuple[Remark, ...]:
    """Return what was read with a warning."""
    return _remarks(given.remarks(given.ingest_warnings))


def _remarks(rows: Sequence[Row]) -> tuple[Remark, ...]:
    return tuple(
        Remark(
            path=row[Remarks.path],
            place=row[Remarks.place] or "",
            reason=REASONS[row[Remarks.reason]],
            message=row[Remarks.message],
        )
        for row in rows
    )


def quality(given: Given) -> tuple[Quality, ...]:
    """Return the cross-validated figures of the classifier, one row per dimension."""
    return tuple(
        Quality(
            dimension=given.codebook.by_id[model.dimension].name,
            score=model.score.macro_f1 if model.score.n else None,
            coded=model.score.n,
        )
        for model in given.classifier.models
    )


def period(given: Given) -> str:
    """Say from when the sessions or submissions that count are; empty when no date is known."""
    counted = given.counted_documents
    held = set(values(counted, Documents.session))
    dates = [s.date for s in given.corpus.sessions if s.id in held and s.date is not None]
    dates += [date for date in values(counted, Documents.received) if date is not None]
    if not dates:
        return ""
    first, last = min(dates), max(dates)
    return day(first) if first == last else f"{day(first)} tot en met {day(last)}"


def summary(given: Given) -> str:
    """Say in one sentence what the figures are about."""
    total, words = given.totals, given.words
    parts = [STATEMENT.of(given.counted), words.gathering.of(total["sessions"] or 0)]
    sentence = f"De cijfers gaan over {parts[0]} uit {parts[1]}"
    if when := period(given):
        sentence += f" ({when})"
    return sentence + "."


def reviewed(given: Given) -> str:
    """Say which part of the codes people have looked at."""
    done = f"{whole(given.reviewed)} van de {whole(given.counted)}"
    return f"{done} uitspraken ({share(given.reviewed, given.counted)})"


def grid(given: Given) -> Grid | None:
    """Set out sessions by region and tier, or submissions by channel and region; None without both."""
    if given.corpus.kind == "minutes":
        rows = [(r.id, r.name) for r in given.corpus.regions]
        columns = [(t.id, t.name) for t in given.corpus.tiers]
        return _grid(given, "Regio", (Coverage.region, Coverage.tier), rows, columns)
    channels = sorted(set(values(given.coverage, Coverage.session)), key=str.casefold)
    columns = [(r.id, r.name) for r in given.corpus.regions]
    return _grid(
        given, "Hoe binnengekomen", (Coverage.session, Coverage.region), [(c, c) for c in channels], columns
    )


def _grid(
    given: Given,
    corner: str,
    keys: tuple[str, str],
    rows: Sequence[tuple[str | None, str]],
    columns: Sequence[tuple[str | None, str]],
) -> Grid | None:
    if not rows or not columns:
        return None
    found: dict[tuple[str | None, str | None], list[Row]] = {}
    for row in records(given.coverage):
        found.setdefault((row[keys[0]], row[keys[1]]), []).append(row)
    if any(row is None for row, _ in found):
        rows = [*rows, (None, f"{corner} {UNKNOWN}")]
    if any(column is None for _, column in found):
        columns = [*columns, (None, _unknown_column(keys[1]))]
    cells = tuple(
        (name, tuple(_cells(given, found.get((row, column), [])) for column, _ in columns))
        for row, name in rows
    )
    return Grid(corner, tuple(name for _, name in columns), cells)


def _unknown_column(key: str) -> str:
    return f"{'Bestuurslaag' if key == Coverage.tier else 'Regio'} {UNKNOWN}"


def _cells(given: Given, rows: list[Row]) -> tuple[GridCell, ...]:
    if given.corpus.kind == "minutes":
        return tuple(_session_cell(given, row) for row in rows)
    if not rows:
        return ()
    sums = {name: sum(row[name] for row in rows) for name in (Coverage.submissions, Coverage.statements)}
    lines = (
        given.words.gathering.of(sums[Coverage.submissions]),
        STATEMENT.of(sums[Coverage.statements]),
    )
    return (GridCell("", lines, empty=False),)


def _session_cell(given: Given, row: Row) -> GridCell:
    if not row[Coverage.documents]:
        return GridCell(row[Coverage.name], ("geen verslag ontvangen",), empty=True)
    lines = [given.words.source.of(row[Coverage.documents]), STATUS[row[Coverage.status]]]
    if row[Coverage.status] == "concept":
        lines.append("telt niet mee")
    else:
        lines.append(STATEMENT.of(row[Coverage.statements]))
    return GridCell(row[Coverage.name], tuple(lines), empty=False)


def coverage_sentence(given: Given) -> str:
    """Say what was read: how many submissions and how many count, or which sessions have minutes."""
    return _submissions(given) if given.corpus.kind == "responses" else _sessions(given)


def _submissions(given: Given) -> str:
    handed_in = len(set(values(given.documents, Documents.submission)))
    counted = len(set(values(given.counted_documents, Documents.submission)))
    text = f"Er zijn {given.words.gathering.of(handed_in)} gelezen."
    if silent := handed_in - counted:
        others = "de andere" if silent == 1 else f"de andere {whole(silent)}"
        text += (
            f" Daarvan staan er {whole(counted)} in de cijfers: in {others} staat geen "
            "uitspraak die meetelt, omdat er niets inhoudelijks in staat of omdat een beoordelaar die apart "
            "zette."
        )
    return text


def _sessions(given: Given) -> str:
    """Tell sessions that ``corpus.yaml`` names apart from minutes that belong to none of them."""
    named = {session.id: session.name for session in given.corpus.sessions}
    found = set(values(given.documents, Documents.session))
    loose = sum(session is None for session in values(given.documents, Documents.session))
    source = given.words.source
    if not named:
        return f"Er zijn {source.of(loose)} gelezen. Elk verslag telt als een eigen sessie."
    read = whole(len(found & named.keys()))
    of = "sessie" if len(named) == 1 else "sessies"
    text = f"Van {read} van de {whole(len(named))} genoemde {of} is een verslag gelezen."
    if missing := [name for session, name in named.items() if session not in found]:
        text += f" Er is nog geen verslag van {listing(missing)}."
    if loose == 1:
        text += f" {source.of(loose)} hoort bij geen genoemde sessie en telt als een eigen sessie."
    elif loose:
        text += f" {source.of(loose)} horen bij geen genoemde sessie en tellen elk als een eigen sessie."
    return text
