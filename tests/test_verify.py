"""``textmine verify`` passes what is untouched, and names the place of whatever is not."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from test_publish import SMALL, given
from typer.testing import CliRunner

from textmine.cli.app import app
from textmine.pipeline.verify import verify
from textmine.tables import CodeCounts, Evidence, Statements
from textmine.verification import contents, figures, quotes, sources


@pytest.fixture(scope="module")
def corpus(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample of this module's own, as it was published."""
    project = tmp_path_factory.mktemp("verify")
    shutil.copytree(
        made_sample / "corpora" / "voorbeeld-regiosessies", project / "corpora" / "voorbeeld-regiosessies"
    )
    shutil.copy(made_sample / "params.yaml", project)
    return project / "corpora" / "voorbeeld-regiosessies"


def test_an_untouched_publication_passes(corpus: Path) -> None:
    """From the raw files to every cell: no difference."""
    assert [str(each) for each in verify(corpus)] == []


def test_the_command_names_every_place_that_was_touched(corpus: Path, tmp_path: Path) -> None:
    """A source, what people gave, and a copy of the page elsewhere: exit code 1 and a line for each."""
    project = tmp_path / "corpora" / corpus.name
    shutil.copytree(corpus, project)
    shutil.copy(corpus.parent.parent / "params.yaml", tmp_path)
    raw = min(p for p in (project / "raw").rglob("*") if p.is_file())
    raw.write_bytes(raw.read_bytes() + b" ")
    with (project / "corpus.yaml").open("a", encoding="utf-8") as file:
        file.write("# een opmerking\n")
    copy = tmp_path / "rapport.html"
    page = (project / "derived" / "rapport.html").read_text("utf-8")
    copy.write_text(page.replace('id="trechter">Van bestand', 'id="trechter">Van bestond'), "utf-8")
    done = CliRunner().invoke(app, ["verify", str(project), str(copy)])
    assert done.exit_code == 1
    assert f"- raw/{raw.relative_to(project / 'raw').as_posix()}, sha256" in done.output
    assert "corpus.yaml: er staat" in done.output
    assert "sindsdien veranderd" in done.output
    assert "onderdeel trechter" in done.output
    assert "Van bestond tot cijfer" in done.output


def page_of(small_page: str, change: Callable[[str], str]) -> list[str]:
    """Return the differences of a changed page, as the file comparison finds them."""
    changed = change(small_page)
    assert changed != small_page
    both = (contents.of_page("rapport.html", each.encode()) for each in (changed, small_page))
    return [str(each) for each in contents.differences("rapport.html", *both)]


@pytest.fixture(scope="module")
def page(made_sample: Path) -> str:
    """The page of a sample."""
    return (made_sample / "corpora" / "voorbeeld-regiosessies" / "derived" / "rapport.html").read_text(
        "utf-8"
    )


def test_one_digit_is_found_with_its_cell(page: str) -> None:
    """A number in a cross is found twice: against the statements, and against what publishing gives."""
    cell = re.search(r'<a href="#vak-[^"]+"><b>(\d)', page)
    assert cell is not None
    other = str((int(cell[1]) + 1) % 10)
    found = page_of(page, lambda p: p[: cell.start(1)] + other + p[cell.end(1) :])
    assert len(found) == 1
    assert re.search(r"onderdeel .*, rij \d+, kolom \d+", found[0])


def test_one_letter_of_a_quote_is_found_with_its_statement() -> None:
    """The words are looked up in the source, without publishing again."""
    documents = given(SMALL)["documents"]
    assert isinstance(documents, pd.DataFrame)
    quote = (
        '<blockquote>\n<p class="words">De beek is hier ook al heel lang vies.</p>\n'
        "<footer>Tweede; uitspraak <code>g2:0-38</code>.</footer>\n</blockquote>"
    )
    assert list(quotes.quotes_in_page("a.html", quote, documents)) == []
    (found,) = quotes.quotes_in_page("a.html", quote.replace("beek", "beak"), documents)
    assert "g2:0-38" in str(found)
    assert "beak" in found.says
    assert "beek" in found.must
    (unknown,) = quotes.quotes_in_page("a.html", quote.replace("0-38", "0-37"), documents)
    assert "g2:0-37" in str(unknown)


