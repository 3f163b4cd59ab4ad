"""What an import adds to ``decisions.csv`` and ``splits.csv``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from textmine.review.columns import SPLIT
from textmine.review.history import History, Made
from textmine.tables import BLIND, Decisions, Splits, Table, arrow_schema, frame


class New(NamedTuple):
    """A new decision about one statement, in all dimensions."""

    statement: str
    text_hash: str
    reviewer: str
    workbook: str
    made: Mapping[str, Made]

    @property
    def blind(self) -> bool:
        """Whether it is of a second coder who saw no proposal."""
        return self.workbook.endswith(BLIND)


def decision_rows(new: Sequence[New], decided_at: str) -> pd.DataFrame:
    """Return the rows to add (schema ``Decisions``), by statement id."""
    rows = [
        {
            Decisions.statement_id: item.statement,
            Decisions.text_hash: item.text_hash,
            Decisions.reviewer: item.reviewer,
            Decisions.decided_at: decided_at,
            Decisions.verdict: decision.verdict,
            Decisions.dimension: dimension,
            Decisions.codes: "|".join(decision.codes) or None,
            Decisions.note: decision.note or None,
            Decisions.codebook_version: decision.codebook,
            Decisions.workbook: item.workbook,
        }
        for item in sorted(new, key=lambda item: item.statement)
        for dimension, decision in item.made.items()
    ]
    return _frame(Decisions, rows)


def split_rows(new: Sequence[New], splits: pd.DataFrame, earlier: History, decided_at: str) -> pd.DataFrame:
    """Return the rows to add (schema ``Splits``), by statement id.

    A decision to split has one. So has another decision about a text that somebody split: the statement is
    then whole again. When a blind coder splits what somebody else decided on, that decision comes first,
    so that it keeps counting (see ``tables.Splits``).
    """
    known = set(zip(splits[Splits.statement_id], splits[Splits.text_hash], strict=True))
    open_eyed = splits[~splits[Splits.workbook].str.endswith(BLIND).to_numpy(bool)] if len(splits) else splits
    decided = set(zip(open_eyed[Splits.statement_id], open_eyed[Splits.text_hash], strict=True))
    rows: list[dict[str, str]] = []
    for item in sorted(new, key=lambda item: item.statement):
        key = (item.statement, item.text_hash)
        made = next(iter(item.made.values()))
        if made.verdict != SPLIT and key not in known:
            continue
        for dimension in item.made if item.blind and key not in decided else ():
            taken = earlier.last.get((item.statement, dimension))
            if taken is not None and not taken.blind:
                rows.append(_split(key, "", taken.who, taken.decided_at, taken.workbook))
                break
        at = "|".join(map(str, made.cuts))
        rows.append(_split(key, at, item.reviewer, decided_at, item.workbook))
    return _frame(Splits, rows)


def _split(key: tuple[str, str], at: str, reviewer: str, decided_at: str, workbook: str) -> dict[str, str]:
    return {
        Splits.statement_id: key[0],
        Splits.text_hash: key[1],
        Splits.at: at,
        Splits.reviewer: reviewer,
        Splits.decided_at: decided_at,
        Splits.workbook: workbook,
    }


def _frame(table: type[Table], rows: Iterable[Mapping[str, str | None]]) -> pd.DataFrame:
    found = list(rows)
    return frame(table, {name: [row[name] for row in found] for name in arrow_schema(table).names})
