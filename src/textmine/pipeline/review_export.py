"""Review, the way out: draw a round, and write the workbooks of reviewers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textmine.codebook import Codebook
from textmine.errors import QueueError, WorkbookError
from textmine.pipeline.review_changes import about_present_texts
from textmine.pipeline.review_disputes import open_disputes
from textmine.pipeline.review_population import population
from textmine.pipeline.review_rows import review_rows
from textmine.pipeline.review_tables import FOLDER, hashes_of_decided, read
from textmine.pipeline.table import CODEBOOK, CODEBOOKS, DECISIONS, GROUPS, ROUNDS, SPLITS
from textmine.review.again import to_review_again
from textmine.review.contents import Contents, dispute_note, earlier_note
from textmine.review.history import History, dimension_ids, history
from textmine.review.issued import AGAIN, DISPUTES, DOUBT, ROUND, Issued, slug
from textmine.review.pending import not_taken_in
from textmine.review.queue import Plan, select
from textmine.review.returned import answers
from textmine.review.rounds import Round
from textmine.review.sample import numbers
from textmine.review.selection import candidates
from textmine.store import codebooks, review_returned, review_workbook
from textmine.store import rounds as rounds_folder
from textmine.tables import SAMPLE, Groups, Queue


@dataclass(frozen=True, slots=True)
class Ask:
    """For whom a workbook is, and where it comes; without a ``path`` in ``FOLDER``, by its usual name."""

    reviewer: str
    path: Path | None = None
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """A workbook that was written; ``path`` is None when there was nothing to review.

    ``rows`` went out, ``covered`` are the statements they stand for; ``sample`` of the rows were drawn by
    chance. ``left_out`` texts wait for a later round, about ``reviewed`` statements people decided, and the
    last decision about ``doubts`` statements is a doubt. ``gone`` texts of the round are no longer in the
    sources. ``remarks`` say in Dutch what is other than asked.
    """

    issued: Issued
    path: Path | None
    rows: int
    covered: int
    sample: int
    left_out: int
    reviewed: int
    doubts: int
    gone: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is there before anything goes out."""

    codebook: Codebook
    groups: pd.DataFrame
    decisions: pd.DataFrame
    earlier: History
    complete: frozenset[str]
    doubts: Mapping[str, str]
    rounds: tuple[Round, ...]

    @classmethod
    def of(cls, folder: Path) -> "_Known":
        codebook: Codebook = read(CODEBOOK, folder)
        groups, decisions = read(GROUPS, folder), read(DECISIONS, folder)
        earlier = history(decisions, hashes_of_decided(folder, decisions))
        ids, dimensions = groups[Groups.statement_id].tolist(), dimension_ids(codebook)
        doubts = {name: found for name in ids if (found := earlier.doubts(name, dimensions))}
        return cls(
            codebook=codebook,
            groups=groups,
            decisions=decisions,
            earlier=earlier,
            complete=frozenset(name for name in ids if earlier.complete(name, dimensions)),
            doubts={name: earlier_note(found, codebook) for name, found in doubts.items()},
            rounds=read(ROUNDS, folder),
        )

    def unfinished(self, drawn: Round) -> list[str]:
        """Return the texts of a round that people must still decide on, in the order of its queue."""
        mine = self.groups[self.groups[Groups.statement_id].isin(self.complete)]
        done = set(mine[Groups.group])
        group = dict(zip(self.groups[Groups.statement_id], self.groups[Groups.group], strict=True))
        return [name for name in drawn.queue[Queue.statement_id] if name in group and group[name] not in done]


def export_round(  # noqa: PLR0913  # what people can choose
    folder: Path,
    ask: Ask,
    *,
    size: int = 200,
    share: float = 0.5,
    seed: int = 0,
    unfinished: bool = False,
) -> Exported:
    """Draw a new round of ``size`` texts, a ``share`` of them by chance, and write its workbook.

    A round before it must be finished, unless ``unfinished`` says that it need not be.

    Raises
    ------
    TextmineError
        When the tables are not there yet, an earlier round is not finished, or no workbook can be written.
    """
    known = _Known.of(folder)
    last = known.rounds[-1] if known.rounds else None
    waiting = known.unfinished(last) if last is not None else []
    if last is not None and waiting and not unfinished:
        raise QueueError(
            f"ronde {last.number} is nog niet af: {len(waiting)} van de {len(last.queue)} teksten hebben nog "
            f"geen oordeel. Lees eerst het werkboek in ('textmine review import'), stuur wat overblijft nog "
            f"eens uit met --round {last.number}, of sla die teksten over met --new-round"
        )
    number = 1 + max((drawn.number for drawn in known.rounds), default=0)
    issued = Issued(ROUND, _coder(ask), number)
    path = _target(folder, ask, issued, known)
    plan = Plan(size, share, known.codebook.dimensions[0].id, number, seed)
    found = select(population(folder, known.codebook, known.groups, known.complete), plan)
    drawn = Round(number, found.queue, found.strata, found.texts)
    chosen = found.queue[Queue.statement_id].tolist()
    remarks = (*found.remarks, *_also_open(known, chosen))
    made = _write(folder, path, issued, ask, known, chosen, {}, drawn, remarks)
    if made.path is not None:
        rounds_folder.write(ROUNDS.of(folder), drawn)
    return made


