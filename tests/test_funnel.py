"""The funnel accounts for everything, stage by stage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import Said, Small, Text

from textmine import tables
from textmine.analysis.funnel import FUNNEL_TABLES, build_funnel
from textmine.analysis.remarks import ROUTINE, to_look_at
from textmine.errors import ConservationError
from textmine.tables import REASONS, Files, Funnel, Remarks

CODES = "onderdeel:water soort:klacht plek:water"


def remarks(*reasons: str, path: str = "een.txt") -> object:
    """Build remarks with these reasons about one file."""
    names = list(Remarks.to_schema().columns)
    values = {"step": "proef", "path": path, "message": "Kijk ernaar."}
    rows = [{**dict.fromkeys(names), **values, "reason": reason} for reason in reasons]
    return tables.frame(Remarks, {name: [row[name] for row in rows] for name in names})


def files(*rows: tuple[str, str, int, int]) -> object:
    """Build files: path, status, kept and rejected items."""
    paths, statuses, kept, rejected = (list(column) for column in zip(*rows, strict=True))
    return tables.frame(
        Files,
        {
            "path": paths,
            "sha256": ["0" * 64] * len(rows),
            "bytes": [1] * len(rows),
            "status": statuses,
            "items": [k + r for k, r in zip(kept, rejected, strict=True)],
            "kept": kept,
            "rejected": rejected,
        },
    )


def test_files_and_what_they_hold_are_two_stages() -> None:
    """A file that is read in part is kept; its lost texts are in the next stage, with their reasons."""
    rows = build_funnel(
        {
            "files": files(("een.txt", "partly", 2, 3), ("twee.pdf", "rejected", 0, 1)),
            "ingest_rejected": tables.to_frame(
                tables.to_arrow(Remarks, remarks("empty_answer", "empty_answer", "bad_row"))
            ),
        }
    )
    assert rows["stage"].tolist() == ["files", "items"]
    assert rows[[Funnel.received, Funnel.kept, Funnel.rejected]].to_numpy().tolist() == [[2, 1, 1], [6, 2, 4]]
    assert rows[Funnel.reasons].tolist()[1] == "2 leeg antwoord, 1 rij klopt niet"


def test_a_rejected_file_is_counted_once_with_its_reason() -> None:
    """A file rejected in several parts is one file."""
    rows = build_funnel(
        {
            "files": files(("kapot.docx", "rejected", 0, 2)),
            "ingest_rejected": remarks("damaged", "damaged", path="kapot.docx"),
        }
    )
    assert rows[Funnel.reasons].tolist() == ["1 beschadigd", "2 beschadigd"]


def test_only_stages_with_their_tables_are_counted() -> None:
    """After half a run the funnel shows the half that is there."""
    assert build_funnel({}).empty
    made = Small((Text("g1", [Said("Vies.", CODES)], session="g1"),)).given()
    found = build_funnel({name: made[name] for name in ("statements", "documents", "assignments")})
    assert found["stage"].tolist() == ["figures"]


def test_the_stages_of_a_whole_run_join_up() -> None:
    """What a stage passes on is what the next one of the same unit receives."""
    small = Small(
        (Text("g1", [Said("Vies.", CODES, "a"), Said("Iets.", CODES), Said("Weg.", "")], session="g1"),)
    )
    given_tables = small.given()
    assert set(given_tables) - FUNNEL_TABLES == {"groups", "topics"}
    rows = build_funnel({name: given_tables[name] for name in FUNNEL_TABLES}).set_index("stage")
    assert rows.index.tolist() == ["files", "items", "documents", "statements", "figures", "topics"]
    assert rows.loc["items", "kept"] == rows.loc["documents", "received"]
    assert rows.loc["statements", "kept"] == rows.loc["figures", "received"] == rows.loc["topics", "received"]
    assert rows.loc["topics", "reasons"] == "2 niet ingedeeld"


def test_furniture_of_repair_is_a_piece_of_text_not_a_lost_text() -> None:
    """A page header set aside by repair is counted with the pieces; a text that got lost with the texts."""
    small = Small((Text("g1", [Said("Vies.", CODES)], session="g1"),))
    made = small.given() | {
        "files": files(("g1.txt", "kept", 1, 0), ("leeg.txt", "kept", 1, 0)),
        "repair_rejected": remarks("furniture", "no_text"),
    }
    rows = build_funnel({name: made[name] for name in FUNNEL_TABLES}).set_index("stage")
    assert rows.loc["documents", ["received", "kept", "rejected"]].tolist() == [2, 1, 1]
    assert rows.loc["statements", ["received", "kept", "rejected"]].tolist() == [2, 1, 1]


def test_a_difference_is_an_error_with_the_numbers() -> None:
    """A stage that cannot account for all that went in says which, and with which numbers."""
    made = Small((Text("g1", [Said("Vies.", CODES)], session="g1"),)).given()
    made["files"] = files(("g1.txt", "kept", 3, 0))
    with pytest.raises(ConservationError, match=r"3 binnen is niet 1 door \+ 0 apart"):
        build_funnel({name: made[name] for name in FUNNEL_TABLES})


@given(st.lists(st.sampled_from(sorted(REASONS)), max_size=30))
def test_reasons_add_up_and_the_most_frequent_comes_first(reasons: list[str]) -> None:
    """The counts in the reasons are together what was set aside, in descending order."""
    rejected = remarks(*reasons)
    row = build_funnel(
        {"files": files(("een.txt", "partly", 1, len(reasons))), "ingest_rejected": rejected}
    ).iloc[1]
    counts = [int(word) for word in row[Funnel.reasons].split() if word.isdigit()]
    assert sum(counts) == row[Funnel.rejected] == len(reasons)
    assert counts == sorted(counts, reverse=True)


def test_reasons_have_dutch_numbers() -> None:
    """A point for thousands, as everywhere in the report."""
    row = build_funnel(
        {"files": files(("een.txt", "partly", 1, 1100)), "ingest_rejected": remarks(*["duplicate"] * 1100)}
    ).iloc[1]
    assert row[Funnel.reasons].startswith("1.100 ")


def test_routine_remarks_need_no_look() -> None:
    """An unanswered question is no file that somebody must open."""
    assert to_look_at(remarks("empty_answer", "damaged", "duplicate"))[Remarks.reason].tolist() == ["damaged"]
    assert set(REASONS) > ROUTINE
