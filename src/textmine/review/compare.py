"""Compare a returned workbook with the tables and the decisions that are there."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from textmine.codebook import Codebook
from textmine.errors import WorkbookError
from textmine.review import columns as c
from textmine.review import row_code
from textmine.review.history import Made, history
from textmine.review.judge import Refusal, RowError, Verdict, judge
from textmine.review.returned import Answer, Sheet
from textmine.tables import Decisions, arrow_schema, frame
from textmine.text.identity import text_hash


@dataclass(frozen=True, slots=True)
class Known:
    """What the present tables say about the statements in a workbook.

    ``texts`` holds the text of every statement that exists, of ``same`` too; ``same`` all ids with the same
    text (itself included) of every statement that people decided on.
    """

    texts: Mapping[str, str]
    same: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Circumstances of an import.

    ``reviewer`` decided where a row names nobody; ``decided_at`` is ISO 8601; ``workbook`` is a file name.
    """

    corpus: str
    reviewer: str
    decided_at: str
    workbook: str


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell to read that holds something else than when the workbook was made; that does not count."""

    sheet: str
    row: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of every row: ``accepted + unchanged + untouched + len(refused)`` is all of them.

    ``decisions`` (schema ``Decisions``) are the new ones, in order of statement id and codebook, whatever the
    order of the rows. ``repeated`` counts statements that got a decision because their text is the same;
    ``contradicted`` are statements whose last decision was another one, by somebody else. ``changed`` lists
    changed cells to read in the rows that were not refused.
    """

    decisions: pd.DataFrame
    accepted: int
    unchanged: int
    untouched: int
    refused: tuple[Refusal, ...]
    repeated: int
    contradicted: tuple[str, ...]
    changed: tuple[ChangedCell, ...]


def compare(  # noqa: PLR0913, PLR0917  # all that a returned workbook is compared with
    sheet: Sheet,
    rows: Sequence[Answer],
    known: Known,
    decisions: pd.DataFrame,
    codebook: Codebook,
    arrival: Arrival,
) -> Outcome:
    """Take what is clear and about the present texts, refuse the rest row by row.

    Raises
    ------
    WorkbookError
        When rows were filled in, but all of them are about statements of another corpus.
    """
    touched = [row for row in rows if not row.untouched]
    _same_corpus(sheet, touched, known, arrival)
    verdicts, refused = _judge_all(sheet, touched, known, codebook, arrival.reviewer)
    single, contrary, copies = _once(sheet, verdicts)
    earlier = history(decisions, {name: text_hash(text) for name, text in known.texts.items()})
    new: dict[str, tuple[Verdict, dict[str, Made]]] = {}
    unchanged, contradicted, repeated = copies, [], 0
    for verdict, members in _members(single, known):
        fresh = []
        for member in members:
            made = _made(verdict, member, codebook)
            if earlier.repeats(verdict.reviewer, member, made):
                continue
            fresh.append(member)
            new[member] = (verdict, made)
            if earlier.contradicts(verdict.reviewer, member, made):
                contradicted.append(member)
        unchanged += not fresh
        repeated += len(set(fresh) - {verdict.statement})
    return Outcome(
        decisions=_table(new, known, arrival),
        accepted=len(single) + copies - unchanged,
        unchanged=unchanged,
        untouched=len(rows) - len(touched),
        refused=tuple(sorted((*refused, *contrary), key=lambda r: r.row)),
        repeated=repeated,
        contradicted=tuple(sorted(contradicted)),
        changed=_changed(sheet, rows, {refusal.row for refusal in (*refused, *contrary)}),
    )


def _changed(sheet: Sheet, rows: Sequence[Answer], refused: Collection[int]) -> tuple[ChangedCell, ...]:
    result = []
    for row in rows:
        seen = row_code.read(row.statement, row.row_code)
        if seen is None or row.row in refused:
            continue
        result += [
            ChangedCell(sheet.name, row.row, heading, value)
            for heading, value in row.given.items()
            if heading in seen.cells and row_code.cell_hash(value) != seen.cells[heading]
        ]
    return tuple(result)


