"""Compare a returned workbook with what went out and with the tables and decisions that are there now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from textmine.codebook import Codebook
from textmine.errors import WorkbookError
from textmine.review import columns as c
from textmine.review import row_code
from textmine.review.additions import New, decision_rows, split_rows
from textmine.review.cells import from_cell
from textmine.review.differences import difference
from textmine.review.history import History, Made, history
from textmine.review.judge import RowError, Verdict, judge
from textmine.review.outcome import REFUSED, ChangedCell, Line, Outcome, Status
from textmine.review.returned import Answer, Sheet
from textmine.review.splits import Split, standing
from textmine.review.splitting import NoCutError, cuts
from textmine.text.identity import text_hash

_NAMED = 3
"""Statements that a message names."""


_SINCE = "dit oordeel is al eens ingelezen, en daarna koos dezelfde persoon iets anders; dat geldt"
_BACK = "moet dit oordeel toch gelden, zet dan een toelichting bij de rij en lees het werkboek opnieuw in"


@dataclass(frozen=True, slots=True)
class Known:
    """What the present tables say about the statements in a workbook.

    ``texts`` holds the text of every statement that exists, of ``same`` too; ``same`` all ids with the same
    text (itself included) of every statement that people decided on. ``decisions`` and ``splits`` are all
    there are (schemas of those names).
    """

    texts: Mapping[str, str]
    same: Mapping[str, Sequence[str]]
    decisions: pd.DataFrame
    splits: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Arrival:
    """Circumstances of an import.

    ``reviewer`` decided where a row names nobody; ``decided_at`` is ISO 8601; ``workbook`` is a file name,
    for rows that do not say under which name they went out.
    """

    corpus: str
    reviewer: str
    decided_at: str
    workbook: str


def compare(
    sheet: Sheet, rows: Sequence[Answer], known: Known, codebook: Codebook, arrival: Arrival
) -> Outcome:
    """Take what is clear and about the present texts, and say of every row what came of it.

    Raises
    ------
    WorkbookError
        When rows were filled in, but all of them are about statements of another corpus.
    """
    touched = [row for row in rows if not row.untouched]
    parents = _Parents(known, touched)
    _same_corpus(sheet, touched, known, parents, arrival)
    work = _Work(sheet, known, codebook, arrival, parents)
    for row in rows:
        if row.untouched:
            work.tell(row.row, row.statement, Status.UNTOUCHED)
    verdicts = [verdict for row in touched if (verdict := work.judged(row)) is not None]
    for verdict, members in _members(work.once(verdicts), known):
        work.take(verdict, members)
    lines = tuple(sorted(work.lines, key=lambda line: line.row))
    return Outcome(
        decisions=decision_rows(work.new, arrival.decided_at),
        splits=split_rows(work.new, known.splits, work.earlier, arrival.decided_at),
        lines=lines,
        repeated=work.repeated,
        contradicted=tuple(sorted(work.contradicted)),
        changed=_changed(sheet, rows, lines),
        remarks=sheet.remarks,
    )


class _Parents:
    """Statements that are not there any more because people split them, with the text that they had."""

    def __init__(self, known: Known, touched: Sequence[Answer]) -> None:
        self.splits: dict[str, Split] = {}
        self.texts: dict[str, str] = {}
        cut = {key: split for key, split in standing(known.splits).items() if split.at}
        for row in touched if cut else ():
            if row.statement in known.texts:
                continue
            seen = row_code.read(row.statement, row.row_code)
            split = cut.get((row.statement, seen.text)) if seen is not None else None
            text = from_cell(row.text or "")
            if split is not None and seen is not None:
                self.splits[row.statement] = split
                if text_hash(text) == seen.text:
                    self.texts[row.statement] = text


@dataclass(slots=True)
class _Work:
    """The rows of one workbook being taken, and what is known so far."""

    sheet: Sheet
    known: Known
    codebook: Codebook
    arrival: Arrival
    parents: _Parents
    lines: list[Line] = field(default_factory=list)
    new: list[New] = field(default_factory=list)
    contradicted: set[str] = field(default_factory=set)
    repeated: int = 0
    earlier: History = field(init=False)

    def __post_init__(self) -> None:
        texts = {**self.parents.texts, **self.known.texts}
        hashes = {name: text_hash(text) for name, text in texts.items()}
        self.earlier = history(self.known.decisions, hashes, self.known.splits)

    def tell(self, row: int, statement: str, status: Status, *told: str) -> None:
        """Say what came of a row; ``told`` is column, value, reason and way out, as far as there are any."""
        self.lines.append(Line(self.sheet.name, row, statement, status, *told))

    def judged(self, row: Answer) -> Verdict | None:
        """Return what a row says about a statement that is there; otherwise say why it cannot be used."""
        if row.statement in self.parents.splits:
            self._of_parent(row)
            return None
        try:
            return judge(row, self.known.texts, self.codebook, self.arrival.reviewer)
        except RowError as error:
            told = (error.column, error.value, error.reason, error.way_out)
            self.tell(row.row, row.statement, error.status, *told)
            return None

    def _of_parent(self, row: Answer) -> None:
        """Say of a row about a statement that was split whether it is the decision that split it."""
        split = self.parents.splits[row.statement]
        try:
            verdict = judge(row, self.parents.texts, self.codebook, self.arrival.reviewer)
            made = self._made(verdict, verdict.statement, verdict.cuts)
            if self.earlier.repeats(verdict.reviewer, verdict.statement, made):
                self.tell(row.row, row.statement, Status.KNOWN, "", "", "de uitspraak is al gesplitst")
                return
        except RowError:
            pass  # whatever it says, it is about a statement that is gone
        reason = f"deze uitspraak is intussen gesplitst (door {split.reviewer})"
        way_out = "beoordeel de delen in een nieuw werkboek van 'textmine review export'"
        self.tell(row.row, row.statement, Status.STALE, c.ID, row.statement, reason, way_out)

    def once(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Keep one verdict per statement, by id; refuse all rows when they differ."""
        by_statement: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            by_statement[verdict.statement].append(verdict)
        single = []
        for name, found in sorted(by_statement.items()):
            if len({verdict.content for verdict in found}) == 1:
                single.append(found[0])
                for copy in found[1:]:
                    reason = f"hetzelfde oordeel staat ook in rij {found[0].row}"
                    self.tell(copy.row, name, Status.KNOWN, "", "", reason)
                continue
            for verdict in found:
                others = ", ".join(str(other.row) for other in found if other is not verdict)
                reason = f"dezelfde uitspraak staat met een ander oordeel, of van een ander, in rij {others}"
                way_out = "laat één van deze rijen staan en maak de andere leeg"
                value = c.VERDICTS[verdict.verdict]
                self.tell(verdict.row, name, Status.INVALID, c.VERDICT, value, reason, way_out)
        return single

    def take(self, verdict: Verdict, members: Sequence[str]) -> None:
        """Add what ``verdict`` decides about ``members``, the statements with the same text."""
        workbook = verdict.workbook or self.arrival.workbook
        own = self._made(verdict, verdict.statement, verdict.cuts)
        if self.earlier.superseded(verdict.reviewer, verdict.statement, own, workbook):
            self.tell(verdict.row, verdict.statement, Status.KNOWN, "", "", _SINCE, _BACK)
            return
        fresh: dict[str, dict[str, Made]] = {}
        left_out = []
        for member in members:
            at = self._cuts(verdict, member)
            if at is None:
                left_out.append(member)
                continue
            made = self._made(verdict, member, at)
            if not self.earlier.repeats(verdict.reviewer, member, made):
                fresh[member] = made
        for member, made in fresh.items():
            hashed = text_hash(self.known.texts[member])
            self.new.append(New(member, hashed, verdict.reviewer, workbook, made))
        self.repeated += len(fresh.keys() - {verdict.statement})
        self._tell_taken(verdict, workbook, fresh, left_out)

    def _tell_taken(
        self,
        verdict: Verdict,
        workbook: str,
        fresh: Mapping[str, Mapping[str, Made]],
        left_out: Sequence[str],
    ) -> None:
        place = (verdict.row, verdict.statement)
        if not fresh:
            self.tell(*place, Status.KNOWN)
            return
        found = {
            member: difference(self.earlier, verdict.reviewer, workbook, member, made, self.codebook)
            for member, made in fresh.items()
        }
        differing = {member: told for member, told in found.items() if told is not None}
        self.contradicted |= differing.keys()
        status = Status.CONFLICTING if differing else Status.ACCEPTED
        column, value, reason, way_out = next(iter(differing.values()), ("", "", "", ""))
        self.tell(*place, status, column, value, "; ".join(filter(None, (reason, _apart(left_out)))), way_out)

    def _cuts(self, verdict: Verdict, member: str) -> tuple[int, ...] | None:
        """Return where ``member`` is split; None where the words do not say so, as its text may differ."""
        if verdict.verdict != c.SPLIT or member == verdict.statement:
            return verdict.cuts
        try:
            return cuts(self.known.texts[member], verdict.beginnings)
        except NoCutError:
            return None

    def _made(self, verdict: Verdict, member: str, at: tuple[int, ...]) -> dict[str, Made]:
        note = verdict.note
        if member != verdict.statement:
            note = " ".join(part for part in (f"Zelfde tekst als {verdict.statement}.", note) if part)
        version = self.codebook.version
        return {
            d.id: Made(verdict.verdict, tuple(verdict.codes.get(d.id, ())), note, version, at)
            for d in self.codebook.dimensions
        }


