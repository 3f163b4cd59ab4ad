"""A review workbook goes out, through a spreadsheet program, and back in."""

import csv
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from review_corpus import CODEBOOK, Workbook, build, statement_id
from typer.testing import CliRunner

from textmine import tables
from textmine.cli.app import app
from textmine.errors import TableError, WorkbookError
from textmine.pipeline.review_export import Ask, Exported, export_doubts, export_round
from textmine.pipeline.review_import import take_in
from textmine.review import columns as c
from textmine.review.cells import from_cell, to_cell
from textmine.review.outcome import Outcome, Status
from textmine.store import decisions as decisions_file
from textmine.store import parquet, review_returned

TEXTS = (
    "De lucht is hier slecht.",
    "Er moet een gemaal komen.",
    "de lucht is hier slecht",
    '=HYPERLINK("http://voorbeeld.nl";"klik")',
    "Het geluid van de fabriek is een plaag.",
    "Wij zijn tevreden.",
)
NASTY = (
    "=1+1", "+31 6", "-3 graden", "@iedereen", "\tmet tab", "a\tb", "regel\rterug\r\nwindows\n",
    "nul\x00teken\x1f", "_x000D_ letterlijk", "x005F_", "_x005F_x0041_", "  spaties  ", "'apostrof", "#N/B",
    "WAAR", "1234", "1e5", "2026-03-05", "<b>&amp;</b>", "😀 en é", "\u2028lijn\u2029", "\u00a0vast",
    "\ufeffbom", "\u2409\u2410", "\x85",
)  # fmt: skip
MOST_ROWS = 100_000
NOW = "2026-03-05T10:00:00+01:00"
IDS = [statement_id(number, text) for number, text in enumerate(TEXTS)]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of six statements; the first and third say the same."""
    return build(tmp_path / "corpora" / "proef", TEXTS)


@pytest.fixture
def book(corpus: Path, tmp_path: Path) -> Workbook:
    """The workbook of that corpus, in the hands of a reviewer."""
    return Workbook(out(corpus, tmp_path / "b.xlsx"))


def out(corpus: Path, path: Path, size: int = MOST_ROWS, reviewer: str = "ab") -> Path:
    """Export a new round to ``path``."""
    export(corpus, path, reviewer, size, overwrite=True)
    return path


def export(
    corpus: Path, path: Path | None, reviewer: str = "ab", size: int = MOST_ROWS, *, overwrite: bool = False
) -> Exported:
    """Export a new round, whether or not the one before is finished."""
    return export_round(corpus, Ask(reviewer, path, overwrite), size=size, unfinished=True)


def back(corpus: Path, path: Path, reviewer: str = "ab") -> Outcome:
    """Import ``path``."""
    return take_in(corpus, path, reviewer, NOW)


def stored(corpus: Path) -> list[dict[str, str]]:
    """Read decisions.csv as it is."""
    path = corpus / "decisions.csv"
    return list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.exists() else []


def report(path: Path, sheet: str) -> list[list[object]]:
    """Read a sheet of the report on ``path``, from its headings on."""
    found = CalamineWorkbook.from_path(str(review_returned.report_path(path))).get_sheet_by_name(sheet)
    rows = found.to_python(skip_empty_area=False)
    start = next(n for n, row in enumerate(rows) if row[0] in {"Blad", "Wat"})
    return rows[start + 1 :]


def libreoffice(path: Path, kind: str) -> Path:
    """Open ``path`` in LibreOffice and save it as ``kind``, as an analyst would."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    folder = path.parent / kind
    profile = f"-env:UserInstallation={(path.parents[1] / 'libreoffice-profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{path.stem}.{kind}"


def test_an_untouched_workbook_decides_nothing(corpus: Path, book: Workbook) -> None:
    """Sending it back as it came adds no decision, also when only a name was filled in."""
    assert back(corpus, book.path).counts[Status.UNTOUCHED] == 5
    prefilled = out(corpus, book.path, reviewer="C. de Vries")
    outcome = back(corpus, prefilled)
    assert (outcome.counts[Status.UNTOUCHED], outcome.taken, outcome.refused) == (5, 0, ())
    assert stored(corpus) == []


