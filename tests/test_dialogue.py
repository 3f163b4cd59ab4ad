"""A dialogue of several corpora: its parts add up to the whole, and what does not fit is said."""

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
import yaml
from published_page import quotes_of, read_page
from typer.testing import CliRunner

from textmine.cli.app import app
from textmine.errors import ConfigError, TableError
from textmine.pipeline.dialogue import check, merge
from textmine.pipeline.verify_dialogue import verify_dialogue
from textmine.report.final.whole import verdict
from textmine.steps.deduplicate import DeduplicateSettings, deduplicate
from textmine.steps.merge import MergeSettings
from textmine.steps.merge import merge as merge_step
from textmine.steps.reconcile import Reconciled, ReconcileSettings, reconcile
from textmine.store import parquet
from textmine.store.dialogues import read_parts
from textmine.store.yaml_files import load_codebook, load_dialogue
from textmine.tables import PartCounts, PointMembers, Points, empty

PARTS = ("voorbeeld-regiosessies", "voorbeeld-zienswijzen")


@pytest.fixture(scope="module")
def project(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample dialogue, merged."""
    folder = tmp_path_factory.mktemp("dialogue")
    shutil.copytree(made_sample / "corpora", folder / "corpora")
    shutil.copy(made_sample / "params.yaml", folder)
    merge(folder / "corpora" / "voorbeeld-dialoog")
    return folder


def table(project: Path, corpus: str, name: str) -> pd.DataFrame:
    """Read a table that a run left."""
    return pd.read_parquet(project / "corpora" / corpus / "derived" / f"{name}.parquet")


def test_the_whole_is_the_sum_of_the_parts_less_what_they_share(project: Path) -> None:
    """Counted here from the tables of the parts alone: per code, statements add up and texts count once."""
    statements: dict[tuple[str, str], int] = defaultdict(int)
    texts: dict[tuple[str, str], set[str]] = defaultdict(set)
    summed: dict[tuple[str, str], int] = defaultdict(int)
    for part in PARTS:
        rows = table(project, part, "assignments")
        group = dict(table(project, part, "groups")[["statement_id", "group"]].itertuples(index=False))
        mine: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name, dimension, code in rows[rows["assigned"]][["statement_id", "dimension", "code"]].itertuples(
            index=False
        ):
            statements[dimension, code] += 1
            texts[dimension, code].add(group[name])
            mine[dimension, code].add(group[name])
        for key, found in mine.items():
            summed[key] += len(found)
    sums = table(project, "voorbeeld-dialoog", "reconciliation")
    sums = sums[sums["figure"] == "code_counts"].set_index(["key", "unit"])
    book = load_codebook(project / "corpora" / PARTS[0] / "codebook.yaml")
    above = {(each.id, code.parent) for each in book.dimensions for code in each.codes}
    assert len(set(statements) - above) > 15
    for (dimension, code), number in statements.items():
        row = sums.loc[f"{dimension}|{code}"]
        if (dimension, code) not in above:  # a main code counts its sub-codes too
            assert row.loc["statements"].tolist()[1:] == [number, 0, number]
            both = len(texts[dimension, code])
            assert row.loc["texts"].tolist()[1:] == [
                summed[dimension, code],
                summed[dimension, code] - both,
                both,
            ]
    assert ((sums["summed"] - sums["shared"]) == sums["total"]).all()


def test_every_statement_is_in_the_whole_with_its_part(project: Path) -> None:
    """Nothing is lost and nothing comes in; the words are those of the document of the part."""
    whole = table(project, "voorbeeld-dialoog", "statements").set_index("id")["text"]
    for part in PARTS:
        own = table(project, part, "statements")
        assert (whole[[f"{part}/{name}" for name in own["id"]]].to_numpy() == own["text"].to_numpy()).all()
    assert len(whole) == sum(len(table(project, part, "statements")) for part in PARTS)


def test_sessions_and_submissions_are_never_added_up(project: Path) -> None:
    """A part of minutes has no submissions, one of responses no sessions."""
    rows = table(project, "voorbeeld-dialoog", "part_counts").set_index("part")
    assert rows.loc[PARTS[0], "submissions"].isna().all()
    assert rows.loc[PARTS[1], "sessions"].isna().all()
    everything = rows[rows["figure"] == "total"]
    assert everything.loc[PARTS[0], "sessions"] == 8
    assert everything[everything.index.isna()]["sessions"].item() == 8


def test_every_figure_leads_to_as_many_statements_as_it_says(project: Path) -> None:
    """The evidence behind a count of the whole is that many statements, of that many parts."""
    rows = table(project, "voorbeeld-dialoog", "part_counts")
    rows = rows[rows["part"].isna() & (rows["figure"] != "total") & (rows["statements"] > 0)]
    evidence = table(project, "voorbeeld-dialoog", "evidence")
    evidence = evidence.assign(part=evidence["statement_id"].str.split("/").str[0])
    behind = evidence.groupby(["figure", "key"]).agg(n=("statement_id", "nunique"), parts=("part", "nunique"))
    found = behind.loc[list(zip(rows["figure"], rows["key"], strict=True))]
    assert (found["n"].to_numpy() == rows["statements"].to_numpy()).all()
    assert (found["parts"].to_numpy() == rows["parts"].to_numpy()).all()
    assert (rows[rows["figure"] == "points"]["parts"] == 2).any()


def test_a_whole_is_fit_to_be_published_when_its_parts_are(project: Path) -> None:
    """What blocks in a part blocks the whole, with the part, area and way out; so do its own quotes."""
    derived = project / "corpora" / "voorbeeld-dialoog" / "derived"
    found = table(project, "voorbeeld-dialoog", "open_work")
    own = found[found["message"].str.startswith(OWN_WORK)].set_index("key")["message"]
    assert list(own.index) == ["Regiosessies", "Zienswijzen"]
    part = table(project, PARTS[1], "open_work")
    files = int((part["blocks"] & (part["area"] == "bestanden")).sum())
    assert f"bestanden ({files})" in own["Zienswijzen"]
    assert "textmine run voorbeeld-zienswijzen" in own["Zienswijzen"]
    page = (derived / "eindrapport.html").read_text("utf-8")
    personal = found.loc[found["area"] == "persoonsgegevens", "key"]
    assert len(personal) > 0
    assert set(personal) <= {statement for statement, _ in quotes_of(read_page(page))}
    assert f"eerst moeten {found['blocks'].sum()} punten worden opgelost" in page
    assert verdict(found[:0]) == "Publiceerbaar: de delen zijn af en sluiten op elkaar aan."


def changed(project: Path, tmp_path: Path, **told: object) -> tuple[Path, pd.DataFrame]:
    """Merge (the first step only) with another dialogue.yaml; return the folder and what is open."""
    folder = tmp_path / "corpora" / "anders"
    folder.mkdir(parents=True)
    for part in PARTS:
        (folder.parent / part).symlink_to(project / "corpora" / part)
    old = yaml.safe_load((project / "corpora" / "voorbeeld-dialoog" / "dialogue.yaml").read_text("utf-8"))
    (folder / "dialogue.yaml").write_text(yaml.safe_dump({**old, **told}), "utf-8")
    return folder, open_of(folder)


OWN_WORK = "in dit deel houdt open werk publicatie tegen"


def open_of(folder: Path) -> pd.DataFrame:
    """Return what is open after the first step, but for the own work of the parts."""
    dialogue = load_dialogue(folder)
    codebook = load_codebook(folder / dialogue.codebook)
    found = merge_step(read_parts(folder), dialogue, codebook, MergeSettings()).open
    return found[~found["message"].str.startswith(OWN_WORK)].reset_index(drop=True)


def whole_of(folder: Path) -> Reconciled:
    """Merge and reconcile without looking for points."""
    dialogue = load_dialogue(folder)
    codebook = load_codebook(folder / dialogue.codebook)
    made = merge_step(read_parts(folder), dialogue, codebook, MergeSettings())
    groups = deduplicate(made.statements, DeduplicateSettings())
    tables = (made.statements, made.documents, groups, made.assignments, made.memberships)
    nothing = (empty(Points), empty(PointMembers))
    return reconcile(made.parts, made.own_figures, *tables, *nothing, dialogue, codebook, ReconcileSettings())


def other_codebook(project: Path, tmp_path: Path) -> str:
    """Write a codebook in which one code has gone and another means something else; return its path."""
    book = yaml.safe_load((project / "corpora" / PARTS[0] / "codebook.yaml").read_text("utf-8"))
    kind = next(each for each in book["dimensions"] if each["id"] == "kind")
    kind["codes"] = [code for code in kind["codes"] if code["code"] != "behoefte" and not code.get("parent")]
    kind["codes"][0]["definition"] = "Iets heel anders."
    book["examples"] = []
    (tmp_path / "codebook.yaml").write_text(yaml.safe_dump(book, allow_unicode=True), "utf-8")
    return str(tmp_path / "codebook.yaml")


def test_a_codebook_that_changed_between_parts_blocks_until_people_say_how(
    project: Path, tmp_path: Path
) -> None:
    """A code without a place and one that means something else are named; the crosswalk settles both."""
    path = other_codebook(project, tmp_path)
    folder, found = changed(project, tmp_path, codebook=path)
    blocking = found[found["blocks"]]["message"].tolist()
    assert any("code 'behoefte'" in text and "telt zolang als 'overig'" in text for text in blocking)
    assert any("betekent in het geheel iets anders (de definitie)" in text for text in blocking)
    assert verdict(found).startswith("Nog niet geschikt")
    book = load_codebook(Path(path))
    old = load_codebook(project / "corpora" / PARTS[0] / "codebook.yaml")
    known = book.by_id["kind"].by_code
    codes = {code: code if code in known else "overig" for code in old.by_id["kind"].by_code}
    told = yaml.safe_load((folder / "dialogue.yaml").read_text("utf-8"))
    told["crosswalk"] = {part: {"kind": codes} for part in PARTS}
    (folder / "dialogue.yaml").write_text(yaml.safe_dump(told), "utf-8")
    settled = open_of(folder)
    assert not settled["blocks"].any(), settled["message"].tolist()


def test_a_crosswalk_with_codes_that_nobody_knows_is_named(project: Path, tmp_path: Path) -> None:
    """Old and new codes that do not exist, and a question that does not, block."""
    walk = {PARTS[0]: {"kind": {"nooit": "overig", "knelpunt": "verzonnen"}, "weer": {"zon": "regen"}}}
    _, found = changed(project, tmp_path, crosswalk=walk)
    text = "\n".join(found[found["blocks"]]["message"])
    assert all(word in text for word in ("'nooit'", "'verzonnen'", "'weer'"))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([{"corpus": PARTS[0], "name": "a"}, {"corpus": PARTS[0], "name": "b"}], "staat er twee keer"),
        ([{"corpus": "voorbeeld-nergens", "name": "a"}], "'voorbeeld-nergens' bestaat niet.*kies uit"),
    ],
)
def test_a_part_twice_or_unknown_is_refused(
    project: Path, tmp_path: Path, parts: list[dict[str, str]], message: str
) -> None:
    """Before any work, with the way out."""
    with pytest.raises(ConfigError, match=message):
        folder, _ = changed(project, tmp_path, parts=parts)
        check(folder)


def test_a_part_that_is_not_what_its_sources_are_is_named(project: Path, tmp_path: Path) -> None:
    """Not run: left out and named; a changed file: named; nothing left: an error."""
    folder, _ = changed(project, tmp_path)
    part = folder.parent / PARTS[0]
    part.unlink()
    shutil.copytree(project / "corpora" / PARTS[0], part)
    (part / "raw" / "west-gemeenten.txt").write_text("Anders.", "utf-8")
    found = open_of(folder)
    assert found["blocks"].all()
    assert "'west-gemeenten.txt'" in found["message"].item()
    shutil.rmtree(part / "derived")
    found = open_of(folder)
    assert "textmine run voorbeeld-regiosessies" in found["message"].item()
    told = yaml.safe_load((folder / "dialogue.yaml").read_text("utf-8"))
    (folder / "dialogue.yaml").write_text(yaml.safe_dump({**told, "parts": told["parts"][:1]}), "utf-8")
    with pytest.raises(TableError, match="textmine run voorbeeld-regiosessies"):
        open_of(folder)


def test_the_same_file_in_two_parts_is_named_until_people_keep_it(project: Path, tmp_path: Path) -> None:
    """It counts in both, collides with nothing, and its texts are one text in the whole."""
    folder, _ = changed(project, tmp_path)
    twin = folder.parent / "tweede"
    shutil.copytree(project / "corpora" / PARTS[0], twin)
    told = yaml.safe_load((folder / "dialogue.yaml").read_text("utf-8"))
    told["parts"] = [{"corpus": PARTS[0], "name": "Eerste"}, {"corpus": "tweede", "name": "Tweede"}]
    (folder / "dialogue.yaml").write_text(yaml.safe_dump(told), "utf-8")
    found = open_of(folder)
    assert len(found) == 8
    assert found["blocks"].all()
    made = whole_of(folder)
    rows = made.reconciliation[made.reconciliation["figure"] == "total"].set_index("unit")
    assert rows.loc["texts", "shared"] == rows.loc["texts", "total"]
    assert rows.loc["statements", "total"] == 2 * len(table(project, PARTS[0], "statements"))
    assert set(made.shared["what"]) == {"file", "text"}
    assert "eerst moeten 8 punten" in verdict(found)
    (folder / "dialogue.yaml").write_text(yaml.safe_dump({**told, "identical_files": "keep"}), "utf-8")
    assert open_of(folder).empty


def test_the_whole_is_verified_from_its_parts(project: Path, tmp_path: Path) -> None:
    """Nothing differs; a digit in the page, a table that was changed and another part are each named."""
    shutil.copytree(project / "corpora", tmp_path / "corpora")
    shutil.copy(project / "params.yaml", tmp_path)
    folder = tmp_path / "corpora" / "voorbeeld-dialoog"
    assert [str(each) for each in verify_dialogue(folder)] == []
    page = folder / "derived" / "eindrapport.html"
    text = page.read_text("utf-8")
    total = re.search(r"<td class=\"n\">(2\.\d{3})</td>", text)
    assert total is not None
    page.write_text(text[: total.start(1)] + "9" + text[total.start(1) + 1 :], "utf-8")
    counts = folder / "derived" / "part_counts.parquet"
    rows = parquet.read(PartCounts, counts)
    changed_rows = rows.assign(**{PartCounts.statements: rows[PartCounts.statements] + 1})
    with parquet.PartitionWriter(PartCounts, counts, None) as writer:
        writer.write(changed_rows)
    done = CliRunner().invoke(app, ["verify", str(folder)])
    assert done.exit_code == 1
    assert "derived/part_counts.parquet, rij 1" in done.output
    assert "eindrapport.html" in done.output
    assert "9." in done.output
