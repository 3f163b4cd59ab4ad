"""Whether a part is as its sources and decisions are now, and whether parts fit each other."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from textmine.analysis.numbers import whole
from textmine.analysis.parts import Part
from textmine.models.coded import CODED, latest, set_aside
from textmine.report.dutch import listing
from textmine.steps.merge.crosswalk import Problem
from textmine.tables import Assignments, Documents, Files, Memberships, OpenWork, Statements
from textmine.text.identity import text_hash


def stale(part: Part) -> Iterator[Problem]:
    """Yield why the tables of ``part`` are not what a run would make now."""
    again = f"voer 'textmine run {part.name}' opnieuw uit"
    if part.trained_on != part.codebook.version:
        yield (
            part.title,
            (
                f"de uitspraken zijn gecodeerd met codeboek-versie {part.trained_on}, maar het codeboek van "
                f"het deel is nu {part.codebook.version}; {again}"
            ),
            True,
        )
    for path in _other_files(part):
        yield part.title, f"bestand '{path}' is na de laatste keer veranderd, nieuw of weg; {again}", True
    known = set(part.statements[Statements.id])
    if set(part.memberships[Memberships.statement_id]) != known or not (
        set(part.assignments[Assignments.statement_id]) <= known
        and set(part.statements[Statements.document_id]) <= set(part.documents[Documents.id])
    ):
        yield part.title, f"de tabellen horen niet bij elkaar (niet alle stappen zijn gedaan); {again}", True
    elif number := len(_decided(part) ^ _applied(part)):
        yield (
            part.title,
            f"oordelen over {whole(number)} uitspraken zijn nog niet verwerkt of zijn veranderd; {again}",
            True,
        )


def unfinished(part: Part) -> Iterator[Problem]:
    """Yield what stands in the way of publishing ``part`` itself, all in one."""
    areas = Counter(part.open_work.loc[part.open_work[OpenWork.blocks], OpenWork.area])
    if areas:
        told = listing([f"{area} ({whole(number)})" for area, number in areas.items()])
        yield (
            part.title,
            (
                f"in dit deel houdt open werk publicatie tegen: {told}; los het daar op (werkboek van het "
                f"deel, blad Open werk) en voer 'textmine run {part.name}' opnieuw uit"
            ),
            True,
        )


def _other_files(part: Part) -> list[str]:
    """Return the files that are not what was read, sorted."""
    read = dict(zip(part.files[Files.path], part.files[Files.sha256], strict=True))
    differ = {path for path, sha in part.on_disk.items() if read.get(path) not in {sha, ""}}
    return sorted(differ | (set(read) - set(part.on_disk)))


def _hashes(part: Part) -> dict[str, str]:
    texts = zip(part.statements[Statements.id], part.statements[Statements.text], strict=True)
    return {name: text_hash(text) for name, text in texts}


def _decided(part: Part) -> set[tuple[str, str]]:
    """Return what decisions say now: statement and dimension, and no dimension for what was set aside."""
    if part.decisions.empty:
        return set()
    found: set[tuple[str, str]] = set()
    for name, rows in latest(part.decisions, _hashes(part))[0].items():
        if set_aside(rows) is not None:
            found.add((name, ""))
        else:
            found |= {(name, dimension) for dimension, row in rows.items() if row.verdict in CODED}
    return found


def _applied(part: Part) -> set[tuple[str, str]]:
    """Return which decisions the tables hold, in the same form."""
    rows = part.assignments[part.assignments[Assignments.source] == "person"]
    pairs = set(zip(rows[Assignments.statement_id], rows[Assignments.dimension], strict=True))
    coded = set(part.assignments[Assignments.statement_id])
    return pairs | {(name, "") for name in part.statements[Statements.id] if name not in coded}


def places(parts: Sequence[Part]) -> Iterator[Problem]:
    """Yield regions and tiers that have one id and two names."""
    for what, key in (("regio", "regions"), ("bestuurslaag", "tiers")):
        names: dict[str, dict[str, str]] = defaultdict(dict)
        for part in parts:
            for each in getattr(part.corpus, key):
                names[each.id].setdefault(each.name, part.title)
        for name, said in names.items():
            if len(said) > 1:
                told = "; ".join(f"'{called}' in {title}" for called, title in said.items())
                yield (
                    name,
                    f"{what} '{name}' heeft meer namen: {told}; maak corpus.yaml van de delen gelijk",
                    True,
                )


def files_of(parts: Sequence[Part]) -> dict[str, dict[str, Any]]:
    """Return per sha256 the parts that read such a file, with the paths, for two parts or more."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        rows = part.documents[[Documents.path, Documents.sha256]].drop_duplicates()
        for path, sha in zip(rows[Documents.path], rows[Documents.sha256], strict=True):
            found[sha][part.name].append(path)
    return {sha: dict(where) for sha, where in sorted(found.items()) if len(where) > 1}