def test_identical_statements_stand_there_once_and_get_one_decision_each(
    corpus: Path, book: Workbook
) -> None:
    """One row per text; its decision is written for every statement with that text, and says so."""
    with pytest.raises(StopIteration):
        book.row(IDS[2])
    book.fill(IDS[0], Oordeel="Akkoord", Toelichting="klopt")
    outcome = back(corpus, book.save())
    assert (outcome.taken, outcome.repeated) == (1, 1)
    rows = {(row["statement_id"], row["dimension"]): row for row in stored(corpus)}
    assert set(rows) == {
        (name, dimension) for name in (IDS[0], IDS[2]) for dimension in ("onderdeel", "soort")
    }
    assert {row["codes"] for row in rows.values()} == {"lucht", "klacht"}
    assert rows[IDS[0], "soort"]["note"] == "klopt"
    assert rows[IDS[2], "soort"]["note"] == f"Zelfde tekst als {IDS[0]}. klopt"
    assert rows[IDS[0], "soort"]["text_hash"] != rows[IDS[2], "soort"]["text_hash"]


def test_the_same_file_twice_leaves_the_same_bytes(corpus: Path, book: Workbook) -> None:
    """Import is idempotent; order of rows in the sheet does not matter."""
    book.fill(IDS[0], Oordeel="Akkoord")
    book.fill(IDS[1], Oordeel="Gewijzigd", Soort="Wens", Toelichting='"aanhaling";\nregel')
    book.fill(IDS[4], Oordeel="Twijfel", Toelichting="welke?")
    book.fill(IDS[5], Oordeel="Niet-inhoudelijk")
    assert back(corpus, book.save()).taken == 4
    before = (corpus / "decisions.csv").read_bytes()
    again = back(corpus, book.path)
    assert (again.taken, again.counts[Status.KNOWN], len(again.decisions)) == (0, 4, 0)
    assert (corpus / "decisions.csv").read_bytes() == before
    sort_rows(book)
    (corpus / "decisions.csv").unlink()
    assert back(corpus, book.save()).taken == 4
    assert (corpus / "decisions.csv").read_bytes() == before


def sort_rows(book: Workbook) -> None:
    """Sort the whole sheet by id, backwards."""
    rows = [[cell.value for cell in row] for row in book.sheet.iter_rows(min_row=2)]
    rows.sort(key=lambda row: str(row[0]), reverse=True)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            book.sheet.cell(number, column).value = value


def test_what_people_do_to_a_sheet_does_no_harm(corpus: Path, book: Workbook) -> None:
    """Rows deleted and sorted, columns added and moved, a title above, other case and spaces: all fine."""
    book.fill(IDS[1], Oordeel=" GEWIJZIGD ", Soort="  wens ", **{"Regio_(onderdeel)_2": "WATER_EN_BODEM"})
    book.sheet.delete_rows(book.row(IDS[4]))
    sort_rows(book)
    book.sheet.insert_cols(1)
    book.sheet.cell(1, 1).value = "Mijn kolom"
    book.sheet.cell(2, 1).value = "mijn aantekening"
    last = book.sheet.max_column
    for row in range(1, book.sheet.max_row + 1):
        one, other = book.sheet.cell(row, 2), book.sheet.cell(row, last - 1)
        one.value, other.value = other.value, one.value
    book.sheet.insert_rows(1)
    book.sheet.cell(1, 1).value = "Werkboek van afdeling X"
    outcome = back(corpus, book.save())
    assert (outcome.taken, outcome.counts[Status.UNTOUCHED], outcome.refused) == (1, 3, ())
    codes = {row["dimension"]: row["codes"] for row in stored(corpus)}
    assert codes == {"onderdeel": "water_en_bodem", "soort": "wens"}


