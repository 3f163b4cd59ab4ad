"""Print the funnel and the explanation of a statement."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.markup import escape
from rich.table import Table as Grid

from textmine.cli.console import out
from textmine.codebook import Dimension
from textmine.corpus import Region, Session, Tier
from textmine.pipeline.explain import Explanation, explain
from textmine.pipeline.points_workbook import point_status
from textmine.pipeline.status import Status, set_apart, status
from textmine.tables import Assignments, Decisions, Documents, Evidence, Funnel, Remarks, Statements

_VERDICTS = {
    "accept": "akkoord",
    "code": "gecodeerd",
    "change": "gewijzigd",
    "split": "splitsen",
    "not_substantive": "niet-inhoudelijk",
    "personal": "persoonsgegeven",
    "doubt": "twijfel",
}
FIGURES = {
    "code_counts": "Aantallen per code",
    "crosses": "Thema en soort",
    "points": "Punten",
    "generic_points": "A. Algemene punten",
    "point_tiers": "B. Punten per thema en bestuurslaag",
    "region_profile": "C. Regio's",
    "tier_points": "D. Vergelijking van bestuurslagen",
    "topic_spread": "Tekstonderwerpen",
    "estimates": "Gecorrigeerde aandelen",
    "register": "Register van reacties",
    "answers": "Antwoorden",
    "templates": "Sjablonen",
    "minutes": "Verslagwijzigingen",
    "abbreviations": "Afkortingen",
    "dossiers": "Dossiers",
}
"""How each figure of ``tables.Evidence`` is called."""


def show_status(folder: Path) -> None:
    """Print the funnel, the files for people to look at, and the warnings."""
    found = status(folder)
    grid = Grid(title=f"Van bestand tot cijfer: {folder.name}", title_justify="left")
    grid.add_column("Stap", overflow="fold")
    for heading in ("Binnen", "Door", "Apart"):
        grid.add_column(heading, justify="right", no_wrap=True)
    grid.add_column("Eenheid", no_wrap=True)
    rows = found.funnel.to_dict("records")
    for row in rows:
        counts = (str(row[name]) for name in (Funnel.received, Funnel.kept, Funnel.rejected))
        grid.add_row(escape(row[Funnel.title]), *counts, row[Funnel.unit])
    out.print(grid)
    for row in (row for row in rows if row[Funnel.reasons]):
        out.print(f"{row[Funnel.title]}, apart: {row[Funnel.reasons]}.", markup=False, soft_wrap=True)
    _show_remarks("Om zelf te bekijken", found.to_look_at)
    _show_remarks("Let op", found.warnings)
    _show_points(folder)
    if found.encoder is not None:
        out.print(f"\nTaalmodel: {found.encoder}.", markup=False, soft_wrap=True)
    _show_times(found)


def show_set_apart(folder: Path, corpus: str) -> None:
    """Print what did not come along in a run, if anything; ``corpus`` is how the analyst calls it."""
    found = set_apart(folder)
    parts = [
        f"{count} {one if count == 1 else many}"
        for count, one, many in (
            (found.to_look_at, "bestand of deel kwam niet mee", "bestanden of delen kwamen niet mee"),
            (found.warnings, "waarschuwing", "waarschuwingen"),
        )
        if count
    ]
    if parts:
        text = f"Let op: {' en '.join(parts)}; bekijk ze met: textmine status {corpus}"
        out.print(text, markup=False, soft_wrap=True)
    if not found.statements:
        text = f"Let op: er is geen enkele uitspraak gevonden; zet leesbare bestanden in {folder / 'raw'}"
        out.print(text, markup=False, soft_wrap=True)


def _show_remarks(title: str, remarks: pd.DataFrame) -> None:
    """Print each message once, with the places where it applies."""
    if remarks.empty:
        return
    out.print(f"\n[bold]{title}[/] ({len(remarks)})")
    places: dict[str, list[str]] = {}
    for row in remarks.to_dict("records"):
        place = "" if pd.isna(row[Remarks.place]) else f", {row[Remarks.place]}"
        places.setdefault(row[Remarks.message], []).append(f"{row[Remarks.path]}{place}")
    for message, where in places.items():
        out.print(f"- {'; '.join(where)}: {message}", markup=False, soft_wrap=True)


def _show_points(folder: Path) -> None:
    """Print in one line how many points people decided about, and how much is open."""
    found = point_status(folder)
    if found is not None and found.points:
        line = f"\nPunten: {found.edited} van de {found.points} bewerkt, {found.open} open"
        blocks = f" (waarvan {found.blocks} eerst opgelost moeten worden)" if found.blocks else ""
        out.print(f"{line}{blocks}.", markup=False, soft_wrap=True)


def _show_times(found: Status) -> None:
    if found.seconds:
        seconds = f"{sum(found.seconds.values()):.0f} seconden"
        when = dt.datetime.fromisoformat(found.finished).strftime("%d-%m-%Y om %H:%M")
        out.print(f"\nLaatste keer: {when}, samen {seconds}.", markup=False)


def show_explanation(folder: Path, statement_id: str) -> None:
    """Print everything known about one statement."""
    found = explain(folder, statement_id)
    row, document = found.statement, found.document
    lines = [
        ("Uitspraak", row[Statements.id]),
        ("Tekst", row[Statements.text]),
        ("Plaats", found.place),
        ("Zo staat het in de bron", found.raw_text),
        ("Bron (sha256)", document[Documents.sha256]),
        ("Kop erboven", row[Statements.heading]),
        ("Spreker", row[Statements.speaker]),
        ("Vraag", document[Documents.question]),
        ("Sessie", _name(found.corpus.sessions, document[Documents.session])),
        ("Regio", _name(found.corpus.regions, document[Documents.region])),
        ("Bestuurslaag", _name(found.corpus.tiers, document[Documents.tier])),
        ("Tekstonderwerp", found.topic or "niet ingedeeld"),
    ]
    for title, value in lines:
        if value is not None:
            out.print(f"[bold]{title}:[/] {escape(str(value))}", soft_wrap=True)
    _show_codes(found.codebook.by_id, found.codes)
    title = "Oordeel over dezelfde tekst" if found.borrowed else "Oordeel"
    _show_decisions(title, found)
    _show_figures(found)


def _name(known: Sequence[Session | Region | Tier], value: str | None) -> str | None:
    """Return the name of a session, region or tier; without one its id."""
    return next((each.name for each in known if each.id == value), value)


def _moment(text: str) -> str:
    """Write a moment (ISO 8601) as people do; a day without a time as a day."""
    form = "%d-%m-%Y om %H:%M" if "T" in text else "%d-%m-%Y"
    return dt.datetime.fromisoformat(text).strftime(form)


def _show_decisions(title: str, found: Explanation) -> None:
    """Print each decision once, with the codes it gave in all dimensions, and whether it counts."""
    dimensions = found.codebook.by_id
    if not found.decisions:
        out.print("[bold]Oordelen van mensen:[/] nog geen")
    by_decision: dict[tuple[str, ...], list[str]] = {}
    counts: dict[tuple[str, ...], list[bool]] = {}
    for row in found.decisions:
        names = (Decisions.verdict, Decisions.reviewer, Decisions.decided_at, Decisions.note)
        key = tuple(str(row[name] or "") for name in names)
        codes = by_decision.setdefault(key, [])
        place = (Decisions.reviewer, Decisions.decided_at, Decisions.workbook, Decisions.dimension)
        counts.setdefault(key, []).append(tuple(str(row[name]) for name in place) in found.counting)
        if row[Decisions.codes]:
            dimension = dimensions.get(row[Decisions.dimension])
            known = dimension.by_code if dimension else {}
            given = [known[c].name if c in known else c for c in row[Decisions.codes].split("|")]
            codes.append(f"{dimension.name if dimension else row[Decisions.dimension]}: {', '.join(given)}")
    for (verdict, reviewer, decided_at, note), codes in by_decision.items():
        mine = counts[verdict, reviewer, decided_at, note]
        parts = [
            _VERDICTS[verdict],
            f"door {reviewer} op {_moment(decided_at)}",
            "dit oordeel telt" if all(mine) else "telt voor een deel" if any(mine) else "telt niet",
            *codes,
            *([f"“{note}”"] if note else []),
        ]
        out.print(f"[bold]{title}:[/] {escape('; '.join(parts))}", soft_wrap=True)


def _show_figures(found: Explanation) -> None:
    """Print in which tables of the report the statement counts."""
    if not found.published:
        out.print(f"[bold]In het rapport:[/] {escape(_why_not(found))}", soft_wrap=True)
        return
    counts: dict[str, int] = {}
    for row in found.published:
        title = FIGURES[row[Evidence.figure]]
        counts[title] = counts.get(title, 0) + 1
    cells = ", ".join(f"{title} ({n} {'plaats' if n == 1 else 'plaatsen'})" for title, n in counts.items())
    out.print(f"[bold]In het rapport:[/] {escape(cells)}", soft_wrap=True)


def _why_not(found: Explanation) -> str:
    """Say why a statement stands behind no figure."""
    if found.aside is not None:
        return f"telt niet mee, want een mens zette deze uitspraak apart ({_VERDICTS[found.aside]})"
    if found.document[Documents.status] != "established":
        return "telt niet mee, want het verslag is nog niet vastgesteld"
    return "telt nog niet mee; voer 'textmine run' opnieuw uit"


def _show_codes(dimensions: Mapping[str, Dimension], codes: Sequence[Mapping[str, Any]]) -> None:
    for code in codes:
        dimension = dimensions[code[Assignments.dimension]]
        name = dimension.by_code[code[Assignments.code]].name
        who = "door een mens" if code[Assignments.source] == "person" else "door het model"
        certainty = f"({code[Assignments.probability]:.0%} zeker, {who})"
        reason = code[Assignments.reason] or ""
        out.print(
            f"[bold]{escape(dimension.name)}:[/] {escape(f'{name} {certainty}. {reason}')}", soft_wrap=True
        )
