"""What people settled with a reason no longer blocks, for as long as it is about the same thing."""

from pathlib import Path

import pandas as pd
import pytest
from published_page import read_page
from small_corpus import Said, Small, Text
from test_publish import SMALL, given, section, sheet
from test_trust import PHONE

from textmine import tables
from textmine.errors import TableError
from textmine.report.open_work import verdict
from textmine.steps.publish import Published, PublishSettings, publish
from textmine.store import settled
from textmine.tables import FILES_AREA, PERSONAL_AREA, Remarks, Settled

CALLED = Small((Text("g1", [Said(PHONE, "onderdeel:water soort:klacht plek:water", "a")], session="g1"),))
DAMAGED = {
    **dict.fromkeys(tables.arrow_schema(Remarks).names),
    "step": "ingest",
    "path": "g1.txt",
    "place": "bijlage 1",
    "reason": "damaged",
    "message": "vraag het opnieuw op",
}
REJECTED = tables.frame(Remarks, {name: [value] for name, value in DAMAGED.items()})


def decided(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return decisions by Anna: area, key and reason."""
    names = (Settled.area, Settled.key, Settled.reason)
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    return tables.frame(
        Settled, {Settled.row: range(2, len(rows) + 2), **columns, Settled.by: ["Anna de Wit"] * len(rows)}
    )


def made(small: Small, work: pd.DataFrame, **more: object) -> Published:
    """Publish with what was settled."""
    return publish(**{**given(small), "settled": work, **more}, settings=PublishSettings())


def test_a_quote_that_may_stand_blocks_no_longer() -> None:
    """The reason is in the workbook, the number of decisions on the page, who took them nowhere."""
    got = made(CALLED, decided((PERSONAL_AREA, CALLED.ids()[0], "een algemeen nummer")))
    assert verdict(got.open_work).publishable
    (row,) = sheet(got.workbook, "Afgedaan", "Waarover")
    assert (row["Wat precies"], row["Waarom dat niet nodig is"]) == (CALLED.ids()[0], "een algemeen nummer")
    assert "afdeden: 1 zaak" in section(read_page(got.report), "oordeel").words()
    assert "Anna" not in got.report + str(row)


def test_a_file_that_is_left_unread_on_purpose_is_that_file_only() -> None:
    """Another file under the same name is another key: it blocks, and the old decision is listed."""
    before = made(SMALL, tables.empty(Settled), ingest_rejected=REJECTED)
    (task,) = verdict(before.open_work).blockers
    (key,) = task.keys
    work = decided((FILES_AREA, key, "een lege bijlage"))
    assert verdict(made(SMALL, work, ingest_rejected=REJECTED).open_work).publishable
    files = given(SMALL)["files"]
    assert isinstance(files, pd.DataFrame)
    other = files.assign(sha256="f" * 64).astype(files.dtypes.to_dict())
    after = made(SMALL, work, ingest_rejected=REJECTED, files=other)
    assert [t.area for t in verdict(after.open_work).blockers] == [FILES_AREA]
    (gone,) = [t for t in verdict(after.open_work).others if t.area == "afgedaan"]
    assert gone.keys == (f"settled.csv, rij 2: {key}",)


def test_what_was_never_open_is_listed() -> None:
    """A decision about nothing is not silently kept."""
    got = made(SMALL, decided((PERSONAL_AREA, "bestaat-niet", "weg")))
    assert verdict(got.open_work).publishable
    assert "settled.csv, rij 2: bestaat-niet" in set(got.open_work["key"])
    assert sheet(got.workbook, "Afgedaan", "Waarover") == []


def test_settled_work_is_read_as_excel_saves_it(tmp_path: Path) -> None:
    """Semicolons, another order of columns, capitals in the area; without a file there is nothing."""
    path = tmp_path / "settled.csv"
    assert settled.read(path).empty
    path.write_bytes("key;area;by;reason\r\noverig/foto.jpg;Bestanden;Anna;een foto\r\n".encode("cp1252"))
    (row,) = settled.read(path).to_dict("records")
    assert row == {"row": 2, "area": FILES_AREA, "key": "overig/foto.jpg", "reason": "een foto", "by": "Anna"}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("bestanden,a.txt,,Anna", "rij 2: kolom 'reason' is leeg"),
        ("bestanden,a.txt,leeg,", "rij 2: kolom 'by' is leeg"),
        ("beoordeling,eerste ronde,geen zin,Anna", "rij 2: in 'beoordeling' valt zo niets af te doen"),
        ("bestanden,a.txt,leeg,Anna\nbestanden,a.txt,kapot,Bas", "rij 3: 'a.txt' staat ook op rij 2"),
        ("bestanden,a.txt", "rij 2: 2 kolommen"),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(tmp_path: Path, line: str, error: str) -> None:
    """With file, row and value; work that must be done cannot be talked away."""
    path = tmp_path / "settled.csv"
    path.write_text(settled.HEADER + line + "\n", "utf-8")
    with pytest.raises(TableError, match=error) as raised:
        settled.read(path)
    assert str(path) in str(raised.value)