def test_wrong_rows_are_refused_one_by_one_and_the_rest_is_taken(corpus: Path, book: Workbook) -> None:
    """Every refusal has sheet, row and reason, also in a list on disk; that goes when all is well."""
    book.fill(IDS[0], Oordeel="Akkoord")
    unknown = book.fill(IDS[1], Oordeel="Akkoord")
    book.sheet.cell(unknown, 1).value = "d000001:0-3"
    moved = book.fill(IDS[3], Oordeel="Akkoord", Rijcode="weg")
    no_verdict = book.fill(IDS[4], Soort="Wens")
    wrong = book.fill(IDS[5], Oordeel="Gewijzigd", Soort="=Zucht")
    book.sheet.cell(wrong, book.column("Soort")).data_type = "s"
    outcome = back(corpus, book.save())
    found = {(r.sheet, r.row): r.reason for r in outcome.refused}
    assert set(found) == {("Beoordelen", row) for row in (unknown, moved, no_verdict, wrong)}
    assert outcome.taken == 1
    assert {row["statement_id"] for row in stored(corpus)} == {IDS[0], IDS[2]}
    listed = report(book.path, "Rijen")
    assert [row[3] for row in listed].count("Ongeldig") == 4
    assert "=Zucht" in {row[6] for row in listed}
    for row in (unknown, moved, no_verdict, wrong):
        for heading in ("Oordeel", "Soort"):
            book.sheet.cell(row, book.column(heading)).value = None
    assert back(corpus, book.save()).refused == ()
    assert not [row for row in report(book.path, "Rijen") if row[3] == "Ongeldig"]


def test_a_row_twice_is_taken_once_or_refused(corpus: Path, book: Workbook) -> None:
    """The same decision twice is one; different ones are both refused, naming each other."""
    row = book.fill(IDS[1], Oordeel="Akkoord")
    copy_row(book, row)
    assert (back(corpus, book.save()).taken, back(corpus, book.path).counts[Status.KNOWN]) == (1, 2)
    last = copy_row(book, row)
    book.sheet.cell(last, book.column("Oordeel")).value = "Twijfel"
    outcome = back(corpus, book.save())
    assert {r.row for r in outcome.refused} == {row, last - 1, last}
    assert str(row) in outcome.refused[-1].reason


def copy_row(book: Workbook, row: int) -> int:
    """Copy a row to the end; return its number."""
    last = book.sheet.max_row + 1
    for column in range(1, book.sheet.max_column + 1):
        book.sheet.cell(last, column).value = book.sheet.cell(row, column).value
    return last


def test_decisions_about_an_older_text_or_codebook_are_stale(corpus: Path, book: Workbook) -> None:
    """After the tables or the codebook change, rows of an older workbook are refused with what changed."""
    book.fill(IDS[1], Oordeel="Akkoord")
    path = book.save()
    (corpus / "codebook.yaml").write_text(CODEBOOK.replace("Over lucht", "Over de lucht"), "utf-8")
    outcome = back(corpus, path)
    assert [r.row for r in outcome.refused] == [book.row(IDS[1])]
    assert "codeboek is veranderd" in outcome.refused[0].reason
    shutil.rmtree(corpus)
    changed = [text.replace("gemaal", "molens") for text in TEXTS]
    build(corpus, changed)
    assert "tekst" in back(corpus, path).refused[0].reason
    assert stored(corpus) == []


