"""Rounds of review: what is drawn, what is logged, and what a second coder sees."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_corpus import CODEBOOK, Workbook, build, statement_id

from textmine import tables
from textmine.errors import QueueError, TableError, WorkbookError
from textmine.models.coded import latest
from textmine.pipeline.review_export import (
    Ask,
    export_again,
    export_changed,
    export_disputes,
    export_doubts,
    export_round,
)
from textmine.pipeline.review_import import import_workbook, take_in
from textmine.review import columns as c
from textmine.review import row_code, sample
from textmine.review.issued import AGAIN, DISPUTES, DOUBT, ROUND, Issued, parse, slug
from textmine.store import csv_table, decisions, parquet, rounds
from textmine.tables import Assignments, Decisions, Queue, RoundTexts, Strata

TEXTS = [f"Uitspraak nummer {number} gaat over iets heel eigens: {number * 37}." for number in range(60)]
IDS = [statement_id(number, text) for number, text in enumerate(TEXTS)]
REGION = "Regio_(onderdeel)_1"
NOW = "2026-03-05T10:00:00+01:00"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of sixty different statements."""
    return build(tmp_path / "corpora" / "proef", TEXTS)


def decide(corpus: Path, path: Path, rows: int | None = None, **cells: str) -> None:
    """Fill in the first ``rows`` rows of a workbook, all by default, and import it."""
    book = Workbook(path)
    ids = [str(cell.value) for cell in book.sheet["A"][1:]]
    for name in ids[:rows]:
        book.fill(name, **cells)
    take_in(corpus, book.save(), "", NOW)


def ids_of(path: Path) -> list[str]:
    """Return the ids in a workbook, in order of the rows."""
    return [str(cell.value) for cell in Workbook(path).sheet["A"][1:]]


def test_a_round_is_logged_as_it_went_out(corpus: Path) -> None:
    """Queue, strata and population agree with each other and with the workbook."""
    made = export_round(corpus, Ask("Anna"), size=20, share=0.5)
    (drawn,) = rounds.read(corpus / "rounds")
    assert made.path == corpus / "review" / "beoordeling_1_anna.xlsx"
    assert ids_of(made.path) == drawn.queue[Queue.statement_id].tolist()
    assert (made.rows, made.sample, made.left_out) == (20, 10, 40)
    assert drawn.texts[RoundTexts.statement_id].tolist() == sorted(IDS)
    counts = drawn.texts[RoundTexts.stratum].value_counts()
    for row in drawn.strata[~drawn.strata[Strata.known]].itertuples():
        assert counts[row.stratum] == row.texts
    chances = drawn.queue[drawn.queue[Queue.part] == "sample"].set_index(Queue.statement_id)
    of_stratum = drawn.strata.set_index(Strata.stratum)[Strata.inclusion_probability]
    stratum = drawn.texts.set_index(RoundTexts.statement_id)[RoundTexts.stratum]
    for name, chance in chances[Queue.inclusion_probability].items():
        assert chance == of_stratum[stratum[name]]


def test_a_round_must_be_finished_before_the_next(corpus: Path) -> None:
    """Otherwise two people would do the same work; what is left can go out again, or be passed over."""
    first = export_round(corpus, Ask("anna"), size=20)
    assert first.path is not None
    decide(corpus, first.path, rows=15, Oordeel="Akkoord")
    with pytest.raises(QueueError, match="5 van de 20"):
        export_round(corpus, Ask("anna"), size=20)
    rest = export_again(corpus, Ask("bert"), 1)
    assert rest.path is not None
    assert ids_of(rest.path) == ids_of(first.path)[15:]
    decide(corpus, rest.path, Oordeel="Akkoord")
    second = export_round(corpus, Ask("anna"), size=20)
    assert second.path is not None
    assert (second.issued.round, second.remarks) == (2, ())
    assert not set(ids_of(second.path)) & set(ids_of(first.path))
    third = export_round(corpus, Ask("anna"), size=5, unfinished=True)
    assert "20 teksten" in third.remarks[0]
    known = rounds.read(corpus / "rounds")[1].texts
    assert set(known[known[RoundTexts.stratum] == sample.KNOWN][RoundTexts.statement_id]) == set(
        ids_of(first.path)
    )


