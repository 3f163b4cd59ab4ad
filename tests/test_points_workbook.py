"""The workbook for points, out and in: what people change is taken once, and nothing else is."""

import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from textmine.errors import WorkbookError
from textmine.pipeline.points_workbook import export_points, import_points, point_status
from textmine.pipeline.run import run
from textmine.pipeline.table import POINT_EDITS, POINTS
from textmine.review import point_columns as p
from textmine.review.point_returned import Outcome
from textmine.store import artefacts
from textmine.tables import PointEdits, Points

NAME = "voorbeeld-regiosessies"


@pytest.fixture
def corpus(made_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample of which the points may be changed."""
    folder = tmp_path / "corpora" / NAME
    shutil.copytree(made_sample / "corpora" / NAME, folder)
    shutil.copy(made_sample / "params.yaml", tmp_path)
    text = (folder / "corpus.yaml").read_text("utf-8")
    added = "\nprogrammes: [{id: energie, name: Programma Energie}]\n"
    (folder / "corpus.yaml").write_text(text + added, "utf-8")
    return folder


def back(folder: Path, path: Path, when: str = "2026-11-30T12:00:00+01:00") -> Outcome:
    """Import a workbook."""
    return import_points(folder, path, "", when)


class Book:
    """An exported workbook as people fill it in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)

    def fill(self, sheet: str, row: int, **cells: str | int) -> None:
        """Fill in cells of a row by the name of their constant."""
        out = self.book[sheet]
        headings = [str(cell.value).split("\n")[0] for cell in out[1]]
        for name, value in cells.items():
            out.cell(row, headings.index(getattr(p, name)) + 1).value = value

    def value(self, sheet: str, row: int, heading: str) -> object:
        """Return what stands in a cell."""
        out = self.book[sheet]
        return out.cell(row, [str(cell.value).split("\n")[0] for cell in out[1]].index(heading) + 1).value

    def rows(self, sheet: str, sign: str) -> list[int]:
        """Return the rows of main points (H) or points (P)."""
        last = self.book[sheet].max_row
        return [row for row in range(2, last + 1) if str(self.value(sheet, row, p.NUMBER)).startswith(sign)]

    def save(self) -> Path:
        """Write what was filled in."""
        self.book.save(self.path)
        return self.path


def read_points(folder: Path) -> dict[str, dict[str, object]]:
    """Return the points of a corpus by id."""
    found = artefacts.read("table", POINTS.of(folder), "Points")
    return {row[Points.id]: row for row in found.to_dict("records")}


def test_what_people_change_is_taken_once_and_holds_after_a_run(corpus: Path) -> None:
    """An untouched workbook is no edit; a second import adds nothing; the points are as people put them."""
    path = export_points(corpus, "ab").path
    assert re.fullmatch(r"punten_\d+_ab\.xlsx", path.name)
    assert back(corpus, path).edits.empty
    before = read_points(corpus)
    book = Book(path)
    main = next(row for row in book.rows(p.SHEET, "H") if book.value(p.SHEET, row, p.GENERIC) == "nee")
    point = book.rows(p.SHEET, "P")[-1]
    book.fill(p.SHEET, main, NAME="Te laat aan tafel", ORDER=1, EXCEPTION="Speelt overal", SIGNED="cd")
    book.fill(p.SHEET, point, EXCLUDE="Gaat over iets anders", FORWARD="Programma Energie")
    book.fill(p.TEXTS, 2, MOVE="Een heel nieuw punt")
    outcome = back(corpus, book.save())
    assert (outcome.taken, outcome.refused) == (6, ())
    stored = (corpus / "points.csv").read_bytes()
    again = back(corpus, path, "2026-12-01T12:00:00+01:00")
    assert (again.taken, len(again.edits)) == (0, 0)
    assert (corpus / "points.csv").read_bytes() == stored
    run(corpus, "points")
    after = read_points(corpus)
    rows = {row[Points.name]: row for row in after.values()}
    assert rows["Te laat aan tafel"][Points.exception] == "Speelt overal"
    assert "Een heel nieuw punt" in rows
    assert "Gaat over iets anders" in {row[Points.excluded] for row in after.values()}
    assert "energie" in {row[Points.forwarded] for row in after.values()}
    total = [
        sum(row[Points.statements] for row in found.values() if row[Points.level] == 2)
        for found in (before, after)
    ]  # type: ignore[misc]
    assert total[0] == total[1]
    found = point_status(corpus)
    assert found is not None
    assert (found.edited, found.blocks) == (3, 0)


def test_an_older_copy_does_not_undo_a_later_decision(corpus: Path) -> None:
    """And dropping a decision on the sheet of decisions takes it back."""
    old = Book(export_points(corpus, "ab").path)
    old.fill(p.SHEET, 2, NAME="Eerst")
    new = Book(export_points(corpus, "ab").path)
    new.fill(p.SHEET, 2, NAME="Later")
    assert new.path != old.path
    assert back(corpus, new.save()).taken == 1
    outcome = back(corpus, old.save())
    assert (outcome.taken, outcome.later) == (0, 1)
    third = Book(export_points(corpus, "cd").path)
    assert third.value(p.DECISIONS, 2, p.CHOSEN) == "Later"
    third.fill(p.DECISIONS, 2, DROP="ja")
    assert back(corpus, third.save()).taken == 1
    assert back(corpus, third.path).taken == 0
    edits = artefacts.read("point_edits", POINT_EDITS.of(corpus))
    assert edits[PointEdits.edit].tolist() == ["rename", "withdraw"]


def test_wrong_cells_are_refused_one_by_one(corpus: Path) -> None:
    """With sheet, row, value and the way out; the rest of the workbook is taken."""
    book = Book(export_points(corpus, "ab").path)
    book.fill(p.SHEET, 2, ORDER="eerst", MERGE="P99999", FORWARD="Onbekend", EXCEPTION="Zonder handtekening")
    book.fill(p.SHEET, 3, NAME="Goed")
    book.fill(p.TEXTS, 2, MOVE="H1")
    outcome = back(corpus, book.save())
    assert outcome.taken == 1
    assert {(bad.sheet, bad.row, bad.column) for bad in outcome.refused} == {
        (p.SHEET, 2, p.ORDER),
        (p.SHEET, 2, p.MERGE),
        (p.SHEET, 2, p.FORWARD),
        (p.SHEET, 2, p.EXCEPTION),
        (p.TEXTS, 2, p.MOVE),
    }


def test_another_or_a_damaged_workbook_is_refused(corpus: Path, tmp_path: Path) -> None:
    """A missing column, a damaged row, another file: nothing is added."""
    book = Book(export_points(corpus, "ab").path)
    book.fill(p.SHEET, 2, NAME="Naam", CODE="stuk")
    outcome = back(corpus, book.save())
    assert (outcome.taken, [bad.column for bad in outcome.refused]) == (0, [p.CODE])
    book.book[p.SHEET].delete_cols(book.book[p.SHEET].max_column)
    with pytest.raises(WorkbookError, match=p.CODE):
        back(corpus, book.save())
    other = tmp_path / "ander.csv"
    other.write_text("a;b\n1;2\n", "utf-8")
    with pytest.raises(WorkbookError, match="xlsx"):
        back(corpus, other)
