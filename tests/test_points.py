"""Points: statements that say the same, within theme and kind."""

import csv
import random
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import CODEBOOK, Said, Small, Text

from textmine.encoders.embeddings import Embeddings
from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.encoders.protocol import Encoder
from textmine.models.point_clusters import Heights, Likeness, blocks, two_levels
from textmine.steps.points import MAIN, POINT, Pointed, PointsSettings, points
from textmine.tables import PointEdits, PointMembers, Points, empty

POINTED = CODEBOOK.model_copy(
    update={"points_within": ("onderdeel", "soort"), "points_alike": "plek", "crosses": ()}
)
WATER = "onderdeel:water soort:klacht plek:elders"
BOTH = "onderdeel:water onderdeel:lucht soort:klacht plek:elders"
PRAISE = "onderdeel:lucht soort:overig soort:lof plek:elders"
LATE = "De gemeente wordt te laat betrokken bij de plannen."
LATER = "De gemeente is te laat bij de plannen betrokken."
DIRTY = "In de sloot drijft olie van de fabriek."


@cache
def built_in() -> Encoder:
    """The encoder that comes with textmine."""
    return load_encoder(EncoderSettings(), [])


def found(
    *texts: Text, codebook: object = POINTED, edits: pd.DataFrame | None = None, **asked: object
) -> Pointed:
    """Find the points in a small corpus, with the built-in encoder."""
    small = Small(texts, codebook=POINTED if codebook is POINTED else CODEBOOK)
    tables = small.given()
    statements = tables["statements"]
    model = built_in()
    vectors = Embeddings(tuple(statements["id"]), model.encode(statements["text"].tolist()), "proef")
    return points(
        statements,
        tables["groups"],
        tables["documents"],
        vectors,
        tables["assignments"],
        tables["memberships"],
        empty(PointEdits) if edits is None else edits,
        small.corpus,
        small.codebook,
        PointsSettings.model_validate(asked),
    )


def minutes(*said: tuple[str, str]) -> tuple[Text, ...]:
    """One text per statement, each of another session."""
    sessions = ("g1", "g2", "p1", "p2")
    return tuple(
        Text(f"t{n}", [Said(text, codes)], session=sessions[n % 4]) for n, (text, codes) in enumerate(said)
    )


def test_statements_that_say_the_same_are_one_point_named_by_one_of_them() -> None:
    """The name is the text of a member; another point stays apart."""
    got = found(*minutes((LATE, WATER), (LATER, WATER), (DIRTY, WATER)))
    fine = got.points[got.points[Points.level] == POINT]
    assert fine[Points.statements].tolist() == [2, 1]
    for row in fine.itertuples():
        assert row.name in {LATE, LATER, DIRTY}
        members = got.members[got.members[PointMembers.point] == row.id]
        assert row.central in set(members[PointMembers.statement_id])


def test_a_statement_of_two_themes_is_in_a_point_of_each() -> None:
    """A sub-code counts as itself, not also as the code that it belongs to."""
    got = found(*minutes((LATE, BOTH), (DIRTY, PRAISE)))
    fine = got.points[got.points[Points.level] == POINT]
    cells = list(zip(fine[Points.theme], fine[Points.kind], strict=True))
    assert cells == [("water", "klacht"), ("lucht", "klacht"), ("lucht", "lof")]


def test_the_same_words_with_another_kind_are_another_point() -> None:
    """A copy that people coded otherwise is counted where its own codes are."""
    got = found(*minutes((LATE, WATER), (LATE, "onderdeel:water soort:overig plek:elders"), (LATE, WATER)))
    fine = got.points[got.points[Points.level] == POINT]
    assert fine[[Points.kind, Points.statements]].to_numpy().tolist() == [["klacht", 2], ["overig", 1]]


def test_what_does_not_count_is_in_no_point() -> None:
    """Neither what people set aside, nor what a concept says."""
    concept = Text("c", [Said(LATER, WATER)], session="g2", status="concept")
    got = found(Text("a", [Said(LATE, WATER), Said(DIRTY, "")], session="g1"), concept)
    assert got.members[PointMembers.statement_id].tolist() == [f"a:0-{len(LATE)}"]


@pytest.mark.parametrize(("sessions", "regions", "generic"), [(2, 2, True), (3, 2, False), (2, 3, False)])
def test_a_point_is_generic_by_where_it_was_made(sessions: int, regions: int, generic: bool) -> None:
    """Two mentions in one session count once; sessions, regions and tiers are distinct ones."""
    said = [Said(LATE, WATER), Said(LATER, WATER)]
    texts = (Text("a", said, session="g1"), Text("b", said[:1], session="p2"))
    got = found(*texts, generic_sessions=sessions, generic_regions=regions)
    for row in got.points.itertuples():
        assert (row.statements, row.texts, row.sessions, row.regions, row.tiers) == (3, 2, 2, 2, 2)
        assert row.generic == generic


