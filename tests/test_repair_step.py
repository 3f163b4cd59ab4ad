"""The step repair: frames in, frames out, nothing lost."""

import pickle

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import ConservationError
from textmine.steps.repair import Repaired, RepairSettings, repair
from textmine.tables import Blocks, Documents, Remarks, Spans, arrow_schema, frame, validate
from textmine.text.offsets import Run, to_raw

TEXTS = {
    "a-form": [("Wij willen betere kaarten en uitleg.", "cell", None)],
    "b-pdf": [
        ("Verslag sessie", "line", 1),
        ("De gemeenten vragen zich af of dit in het plan wordt vast-", "line", 1),
        ("Pagina 1 van 2", "line", 1),
        ("Verslag sessie", "line", 2),
        ("gelegd of niet.", "line", 2),
        ("Pagina 2 van 2", "line", 2),
    ],
    "c-signs": [("***", "paragraph", None), ("12 - 13", "paragraph", None)],
    "d-word": [("Kop", "heading", None), ("Een\u00a0zin  met spaties.", "paragraph", None)],
    "e-empty": [],
}


def tables(texts: dict[str, list[tuple[str, str, int | None]]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return sources and blocks of ``texts``."""
    ids = list(texts)
    columns: dict[str, list[object]] = {name: [None] * len(ids) for name in arrow_schema(Documents).names}
    columns |= {
        "id": ids,
        "submission": ids,
        "corpus": ["proef"] * len(ids),
        "path": [f"raw/{name}" for name in ids],
        "sha256": ["0"] * len(ids),
        "on_behalf_of": [1] * len(ids),
        "status": ["vastgesteld"] * len(ids),
        "text": ["\n".join(block[0] for block in texts[name]) for name in ids],
    }
    rows: dict[str, list[object]] = {name: [] for name in arrow_schema(Blocks).names}
    for name, blocks in texts.items():
        at = 0
        for n, (text, kind, page) in enumerate(blocks, start=1):
            values = (name, n, at, at + len(text), kind, 0, page, n, None, None)
            for column, value in zip(rows, values, strict=True):
                rows[column].append(value)
            at += len(text) + 1
    return frame(Documents, columns), frame(Blocks, rows)


def run(texts: dict[str, list[tuple[str, str, int | None]]]) -> tuple[pd.DataFrame, pd.DataFrame, Repaired]:
    """Repair ``texts``."""
    sources, blocks = tables(texts)
    return sources, blocks, repair(sources, blocks, RepairSettings())


def test_the_frames_are_valid() -> None:
    """Every frame fits its schema, and nothing of the sources but the text has changed."""
    sources, _, result = run(TEXTS)
    validate(Documents, result.documents)
    validate(Spans, result.spans)
    validate(Remarks, result.rejected)
    kept = sources[sources["id"].isin(result.documents["id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        kept.drop(columns="text"), pd.DataFrame(result.documents).drop(columns="text"), check_dtype=True
    )


def test_every_document_is_kept_or_rejected() -> None:
    """Documents with letters are kept; the others are remarks with the reason no_text."""
    sources, _, result = run(TEXTS)
    gone = result.rejected[result.rejected["reason"] == "no_text"]["id"].tolist()
    assert gone == ["c-signs", "e-empty"]
    assert sorted([*gone, *result.documents["id"]]) == sources["id"].tolist()


def test_furniture_is_rejected_with_its_place() -> None:
    """The text of a furniture remark stands at its start and end in the source."""
    sources, _, result = run(TEXTS)
    texts = dict(zip(sources["id"], sources["text"], strict=True))
    found = result.rejected[result.rejected["reason"] == "furniture"]
    assert len(found) == 4
    assert all(texts[row.id][row.start : row.end] == row.text for row in found.itertuples())


def test_spans_lead_back_without_crossing_blocks() -> None:
    """Per document the spans cover the text; each lies in one block, but for the separator behind it."""
    sources, blocks, result = run(TEXTS)
    raws = dict(zip(sources["id"], sources["text"], strict=True))
    for document in result.documents.itertuples():
        spans = result.spans[result.spans["document_id"] == document.id]
        runs = [Run(s.start, s.end, s.raw_start, s.raw_end) for s in spans.itertuples()]
        assert [r.start for r in runs] == [0, *[r.end for r in runs][:-1]]
        assert runs[-1].end == len(document.text)
        for span in spans.itertuples():
            own = blocks[(blocks["document_id"] == document.id) & (blocks["block"] == span.block)].iloc[0]
            assert own["start"] <= span.raw_start <= span.raw_end <= own["end"] + 1
            assert (span.kind, span.page is pd.NA) == (own["kind"], own["page"] is pd.NA)
        for word in ("kaarten", "gemeenten", "spaties"):
            if word in document.text:
                at = document.text.index(word)
                start, end = to_raw(runs, at, at + len(word))
                assert raws[document.id][start:end] == word


def test_a_word_broken_over_pages_has_two_spans() -> None:
    """Both halves of a word keep their own page."""
    _, _, result = run(TEXTS)
    text = dict(zip(result.documents["id"], result.documents["text"], strict=True))["b-pdf"]
    assert text == "De gemeenten vragen zich af of dit in het plan wordt vastgelegd of niet."
    assert result.spans[result.spans["document_id"] == "b-pdf"]["page"].tolist() == [1, 2]


@settings(max_examples=10, deadline=None)
@given(st.permutations(list(TEXTS)))
def test_order_and_partition_do_not_matter(order: list[str]) -> None:
    """Any order of the sources, and any partition of them, gives the same rows."""
    _, _, whole = run(TEXTS)
    _, _, shuffled = run({name: TEXTS[name] for name in order})
    pd.testing.assert_frame_equal(whole.documents, shuffled.documents)
    pd.testing.assert_frame_equal(whole.spans, shuffled.spans)
    pd.testing.assert_frame_equal(whole.rejected, shuffled.rejected)
    parts = [run({name: TEXTS[name]})[2] for name in sorted(order)]
    joined = pd.concat([part.documents for part in parts], ignore_index=True)
    assert joined["text"].tolist() == whole.documents["text"].tolist()
    assert sum(len(part.spans) for part in parts) == len(whole.spans)


def test_the_caller_keeps_its_frames() -> None:
    """The step writes in no frame of the caller."""
    sources, blocks = tables(TEXTS)
    before = sources.copy(deep=True), blocks.copy(deep=True)
    repair(sources, blocks, RepairSettings())
    pd.testing.assert_frame_equal(sources, before[0])
    pd.testing.assert_frame_equal(blocks, before[1])


def test_text_outside_the_blocks_is_refused() -> None:
    """A reader that loses text is found out here."""
    sources, blocks = tables(TEXTS)
    with pytest.raises(ConservationError, match="hoort bij geen blok"):
        repair(sources, blocks[blocks["block"] < 5].reset_index(drop=True), RepairSettings())


def test_a_stray_block_is_refused() -> None:
    """A block of a document that is not there is refused."""
    sources, blocks = tables(TEXTS)
    with pytest.raises(ConservationError, match="niet bij de bronnen"):
        repair(sources.iloc[1:].reset_index(drop=True), blocks, RepairSettings())


def test_the_step_and_its_result_travel() -> None:
    """Function, settings and result can be sent to another process."""
    sources, blocks = tables(TEXTS)
    function, chosen = pickle.loads(pickle.dumps((repair, RepairSettings())))  # noqa: S301 - made here
    result = pickle.loads(pickle.dumps(function(sources, blocks, chosen)))  # noqa: S301 - made here
    pd.testing.assert_frame_equal(result.documents, repair(sources, blocks, RepairSettings()).documents)