def test_a_later_decision_is_added_and_a_contradiction_is_mentioned(corpus: Path, book: Workbook) -> None:
    """Append only: the first decision stays, the last one counts, and who differs from whom is counted."""
    book.fill(IDS[1], Oordeel="Akkoord", Beoordelaar="ab")
    back(corpus, book.save())
    before = (corpus / "decisions.csv").read_bytes()
    book.fill(IDS[1], Oordeel="Gewijzigd", Soort="Klacht", Beoordelaar="cd")
    assert back(corpus, book.save()).contradicted == ()
    book.fill(IDS[1], Oordeel="Gewijzigd", Soort="Wens", Beoordelaar="cd")
    assert back(corpus, book.save()).contradicted == ()
    book.fill(IDS[1], Oordeel="Gewijzigd", Soort="Lof", Beoordelaar="AB")
    assert back(corpus, book.save()).contradicted == (IDS[1],)
    assert (corpus / "decisions.csv").read_bytes().startswith(before)
    assert [r["codes"] for r in stored(corpus) if r["dimension"] == "soort"] == [
        "klacht",
        "klacht",
        "wens",
        "lof",
    ]


def test_what_is_decided_does_not_go_out_again(corpus: Path, book: Workbook, tmp_path: Path) -> None:
    """The next round holds only texts without a decision, as many as asked."""
    book.fill(IDS[5], Oordeel="Akkoord")
    book.fill(IDS[0], Oordeel="Twijfel")
    back(corpus, book.save())
    made = export(corpus, tmp_path / "c.xlsx", size=2)
    assert (made.rows, made.left_out, made.reviewed, made.doubts) == (2, 1, 3, 2)
    sheet = Workbook(tmp_path / "c.xlsx").sheet
    assert {sheet.cell(row, 1).value for row in (2, 3)} < {IDS[1], IDS[3], IDS[4]}
    assert sheet.max_row == 3


def test_a_workbook_is_never_replaced_by_accident(corpus: Path, book: Workbook) -> None:
    """Somebody may have filled it in; the message says what to do."""
    before = book.path.read_bytes()
    with pytest.raises(WorkbookError, match="--overwrite"):
        export(corpus, book.path)
    assert book.path.read_bytes() == before


def test_replacing_a_workbook_never_loses_a_decision(corpus: Path, book: Workbook) -> None:
    """Filled-in rows must be in decisions.csv first; the refusal counts them. An untouched one may go."""
    out(corpus, book.path)
    book.fill(IDS[1], Oordeel="Akkoord")
    book.fill(IDS[4], Oordeel="Gewijzigd", Soort="Wens", Beoordelaar="cd")
    before = book.save().read_bytes()
    with pytest.raises(WorkbookError, match=r"2 ingevulde rijen.*review import proef.*--output"):
        out(corpus, book.path)
    assert book.path.read_bytes() == before
    back(corpus, book.path)
    book.fill(IDS[4], Soort="Lof")
    with pytest.raises(WorkbookError, match=r"1 ingevulde rij "):
        out(corpus, book.save())
    back(corpus, book.path)
    (corpus / "codebook.yaml").write_text(CODEBOOK.replace("Over lucht", "Over de lucht"), "utf-8")
    out(corpus, book.path)
    assert len(Workbook(book.path).sheet["A"]) == 4


@pytest.mark.parametrize("content", [b"", b"a;b;c\n1;2;3\n"])
def test_a_file_that_cannot_be_read_is_not_replaced(corpus: Path, tmp_path: Path, content: bytes) -> None:
    """Nobody knows what is in there."""
    path = tmp_path / "kapot.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match="niet na te gaan"):
        out(corpus, path)
    assert path.read_bytes() == content


def test_a_workbook_is_not_written_into_a_folder_that_is_not_there(corpus: Path, tmp_path: Path) -> None:
    """A typing error in --output makes no folders; the usual place is made when needed."""
    with pytest.raises(WorkbookError, match=r"de map .*weg is er niet"):
        export(corpus, tmp_path / "weg" / "b.xlsx")
    assert not (tmp_path / "weg").exists()
    assert not (corpus / "rounds").exists()
    made = export(corpus, None, "Anna de Vries")
    assert made.path == corpus / "review" / "beoordeling_1_anna-de-vries.xlsx"
    assert made.path.is_file()


def test_a_folder_is_no_workbook(corpus: Path) -> None:
    """The message says so, in Dutch only."""
    with pytest.raises(WorkbookError, match="dit is een map"):
        back(corpus, corpus)


