"""Every figure of the analysis against a table small enough to count by hand."""

from collections.abc import Sequence
from dataclasses import fields, replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import CODEBOOK, MINUTES, PLAIN, RESPONSES, Said, Small, Text

from textmine import tables
from textmine.analysis.countable import CONCEPT, SET_ASIDE, why_not
from textmine.analysis.counting import codes_of
from textmine.errors import ConservationError
from textmine.steps.analyse import Analysed, AnalyseSettings, analyse

WATER = "onderdeel:water soort:klacht plek:water"
LUCHT = "onderdeel:lucht soort:lof plek:elders"
BOTH = "onderdeel:water onderdeel:lucht soort:overig plek:elders"


def minutes(*texts: tuple[str, Sequence[Said]], **given: object) -> Small:
    """Build a corpus of minutes: session and what was said there."""
    return Small(tuple(Text(f"{s}-{n}", said, session=s) for n, (s, said) in enumerate(texts)), **given)


def cell(rows: pd.DataFrame, **key: str) -> dict[str, object]:
    """Return the only row with these values."""
    for name, value in key.items():
        rows = rows[rows[name] == value]
    (found,) = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return found


def numbers(row: dict[str, object]) -> tuple[object, ...]:
    """Return statements, texts, sessions and represented."""
    return tuple(row[name] for name in ("statements", "texts", "sessions", "represented"))


SMALL = minutes(
    (
        "g1",
        [Said("De sloot is vies.", WATER), Said("DE SLOOT IS VIES.", WATER), Said("Frisse lucht.", LUCHT)],
    ),
    ("g2", [Said("De sloot is vies.", WATER), Said("Water en lucht.", BOTH)]),
    ("p1", [Said("Stank.", "onderdeel:lucht soort:klacht plek:elders")]),
)


def test_codes_are_counted_as_by_hand() -> None:
    """Statements, distinct texts and distinct sessions per code; a sub-code counts for its main code too."""
    counts = SMALL.analysed().code_counts
    assert numbers(cell(counts, dimension="onderdeel", code="water")) == (4, 2, 2, None)
    assert numbers(cell(counts, dimension="onderdeel", code="lucht")) == (3, 3, 3, None)
    assert numbers(cell(counts, dimension="onderdeel", code="elders")) == (0, 0, 0, None)
    assert numbers(cell(counts, dimension="soort", code="klacht")) == (4, 2, 3, None)
    assert numbers(cell(counts, dimension="soort", code="overig")) == (2, 2, 2, None)
    assert numbers(cell(counts, dimension="soort", code="lof")) == (1, 1, 1, None)
    assert cell(counts, dimension="soort", code="lof")["parent"] == "overig"


def test_every_code_of_the_codebook_is_there_in_its_order() -> None:
    """Codes that were never given stand in the table with zero."""
    counts = SMALL.analysed().code_counts
    expected = [(d.id, c.code) for d in CODEBOOK.dimensions for c in d.codes]
    assert list(zip(counts["dimension"], counts["code"], strict=True)) == expected


def test_crosses_are_counted_as_by_hand() -> None:
    """A statement with two codes stands in two cells; a sub-code stands under its main code."""
    crosses = SMALL.analysed().crosses
    soort = crosses[crosses["column_dimension"] == "soort"]
    assert numbers(cell(soort, row_code="water", column_code="klacht")) == (3, 1, 2, None)
    assert numbers(cell(soort, row_code="water", column_code="overig")) == (1, 1, 1, None)
    assert numbers(cell(soort, row_code="lucht", column_code="klacht")) == (1, 1, 1, None)
    assert numbers(cell(soort, row_code="lucht", column_code="overig")) == (2, 2, 2, None)
    assert numbers(cell(soort, row_code="elders", column_code="klacht")) == (0, 0, 0, None)
    assert len(soort) == 3 * 2


