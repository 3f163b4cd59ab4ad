"""Only decisions on a probability sample that were taken apart from each other tell how far coders agree."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_decisions import CODEBOOK, Decision, decided, drawn

from textmine.analysis.codings import codings
from textmine.review.double_coding import double_coding, unlogged
from textmine.tables import Decisions

ROUNDS = (drawn(1, ["d:0-1", "d:1-2"], ["d:8-9"]), drawn(2, ["d:2-3"]))


def counting(*rows: Decision) -> list[tuple[str, str, str]]:
    """Return statement, reviewer and codes of the decisions that count, in round 1 or 2."""
    found = double_coding(decided(*rows), ROUNDS, CODEBOOK).decisions
    columns = [Decisions.statement_id, Decisions.reviewer, Decisions.codes]
    return list(found[columns].astype(object).itertuples(index=False, name=None))


def units(decisions: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return what two coders gave in the dimension with one code."""
    return {name: found.units for name, found in codings(decisions, CODEBOOK).items()}


def test_one_coder_with_the_proposal_and_one_without_count() -> None:
    """The usual pair: the second coder is blind."""
    pair = (("d:0-1", "1 anna", "klacht"), ("d:0-1", "1 bob*", "overig"))
    assert counting(*pair) == [("d:0-1", "Anna", "klacht"), ("d:0-1", "Bob", "overig")]
    assert counting(*pair[::-1]) == [("d:0-1", "Bob", "overig"), ("d:0-1", "Anna", "klacht")]


def test_two_coders_who_saw_the_proposal_do_not_count_together() -> None:
    """They agree with the proposal, not with each other: only the first one stays, and it is told."""
    found = double_coding(
        decided(("d:0-1", "1 anna", "klacht"), ("d:0-1", "1 bob", "klacht")), ROUNDS, CODEBOOK
    )
    assert found.decisions[Decisions.reviewer].tolist() == ["Anna"]
    assert (found.sampled, found.double, found.together) == (3, 0, 1)
    assert counting(
        ("d:0-1", "1 anna", "klacht"), ("d:0-1", "1 bob", "klacht"), ("d:0-1", "1 carla*", "overig")
    ) == [("d:0-1", "Anna", "klacht"), ("d:0-1", "Carla", "overig")]


def test_blind_coders_all_count() -> None:
    """However many they are."""
    rows = [("d:0-1", f"1 {who}*", "klacht") for who in ("anna", "bob", "carla")]
    assert len(counting(*rows)) == 3


def test_chosen_texts_and_copies_do_not_count() -> None:
    """A text that was chosen is harder than others; a copy has no row of its own."""
    for name in ("d:8-9", "d:100-101"):
        assert counting((name, "1 anna", "klacht"), (name, "1 bob*", "klacht")) == []


def test_a_text_counts_in_its_own_round_only() -> None:
    """A decision from a workbook of another round is not one about the sample of that round."""
    assert counting(("d:0-1", "2 anna", "klacht"), ("d:0-1", "2 bob*", "klacht")) == []
    both = (("d:2-3", "2 anna", "klacht"), ("d:2-3", "2 bob*", "klacht"))
    assert len(counting(*both)) == 2
    assert double_coding(decided(*both), ROUNDS[:1], CODEBOOK).double == 0


@pytest.mark.parametrize("kind", ["twijfel", "geschillen", "opnieuw"])
def test_only_workbooks_of_a_round_count(kind: str) -> None:
    """Who settles a doubt or a difference has read what others thought."""
    assert counting(("d:0-1", "1 anna*", "klacht"), ("d:0-1", f"{kind} bob", "klacht")) == [
        ("d:0-1", "Anna", "klacht")
    ]


def test_a_workbook_of_another_name_does_not_count() -> None:
    """Of a workbook that did not go out in a round nobody knows what its reviewer saw."""
    rows = decided(("d:0-1", "1 anna", "klacht"), ("d:0-1", "1 bob*", "klacht"))
    rows[Decisions.workbook] = rows[Decisions.workbook].str.replace("beoordeling_1_bob", "mijn-werk")
    assert double_coding(rows, ROUNDS, CODEBOOK).double == 0


def test_what_comes_after_a_difference_was_settled_does_not_count() -> None:
    """A coder who changes a decision once the difference is settled is not apart any more."""
    rows = (
        ("d:0-1", "1 anna", "klacht"),
        ("d:0-1", "1 bob*", "overig"),
        ("d:0-1", "geschillen carla", "overig"),
        ("d:0-1", "1 anna", "overig"),
        ("d:1-2", "1 anna", "klacht"),
        ("d:1-2", "1 anna", "overig"),
    )
    assert counting(*rows) == [
        ("d:0-1", "Anna", "klacht"),
        ("d:0-1", "Bob", "overig"),
        ("d:1-2", "Anna", "klacht"),
        ("d:1-2", "Anna", "overig"),
    ]


