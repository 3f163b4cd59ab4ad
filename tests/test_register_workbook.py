"""The workbook of the answer note: what people write comes back once, and never over another's work."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from textmine.errors import ConfigError, WorkbookError
from textmine.pipeline.register import export, state_of, take_in
from textmine.pipeline.table import (
    ASSIGNMENTS,
    GROUPS,
    INGEST_REJECTED,
    POINT_MEMBERS,
    POINTS,
    SOURCES,
    STATEMENTS,
)
from textmine.register import columns as c
from textmine.register.open_work import open_work
from textmine.register.tables import lookup, register_rows
from textmine.store import parquet, register
from textmine.store.artefacts import table_class
from textmine.tables import OpenWork

TABLES = (SOURCES, INGEST_REJECTED, STATEMENTS, GROUPS, ASSIGNMENTS, POINTS, POINT_MEMBERS)
RESPONSES = 6
NOW = "2026-04-01T10:00:00+02:00"
Cells = Mapping[tuple[str, int, str], str]
"""Sheet, row and heading: what somebody fills in there."""


@pytest.fixture(scope="module")
def some(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its first responses only, and a workbook for Anna in which nothing is filled in yet."""
    project = tmp_path_factory.mktemp("project")
    shutil.copy(made_sample / "params.yaml", project)
    for name in ("voorbeeld-zienswijzen", "voorbeeld-regiosessies"):
        source = made_sample / "corpora" / name
        corpus = project / "corpora" / name
        shutil.copytree(
            source, corpus, ignore=shutil.ignore_patterns("raw", "derived", "rounds", "*waarheid*")
        )
    derived = made_sample / "corpora" / "voorbeeld-zienswijzen" / "derived"
    given = {a.name: parquet.read(table_class(a.table), derived / f"{a.name}.parquet") for a in TABLES}
    sources = given["sources"]
    first = sorted(sources["submission"].unique())[:RESPONSES]
    given["sources"] = sources[sources["submission"].isin(first)]
    kept = given["statements"]["document_id"].isin(given["sources"]["id"])
    given["statements"] = given["statements"][kept]
    for name in ("groups", "assignments", "point_members"):
        given[name] = given[name][given[name]["statement_id"].isin(given["statements"]["id"])]
    target = project / "corpora" / "voorbeeld-zienswijzen"
    for artefact in TABLES:
        rows = given[artefact.name].reset_index(drop=True)
        parquet.write(table_class(artefact.table), artefact.of(target), rows)
    assert export(target, "Anna", NOW).path == anna(target)
    return project


def anna(folder: Path) -> Path:
    """The first workbook of Anna."""
    return folder / "review" / "reacties_1_anna.xlsx"


@pytest.fixture
def folder(some: Path, tmp_path: Path) -> Path:
    """A copy of that to write in."""
    shutil.copytree(some, tmp_path / "project")
    return tmp_path / "project" / "corpora" / "voorbeeld-zienswijzen"


def fill(path: Path, cells: Cells, name: str = "") -> Path:
    """Fill in a workbook as people do, under another name when asked."""
    book = load_workbook(path)
    for (sheet, row, heading), value in cells.items():
        page = book[sheet]
        names = [str(cell.value).split("\n")[0] for cell in page[1]]
        page.cell(row, names.index(heading) + 1).value = value
    target = path.with_name(name or path.name)
    book.save(target)
    return target


def work(folder: Path, *, blocks: bool = True) -> list[str]:
    """What is open, in words."""
    state = state_of(folder)
    rows = open_work(state, register_rows(state))
    return rows.loc[rows[OpenWork.blocks] == blocks, OpenWork.message].tolist()


def files(folder: Path) -> dict[str, bytes]:
    """What people wrote, byte for byte."""
    return {path.name: path.read_bytes() for path in (folder / "register").iterdir()}


