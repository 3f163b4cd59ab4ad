"""The Word report says what the page says, in the styles of its template, and any reader can follow it."""

import itertools
import re
import shutil
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from published_page import read_page
from small_corpus import MINUTES, RESPONSES, Said, Small, Text
from test_publish import LONG, SMALL, published

from textmine.errors import ConservationError, TemplateError
from textmine.report.document.model import Cell, Heading, Paragraph, Picture, Run, Table
from textmine.report.document.model import Document as Written
from textmine.report.document.page_reader import read_sections
from textmine.report.document.template import Template, default
from textmine.report.document.widths import layout, needed
from textmine.report.document.writer import write


@cache
def small_report() -> bytes:
    """The report of ``SMALL``."""
    return published(SMALL).document


def opened(content: bytes) -> Document:
    """Open a Word file."""
    return docx.Document(BytesIO(content))


def style_of(paragraph: object) -> str:
    """Return the name of a paragraph's style."""
    return str(paragraph.style.name)  # type: ignore[attr-defined]


def quotes_of(report: Document) -> list[tuple[str, str]]:
    """Return the words and the id of the statement of every quote between the tables."""
    lines = report.paragraphs
    return [
        (words.text, re.findall(r"[^ ;]+:\d+-\d+", source.text.replace("\n", ""))[0])
        for words, source in itertools.pairwise(lines)
        if style_of(words) == "Quote"
    ]


def test_every_quote_is_word_for_word_in_its_document() -> None:
    """A quote is the passage that its source names; signs that XML cannot hold are shown as such."""
    texts = SMALL.documents().set_index("id")["text"]
    found = quotes_of(opened(small_report()))
    assert len(found) > 10
    for words, name in found:
        document, place = name.rsplit(":", 1)
        start, end = map(int, place.split("-"))
        assert words == texts[document][start:end]
    assert LONG in {words for words, _ in found}


def test_the_report_has_the_chapters_of_the_page() -> None:
    """No section of the page is left out."""
    page = read_page(published(SMALL).report)
    chapters = [heading.words() for heading in page.all("h2")]
    headings = [p.text for p in opened(small_report()).paragraphs if style_of(p) == "Heading 1"]
    assert headings == chapters


def test_headings_leave_out_no_level() -> None:
    """Who goes through the report by its headings meets a heading of level 3 only under one of level 2."""
    levels = [
        int(style_of(p)[-1]) for p in opened(small_report()).paragraphs if style_of(p).startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    with pytest.raises(ConservationError, match="niveau 3 onder niveau 1"):
        write(Written("t", "", "", "g", (Heading(1, (Run("a"),)), Heading(3, (Run("b"),)))), {}, Template())


def test_every_table_has_a_caption_a_name_and_a_header_row_that_comes_back() -> None:
    """A screen reader can say of each cell which column it is in, and a reader on page 2 sees the heading."""
    body = list(opened(small_report()).element.body)
    tables = [n for n, each in enumerate(body) if each.tag == qn("w:tbl")]
    assert len(tables) > 5
    for number in tables:
        assert body[number].find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert body[number].find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}") is not None
        above = [each.find(f".//{qn('w:pStyle')}").get(qn("w:val")) for each in body[number - 2 : number]]
        assert "Caption" in above


def test_the_table_of_contents_shows_its_entries_without_being_updated() -> None:
    """All chapters stand in it, each leading to its heading."""
    report = opened(small_report())
    entries = [
        link for link in report.element.iter(qn("w:hyperlink")) if link.find(f".//{qn('w:tab')}") is not None
    ]
    marks = {mark.get(qn("w:name")) for mark in report.element.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in entries} <= marks
    shown = ["".join(t.text for t in link.iter(qn("w:t"))) for link in entries]
    wanted = [p.text for p in report.paragraphs if style_of(p) in {"Heading 1", "Heading 2"}]
    assert shown == wanted


def test_the_same_tables_give_the_same_bytes() -> None:
    """No clock and no number of a run is in the file."""
    assert published(SMALL).document == small_report()
    with ZipFile(BytesIO(small_report())) as file:
        assert {part.date_time[0] for part in file.infolist()} == {1980}


def test_nothing_looks_different_from_its_style() -> None:
    """The organisation's template decides on looks: no run or paragraph has a look of its own."""
    body = opened(small_report()).element.body
    runs = {child.tag for about in body.iter(qn("w:rPr")) for child in about}
    paragraphs = {child.tag for about in body.iter(qn("w:pPr")) for child in about}
    assert runs <= {qn("w:rStyle")}
    assert paragraphs <= {qn("w:pStyle"), qn("w:numPr"), qn("w:sectPr")}


def test_what_a_document_has_no_place_for_is_no_silent_loss() -> None:
    """A new kind of element on the page must be given a place here before the report can be made."""
    with pytest.raises(ConservationError, match="geen plaats voor <video>"):
        read_sections("<section><video></video></section>")
    with pytest.raises(ConservationError, match="midden in een zin"):
        read_sections("<p>Een <video></video> zin</p>")


def test_words_keep_their_spaces_marks_and_links() -> None:
    """Line ends of the mark-up are spaces, once; a link leads to its heading."""
    (heading, line) = read_sections(
        '<h2 id="a">Een  kop</h2><p>Zie\n<a href="#a">de <b>kop</b></a>,\n en <q>dit</q>. </p>'
    )
    assert heading == Heading(1, (Run("Een kop"),), "a")
    assert isinstance(line, Paragraph)
    assert "".join(run.text for run in line.runs) == "Zie de kop, en ‘dit’."
    assert [run.target for run in line.runs if run.text == "kop"] == ["a"]


