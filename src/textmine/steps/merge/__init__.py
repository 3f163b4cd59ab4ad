"""The tables of the parts of a dialogue to tables of the whole, in which the part stays visible."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from textmine.analysis.countable import why_not
from textmine.analysis.parts import AnyPart, Part, prefixed
from textmine.codebook import Codebook
from textmine.dialogue import Dialogue
from textmine.errors import ConservationError, TableError
from textmine.settings import Settings
from textmine.steps.merge.checks import files_of, places, stale, unfinished
from textmine.steps.merge.crosswalk import Problem, lead
from textmine.tables import (
    Assignments,
    CodeCounts,
    Crosses,
    Documents,
    Files,
    Memberships,
    OpenWork,
    OwnFigures,
    PartFunnel,
    Parts,
    Spans,
    Statements,
    Table,
    empty,
    frame,
)

AREA = "delen"
"""What ``tables.OpenWork`` calls this step."""


_NOTHING = (
    "het deel is weggelaten: het codeboek ervan heeft geen enkele vraag gemeen met dat van het geheel; kies "
    "in dialogue.yaml een ander codeboek"
)


class MergeSettings(Settings):
    """There is nothing to set: ``dialogue.yaml`` says it all."""


@dataclass(frozen=True, slots=True)
class Merged:
    """All parts in one; ids begin with the name of their part. ``assignments`` are assigned codes only."""

    documents: pd.DataFrame
    spans: pd.DataFrame
    statements: pd.DataFrame
    assignments: pd.DataFrame
    memberships: pd.DataFrame
    parts: pd.DataFrame
    part_funnel: pd.DataFrame
    own_figures: pd.DataFrame
    open: pd.DataFrame


def merge(
    parts: tuple[AnyPart, ...], dialogue: Dialogue, codebook: Codebook, settings: MergeSettings
) -> Merged:
    """Put the parts side by side under one codebook.

    A part that was not run yet is left out and named; whatever does not fit is in ``open``.

    Raises
    ------
    TableError
        When no part has tables.
    ConservationError
        When not every document and statement of every part is in the whole.
    """
    _ = settings
    there = [part for part in parts if isinstance(part, Part) and _in_common(part, codebook)]
    problems: list[Problem] = [
        (part.title, _NOTHING if isinstance(part, Part) else part.message, True)
        for part in parts
        if part not in there
    ]
    if not there:
        raise TableError("\n".join(message for _, message, _ in problems))
    led = {part.name: lead(part, codebook, dialogue.crosswalk.get(part.name, {})) for part in there}
    for part in there:
        problems += [*stale(part), *led[part.name].problems, *unfinished(part)]
    problems += [*places(there), *_same_files(there, dialogue)]
    whole = Merged(
        documents=_documents(there),
        spans=_joined(Spans, [prefixed(p.spans, p.name, [Spans.document_id]) for p in there]),
        statements=_joined(
            Statements,
            [prefixed(p.statements, p.name, [Statements.id, Statements.document_id]) for p in there],
            [Statements.document_id, Statements.start],
        ),
        assignments=_joined(
            Assignments,
            [prefixed(led[p.name].assignments, p.name, [Assignments.statement_id]) for p in there],
        ),
        memberships=_joined(
            Memberships,
            [prefixed(_no_topics(p.memberships), p.name, [Memberships.statement_id]) for p in there],
            [Memberships.statement_id],
        ),
        parts=_parts(there, dialogue),
        part_funnel=_joined(PartFunnel, [_named(PartFunnel, p, p.funnel) for p in there]),
        own_figures=_joined(
            OwnFigures, [_own_figures(p) for p in there if p.codebook.version == codebook.version]
        ),
        open=_open(problems),
    )
    _check(there, whole)
    return whole


def _in_common(part: Part, codebook: Codebook) -> bool:
    return bool(set(part.codebook.by_id) & set(codebook.by_id))


def _joined(table: type[Table], rows: Iterable[pd.DataFrame], by: Sequence[str] = ()) -> pd.DataFrame:
    """Return all rows; sorted by ``by`` when it is given."""
    joined = pd.concat([empty(table), *rows], ignore_index=True)
    return joined.sort_values(list(by), ignore_index=True) if by else joined


def _no_topics(memberships: pd.DataFrame) -> pd.DataFrame:
    """Return the memberships without topics: those of one part say nothing about another."""
    kind = memberships[Memberships.topic].dtype
    return memberships.assign(**{Memberships.topic: pd.Series(pd.NA, index=memberships.index, dtype=kind)})


def _documents(parts: Sequence[Part]) -> pd.DataFrame:
    ids = [Documents.id, Documents.submission, Documents.session]
    rows = [prefixed(p.documents, p.name, ids).assign(**{Documents.corpus: p.name}) for p in parts]
    kinds = empty(Documents).dtypes
    return _joined(Documents, [each.astype(kinds) for each in rows], [Documents.id])


def _named(table: type[Table], part: Part, rows: pd.DataFrame) -> pd.DataFrame:
    columns = {name: rows[name].tolist() for name in rows.columns}
    return frame(table, {"part": [part.name] * len(rows), **columns})


def _parts(parts: Sequence[Part], dialogue: Dialogue) -> pd.DataFrame:
    counted = [int(why_not(p.statements, p.documents, p.assignments).isna().sum()) for p in parts]
    return frame(
        Parts,
        {
            Parts.part: [p.name for p in parts],
            Parts.name: [p.title for p in parts],
            Parts.corpus: [p.corpus.name for p in parts],
            Parts.kind: [p.corpus.kind for p in parts],
            Parts.codebook: [p.codebook.title for p in parts],
            Parts.codebook_version: [p.trained_on for p in parts],
            Parts.crosswalk: [p.name in dialogue.crosswalk for p in parts],
            Parts.received: [int(p.files[Files.items].sum()) for p in parts],
            Parts.documents: [len(p.documents) for p in parts],
            Parts.statements: [len(p.statements) for p in parts],
            Parts.counted: counted,
        },
    )


def _own_figures(part: Part) -> pd.DataFrame:
    counts = [CodeCounts.statements, CodeCounts.texts, CodeCounts.sessions]
    columns: dict[str, list[object]] = {name: [] for name in OwnFigures.to_schema().columns}
    for figure, rows, key in (
        ("code_counts", part.code_counts, [CodeCounts.dimension, CodeCounts.code]),
        (
            "crosses",
            part.crosses,
            [Crosses.row_dimension, Crosses.row_code, Crosses.column_dimension, Crosses.column_code],
        ),
    ):
        columns[OwnFigures.part] += [part.name] * len(rows)
        columns[OwnFigures.figure] += [figure] * len(rows)
        columns[OwnFigures.key] += ["|".join(names) for names in zip(*(rows[n] for n in key), strict=True)]
        for name, own in zip(
            (OwnFigures.statements, OwnFigures.texts, OwnFigures.gatherings), counts, strict=True
        ):
            columns[name] += rows[own].tolist()
    return frame(OwnFigures, columns)


def _same_files(parts: Sequence[Part], dialogue: Dialogue) -> Iterable[Problem]:
    if dialogue.identical_files == "keep":
        return
    titles = dialogue.names
    for where in files_of(parts).values():
        told = " en ".join(f"{', '.join(sorted(paths))} ({titles[name]})" for name, paths in where.items())
        first = min(next(iter(where.values())))
        yield (
            first,
            (
                f"hetzelfde bestand zit in meer delen en telt in elk daarvan mee: {told}; haal het uit een "
                "van de delen, of zet 'identical_files: keep' in dialogue.yaml als het in beide hoort"
            ),
            True,
        )


def _open(problems: Sequence[Problem]) -> pd.DataFrame:
    return frame(
        OpenWork,
        {
            OpenWork.area: [AREA] * len(problems),
            OpenWork.key: [key for key, _, _ in problems],
            OpenWork.message: [message for _, message, _ in problems],
            OpenWork.blocks: [blocks for _, _, blocks in problems],
        },
    )


def _check(parts: Sequence[Part], whole: Merged) -> None:
    for name, given, kept in (
        ("documenten", sum(len(p.documents) for p in parts), whole.documents[Documents.id].nunique()),
        ("uitspraken", sum(len(p.statements) for p in parts), whole.statements[Statements.id].nunique()),
        (
            "uitspraken met codes",
            sum(p.assignments[Assignments.statement_id].nunique() for p in parts),
            whole.assignments[Assignments.statement_id].nunique(),
        ),
    ):
        if given != kept:
            raise ConservationError(f"merge: {given} {name} in de delen, {kept} in het geheel")
