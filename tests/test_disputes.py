"""What coders differ on waits for a third person, with who said what, until it is settled."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_decisions import CODEBOOK, Decision, decided, drawn

from textmine.review.disputes import Dispute, disputes
from textmine.tables import Decisions

ROUNDS = (drawn(1, ["s1", "s2"], ["s3"]), drawn(2, ["s4"]))
TEXTS = dict.fromkeys(["s1", "s2", "s3", "s4", "copy"], "h")


def found(*rows: Decision) -> tuple[Dispute, ...]:
    """Return the disputes of these decisions."""
    return disputes(decided(*rows), ROUNDS, CODEBOOK, TEXTS)


def told(*rows: Decision) -> dict[str, dict[str, list[str]]]:
    """Return per statement and dimension to settle who said what."""
    return {
        each.statement: {
            name: [f"{o.reviewer}: {'|'.join(o.codes) or o.verdict}" for o in each.opinions[name]]
            for name in each.differing
        }
        for each in found(*rows)
    }


ANNA, BOB = ("s1", "1 anna", "klacht"), ("s1", "1 bob*", "overig")


def test_two_coders_with_other_codes_are_a_dispute() -> None:
    """With who said what; who came first makes no difference, nor that the text was chosen, not drawn."""
    wanted = {"soort": ["Anna: klacht", "Bob: overig"]}
    assert told(ANNA, BOB) == told(BOB, ANNA) == {"s1": wanted}
    assert told(*(("s3", *row[1:]) for row in (ANNA, BOB))) == {"s3": wanted}


def test_the_same_codes_are_no_dispute_however_they_were_given() -> None:
    """Accepted, changed or given blind, in any order, under an old name or the new one."""
    rows = decided(
        ANNA, ("s1", "1 bob*", "klacht"), ("s1", "1 anna", "water|wind"), ("s1", "1 bob*", "lucht|water")
    )
    assert disputes(rows, ROUNDS, CODEBOOK, TEXTS) == ()
    rows[Decisions.verdict] = rows[Decisions.verdict].replace({"change": "accept"})
    assert disputes(rows, ROUNDS, CODEBOOK, TEXTS) == ()


def test_a_dispute_tells_of_the_other_dimensions_too() -> None:
    """Who settles it sees what the coders agree on; only what differs is to be settled."""
    (one,) = found(
        ANNA, ("s1", "1 anna", "lucht"), BOB, ("s1", "1 bob*", "lucht"), ("s2", "1 anna", "klacht")
    )
    assert (list(one.opinions), one.differing) == (["onderdeel", "soort"], ("soort",))
    assert [o.codes for o in one.opinions["onderdeel"]] == [("lucht",), ("lucht",)]


def test_setting_aside_differs_from_codes_and_from_another_reason() -> None:
    """A statement that one coder set aside is a dispute in every dimension the other coded."""
    assert told(ANNA, ("s1", "1 bob*", "!personal")) == {"s1": {"soort": ["Anna: klacht", "Bob: personal"]}}
    (one,) = found(("s1", "1 anna", "!not_substantive"), ("s1", "1 bob*", "!personal"))
    assert one.differing == ("onderdeel", "soort")
    assert found(("s1", "1 anna", "!personal"), ("s1", "1 bob*", "!personal")) == ()


def test_a_doubt_differs_from_nothing_but_is_told() -> None:
    """There is another workbook for doubts; a third coder's doubt is shown with the dispute."""
    assert told(ANNA, ("s1", "1 bob*", "!doubt")) == {}
    assert told(ANNA, BOB, ("s1", "1 bob*", "!doubt")) == {}
    assert told(ANNA, BOB, ("s1", "1 carla*", "!doubt")) == {
        "s1": {"soort": ["Anna: klacht", "Bob: overig", "Carla: doubt"]}
    }


def test_the_last_decision_of_a_coder_counts() -> None:
    """Who comes round ends the dispute; names are compared without case."""
    assert told(ANNA, BOB, ("s1", "1 anna", "overig")) == {}
    rows = decided(ANNA, ("s1", "1 anna", "overig"))
    rows[Decisions.reviewer] = ["anna", "ANNA"]
    assert disputes(rows, ROUNDS, CODEBOOK, TEXTS) == ()


@pytest.mark.parametrize("workbook", ["twijfel bob", "opnieuw bob", "geschillen bob"])
def test_only_workbooks_of_rounds_make_a_dispute(workbook: str) -> None:
    """Later decisions of other kinds are not a second coder's."""
    assert told(ANNA, ("s1", workbook, "overig")) == {}


