"""What the commands of a review say, and that what they advise can be done."""

from pathlib import Path

import pytest
from review_corpus import CODEBOOK, Workbook, build, statement_id
from typer.testing import CliRunner

from textmine import tables
from textmine.cli.app import app
from textmine.pipeline import table as t
from textmine.store import parquet
from textmine.tables import Advice

TEXTS = [f"Uitspraak nummer {number} gaat over iets heel eigens: {number * 37}." for number in range(12)]
IDS = [statement_id(number, text) for number, text in enumerate(TEXTS)]
REGION = "Regio_(onderdeel)_1"
RUNNER = CliRunner(env={"COLUMNS": "250", "TERM": "dumb"})


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of twelve different statements, seen from the folder above the corpora."""
    monkeypatch.chdir(tmp_path)
    return build(tmp_path / "corpora" / "proef", TEXTS)


def review(command: str, *arguments: str, code: int = 0) -> str:
    """Return what a command about the corpus says, on one line."""
    done = RUNNER.invoke(app, ["review", command, "proef", *arguments])
    assert done.exit_code == code, done.output
    return " ".join(done.output.split())


def filled(corpus: Path, name: str, *, rows: int | None = None, **cells: str) -> Workbook:
    """Fill in the first ``rows`` rows of a workbook, all by default."""
    book = Workbook(corpus / "review" / name)
    for each in [str(cell.value) for cell in book.sheet["A"][1:]][:rows]:
        book.fill(each, **cells)
    return book


def advise(corpus: Path, kind: str, message: str) -> None:
    """Write an advice, as a run does."""
    parquet.write(Advice, t.ADVICE.of(corpus), tables.frame(Advice, {"kind": [kind], "message": [message]}))


def test_an_advice_is_never_older_than_the_rounds_it_is_about(corpus: Path) -> None:
    """After an export status asks for the workbook, after an import for what is still open."""
    advise(corpus, "begin", "Begin met een eerste ronde.")
    assert "Begin met een eerste ronde." in review("status")
    review("export", "--size", "4", "--share", "1", "--reviewer", "anna")
    said = review("status")
    assert "Begin met een eerste ronde." not in said
    assert "lees het in: textmine review import proef WERKBOEK" in said
    assert "Voer voor een volledig advies uit: textmine run proef" in said
    book = filled(corpus, "beoordeling_1_anna.xlsx", rows=3, Oordeel="Akkoord")
    review("import", str(book.save()))
    said = review("status")
    assert "Ronde 1: 1 van de 4 gelote teksten heeft nog geen oordeel." in said
    assert "Maak ronde 1 af: textmine review export proef --reviewer NAAM --round 1" in said


def test_disputes_are_told_when_they_come_in_and_after_that(corpus: Path) -> None:
    """With the command that lets a third person settle them; not when there are none."""
    review("export", "--size", "4", "--share", "1", "--reviewer", "anna")
    said = review("import", str(filled(corpus, "beoordeling_1_anna.xlsx", Oordeel="Akkoord").save()))
    assert "geschil" not in said
    assert "geschil" not in review("status")
    review("export", "--round", "1", "--blind", "--reviewer", "bert")
    name = "beoordeling_1_bert.xlsx"
    book = filled(corpus, name, rows=2, Oordeel="Gecodeerd", Soort="Wens", **{REGION: "Lucht"})
    wanted = "Er zijn 2 geschillen. Laat een derde beslissen: textmine review export proef --disputes "
    assert f"{wanted}--reviewer NAAM" in review("import", str(book.save()))
    assert f"{wanted}--reviewer NAAM" in review("status")


def test_stale_rows_are_not_to_be_mended_in_their_workbook(corpus: Path) -> None:
    """A row with a mistake can be mended there; a stale one goes out again."""
    review("export", "--size", "4", "--reviewer", "anna")
    book = filled(corpus, "beoordeling_1_anna.xlsx", rows=2, Oordeel="Akkoord")
    path = str(book.save())
    (corpus / "codebook.yaml").write_text(CODEBOOK.replace("Er gaat iets mis.", "Iets gaat mis."), "utf-8")
    said = review("import", path, code=1)
    assert "Verbeter" not in said
    assert "De 2 rijen die verouderd zijn, kunt u niet in dit werkboek verbeteren." in said
    assert "textmine review export proef --round RONDE --reviewer NAAM" in said
    (corpus / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    said = review(
        "import", str(filled(corpus, "beoordeling_1_anna.xlsx", Oordeel="Misschien").save()), code=1
    )
    assert "Verbeter deze rijen in het werkboek" in said
    assert "verouderd" not in said


@pytest.mark.usefixtures("corpus")
def test_a_command_without_a_name_is_given_back_whole() -> None:
    """With the choices that were made, so that only the name must be filled in."""
    review("export", "--size", "4", "--reviewer", "anna")
    said = review("export", "--round", "1", "--blind", "--output", "mijn map/b.xlsx", code=1)
    assert 'export proef --round 1 --blind --output "mijn map/b.xlsx" --reviewer NAAM' in said
    assert "export proef --new-round --size 50 --share 0.8 --reviewer NAAM" in review(
        "export", "--new-round", "--size", "50", "--share", "0.8", code=1
    )


def test_chosen_texts_need_not_be_finished(corpus: Path) -> None:
    """Status says that nothing drawn is open, and how to go on; a new round tells what it takes again."""
    review("export", "--size", "8", "--share", "0.5", "--reviewer", "anna")
    book = Workbook(corpus / "review" / "beoordeling_1_anna.xlsx")
    (drawn,) = drawn_in(corpus)
    for name in drawn:
        book.fill(name, Oordeel="Akkoord")
    review("import", str(book.save()))
    said = review("status")
    assert "Ronde 1: de teksten die nog open staan, zijn gekozen en niet geloot." in said
    assert "Een nieuwe ronde met --new-round wacht er niet op." in said
    said = review("export", "--new-round", "--size", "8", "--reviewer", "bert")
    assert "In ronde 1 wachten nog 4 teksten op een oordeel. Daarvan zitten er 4 ook in dit" in said


def drawn_in(corpus: Path) -> list[frozenset[str]]:
    """Return of every round what was drawn."""
    from textmine.store import rounds  # noqa: PLC0415

    return [one.sampled for one in rounds.read(corpus / "rounds")]


def test_doubt_without_a_reason_is_told(corpus: Path) -> None:
    """It is taken all the same; a note makes it good."""
    review("export", "--size", "4", "--reviewer", "anna")
    book = filled(corpus, "beoordeling_1_anna.xlsx", rows=2, Oordeel="Twijfel")
    said = review("import", str(book.save()))
    assert "Overgenomen 2 rijen" in said
    assert "Let op: In de rijen 2, 3 staat 'Twijfel' zonder toelichting." in said
    book = filled(corpus, "beoordeling_1_anna.xlsx", rows=1, Oordeel="Twijfel", Toelichting="Welke lucht?")
    book.fill(str(book.sheet.cell(3, 1).value), Oordeel="Twijfel", Toelichting="Wat?")
    assert "zonder toelichting" not in review("import", str(book.save()))


@pytest.mark.usefixtures("corpus")
def test_a_workbook_in_the_usual_folder_is_found() -> None:
    """Only a name was given: the message names the file that is meant."""
    review("export", "--size", "4", "--reviewer", "anna")
    said = review("import", "beoordeling_1_anna.xlsx", code=1)
    assert "bedoelt u corpora/proef/review/beoordeling_1_anna.xlsx?" in said
    assert "bedoelt u" not in review("import", "niets.xlsx", code=1)


@pytest.mark.parametrize("command", [["status"], ["export", "--reviewer", "anna"], ["import", "x.csv"]])
def test_a_corpus_that_was_not_run_says_so(corpus: Path, command: list[str]) -> None:
    """No name of a table, which says nothing to who reviews."""
    for path in (corpus / "derived").iterdir():
        path.unlink()
    Path("x.csv").write_text("Uitspraak-ID,Oordeel,Rijcode\na,Akkoord,b\n", "utf-8")
    said = review(*command, code=1)
    assert "dit corpus is nog niet gelezen; voer eerst 'textmine run proef' uit" in said
    assert "parquet" not in said


def test_nothing_to_review_says_the_true_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty corpus has no statements; texts that are gone were drawn once."""
    monkeypatch.chdir(tmp_path)
    folder = build(tmp_path / "corpora" / "proef", TEXTS)
    review("export", "--size", "4", "--share", "1", "--reviewer", "anna")
    (folder / "rounds").rename(tmp_path / "rounds")
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
    build(folder, [])
    said = review("export", "--reviewer", "anna")
    assert "er zijn geen uitspraken" in said
    assert "al een oordeel" not in said
    (tmp_path / "rounds").rename(folder / "rounds")
    said = review("export", "--round", "1", "--blind", "--reviewer", "bert")
    assert "de gelote teksten van ronde 1 staan niet meer in de bronnen" in said
