"""Every response that came in, read or not, as far as ``corpus.yaml`` and its texts say."""

from typing import Any

import pandas as pd

from textmine.analysis.remarks import to_look_at
from textmine.tables import Documents, Remarks
from textmine.text.identity import document_id, text_hash

UNREAD_ROW = "empty_answer"
"""The reason with which an answer without a text is rejected; a row with nothing else was not read at all."""

COLUMNS = ("submission", "content", "path", "place", "channel", "received", "respondent_type")
"""What ``read_responses`` and ``unread_responses`` say of a response, beside its numbers."""


def read_responses(sources: pd.DataFrame) -> pd.DataFrame:
    """Return one row per submission with a text, sorted by it.

    Columns: those of ``COLUMNS``, ``on_behalf_of`` (the largest number given), ``documents`` and
    ``respondent`` (the organisation, else the person, else the submission). ``content`` hashes the texts in
    any order.
    """
    person = sources[Documents.respondent].fillna(sources[Documents.submission])
    rows = sources.assign(
        respondent=sources[Documents.organisation].fillna(person),
        hash=sources[Documents.text].map(text_hash).astype(object),
        place=pd.Series(_places(sources), index=sources.index, dtype=object),
    )
    order = [Documents.submission, Documents.path, Documents.member, Documents.id]
    rows = rows.sort_values(order, na_position="first")
    grouped = rows.groupby(Documents.submission, sort=True)
    found: pd.DataFrame = grouped.agg(
        path=(Documents.path, "first"),
        place=("place", "first"),
        channel=(Documents.channel, "first"),
        received=(Documents.received, "min"),
        respondent_type=(Documents.respondent_type, "first"),
        on_behalf_of=(Documents.on_behalf_of, "max"),
        documents=(Documents.id, "nunique"),
        respondent=("respondent", "first"),
        content=("hash", _together),
    )
    return found.reset_index()


def unread_responses(sources: pd.DataFrame, rejected: pd.DataFrame) -> pd.DataFrame:
    """Return what was received but holds no text that can be read: files, and rows of tables.

    Columns: ``submission`` (of a file that which it has once it can be read), ``content``, ``path``,
    ``place`` and ``reason`` (a key of ``tables.REASONS``). A copy of a file that was read is no response, nor
    is a sheet that was not asked for.
    """
    read = set(zip(sources[Documents.path], _places(sources), strict=True))
    tables = set(sources.loc[sources[Documents.row].notna(), Documents.path])
    paths = set(sources[Documents.path])
    wanted = pd.concat([to_look_at(rejected), rejected[rejected[Remarks.reason] == UNREAD_ROW]])
    found: dict[tuple[str, str], str] = {}
    names = (Remarks.path, Remarks.place, Remarks.reason)
    for path, place, reason in zip(*(wanted[name].astype(object) for name in names), strict=True):
        row = str(place) if not pd.isna(place) and _is_row(str(place)) else ""
        if path not in paths or (row and path in tables and (path, row) not in read):
            found.setdefault((path, row), reason)
    ordered = sorted(found)
    keys = [document_id(path, None, place or None) for path, place in ordered]
    return pd.DataFrame(
        {
            "submission": keys,
            "content": [""] * len(keys),
            "path": [path for path, _ in ordered],
            "place": [place or None for _, place in ordered],
            "reason": [found[key] for key in ordered],
        }
    )


def _is_row(place: str) -> bool:
    return place.rpartition(", ")[2].startswith("rij ")


def _places(rows: pd.DataFrame) -> list[str | None]:
    """Return the sheet and row of every document as remarks name them."""
    pairs = zip(rows[Documents.sheet].astype(object), rows[Documents.row].astype(object), strict=True)
    return [_place(sheet, row) for sheet, row in pairs]


def _place(sheet: Any, row: Any) -> str | None:
    parts = ["" if pd.isna(sheet) else f"blad {sheet}", "" if pd.isna(row) else f"rij {int(row)}"]
    return ", ".join(part for part in parts if part) or None


def _together(found: pd.Series) -> str:
    return text_hash("\n".join(sorted(found)))
