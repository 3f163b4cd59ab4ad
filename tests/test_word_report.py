"""The Word report says what the page says, in the styles of its template, and any reader can follow it."""

import itertools
import re
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from published_page import read_page
from test_publish import LONG, SMALL, published

from textmine.errors import ConservationError
from textmine.report.document.model import Document as Written
from textmine.report.document.model import Heading, Run
from textmine.report.document.template import Template
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
        write(Written("t", "", "g", (Heading(1, (Run("a"),)), Heading(3, (Run("b"),)))), {}, Template())


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
