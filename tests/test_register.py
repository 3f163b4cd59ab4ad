"""The register of a consultation: nothing received is lost, every point has one answer, nobody is named."""

import csv
import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from textmine.corpus import Consultation
from textmine.errors import MisplacedError, TableError
from textmine.register.numbering import known_numbers, new_numbers
from textmine.register.standing import Said, content_hash, standing
from textmine.store import parquet
from textmine.store import register as store
from textmine.tables import (
    Documents,
    Numbers,
    OpenWork,
    Register,
    ResponsePoints,
    Statements,
    Templates,
    empty,
    frame,
)


@pytest.fixture(scope="module")
def corpus(made_sample: Path) -> Path:
    """The sample with responses, as it was run."""
    return made_sample / "corpora" / "voorbeeld-zienswijzen"


def table(corpus: Path, name: str, schema: type) -> pd.DataFrame:
    """A table of the corpus."""
    return parquet.read(schema, corpus / "derived" / f"{name}.parquet")


def test_everything_received_is_in_the_register(corpus: Path) -> None:
    """Every response with a text is one row, and so is every file and row that could not be read."""
    rows = table(corpus, "register", Register)
    read = set(table(corpus, "sources", Documents)[Documents.submission])
    unread = rows[~rows[Register.submission].isin(read)]
    assert set(rows[Register.submission]) >= read
    assert len(rows) == len(read) + len(unread)
    assert set(unread[Register.status]) == {"unread"}
    with (corpus / "bestanden-waarheid.csv").open(encoding="utf-8") as file:
        lost = {row["file"] for row in csv.DictReader(file) if row["expected"] != "kept"}
    copies = {path for path in lost if "kopie" in path}
    assert lost - copies <= set(unread[Register.path])


def test_every_statement_makes_a_point(corpus: Path) -> None:
    """In = out: all statements that count stand with a point of their own response."""
    pointed = table(corpus, "response_points", ResponsePoints)
    assert set(pointed[ResponsePoints.statement_id]) == set(table(corpus, "statements", Statements)["id"])


def test_late_responses_are_marked_and_kept(corpus: Path) -> None:
    """A response after the term is in the register like any other, and people are told."""
    rows = table(corpus, "register", Register)
    late = rows[rows[Register.in_time].eq(other=False).fillna(value=False)]
    assert (late[Register.received] > dt.date(2026, 3, 16)).all()
    assert len(late)
    assert (late[Register.points] > 0).any()
    told = table(corpus, "register_open", OpenWork)
    assert not told.loc[told[OpenWork.message].str.contains("buiten de termijn"), OpenWork.blocks].any()


def test_letters_of_a_campaign_are_found(corpus: Path) -> None:
    """The two campaigns of the sample are two templates: all letters but few, and no other response."""
    rows = table(corpus, "register", Register)
    with (corpus / "campagne-waarheid.csv").open(encoding="utf-8") as file:
        meant = {row["file"]: row["campaign"] for row in csv.DictReader(file)}
    found = rows[rows[Register.template].notna()]
    assert set(found[Register.path]) <= set(meant)
    assert len(found) >= 0.95 * len(meant)
    pairs = {(meant[path], name) for path, name in zip(found["path"], found["template"], strict=True)}
    assert len(pairs) == len({name for _, name in pairs}) == len(set(meant.values()))
    assert len(table(corpus, "templates", Templates)) == len(pairs)


def test_look_up_table_has_no_names(corpus: Path) -> None:
    """The public sheet has numbers only: no name or address of the raw data is in it."""
    book = load_workbook(corpus / "derived" / "analyse.xlsx", read_only=True)
    cells = [str(cell) for row in book["Opzoektabel"].iter_rows(values_only=True) for cell in row if cell]
    with (corpus / "personen-waarheid.csv").open(encoding="utf-8") as file:
        persons = {row["text"] for row in csv.DictReader(file)}
    shown = "\n".join(cells)
    assert [person for person in persons if person in shown] == []


def said(number: int, who: str, what: str, seen: str = "") -> Said[str]:
    """Somebody wrote ``what`` after seeing ``seen``."""
    saw = frozenset({content_hash((seen,))} if seen else ())
    return Said(number, "P", (what,), saw, who, "2026-04-01T10:00:00+02:00", f"reacties_{number}")


@pytest.mark.parametrize(
    ("rows", "stands"),
    [
        ([said(1, "anna", "A1")], ["A1"]),
        ([said(1, "anna", "A1"), said(2, "anna", "A2")], ["A2"]),
        ([said(1, "anna", "A1"), said(2, "bert", "A2", seen="A1")], ["A2"]),
        ([said(1, "anna", "A1"), said(2, "bert", "A2")], ["A1", "A2"]),
        ([said(1, "anna", "A1"), said(2, "bert", "A1")], ["A1"]),
        ([said(1, "anna", "A1"), said(2, "bert", "", seen="A1")], []),
    ],
)
def test_nobody_overwrites_what_he_did_not_see(rows: list[Said[str]], stands: list[str]) -> None:
    """A later row replaces what its maker saw or wrote; what another wrote meanwhile stays beside it."""
    assert [row.parts[0] for row in standing(rows)["P"]] == stands


def responses(*names: str) -> pd.DataFrame:
    """Responses with these submissions, each with a text of its own."""
    return pd.DataFrame(
        {
            "submission": names,
            "content": [f"tekst {name}" for name in names],
            "received": [None] * len(names),
            "path": names,
            "place": [None] * len(names),
        }
    )


def test_numbers_stay_when_responses_are_added_or_renamed() -> None:
    """A number is given once: later responses get later numbers, whatever their place in the order."""
    first = frame(Numbers, new_numbers(empty(Numbers), responses("b", "c"), "nu"))
    more = frame(Numbers, new_numbers(first, responses("a", "b", "c"), "later"))
    assert dict(zip(first["submission"], first["number"], strict=True)) == {"b": "R0001", "c": "R0002"}
    assert list(more["number"]) == ["R0003"]
    renamed = responses("b", "c").assign(submission=["b", "hernoemd"])
    assert known_numbers(first, renamed).numbers == {"b": "R0001", "hernoemd": "R0002"}
    assert known_numbers(first, responses("b")).gone == ("R0002",)


def test_a_number_given_twice_is_refused(corpus: Path, tmp_path: Path) -> None:
    """A damaged file is named with its row."""
    shutil.copytree(corpus / "register", tmp_path / "register")
    rows = frame(Numbers, new_numbers(empty(Numbers), responses("a"), "nu"))
    for _ in range(2):
        store.append(tmp_path / "register", {"numbers": rows})
    with pytest.raises(TableError, match=r"numbers.csv, rij 3: registratienummer 'R0001' staat er twee keer"):
        store.read(tmp_path / "register")


def test_a_term_that_closes_before_it_opens_is_refused() -> None:
    """The term must be one."""
    with pytest.raises((MisplacedError, ValueError), match="sluit op 2026-01-01"):
        Consultation(opens=dt.date(2026, 2, 1), closes=dt.date(2026, 1, 1))
