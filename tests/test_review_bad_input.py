"""Whatever comes back, it is read or refused with the way out, and the rest of a person's work is kept."""

import csv
import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from review_corpus import Workbook, build, statement_id
from source_files import compound_file, zipped
from test_review_workbook import libreoffice

from textmine.errors import TextmineError, WorkbookError
from textmine.pipeline.review_export import Ask, export_round
from textmine.pipeline.review_import import import_workbook
from textmine.review.outcome import Outcome, Status
from textmine.store import decisions as decisions_file
from textmine.store import review_returned
from textmine.tables import Decisions

TEXTS = (
    "De lucht is slecht – “vies” zelfs.",
    "Er moet een gemaal komen; en snel ook.",
    "Het geluid is een plaag 😀 en dat blijft zo.",
    "Wij zijn tevreden.",
    "Kom eens kijken, écht.",
    "Nul komma nul.",
)
IDS = [statement_id(number, text) for number, text in enumerate(TEXTS)]
NOW = "2026-03-05T10:00:00+01:00"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of six statements."""
    return build(tmp_path / "corpora" / "proef", TEXTS)


@pytest.fixture
def book(corpus: Path) -> Workbook:
    """Its workbook, in which Anna agreed with the second statement and changed the fifth."""
    made = export_round(corpus, Ask("Anna"), size=6)
    assert made.path is not None
    book = Workbook(made.path)
    book.fill(IDS[1], Oordeel="Akkoord", Toelichting="klopt; écht")
    book.fill(IDS[4], Oordeel="Gewijzigd", Soort="Wens")
    return book


def back(corpus: Path, path: Path) -> Outcome:
    """Import a file."""
    return import_workbook(corpus, path, "", NOW).outcome


def decided(corpus: Path) -> dict[str, str]:
    """Return the verdict about each statement."""
    rows = decisions_file.read(corpus / "decisions.csv")
    return dict(zip(rows[Decisions.statement_id], rows[Decisions.verdict], strict=True))


AS_FILLED = {IDS[1]: "accept", IDS[4]: "change"}
"""What comes of the workbook as ``book`` gives it."""


def test_a_renamed_sheet_is_found_by_its_headings(corpus: Path, book: Workbook) -> None:
    """One sheet fits, so that is it, and the name is told; with two that fit, people must choose."""
    book.sheet.title = "Anna klaar"
    outcome = back(corpus, book.save())
    assert outcome.remarks == ("Het blad 'Beoordelen' heet nu 'Anna klaar'; dat is gelezen.",)
    assert decided(corpus) == AS_FILLED
    book.book.copy_worksheet(book.sheet).title = "Nog een"
    with pytest.raises(WorkbookError, match=r"'Anna klaar' en 'Nog een'.*de naam 'Beoordelen'"):
        back(corpus, book.save())
    book.sheet.title = "beoordelen "
    assert "Ook op het blad 'Nog een'" in back(corpus, book.save()).remarks[0]
    book.sheet.delete_cols(book.column("Rijcode"))
    with pytest.raises(WorkbookError, match="blad beoordelen : de kolom 'Rijcode' ontbreekt"):
        back(corpus, book.save())


def test_a_workbook_of_this_corpus_is_told_of_row_by_row(book: Workbook, tmp_path: Path) -> None:
    """After all texts changed nothing fits, but it is no workbook of another corpus."""
    path = book.save()
    other = build(tmp_path / "ander" / "proef", [f"{text} Nieuw." for text in TEXTS])
    outcome = back(other, path)
    assert outcome.counts[Status.STALE] == 2
    assert decided(other) == {}
    elsewhere = build(tmp_path / "corpora" / "elders", ["Iets anders."])
    with pytest.raises(WorkbookError, match=r"'elders'.*gemaakt voor corpus 'proef'"):
        back(elsewhere, path)
    assert decided(elsewhere) == {}


@pytest.mark.parametrize("kind", ["", "xlsx", "ods", "xls"])
def test_merged_cells_count_for_their_first_row(corpus: Path, book: Workbook, kind: str) -> None:
    """The others are listed with the row they were merged with; merged empty cells are nothing."""
    ids = [str(cell.value) for cell in book.sheet["A"][1:]]
    for row in range(2, 8):
        for heading in ("Oordeel", "Soort", "Toelichting"):
            book.sheet.cell(row, book.column(heading)).value = None
    merge(book, "Oordeel", 2, 4, "Akkoord")
    merge(book, "Toelichting", 6, 7, None)
    path = book.save()
    outcome = back(corpus, libreoffice(path, kind) if kind else path)
    assert decided(corpus) == {ids[0]: "accept"}
    bad = {line.row: line for line in outcome.of(Status.INVALID)}
    assert set(bad) == {3, 4}
    assert all("samengevoegd met rij 2" in line.reason for line in bad.values())
    assert outcome.counts[Status.UNTOUCHED] == 3


def merge(book: Workbook, heading: str, first: int, last: int, value: str | None) -> None:
    """Merge cells of a column and put ``value`` in them."""
    column = book.column(heading)
    book.sheet.cell(first, column).value = value
    book.sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def test_a_merged_name_counts_for_its_first_row_and_cells_side_by_side_for_the_first(
    corpus: Path, book: Workbook
) -> None:
    """A name alone is no decision, so only rows with one are listed; sideways nothing is doubted."""
    first = book.row(IDS[1])
    merge(book, "Beoordelaar", 2, 7, "Bert")
    column = book.column("Oordeel")
    book.sheet.merge_cells(start_row=first, end_row=first, start_column=column, end_column=column + 1)
    outcome = back(corpus, book.save())
    others = [book.row(name) for name in (IDS[1], IDS[4]) if book.row(name) > 2]
    assert [line.row for line in outcome.of(Status.INVALID)] == sorted(others)
    assert {line.column for line in outcome.of(Status.INVALID)} == {"Beoordelaar"}
    assert outcome.counts[Status.UNTOUCHED] == 4


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls", "csv"])
def test_the_outcome_of_a_formula_counts_and_an_error_is_told(
    corpus: Path, book: Workbook, kind: str
) -> None:
    """As a spreadsheet program saved them; a formula that gives an empty text is an empty cell."""
    book.fill(IDS[0], Oordeel='="Akk"&"oord"')
    bad = book.fill(IDS[2], Oordeel="Twijfel", Toelichting="=NA()")
    worse = book.fill(IDS[3], Oordeel="=1/0")
    book.fill(IDS[5], Oordeel='=""')
    if kind == "csv":
        book.book.move_sheet(book.sheet, -9)
    outcome = back(corpus, libreoffice(book.save(), kind))
    assert decided(corpus) == {**AS_FILLED, IDS[0]: "accept"}
    found = {line.row: (line.column, line.value) for line in outcome.of(Status.INVALID)}
    assert found == {bad: ("Toelichting", "#N/A"), worse: ("Oordeel", "#DIV/0!")}
    assert outcome.counts[Status.UNTOUCHED] == 1


def test_a_formula_that_was_never_worked_out_is_told(corpus: Path, book: Workbook) -> None:
    """A library wrote it without an outcome: what people see in Excel is not in the file."""
    bad = book.fill(IDS[0], Oordeel='="Akk"&"oord"')
    name = book.fill(IDS[3], Beoordelaar="=A1")
    outcome = back(corpus, book.save())
    (line,) = outcome.of(Status.INVALID)
    assert (line.row, line.column) == (bad, "Oordeel")
    assert "formule zonder uitkomst" in line.reason
    assert decided(corpus) == AS_FILLED
    assert name in {line.row for line in outcome.of(Status.UNTOUCHED)}


def repacked(path: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Return the zip file ``path`` with its members changed, and more of them."""
    with zipfile.ZipFile(path) as archive:
        members = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return zipped({**members, **more})