def _apart(left_out: Sequence[str]) -> str:
    if not left_out:
        return ""
    names = ", ".join(left_out[:_NAMED]) + (", …" if len(left_out) > _NAMED else "")
    return f"dit geldt niet voor {names}: daar staan de woorden bij '{c.SPLIT_BEFORE}' anders"


def _same_corpus(
    sheet: Sheet, touched: Sequence[Answer], known: Known, parents: _Parents, arrival: Arrival
) -> None:
    """Refuse a workbook of another corpus as a whole; one of this corpus is told of row by row."""
    there = known.texts.keys() | parents.splits.keys()
    if not touched or sheet.corpus == arrival.corpus or any(row.statement in there for row in touched):
        return
    made_for = f" Het werkboek is gemaakt voor corpus '{sheet.corpus}'." if sheet.corpus else ""
    raise WorkbookError(
        f"{sheet.file}, blad {sheet.name}: geen van de {len(touched)} ingevulde rijen hoort bij een "
        f"uitspraak in corpus '{arrival.corpus}'.{made_for} Lees het werkboek in bij het juiste corpus. Is "
        "dit corpus opnieuw verwerkt, exporteer dan een nieuw werkboek"
    )


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


def _changed(sheet: Sheet, rows: Sequence[Answer], lines: Sequence[Line]) -> tuple[ChangedCell, ...]:
    """Return the changed cells to read of rows that are not refused; a lossy file cannot show them."""
    refused = {line.row for line in lines if line.status in REFUSED}
    result = []
    for row in rows if not sheet.lossy else ():
        seen = row_code.read(row.statement, row.row_code) if row.row not in refused else None
        if seen is None:
            continue
        result += [
            ChangedCell(sheet.name, row.row, heading, value)
            for heading, value in row.given.items()
            if heading in seen.cells and seen.cells[heading] not in map(row_code.cell_hash, _as_shown(value))
        ]
    return tuple(result)


def _as_shown(value: str) -> list[str]:
    """Return ``value``, and as a number if it is shown as a percentage, as in a CSV file."""
    share = value.replace(",", ".").removesuffix("%").strip()
    try:
        return [value, f"{float(share) / 100:g}"] if value.endswith("%") else [value]
    except ValueError:
        return [value]
