"""Encoders: unit rows, the same for the same text, and one clear line when a model is not there."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.encoders.embeddings import Embeddings
from textmine.encoders.finding import find_model
from textmine.encoders.hashing import HashEncoder
from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.encoders.lsa import LatentSemanticEncoder, sample, telling_words
from textmine.encoders.protocol import Encoder, unit_rows
from textmine.errors import EncoderError

TEXTS = [
    "De drinkwaterwinning bij het dorp moet beschermd blijven.",
    "Drinkwater gaat voor: geen boringen in een beschermingsgebied.",
    "De gemeente wil eerder bij de vergunningverlening betrokken worden.",
    "Vergunningen duren te lang en de gemeente hoort te weinig.",
    "Schade aan woningen moet snel en ruimhartig worden hersteld.",
]
dutch = st.lists(st.text(alphabet="abdeginorstvwé '-.0", max_size=40), max_size=12)


def lsa(texts: list[str]) -> Encoder:
    """Fit with the default settings of LSA."""
    return load_encoder(EncoderSettings(encoder="lsa"), texts)


@given(texts=dutch, asked=dutch)
@settings(max_examples=40, deadline=None)
def test_rows_are_of_norm_one_or_zero(texts: list[str], asked: list[str]) -> None:
    """Whatever it was fitted on, an encoder gives a unit row, or zeros, for every text it is asked."""
    for encoder in (lsa(texts), HashEncoder(8)):
        norms = np.linalg.norm(encoder.encode(asked), axis=1)
        assert encoder.encode(asked).shape == (len(asked), encoder.dim)
        assert np.all(np.isclose(norms, 1, atol=1e-5) | (norms == 0))


def test_order_and_repetition_of_the_corpus_have_no_influence() -> None:
    """LSA fitted on the same set of texts is the same encoder, bit for bit."""
    one, other = lsa(TEXTS), lsa([*reversed(TEXTS), TEXTS[0]])
    assert one.name == other.name
    assert np.array_equal(one.encode(TEXTS), other.encode(TEXTS))


def test_another_corpus_is_another_encoder() -> None:
    """Rows of LSA fitted on different texts cannot be compared, and their names say so."""
    assert lsa(TEXTS).name != lsa(TEXTS[1:]).name


def test_a_compound_resembles_its_part() -> None:
    """Texts that share no whole word but a part of a compound resemble each other most."""
    rows = lsa(TEXTS).encode([TEXTS[0], "Drinkwaterbedrijven", TEXTS[4]])
    assert rows[1] @ rows[0] > rows[1] @ rows[2] + 0.2


def test_everyday_words_do_not_count() -> None:
    """A text of only everyday words resembles nothing: its row is zero."""
    assert telling_words("Dat is wat we nu ook niet willen.") == ""
    assert not lsa(TEXTS).encode(["Dat is wat we nu ook niet willen.", ""]).any()


@pytest.mark.parametrize("texts", [[], ["", "?!"], ["de"], ["grondwater"], ["x y", "grondwater"]])
def test_a_corpus_of_almost_nothing_is_encoded(texts: list[str]) -> None:
    """A corpus without usable words gives zeros, not an error."""
    encoder = lsa(texts)
    assert np.isfinite(encoder.encode([*texts, "iets anders"])).all()


def test_few_directions_in_a_small_corpus() -> None:
    """There are no more directions than texts, and no more than asked."""
    assert lsa(TEXTS).dim <= len(TEXTS)
    assert LatentSemanticEncoder.fit(TEXTS, dim=2, max_fit=100).dim == 2


def test_the_sample_depends_on_the_texts_only() -> None:
    """A large corpus is fitted on the same texts in whatever order they come."""
    assert sample(TEXTS, 3) == sample([*reversed(TEXTS), TEXTS[2]], 3)
    assert len(sample(TEXTS, 3)) == 3
    assert sample(iter(TEXTS * 3), 1) == sample(TEXTS, 1)
    assert sample(TEXTS, 1)[0] in sample(TEXTS, 2)
    assert LatentSemanticEncoder.fit(TEXTS, dim=5, max_fit=3).dim <= 3


def test_zero_rows_stay_zero() -> None:
    """A row of zeros has no direction and gets none."""
    assert np.array_equal(
        unit_rows(np.array([[0.0, 0.0], [3.0, 4.0]])), np.array([[0, 0], [0.6, 0.8]], np.float32)
    )


def test_rows_come_in_the_order_asked() -> None:
    """``rows`` looks up by id; an unknown id is named together with the way out."""
    made = Embeddings(("b", "a"), np.eye(2, dtype=np.float32), "hash-2")
    assert np.array_equal(made.rows(["a", "b", "a"]), np.eye(2, dtype=np.float32)[[1, 0, 1]])
    assert made.rows([]).shape == (0, 2)
    with pytest.raises(EncoderError, match=r"'c'.*embed opnieuw"):
        made.rows(["a", "c"])
    with pytest.raises(EncoderError, match="2 ids"):
        Embeddings(("b", "a"), np.eye(3, dtype=np.float32), "hash-3")


def test_parts_of_one_encoder_are_joined() -> None:
    """All rows in their order; parts of two encoders are refused."""
    matrix = np.eye(2, dtype=np.float32)
    joined = Embeddings.joined([Embeddings(("b", "a"), matrix, "x"), Embeddings(("c",), matrix[:1], "x")])
    assert joined.ids == ("b", "a", "c")
    assert np.array_equal(joined.matrix, matrix[[0, 1, 0]])
    with pytest.raises(EncoderError, match="x, y"):
        Embeddings.joined([Embeddings(("b", "a"), matrix, "y"), Embeddings(("c",), matrix[:1], "x")])


def test_a_model_that_is_not_here_gives_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The error names the model, where it was looked for, the command to get it, and the alternative."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EncoderError) as caught:
        find_model("eigenaar/model-dat-er-niet-is")
    message = str(caught.value)
    assert "\n" not in message
    for part in ("eigenaar/model-dat-er-niet-is", str(tmp_path), "hf download", "embed.encoder", "'lsa'"):
        assert part in message


def test_a_path_without_a_model_gives_one_line(tmp_path: Path) -> None:
    """A folder that holds no model, and one that does not exist, are told apart."""
    with pytest.raises(EncoderError, match="is geen map met een model"):
        find_model(str(tmp_path))
    with pytest.raises(EncoderError, match="bestaat niet"):
        find_model(str(tmp_path / "weg"))


def test_a_damaged_model_gives_one_line(tmp_path: Path) -> None:
    """What a library says of a damaged model becomes one line with the way out; the cause is kept."""
    (tmp_path / "config.json").write_text("{}", "utf-8")
    with pytest.raises(
        EncoderError, match=r"kan niet worden geladen .*Kopieer de hele map opnieuw"
    ) as caught:
        load_encoder(EncoderSettings(encoder=str(tmp_path)), [])
    assert caught.value.__cause__ is not None
    assert "\n" not in str(caught.value)


def test_the_default_encoder_loads_no_model_library() -> None:
    """A run with the default encoder does not wait for torch."""
    program = (
        "import sys; from textmine.encoders.loading import *; "
        "load_encoder(EncoderSettings(), ['drinkwater en grondwater']).encode(['grondwater']); "
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'huggingface_hub'}; "
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