def test_macros_are_never_run_and_told(corpus: Path, book: Workbook) -> None:
    """An .xlsm file is read as data."""
    path = book.save().with_suffix(".xlsm")
    path.write_bytes(repacked(book.path, lambda _, data: data, **{"xl/vbaProject.bin": b"Sub Auto_Open()"}))
    assert "macro's. Die zijn niet uitgevoerd" in back(corpus, path).remarks[0]
    assert decided(corpus) == AS_FILLED


def test_a_cell_of_forty_thousand_characters_is_kept_whole(corpus: Path, book: Workbook) -> None:
    """More than Excel holds, but other programs write it: a note is kept, a code shown in part."""
    note = "lang " * 8_000
    book.fill(IDS[0], Oordeel="Twijfel", Toelichting="MERK")
    bad = book.fill(IDS[2], Oordeel="Gewijzigd", Soort="MERK")
    book.save()
    book.path.write_bytes(
        repacked(book.path, lambda _, data: data.replace(b"<t>MERK</t>", f"<t>{note}</t>".encode()))
    )
    outcome = back(corpus, book.path)
    assert set(decisions_file.read(corpus / "decisions.csv")[Decisions.note].dropna()) == {
        note.strip(),
        "klopt; écht",
    }
    (line,) = outcome.of(Status.INVALID)
    assert (line.row, line.value) == (bad, note.strip())
    report = load_workbook(review_returned.report_path(book.path))["Rijen"]
    assert max(len(str(cell.value)) for row in report.iter_rows() for cell in row) < 500