def test_what_is_in_doubt_goes_out_to_somebody_else(corpus: Path, book: Workbook) -> None:
    """Exactly the statements whose last decision is a doubt, with the earlier note; then they are settled."""
    assert export_doubts(corpus, Ask("cd")).path is None
    book.fill(IDS[0], Oordeel="Twijfel", Toelichting="Lucht of water?", Soort="Wens")
    book.fill(IDS[1], Oordeel="Akkoord")
    book.fill(IDS[5], Oordeel="Twijfel")
    back(corpus, book.save(), "Ab")
    made = export_doubts(corpus, Ask("cd"))
    assert made.path == corpus / "review" / "twijfel_cd.xlsx"
    assert (made.rows, made.covered, made.doubts) == (2, 3, 3)
    second = Workbook(made.path)
    assert {cell.value for cell in second.sheet["A"][1:]} == {IDS[0], IDS[5]}
    shown = {
        name: second.sheet.cell(second.row(name), second.column(c.EARLIER)).value for name in (IDS[0], IDS[5])
    }
    assert shown == {IDS[0]: "ab: Lucht of water?\nSoort: Wens", IDS[5]: "ab: (geen toelichting)"}
    second.fill(IDS[0], Oordeel="Akkoord")
    assert back(corpus, second.save(), "cd").contradicted == ()
    assert export_doubts(corpus, Ask("cd", overwrite=True)).rows == 1


def test_the_statement_stays_in_view_beside_its_id(book: Workbook) -> None:
    """The first columns are frozen, what to fill in follows the proposal, and a certainty is a number."""
    assert [cell.value for cell in book.sheet[1]][:2] == list(c.ALWAYS_SEEN)
    assert book.sheet.freeze_panes == "C2"
    shown = [str(cell.value).replace("\n(invullen)", "") for cell in book.sheet[1]]
    assert shown[2:4] == ["Voorstel", "Zekerheid"]
    assert shown[4:11] == [
        "Regio (onderdeel) 1",
        "Regio (onderdeel) 2",
        "Soort",
        "Oordeel",
        "Splitsen vóór",
        "Toelichting",
        "Beoordelaar",
    ]
    assert shown[11:15] == ["Waarom", "Bron", "Context voor", "Context na"]
    column = book.column(c.CERTAINTY)
    assert len({book.sheet.cell(n, column).value for n in range(2, 7)} - {0}) > 1


def test_a_changed_cell_to_read_is_mentioned_and_does_not_count(corpus: Path, book: Workbook) -> None:
    """Also in a row without a decision, where somebody may have meant it as one."""
    first = book.fill(IDS[1], Oordeel="Akkoord", Voorstel="Regio: Water en bodem\nSoort: Wens")
    second = book.fill(IDS[4], Zekerheid=1)
    outcome = back(corpus, book.save())
    assert {(cell.row, cell.column) for cell in outcome.changed} == {
        (first, "Voorstel"),
        (second, "Zekerheid"),
    }
    assert (outcome.taken, outcome.refused) == (1, ())
    assert {row["codes"] for row in stored(corpus)} == {"lucht", "klacht"}


def test_rows_are_as_high_as_the_statement_and_everything_prints(corpus: Path, tmp_path: Path) -> None:
    """Reasons do not make a row higher, and quote an example once; one A3 page holds all columns."""
    path = corpus / "derived" / "assignments.parquet"
    quote = "“" + " ".join(["voorbeeld"] * 90) + "”"
    long = f"Lijkt op voorbeeld: {quote}; woorden: stank."
    parts = list(parquet.partitions(tables.Assignments, path))
    with parquet.PartitionWriter(tables.Assignments, path) as writer:
        for part in parts:
            writer.write(part.assign(reason=part["reason"].where(part["reason"].isna(), long)))
    book = Workbook(out(corpus, tmp_path / "b.xlsx"))
    sheet = book.sheet
    assert {sheet.row_dimensions[n].height for n in range(2, 7)} == {30.75}
    assert sheet.cell(2, book.column(c.REASONS)).value == (
        f"Lucht: {long}\nKlacht: Lijkt op voorbeeld: dat van hierboven; woorden: stank."
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 8)


