"""Statements that say literally the same."""

from random import Random

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.steps.deduplicate import DeduplicateSettings, deduplicate
from textmine.tables import Groups, Statements, frame, validate

TEXTS = st.lists(
    st.sampled_from(["Geen gas!", "geen  gas", "Wél gas.", "gas 2", "gas 3", "!!!", "???", "„Geen” gas"])
)


def statements(texts: list[str]) -> pd.DataFrame:
    """Return statements with these texts, each in its own document."""
    count = len(texts)
    documents = [f"d{n:03d}" for n in range(count)]
    return frame(
        Statements,
        {
            "id": [f"{document}:0-{len(text)}" for document, text in zip(documents, texts, strict=True)],
            "document_id": documents,
            "start": [0] * count,
            "end": [len(text) for text in texts],
            "outer_start": [0] * count,
            "text": texts,
            "context_before": [""] * count,
            "context_after": [""] * count,
            "structure": ["sentence"] * count,
            "heading": [None] * count,
            "speaker": [None] * count,
            "sentences": [[0]] * count,
        },
    )


def grouped(texts: list[str], how: DeduplicateSettings | None = None) -> list[str]:
    """Return the group of each text."""
    groups = deduplicate(statements(texts), how or DeduplicateSettings())
    return list(groups["group"])


@settings(deadline=None)  # the first call loads the schema
@given(TEXTS, st.randoms())
def test_every_statement_is_in_one_group(texts: list[str], random: Random) -> None:
    """One row per statement by id, sizes that add up, one representative per group, any row order."""
    rows = statements(texts)
    groups = deduplicate(rows, DeduplicateSettings())
    validate(Groups, groups)
    assert list(groups["statement_id"]) == sorted(rows["id"])
    order = list(range(len(rows)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(groups, deduplicate(rows.iloc[order], DeduplicateSettings()))
    for _, group in groups.groupby("group"):
        assert list(group["size"]) == [len(group)] * len(group)
        assert list(group[group["representative"]]["statement_id"]) == [min(group["statement_id"])]


def test_case_space_and_signs_do_not_count() -> None:
    """Quotes, dashes, capitals, white space and closing marks do not count; words and digits do."""
    same = grouped(["Geen gas!", "geen  gas", "„Geen” gas…", "Geen\u00a0gas"])
    assert len(set(same)) == 1
    assert len(set(grouped(["Geen gas", "Wel gas", "Gas 2", "Gas 3", "Een gas", "Eén gas"]))) == 6


def test_signs_alone_are_compared_as_they_are() -> None:
    """Statements without a letter or digit do not all become one group."""
    assert len(set(grouped(["!!!", "???", "!!!"]))) == 2


def test_the_settings_decide_what_counts() -> None:
    """Case and punctuation can be made to count; the form of quotes never does."""
    strict = DeduplicateSettings(ignore_case=False, ignore_punctuation=False)
    assert len(set(grouped(["Geen gas!", "geen gas!", "Geen gas"], strict))) == 3
    assert len(set(grouped(['"Geen" gas', "“Geen” gas"], strict))) == 1


def test_the_name_of_a_group_comes_from_its_text() -> None:
    """The same text has the same group in another corpus, beside other statements."""
    assert grouped(["Geen gas!"])[0] in grouped(["Wel gas", "geen gas"])