def _same_corpus(sheet: Sheet, touched: Sequence[Answer], known: Known, arrival: Arrival) -> None:
    if not touched or any(row.statement in known.texts for row in touched):
        return
    made_for = f" Het werkboek is gemaakt voor corpus '{sheet.corpus}'." if sheet.corpus else ""
    raise WorkbookError(
        f"{sheet.file}, blad {sheet.name}: geen van de {len(touched)} ingevulde rijen hoort bij een "
        f"uitspraak in corpus '{arrival.corpus}'.{made_for} Lees het werkboek in bij het juiste corpus. Is "
        "dit corpus opnieuw verwerkt, exporteer dan een nieuw werkboek"
    )


def _judge_all(
    sheet: Sheet, touched: Sequence[Answer], known: Known, codebook: Codebook, reviewer: str
) -> tuple[list[Verdict], list[Refusal]]:
    verdicts, refused = [], []
    for answer in touched:
        try:
            verdicts.append(judge(answer, known.texts, codebook, reviewer))
        except RowError as error:
            where = (sheet.name, answer.row, answer.statement)
            refused.append(Refusal(*where, error.column, error.value, error.reason, error.way_out))
    return verdicts, refused


def _once(sheet: Sheet, verdicts: Sequence[Verdict]) -> tuple[list[Verdict], list[Refusal], int]:
    """Keep one verdict per statement, by id; refuse all rows when they differ; count equal copies."""
    by_statement: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_statement[verdict.statement].append(verdict)
    single, refused, copies = [], [], 0
    for name, found in sorted(by_statement.items()):
        if len({verdict.content for verdict in found}) == 1:
            single.append(found[0])
            copies += len(found) - 1
            continue
        for verdict in found:
            others = ", ".join(str(other.row) for other in found if other is not verdict)
            reason = f"dezelfde uitspraak staat met een ander oordeel in rij {others}"
            way_out = "laat één van deze rijen staan en maak de andere leeg"
            value = c.VERDICTS[verdict.verdict]
            refused.append(Refusal(sheet.name, verdict.row, name, c.VERDICT, value, reason, way_out))
    return single, refused, copies


def _members(verdicts: Sequence[Verdict], known: Known) -> list[tuple[Verdict, list[str]]]:
    """Return for each verdict the statements it is about.

    A statement with a row of its own keeps that; the other statements with the same text follow the first.
    """
    taken = {verdict.statement for verdict in verdicts}
    result = []
    for verdict in verdicts:
        same = [name for name in known.same.get(verdict.statement, ()) if name not in taken]
        taken.update(same)
        result.append((verdict, [verdict.statement, *same]))
    return result


def _made(verdict: Verdict, member: str, codebook: Codebook) -> dict[str, Made]:
    note = verdict.note
    if member != verdict.statement:
        note = " ".join(part for part in (f"Zelfde tekst als {verdict.statement}.", note) if part)
    return {
        d.id: Made(verdict.verdict, tuple(verdict.codes.get(d.id, ())), note, codebook.version)
        for d in codebook.dimensions
    }


def _table(
    new: Mapping[str, tuple[Verdict, Mapping[str, Made]]], known: Known, arrival: Arrival
) -> pd.DataFrame:
    columns: dict[str, list[str | None]] = {name: [] for name in arrow_schema(Decisions).names}
    for member, (verdict, made) in sorted(new.items()):
        for dimension, decision in made.items():
            row = {
                Decisions.statement_id: member,
                Decisions.text_hash: text_hash(known.texts[member]),
                Decisions.reviewer: verdict.reviewer,
                Decisions.decided_at: arrival.decided_at,
                Decisions.verdict: decision.verdict,
                Decisions.dimension: dimension,
                Decisions.codes: "|".join(decision.codes) or None,
                Decisions.note: decision.note or None,
                Decisions.codebook_version: decision.codebook,
                Decisions.workbook: arrival.workbook,
            }
            for name, value in row.items():
                columns[name].append(value)
    return frame(Decisions, columns)