def test_a_blind_coder_sees_the_sample_only_and_nothing_of_a_proposal(corpus: Path) -> None:
    """No proposal in any cell, not even in the hidden one; another order; other verdicts."""
    first = export_round(corpus, Ask("anna"), size=30, share=0.5)
    assert first.path is not None
    decide(corpus, first.path, Oordeel="Akkoord")
    blind = export_again(corpus, Ask("Bert"), 1, blind=True)
    assert blind.path == corpus / "review" / "beoordeling_1_bert.xlsx"
    (drawn,) = rounds.read(corpus / "rounds")
    sampled = drawn.queue[drawn.queue[Queue.part] == "sample"][Queue.statement_id].tolist()
    assert sorted(ids_of(blind.path)) == sorted(sampled)
    assert ids_of(blind.path) != sampled
    book = Workbook(blind.path)
    headings = {str(cell.value).split("\n", maxsplit=1)[0] for cell in book.sheet[1]}
    assert not headings & set(c.OF_PROPOSAL)
    cells = " ".join(str(cell.value) for row in book.sheet.iter_rows(min_row=2) for cell in row)
    assert "lucht" not in cells.casefold()
    assert "klacht" not in cells.casefold()
    verdicts = {str(cell.value) for column in book.book["Keuzelijsten"].columns for cell in column}
    assert "Gecodeerd" in verdicts
    assert "Akkoord" not in verdicts
    other = export_again(corpus, Ask("Carla"), 1, blind=True)
    assert other.path is not None
    assert ids_of(other.path) != ids_of(blind.path)


def test_who_saw_the_proposals_is_no_blind_coder(corpus: Path) -> None:
    """Agreement with yourself, or with the model, is no agreement."""
    first = export_round(corpus, Ask("anna"), size=10)
    assert first.path is not None
    decide(corpus, first.path, Oordeel="Akkoord")
    with pytest.raises(QueueError, match="al met de voorstellen"):
        export_again(corpus, Ask("Anna"), 1, blind=True)
    with pytest.raises(QueueError, match=r"ronde 3 is er niet \(wel: 1\)"):
        export_again(corpus, Ask("bert"), 3)


def test_nothing_is_drawn_when_nothing_can_be_written(corpus: Path) -> None:
    """A round that did not go out must not count."""
    with pytest.raises(WorkbookError, match="--reviewer"):
        export_round(corpus, Ask(" "))
    with pytest.raises(WorkbookError, match=r"\.xlsx"):
        export_round(corpus, Ask("anna", corpus / "b.txt"))
    assert not (corpus / "rounds").exists()
    everything = export_round(corpus, Ask("anna"), size=100)
    assert everything.path is not None
    assert "60 teksten" in everything.remarks[0]
    decide(corpus, everything.path, Oordeel="Akkoord")
    nothing = export_round(corpus, Ask("anna"))
    assert (nothing.path, nothing.rows) == (None, 0)
    assert len(rounds.read(corpus / "rounds")) == 1
    assert export_doubts(corpus, Ask("anna")).path is None


def decision(reviewer: str, codes: str, workbook: str, dimension: str = "soort") -> dict[str, str]:
    """Build a row of decisions about one statement."""
    return {
        "statement_id": "d:0-3",
        "text_hash": "h",
        "reviewer": reviewer,
        "decided_at": NOW,
        "verdict": "code",
        "dimension": dimension,
        "codes": codes,
        "note": "",
        "codebook_version": "v",
        "workbook": workbook,
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("anna", "klacht", ""), ("bert", "wens", " (blind)")], "klacht"),
        ([("bert", "wens", " (blind)"), ("anna", "klacht", "")], "klacht"),
        ([("bert", "wens", " (blind)")], "wens"),
        ([("anna", "klacht", ""), ("bert", "wens", " (blind)"), ("carla", "lof", "")], "lof"),
    ],
)
def test_a_blind_coding_counts_only_alone(rows: list[tuple[str, str, str]], expected: str) -> None:
    """Until a difference is settled, the first decision stands, in whatever order they came in."""
    made = [decision(who, codes, f"beoordeling_1_{who}.xlsx{blind}") for who, codes, blind in rows]
    columns = {name: [row[name] for row in made] for name in made[0]}
    current, stale = latest(tables.frame(Decisions, columns), {"d:0-3": "h"})
    assert (current["d:0-3"]["soort"].codes, stale) == (expected, 0)


