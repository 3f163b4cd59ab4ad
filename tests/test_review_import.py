"""What comes of every row of a returned workbook: three ways, nothing lost, and told in a report."""

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from review_corpus import CODEBOOK, PROPOSAL, Workbook, build, statement_id
from test_pipeline import small_corpus
from typer.testing import CliRunner

from textmine.cli.app import app
from textmine.codebook import Codebook
from textmine.errors import StorageError, TableError, WorkbookError
from textmine.models.coded import latest
from textmine.pipeline.explain import explain
from textmine.pipeline.review_export import Ask, export_again, export_doubts, export_round
from textmine.pipeline.review_import import Imported, import_workbook
from textmine.pipeline.run import run
from textmine.review import row_code
from textmine.review.compare import Arrival, Known, compare
from textmine.review.outcome import TAKEN, Line, Outcome, Status
from textmine.review.returned import Sheet, answers
from textmine.review.splits import standing
from textmine.store import decisions as decisions_file
from textmine.store import parquet, review_record, review_returned
from textmine.store import splits as splits_file
from textmine.store.yaml_files import load_codebook
from textmine.tables import BLIND, Decisions, Splits, Statements, empty
from textmine.text.identity import text_hash

TEXTS = (
    "De lucht is slecht en wij willen schone lucht.",
    "Er moet een gemaal komen.",
    "de lucht is slecht, en wij willen schone lucht",
    "Het geluid van de fabriek is een plaag.",
    "Wij zijn tevreden.",
    "Kom eens kijken.",
)
IDS = [statement_id(number, text) for number, text in enumerate(TEXTS)]
NOW = "2026-03-05T10:00:00+01:00"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of six statements; the first and third differ in a comma and a capital."""
    return build(tmp_path / "corpora" / "proef", TEXTS)


def sent(corpus: Path, who: str, *, blind: bool = False) -> Workbook:
    """Draw the first round when there is none, and give ``who`` a workbook of it."""
    if not (corpus / "rounds").exists():
        made = export_round(corpus, Ask(who), size=len(TEXTS), share=1.0)
    else:
        made = export_again(corpus, Ask(who), 1, blind=blind)
    assert made.path is not None
    return Workbook(made.path)


def back(corpus: Path, book: Workbook, when: str = NOW) -> Outcome:
    """Save and import a workbook."""
    return import_workbook(corpus, book.save(), "", when).outcome


def said(outcome: Outcome, statement: str) -> Line:
    """Return what came of the row of a statement."""
    return next(line for line in outcome.lines if line.statement == statement)


def decisions(corpus: Path) -> pd.DataFrame:
    """Read all decisions."""
    return decisions_file.read(corpus / "decisions.csv")


def splits(corpus: Path) -> pd.DataFrame:
    """Read all splits."""
    return splits_file.read(corpus / "splits.csv")


def relabel(book: Workbook, label: str) -> None:
    """Change the name under which the rows of a workbook went out."""
    for row in range(2, book.sheet.max_row + 1):
        cell = book.sheet.cell(row, book.column("Rijcode"))
        name = str(book.sheet.cell(row, 1).value)
        seen = row_code.read(name, str(cell.value))
        assert seen is not None
        text = TEXTS[IDS.index(name)]
        cell.value = row_code.make(name, text, seen.codebook, seen.proposal, {}, label)


def test_every_row_has_one_status_and_says_what_to_do(corpus: Path) -> None:
    """All six kinds in one file; only rows that need somebody have a way out."""
    first, second = sent(corpus, "anna"), sent(corpus, "bert")
    first.fill(IDS[1], Oordeel="Akkoord")
    first.fill(IDS[3], Oordeel="Akkoord")
    back(corpus, first)
    second.fill(IDS[0], Oordeel="Akkoord")
    second.fill(IDS[1], Oordeel="Gewijzigd", Soort="Wens")
    second.fill(IDS[3], Oordeel="Akkoord", Beoordelaar="ANNA")
    second.fill(IDS[4], Oordeel="Misschien")
    stale = second.row(IDS[5])
    code = row_code.make(IDS[5], TEXTS[5], "0" * 12, PROPOSAL)
    second.fill(IDS[5], Oordeel="Akkoord", Rijcode=code)
    found = back(corpus, second)
    assert {line.statement: line.status for line in found.lines} == {
        IDS[0]: Status.ACCEPTED,
        IDS[1]: Status.CONFLICTING,
        IDS[3]: Status.KNOWN,
        IDS[4]: Status.INVALID,
        IDS[5]: Status.STALE,
    }
    assert sum(found.counts.values()) == len(found.lines) == 5
    assert (said(found, IDS[5]).row, "codeboek is veranderd" in said(found, IDS[5]).reason) == (stale, True)
    for line in found.lines:
        needs = line.status in {Status.CONFLICTING, Status.STALE, Status.INVALID}
        assert bool(line.way_out) == bool(line.column) == needs
    assert set(decisions(corpus)[Decisions.statement_id]) == set(IDS[:4])


def test_an_older_copy_of_a_workbook_undoes_nothing(corpus: Path) -> None:
    """What a reviewer decided after it stands; a note says that the old decision is meant after all."""
    book = sent(corpus, "anna")
    book.fill(IDS[1], Oordeel="Akkoord")
    book.fill(IDS[3], Oordeel="Splitsen", Splitsen_vóór=TEXTS[3].split()[2])
    old = book.save().read_bytes()
    back(corpus, book)
    book.fill(IDS[1], Oordeel="Gewijzigd", Soort="Wens")
    book.fill(IDS[3], Oordeel="Akkoord", Splitsen_vóór=None)
    path = book.save()
    assert back(corpus, book).taken == 2
    before = (decisions(corpus), splits(corpus))
    path.write_bytes(old)
    found = import_workbook(corpus, path, "", NOW).outcome
    assert found.counts[Status.KNOWN] == 2
    for line in found.of(Status.KNOWN):
        assert "daarna koos dezelfde persoon iets anders" in line.reason
        assert "toelichting" in line.way_out
    pd.testing.assert_frame_equal(decisions(corpus), before[0])
    pd.testing.assert_frame_equal(splits(corpus), before[1])
    assert export_again(corpus, Ask("anna", path, overwrite=True), 1).path == path
    path.write_bytes(old)
    again = Workbook(path)
    again.fill(IDS[1], Toelichting="Toch akkoord.")
    assert said(back(corpus, again), IDS[1]).status == Status.ACCEPTED


def test_a_difference_says_who_said_what_and_loses_nothing(corpus: Path) -> None:
    """Both decisions are there; between two who saw the proposal the last one counts."""
    first, second = sent(corpus, "anna"), sent(corpus, "bert")
    first.fill(IDS[1], Oordeel="Gewijzigd", Soort="Wens", Beoordelaar="Anna")
    second.fill(IDS[1], Oordeel="Niet-inhoudelijk", Beoordelaar="Bert")
    back(corpus, first)
    line = said(back(corpus, second), IDS[1])
    assert (
        line.reason
        == "Regio: Anna koos Lucht, Bert Niet-inhoudelijk; Soort: Anna koos Wens, Bert Niet-inhoudelijk"
    )
    assert "het laatste oordeel telt, dat van Bert;" in line.way_out
    assert list(decisions(corpus)[Decisions.reviewer]) == ["Anna", "Anna", "Bert", "Bert"]
    assert said(back(corpus, second), IDS[1]).status == Status.KNOWN
    second.fill(IDS[1], Oordeel="Akkoord")
    again = said(back(corpus, second), IDS[1])
    assert (again.status, again.reason) == (Status.ACCEPTED, "")


@pytest.mark.parametrize("blind_first", [False, True])
def test_a_difference_with_a_blind_coder_is_a_dispute(corpus: Path, blind_first: bool) -> None:
    """Whoever comes in first, the decision of the first coder counts until a third person settles it."""
    anna, bert = sent(corpus, "anna"), sent(corpus, "bert", blind=True)
    anna.fill(IDS[1], Oordeel="Akkoord", Beoordelaar="Anna")
    codes = {"Regio_(onderdeel)_1": "Lucht", "Soort": "Wens"}
    bert.fill(IDS[1], Oordeel="Gewijzigd", Beoordelaar="Bert", **codes)
    one, other = (bert, anna) if blind_first else (anna, bert)
    assert said(back(corpus, one), IDS[1]).status == Status.ACCEPTED
    line = said(back(corpus, other), IDS[1])
    assert line.status == Status.CONFLICTING
    assert line.way_out == "het oordeel van Anna geldt totdat een derde beslist"
    assert (line.column, "Regio" in line.reason) == ("Soort", False)
    rows = decisions(corpus)
    assert set(rows[Decisions.verdict]) == {"accept", "code"}
    assert set(rows[Decisions.workbook]) == {"beoordeling_1_anna.xlsx", f"beoordeling_1_bert.xlsx{BLIND}"}
    current, _ = latest(rows, {IDS[1]: text_hash(TEXTS[1])})
    assert {row.reviewer for row in current[IDS[1]].values()} == {"Anna"}


def test_a_blind_doubt_is_no_dispute_and_two_splits_are_told(corpus: Path) -> None:
    """A third person is only asked about what a workbook of disputes would hold."""
    anna, bert = sent(corpus, "anna"), sent(corpus, "bert", blind=True)
    anna.fill(IDS[1], Oordeel="Akkoord")
    anna.fill(IDS[3], Oordeel="Splitsen", Splitsen_vóór="is een")
    bert.fill(IDS[1], Oordeel="Twijfel")
    bert.fill(IDS[3], Oordeel="Splitsen", Splitsen_vóór="van de")
    back(corpus, anna)
    found = back(corpus, bert)
    assert said(found, IDS[1]).status == Status.ACCEPTED
    line = said(found, IDS[3])
    assert (line.status, line.way_out) == (
        Status.CONFLICTING,
        "beiden splitsen, maar op een andere plaats; die van anna geldt",
    )
    assert standing(splits(corpus))[IDS[3], text_hash(TEXTS[3])].at == (26,)


@pytest.mark.parametrize("label", ["geschillen_carla.xlsx", "opnieuw_carla.xlsx"])
def test_the_last_word_is_no_difference(corpus: Path, label: str) -> None:
    """Who was asked to settle it, or to look again, contradicts nobody; two who settle it do."""
    anna, carla = sent(corpus, "anna"), sent(corpus, "carla")
    anna.fill(IDS[1], Oordeel="Akkoord")
    back(corpus, anna)
    relabel(carla, label)
    carla.fill(IDS[1], Oordeel="Twijfel", Beoordelaar="carla")
    assert said(back(corpus, carla), IDS[1]).status == Status.ACCEPTED
    carla.fill(IDS[1], Oordeel="Niet-inhoudelijk")
    assert said(back(corpus, carla), IDS[1]).status == Status.ACCEPTED
    relabel(carla, label.replace("carla", "dirk"))
    carla.fill(IDS[1], Oordeel="Akkoord", Beoordelaar="dirk")
    assert said(back(corpus, carla), IDS[1]).status == Status.CONFLICTING


def test_a_doubt_that_two_people_settle_differently_is_a_difference(corpus: Path) -> None:
    """The workbook showed the doubt, not what somebody else decided meanwhile."""
    anna = sent(corpus, "anna")
    anna.fill(IDS[1], Oordeel="Twijfel")
    back(corpus, anna)
    books = [export_doubts(corpus, Ask(who)).path for who in ("bert", "carla")]
    bert, carla = (Workbook(path) for path in books if path is not None)
    bert.fill(IDS[1], Oordeel="Akkoord")
    carla.fill(IDS[1], Oordeel="Persoonsgegeven")
    assert said(back(corpus, bert), IDS[1]).status == Status.ACCEPTED
    assert said(back(corpus, carla), IDS[1]).status == Status.CONFLICTING


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("Verlangen", Status.ACCEPTED, ""),
        ("Lof", Status.CONFLICTING, "Soort: anna koos Verlangen, bert Lof"),
    ],
)
def test_a_code_with_a_new_name_is_no_difference(
    corpus: Path, kind: str, status: Status, reason: str
) -> None:
    """What Anna gave was replaced by one other code since: that is what she said."""
    anna, bert = sent(corpus, "anna"), sent(corpus, "bert")
    anna.fill(IDS[1], Oordeel="Gewijzigd", Soort="Wens")
    back(corpus, anna)
    renamed = CODEBOOK.replace(
        "code: wens, name: Wens,", "code: verlangen, name: Verlangen, replaces: [wens],"
    )
    (corpus / "codebook.yaml").write_text(renamed.replace("soort: wens", "soort: verlangen"), "utf-8")
    code = row_code.make(IDS[1], TEXTS[1], version(corpus), PROPOSAL, {}, "beoordeling_1_bert.xlsx")
    bert.fill(IDS[1], Oordeel="Gewijzigd", Soort=kind, Rijcode=code)
    line = said(back(corpus, bert), IDS[1])
    assert (line.status, line.reason) == (status, reason)


def test_a_decision_names_the_workbook_as_it_went_out(corpus: Path) -> None:
    """Whatever people call the file; rows of before workbooks had a name go by the file."""
    book = sent(corpus, "anna")
    book.fill(IDS[1], Oordeel="Akkoord")
    book.fill(IDS[3], Oordeel="Akkoord", Rijcode=row_code.make(IDS[3], TEXTS[3], version(corpus), PROPOSAL))
    book.path = book.path.with_name("definitief (2).xlsx")
    back(corpus, book)
    named = dict(
        zip(decisions(corpus)[Decisions.statement_id], decisions(corpus)[Decisions.workbook], strict=True)
    )
    assert named == {IDS[1]: "beoordeling_1_anna.xlsx", IDS[3]: "definitief (2).xlsx"}


def version(corpus: Path) -> str:
    """Return the version of the codebook."""
    return load_codebook(corpus / "codebook.yaml").version


def test_a_split_is_kept_for_every_statement_with_that_text(corpus: Path) -> None:
    """Each by the places in its own text; a member whose words stand otherwise is named and stays open."""
    book = sent(corpus, "anna")
    book.fill(IDS[0], Oordeel="Splitsen", Splitsen_vóór=" en  WIJ willen ")
    found = back(corpus, book)
    assert (said(found, IDS[0]).status, found.repeated) == (Status.ACCEPTED, 1)
    at = dict(zip(splits(corpus)[Splits.statement_id], splits(corpus)[Splits.at], strict=True))
    assert at == {IDS[n]: str(TEXTS[n].index("en wij")) for n in (0, 2)}
    assert set(decisions(corpus)[Decisions.verdict]) == {"split"}
    assert decisions(corpus)[Decisions.codes].isna().all()
    before = (corpus / "splits.csv").read_bytes()
    assert said(back(corpus, book), IDS[0]).status == Status.KNOWN
    assert (corpus / "splits.csv").read_bytes() == before
    book.fill(IDS[0], Splitsen_vóór="slecht en wij")
    found = back(corpus, book)
    assert IDS[2] in said(found, IDS[0]).reason
    assert (len(splits(corpus)), found.repeated) == (3, 0)


def test_another_decision_makes_a_statement_whole_again(corpus: Path) -> None:
    """The last decision counts, also when it is not to split; a blind coder cannot undo it or do it."""
    anna, bert = sent(corpus, "anna"), sent(corpus, "bert", blind=True)
    key = (IDS[3], text_hash(TEXTS[3]))
    anna.fill(IDS[3], Oordeel="Akkoord")
    back(corpus, anna)
    bert.fill(IDS[3], Oordeel="Splitsen", Splitsen_vóór="is een")
    line = said(back(corpus, bert), IDS[3])
    assert (line.status, "Splitsen na teken 26" in line.reason) == (Status.CONFLICTING, True)
    assert standing(splits(corpus))[key].at == ()
    assert list(splits(corpus)[Splits.reviewer]) == ["anna", "bert"]
    anna.fill(IDS[3], Oordeel="Splitsen", Splitsen_vóór="van de")
    back(corpus, anna)
    assert standing(splits(corpus))[key].at == (11,)
    bert.fill(IDS[3], Oordeel="Niet-inhoudelijk", Splitsen_vóór=None)
    back(corpus, bert)
    assert standing(splits(corpus))[key].at == (11,)
    anna.fill(IDS[3], Oordeel="Twijfel", Splitsen_vóór=None)
    back(corpus, anna)
    assert standing(splits(corpus))[key].at == ()


def test_a_split_goes_from_workbook_to_statements(tmp_path: Path) -> None:
    """The parts come after the next run; then the same file changes nothing, and another one is stale."""
    folder = small_corpus(tmp_path)
    run(folder)
    books = []
    for number, who in enumerate(("anna", "bert")):
        made = export_again(folder, Ask(who), 1) if number else export_round(folder, Ask(who), size=9)
        assert made.path is not None
        books.append(Workbook(made.path))
    table = parquet.read(Statements, folder / "derived" / "statements.parquet")
    row = next(r for r in table.itertuples() if "schade" in r.text)
    for book, words in zip(books, ("om de schade", "snel te"), strict=True):
        book.fill(row.id, Oordeel="Splitsen", Splitsen_vóór=words)
    assert said(back(folder, books[0]), row.id).status == Status.ACCEPTED
    run(folder)
    after = parquet.read(Statements, folder / "derived" / "statements.parquet")
    at = row.text.index("om de schade")
    cut = row.start + at
    parts = {f"{row.document_id}:{row.start}-{cut - 1}", f"{row.document_id}:{cut}-{row.end}"}
    assert set(after["id"]) ^ set(table["id"]) == {row.id, *parts}
    with pytest.raises(TableError, match=f"gesplitst door anna; de delen heten nu {re.escape(min(parts))}"):
        explain(folder, row.id)
    before = (folder / "decisions.csv").read_bytes()
    assert said(back(folder, books[0]), row.id).status == Status.KNOWN
    late = said(back(folder, books[1]), row.id)
    assert (late.status, "intussen gesplitst (door anna)" in late.reason) == (Status.STALE, True)
    assert (folder / "decisions.csv").read_bytes() == before
    next_round = export_round(folder, Ask("anna"), size=9, unfinished=True)
    assert next_round.path is not None
    assert parts <= {cell.value for cell in Workbook(next_round.path).sheet["A"]}


def test_decisions_and_splits_are_there_together_or_not_at_all(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up between the two files leaves both as they were."""
    book = sent(corpus, "anna")
    book.fill(IDS[1], Oordeel="Akkoord")
    back(corpus, book)
    before = (corpus / "decisions.csv").read_bytes()
    book.fill(IDS[3], Oordeel="Splitsen", Splitsen_vóór="is een")

    def full(*_: object) -> None:
        raise StorageError("vol")

    with monkeypatch.context() as patch:
        patch.setattr(splits_file, "append", full)
        with pytest.raises(StorageError):
            back(corpus, book)
    assert (corpus / "decisions.csv").read_bytes() == before
    (corpus / "decisions.csv").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(splits_file, "append", full)
        with pytest.raises(StorageError):
            back(corpus, book)
    assert not (corpus / "decisions.csv").exists()


