"""Between two versions of the codebook nothing changes unseen; what changed is told per code."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_codebooks import codebooks

from textmine.codebook import Code, Codebook, Dimension, Example
from textmine.review.codebook_changes import KINDS, Change, compare, successors

PLAIN: dict[str, Any] = {
    "name": "proef",
    "title": "Proef",
    "dimensions": [
        {
            "id": "thema",
            "name": "Thema",
            "multiple": True,
            "outside": "geen",
            "codes": [
                {"code": "water", "name": "Water", "definition": "Nat.", "include": ["sloten", "meren"]},
                {"code": "lucht", "name": "Lucht", "definition": "Om ons heen."},
                {"code": "geen", "name": "Geen", "definition": "Iets anders."},
            ],
        },
        {
            "id": "soort",
            "name": "Soort",
            "multiple": False,
            "outside": "overig",
            "codes": [
                {"code": "klacht", "name": "Klacht", "definition": "Mis."},
                {"code": "overig", "name": "Overig", "definition": "Anders."},
            ],
        },
    ],
    "examples": [
        {"text": "De sloot is vies.", "thema": ["water"], "soort": "klacht"},
        {"text": "Er is koffie.", "thema": "geen", "soort": "overig"},
    ],
}


def book(**codes: dict[str, Any] | None) -> Codebook:
    """Return ``PLAIN`` with other fields for codes of the theme; None takes a code out."""
    theme = {each["code"]: each for each in PLAIN["dimensions"][0]["codes"]}
    for name, fields in codes.items():
        if fields is None:
            theme.pop(name, None)
        else:
            theme[name] = {
                "code": name,
                "name": name.title(),
                "definition": "Nieuw.",
                **theme.get(name, {}),
                **fields,
            }
    dimensions = [{**PLAIN["dimensions"][0], "codes": list(theme.values())}, PLAIN["dimensions"][1]]
    gone = {name for name, fields in codes.items() if fields is None}
    examples = [each for each in PLAIN["examples"] if gone.isdisjoint(each["thema"])]
    return Codebook.model_validate({**PLAIN, "dimensions": dimensions, "examples": examples})


def changed(**parts: Any) -> Codebook:
    """Return ``PLAIN`` with other parts of the whole."""
    return Codebook.model_validate({**PLAIN, **parts})


def of_theme(**fields: Any) -> Codebook:
    """Return ``PLAIN`` with other fields for the theme."""
    return changed(dimensions=[{**PLAIN["dimensions"][0], **fields}, PLAIN["dimensions"][1]])


OLD = book()


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (changed(name="anders"), Change("name", name="anders", before=("proef",), after=("anders",))),
        (
            of_theme(name="Onderwerp"),
            Change("dimension_name", "thema", "", "Onderwerp", ("Thema",), ("Onderwerp",)),
        ),
        (
            of_theme(multiple=False),
            Change("multiple", "thema", "", "Thema", ("meer dan één",), ("precies één",)),
        ),
        (of_theme(outside="lucht"), Change("outside", "thema", "", "Thema", ("Geen",), ("Lucht",))),
        (changed(dimensions=PLAIN["dimensions"][::-1]), Change("dimension_order")),
        (
            of_theme(codes=[PLAIN["dimensions"][0]["codes"][n] for n in (1, 0, 2)]),
            Change("code_order", "thema", "", "Thema"),
        ),
        (
            book(water={"name": "Water en bodem"}),
            Change("code_name", "thema", "water", "Water en bodem", ("Water",), ("Water en bodem",)),
        ),
        (
            book(water={"definition": "Vochtig."}),
            Change("definition", "thema", "water", "Water", ("Nat.",), ("Vochtig.",)),
        ),
        (
            book(water={"include": ["meren", "zeeën"]}),
            Change("include", "thema", "water", "Water", ("sloten",), ("zeeën",)),
        ),
        (book(water={"include": ["meren", "sloten"]}), Change("include", "thema", "water", "Water")),
        (book(lucht={"exclude": ["wind"]}), Change("exclude", "thema", "lucht", "Lucht", (), ("wind",))),
        (book(lucht={"cues": ["stank"]}), Change("cues", "thema", "lucht", "Lucht", (), ("stank",))),
        (book(lucht={"replaces": ["wind"]}), Change("replaces", "thema", "lucht", "Lucht", (), ("wind",))),
        (book(lucht={"parent": "water"}), Change("parent", "thema", "lucht", "Lucht", (), ("Water",))),
        (
            book(lucht={"valid_from": dt.date(2026, 3, 5)}),
            Change("valid_from", "thema", "lucht", "Lucht", (), ("2026-03-05",)),
        ),
        (
            book(bodem={"definition": "Grond."}),
            Change("code_added", "thema", "bodem", "Bodem", (), ("Grond.",)),
        ),
        (book(lucht=None), Change("code_removed", "thema", "lucht", "Lucht", ("Om ons heen.",))),
        (changed(examples=PLAIN["examples"][::-1]), Change("example_order")),
        (changed(examples=PLAIN["examples"][:1]), Change("examples_removed", before=("Er is koffie.",))),
        (
            changed(examples=[*PLAIN["examples"], PLAIN["examples"][0]]),
            Change("examples_added", after=("De sloot is vies.",)),
        ),
        (
            changed(examples=[{**PLAIN["examples"][0], "thema": "geen"}, PLAIN["examples"][1]]),
            Change(
                "example_codes",
                name="De sloot is vies.",
                before=("Soort: Klacht", "Thema: Water"),
                after=("Soort: Klacht", "Thema: Geen"),
            ),
        ),
    ],
    ids=lambda part: part.kind if isinstance(part, Change) else "",
)
def test_every_kind_of_change_is_told_with_old_and_new(new: Codebook, wanted: Change) -> None:
    """One change gives one line, of its kind, with what went and what came."""
    assert compare(OLD, new) == (wanted,)


def test_a_question_that_comes_or_goes_is_told() -> None:
    """With its codes when it is new."""
    examples = [{k: v for k, v in each.items() if k != "soort"} for each in PLAIN["examples"]]
    less = changed(dimensions=PLAIN["dimensions"][:1], examples=examples)
    gone, *recoded = compare(OLD, less)
    assert gone == Change("dimension_removed", "soort", "", "Soort", ("Soort",))
    assert {change.kind for change in recoded} == {"example_codes"}
    new = compare(less, OLD)[0]
    assert new == Change("dimension_added", "soort", "", "Soort", (), ("Klacht", "Overig"))


def test_a_code_under_another_name_is_followed() -> None:
    """It is told as replaced, and compared with the code that replaced it."""
    new = book(lucht=None, sfeer={"definition": "Om ons heen, en wind.", "replaces": ["lucht"]})
    assert compare(OLD, new) == (
        Change("code_replaced", "thema", "lucht", "Lucht", ("Lucht",), ("Sfeer",)),
        Change("code_name", "thema", "sfeer", "Sfeer", ("Lucht",), ("Sfeer",)),
        Change("definition", "thema", "sfeer", "Sfeer", ("Om ons heen.",), ("Om ons heen, en wind.",)),
    )


def test_a_split_and_a_merger_are_told() -> None:
    """Two codes in place of one, whether or not the old one stays; one code in place of two."""
    split = book(lucht=None, wind={"replaces": ["lucht"]}, damp={"replaces": ["lucht"]})
    assert [(c.kind, c.code, c.after) for c in compare(OLD, split)] == [
        ("code_split", "lucht", ("Wind", "Damp")),
        ("code_added", "wind", ("Nieuw.",)),
        ("code_added", "damp", ("Nieuw.",)),
    ]
    narrower = book(wind={"replaces": ["lucht"]})
    assert [(c.kind, c.code, c.after) for c in compare(OLD, narrower)] == [
        ("code_split", "lucht", ("Lucht", "Wind")),
        ("code_added", "wind", ("Nieuw.",)),
    ]
    assert compare(narrower, narrower) == ()
    merged = compare(split, book(lucht={"replaces": ["wind", "damp"]}))
    assert [(c.kind, c.code) for c in merged][:2] == [("code_replaced", "wind"), ("code_replaced", "damp")]


def test_what_became_of_a_code() -> None:
    """Itself, one other, several or none; as ``Dimension.current`` has it where one replaced it."""
    theme = OLD.by_id["thema"]
    new = book(lucht=None, sfeer={"replaces": ["lucht", "wind"]}, diep={"replaces": ["water"]}).by_id["thema"]
    assert successors("geen", theme, new) == ("geen",)
    assert successors("lucht", theme, new) == ("sfeer",) == (new.current("lucht"),)
    assert successors("water", theme, new) == ("water", "diep")
    assert successors("lucht", theme, book(lucht=None).by_id["thema"]) == ()


_FIELDS: dict[str, Any] = {
    "name": "Anders",
    "definition": "Anders.",
    "include": ("anders",),
    "exclude": ("anders",),
    "cues": ("anders",),
    "replaces": ("anders",),
    "valid_from": dt.date(1999, 9, 9),
    "parent": "*",
    "code": "anders",
}


@pytest.mark.parametrize("field", Code.model_fields)
def test_a_change_of_any_field_of_a_code_is_seen(field: str) -> None:
    """A field that is added to codes later must be compared too: this test then fails."""
    value = "water" if field == "parent" else _FIELDS[field]
    assert compare(OLD, book(lucht={field: value}))


def test_the_fields_of_the_rest_are_those_that_are_compared() -> None:
    """A field that is added to dimensions, examples or what makes a version must be compared too."""
    assert set(Dimension.model_fields) == {"id", "name", "multiple", "outside", "codes"}
    assert set(Example.model_fields) == {"text", "codes"}
    assert (
        changed(title="Anders", crosses=[["thema", "soort"]], tier_comparison="soort").version == OLD.version
    )


@settings(deadline=None, max_examples=150)
@given(codebooks(), codebooks(), st.data())
def test_nothing_changes_exactly_when_the_version_is_the_same(
    one: Codebook, other: Codebook, data: st.DataObject
) -> None:
    """For any two codebooks, and for one with a single code taken from elsewhere or moved."""
    assert compare(one, one) == ()
    dimension = data.draw(st.sampled_from(one.dimensions))
    codes = data.draw(st.permutations(dimension.codes))
    field, value = data.draw(
        st.sampled_from([(k, v) for k, v in _FIELDS.items() if k not in {"code", "parent"}])
    )
    codes = [codes[0].model_copy(update={field: value}), *codes[1:]]
    moved = one.model_copy(
        update={
            "dimensions": tuple(
                d.model_copy(update={"codes": tuple(codes)}) if d.id == dimension.id else d
                for d in one.dimensions
            )
        }
    )
    moved = Codebook.model_validate(moved.model_dump())
    for before, after in ((one, other), (one, moved), (moved, one)):
        changes = compare(before, after)
        assert (changes == ()) == (before.version == after.version)
        assert {change.kind for change in changes} <= KINDS.keys()