def records(*found: tuple[int, bytes]) -> bytes:
    """Build the stream of an old Excel file out of (kind, body), long enough to stand on its own."""
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in found) + bytes(5000)


BEGIN, END = (0x809, b"\x00\x06\x05\x00" + bytes(12)), (0x0A, b"")
LOCKED = records(BEGIN, (0x2F, b"\x01\x00\x01\x00"), END)
ENORMOUS = records(
    BEGIN,
    (0x85, struct.pack("<IHB", 4 + 16 + 4 + 8 + 10 + 4, 0, 10) + b"\x00Beoordelen"),
    END,
    (0x809, b"\x00\x06\x10\x00" + bytes(12)),
    (0x203, struct.pack("<HHHd", 0, 0, 0, 1.0)),
    (0x203, struct.pack("<HHHd", 65_535, 65_535, 0, 1.0)),
    END,
)
"""A cell so far away that no memory holds the sheet: the library that reads it ends its process."""


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", compound_file({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y"}), "wachtwoord"),
        ("a.xls", compound_file({"Workbook": LOCKED}), "wachtwoord"),
        ("a.xls", compound_file({"Workbook": ENORMOUS}), "is beschadigd"),
        ("a.ods", zipped({"META-INF/manifest.xml": b"<m><encryption-data/></m>"}), "wachtwoord"),
        ("a.xlsx", b"", "leeg"),
        ("a.xlsx", b" \r\n\x00", "leeg"),
        ("a.xlsx", b"Beste allen,\nhierbij mijn oordelen.", "tekstbestand zonder de kolommen"),
        ("a.csv", b"a;b;c\n1;2;3\n", "tekstbestand zonder de kolommen"),
        (
            "a.csv",
            b'Uitspraak-ID;Oordeel;Rijcode\nx;"niet dicht;y\n',
            "rij 2: hier sluit",
        ),
        ("a.xlsx", b"<html><table><tr><td>Oordeel</td></tr></table></html>", "tekstbestand zonder"),
        (
            "a.xlsx",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 9,
            "geen werkboek of is beschadigd",
        ),
        ("a.xlsx", b"PK\x03\x04 half", "geen werkboek of is beschadigd"),
        ("a.docx", zipped({"word/document.xml": b"<w/>"}), "geen werkboek of is beschadigd"),
        ("a.doc", compound_file({"WordDocument": b"x" * 5000}), "geen werkboek of is beschadigd"),
    ],
)
def test_what_is_no_workbook_is_one_clear_error(
    corpus: Path, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    """It names the file and what to do, and nothing was taken or written."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match=message) as refused:
        back(corpus, path)
    assert str(path) in str(refused.value)
    assert not (corpus / "decisions.csv").exists()
    assert not review_returned.report_path(path).exists()


def as_csv(book: Workbook, delimiter: str) -> str:
    """Return the sheet as Excel saves it: percentages as shown, quotes only where they are needed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    certainty = book.column("Zekerheid")
    for number, row in enumerate(book.sheet.iter_rows(values_only=True)):
        shown = ["" if value is None else str(value) for value in row]
        if number:
            shown[certainty - 1] = f"{float(shown[certainty - 1]):.0%}"
        writer.writerow(shown)
    return out.getvalue()


@pytest.mark.parametrize(
    ("delimiter", "encoding", "lossy"),
    [(";", "cp1252", True), (";", "utf-8-sig", False), (",", "utf-8", False), ("\t", "utf-16", False)],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_csv_is_a_returned_workbook(
    corpus: Path, book: Workbook, delimiter: str, encoding: str, lossy: bool, suffix: str
) -> None:
    """Whatever Excel made of it, and also under a wrong name; lost signs are told and refuse no row."""
    for name in (IDS[0], IDS[2]):
        book.fill(name, Oordeel="Niet-inhoudelijk")
    path = book.path.with_name(f"terug{suffix}")
    path.write_bytes(as_csv(book, delimiter).encode(encoding, errors="replace"))
    outcome = back(corpus, path)
    assert outcome.refused == ()
    assert decided(corpus) == {**AS_FILLED, IDS[0]: "not_substantive", IDS[2]: "not_substantive"}
    assert set(decisions_file.read(corpus / "decisions.csv")[Decisions.note].dropna()) == {"klopt; écht"}
    assert outcome.changed == ()
    assert any("codering" in remark for remark in outcome.remarks) == lossy
    assert any("gelezen" in remark and "CSV" in remark for remark in outcome.remarks) == (suffix == ".xlsx")
    assert {line.row for line in outcome.lines} == set(range(2, 8))


def test_shifted_cells_are_noticed_in_a_csv_that_lost_signs(corpus: Path, book: Workbook) -> None:
    """Another text than that of the id is refused, whatever signs were lost."""
    row = book.row(IDS[1])
    book.sheet.cell(row, book.column("Uitspraak")).value = TEXTS[2]
    path = book.path.with_suffix(".csv")
    path.write_bytes(as_csv(book, ";").encode("cp1252", errors="replace"))
    (line,) = back(corpus, path).of(Status.INVALID)
    assert (line.row, line.column) == (row, "Uitspraak")


def test_a_line_that_tells_excel_the_separator_counts_as_a_row(corpus: Path, book: Workbook) -> None:
    """Rows are those that people see."""
    path = book.path.with_suffix(".csv")
    path.write_text("sep=|\r\n" + as_csv(book, "|"), "utf-8", newline="")
    assert {line.row for line in back(corpus, path).lines} == set(range(3, 9))
    assert decided(corpus) == AS_FILLED


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_files_of_other_programs_are_read(corpus: Path, book: Workbook, kind: str) -> None:
    """An old .xls too; nothing looks changed."""
    outcome = back(corpus, libreoffice(book.save(), kind))
    assert (outcome.refused, outcome.changed, outcome.remarks) == ((), (), ())
    assert decided(corpus) == AS_FILLED


def test_hidden_rows_and_columns_count_as_any_other(corpus: Path, book: Workbook) -> None:
    """What a filter hides was filled in all the same."""
    book.sheet.row_dimensions[book.row(IDS[1])].hidden = True
    for heading in ("Oordeel", "Soort", "Uitspraak"):
        book.sheet.column_dimensions[book.sheet.cell(1, book.column(heading)).column_letter].hidden = True
    back(corpus, book.save())
    assert decided(corpus) == AS_FILLED


@pytest.mark.parametrize(
    "value", ["AKKOORD", " akkoord\u00a0", "Ak\u00adkoord", "\u200bAkkoord", "\ufeffAkkoord\u2028"]
)
def test_pasted_values_mean_what_they_look_like(corpus: Path, book: Workbook, value: str) -> None:
    """Case, spaces of any kind and signs that nobody sees do not count."""
    book.fill(IDS[0], Oordeel=value)
    book.fill(IDS[2], Oordeel="Gewijzigd", **{"Regio_(onderdeel)_1": "WATER\u00a0EN  bodem"})
    assert back(corpus, book.save()).refused == ()
    assert decided(corpus) == {**AS_FILLED, IDS[0]: "accept", IDS[2]: "change"}


def test_a_cell_far_away_is_told_and_empty_ones_do_no_harm(corpus: Path, book: Workbook) -> None:
    """Something at the end of a sheet would take more memory than there is; a colour there is nothing."""
    book.sheet["XFD1048576"].number_format = "0%"
    assert back(corpus, book.save()).refused == ()
    assert decided(corpus) == AS_FILLED
    book.sheet["XFD1048576"].value = "x"
    with pytest.raises(WorkbookError, match="ver buiten de tabel"):
        back(corpus, book.save())


def test_headings_that_are_repeated_are_no_row(corpus: Path, book: Workbook) -> None:
    """Below the first ones, or between rows, also when columns stand in another order from there on."""
    heads = [cell.value for cell in book.sheet[1]]
    rows = [[cell.value for cell in row] for row in book.sheet.iter_rows(min_row=2)]
    mixed = np.random.default_rng(1).permutation(len(heads)).tolist()
    for number, row in enumerate((heads, heads, *rows[:3], heads, *rows[3:]), 1):
        order = mixed if number > 5 else range(len(heads))
        for column, place in enumerate(order, 1):
            book.sheet.cell(number, column).value = row[place]
    outcome = back(corpus, book.save())
    assert [line.row for line in outcome.lines] == [3, 4, 5, 7, 8, 9]
    assert decided(corpus) == AS_FILLED


def refusal(corpus: Path, path: Path) -> str | None:
    """Import a file; return why it was refused, if it was."""
    try:
        back(corpus, path)
    except TextmineError as error:
        return str(error)
    return None


def test_a_damaged_workbook_never_ends_in_a_traceback(corpus: Path, book: Workbook, tmp_path: Path) -> None:
    """Bytes changed or cut anywhere: read, or refused with a message."""
    whole = book.save().read_bytes()
    chance = np.random.default_rng(7)
    for _ in range(60):
        data = bytearray(whole)
        for place in chance.integers(len(data), size=chance.integers(1, 9)):
            data[place] = int(chance.integers(256))
        path = tmp_path / "stuk.xlsx"
        path.write_bytes(data[: chance.integers(1, len(data))] if chance.random() < 0.3 else data)
        message = refusal(corpus, path)
        assert message is None or "stuk.xlsx" in message


def test_damaged_xml_never_ends_in_a_traceback(corpus: Path, book: Workbook, tmp_path: Path) -> None:
    """The container is whole, but what is in it is not."""
    book.save()
    chance = np.random.default_rng(7)

    def broken(name: str, data: bytes) -> bytes:
        if not re.search(r"workbook|sheet2|rels", name) or chance.random() < 0.5:
            return data
        place = int(chance.integers(len(data)))
        return data[:place] + (b"", b"<", b"\x00", b"&x;", b'"')[chance.integers(5)] + data[place + 1 :]

    for _ in range(60):
        path = tmp_path / "stuk.xlsx"
        path.write_bytes(repacked(book.path, broken))
        message = refusal(corpus, path)
        assert message is None or "stuk.xlsx" in message
