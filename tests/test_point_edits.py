"""What people change about points: it holds, it survives a rerun, and no statement is ever lost by it."""

import random
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import Text
from test_points import BOTH, DIRTY, LATE, LATER, SENTENCES, WATER, found, minutes

from textmine.steps.points import MAIN, POINT, Pointed
from textmine.tables import OpenWork, PointEdits, PointMembers, Points, frame
from textmine.tables.points import POINT_EDITS

NEW = "Waterschappen horen pas laat van de plannen van de gemeente."
THREE = minutes((LATE, WATER), (LATER, WATER), (DIRTY, WATER))


def edit(
    kind: str, point: str, value: str, *texts: str, who: str = "ab", level: int = POINT
) -> dict[str, str]:
    """Return one edit about texts with the codes of ``WATER``; in a small corpus a text is its own hash."""
    return {
        PointEdits.edit: kind,
        PointEdits.point: point,
        PointEdits.level: str(level),
        PointEdits.theme: "water",
        PointEdits.kind: "klacht",
        PointEdits.texts: "|".join(sorted(text.casefold() for text in texts)),
        PointEdits.value: value,
        PointEdits.signed: "cd" if kind == "exception" else "",
        PointEdits.reviewer: who,
        PointEdits.decided_at: "2026-11-30T12:00:00+01:00",
        PointEdits.workbook: "punten_1_ab.xlsx",
    }


def edits(*rows: dict[str, str]) -> pd.DataFrame:
    """Return edits in order of arrival."""
    return frame(PointEdits, {name: [row[name] for row in rows] for name in edit("pin", "x", "")})


def after(*rows: dict[str, str], texts: tuple[Text, ...] = THREE, **asked: object) -> Pointed:
    """Find points after these edits."""
    return found(*texts, edits=edits(*rows), **asked)


def holding(got: Pointed, text: str, level: int = POINT) -> dict[str, object]:
    """Return the point (or its main point) that holds a text."""
    number = next(n for n, one in enumerate((LATE, LATER, DIRTY, NEW)) if one == text)
    member = got.members[got.members[PointMembers.statement_id] == f"t{number}:0-{len(text)}"]
    rows = {row[Points.id]: row for row in got.points.to_dict("records")}
    mine = rows[member[PointMembers.point].iloc[0]]
    return mine if level == POINT else rows[mine[Points.parent]]


def blocking(got: Pointed) -> list[str]:
    """Return the messages that stand between these points and a publication."""
    rows = got.open_work[got.open_work[OpenWork.blocks]]
    return [str(message) for message in rows[OpenWork.message]]


def test_a_name_of_people_stands_beside_the_words_of_the_source() -> None:
    """The central statement stays; the point keeps its id, also when a statement joins it."""
    point = str(holding(found(*THREE), LATE)[Points.id])
    asked = edit("rename", point, "Te laat betrokken", LATE, LATER)
    for texts in (THREE, (*THREE, *minutes((LATE, WATER), (LATE, WATER), (LATE, WATER), (NEW, WATER))[3:])):
        got = holding(after(asked, texts=texts), LATE)
        assert (got[Points.id], got[Points.name], got[Points.named_by]) == (point, "Te laat betrokken", "ab")
        assert str(got[Points.central]).startswith(("t0", "t1"))
    assert blocking(after(asked)) == []


def test_merged_points_are_one_and_texts_that_are_moved_are_apart() -> None:
    """Merge, then split: the last of one person counts."""
    before = found(*THREE)
    late, dirty = (str(holding(before, text)[Points.id]) for text in (LATE, DIRTY))
    both = (edit("merge", dirty, late, DIRTY), edit("pin", late, "", LATE, LATER))
    merged = after(*both)
    assert holding(merged, DIRTY)[Points.id] == holding(merged, LATE)[Points.id] == late
    apart = after(edit("pin", late, "", LATE, LATER), edit("move", late, "nieuw", LATER))
    assert holding(apart, LATER)[Points.id] == "nieuw"
    assert holding(apart, LATE)[Points.id] == late
    again = after(*both, edit("merge", dirty, "", DIRTY))
    assert holding(again, DIRTY)[Points.id] == dirty


def test_a_point_that_is_left_out_stays_in_the_table_and_out_of_its_main_point() -> None:
    """It keeps its statements and has the reason; it is never generic, its exception blocks."""
    late = str(holding(found(*THREE), LATE)[Points.id])
    got = after(edit("exclude", late, "Gaat over iets anders", LATE, LATER), generic_sessions=1)
    for level in (POINT, MAIN):
        row = holding(got, LATE, level)
        assert (row[Points.excluded], row[Points.generic]) == ("Gaat over iets anders", False)
    assert len(got.members) == len(THREE)
    both = after(edit("exclude", late, "Weg", LATE), edit("exception", late, "Toch", LATE, who="cd"))
    assert len(blocking(both)) == 1
    assert pd.isna(holding(both, LATE)[Points.exception])