@given(
    st.sampled_from([ROUND, DOUBT, DISPUTES, AGAIN]),
    st.text(min_size=1).map(slug).filter(bool),
    st.integers(1, 999),
    st.booleans(),
)
def test_the_name_of_a_workbook_says_what_it_is(kind: str, coder: str, number: int, blind: bool) -> None:
    """Whatever a person is called; other names of files say nothing."""
    issued = Issued(kind, coder, number if kind == ROUND else None, blind and kind == ROUND)
    assert parse(issued.label) == issued
    assert parse("mijn eigen naam.xlsx") is None
    code = row_code.make("d:0-3", "abc", "v" * 12, {}, {}, issued.label)
    assert code.startswith(row_code.text_hash("abc"))


def test_a_row_code_keeps_the_name_of_its_workbook() -> None:
    """A file saved under another name is still known for what it is; a changed name is noticed."""
    label = Issued(ROUND, "bert", 2, blind=True).label
    code = row_code.make("d:0-3", "abc", "0" * 12, {"soort": ("wens",)}, None, label)
    found = row_code.read("d:0-3", code)
    assert found is not None
    assert (found.workbook, found.proposal) == (label, {"soort": ("wens",)})
    assert row_code.read("d:0-3", code.replace("bert", "anna")) is None


def test_a_round_is_never_drawn_twice_and_damage_is_told(corpus: Path) -> None:
    """What was logged stays; a damaged or missing file is one clear error."""
    export_round(corpus, Ask("anna"), size=5)
    (drawn,) = rounds.read(corpus / "rounds")
    with pytest.raises(TableError, match="is er al"):
        rounds.write(corpus / "rounds", drawn)
    queue = corpus / "rounds" / "1" / "queue.csv"
    queue.write_text("round;statement_id\n1;x\n", "utf-8")
    with pytest.raises(TableError, match=r"queue\.csv"):
        rounds.read(corpus / "rounds")
    queue.unlink()
    with pytest.raises(TableError, match=r"queue\.csv"):
        rounds.read(corpus / "rounds")


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=8), st.floats(1e-9, 1)), max_size=8, unique_by=lambda row: row[0]))
def test_a_small_table_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float]]
) -> None:
    """Texts with quotes, separators and line ends, and every digit of a probability."""
    names = [name for name, _ in rows if "\0" not in name and name.strip() == name and name]
    table = tables.frame(
        Queue,
        {
            "round": [1] * len(names),
            "statement_id": names,
            "part": ["sample"] * len(names),
            "stratum": names,
            "inclusion_probability": [chance for name, chance in rows if name in names],
            "order": range(len(names)),
            "dimension": [None] * len(names),
            "score": [None] * len(names),
        },
    )
    path = tmp_path_factory.mktemp("csv") / "queue.csv"
    csv_table.write(Queue, path, table)
    pd.testing.assert_frame_equal(csv_table.read(Queue, path), table)


def test_a_third_person_settles_what_two_differ_on(corpus: Path) -> None:
    """The workbook says who chose what; the decision stands, and nothing is in dispute any more."""
    first = export_round(corpus, Ask("Anna"), size=10, share=1.0)
    assert first.path is not None
    decide(corpus, first.path, Oordeel="Akkoord")
    assert export_disputes(corpus, Ask("Carla")).path is None
    blind = export_again(corpus, Ask("Bert"), 1, blind=True)
    assert blind.path is not None
    differs, agrees = ids_of(blind.path)[:2]
    book = Workbook(blind.path)
    book.fill(
        differs,
        Oordeel="Gecodeerd",
        **{REGION: "Water en bodem"},
        Soort="Klacht",
        Toelichting="Gaat over water",
    )
    book.fill(agrees, Oordeel="Gecodeerd", **{REGION: "Lucht"}, Soort="Klacht")
    take_in(corpus, book.save(), "", NOW)
    for party in ("Anna", "bert"):
        with pytest.raises(QueueError, match="laat een derde beslissen"):
            export_disputes(corpus, Ask(party))
    made = export_disputes(corpus, Ask("Carla"))
    assert made.path == corpus / "review" / "geschillen_carla.xlsx"
    assert ids_of(made.path) == [differs]
    third = Workbook(made.path)
    shown = third.sheet.cell(third.row(differs), third.column(c.EARLIER)).value
    assert shown == "Regio:\n• Anna: Lucht\n• Bert: Water en bodem (Gaat over water)"
    third.fill(differs, Oordeel="Gewijzigd", **{REGION: "Water en bodem"})
    take_in(corpus, third.save(), "", NOW)
    assert export_disputes(corpus, Ask("Carla", overwrite=True)).path is None
    rows = decisions.read(corpus / "decisions.csv")
    mine = rows[(rows[Decisions.statement_id] == differs) & (rows[Decisions.dimension] == "onderdeel")]
    assert mine[Decisions.codes].tolist() == ["lucht", "water_en_bodem", "water_en_bodem"]
    assert mine[Decisions.workbook].str.startswith("geschillen").tolist() == [False, False, True]


