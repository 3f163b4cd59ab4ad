"""What people decided about a text holds for that text, wherever and whenever it comes in."""

from pathlib import Path

import pytest
from review_corpus import Workbook
from test_pipeline import small_corpus

from textmine.models.coded import latest
from textmine.models.lessons import finished, taken
from textmine.pipeline.explain import explain
from textmine.pipeline.review_export import Ask, export_again, export_round
from textmine.pipeline.review_import import take_in
from textmine.pipeline.run import run
from textmine.pipeline.table import CODEBOOK
from textmine.review.history import history
from textmine.store import artefacts, decisions, parquet
from textmine.tables import Assignments, Decisions, Groups, Statements, frame

NOW = "2026-03-05T10:00:00+01:00"


def decision(
    statement: str, text: str, codes: str, workbook: str = "beoordeling_1_anna.xlsx"
) -> dict[str, str]:
    """Build a row of decisions in one dimension."""
    return {
        "statement_id": statement,
        "text_hash": text,
        "reviewer": "anna",
        "decided_at": NOW,
        "verdict": "code",
        "dimension": "soort",
        "codes": codes,
        "note": "",
        "codebook_version": "v",
        "workbook": workbook,
    }


BLIND = "beoordeling_1_bert.xlsx (blind)"


@pytest.mark.parametrize(
    ("rows", "hashes", "expected", "stale"),
    [
        ([decision("a", "h", "wens")], {"a": "h", "b": "h"}, {"a": "wens", "b": "wens"}, 0),
        ([decision("gone", "h", "wens")], {"b": "h"}, {"b": "wens"}, 0),
        ([decision("a", "old", "wens")], {"a": "new"}, {}, 1),
        (
            [decision("a", "h", "wens"), decision("b", "h", "klacht")],
            {"a": "h", "b": "h", "c": "h"},
            {"a": "wens", "b": "klacht", "c": "klacht"},
            0,
        ),
        (
            [decision("a", "h", "wens"), decision("a", "h", "") | {"verdict": "split", "codes": ""}],
            {"b": "h"},
            {},
            0,
        ),
        (
            [decision("a", "h", "wens"), decision("b", "h", "lof", BLIND)],
            {"a": "h", "b": "h", "c": "h"},
            {"a": "wens", "b": "lof", "c": "wens"},
            0,
        ),
    ],
)
def test_a_copy_follows_the_last_decision_about_its_text(
    rows: list[dict[str, str]], hashes: dict[str, str], expected: dict[str, str], stale: int
) -> None:
    """Its own decision goes before; a decision about a text that is nowhere is stale."""
    table = frame(Decisions, {name: [row[name] for row in rows] for name in rows[0]})
    current, old = latest(table, hashes)
    assert {name: found["soort"].codes for name, found in current.items()} == expected
    assert old == stale
    past = history(table, hashes)
    assert {name: taken.made.codes[0] for (name, _), taken in past.last.items()} == expected


def test_copies_and_renamed_files_keep_what_people_decided(tmp_path: Path) -> None:
    """A late copy and a file under another name are coded by people; nobody is asked again."""
    corpus = small_corpus(tmp_path)
    run(corpus)
    made = export_round(corpus, Ask("anna"))
    assert made.path is not None
    book = Workbook(made.path)
    for cell in book.sheet["A"][1:]:
        book.fill(str(cell.value), Oordeel="Akkoord")
    asked = {str(cell.value) for cell in book.sheet["A"][1:]}
    take_in(corpus, book.save(), "", NOW)
    raw = corpus / "raw"
    first, second = sorted(raw.iterdir())
    (raw / "nagekomen.txt").write_text("Later gekomen.\n\n" + first.read_text("utf-8"), "utf-8")
    second.rename(raw / "hernoemd.txt")
    run(corpus)
    derived = corpus / "derived"
    statements = parquet.read(Statements, derived / "statements.parquet")
    known = set(decisions.read(corpus / "decisions.csv")[Decisions.text_hash])
    held = taken(
        statements,
        parquet.read(Groups, derived / "groups.parquet"),
        decisions.read(corpus / "decisions.csv"),
    )
    codebook = artefacts.read("codebook", CODEBOOK.of(corpus))
    done = finished(held, codebook)
    fresh = set(statements.loc[statements[Statements.text].str.contains("Later gekomen"), Statements.id])
    assert len(known) < len(done)
    assert done == set(statements[Statements.id]) - fresh
    by_people = parquet.read(Assignments, derived / "assignments.parquet")
    by_people = by_people[by_people[Assignments.source] == "person"]
    assert set(by_people[Assignments.statement_id]) == done
    assert held.stale == 0
    copy = statements[statements[Statements.text].duplicated(keep="first")].iloc[0]
    explained = explain(corpus, copy[Statements.id])
    dimensions = [row[Decisions.dimension] for row in explained.decisions]
    assert (explained.borrowed, dimensions) == (copy[Statements.id] not in asked, ["kind"])
    again = export_round(corpus, Ask("anna"))
    assert again.rows == len(fresh)
    assert export_again(corpus, Ask("bert"), 1).path is None