def test_an_exception_is_generic_with_its_reason_and_who_signed() -> None:
    """Below the threshold, and still in the list."""
    late = str(holding(found(*THREE), LATE)[Points.id])
    row = holding(after(edit("exception", late, "Speelt overal", LATE, LATER), generic_sessions=9), LATE)
    assert (row[Points.generic], row[Points.exception], row[Points.exception_by]) == (
        True,
        "Speelt overal",
        "cd",
    )


def test_people_give_the_order() -> None:
    """A point with a number comes before all others of its theme and kind."""
    for text in (LATE, DIRTY):
        row = holding(found(*THREE), text, MAIN)
        texts = (LATE, LATER) if text == LATE else (DIRTY,)
        got = after(edit("order", str(row[Points.id]), "1", *texts, level=MAIN))
        assert holding(got, text, MAIN)[Points.order] == 1
        assert got.points[Points.id].iloc[0] == holding(got, text, MAIN)[Points.id]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((edit("rename", "p", "Eén", LATE), edit("rename", "p", "Twee", LATE, who="cd")), ("Eén", "Twee")),
        ((edit("merge", "p", "q", LATE), edit("merge", "q", "p", DIRTY)), ("kring",)),
        ((edit("merge", "p", "q", LATE), edit("exclude", "q", "Weg", DIRTY)), ("weggelaten",)),
        ((edit("forward", "p", "onbekend", LATE),), ("'onbekend'", "corpus.yaml")),
        ((edit("rename", "p", "Weg", "Een tekst die er niet is."),), ("'Weg'", "geen uitspraak meer")),
        ((edit("move", "p", "q", "Een tekst die er niet is."),), ("verplaatste",)),
        ((edit("rename", "p", "Leeg", LATE), edit("move", "p", "q", LATE)), ("Leeg", "geen uitspraak")),
    ],
)  # fmt: skip
def test_what_contradicts_or_has_no_object_blocks(
    rows: tuple[dict[str, str], ...], words: tuple[str, ...]
) -> None:
    """Both sides are named, nothing is dropped, and taking the edit back settles it."""
    got = after(*rows)
    assert len(got.members) == len(THREE)
    messages = blocking(got)
    assert messages
    assert any(all(word in message for word in words) for message in messages)


KEYS = ("p", "q", "r")
RANDOM_EDITS = st.lists(
    st.builds(
        lambda kind, key, value, texts, who, level: edit(
            kind,
            key,
            {"order": "2", "pin": "", "rename": "Naam", "withdraw": "geen"}.get(kind, value),
            *(texts if kind != "move" else texts[:1]),
            who=who,
            level=POINT if kind == "move" else level,
        ),
        st.sampled_from(POINT_EDITS),
        st.sampled_from(KEYS),
        st.sampled_from(("", *KEYS)),
        st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3),
        st.sampled_from(("ab", "cd")),
        st.sampled_from((MAIN, POINT)),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=12)
@given(
    st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from([WATER, BOTH])), max_size=8),
    RANDOM_EDITS,
    st.randoms(use_true_random=False),
)
def test_no_edit_loses_a_statement(
    said: list[tuple[str, str]], asked: list[dict[str, str]], chance: random.Random
) -> None:
    """Whatever people do, every statement stays once in each of its cells, in any order of the sources."""
    # A key means one level: the first that people used it for.
    levels: dict[str, str] = {}
    rows = [
        row
        for row in asked
        if levels.setdefault(row[PointEdits.point], row[PointEdits.level]) == row[PointEdits.level]
    ]
    texts = list(minutes(*said))
    plain, got = found(*texts), found(*texts, edits=edits(*rows))
    assert _cells(plain) == _cells(got)
    chance.shuffle(texts)
    again = found(*texts, edits=edits(*rows))
    pd.testing.assert_frame_equal(got.points, again.points)
    pd.testing.assert_frame_equal(got.members, again.members)
    pd.testing.assert_frame_equal(got.open_work, again.open_work)
    mains = got.points[got.points[Points.level] == MAIN]
    assert mains[Points.statements].sum() == len(got.members)


def _cells(got: Pointed) -> Counter[tuple[object, ...]]:
    cell = {row[Points.id]: (row[Points.theme], row[Points.kind]) for row in got.points.to_dict("records")}
    return Counter(
        (row[PointMembers.statement_id], cell[row[PointMembers.point]])
        for row in got.members.to_dict("records")
    )