def test_of_a_coder_only_the_first_workbook_with_the_text_counts() -> None:
    """Who coded blind and then accepts a proposal is a blind coder; who did the reverse is not."""
    blind_first = (("d:0-1", "1 anna*", "klacht"), ("d:0-1", "1 anna", "overig"))
    other = ("d:0-1", "1 bob", "klacht")
    assert counting(*blind_first, other) == [("d:0-1", "Anna", "klacht"), ("d:0-1", "Bob", "klacht")]
    assert counting(*blind_first[::-1], other) == [("d:0-1", "Anna", "overig")]
    assert counting(("d:0-1", "twijfel anna", "klacht"), ("d:0-1", "1 anna*", "klacht"), other) == [
        ("d:0-1", "Bob", "klacht")
    ]


def test_codes_that_are_gone_are_left_out_and_told() -> None:
    """An old round can be measured after the codebook changed; a replaced code is followed."""
    found = double_coding(
        decided(
            ("d:0-1", "1 anna", "klacht"),
            ("d:0-1", "1 anna", "gezeur"),
            ("d:0-1", "1 bob*", "klacht"),
            ("d:1-2", "1 anna", "wind"),
            ("d:1-2", "1 bob*", "lucht"),
        ),
        ROUNDS,
        CODEBOOK,
    )
    assert units(found.decisions) == {"onderdeel": ("d:1-2",), "soort": ()}
    assert (found.double, found.outdated) == (1, 1)


def test_a_dimension_that_is_gone_does_not_stop_the_others() -> None:
    """Decisions about a question that is no longer asked are left out without being missed."""
    rows = decided(("d:0-1", "1 anna", "!personal"), ("d:0-1", "1 bob*", "!personal"))
    rows.loc[rows[Decisions.dimension] == "onderdeel", Decisions.dimension] = "sfeer"
    found = double_coding(rows, ROUNDS, CODEBOOK)
    assert units(found.decisions) == {"onderdeel": (), "soort": ("d:0-1",)}
    assert (found.double, found.outdated) == (1, 0)


def test_rounds_that_are_not_logged_are_named() -> None:
    """Without what was drawn nobody can tell a sample from what was chosen."""
    rows = decided(
        ("d:0-1", "1 anna", "klacht"), ("d:0-1", "7 anna", "klacht"), ("d:0-1", "twijfel anna", "klacht")
    )
    assert unlogged(rows, ROUNDS) == (7,)
    assert double_coding(rows, (), CODEBOOK).sampled == 0


rows_of_anybody = st.lists(
    st.tuples(
        st.sampled_from(["d:0-1", "d:1-2", "d:2-3", "d:8-9"]),
        st.sampled_from(["1 anna", "1 anna*", "1 bob", "1 bob*", "2 carla*", "geschillen carla", "2 bob"]),
        st.sampled_from(["klacht", "overig", "lucht", "lucht|water", "gezeur", "!doubt", "!personal"]),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=60)
@given(rows_of_anybody)
def test_every_pair_that_counts_was_taken_apart(rows: list[Decision]) -> None:
    """Whatever arrives: per text at most one coder saw the proposal, and all of it is of the sample."""
    found = double_coding(decided(*rows), ROUNDS, CODEBOOK)
    kept = found.decisions
    assert set(kept[Decisions.statement_id]) <= {"d:0-1", "d:1-2", "d:2-3"}
    seen = kept[~kept[Decisions.workbook].str.endswith("(blind)")]
    pairs = set(zip(seen[Decisions.statement_id], seen[Decisions.reviewer], strict=True))
    assert len(pairs) == len({statement for statement, _ in pairs})
    assert kept[Decisions.workbook].str.startswith("beoordeling_").all()
    assert len({name for of in units(kept).values() for name in of}) == found.double
    assert found.double + found.together <= found.sampled == 3


@settings(deadline=None, max_examples=60)
@given(rows_of_anybody)
def test_the_other_rounds_change_nothing(rows: list[Decision]) -> None:
    """What counts over all rounds is what counts in each of them."""
    every = decided(*rows)
    both = double_coding(every, ROUNDS, CODEBOOK)
    each = [double_coding(every, (one,), CODEBOOK) for one in ROUNDS]
    assert sum(len(one.decisions) for one in each) == len(both.decisions)
    assert sum(one.double for one in each) == both.double
