"""How far people are with every review round."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from textmine.review.issued import parse
from textmine.review.rounds import Round
from textmine.tables import Decisions, Groups


@dataclass(frozen=True, slots=True)
class Progress:
    """One round, in texts: all that went out, those ``drawn`` by chance, those ``decided``, and the rest.

    Of the texts that are still ``open``, ``open_drawn`` were drawn by chance, and of ``doubts`` of those the
    last decision is a doubt. Of the decided ones ``split`` were split: their parts are texts of their own.
    ``gone`` are no longer in the sources: nobody has to decide on them. A second coder, who saw no proposal,
    decided on ``second`` of the drawn ones.
    """

    round: int
    texts: int
    drawn: int
    decided: int
    open: int
    open_drawn: int
    doubts: int
    split: int
    gone: int
    second: int


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of statements: about which they are ``finished``, ``doubted``, or coded ``blind``.

    ``blind`` has pairs of a round and a statement; ``split`` were to be split, by their last decision.
    """

    finished: Collection[str]
    doubted: Collection[str]
    blind: Collection[tuple[int, str]]
    split: Collection[str]


def progress(rounds: Sequence[Round], groups: pd.DataFrame, said: Said) -> tuple[Progress, ...]:
    """Count every round, by number; a text is decided when any statement that says it is finished."""
    group = dict(zip(groups[Groups.statement_id], groups[Groups.group], strict=True))
    return tuple(_progress(one, group, said) for one in sorted(rounds, key=lambda each: each.number))


def _progress(one: Round, group: Mapping[str, str], said: Said) -> Progress:
    here = {name: group[name] for name in one.sent if name in group}
    done, doubted = (
        {group[name] for name in names if name in group} for names in (said.finished, said.doubted)
    )
    waiting = {name for name, text in here.items() if text not in done}
    split = sum(name not in here and name in said.split for name in one.sent)
    second = {group.get(name) for number, name in said.blind if number == one.number}
    return Progress(
        round=one.number,
        texts=len(one.sent),
        drawn=len(one.sampled),
        decided=len(here) - len(waiting) + split,
        open=len(waiting),
        open_drawn=len(waiting & one.sampled),
        doubts=sum(here[name] in doubted for name in waiting & one.sampled),
        split=split,
        gone=len(one.sent) - len(here) - split,
        second=sum(here.get(name) in second for name in one.sampled & here.keys()),
    )


def blind(decisions: pd.DataFrame) -> frozenset[tuple[int, str]]:
    """Return round and statement of every decision of a second coder."""
    issued = {name: parse(str(name)) for name in decisions[Decisions.workbook].unique()}
    pairs = zip(decisions[Decisions.statement_id], decisions[Decisions.workbook], strict=True)
    return frozenset(
        (found.round, str(name))
        for name, workbook in pairs
        if (found := issued[workbook]) is not None and found.blind and found.round is not None
    )


def split_up(decisions: pd.DataFrame) -> frozenset[str]:
    """Return the statements of which the last decision is to split them."""
    last = decisions.drop_duplicates(Decisions.statement_id, keep="last")
    return frozenset(map(str, last.loc[last[Decisions.verdict] == "split", Decisions.statement_id]))
