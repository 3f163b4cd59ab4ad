"""Where people cut a statement, its parts become statements: verbatim, with the right ids, nothing lost."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_pipeline import small_corpus
from test_segment import cut, line, tables
from typer.testing import CliRunner

from textmine.cli.app import app
from textmine.errors import TableError
from textmine.pipeline.run import run
from textmine.pipeline.status import set_apart, status
from textmine.review.splits import standing
from textmine.steps.segment import Segmented, SegmentSettings, segment
from textmine.store import parquet
from textmine.store import splits as splits_file
from textmine.tables import BLIND, Remarks, Splits, Statements, arrow_schema, frame, validate
from textmine.text.cuts import parts
from textmine.text.identity import text_hash

TEXT = "Er is te weinig kennis en wij willen graag eerder worden betrokken bij de plannen."


def splits(*rows: dict[str, str]) -> pd.DataFrame:
    """Build a Splits frame; what a row leaves out is usual."""
    usual = {"reviewer": "Anna", "decided_at": "2026-03-05", "workbook": "beoordeling_1_anna.xlsx"}
    names = arrow_schema(Splits).names
    return frame(Splits, {name: [{**usual, **row}[name] for row in rows] for name in names})


def split(start: int, text: str, at: str, **more: str) -> dict[str, str]:
    """Say that ``text``, which stands at ``start`` in document d0, is cut ``at``."""
    name = f"d0:{start}-{start + len(text)}"
    return {"statement_id": name, "text_hash": text_hash(text), "at": at, **more}


def again(people: pd.DataFrame, *lines: str) -> Segmented:
    """Segment one document of ``lines`` as people split it."""
    return segment(*tables([[line(text) for text in lines]]), people, SegmentSettings())


@settings(deadline=None)
@given(st.data(), st.lists(st.sampled_from(["wij", "willen", "kennis.", "De", "kaart", "•", "–", " \t"])))
def test_parts_are_verbatim_and_nothing_is_lost(data: st.DataObject, words: list[str]) -> None:
    """Whatever the cuts, statements and rejected stretches still tile the text and ids are their places."""
    whole = cut(" ".join(words))
    assume(len(whole.statements))
    chosen = whole.statements.iloc[data.draw(st.integers(0, len(whole.statements) - 1))]
    at = data.draw(st.lists(st.integers(1, len(chosen.text)), max_size=3, unique=True).map(sorted))
    people = splits(split(chosen.start, chosen.text, "|".join(map(str, at))))
    found = again(people, " ".join(words))
    validate(Statements, found.statements)
    pd.testing.assert_frame_equal(found.rejected, whole.rejected)
    text = " ".join(words)
    for row in found.statements.itertuples():
        assert row.text == text[row.start : row.end] == row.text.strip()
        assert row.id == f"d0:{row.start}-{row.end}"
        assert row.sentences[0] == 0
        assert all(0 <= a < b < len(row.text) for a, b in pairwise(row.sentences))
    covered = sum(not sign.isspace() for row in found.statements.itertuples() for sign in row.text)
    assert covered == sum(not sign.isspace() for row in whole.statements.itertuples() for sign in row.text)
    wanted = parts(chosen.text, at)
    assert len(found.statements) == len(whole.statements) + len(wanted or [0]) - 1
    assert len(found.warnings) == (wanted is None)


@given(st.text(max_size=30), st.lists(st.integers(0, 31), max_size=4))
def test_cuts_leave_only_white_space_between_parts(text: str, at: list[int]) -> None:
    """Joined, the parts hold every visible character once; cuts that do not fit give nothing."""
    found = parts(text, at)
    if found is None:
        return
    edges = [0, *(edge for part in found for edge in part), len(text)]
    assert edges == sorted(edges)
    assert not any(text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in found)


def test_marker_heading_and_sentences_go_to_the_right_part() -> None:
    """The bullet belongs to the first part; each part keeps structure and its own sentences."""
    text = "Er is te weinig kennis. Dat moet beter. Wij willen kaarten."
    whole = again(splits(), f"- {text}")
    assert list(whole.statements["sentences"].iloc[0]) == [0, 24, 40]
    found = again(splits(split(2, text, "40")), f"- {text}").statements
    assert list(found["text"]) == ["Er is te weinig kennis. Dat moet beter.", "Wij willen kaarten."]
    assert [list(starts) for starts in found["sentences"]] == [[0, 24], [0]]
    assert list(found["outer_start"]) == [0, 42]
    assert list(found["structure"]) == ["bullet", "bullet"]
    assert list(found["context_before"]) == ["", "Er is te weinig kennis. Dat moet beter."]


def test_a_part_can_be_split_again() -> None:
    """The second split is about the part, by its own id and text."""
    at = TEXT.index("en wij")
    rest, later = TEXT[at:], TEXT[at:].index("bij de")
    people = splits(split(0, TEXT, str(at)), split(at, rest, str(later)))
    assert list(again(people, TEXT).statements["text"]) == [
        "Er is te weinig kennis",
        "en wij willen graag eerder worden betrokken",
        "bij de plannen.",
    ]


def test_of_all_splits_of_a_text_the_last_one_counts() -> None:
    """Also when it says that there is nothing to split; a blind second coder does not go before others."""
    one, other = split(0, TEXT, "23"), split(0, TEXT, "26", reviewer="Bert")
    none = split(0, TEXT, "", reviewer="Bert")
    blind = split(0, TEXT, "30", reviewer="Carla", workbook=f"beoordeling_1_carla.xlsx{BLIND}")
    for rows, at in (
        ((one, other), (26,)),
        ((one, none), ()),
        ((one, blind), (23,)),
        ((blind, one), (23,)),
        ((blind,), (30,)),
    ):
        (found,) = standing(splits(*rows)).values()
        assert found.at == at
    assert len(again(splits(one, none), TEXT).statements) == 1
    assert again(splits(one, none), TEXT).warnings.empty


@pytest.mark.parametrize(
    "row",
    [
        split(0, TEXT + "!", "23"),
        {**split(0, TEXT, "23"), "statement_id": "d0:1-20"},
        {**split(0, TEXT, "23"), "statement_id": "elders:0-20"},
        {**split(0, TEXT, "23"), "statement_id": "onzin"},
        split(0, TEXT, "23|900"),
        split(0, TEXT, str(len(TEXT) - 1)),
    ],
    ids=["text", "place", "document", "id", "beyond", "no word"],
)
def test_a_split_that_does_not_fit_is_told_and_cuts_nothing(row: dict[str, str]) -> None:
    """Its text changed, its statement is gone, or it leaves a part without a word."""
    found = again(splits(row), TEXT)
    assert list(found.statements["text"]) == [TEXT]
    validate(Remarks, found.warnings)
    (told,) = found.warnings.to_dict("records")
    assert row["statement_id"] in told["place"]
    assert told["message"].startswith("Anna heeft deze uitspraak gesplitst")


def test_an_old_split_is_not_told_when_a_new_one_took_its_place() -> None:
    """Two texts at one place: the split about the present one is made."""
    old = split(0, TEXT.replace("kennis", "weinig"), "23")
    found = again(splits(old, split(0, TEXT, "23")), TEXT)
    assert (len(found.statements), len(found.warnings)) == (2, 0)


def test_a_run_cuts_by_partition_and_tells_once(tmp_path: Path) -> None:
    """One partition per text and two processes: the same statements, and every stale split once."""
    folder = small_corpus(tmp_path)
    run(folder)
    before = parquet.read(Statements, folder / "derived" / "statements.parquet")
    row = next(r for r in before.itertuples() if "schade" in r.text)
    mine = {"statement_id": row.id, "text_hash": text_hash(row.text), "at": str(row.text.index("om"))}
    gone = {"statement_id": "0" * 16 + ":0-5", "text_hash": "0" * 16, "at": "2"}
    people = splits(mine, gone)
    splits_file.append(folder / "splits.csv", people)
    (folder / "params.yaml").write_text("ingest:\n  partition_rows: 1\n")
    run(folder, workers=2)
    after = parquet.read(Statements, folder / "derived" / "statements.parquet")
    assert len(after) == len(before) + 1
    halves = after[after["document_id"] == row.document_id]
    halves = halves[(halves["start"] >= row.start) & (halves["end"] <= row.end)]
    assert " ".join(halves["text"]) == row.text
    told = status(folder).warnings
    assert list(told["place"]) == [f"uitspraak {gone['statement_id']}"]
    assert set_apart(folder).warnings == 1


def test_splits_are_only_ever_added_and_read_strictly(tmp_path: Path) -> None:
    """What was there stays byte for byte; a value that says no place is named by its row."""
    path = tmp_path / "splits.csv"
    assert splits_file.read(path).empty
    splits_file.append(path, splits(split(0, TEXT, "23|30")))
    before = path.read_bytes()
    splits_file.append(path, splits(split(0, TEXT, "")))
    assert path.read_bytes().startswith(before)
    assert list(splits_file.read(path)["at"]) == ["23|30", ""]
    for wrong in ("30|23", "0", "a", "5|5", "-1"):
        path.write_bytes(before.replace(b"23|30", wrong.encode()))
        with pytest.raises(TableError, match="rij 2"):
            splits_file.read(path)


def test_every_corpus_has_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    """DVC needs it there: `textmine new` makes it, `textmine dvc` adds it, and the samples have it."""
    monkeypatch.chdir(tmp_path)
    small_corpus(tmp_path)
    (tmp_path / "src").mkdir()
    runner = CliRunner()
    assert runner.invoke(app, ["new", "eigen"]).exit_code == 0
    assert runner.invoke(app, ["dvc", "--check"]).exit_code == 1
    assert not (tmp_path / "corpora" / "klein" / "splits.csv").exists()
    assert "splits.csv" in runner.invoke(app, ["dvc"]).output
    files = [*tmp_path.glob("corpora/*/splits.csv"), *root.glob("corpora/*/splits.csv")]
    assert [path.read_text("utf-8") for path in files] == [splits_file.HEADER] * 4
    splits_file.append(files[0], splits(split(0, TEXT, "23")))
    before = files[0].read_bytes()
    runner.invoke(app, ["dvc"])
    assert files[0].read_bytes() == before