def test_copies_old_texts_and_rounds_that_are_not_logged_make_no_dispute() -> None:
    """A copy is settled with the statement that it is a copy of."""
    for name, workbook in (("copy", "1"), ("s4", "1"), ("s1", "3"), ("gone", "1")):
        assert told((name, f"{workbook} anna", "klacht"), (name, f"{workbook} bob*", "overig")) == {}
    mixed = pd.concat([decided(ANNA), decided(BOB, text="before")], ignore_index=True)
    assert disputes(mixed, ROUNDS, CODEBOOK, TEXTS) == ()
    assert disputes(decided(ANNA, BOB, text="before"), ROUNDS, CODEBOOK, TEXTS) == ()
    assert len(disputes(decided(ANNA, BOB, text="before"), ROUNDS, CODEBOOK, {"s1": "before"})) == 1


def test_a_dispute_is_settled_by_a_later_decision_about_disputes() -> None:
    """One that came before is not about it; a doubt settles nothing, also after an earlier settlement."""
    settling = ("s1", "geschillen carla", "overig")
    assert told(ANNA, BOB, settling) == {}
    assert list(told(settling, ANNA, BOB)) == ["s1"]
    assert list(told(ANNA, BOB, ("s1", "geschillen carla", "!doubt"))) == ["s1"]
    assert list(told(ANNA, BOB, settling, ("s1", "geschillen dirk", "!doubt"))) == ["s1"]


def test_a_settled_dispute_opens_again_when_somebody_differs_later() -> None:
    """The last decision counts in the figures, so it must not slip past; agreeing later changes nothing."""
    settling = ("s1", "geschillen carla", "overig")
    assert list(told(ANNA, BOB, settling, ANNA)) == ["s1"]
    assert told(ANNA, BOB, settling, BOB) == {}
    assert told(ANNA, settling, BOB) == {}
    assert told(ANNA, BOB, settling, ("s1", "1 carla*", "!doubt")) == {}


def test_each_dimension_is_settled_on_its_own() -> None:
    """What was not settled still waits."""
    rows = (ANNA, BOB, ("s1", "1 anna", "lucht"), ("s1", "1 bob*", "water"))
    assert list(told(*rows, ("s1", "geschillen carla", "klacht"))["s1"]) == ["onderdeel"]


def test_a_dimension_that_is_gone_makes_no_dispute() -> None:
    """A question that is no longer asked needs no answer."""
    rows = decided(ANNA, BOB)
    rows[Decisions.dimension] = "sfeer"
    assert disputes(rows, ROUNDS, CODEBOOK, TEXTS) == ()


anything = st.lists(
    st.tuples(
        st.sampled_from(["s1", "s2", "s3", "copy"]),
        st.sampled_from(["1 anna", "1 bob*", "1 carla*", "geschillen dirk", "twijfel eva"]),
        st.sampled_from(["klacht", "overig", "lucht", "water|lucht", "!doubt", "!personal"]),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=80)
@given(anything)
def test_a_dispute_is_what_a_reader_would_call_one(rows: list[Decision]) -> None:
    """In each dimension to settle two opinions differ; settling all of them leaves none; order by id."""
    open_ = found(*rows)
    assert [each.statement for each in open_] == sorted({each.statement for each in open_})
    for each in open_:
        assert each.differing
        for name in each.differing:
            assert len({o.outcome for o in each.opinions[name] if o.verdict != "doubt"}) > 1
    settled = [(each.statement, "geschillen dirk", "!personal") for each in open_]
    assert found(*rows, *settled) == ()


@settings(deadline=None, max_examples=80)
@given(anything)
def test_statements_do_not_affect_each_other(rows: list[Decision]) -> None:
    """Decisions about other statements may arrive before, in between, or not at all."""
    for name in ("s1", "s2", "s3"):
        own = [row for row in rows if row[0] == name]
        assert found(*own) == tuple(each for each in found(*rows) if each.statement == name)
    order = sorted(range(len(rows)), key=lambda n: (rows[n][0], n))
    assert found(*(rows[n] for n in order)) == found(*rows)


@settings(deadline=None, max_examples=80)
@given(anything)
def test_without_settling_every_difference_is_there(rows: list[Decision]) -> None:
    """Compared pair by pair: nothing is left out and nothing is made up."""
    rows = [row for row in rows if not row[1].startswith("geschillen")]
    last = {}
    for statement, workbook, what in rows:
        if not workbook.startswith("twijfel"):
            for name in (
                ["onderdeel", "soort"]
                if what.startswith("!")
                else ["soort" if what in {"klacht", "overig"} else "onderdeel"]
            ):
                last[statement, name, workbook] = frozenset(what.split("|"))
    wanted = {
        (statement, name)
        for statement, name, who in last
        for other in {w for _, _, w in last}
        if (statement, name, other) in last
        and statement != "copy"
        and {"!doubt"} not in (set(last[statement, name, who]), set(last[statement, name, other]))
        and last[statement, name, who] != last[statement, name, other]
    }
    assert {(each.statement, name) for each in found(*rows) for name in each.differing} == wanted