ANSWER = {
    (c.ANSWERS, 2, c.TEXT): "Wij nemen dit over.",
    (c.ANSWERS, 3, c.TEXT): "=Dit begint met een teken\nen heeft twee regels.",
    (c.POINTS, 2, c.ANSWER): "A1.1",
    (c.POINTS, 3, c.ANSWER): "A1.2",
    (c.CHANGES, 2, c.CHANGE): "Er komt een kaart bij.",
    (c.CHANGES, 2, c.CITES): "a1.1, A1.2",
    (c.CHANGES, 3, c.CHANGE): "Een verwijzing is verbeterd.",
    (c.CHANGES, 3, c.CITES): "Ambtshalve",
}


def test_answers_reach_the_look_up_table_once(folder: Path) -> None:
    """What was written stands; untouched rows are nothing; reading the workbook again changes nothing."""
    made = anna(folder)
    empty = files(folder)
    assert take_in(folder, made, "", NOW).taken == 0
    assert files(folder) == empty
    filled = fill(made, {**ANSWER, (c.ANSWERS, 3, c.TEXT): "Dit heeft\ntwee regels."})
    taken = take_in(folder, filled, "", NOW)
    assert (taken.taken, taken.known, taken.refused) == (6, 0, ())
    state = state_of(folder)
    assert set(lookup(state)["answer"]) == {"A1.1", "A1.2"}
    assert [row.parts[2] for said in state.changes.values() for row in said] == ["A1.1|A1.2", "ambtshalve"]
    before = files(folder)
    again = take_in(folder, filled, "", "2026-05-01T10:00:00+02:00")
    assert (again.taken, again.known) == (0, 6)
    assert files(folder) == before


def test_numbers_are_given_once(folder: Path) -> None:
    """A second workbook adds no registration numbers."""
    before = (folder / "register" / "numbers.csv").read_bytes()
    assert before.count(b"R00") > RESPONSES
    second = export(folder, "Anna", NOW)
    assert second.numbered == 0
    assert second.path.name == "reacties_2_anna.xlsx"
    assert (folder / "register" / "numbers.csv").read_bytes() == before


def test_two_answers_to_a_point_are_listed_and_can_be_settled(folder: Path) -> None:
    """Both sides are named and block; who sees both in a new workbook decides."""
    first, second = anna(folder), export(folder, "Bert", NOW).path
    answer = {(c.ANSWERS, 2, c.TEXT): "Nee.", (c.POINTS, 3, c.ANSWER): "A1.1"}
    take_in(folder, fill(first, answer), "", NOW)
    take_in(folder, fill(second, {**answer, (c.POINTS, 3, c.ANSWER): "A2.1"}), "", NOW)
    said = [
        message for message in work(folder) if "A1.1 (van Anna" in message and "A2.1 (van Bert" in message
    ]
    assert len(said) == 1
    third = export(folder, "Carla", NOW).path
    take_in(folder, fill(third, {(c.POINTS, 3, c.ANSWER): "A2.1"}), "", NOW)
    assert not any("van Anna" in message for message in work(folder))


