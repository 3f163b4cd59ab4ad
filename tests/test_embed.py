"""The step ``embed``: a row for everything that is asked later, whatever the order of rows."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from textmine.codebook import Code, Codebook, Dimension, Example
from textmine.encoders.embeddings import Embeddings
from textmine.errors import EncoderError
from textmine.steps.embed import EmbedSettings, embed, normalise
from textmine.tables import Statements, empty, frame

CODEBOOK = Codebook(
    name="proef",
    title="Proef",
    dimensions=(
        Dimension(
            id="onderwerp",
            name="Onderwerp",
            multiple=True,
            outside="anders",
            codes=(
                Code(
                    code="drinkwater",
                    name="Drinkwater",
                    definition="Bescherming van drinkwater en grondwater.",
                ),
                Code(code="anders", name="Anders", definition="Iets anders."),
            ),
        ),
    ),
    examples=(
        Example(text="Het grondwater is kwetsbaar.", codes={"onderwerp": ("drinkwater",)}),
        Example(text="De zaal was koud.", codes={"onderwerp": ("anders",)}),
    ),
)
TEXTS = {
    "b:0-30": "Bescherm het drinkwater  beter.",
    "a:0-30": "Bescherm het drinkwater beter.",
    "c:0-40": "De vergunning kwam zonder overleg.",
}


def statements(texts: dict[str, str]) -> pd.DataFrame:
    """Return statements with these ids and texts, in this order."""
    many = len(texts)
    columns = {
        "id": list(texts),
        "document_id": [name.split(":")[0] for name in texts],
        "start": [0] * many,
        "end": [len(text) for text in texts.values()],
        "outer_start": [0] * many,
        "text": list(texts.values()),
        "context_before": [""] * many,
        "context_after": [""] * many,
        "structure": ["sentence"] * many,
        "heading": [None] * many,
        "speaker": [None] * many,
        "sentences": [[0]] * many,
    }
    return frame(Statements, columns)


def parts(*partitions: dict[str, str], **changes: object) -> list[Embeddings]:
    """Run the step on partitions with these texts."""
    settings = EmbedSettings.model_validate({"encoder": "lsa"} | changes)
    return list(embed([statements(texts) for texts in partitions], CODEBOOK, settings))


def made(texts: dict[str, str], **changes: object) -> Embeddings:
    """Run the step on one partition."""
    return Embeddings.joined(parts(texts, **changes))


def test_everything_gets_a_row() -> None:
    """There is one row for every statement, every example and every code; statements come first, by id."""
    result = made(TEXTS)
    codes = ["code:onderwerp:drinkwater", "code:onderwerp:anders"]
    assert list(result.ids) == ["a:0-30", "b:0-30", "c:0-40", "example:0", "example:1", *codes]
    assert result.matrix.dtype == np.float32


@pytest.mark.parametrize("encoder", ["lsa", "hash"])
def test_the_order_of_rows_has_no_influence(encoder: str) -> None:
    """Shuffled statements give the same ids and the same bits."""
    one, other = made(TEXTS, encoder=encoder), made(dict(reversed(TEXTS.items())), encoder=encoder)
    assert one.ids == other.ids
    assert one.encoder == other.encoder
    assert np.array_equal(one.matrix, other.matrix)


@pytest.mark.parametrize("encoder", ["lsa", "hash"])
def test_each_partition_gives_a_part_and_the_codebook_the_last(encoder: str) -> None:
    """However the statements are divided, every id has the same bits; the codebook is there once."""
    one = made(TEXTS, encoder=encoder)
    some = {name: TEXTS[name] for name in ("b:0-30", "c:0-40")}
    rest = {name: text for name, text in TEXTS.items() if name not in some}
    divided = parts(rest, {}, some, encoder=encoder)
    codebook = one.ids[len(TEXTS) :]
    assert [part.ids for part in divided] == [("a:0-30",), (), ("b:0-30", "c:0-40"), codebook]
    joined = Embeddings.joined(divided)
    assert joined.encoder == one.encoder
    assert np.array_equal(joined.rows(one.ids), one.matrix)


def test_statements_are_not_held_together(own_model: Path) -> None:
    """A partition is asked for when the one before it has been given back; only LSA reads all texts first."""
    read: list[int] = []

    def stream() -> Iterator[pd.DataFrame]:
        for number in range(3):
            read.append(number)
            yield statements({f"{number}:0-1": "Bescherm het drinkwater."})

    done = embed(stream(), CODEBOOK, EmbedSettings(encoder=str(own_model)))
    for number in range(3):
        next(done)
        assert read == list(range(number + 1))


def test_the_same_text_has_the_same_row() -> None:
    """Spacing does not count, so that a text is encoded once."""
    result = made(TEXTS)
    assert np.array_equal(*result.rows(["a:0-30", "b:0-30"]))


def test_a_definition_resembles_what_it_defines() -> None:
    """Statements and definitions are in the same space: drinking water is nearest to its code."""
    result = made(TEXTS)
    statement, code, other = result.rows(["a:0-30", "code:onderwerp:drinkwater", "code:onderwerp:anders"])
    assert statement @ code > statement @ other + 0.1


def test_no_statements_is_no_error() -> None:
    """An empty corpus still has its codebook."""
    result = Embeddings.joined(embed([empty(Statements)], CODEBOOK, EmbedSettings(encoder="lsa")))
    assert all(name.startswith(("example:", "code:")) for name in result.ids)


def test_normal_form_keeps_capitals() -> None:
    """White space and the composition of accents do not count; capitals do."""
    assert normalise(" Fryslân\u00a0 en\nHet  Rijk ") == "Fryslân en Het Rijk"


def test_a_misspelt_setting_is_refused() -> None:
    """Unknown settings are an error, never a default."""
    with pytest.raises(ValidationError):
        EmbedSettings.model_validate({"model": "x"})


def test_a_missing_model_reaches_the_caller() -> None:
    """The step does not fall back to another encoder."""
    with pytest.raises(EncoderError, match="staat niet op deze schijf"):
        made(TEXTS, encoder="eigenaar/bestaat-niet")