def test_each_cell_of_a_cross_has_its_own_evidence() -> None:
    """Two crosses whose columns share the name of a code do not share evidence."""
    evidence = SMALL.analysed().evidence
    mine = evidence[evidence["figure"] == "crosses"]
    found = mine.groupby("key")["statement_id"].apply(list).to_dict()
    ids = SMALL.ids()
    assert found["onderdeel|water|plek|water"] == [ids[0], ids[1], ids[3]]
    assert found["onderdeel|lucht|plek|elders"] == [ids[2], ids[4], ids[5]]
    assert found["onderdeel|lucht|soort|klacht"] == [ids[5]]
    assert "onderdeel|elders|plek|elders" not in found


def test_all_evidence_adds_up_to_its_figure() -> None:
    """Behind every figure stand exactly as many statements as it says."""
    small = replace(
        SMALL,
        broad={"a": "A"},
        texts=[replace(t, said=[replace(s, topic="a") for s in t.said]) for t in SMALL.texts],
    )
    found = small.analysed()
    keys = {
        "code_counts": ["dimension", "code"],
        "crosses": ["row_dimension", "row_code", "column_dimension", "column_code"],
        "topic_spread": ["topic"],
    }
    sizes = found.evidence.groupby(["figure", "key"]).size().to_dict()
    stated = {
        (figure, "|".join(row[name] for name in names)): row["statements"]
        for figure, names in keys.items()
        for row in getattr(found, figure).to_dict("records")
        if row["statements"]
    }
    assert sizes == stated


def test_concept_minutes_count_nowhere() -> None:
    """Only established minutes feed a figure; a draft is still in the coverage."""
    small = Small(
        (
            Text("g1", [Said("De sloot is vies.", WATER, "a")], session="g1"),
            Text("g2", [Said("De sloot stinkt.", WATER, "a")], session="g2", status="concept"),
        )
    )
    found = small.analysed()
    assert numbers(cell(found.code_counts, dimension="onderdeel", code="water")) == (1, 1, 1, None)
    assert set(found.evidence["statement_id"]) == {small.ids()[0]}
    assert cell(found.coverage, session="g2")["statements"] == 0
    assert cell(found.coverage, session="g2")["documents"] == 1
    last = cell(found.funnel, stage="figures")
    assert (last["kept"], last["rejected"], last["reasons"]) == (1, 1, f"1 {CONCEPT}")


def test_what_people_set_aside_counts_nowhere() -> None:
    """A statement without any code was set aside and is counted as such, with its reason."""
    small = minutes(("g1", [Said("De sloot is vies.", WATER), Said("Belt u mij thuis.", "")]))
    found = small.analysed()
    assert set(found.evidence["statement_id"]) == {small.ids()[0]}
    assert cell(found.coverage, session="g1")["statements"] == 1
    assert cell(found.funnel, stage="figures")["reasons"] == f"1 {SET_ASIDE}"
    tables_given = small.given()
    reasons = why_not(*(tables_given[name] for name in ("statements", "documents", "assignments")))
    assert reasons.isna().tolist() == [True, False]


def responses(*texts: Text) -> Analysed:
    """Analyse responses."""
    return Small(texts, corpus=RESPONSES).analysed()


def test_represented_counts_each_respondent_once() -> None:
    """A letter on behalf of 40 counts 40, also when it makes the point twice or is sent again."""
    found = responses(
        Text(
            "a",
            [Said("Vies water.", WATER), Said("Heel vies water.", WATER)],
            respondent="r1",
            on_behalf_of=40,
        ),
        Text("b", [Said("Vies water!", WATER)], respondent="r1", on_behalf_of=40),
        Text("c", [Said("Vies water.", WATER)], respondent="r2"),
        Text("d", [Said("Vies water.", WATER)], organisation="o1", respondent="r3", on_behalf_of=5),
        Text("e", [Said("Vies water.", WATER)], organisation="o1", respondent="r4", on_behalf_of=5),
    )
    assert numbers(cell(found.code_counts, dimension="onderdeel", code="water")) == (6, 3, 5, 46)