def many(columns: int, letters: int = 30) -> Table:
    """A table with numbers under long headings, behind one column of texts."""
    text = Cell((Paragraph((Run("Een punt dat in veel sessies is gemaakt"),)),))
    head = Cell((Paragraph((Run("x" * letters),)),), number=True, heading=True)
    number = Cell((Paragraph((Run("12"),)),), number=True)
    rows = ((text, *(number,) * columns),)
    return Table((Run("Tabel"),), (), ((text, *(head,) * columns),), rows)


@pytest.mark.parametrize("columns", [1, 3, 8, 14, 40])
@pytest.mark.parametrize("width", [9_354, 14_286])
def test_columns_fill_the_page_exactly(columns: int, width: int) -> None:
    """No table is wider than its page, and headings are turned before texts are squeezed."""
    made = layout(many(columns), width)
    assert sum(made.widths) == width
    assert min(made.widths) > 0
    if columns == 8:
        assert made.turned == (False, *(True,) * 8) or width > 9_354


def test_a_table_that_is_too_wide_lies_on_a_turned_page() -> None:
    """Only that table, and the pages after it stand up again."""
    wide = many(25, 4)
    assert needed(wide) > 9_354
    text = Paragraph((Run("tekst"),))
    report = opened(write(Written("t", "", "", "g", (text, wide, text)), {}, Template()))
    assert [section.orientation for section in report.sections] == [0, 1, 0]


def test_a_picture_without_words_is_refused() -> None:
    """Who cannot see a figure must know what it shows."""
    with pytest.raises(ConservationError, match="geen tekst"):
        write(Written("t", "", "", "g", (Picture("kaart", (), ""),)), {}, Template())


def test_the_template_of_the_organisation_decides_on_the_look() -> None:
    """Its styles and header are used, its own text is not."""
    own = opened(default())
    own.styles["Heading 1"].font.size = 393_700
    own.add_paragraph("Hier stond een voorbeeld.")
    buffer = BytesIO()
    own.save(buffer)
    blocks = (Heading(1, (Run("Kop"),)),)
    report = opened(
        write(Written("t", "", "", "g", blocks), {}, Template("huisstijl.docx", buffer.getvalue()))
    )
    assert report.styles["Heading 1"].font.size == 393_700
    assert "voorbeeld" not in "".join(p.text for p in report.paragraphs)
    assert "t | g" in "".join(t.text for t in report.sections[0].header._element.iter(qn("w:t")))  # noqa: SLF001


def test_a_template_without_a_style_is_refused_by_name() -> None:
    """The message names all missing styles, as Word shows them, and the file."""
    own = opened(default())
    for name in ("Quote", "Kader"):
        own.styles[name].delete()
    buffer = BytesIO()
    own.save(buffer)
    with pytest.raises(TemplateError, match=r"huisstijl.docx: .*'Kader', 'Citaat' \(Quote\)"):
        write(Written("t", "", "", "g", ()), {}, Template("huisstijl.docx", buffer.getvalue()))
    with pytest.raises(TemplateError, match=r"huisstijl.docx: dit is geen Word-document"):
        write(Written("t", "", "", "g", ()), {}, Template("huisstijl.docx", b"geen zip"))


@pytest.mark.parametrize("corpus", [MINUTES, RESPONSES], ids=["minutes", "responses"])
def test_a_corpus_without_statements_has_a_report(corpus: object) -> None:
    """Nothing received is a report too."""
    report = opened(published(Small((), corpus=corpus)).document)
    assert len(report.paragraphs) > 10


def test_libreoffice_opens_the_report_and_shows_every_quote(tmp_path: Path) -> None:
    """Another program than the one that wrote it reads it: pages, contents and quotes are there."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or pdftotext is not on this machine; CI installs them")
    (tmp_path / "rapport.docx").write_bytes(small_report())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            tmp_path / "rapport.docx",
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    done = subprocess.run(
        ["pdftotext", tmp_path / "rapport.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\f") >= 10
    shown = re.sub(r"\s+", "", done.stdout)
    for words, _ in quotes_of(opened(small_report())):
        if len(words) < 100:
            assert re.sub(r"\s+", "", words) in shown


def test_many_statements_do_not_make_the_page_or_the_report_heavy() -> None:
    """Lists are limited to what is read; with thousands of statements the page stays below 5 MB."""
    kinds = ("soort:klacht plek:water", "soort:lof plek:elders")
    codes = [f"onderdeel:{part} {kind}" for part in ("water", "lucht") for kind in kinds]
    letters = (
        "Dit gaat al jaren zo en wij willen dat er nu eindelijk iets aan wordt gedaan, zegt bijdrage nummer"
    )
    texts = tuple(
        Text(
            session,
            [Said(f"{letters} {session}{n}.", codes[n % 4], f"t{n % 240}") for n in range(900)],
            session=session,
        )
        for session in ("g1", "g2", "p1", "p2")
    )
    made = published(Small(texts, broad={f"t{n}": f"B{n % 16}" for n in range(240)}))
    assert len(made.report.encode()) < 5_000_000
    assert len(made.document) < 2_000_000
