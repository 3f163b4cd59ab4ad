"""What goes into a workbook comes out of it."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from textmine.report.cells import CELL, Column, Sheet, pieces, sheet_name, visible, write_book

NASTY = [
    "=1+1",
    "+31 is een landnummer",
    "-ja",
    "@SOM(A1)",
    "'aanhaling",
    "<r>mark-up</r>",
    "<b>&amp;</b>",
    "_x000D_ staat hier letterlijk",
    "  spaties eromheen  ",
    "regel een\nregel twee",
    "tab\tteken",
    "https://voorbeeld.nl/een/pad",
    "mailto:iemand",
    "007",
    "1e5",
    "WAAR",
    "{=A1}",
    "é ü ñ 😀 \u00a0 \u2028",
    "#N/B",
]


def rows_of(book: bytes, sheet: str) -> list[list[object]]:
    """Read a sheet with calamine, all rows."""
    found = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name(sheet)
    return found.to_python(skip_empty_area=False)


def one_column(texts: list[str], **given: int) -> bytes:
    """Write texts below each other."""
    return write_book("proef", [Sheet("Proef", (), (Column("Tekst", 20),), [[t] for t in texts])], **given)


def test_nasty_texts_come_back_exactly() -> None:
    """No text becomes a formula, a number, a link or an error; both readers agree."""
    book = one_column(NASTY)
    assert [row[0] for row in rows_of(book, "Proef")[2:]] == NASTY
    sheet = load_workbook(BytesIO(book))["Proef"]
    cells = [sheet.cell(line, 1) for line in range(3, 3 + len(NASTY))]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5))
def test_any_text_comes_back_as_it_is_shown(texts: list[str]) -> None:
    """Whatever a text holds, the cell holds its visible form."""
    found = [row[0] for row in rows_of(one_column(texts), "Proef")[2:]]
    assert found == [visible(text) for text in texts]


@given(st.text())
def test_visible_text_only_replaces_what_no_cell_can_hold(text: str) -> None:
    """Ordinary signs stay; control characters become one sign each, CRLF one line break."""
    assert visible(visible(text)) == visible(text)
    assert len(visible(text)) == len(text) - text.count("\r\n")
    assert not any(sign < " " and sign not in "\t\n" for sign in visible(text))
    if text.isprintable():
        assert visible(text) == text


def test_line_breaks_of_windows_are_line_breaks() -> None:
    """CRLF does not come back as _x000D_; a lone carriage return is shown as a sign."""
    assert [r[0] for r in rows_of(one_column(["a\r\nb", "a\rb\x07"]), "Proef")[2:]] == ["a\nb", "a␍b␇"]


@pytest.mark.parametrize("text", ["x" * CELL, "x" * (CELL + 1), "x" * (CELL * 2) + "y", "😀" * 20_000])
def test_a_long_text_goes_on_in_the_next_column(text: str) -> None:
    """A text that does not fit is whole over several columns, with a note; rows stay rows."""
    book = one_column(["kort", text, "=slot"])
    rows = rows_of(book, "Proef")
    notes = [row[0] for row in rows if str(row[0]).startswith("Een tekst die niet in een cel past")]
    data = rows[-3:]
    assert "".join(str(value) for value in data[1]) == text
    assert [str(data[0][0]), str(data[2][0])] == ["kort", "=slot"]
    assert len(notes) == (len(pieces(text)) > 1)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("a😀"), max_size=30), st.integers(2, 9))
def test_pieces_are_the_text(text: str, factor: int) -> None:
    """Joined the parts are the text, and each fits a cell as Excel counts."""
    long = text * (CELL // factor)
    parts = pieces(long)
    assert "".join(parts) == long
    assert all(len(part.encode("utf-16-le")) // 2 <= CELL for part in parts)


def test_too_many_rows_go_on_in_a_next_sheet() -> None:
    """No row is dropped: they go on in sheets with a number, each with heading and note."""
    texts = [f"rij {n}" for n in range(25)]
    book = one_column(texts, rows_per_sheet=10)
    assert CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names == ["Proef", "Proef 2", "Proef 3"]
    found = [
        row[0]
        for name, head in (("Proef", 2), ("Proef 2", 3), ("Proef 3", 3))
        for row in rows_of(book, name)[head:]
    ]
    assert found == texts
    assert "Vervolg van blad Proef" in str(rows_of(book, "Proef 2")[1][0])


def test_a_sheet_without_rows_has_its_heading() -> None:
    """Nothing to list is an empty table, not a missing sheet."""
    assert [row[0] for row in rows_of(one_column([]), "Proef")] == ["Proef", "Tekst"]


def test_the_same_table_gives_the_same_bytes() -> None:
    """No clock and no chance: a workbook is equal to itself on any day."""
    assert one_column(NASTY) == one_column(NASTY)


def test_numbers_are_numbers_and_nothing_is_nothing() -> None:
    """A number can be added up, a missing value is an empty cell and not zero."""
    columns = (Column("Aantal", 9, "whole"), Column("Deel", 9, "share"), Column("Leeg"))
    book = write_book("proef", [Sheet("Proef", ("uitleg",), columns, [[1234, 0.125, None]])])
    sheet = load_workbook(BytesIO(book))["Proef"]
    assert [cell.value for cell in sheet[4]] == [1234, 0.125, None]
    assert [cell.number_format for cell in sheet[4]][:2] == ["#,##0", "0.0%"]


def test_people_can_filter_and_print() -> None:
    """The heading stays in view and on every page, and the sheet fits the paper."""
    book = write_book("proef", [Sheet("Proef", ("uitleg",), (Column("A"), Column("B")), [["a", "b"]])])
    sheet = load_workbook(BytesIO(book))["Proef"]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:B4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("Thema x soort", 1, "Thema x soort"),
        ("Water/land: ja? [nee]", 1, "Water-land- ja- -nee-"),
        ("x" * 40, 1, "x" * 31),
        ("x" * 40, 12, "x" * 28 + " 12"),
        ("'s avonds", 1, "s avonds"),
    ],
)
def test_sheet_names_are_what_excel_accepts(name: str, number: int, expected: str) -> None:
    """No forbidden signs, at most 31 characters, and the number is never cut off."""
    assert sheet_name(name, number) == expected