def test_an_import_that_was_cut_off_is_finished_by_the_next(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When power fails between the files, the decision alone is no repetition: the place comes along."""
    book = sent(corpus, "anna")
    book.fill(IDS[3], Oordeel="Splitsen", Splitsen_vóór="is een")

    def cut_off(path: Path, rows: pd.DataFrame, *_: object) -> None:
        decisions_file.append(path, rows)

    with monkeypatch.context() as patch:
        patch.setattr(review_record, "record", cut_off)
        back(corpus, book)
    assert (len(decisions(corpus)), len(splits(corpus))) == (2, 0)
    assert said(back(corpus, book), IDS[3]).status == Status.ACCEPTED
    assert list(splits(corpus)[Splits.at]) == ["26"]
    assert said(back(corpus, book), IDS[3]).status == Status.KNOWN


def test_a_split_that_was_not_taken_in_is_not_thrown_away(corpus: Path) -> None:
    """Replacing the workbook is refused until decision and place are both there."""
    book = sent(corpus, "anna")
    book.fill(IDS[3], Oordeel="Splitsen", Splitsen_vóór="is een")
    book.save()
    again = Ask("anna", overwrite=True)
    with pytest.raises(WorkbookError, match="1 ingevulde rij "):
        export_again(corpus, again, 1)
    back(corpus, book)
    book.fill(IDS[3], Splitsen_vóór="van de")
    book.save()
    with pytest.raises(WorkbookError, match="1 ingevulde rij "):
        export_again(corpus, again, 1)
    back(corpus, book)
    assert export_again(corpus, again, 1).path is not None


def imported(corpus: Path, book: Workbook) -> Imported:
    """Save and import a workbook."""
    return import_workbook(corpus, book.save(), "", NOW)


def test_the_report_counts_explains_and_holds_no_formula(corpus: Path) -> None:
    """Its counts are those of the rows; headings stay in view and can be filtered; cells are text."""
    book = sent(corpus, "anna")
    book.fill(IDS[1], Oordeel="Akkoord")
    bad = book.fill(IDS[3], Oordeel="=1+1")
    book.sheet.cell(bad, book.column("Oordeel")).data_type = "s"
    grey = book.fill(IDS[4], Voorstel="iets anders")
    found = imported(corpus, book)
    assert found.report == book.path.with_name("beoordeling_1_anna.verslag.xlsx")
    assert found.report is not None
    before = found.report.read_bytes()
    report = load_workbook(found.report)
    assert report.sheetnames == ["Overzicht", "Rijen"]
    overview = {row[0].value: row[1].value for row in report["Overzicht"].iter_rows(min_row=2)}
    names = ("Overgenomen", "Niet ingevuld", "Ongeldig", "Alle rijen")
    assert [overview[name] for name in names] == [1, 3, 1, 5]
    assert overview["Grijze cellen"] == 1
    sheet = report["Rijen"]
    assert sheet.freeze_panes == f"A{sheet.auto_filter.ref.split(':')[0][1:] and 4}"
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=4)}
    assert len(rows) == 5
    assert next(iter(rows)) == bad
    assert rows[bad][4].value == TEXTS[3]
    assert (rows[bad][6].value, rows[bad][6].data_type, rows[bad][6].number_format) == ("=1+1", "s", "@")
    assert rows[bad][8].value.startswith("kies uit: Akkoord, Gewijzigd, Splitsen")
    assert (rows[grey][3].value, rows[grey][5].value) == ("Niet ingevuld", "Voorstel")
    assert all(cell.alignment.wrap_text for cell in rows[bad] if cell.data_type == "s")
    (corpus / "decisions.csv").unlink()
    again = import_workbook(corpus, book.path, "", "2030-01-01T00:00:00+00:00")
    assert again.report is not None
    assert again.report.read_bytes() == before


def test_a_report_that_cannot_be_written_loses_no_decision(corpus: Path) -> None:
    """A folder stands in its way: the decisions are there, and the reason is told."""
    book = sent(corpus, "anna")
    book.fill(IDS[1], Oordeel="Akkoord")
    review_returned.report_path(book.path).mkdir()
    (review_returned.report_path(book.path) / "x").touch()
    found = imported(corpus, book)
    assert (found.report, "verslag" in found.no_report) == (None, True)
    assert len(decisions(corpus)) == 2
    with pytest.raises(WorkbookError, match="verslag over een werkboek"):
        import_workbook(corpus, make_report(book), "", NOW)


def make_report(book: Workbook) -> Path:
    """Write a file that is called like a report."""
    path = book.path.with_name("x.verslag.xlsx")
    path.write_bytes(book.path.read_bytes())
    return path


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sheet, Known, Codebook]:
    """A workbook as it went out, and the tables of before."""
    corpus = build(tmp_path_factory.mktemp("uit") / "proef", TEXTS)
    book = sent(corpus, "anna")
    known = Known(
        texts=dict(zip(IDS, TEXTS, strict=True)),
        same={IDS[0]: (IDS[0], IDS[2]), IDS[2]: (IDS[0], IDS[2])},
        decisions=empty(Decisions),
        splits=empty(Splits),
    )
    return review_returned.read(book.path), known, load_codebook(corpus / "codebook.yaml")


VERDICTS = ["", "Akkoord", "gewijzigd", "Gecodeerd", "Splitsen", "Niet-inhoudelijk", "Twijfel", "Misschien"]
FILLED = st.fixed_dictionaries(
    {
        "Oordeel": st.sampled_from(VERDICTS),
        "Soort": st.sampled_from(["", "Wens", "klacht", "Zucht"]),
        "Splitsen vóór": st.sampled_from(["", "en wij", "is een", "zout"]),
        "Toelichting": st.sampled_from(["", "omdat", '"a";|']),
        "Beoordelaar": st.sampled_from(["", "anna", "Bert"]),
        "Rijcode": st.sampled_from([None, None, None, "weg"]),
        "Uitspraak-ID": st.sampled_from([None, None, None, "d9:0-1", ""]),
    }
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FILLED, min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_every_row_is_accounted_for_and_twice_is_once(
    exported: tuple[Sheet, Known, Codebook], filled: list[dict[str, Any]], chance: random.Random
) -> None:
    """Whatever people fill in, each row has one line; order has no influence; again adds nothing."""
    sheet, known, codebook = exported
    heads = [heading.replace("\n(invullen)", "") for heading in sheet.cells[0]]
    rows = []
    for values in filled:
        row = list(chance.choice(sheet.cells[1:]))
        for heading, value in values.items():
            if value is not None:
                row[heads.index(heading)] = value
        rows.append(row)
    one = replace(sheet, cells=[sheet.cells[0], *rows])
    chance.shuffle(rows)
    other = replace(sheet, cells=[sheet.cells[0], *rows])
    arrival = Arrival("proef", "carla", NOW, "b.xlsx")
    found, mixed = (compare(s, answers(s, codebook), known, codebook, arrival) for s in (one, other))
    assert sorted(line.row for line in found.lines) == list(range(2, len(rows) + 2))
    pd.testing.assert_frame_equal(found.decisions, mixed.decisions)
    pd.testing.assert_frame_equal(found.splits, mixed.splits)
    assert found.counts == mixed.counts
    taken = {line.statement for line in found.lines if line.status in TAKEN}
    assert taken <= set(found.decisions[Decisions.statement_id])
    assert set(found.splits[Splits.statement_id]) <= set(found.decisions[Decisions.statement_id])
    later = replace(known, decisions=found.decisions, splits=found.splits)
    again = compare(one, answers(one, codebook), later, codebook, arrival)
    assert (len(again.decisions), len(again.splits)) == (0, 0)
    assert again.counts[Status.KNOWN] == found.taken + found.counts[Status.KNOWN]


def test_the_command_counts_every_status_and_tells_who_differs(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six counts, the difference with its rule, the report; a refused row gives exit code 1."""
    monkeypatch.chdir(corpus.parent.parent)
    anna, bert = sent(corpus, "anna"), sent(corpus, "bert", blind=True)
    anna.fill(IDS[1], Oordeel="Akkoord")
    back(corpus, anna)
    bert.fill(IDS[1], Oordeel="Splitsen", Splitsen_vóór="gemaal komen")
    runner = CliRunner(env={"COLUMNS": "200"})
    done = runner.invoke(app, ["review", "import", "proef", str(bert.save())])
    assert done.exit_code == 0, done.output
    words = " ".join(done.output.split())
    for label, number in (("Overgenomen", 0), ("Niet ingevuld", 4), ("Tegenstrijdig", 1), ("Verouderd", 0)):
        assert f"{label} {number} rij" in words
    assert "Regio: anna koos Lucht, bert Splitsen na teken 12; Soort: anna koos Klacht, bert" in words
    assert "Splitsen na teken 12. Het oordeel van anna geldt totdat een derde beslist." in words
    assert "beoordeling_1_bert.verslag.xlsx" in words
    assert "mee te laten tellen en uitspraken te splitsen" in words
    bert.fill(IDS[3], Oordeel="Akkoord")
    refused = runner.invoke(app, ["review", "import", "proef", str(bert.save())])
    assert refused.exit_code == 1
    assert "geen voorstel om mee akkoord te gaan; vul alle codes in en kies Gecodeerd" in refused.output