def test_a_dropped_and_a_swapped_row_are_found(page: str) -> None:
    """The table and the row are named."""
    rows = re.findall(
        r"<tr><th scope=\"row\">Bestanden.*?</tr>|<tr><th scope=\"row\">Teksten in.*?</tr>", page, re.DOTALL
    )
    first, second = rows[:2]
    dropped = page_of(page, lambda p: p.replace(first, "", 1))
    assert any("trechter-tabel, rij 2" in each for each in dropped)
    swapped = page_of(page, lambda p: p.replace(second, "", 1).replace(first, second + first, 1))
    assert any("trechter-tabel, rij 2" in each for each in swapped)
    assert any("trechter-tabel, rij 3" in each for each in swapped)


def test_a_cell_of_the_workbook_is_found_by_its_address(made_sample: Path) -> None:
    """A changed number, a changed word and a dropped row in a workbook that Excel saved again."""
    path = made_sample / "corpora" / "voorbeeld-regiosessies" / "derived" / "analyse.xlsx"
    good = contents.of_workbook("analyse.xlsx", path.read_bytes())
    book = openpyxl.load_workbook(path)
    sheet = book["Codes"]
    sheet["D10"] = 12345
    book["Bewijs"].delete_rows(book["Bewijs"].max_row)
    last = book["Bewijs"].max_row + 1
    buffer = io.BytesIO()
    book.save(buffer)
    found = list(
        contents.differences("analyse.xlsx", contents.of_workbook("analyse.xlsx", buffer.getvalue()), good)
    )
    places = {each.place for each in found}
    assert "blad Codes, rij 10, kolom D" in places
    assert f"blad Bewijs, rij {last}, kolom C" in places
    assert len(places) == 4


def test_a_figure_and_a_quote_in_word_are_found_by_their_place(made_sample: Path) -> None:
    """A digit in a table and a word of a quote, changed inside the document."""
    path = made_sample / "corpora" / "voorbeeld-regiosessies" / "derived" / "rapport.docx"
    good = contents.of_document("rapport.docx", path.read_bytes())

    def changed(old: str, new: str) -> list[str]:
        buffer = io.BytesIO()
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(buffer, "w") as target:
            for name in source.namelist():
                part = source.read(name)
                if name == "word/document.xml":
                    assert old.encode() in part
                    part = part.replace(old.encode(), new.encode(), 1)
                target.writestr(name, part)
        says = contents.of_document("rapport.docx", buffer.getvalue())
        return [str(each) for each in contents.differences("rapport.docx", says, good)]

    assert changed("<w:document", "<w:document") == []
    (cell,) = changed(">386<", ">387<")
    assert "387" in cell
    quote = next(text for text in good.values() if text.startswith("Eerst komt de vergunning"))
    found = changed(quote, quote.replace("Eerst", "Later"))
    assert any("Later komt de vergunning" in each for each in found)


def counted(**changes: pd.DataFrame) -> list[str]:
    """Count again the figures of the small corpus with some tables changed."""
    tables = {**given(SMALL), **changes}
    return [str(each) for each in figures.differences(tables)]


def test_counting_again_agrees_and_finds_a_changed_figure_and_changed_evidence() -> None:
    """Other code, the same figures; one more statement in a figure, or one less in its evidence, is named."""
    assert counted() == []
    counts = given(SMALL)["code_counts"]
    evidence = given(SMALL)["evidence"]
    assert isinstance(counts, pd.DataFrame)
    assert isinstance(evidence, pd.DataFrame)
    wrong = counts.copy()
    wrong.loc[0, CodeCounts.statements] += 1
    (found,) = counted(code_counts=wrong)
    assert "sleutel onderdeel|water, kolom statements" in found
    (lost,) = counted(evidence=evidence.drop(index=0).reset_index(drop=True))
    assert str(evidence.loc[0, Evidence.statement_id]) in lost
    (gone,) = [each for each in counted(code_counts=counts.drop(index=0)) if "geen rij" in each]
    assert "onderdeel|water" in gone


def test_a_statement_that_is_not_in_its_document_is_found() -> None:
    """Word for word, at the place that its id names."""
    tables = given(SMALL)
    documents, statements = tables["documents"], tables["statements"]
    assert isinstance(documents, pd.DataFrame)
    assert isinstance(statements, pd.DataFrame)
    assert list(sources.statements_in_place(documents, statements)) == []
    wrong = statements.copy()
    wrong.loc[1, Statements.text] = "Iets anders."
    (found,) = sources.statements_in_place(documents, wrong)
    assert str(statements.loc[1, Statements.id]) in found.place
