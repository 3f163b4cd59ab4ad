"""A decision whose code means something else by now is looked at again, with the reason; no other one is."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_decisions import Decision, decided
from test_codebook_changes import OLD, book, changed, of_theme

from textmine.codebook import Codebook
from textmine.models.coded import decided_codes
from textmine.review.again import REASONS, look_again, to_review_again
from textmine.tables import Decisions

THEME = "onderdeel"
VERSIONS = {OLD.version: OLD}


def under(version: str, *rows: Decision) -> pd.DataFrame:
    """Return decisions about the theme and kind of ``OLD``, taken under a version."""
    found = decided(*rows, version=version)
    found[Decisions.dimension] = found[Decisions.dimension].replace({THEME: "thema"})
    return found


def theme(codes: str, statement: str = "s1", workbook: str = "1 anna") -> pd.DataFrame:
    """Return one decision about the theme, under ``OLD``."""
    found = under(OLD.version, (statement, workbook, "lucht"))
    found[Decisions.codes] = codes
    found[Decisions.dimension] = "thema"
    return found


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (book(water={"definition": "Vochtig."}), "Water: de definitie is gewijzigd"),
        (
            book(water={"include": ["sloten"], "exclude": ["regen"], "name": "Nat"}),
            "; ".join(f"Water: {REASONS[kind]} (heet nu Nat)" for kind in ("include", "exclude")),
        ),
        (book(water=None), "Water: bestaat niet meer"),
        (
            book(water=None, nat={"replaces": ["water"]}, diep={"replaces": ["water"]}),
            "Water: is gesplitst in Nat, Diep",
        ),
        (book(diep={"replaces": ["water"]}), "Water: is gesplitst in Water, Diep"),
        (
            book(
                water=None, nat={"replaces": ["water"], "definition": "Zee.", "include": ["meren", "sloten"]}
            ),
            "Water: de definitie is gewijzigd (heet nu Nat)",
        ),
    ],
)
def test_a_code_that_means_something_else_is_looked_at_again(new: Codebook, wanted: str) -> None:
    """Another definition or other borders, gone, or split; only the code that it is about."""
    decisions = pd.concat([theme("water"), theme("lucht", "s2")], ignore_index=True)
    assert to_review_again(decisions, VERSIONS, new) == {"s1": {"thema": wanted}}


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        changed(examples=OLD.model_dump()["examples"][:1], name="anders"),
        book(water={"name": "Nat", "cues": ["sloot"], "valid_from": "2026-03-05", "parent": "lucht"}),
        book(water={"definition": " Nat. ", "include": ["meren", "sloten "]}),
        book(lucht={"definition": "Wind."}, rook={}),
        book(water=None, nat={"replaces": ["water"], "definition": "Nat.", "include": ["sloten", "meren"]}),
        changed(dimensions=[OLD.by_id["soort"]], examples=[{"text": "Zo.", "soort": "klacht"}]),
    ],
    ids=["same", "examples", "name", "spaces", "other codes", "renamed", "dimension gone"],
)
def test_a_code_that_still_means_the_same_is_not(new: Codebook) -> None:
    """Another name, place, or cue words leave a decision as it is; so does what changed in other codes."""
    assert to_review_again(theme("water"), VERSIONS, new) == {}


def test_codes_that_cannot_stand_together_any_more_are_looked_at_again() -> None:
    """The question allows one code now, or two codes became the restcode."""
    assert to_review_again(theme("lucht|water"), VERSIONS, of_theme(multiple=False)) == {
        "s1": {"thema": REASONS["together"]}
    }


def test_a_version_that_was_not_kept_is_told_and_never_passed_over() -> None:
    """Nobody can tell what the code meant; the current version needs no copy."""
    for version, wanted in (
        ("123456789abc", {"s1": {"thema": f"Water: {REASONS['unknown']}"}}),
        (OLD.version, {}),
    ):
        rows = theme("water")
        rows[Decisions.codebook_version] = version
        assert to_review_again(rows, {}, OLD) == wanted
    assert (
        look_again(theme("moeras"), VERSIONS, book(water={"name": "Nat"}))["s1"]["thema"][0].kind == "unknown"
    )


def test_only_codes_that_were_given_count() -> None:
    """Who doubted, or set the statement aside, gave no code that can mean something else."""
    for what in ("!doubt", "!personal", "!not_substantive"):
        assert to_review_again(under(OLD.version, ("s1", "1 anna", what)), VERSIONS, book(water=None)) == {}


def test_codes_that_a_doubt_thought_of_are_not_given() -> None:
    """A doubt can name codes; it waits for somebody else already."""
    doubt = theme("water")
    doubt[Decisions.verdict] = "doubt"
    assert to_review_again(doubt, VERSIONS, book(water=None)) == {}


def test_the_last_decision_counts_and_a_blind_one_only_when_it_is_alone() -> None:
    """As in the model: looked at again it is done; a second coder's decision is not the one that counts."""
    new = book(water=None)
    again = theme("lucht", workbook="opnieuw carla")
    again[Decisions.codebook_version] = new.version
    rows = pd.concat([theme("water"), again], ignore_index=True)
    assert to_review_again(rows, VERSIONS, new) == {}
    assert list(to_review_again(rows.iloc[::-1], VERSIONS, new)) == ["s1"]
    blind = theme("water", workbook="1 bob*")
    assert list(to_review_again(blind, VERSIONS, new)) == ["s1"]
    assert to_review_again(pd.concat([theme("lucht"), blind], ignore_index=True), VERSIONS, new) == {}


def test_a_change_that_was_undone_changed_nothing() -> None:
    """What counts is what the code meant then and means now, not what happened in between."""
    between = book(water={"definition": "Vochtig."})
    decisions = theme("water")
    assert to_review_again(decisions, VERSIONS | {between.version: between}, OLD) == {}
    decisions[Decisions.codebook_version] = between.version
    assert list(to_review_again(decisions, VERSIONS | {between.version: between}, OLD)) == ["s1"]


edits: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        name: st.none()
        | st.fixed_dictionaries(
            {},
            optional={
                "definition": st.sampled_from(["Een.", "Twee."]),
                "name": st.sampled_from(["Een", "Twee"]),
                "include": st.sampled_from([[], ["een"]]),
                "replaces": st.sampled_from([[], ["water"], ["lucht", "water"]]),
            },
        )
        for name in ("water", "lucht", "rook", "nat")
    },
)


@settings(deadline=None, max_examples=100)
@given(edits, st.lists(st.sampled_from(["water", "lucht", "lucht|water", "geen"]), min_size=1, max_size=4))
def test_what_is_not_looked_at_again_can_be_used(edit: dict[str, Any], given_codes: list[str]) -> None:
    """The model accepts every decision that is left: its codes are there, or were replaced by one other."""
    new = book(**edit)
    rows = pd.concat([theme(codes, f"s{n}") for n, codes in enumerate(given_codes)], ignore_index=True)
    again = look_again(rows, VERSIONS, new)
    assert list(again) == sorted(again)
    for row in rows.itertuples(index=False):
        reasons = again.get(row.statement_id, {}).get("thema", ())
        assert {reason.code for reason in reasons} <= {*row.codes.split("|"), ""}
        if not reasons:
            used = decided_codes(row, new)
            meant = {OLD.by_id["thema"].by_code[code].definition for code in row.codes.split("|")}
            assert {new.by_id["thema"].by_code[code].definition for code in used} == meant