def test_who_settles_sees_that_somebody_set_a_statement_aside(corpus: Path) -> None:
    """There are no codes to agree with; the row says so, and so does the error."""
    first = export_round(corpus, Ask("Anna"), size=10, share=1.0)
    assert first.path is not None
    decide(corpus, first.path, Oordeel="Niet-inhoudelijk")
    blind = export_again(corpus, Ask("Bert"), 1, blind=True)
    assert blind.path is not None
    one, two, three = ids_of(blind.path)[:3]
    decide(corpus, blind.path, 3, Oordeel="Gecodeerd", **{REGION: "Lucht"}, Soort="Klacht")
    path = corpus / "derived" / "assignments.parquet"
    parts = list(parquet.partitions(Assignments, path))
    with parquet.PartitionWriter(Assignments, path) as writer:
        for part in parts:  # as a run leaves what people set aside
            writer.write(
                part.assign(
                    assigned=part[Assignments.assigned] & ~part["statement_id"].isin([one, two, three])
                )
            )
    made = export_disputes(corpus, Ask("Carla"))
    assert made.path is not None
    book = Workbook(made.path)
    shown = str(book.sheet.cell(book.row(one), book.column(c.PROPOSAL)).value)
    assert shown == "Geen voorstel: een beoordelaar heeft deze uitspraak apart gezet."
    book.fill(one, Oordeel="Akkoord")
    book.fill(two, Oordeel="Gewijzigd", Soort="Wens")
    book.fill(three, Oordeel="Niet-inhoudelijk")
    take_in(corpus, book.save(), "", NOW)
    told = import_workbook(corpus, book.save(), "", NOW).outcome
    reasons = {line.statement: f"{line.reason}; {line.way_out}" for line in told.refused}
    assert reasons.keys() == {one, two}
    assert "kies Niet-inhoudelijk of Persoonsgegeven als u dat ook vindt" in reasons[one]
    assert "hoort een code voor Regio" in reasons[two]


def test_a_changed_definition_sends_its_decisions_out_again(corpus: Path) -> None:
    """Only those with the changed code, with what changed; every version that went out is kept."""
    first = export_round(corpus, Ask("Anna"), size=4, share=1.0)
    assert first.path is not None
    one, *rest = ids_of(first.path)
    book = Workbook(first.path)
    book.fill(one, Oordeel="Gewijzigd", Soort="Wens")
    for name in rest:
        book.fill(name, Oordeel="Akkoord")
    take_in(corpus, book.save(), "", NOW)
    assert export_changed(corpus, Ask("Anna")).path is None
    text = CODEBOOK.replace("Er moet iets komen.", "Iemand wil dat er iets komt.")
    (corpus / "codebook.yaml").write_text(text, "utf-8")
    made = export_changed(corpus, Ask("Anna"))
    assert made.path == corpus / "review" / "opnieuw_anna.xlsx"
    assert ids_of(made.path) == [one]
    again = Workbook(made.path)
    shown = again.sheet.cell(again.row(one), again.column(c.EARLIER)).value
    assert shown == "Soort: Wens: de definitie is gewijzigd"
    assert len(list((corpus / "codebooks").glob("*.yaml"))) == 2
