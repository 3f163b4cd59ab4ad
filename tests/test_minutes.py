"""Minutes from concept to established: what changed, what was remarked, and what may be published."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from small_corpus import MINUTES, RESPONSES, Said, Small, Text
from test_publish import given, sheet

from textmine import tables
from textmine.analysis.alignment import align
from textmine.analysis.counting import facts
from textmine.corpus import Corpus
from textmine.errors import TableError
from textmine.steps.ingest.places import FilePlace
from textmine.steps.minutes import Minuted, MinutesSettings, minutes, names_a_person
from textmine.steps.publish import PublishSettings, publish
from textmine.store import comments
from textmine.tables import Comments, MinutesChanges, MinutesSessions, OpenWork
from textmine.text.word_differences import differences

WATER = "onderdeel:water soort:klacht plek:water"
KEPT = "De beek is hier al heel lang vies."
OLD = "De gemeente wil dat het Rijk de gegevens over boringen openbaar maakt."
NEW = "De gemeente wil dat het Rijk alle gegevens over boringen snel openbaar maakt."
GONE = "Wethouders vrezen sterk voor verzakkingen onder oude huizen."
CAME = "Tot slot vraagt men aandacht voor drinkwater."

CONCEPT = Text("a-concept", [Said(KEPT, WATER), Said(OLD, WATER), Said(GONE, WATER)], "g1", "concept")
FINAL = Text("b", [Said(NEW, WATER), Said(KEPT, WATER), Said(CAME, WATER)], "g1")
ALONE = Text("c", [Said("Dit is nog niet vastgesteld.", WATER)], "p2", "concept")


def remarks(*rows: dict[str, object]) -> pd.DataFrame:
    """A comment log; what a row does not say is missing."""
    names = list(tables.arrow_schema(Comments).names)
    told = [{**dict.fromkeys(names), "row": n, **row} for n, row in enumerate(rows, 2)]
    return tables.frame(Comments, {name: [row[name] for row in told] for name in names})


def made(*texts: Text, log: pd.DataFrame | None = None, corpus: Corpus = MINUTES) -> Minuted:
    """Run the step."""
    small = Small(texts, corpus=corpus)
    return minutes(
        small.documents(),
        small.statements(),
        remarks() if log is None else log,
        corpus,
        MinutesSettings(),
    )


def messages(result: Minuted) -> list[tuple[str, str, bool]]:
    """What is open: key, message, and whether it blocks."""
    names = (OpenWork.key, OpenWork.message, OpenWork.blocks)
    return [tuple(row) for row in result.open[list(names)].itertuples(index=False, name=None)]


def test_every_statement_of_both_versions_is_in_one_row() -> None:
    """Same, changed, added and removed together hold every statement of a compared session once."""
    changes = made(CONCEPT, FINAL, ALONE).changes
    assert changes[MinutesChanges.change].tolist() == ["changed", "removed", "same", "added"]
    ids = Small((CONCEPT, FINAL)).ids()
    old, new = (changes[name].dropna().tolist() for name in ("concept", "established"))
    assert sorted([*old, *new]) == sorted(ids)


def test_documents_in_any_order_give_the_same_account() -> None:
    """The tables depend on what was said, not on the order of rows."""
    small = Small((CONCEPT, FINAL, ALONE))
    tables_of = [
        minutes(small.documents()[::step], small.statements()[::step], remarks(), MINUTES, MinutesSettings())
        for step in (1, -1)
    ]
    for name in ("changes", "sessions", "evidence", "open"):
        pd.testing.assert_frame_equal(*(getattr(each, name) for each in tables_of))


def test_evidence_counts_what_the_account_counts() -> None:
    """Every number of changes per session leads to as many statements."""
    result = made(CONCEPT, FINAL)
    row = result.sessions.set_index(MinutesSessions.session).loc["g1"]
    found = result.evidence["key"].value_counts().to_dict()
    assert found == {f"g1|{name}": row[name] for name in ("same", "changed", "added", "removed")}


def test_a_session_with_only_a_concept_stops_publication() -> None:
    """The concept counts in no figure, and what must be done blocks."""
    work = messages(made(CONCEPT, FINAL, ALONE))
    assert [(key, blocks) for key, _, blocks in work] == [("p2", True)]
    small = Small((CONCEPT, FINAL, ALONE))
    of = (small.statements(), small.documents(), small.groups(), small.assignments(), small.memberships())
    assert {name.split(":")[0] for name in facts(*of, "minutes")["statement_id"]} == {"b"}


def test_responses_have_no_minutes() -> None:
    """Nothing is compared, and nothing is open."""
    result = made(Text("r", [Said(KEPT, WATER)], channel="e-mail"), corpus=RESPONSES)
    assert result.changes.empty
    assert result.open.empty


def test_remarks_that_are_not_settled_are_open_work() -> None:
    """Undecided and unknown block; what does not fit what was done is to be looked at."""
    same = Text("d", [Said(KEPT, WATER)], "g2"), Text("d-concept", [Said(KEPT, WATER)], "g2", "concept")
    log = remarks(
        {"session": "g1", "comment": "x"},
        {"session": "g2", "comment": "x", "disposition": "overgenomen"},
        {"session": "g1", "comment": "x", "disposition": "overgenomen"},
        {"session": "g1", "comment": "x", "disposition": "niet"},
        {"session": "g1", "comment": "x", "disposition": "niet", "reason": "y", "by": "de heer Jansen"},
        {"session": "nergens", "comment": "x"},
    )
    work = messages(made(CONCEPT, FINAL, *same, log=log))
    rows = [(key, message.split(":")[0].rpartition(" ")[2], blocks) for key, message, blocks in work]
    assert rows == [
        ("g1", "2", True),
        ("g1", "5", False),
        ("g1", "6", False),
        ("g2", "3", False),
        ("nergens", "7", True),
    ]


@pytest.mark.parametrize(
    ("text", "person"),
    [("J. de Vries", True), ("A.B. Jansen", True), ("wethouder", False), ("Gasunie N.V. Nederland", False)],
)
def test_who_remarked_is_no_person(text: str, person: bool) -> None:
    """A role or an organisation is fine, also one with a legal form."""
    assert names_a_person(text) is person


@examples(
    st.lists(st.sampled_from(["a", "b", "c", "de", "fg"])),
    st.lists(st.sampled_from(["a", "b", "c", "x", "y"])),
)
def test_word_differences_hold_both_texts(old: list[str], new: list[str]) -> None:
    """Without what is new they are the old text, without what is old the new one, to the letter."""
    before, after = "  ".join(old), " ".join(new)
    pieces = differences(before, after)
    assert "".join(p.text for p in pieces if p.kind != "new") == before
    assert "".join(p.text for p in pieces if p.kind != "old") == after


@examples(st.permutations(range(6)))
def test_statements_that_moved_are_found(order: list[int]) -> None:
    """Equal texts pair whatever their order; every text is used once."""
    old = [f"Uitspraak nummer {NUMBERS[n]} over iets." for n in range(6)]
    pairs = align(old, [old[n] for n in order], 0.5)
    assert [order[pair.new] for pair in pairs] == [pair.old for pair in pairs] == list(range(6))


def test_a_file_says_whether_it_is_a_concept() -> None:
    """``concept_files`` belong to the session and are concepts, also where ``files`` fits them too."""
    corpus = Corpus.model_validate(
        {
            "name": "x",
            "kind": "minutes",
            "sessions": [{"id": "n", "name": "N", "files": ["noord*"], "concept_files": ["noord-concept*"]}],
        }
    )
    found = {path: FilePlace.of(path, corpus) for path in ("noord.docx", "noord-concept.docx")}
    assert {place.session for place in found.values()} == {"n"}
    assert [place.status for place in found.values()] == ["established", "concept"]


NUMBERS = ("een", "twee", "drie", "vier", "vijf", "zes")
HEAD = "session,date,by,comment,disposition,reason,where\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("g1,31-02-2026,,x,,,", r"rij 2: datum '31-02-2026' bestaat niet"),
        ("g1,,,x,misschien,,", r"rij 2: afhandeling 'misschien' bestaat niet; kies uit overgenomen"),
        ("g1,,,,,,", r"rij 2: kolom 'comment' is leeg"),
        ("g1,,,x,,", r"rij 2: 6 kolommen in plaats van 7"),
    ],
)
def test_a_wrong_remark_is_an_error_with_its_row(tmp_path: Path, line: str, message: str) -> None:
    """File, row, value and the way out."""
    path = tmp_path / "comments.csv"
    path.write_text(HEAD + line + "\n", "utf-8")
    with pytest.raises(TableError, match=message):
        comments.read(path)


def test_remarks_are_read_as_excel_saves_them(tmp_path: Path) -> None:
    """Semicolons and the letters of Windows are no reason to refuse work."""
    path = tmp_path / "comments.csv"
    text = HEAD.replace(",", ";") + "g1;05-03-2026;gemeente;één opmerking; Overgenomen;;p. 2\r\n"
    path.write_bytes(text.encode("cp1252"))
    (row,) = comments.read(path).to_dict("records")
    assert (row["comment"], row["disposition"], str(row["date"])) == (
        "één opmerking",
        "overgenomen",
        "2026-03-05",
    )


def test_words_of_a_concept_are_in_the_workbook_only() -> None:
    """The page counts what changed; both texts with their difference are in the workbook."""
    result = made(CONCEPT, FINAL)
    about = {"minutes_changes": result.changes, "minutes_sessions": result.sessions}
    more = {"minutes_evidence": result.evidence, "comments": remarks({"session": "g1", "comment": "x"})}
    book = publish(**{**given(Small((CONCEPT, FINAL))), **about, **more}, settings=PublishSettings())
    assert GONE not in book.report
    assert 'id="verslagen"' in book.report
    rows = sheet(book.workbook, "Verslagwijzigingen", "Sessie")
    assert [row["Wijziging"] for row in rows] == ["gewijzigd", "vervallen", "gelijk", "toegevoegd"]
    assert "[-de-]{+alle+} gegevens" in str(rows[0]["Verschil"])
    (row,) = [r for r in sheet(book.workbook, "Verslagen", "Sessie") if r["Sessie"] == "Eerste"]
    assert (row["Uitspraken gewijzigd"], row["Opmerkingen niet afgehandeld"]) == (1, 0)
