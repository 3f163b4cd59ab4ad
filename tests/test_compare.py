"""Analyses A to D on small corpora that can be counted by hand, and what their step may never do."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from published_page import read_page
from small_corpus import CODEBOOK, MINUTES, PLAIN, RESPONSES, Said, Small, Text
from test_analyse import BOTH, LUCHT, WATER, cell, minutes
from test_points import DIRTY, LATE, LATER, POINTED, found
from test_points import WATER as SAID

from textmine import tables
from textmine.report.claims import guarded
from textmine.steps.compare import CompareResult
from textmine.steps.compare.by_subject import UNASSIGNED
from textmine.steps.points import Pointed
from textmine.store import artefacts, parquet
from textmine.tables import Evidence, GenericPoints, Points, PointTiers, RegionProfile, TierPoints


def pointed(*said: tuple[str, str]) -> tuple[Small, Pointed]:
    """Find the points in what was said per session; ``DIRTY`` is about another theme."""
    texts = tuple(
        Text(f"t{n}", [Said(text, AIR if text == DIRTY else SAID)], session=s)
        for n, (s, text) in enumerate(said)
    )
    return Small(texts, codebook=POINTED), found(*texts, generic_sessions=3)


AIR = "onderdeel:lucht soort:klacht plek:elders"
EVERYWHERE = tuple((session, LATE) for session in ("g1", "g2", "p1", "p2"))


def test_two_mentions_in_one_session_do_not_count() -> None:
    """The rule asks for two distinct sessions of one tier, however often a point is made in one."""
    small = minutes(("g1", [Said("De sloot is vies.", WATER, "a"), Said("De gracht is vies.", WATER, "a")]))
    point = cell(small.compared().tier_points, subject="water", point="a", tier="gemeenten")
    assert (point["statements"], point["sessions"], point["counts"]) == (2, 1, False)
    assert point["reason"] == "genoemd in 1 sessie van deze bestuurslaag; nodig zijn er 2"


def test_two_documents_of_one_session_are_one_session() -> None:
    """A session with minutes in two files is still one session."""
    said = [Said("De sloot is vies.", WATER, "a")]
    small = Small((Text("een", said, session="g1"), Text("twee", said, session="g1")))
    assert not cell(small.compared().tier_points, point="a")["counts"]


def test_one_mention_in_each_tier_does_not_count() -> None:
    """Sessions of different tiers are never added up."""
    said = [Said("De sloot is vies.", WATER, "a")]
    points = minutes(("g1", said), ("p1", said)).compared().tier_points
    assert points["counts"].tolist() == [False, False]


def test_two_sessions_of_one_tier_count_for_that_tier_only() -> None:
    """A point counts for the tier that made it in two sessions; for the other it drops out with a reason."""
    said = [Said("De sloot is vies.", WATER, "a")]
    points = minutes(("g1", said), ("g2", said), ("p1", said)).compared().tier_points
    assert cell(points, tier="gemeenten")["counts"]
    assert cell(points, tier="gemeenten")["reason"] is None
    assert not cell(points, tier="provincies")["counts"]


def test_the_same_point_under_two_subjects_is_two_points() -> None:
    """Sessions are counted per subject and point: half of them under another subject is not enough."""
    small = minutes(
        ("g1", [Said("De sloot is vies.", WATER, "a")]),
        ("g2", [Said("Hier is het fris.", LUCHT, "a")]),
    )
    assert small.compared().tier_points["counts"].tolist() == [False, False]


def test_how_many_sessions_are_needed_is_a_setting() -> None:
    """With one session as threshold, one session is enough."""
    small = minutes(("g1", [Said("De sloot is vies.", WATER, "a")]))
    assert small.compared(min_sessions_per_tier=1).tier_points["counts"].tolist() == [True]


def test_statements_without_a_topic_are_no_point() -> None:
    """They are listed, but drop out whatever the number of sessions."""
    said = [Said("De sloot is vies.", WATER)]
    point = cell(minutes(("g1", said), ("g2", said)).compared().tier_points, point=UNASSIGNED)
    assert (point["sessions"], point["counts"]) == (2, False)
    assert point["reason"] == "niet ingedeeld bij een punt"


def test_every_counted_statement_is_in_the_comparison() -> None:
    """What counts and what drops out are together all statements with a tier, per subject."""
    said = [Said("De sloot is vies.", WATER, "a"), Said("Water en lucht.", BOTH, "b"), Said("Iets.", LUCHT)]
    found = minutes(("g1", said), ("g2", said[:1]), ("p1", said[1:])).compared()
    per_subject = found.tier_points.groupby("subject")["statements"].sum().to_dict()
    assert per_subject == {"water": 4, "lucht": 4}


def test_a_generic_point_has_its_spread_with_the_denominators() -> None:
    """Sessions, regions and tiers where it was made, of all where anything was said; one cell per session."""
    small, made = pointed(*EVERYWHERE[:3], ("p2", DIRTY))
    got = small.compared(made)
    (row,) = got.generic_points.to_dict("records")
    spread = ("number", "sessions", "of_sessions", "regions", "of_regions", "tiers", "of_tiers")
    assert [row[name] for name in spread] == [1, 3, 4, 2, 2, 2, 2]
    assert got.point_sessions["session"].tolist() == ["g1", "g2", "p1"]
    assert got.point_sessions["statements"].sum() == row["statements"]


def test_an_excluded_point_is_in_no_analysis_and_is_listed() -> None:
    """What people left out stands with their reason among what dropped out, and nowhere else."""
    small, made = pointed(*EVERYWHERE)
    given = made.points.assign(excluded="staat elders", generic=False)
    got = small.compared(replace(made, points=given.astype(made.points.dtypes.to_dict())))
    assert got.generic_points.empty
    assert got.point_tiers.empty
    assert got.region_profile[RegionProfile.dimension].notna().all()
    assert set(got.tier_points[TierPoints.reason]) == {"weggelaten door mensen: staat elders"}


def test_people_decide_the_order_and_exceptions_say_who_signed() -> None:
    """A point with an order comes before wider ones; an exception keeps its reason and its name."""
    small, made = pointed(*EVERYWHERE, ("g1", DIRTY))
    given = made.points.copy()
    dirty = given[Points.name] == DIRTY
    given.loc[dirty, [Points.order, Points.generic]] = [1, True]
    given.loc[dirty, [Points.exception, Points.exception_by]] = ["toch nodig", "anna"]
    got = small.compared(replace(made, points=given)).generic_points
    assert got[GenericPoints.sessions].tolist() == [1, 4]
    assert got.loc[0, [GenericPoints.exception, GenericPoints.exception_by]].tolist() == [
        "toch nodig",
        "anna",
    ]


def test_what_is_outside_the_themes_comes_last() -> None:
    """However widely it was made: the list is of the themes first."""
    outside = "onderdeel:elders soort:klacht"
    texts = tuple(
        Text(f"{what}{session}", [Said(what, codes)], session=session)
        for what, codes, sessions in ((LATE, SAID, "g1 g2"), (DIRTY, outside, "g1 g2 p1 p2"))
        for session in sessions.split()
    )
    got = Small(texts, codebook=POINTED).compared(found(*texts, generic_sessions=2)).generic_points
    assert got[[GenericPoints.theme, GenericPoints.sessions]].to_numpy().tolist() == [
        ["water", 2],
        ["elders", 4],
    ]


def test_a_tier_that_says_it_alone_differs_by_the_rule_of_the_settings() -> None:
    """Made in enough sessions of one tier, in few of the other, and not too likely by chance."""
    small, made = pointed(("g1", LATE), ("g2", LATER), ("p1", DIRTY), ("p2", DIRTY))
    rule = {"tier_enough": 2, "tier_few": 0, "tier_chance": 0.2}
    rows = small.compared(made, **rule).point_tiers
    differs = rows[rows[PointTiers.differs]]
    assert sorted(differs[PointTiers.tier]) == ["gemeenten", "provincies"]
    assert differs[PointTiers.chance].tolist() == pytest.approx([1 / 6, 1 / 6])
    assert rows[PointTiers.by_chance].sum() == pytest.approx(4 / 6)
    assert not small.compared(made, **rule | {"tier_chance": 0.1}).point_tiers[PointTiers.differs].any()


def test_small_cells_of_a_region_are_not_compared() -> None:
    """They are counted, with the reason why they are not compared."""
    small, made = pointed(*EVERYWHERE, ("g1", LATE))
    got = small.compared(made, region_statements=2, region_sessions=2).region_profile
    north = got[(got[RegionProfile.region] == "noord") & got[RegionProfile.dimension].isna()]
    south = got[(got[RegionProfile.region] == "zuid") & got[RegionProfile.dimension].isna()]
    assert north[RegionProfile.chance].notna().all()
    assert south[RegionProfile.chance].notna().all()
    alone = small.compared(made, region_statements=3).region_profile
    assert (
        alone.loc[alone[RegionProfile.region] == "zuid", RegionProfile.reason]
        .str.startswith("te weinig")
        .all()
    )


def test_what_has_no_region_or_tier_is_listed_and_counted() -> None:
    """A session without them stands as unknown among the tiers, and asks for work before publication."""
    sessions = [s.model_copy(update={"tier": None}) if s.id == "p2" else s for s in MINUTES.sessions]
    texts = tuple(Text(f"t{n}", [Said(LATE, SAID)], session=s) for n, s in enumerate(("g1", "p2")))
    small = Small(texts, codebook=POINTED, corpus=MINUTES.model_copy(update={"sessions": tuple(sessions)}))
    got = small.compared(found(*texts, generic_sessions=2))
    unknown = got.point_tiers[got.point_tiers[PointTiers.tier].isna()]
    assert unknown[PointTiers.statements].tolist() == [1]
    (row,) = got.open.to_dict("records")
    assert (row["key"], row["blocks"]) == ("p2", True)
    assert "bestuurslaag" in row["message"]


def test_a_region_that_the_corpus_does_not_know_is_a_region_of_its_own_and_blocks() -> None:
    """Nothing is dropped: it is set beside the others, under the name that the document gave."""
    small = Small((Text("a", [Said("Vies.", WATER)], region="oost"),), corpus=RESPONSES)
    got = small.compared()
    assert set(got.region_profile[RegionProfile.region]) == {"oost"}
    assert got.open.loc[got.open["key"] == "oost", "blocks"].tolist() == [True]


@pytest.mark.parametrize("corpus", [MINUTES, RESPONSES], ids=["minutes", "responses"])
@pytest.mark.parametrize("codebook", [CODEBOOK, PLAIN, POINTED], ids=["topics", "plain", "points"])
def test_without_statements_all_tables_are_valid_and_empty(corpus: object, codebook: object) -> None:
    """Nothing said, nothing asked: no rows, and no errors."""
    got = Small((), corpus=corpus, codebook=codebook).compared()
    check_schemas(got)
    assert not sum(len(getattr(got, name)) for name in TABLES)


TABLES = {
    "generic_points": tables.GenericPoints,
    "point_sessions": tables.PointSessions,
    "point_tiers": tables.PointTiers,
    "region_profile": tables.RegionProfile,
    "tier_points": tables.TierPoints,
    "evidence": tables.Evidence,
    "open": tables.OpenWork,
}


def check_schemas(got: CompareResult) -> None:
    """Every table has its schema."""
    for name, table in TABLES.items():
        tables.validate(table, getattr(got, name))


def of_sample(made_sample: Path, name: str) -> dict[str, pd.DataFrame]:
    """Read the tables of a sample corpus that was run."""
    folder = made_sample / "corpora" / name / "derived"
    named = {**TABLES, "compare_evidence": tables.Evidence, "points": tables.Points}
    return {
        each: parquet.read(table, folder / f"{each}.parquet")
        for each, table in named.items()
        if (folder / f"{each}.parquet").exists()
    }


@pytest.mark.parametrize("name", ["voorbeeld-regiosessies", "voorbeeld-zienswijzen"])
def test_behind_every_figure_stand_as_many_statements_as_it_says(made_sample: Path, name: str) -> None:
    """In both samples, for every row of analyses A to D."""
    read = of_sample(made_sample, name)
    sizes = read["compare_evidence"].groupby([Evidence.figure, Evidence.key]).size().to_dict()
    keys: dict[str, tuple[str, Sequence[str]]] = {
        "generic_points": ("point_sessions", ["point", "session"]),
        "point_tiers": ("point_tiers", ["point", "tier"]),
        "region_profile": ("region_profile", ["region", "dimension", "item"]),
        "tier_points": ("tier_points", ["subject", "point", "tier"]),
    }
    stated = {
        (figure, "|".join("" if pd.isna(row[each]) else row[each] for each in by)): row["statements"]
        for figure, (table, by) in keys.items()
        for row in read[table].to_dict("records")
        if row["statements"]
    }
    assert sizes == stated
    assert stated


def test_evidence_of_a_region_comes_from_its_own_sessions(made_sample: Path) -> None:
    """No statement stands behind a figure of a region where it was not said."""
    read = of_sample(made_sample, "voorbeeld-regiosessies")
    folder = made_sample / "corpora" / "voorbeeld-regiosessies" / "derived"
    documents = parquet.read(tables.Documents, folder / "documents.parquet")
    region = dict(zip(documents["id"], documents["region"], strict=True))
    rows = read["compare_evidence"]
    rows = rows[rows[Evidence.figure] == "region_profile"]
    assert len(rows)
    said = [region[name.rsplit(":", 1)[0]] for name in rows[Evidence.statement_id]]
    assert said == [key.split("|")[0] for key in rows[Evidence.key]]


def test_the_order_of_rows_does_not_matter() -> None:
    """Shuffled input gives the same tables."""
    small, made = pointed(*EVERYWHERE, ("g1", DIRTY), ("p1", LATER))
    first = small.compared(made)
    shuffled = replace(small, texts=tuple(reversed(small.texts)))
    members = made.members.sample(frac=1, random_state=3).reset_index(drop=True)
    again = shuffled.compared(replace(made, members=members))
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name))
        assert np.array_equal(getattr(first, name).columns, getattr(again, name).columns)


@pytest.mark.parametrize("name", ["voorbeeld-regiosessies", "voorbeeld-zienswijzen"])
def test_what_the_report_says_itself_claims_no_more_than_it_knows(made_sample: Path, name: str) -> None:
    """Everything on the page that is nobody's own words passes the guard."""
    folder = made_sample / "corpora" / name
    page = read_page((folder / "derived" / "rapport.html").read_text("utf-8"))
    for element in page.all():
        if element.tag in {"blockquote", "q", "svg", "script", "style"}:
            element.parts.clear()
    words = page.words()
    statements = parquet.read(tables.Statements, folder / "derived" / "statements.parquet")
    codebook = artefacts.read("codebook", folder / "codebook.yaml")
    said = [*statements["text"], *(code.definition for d in codebook.dimensions for code in d.codes)]
    for text in sorted(said, key=len, reverse=True):
        words = words.replace(" ".join(text.split()), "")
    assert guarded(words)