def test_an_older_copy_undoes_nothing(folder: Path) -> None:
    """What somebody changed later in a new workbook stands, whatever comes back from the first one."""
    first = anna(folder)
    texts = {(c.ANSWERS, 2, c.TEXT): "Eerst.", (c.POINTS, 2, c.ANSWER): "A1.1"}
    take_in(folder, fill(first, texts), "", NOW)
    second = export(folder, "Anna", NOW).path
    take_in(folder, fill(second, {(c.ANSWERS, 2, c.TEXT): "Later."}), "", NOW)
    before = files(folder)
    assert take_in(folder, first, "", NOW).taken == 0
    older = fill(first, {(c.ANSWERS, 2, c.TEXT): "Nog eens."}, "kopie.xlsx")
    taken = take_in(folder, older, "", NOW)
    assert "schreef hier later iets over in reacties_2_anna" in taken.refused[0].reason
    assert files(folder) == before


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({(c.POINTS, 2, c.ANSWER): "A9.9"}, "dit antwoord bestaat niet"),
        ({(c.CHANGES, 2, c.CHANGE): "Iets."}, "een wijziging heeft een tekst nodig"),
        ({(c.CHANGES, 2, c.CHANGE): "Iets.", (c.CHANGES, 2, c.CITES): "A7.1"}, "dit antwoord bestaat niet"),
        ({(c.ANSWERS, 2, c.WITHDRAWN): "misschien"}, "kan alleen 'ja' staan"),
        ({(c.ANSWERS, 2, c.TEXT): "=1+1"}, "formule"),
        ({(c.RESPONSES, 2, c.REASON): "Leeg.", (c.RESPONSES, 2, c.ROW_CODE): "R9999"}, "de rijcode"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(folder: Path, cells: Cells, reason: str) -> None:
    """A bad cell is named with sheet, row and value; nothing of that row is taken."""
    made = anna(folder)
    before = files(folder)
    taken = take_in(folder, fill(made, cells), "", NOW)
    assert taken.taken == 0
    assert [(row.sheet, row.row) for row in taken.refused] == [next(iter(cells))[:2]]
    assert reason in taken.refused[0].reason
    assert files(folder) == before


def test_answers_that_are_withdrawn_leave_open_work(folder: Path) -> None:
    """A point and a change that rest on a withdrawn answer block until people mend them."""
    take_in(folder, fill(anna(folder), {**ANSWER, (c.ANSWERS, 3, c.TEXT): "Ja."}), "", NOW)
    assert not any("ingetrokken" in message for message in work(folder))
    take_in(folder, fill(export(folder, "Anna", NOW).path, {(c.ANSWERS, 2, c.WITHDRAWN): "ja"}), "", NOW)
    said = [message for message in work(folder) if "ingetrokken" in message]
    assert any(message.startswith("wijziging W1.1 volgt uit antwoord A1.1") for message in said)
    assert any("antwoord A1.1 bestaat niet" in message for message in said)


def test_no_point_is_a_decision_with_a_reason(folder: Path) -> None:
    """A response that could not be read is no longer open once somebody says why it makes no point."""
    made = anna(folder)
    rows = list(load_workbook(made)[c.RESPONSES].iter_rows(values_only=True))
    place = rows[0].index("Stand")
    row = next(number for number, cells in enumerate(rows, 1) if cells[place] == "niet gelezen")
    before = len(work(folder))
    take_in(folder, fill(made, {(c.RESPONSES, row, c.REASON): "Een foto zonder tekst."}), "", NOW)
    assert len(work(folder)) == before - 1


def test_an_answer_to_a_point_that_is_gone_is_listed(folder: Path) -> None:
    """Texts that are no longer there take no answer with them in silence."""
    take_in(folder, fill(anna(folder), {**ANSWER, (c.ANSWERS, 3, c.TEXT): "Ja."}), "", NOW)
    path = folder / "register" / "points.csv"
    lines = path.read_text("utf-8").splitlines()
    cells = lines[-1].split(",")
    cells[3] = '"verdwenen"'
    path.write_text("\n".join([*lines[:-1], ",".join(cells)]) + "\n", "utf-8")
    assert any("hoorde bij een punt dat er niet meer is" in message for message in work(folder))
    register.read(folder / "register")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 geen werkboek", b"zomaar tekst"])
def test_damaged_workbooks_are_refused(folder: Path, tmp_path: Path, content: bytes) -> None:
    """A file that is no workbook is named, with the way out."""
    path = tmp_path / "stuk.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match=r"stuk.xlsx: .*\.xlsx"):
        take_in(folder, path, "", NOW)


def test_minutes_have_no_answer_note(folder: Path) -> None:
    """Asked for minutes, the command says why not."""
    with pytest.raises(ConfigError, match="dit corpus bevat verslagen"):
        export(folder.parent / "voorbeeld-regiosessies", "Anna", NOW)
