import datetime as dt
import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from source_files import compound_file

from textmine.errors import SourceError
from textmine.readers import csv_rows, registry, sheets
from textmine.readers.limits import Limits
from textmine.readers.sheets import Chunk

LIMITS = Limits()


def workbook(**contents: list[list[object]]) -> bytes:
    """Build an XLSX workbook with one sheet per name."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd-mm-yyyy"}) as book:
        for name, rows in contents.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def rows_of(data: bytes, header_row: int = 1) -> list[Chunk]:
    """Return all chunks of the only table in CSV data."""
    (sheet,) = csv_rows.read_tables(data, LIMITS, header_row)
    return list(sheet.chunks())


def test_workbook_cells_keep_their_type_and_row() -> None:
    """Rows have the numbers people see, empty rows are left out, dates stay dates."""
    data = workbook(Reacties=[["Titel"], ["Nr", "Datum"], [], [1, dt.date(2026, 3, 2)]], Leeg=[])
    (sheet,) = registry.read_tables("a.xlsx", data, LIMITS, 2)
    assert (sheet.name, sheet.heading) == ("Reacties", ("Nr", "Datum"))
    (chunk,) = sheet.chunks()
    assert (chunk.numbers, chunk.rows) == ([4], [[1.0, dt.date(2026, 3, 2)]])
    assert list(sheet.chunks()) == [chunk]


def test_cells_with_errors_are_pointed_out() -> None:
    """A text that became a formula reads as empty in every library, so its address is given."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("R")
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 1, "=niet zo", None, "#NAME?")
    (found,) = registry.read_tables("a.xlsx", out.getvalue(), LIMITS, 1)
    assert found.errors == ("B2",)


def test_cell_limit_and_password() -> None:
    """A sheet beyond the limit and a workbook with a password are refused with their reason."""
    with pytest.raises(SourceError, match="max_cells") as caught:
        list(registry.read_tables("a.xlsx", workbook(R=[["a"], ["b"]]), Limits(max_cells=1), 1))
    assert caught.value.reason == "too_large"
    locked = compound_file({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y"})
    with pytest.raises(SourceError) as caught:
        list(registry.read_tables("a.xlsx", locked, LIMITS, 1))
    assert caught.value.reason == "encrypted"


def test_damaged_workbooks_are_refused() -> None:
    """A workbook cut short or with damaged content is refused, whichever library notices."""
    data = workbook(R=[["a"], ["b"]])
    for broken in (data[:-300], data.replace(b"PK\x03\x04", b"PK\x03\x05", 2)):
        with pytest.raises(SourceError) as caught:
            list(registry.read_tables("a.xlsx", broken, LIMITS, 1))
        assert caught.value.reason == "damaged"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (3.25, "3.25"),
        (True, "waar"),
        ("x", "x"),
        (dt.date(2026, 3, 2), "02-03-2026"),
        (dt.datetime.fromisoformat("2026-03-02T14:05"), "02-03-2026 14:05"),
        (1e20, "1e+20"),
    ],
)
def test_cells_as_people_read_them(value: object, text: str) -> None:
    """Numbers and dates in text columns read as on the screen."""
    assert sheets.cell_text(value) == text


CELL = st.text(alphabet='abé;,|\t"\n =', max_size=8)


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=12),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_csv_round_trip(rows: list[list[str]], delimiter: str, codec: str) -> None:
    """What a spreadsheet program writes, whatever delimiter and encoding, is what is read."""
    table = [["Nr ë", "Vraag", "Antwoord"], *rows]
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table)
    found = [row for chunk in rows_of(text.encode(codec)) for row in chunk.rows]
    assert found == [row for row in rows if any(row)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters_are_found(delimiter: str) -> None:
    """The delimiter is the sign that cuts the rows evenly, not the most frequent one."""
    lines = [["Nr", "Naam", "Tekst"], *([str(n), "a", '"een, twee; drie, en vier"'] for n in range(5))]
    assert csv_rows.find_delimiter("\n".join(delimiter.join(line) for line in lines)) == delimiter


def test_a_declared_delimiter_is_believed() -> None:
    """Excel's first line "sep=" decides and is no row."""
    (sheet,) = csv_rows.read_tables(b"sep=,\na,b\n1,2\n", LIMITS)
    assert sheet.heading == ("a", "b")
    (chunk,) = sheet.chunks()
    assert chunk.rows == [["1", "2"]]
    assert chunk.numbers == [2]


def test_rows_of_another_width_are_bad_rows() -> None:
    """Too few or too many cells make a bad row with its number; superfluous empty cells do no harm."""
    (chunk,) = rows_of(b'a;b;c\n1;2;3\n1;2\n1;2;3;4\n"x\ny";2;3;;\n;;\n\n')
    assert chunk.rows == [["1", "2", "3"], ["x\ny", "2", "3"]]
    assert chunk.numbers == [2, 5]
    assert [(bad.row, bad.text, bad.cells) for bad in chunk.bad] == [(3, "1;2", 2), (4, "1;2;3;4", 4)]


def test_csv_is_read_in_chunks() -> None:
    """A long file comes in pieces whose row numbers run on."""
    count = sheets.CHUNK_ROWS + 10
    chunks = rows_of(b"a;b\n" + b"".join(b"%d;x\n" % n for n in range(count)))
    assert [len(chunk.rows) for chunk in chunks] == [sheets.CHUNK_ROWS, 10]
    assert [number for chunk in chunks for number in chunk.numbers] == list(range(2, count + 2))


def test_tables_as_text() -> None:
    """A table beside a letter is read as text: a block per filled cell, with its place."""
    part = registry.read("a.csv", b"Onderwerp;Reactie\nzout;;\n", LIMITS).parts[0]
    assert [(b.kind, b.text, b.row, b.column) for b in part.blocks] == [
        ("cell", "Onderwerp", 1, 1),
        ("cell", "Reactie", 1, 2),
        ("cell", "zout", 2, 1),
    ]
    part = registry.read("a.xlsx", workbook(Blad=[["x"], [2]]), LIMITS).parts[0]
    assert [(b.kind, b.text) for b in part.blocks] == [("heading", "Blad"), ("cell", "x"), ("cell", "2")]