def test_a_submission_without_a_known_respondent_is_one_respondent() -> None:
    """The answers of one row are one submission, and speak for one."""
    found = responses(
        Text("a", [Said("Vies water.", WATER)], submission="s"),
        Text("b", [Said("Vuile lucht.", WATER)], submission="s"),
        Text("c", [Said("Vies.", WATER)], submission="t"),
    )
    assert numbers(cell(found.code_counts, dimension="onderdeel", code="water")) == (3, 3, 2, 2)


def test_minutes_without_organisations_represent_an_unknown_number() -> None:
    """Unknown is not zero; an organisation that attends twice counts once."""
    said = [Said("De sloot is vies.", WATER)]
    unknown = minutes(("g1", said)).analysed().code_counts
    assert cell(unknown, dimension="onderdeel", code="water")["represented"] is None
    known = (
        Small(tuple(Text(s, said, session=s, organisation="o") for s in ("g1", "g2"))).analysed().code_counts
    )
    assert cell(known, dimension="onderdeel", code="water")["represented"] == 1


def test_minutes_outside_the_listed_sessions_invent_no_represented() -> None:
    """Nobody is represented by minutes without an organisation, with or without a session."""
    said = [Said("De sloot is vies.", WATER)]
    texts = (Text("g1", said, session="g1"), Text("los", said), Text("mail", said, respondent="r1"))
    counts = Small(texts).analysed().code_counts
    assert numbers(cell(counts, dimension="onderdeel", code="water")) == (3, 1, 3, None)


def test_coverage_has_every_session_also_without_minutes() -> None:
    """Sessions stand in the order of the configuration, and one without a document has zeros."""
    coverage = SMALL.analysed().coverage
    assert coverage["session"].tolist() == ["g1", "g2", "p1", "p2"]
    assert coverage["documents"].tolist() == [1, 1, 1, 0]
    assert coverage["statements"].tolist() == [3, 2, 1, 0]
    assert coverage["texts"].tolist() == [2, 2, 1, 0]
    assert coverage["name"].tolist() == ["Eerste", "Tweede", "Derde", "Vierde"]


def test_coverage_of_responses_is_per_channel_and_region() -> None:
    """Documents of one submission count as one; an unknown channel is called unknown."""
    found = responses(
        Text("a", [Said("Vies.", WATER)], submission="s", channel="brief", region="noord"),
        Text("b", [Said("Stank.", LUCHT)], submission="s", channel="brief", region="noord"),
        Text("c", [Said("Vies.", WATER)], channel="brief"),
        Text("d", [], channel=None),
    ).coverage
    rows = found.astype(object).where(found.notna(), None)[
        ["session", "region", "submissions", "documents", "statements"]
    ]
    assert sorted(map(tuple, rows.to_numpy().tolist()), key=str) == [
        ("brief", "noord", 1, 2, 2),
        ("brief", None, 1, 1, 1),
        ("onbekend", None, 1, 1, 0),
    ]


def test_topics_are_spread_as_by_hand() -> None:
    """A broad topic counts the statements of its fine topics; statements without a topic count nowhere."""
    small = minutes(
        ("g1", [Said("Een.", WATER, "a"), Said("Twee.", WATER, "b"), Said("Drie.", WATER)]),
        ("p2", [Said("Een.", WATER, "a")]),
        broad={"a": "A", "b": "A"},
    )
    spread = small.analysed().topic_spread
    names = ["statements", "texts", "sessions", "regions", "tiers"]
    found = {row["topic"]: tuple(row[name] for name in names) for row in spread.to_dict("records")}
    assert found == {"A": (3, 2, 2, 2, 2), "a": (2, 1, 2, 2, 2), "b": (1, 1, 1, 1, 1)}


def test_main_codes_are_given_once() -> None:
    """A statement with a main code and its sub-code has the main code once."""
    small = minutes(("g1", [Said("Mooi.", "onderdeel:lucht soort:overig soort:lof plek:elders")]))
    codes = codes_of(small.assignments(), CODEBOOK, "soort")
    assert codes["code"].tolist() == ["overig"]