def export_again(folder: Path, ask: Ask, number: int, *, blind: bool = False) -> Exported:
    """Write a workbook of a round that was drawn before.

    For a ``blind`` second coder: its whole probability sample, without proposals, in an order of their own.
    Otherwise what is still undecided, for who goes on with it.

    Raises
    ------
    TextmineError
        When there is no such round, or the workbook cannot be written.
    """
    known = _Known.of(folder)
    drawn = next((found for found in known.rounds if found.number == number), None)
    if drawn is None:
        there = ", ".join(str(found.number) for found in known.rounds) or "nog geen"
        raise QueueError(f"ronde {number} is er niet (wel: {there}); controleer --round")
    issued = Issued(ROUND, _coder(ask), number, blind)
    if blind:
        _not_first(known, issued)
    path = _target(folder, ask, issued, known)
    if blind:
        sampled = drawn.queue[drawn.queue[Queue.part] == SAMPLE]
        ids = sampled[sampled[Queue.statement_id].isin(known.groups[Groups.statement_id])][
            Queue.statement_id
        ].to_numpy(str)
        chosen = ids[numbers(ids, number, number, f"order of {issued.coder}").argsort()].tolist()
    else:
        chosen = known.unfinished(drawn)
    return _write(folder, path, issued, ask, known, chosen, {}, drawn)


def export_doubts(folder: Path, ask: Ask) -> Exported:
    """Write the statements whose last decision is a doubt, with the earlier notes.

    Raises
    ------
    TextmineError
        When the workbook cannot be written.
    """
    known = _Known.of(folder)
    issued = Issued(DOUBT, _coder(ask))
    path = _target(folder, ask, issued, known)
    chosen = list(candidates(known.groups, set(known.groups[Groups.statement_id]).difference(known.doubts)))
    notes = {name: known.doubts[name] for name in chosen}
    return _write(folder, path, issued, ask, known, sorted(chosen), notes)


def export_disputes(folder: Path, ask: Ask) -> Exported:
    """Write the statements that two other people decided on in different ways, with what each chose.

    Who is a party to a difference does not settle it: such statements are left out.

    Raises
    ------
    TextmineError
        When the workbook cannot be written.
    """
    known = _Known.of(folder)
    issued = Issued(DISPUTES, _coder(ask))
    path = _target(folder, ask, issued, known)
    found = open_disputes(folder)
    notes = {
        each.statement: dispute_note(each, known.codebook)
        for each in found
        if issued.coder not in {slug(who) for who in each.parties}
    }
    own = len(found) - len(notes)
    if own and not notes:
        raise QueueError(
            f"bij alle {own} geschillen is '{issued.coder}' zelf een van de twee; laat een derde beslissen, "
            "met --reviewer en de naam van die persoon"
        )
    remarks = (f"Niet in dit werkboek: {own} geschillen waarin u zelf een van de twee bent.",) if own else ()
    return _write(folder, path, issued, ask, known, list(notes), notes, remarks=remarks)


def export_changed(folder: Path, ask: Ask) -> Exported:
    """Write the statements with a code that means something else since people gave it, with what changed.

    Raises
    ------
    TextmineError
        When the workbook cannot be written, or a kept codebook is damaged.
    """
    known = _Known.of(folder)
    issued = Issued(AGAIN, _coder(ask))
    path = _target(folder, ask, issued, known)
    present = about_present_texts(folder, known.decisions)
    found = to_review_again(present, read(CODEBOOKS, folder), known.codebook)
    everything = set(known.groups[Groups.statement_id])
    chosen = sorted(candidates(known.groups, everything.difference(found)))
    names = {dimension.id: dimension.name for dimension in known.codebook.dimensions}
    notes = {
        name: "\n".join(f"{names[dimension]}: {why}" for dimension, why in found[name].items())
        for name in chosen
    }
    return _write(folder, path, issued, ask, known, chosen, notes)


def _coder(ask: Ask) -> str:
    coder = slug(ask.reviewer)
    if not coder:
        raise WorkbookError(
            "er staat niet bij voor wie het werkboek is; geef met --reviewer de naam of initialen op van wie "
            "beoordeelt"
        )
    return coder


def _not_first(known: _Known, issued: Issued) -> None:
    """Refuse a second coder who coded the round with the proposals in sight."""
    label = Issued(ROUND, issued.coder, issued.round).label
    if (known.decisions["workbook"] == label).any():
        raise QueueError(
            f"'{issued.coder}' beoordeelde ronde {issued.round} al met de voorstellen erbij; laat iemand "
            "anders de tweede beoordelaar zijn"
        )


