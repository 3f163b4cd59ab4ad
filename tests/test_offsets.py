"""The offset map: every edited text leads back to the raw one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.text.offsets import Edit, apply_edits, to_raw


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """Return a raw text and edits that do not overlap, in any order."""
    raw = draw(st.text(max_size=40))
    bounds = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    edits = [Edit(start, end, draw(st.text(max_size=3))) for start, end in pairs]
    return raw, draw(st.permutations(edits))


@given(edited())
def test_runs_cover_the_text(case: tuple[str, list[Edit]]) -> None:
    """Runs cover the edited text without gap or overlap, and the raw text without overlap."""
    raw, edits = case
    text, runs = apply_edits(raw, edits)
    assert [run.start for run in runs] == [0, *[run.end for run in runs][:-1]][: len(runs)]
    assert (runs[-1].end if runs else 0) == len(text)
    assert all(a.raw_end <= b.raw_start for a, b in pairwise(runs))
    assert all(0 <= run.raw_start <= run.raw_end <= len(raw) for run in runs)


@given(edited())
def test_what_no_edit_touches_leads_back_to_itself(case: tuple[str, list[Edit]]) -> None:
    """Every raw character outside the edits is in the text, and its place there leads back to it exactly."""
    raw, edits = case
    text, runs = apply_edits(raw, edits)
    touched = {n for edit in edits for n in range(edit.start, edit.end)}
    where = {
        run.raw_start + n: run.start + n
        for run in runs
        if run.end - run.start == run.raw_end - run.raw_start
        for n in range(run.end - run.start)
    }
    for n, sign in enumerate(raw):
        if n not in touched:
            assert text[where[n]] == sign
            assert to_raw(runs, where[n], where[n] + 1) == (n, n + 1)


@given(edited(), st.data())
def test_to_raw_holds_the_span(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    """The raw span of a text span holds all that the span was made of, and is monotone in both bounds."""
    raw, edits = case
    text, runs = apply_edits(raw, edits)
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    raw_start, raw_end = to_raw(runs, start, end)
    assert 0 <= raw_start <= raw_end <= len(raw)
    whole_start, whole_end = to_raw(runs, 0, len(text))
    assert whole_start <= raw_start
    assert raw_end <= whole_end


@given(st.text(min_size=1, max_size=30), st.data())
def test_to_raw_is_exact_without_edits(raw: str, data: st.DataObject) -> None:
    """Where nothing was edited the raw span is the span itself."""
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    text, runs = apply_edits(raw, [])
    assert text == raw
    assert to_raw(runs, start, end) == (start, end)


def test_overlapping_edits_are_refused() -> None:
    """Two edits of the same character are a defect of the caller, never resolved silently."""
    with pytest.raises(ValueError, match="overlaps"):
        apply_edits("abcdef", [Edit(0, 3), Edit(2, 4)])


def test_an_edit_outside_the_text_is_refused() -> None:
    """An edit must lie within the raw text."""
    with pytest.raises(ValueError, match="outside"):
        apply_edits("abc", [Edit(2, 5)])


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 4)])
def test_an_empty_or_outlying_span_has_no_origin(start: int, end: int) -> None:
    """A span that is empty or outside the text cannot be traced, and says so."""
    _, runs = apply_edits("abc", [])
    with pytest.raises(ValueError, match="lies outside"):
        to_raw(runs, start, end)