@pytest.mark.parametrize("corpus", [MINUTES, RESPONSES], ids=["minutes", "responses"])
def test_a_corpus_without_statements_gives_valid_empty_tables(corpus: object) -> None:
    """Nothing said: codes and sessions with zeros, no points, no topics, no evidence."""
    found = Small((), corpus=corpus).analysed()
    assert found.code_counts["statements"].sum() == 0
    assert found.crosses["sessions"].sum() == 0
    assert [len(rows) for rows in (found.topic_spread, found.evidence)] == [0, 0]
    check_schemas(found)


def test_without_crosses_this_table_is_empty() -> None:
    """What the codebook does not ask for is not made."""
    found = replace(SMALL, codebook=PLAIN).analysed()
    assert found.crosses.empty


def test_lost_statements_are_an_error() -> None:
    """The funnel does not accept more documents than were read."""
    given_tables = SMALL.given()
    given_tables["files"] = given_tables["files"].iloc[:1]
    with pytest.raises(ConservationError, match="Teksten na herstel"):
        analyse(**given_tables, corpus=MINUTES, codebook=CODEBOOK, settings=AnalyseSettings())


SCHEMAS = {
    "funnel": tables.Funnel,
    "code_counts": tables.CodeCounts,
    "crosses": tables.Crosses,
    "coverage": tables.Coverage,
    "topic_spread": tables.TopicSpread,
    "evidence": tables.Evidence,
}


def check_schemas(found: Analysed) -> None:
    """Validate all tables."""
    for part in fields(found):
        tables.validate(SCHEMAS[part.name], getattr(found, part.name))


_SAID = st.builds(
    Said,
    text=st.sampled_from(["De sloot is vies.", "DE SLOOT IS VIES.", "Stank.", "Fris.", "Iets anders."]),
    codes=st.sampled_from([WATER, LUCHT, BOTH, ""]),
    topic=st.sampled_from([None, "a", "b", "c"]),
)
_WORLDS = st.lists(
    st.tuples(
        st.sampled_from(["g1", "g2", "p1", "p2"]),
        st.lists(_SAID, max_size=5),
        st.sampled_from(["established", "concept"]),
    ),
    max_size=6,
)


@settings(max_examples=8, deadline=None)
@given(_WORLDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_has_no_influence(world: list[tuple[str, list[Said], str]], chance: object) -> None:
    """The same rows in another order give equal tables, and every table fits its schema."""
    texts = [Text(f"d{n}", said, session=s, status=status) for n, (s, said, status) in enumerate(world)]
    small = Small(tuple(texts), broad={"a": "A", "b": "A", "c": "C"})
    first = small.analysed()
    check_schemas(first)
    seed = chance.randrange(1000)
    shuffled = {
        name: rows.sample(frac=1, random_state=seed).reset_index(drop=True)
        for name, rows in small.given().items()
    }
    again = analyse(**shuffled, corpus=MINUTES, codebook=CODEBOOK, settings=AnalyseSettings())
    for part in fields(first):
        pd.testing.assert_frame_equal(getattr(first, part.name), getattr(again, part.name))


@settings(max_examples=8, deadline=None)
@given(_WORLDS)
def test_counts_are_those_of_a_plain_loop(world: list[tuple[str, list[Said], str]]) -> None:
    """The table of codes equals a count written down without any table."""
    texts = [Text(f"d{n}", said, session=s, status=status) for n, (s, said, status) in enumerate(world)]
    counts = Small(tuple(texts)).analysed().code_counts
    for code in ("water", "lucht"):
        hits = [
            (text.session, said.text.casefold())
            for text in texts
            for said in text.said
            if text.status == "established" and f"onderdeel:{code}" in said.codes
        ]
        expected = (len(hits), len({t for _, t in hits}), len({s for s, _ in hits}))
        assert numbers(cell(counts, dimension="onderdeel", code=code))[:3] == expected