def _target(folder: Path, ask: Ask, issued: Issued, known: _Known) -> Path:
    """Return where the workbook comes, when it may come there."""
    path = ask.path or folder / FOLDER / issued.file
    if ask.path is not None and not path.parent.is_dir():
        raise WorkbookError(f"{path}: de map {path.parent} is er niet; maak die eerst, of pas --output aan")
    if path.suffix.lower() != ".xlsx":
        raise WorkbookError(f"{path}: de naam van een werkboek eindigt op .xlsx; pas --output aan")
    if path.exists() and not ask.overwrite:
        raise WorkbookError(
            f"{path} bestaat al, en misschien heeft iemand er oordelen in gezet. Lees die eerst in met "
            f"'textmine review import {folder.name} {path}'. Kies daarna een andere naam met --output, of "
            "vervang het bestand met --overwrite"
        )
    _nothing_lost(folder, path, known.decisions, known.codebook)
    return path


def _nothing_lost(folder: Path, path: Path, decisions: pd.DataFrame, codebook: Codebook) -> None:
    """Refuse to replace a workbook with decisions that are only in there."""
    if not path.exists():
        return
    try:
        rows = answers(review_returned.read(path), codebook)
    except WorkbookError as error:
        raise WorkbookError(
            f"{path} bestaat al, en er is niet na te gaan of er oordelen in staan. Kies een andere naam met "
            f"--output, of haal dit bestand zelf weg. ({error})"
        ) from error
    lost = not_taken_in(rows, decisions, read(SPLITS, folder), codebook)
    if lost:
        number = "staat 1 ingevulde rij" if len(lost) == 1 else f"staan {len(lost)} ingevulde rijen"
        raise WorkbookError(
            f"{path} wordt niet vervangen: daarin {number} waarvan het oordeel nog niet is ingelezen (de "
            f"eerste is rij {lost[0].row}). Lees het eerst in met "
            f"'textmine review import {folder.name} {path}', of kies een andere naam met --output"
        )


def _write(  # noqa: PLR0913, PLR0917  # all that a workbook is made of
    folder: Path,
    path: Path,
    issued: Issued,
    ask: Ask,
    known: _Known,
    chosen: Sequence[str],
    notes: Mapping[str, str],
    drawn: Round | None = None,
    remarks: tuple[str, ...] = (),
) -> Exported:
    """Write the workbook of the ``chosen`` texts, in that order."""
    sizes = dict(zip(known.groups[Groups.statement_id], known.groups[Groups.size], strict=True))
    here = {name: int(sizes[name]) for name in chosen}
    if chosen:
        codebooks.keep(CODEBOOKS.of(folder), known.codebook)
        rows = review_rows(folder, known.codebook, here, notes, issued)
        ordered = [rows[name] for name in chosen]
        reviewer = " ".join(ask.reviewer.split())
        contents = Contents(folder.resolve().name, known.codebook, ordered, issued, reviewer)
        review_workbook.write(path, contents)
    return Exported(
        issued=issued,
        path=path if chosen else None,
        rows=len(chosen),
        covered=sum(here.values()),
        sample=_sampled(drawn, chosen),
        left_out=len(set(candidates(known.groups, known.complete)) - set(chosen)),
        reviewed=len(known.complete),
        doubts=len(known.doubts),
        gone=_gone(drawn, issued, sizes),
        remarks=remarks,
    )


def _gone(drawn: Round | None, issued: Issued, here: Collection[str]) -> int:
    """Count the texts of the round, or for a blind coder those that were drawn, that are not there now."""
    if drawn is None:
        return 0
    names = drawn.sampled if issued.blind else drawn.sent
    return len(set(names).difference(here))


def _also_open(known: _Known, chosen: Collection[str]) -> tuple[str, ...]:
    """Say of each earlier round what is still open, and how much of that went out once more."""
    group = dict(zip(known.groups[Groups.statement_id], known.groups[Groups.group], strict=True))
    mine = {group[name] for name in chosen}
    told = []
    for drawn in known.rounds:
        waiting = {group[name] for name in known.unfinished(drawn)}
        if not waiting:
            continue
        waits = "wacht nog 1 tekst" if len(waiting) == 1 else f"wachten nog {len(waiting)} teksten"
        twice = len(waiting & mine)
        also = (
            f" Daarvan {'zit' if twice == 1 else 'zitten'} er {twice} ook in dit nieuwe werkboek. Beoordeel "
            "een tekst in één van beide: het oordeel telt voor beide rondes."
        )
        told.append(f"In ronde {drawn.number} {waits} op een oordeel.{also if twice else ''}")
    return tuple(told)


def _sampled(drawn: Round | None, chosen: Collection[str]) -> int:
    if drawn is None:
        return 0
    mine = drawn.queue[drawn.queue[Queue.part] == SAMPLE]
    return int(mine[Queue.statement_id].isin(set(chosen)).sum())
