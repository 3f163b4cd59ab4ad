"""The sample corpora from files to report, held against what their makers know to be true."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from published_page import quotes_of, read_page

from textmine.cli.show import FIGURES
from textmine.pipeline.explain import explain
from textmine.report.figure_sheets import SHEETS
from textmine.store import parquet
from textmine.tables import (
    Assignments,
    Coverage,
    Documents,
    Evidence,
    Files,
    Groups,
    Remarks,
    Statements,
    TopicSpread,
)

CORPORA = ("voorbeeld-regiosessies", "voorbeeld-zienswijzen")


def truth(folder: Path, name: str) -> list[dict[str, str]]:
    """Read an answer sheet that lies beside the corpus."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_quote_and_every_statement_is_verbatim(made_sample: Path, corpus: str) -> None:
    """Letter for letter in the text of its document, on the page as in the table."""
    derived = made_sample / "corpora" / corpus / "derived"
    texts = parquet.read(Documents, derived / "documents.parquet").set_index("id")["text"]
    statements = parquet.read(Statements, derived / "statements.parquet")
    for row in statements.itertuples():
        assert texts[row.document_id][row.start : row.end] == row.text
    quotes = quotes_of(read_page((derived / "rapport.html").read_text("utf-8")))
    known = dict(zip(statements["id"], statements["text"], strict=True))
    assert len(quotes) > 50
    assert all(known[name] == words for name, words in quotes)


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_figure_leads_to_as_many_statements_as_it_says(made_sample: Path, corpus: str) -> None:
    """The evidence behind a topic's count is exactly that many statements, and all of them exist."""
    derived = made_sample / "corpora" / corpus / "derived"
    spread = parquet.read(TopicSpread, derived / "topic_spread.parquet")
    evidence = parquet.read(Evidence, derived / "evidence.parquet")
    ids = set(parquet.read(Statements, derived / "statements.parquet")["id"])
    assert set(evidence["statement_id"]) <= ids
    behind = evidence[evidence["figure"] == "topic_spread"].groupby("key")["statement_id"].nunique()
    assert len(spread) > 10
    for row in spread.itertuples():
        assert behind[row.topic] == row.statements


def test_every_bad_file_is_on_the_list_with_its_reason(made_sample: Path) -> None:
    """Damaged, encrypted, scanned, empty: rejected for the reason its maker gave it; all others are read."""
    folder = made_sample / "corpora" / "voorbeeld-zienswijzen"
    files = parquet.read(Files, folder / "derived" / "files.parquet").set_index("path")["status"].to_dict()
    rejected = parquet.read(Remarks, folder / "derived" / "ingest_rejected.parquet")
    repaired = parquet.read(Remarks, folder / "derived" / "repair_rejected.parquet")
    reasons = {row.path: row.reason for row in (*rejected.itertuples(), *repaired.itertuples())}
    wanted = truth(folder, "bestanden-waarheid.csv")
    assert set(files) == {row["file"] for row in wanted}
    for row in wanted:
        if row["expected"] == "kept":
            assert files[row["file"]] in {"kept", "partly"}, row
        else:
            assert reasons[row["file"]] == row["reason"], row


def test_identical_campaign_letters_are_one_text_with_their_number(made_sample: Path) -> None:
    """A point of the template is one group, as large as the number of letters that hold it."""
    folder = made_sample / "corpora" / "voorbeeld-zienswijzen"
    statements = parquet.read(Statements, folder / "derived" / "statements.parquet")
    documents = parquet.read(Documents, folder / "derived" / "documents.parquet").set_index("id")["path"]
    groups = parquet.read(Groups, folder / "derived" / "groups.parquet").set_index("statement_id")
    letters = {
        row["file"]
        for row in truth(folder, "campagne-waarheid.csv")
        if row["campaign"] == "zoutcavernes" and row["variant"] == "identical"
    }
    paths = statements["document_id"].map(documents)
    point = statements[
        paths.isin(letters) & statements["text"].str.startswith("De veiligheid van omwonenden")
    ]
    assert point["document_id"].nunique() == len(letters) == 35
    assert len(set(groups.loc[point["id"], "group"])) == 1
    assert groups.loc[point["id"], "size"].min() >= len(letters)


def test_every_session_is_covered(made_sample: Path) -> None:
    """Four regions times two tiers, each with dozens of statements."""
    derived = made_sample / "corpora" / "voorbeeld-regiosessies" / "derived"
    coverage = parquet.read(Coverage, derived / "coverage.parquet")
    assert len(coverage) == 8
    assert coverage["region"].nunique() * coverage["tier"].nunique() == 8
    assert coverage["statements"].min() >= 35


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_statement_has_exactly_one_kind_and_a_code_in_each_dimension(
    made_sample: Path, corpus: str
) -> None:
    """A statement is never left without a code: outside is a code too, and stands alone."""
    derived = made_sample / "corpora" / corpus / "derived"
    rows = parquet.read(Assignments, derived / "assignments.parquet")
    given = rows[rows["assigned"]]
    counts = pd.crosstab(given["statement_id"], given["dimension"])
    assert (counts["kind"] == 1).all()
    assert (counts > 0).all().all()
    for dimension, outside in (("theme", "buiten_thema"), ("subject", "overig_onderwerp")):
        own = given[given["dimension"] == dimension]
        alone = own[own["code"] == outside]["statement_id"]
        assert own[own["statement_id"].isin(alone)].groupby("statement_id").size().max() == 1


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_figure_that_a_statement_stands_behind_is_called_by_a_name(
    made_sample: Path, corpus: str
) -> None:
    """``textmine explain`` tells where a statement counts: in every kind of figure, points included."""
    folder = made_sample / "corpora" / corpus
    tables = [parquet.read(Evidence, path) for path in sorted((folder / "derived").glob("*evidence.parquet"))]
    first = pd.concat(tables).drop_duplicates(Evidence.figure)
    assert len(first) > 5
    for statement, figure in zip(first[Evidence.statement_id], first[Evidence.figure], strict=True):
        found = {row[Evidence.figure] for row in explain(folder, statement).published}
        assert {figure, "points"} <= found <= set(FIGURES)


def test_every_figure_with_a_sheet_is_called_by_a_name() -> None:
    """Those that no sample has as well, such as answers and changed minutes."""
    assert set(SHEETS) | {"crosses", "dossiers"} == set(FIGURES)