def test_the_same_tables_give_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    """No clock and no chance in a workbook."""
    first = out(corpus, tmp_path / "1.xlsx").read_bytes()
    rounds = corpus / "rounds"
    drawn = {path.name: path.read_bytes() for path in (rounds / "1").iterdir()}
    shutil.rmtree(rounds)
    assert out(corpus, tmp_path / "2.xlsx").read_bytes() == first
    assert {path.name: path.read_bytes() for path in (rounds / "1").iterdir()} == drawn


def shown_texts(path: Path) -> set[str]:
    """Return the texts in a workbook, turned back."""
    sheet = review_returned.read(path)
    column = list(sheet.cells[0]).index(c.TEXT)
    return {from_cell(row[column]) for row in sheet.cells[1:]}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=20, unique_by=str.casefold
    )
)
def test_any_text_survives_the_workbook(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """What goes into the sheet comes out exactly, for every text; agreeing with all is accepted for all."""
    folder = tmp_path_factory.mktemp("any")
    corpus = build(folder / "proef", texts)
    path = out(corpus, folder / "b.xlsx")
    assert shown_texts(path) <= set(texts)
    book = Workbook(path)
    for row in range(2, book.sheet.max_row + 1):
        book.sheet.cell(row, book.column("Oordeel")).value = "Akkoord"
    assert len(shown_texts(path)) == book.sheet.max_row - 1


def test_nasty_texts_survive_and_are_judged(tmp_path: Path) -> None:
    """Formulas, control characters, tabs, literal escapes and numbers stay text, and can be decided on."""
    corpus = build(tmp_path / "proef", NASTY)
    path = out(corpus, tmp_path / "b.xlsx")
    texts = shown_texts(path)
    assert texts <= set(NASTY)
    sheet = review_returned.read(path)
    heads = [c.key(cell) for cell in sheet.cells[0]]
    assert [row[heads.index(c.key(c.VERDICT))] for row in sheet.cells[1:]] == [""] * len(texts)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_libreoffice_changes_nothing_that_matters(tmp_path: Path, kind: str) -> None:
    """Saved by LibreOffice, in both formats, texts are exact, verdicts are read, and progress is counted."""
    corpus = build(tmp_path / "proef", NASTY)
    path = out(corpus, tmp_path / "b.xlsx", reviewer="ab")
    before = shown_texts(path)
    book = Workbook(path)
    for row in range(2, book.sheet.max_row + 1):
        book.sheet.cell(row, book.column("Oordeel")).value = "Akkoord" if row > 2 else "Twijfel"
    saved = libreoffice(book.save(), kind)
    assert shown_texts(saved) == before
    outcome = back(corpus, saved)
    assert (outcome.refused, outcome.counts[Status.UNTOUCHED], outcome.changed) == ((), 0, ())
    assert {row["statement_id"] for row in stored(corpus)} == {
        statement_id(n, t) for n, t in enumerate(NASTY)
    }
    progress = CalamineWorkbook.from_path(str(saved)).get_sheet_by_name("Voortgang").to_python()
    counts = {row[0]: row[1] for row in progress}
    assert (counts["Akkoord"], counts["Twijfel"], counts["Nog te doen"]) == (len(before) - 1, 1, 0)


def test_a_text_longer_than_a_cell_is_cut_visibly_and_can_be_judged(tmp_path: Path) -> None:
    """Identity is the id and the hash of the whole text, so a cut text is no obstacle."""
    long = "😀a" * 20_000
    corpus = build(tmp_path / "proef", [long, "kort"])
    book = Workbook(out(corpus, tmp_path / "b.xlsx"))
    row = book.fill(statement_id(0, long), Oordeel="Akkoord")
    assert book.sheet.cell(row, book.column("Uitspraak")).value == to_cell(long)
    assert back(corpus, book.save()).taken == 1


def test_the_lists_hold_every_choice_by_name(book: Workbook) -> None:
    """Each column to fill in has a list from the hidden sheet; cells are not locked by a protected sheet."""
    rules = {
        str(rule.sqref).split(":")[0].rstrip("2"): rule.formula1
        for rule in book.sheet.data_validations.dataValidation
    }
    lists = book.book["Keuzelijsten"]
    assert lists.sheet_state == "hidden"
    assert not book.sheet.protection.sheet
    for heading, wanted in (
        ("Soort", {"Klacht", "Wens", "Overig", "Lof"}),
        ("Oordeel", set(c.verdicts(blind=False).values())),
    ):
        letter = book.sheet.cell(1, book.column(heading)).column_letter
        start, end = rules[letter].split("!")[1].replace("$", "").split(":")
        assert {cell.value for (cell,) in lists[f"{start}:{end}"]} == wanted
    assert book.sheet.freeze_panes == "C2"
    assert book.sheet.auto_filter.ref
    assert book.book.sheetnames == ["Leesmij", "Beoordelen", "Codeboek", "Voortgang", "Keuzelijsten"]


def test_the_codebook_sheet_names_codes_as_people_know_them(book: Workbook) -> None:
    """Definitions that refer to another code give its name; every name is one that can be chosen."""
    rows = [[cell.value for cell in row] for row in book.book["Codeboek"].iter_rows(min_row=2)]
    assert ["Lucht", "", "Over lucht, niet Water en bodem."] in [row[1:4] for row in rows]
    assert ["Lof", "Overig", "Waardering."] in [row[1:4] for row in rows]
    assert len(rows) == 9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda book: book.book.remove(book.sheet), "blad 'Beoordelen' ontbreekt"),
        (lambda book: book.sheet.delete_cols(book.column("Rijcode")), "'Rijcode' ontbreekt"),
        (lambda book: book.sheet.cell(1, 30, "oordeel"), "'Oordeel' staat er 2 keer"),
    ],
)
def test_a_workbook_of_another_shape_is_one_clear_error(
    corpus: Path, book: Workbook, change: object, message: str
) -> None:
    """The message names the file and what is wrong; nothing is taken."""
    book.fill(IDS[1], Oordeel="Akkoord")
    change(book)  # type: ignore[operator]
    with pytest.raises(WorkbookError, match=message) as error:
        back(corpus, book.save())
    assert "b.xlsx" in str(error.value)
    assert stored(corpus) == []


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 not really", b"a;b;c\n1;2;3\n"])
def test_a_damaged_file_is_one_clear_error(corpus: Path, tmp_path: Path, content: bytes | None) -> None:
    """Whatever the bytes, the message names the file and the way out."""
    path = tmp_path / "kapot.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WorkbookError, match=r"kapot\.xlsx"):
        back(corpus, path)