@pytest.mark.parametrize(("share", "generic"), [(0.5, True), (0.51, False)])
def test_a_generic_point_is_made_in_a_share_of_all_sessions(share: float, generic: bool) -> None:
    """Two of four are half of them, and not more; among a million submissions a handful is nothing."""
    said = zip(("g1", "g2", "p1", "p2"), (LATE, LATER, "Ja.", "12"), strict=True)
    texts = [Text(session, [Said(text, WATER)], session=session) for session, text in said]
    got = found(*texts, generic_sessions=1, generic_regions=0, generic_share=share).points
    twice = got[(got[Points.sessions] == 2) & got[Points.parent].isna()]
    assert twice[Points.generic].tolist() == [generic]


def test_without_a_question_or_without_statements_there_are_no_points() -> None:
    """Not every codebook asks for points."""
    assert found(*minutes((LATE, WATER)), codebook=CODEBOOK).points.empty
    assert found(*minutes((LATE, ""))).members.empty


SENTENCES = (LATE, LATER, DIRTY, "Er is te weinig personeel.", "Het ontbreekt aan mensen.", "Ja.", "!", "12")


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from([WATER, BOTH, PRAISE])), max_size=12),
    st.integers(10, 12),
    st.randoms(use_true_random=False),
)
def test_every_statement_is_once_in_each_of_its_cells(
    said: list[tuple[str, str]], most: int, chance: random.Random
) -> None:
    """Nothing is lost or doubled, main points hold whole points, and the order of rows does not matter."""
    texts = list(minutes(*said))
    got = found(*texts, most=most)
    chance.shuffle(texts)
    again = found(*texts, most=most)
    pd.testing.assert_frame_equal(got.points, again.points)
    pd.testing.assert_frame_equal(got.members, again.members)
    cell = {row.id: (row.theme, row.kind) for row in got.points.itertuples()}
    held = Counter((row.statement_id, cell[row.point]) for row in got.members.itertuples())
    wanted = Counter(
        (f"{text.id}:0-{len(text.said[0].text)}", (theme, "lof" if "lof" in text.said[0].codes else "klacht"))
        for text in texts
        for theme in ("water", "lucht")
        if theme in text.said[0].codes
    )
    assert held == wanted
    for level in (MAIN, POINT):
        assert got.points.loc[got.points[Points.level] == level, Points.statements].sum() == len(got.members)
    rows = {row.id: row for row in got.points.itertuples()}
    for row in (row for row in rows.values() if row.level == POINT):
        above = rows[row.parent]
        assert (above.level, above.theme, above.kind) == (MAIN, row.theme, row.kind)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 9))
def test_blocks_divide_all_rows(rows: int, most: int, seed: int) -> None:
    """Every row is in one block, and no block is too large."""
    vectors = np.random.default_rng(seed).normal(size=(rows, 3)).astype(np.float32)
    made = blocks(vectors, np.arange(rows), most)
    assert sorted(np.concatenate(made).tolist()) == list(range(rows))
    assert max(map(len, made)) <= most


def test_what_is_as_alike_as_asked_is_one_point() -> None:
    """The height itself is enough; the mean between groups decides, not the nearest pair."""
    alike = np.array([[1, 0.5, 0.5], [0.5, 1, 0.1], [0.5, 0.1, 1]], np.float32)
    point, main = two_levels(alike, Heights(0.5, 0.2))
    assert (point.tolist(), main.tolist()) == ([0, 0, 1], [0, 0, 0])


@pytest.mark.parametrize(("name", "least"), [("regiosessies", 0.33), ("zienswijzen", 0.31)])
def test_points_come_near_those_of_people(root: Path, name: str, least: float) -> None:
    """Pairs in one point, against groupings by people (experiments/points), with some room."""
    with (root / "experiments" / "points" / "texts" / f"{name}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    texts = [row["text"] for row in rows]
    vectors = built_in().encode(texts)
    subjects = [frozenset(row["subject"].split("|")) for row in rows]
    chosen = PointsSettings()
    likeness = Likeness.of(texts, vectors, subjects, (chosen.meaning, chosen.letters, chosen.codes))
    both = ours = theirs = 0
    for cell in sorted({(theme, row["kind"]) for row in rows for theme in row["theme"].split("|")}):
        mine = [
            n for n, row in enumerate(rows) if cell[0] in row["theme"].split("|") and row["kind"] == cell[1]
        ]
        labels, _ = two_levels(likeness.among(np.array(mine)), Heights(chosen.alike, chosen.main))
        people = [rows[n]["point_a"] for n in mine]
        both += _pairs(list(zip(labels.tolist(), people, strict=True)))
        ours += _pairs(labels.tolist())
        theirs += _pairs(people)
    assert 2 * both / (ours + theirs) >= least


def _pairs(labels: Sequence[object]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())