def test_a_workbook_of_another_corpus_is_refused_as_a_whole(book: Workbook, tmp_path: Path) -> None:
    """Ids that all belong elsewhere are no list of typing errors; the message names both corpora."""
    other = build(tmp_path / "corpora" / "ander", ["Iets heel anders."])
    book.fill(IDS[1], Oordeel="Akkoord")
    with pytest.raises(WorkbookError, match=r"'ander'.*gemaakt voor corpus 'proef'"):
        back(other, book.save())


def test_proposals_of_another_codebook_are_not_sent_out(corpus: Path, tmp_path: Path) -> None:
    """After a code is added, the model must run again first."""
    added = CODEBOOK.replace(
        "      - {code: lof,", "      - {code: vraag, name: Vraag, definition: V.}\n      - {code: lof,"
    )
    (corpus / "codebook.yaml").write_text(added, "utf-8")
    with pytest.raises(TableError, match="textmine run"):
        out(corpus, tmp_path / "b.xlsx")


def test_the_commands_say_in_dutch_what_happened(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Export, a good import, and one with a refused row (exit code 1, the rest taken)."""
    monkeypatch.chdir(corpus.parent.parent)
    runner = CliRunner()
    assert runner.invoke(app, ["review", "export", "proef"]).exit_code == 1
    made = runner.invoke(app, ["review", "export", "proef", "--size", "4", "--reviewer", "ab"])
    assert made.exit_code == 0
    assert "ronde 1; 2 van deze teksten zijn geloot" in made.output
    assert "wacht nog 1 tekst" in made.output
    book = Workbook(corpus / "review" / "beoordeling_1_ab.xlsx")
    first, second, third = (str(book.sheet.cell(row, 1).value) for row in (2, 3, 4))
    grey = book.fill(first, Oordeel="Akkoord", Voorstel="Iets anders")
    book.fill(second, Oordeel="Twijfel")
    bad = book.fill(third, Oordeel="Misschien")
    name = str(book.save())
    found = runner.invoke(app, ["review", "import", "proef", name])
    assert found.exit_code == 1
    assert "Overgenomen 2 rijen Was al bekend 0 rijen" in " ".join(found.output.split())
    assert f"blad Beoordelen, rij {bad}, kolom Oordeel 'Misschien'" in found.output
    assert "beoordeling_1_ab.verslag.xlsx" in found.output
    assert f"rij {grey}, kolom Voorstel: grijze cel gewijzigd, dat telt niet" in found.output
    assert {row["reviewer"] for row in stored(corpus)} == {"ab"}
    early = runner.invoke(app, ["review", "export", "proef", "--reviewer", "ab"])
    assert (early.exit_code, "ronde 1 is nog niet af: 2 van de 4" in " ".join(early.output.split())) == (
        1,
        True,
    )
    over = ["review", "export", "proef", "--round", "1", "--reviewer", "ab", "--overwrite"]
    refused = runner.invoke(app, over)
    assert (refused.exit_code, "1 ingevulde rij " in " ".join(refused.output.split())) == (1, True)
    more = runner.invoke(app, ["review", "export", "proef", "--round", "1", "--reviewer", "cd"])
    assert "textmine review export proef --doubt" in more.output
    doubts = runner.invoke(app, ["review", "export", "proef", "--doubt", "--reviewer", "cd"])
    assert (doubts.exit_code, "twijfel_cd.xlsx, met 1 rij" in doubts.output) == (0, True)
    for wrong in (["--blind"], ["--doubt", "--new-round"]):
        assert runner.invoke(app, ["review", "export", "proef", "--reviewer", "cd", *wrong]).exit_code == 1


def test_notes_come_back_from_decisions_as_they_were_typed(corpus: Path, book: Workbook) -> None:
    """Quotes, separators, line ends and formulas in a note survive the file of decisions."""
    note = '=A1;"x",|y\n\ttweede regel'
    row = book.fill(IDS[1], Oordeel="Twijfel", Toelichting=note)
    book.sheet.cell(row, book.column("Toelichting")).data_type = "s"
    back(corpus, book.save())
    assert set(decisions_file.read(corpus / "decisions.csv").note) == {note}


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_less_than_a_minute(root: Path, tmp_path: Path) -> None:
    """Processor time, with the codebook of the example; so does reading it back, with a report."""
    codebook = (root / "corpora" / "voorbeeld-regiosessies" / "codebook.yaml").read_text("utf-8")
    sentence = "De bodem onder deze gemeente is van ons allemaal en het water moet schoon blijven, punt"
    corpus = build(tmp_path / "groot", [f"{sentence} {number}" for number in range(100_000)], codebook)
    began = time.process_time()
    path = out(corpus, tmp_path / "b.xlsx")
    assert time.process_time() - began < 60
    began = time.process_time()
    assert back(corpus, path).counts[Status.UNTOUCHED] == 100_000
    assert time.process_time() - began < 60
