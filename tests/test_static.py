"""Static encoders: the rows of sentence-transformers without its weight, and one clear line when damaged."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import static_model
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from textmine.encoders import finding, static
from textmine.encoders.loading import EncoderSettings, check_encoder, load_encoder
from textmine.encoders.protocol import Encoder
from textmine.encoders.sentence import SentenceEncoder
from textmine.encoders.static import StaticEncoder, batches
from textmine.encoders.static_folder import static_folder
from textmine.errors import EncoderError

ODD = [
    "",
    " \t\n\u00a0\u2003",
    "😀🎉",
    "\x00\x01\x7f",
    "half \ud800 teken",
    "\udfff",
    "Ĥéllo wörld, thís is nöt Dutch.",
    "这不是荷兰语",
    "وهذا أيضا ليس هولنديا",
    "\u0301\u0302",
    "<unk> <pad> [CLS]",
    "drinkwater  \n\tgrondwater\u2028kaart",
]


def load(folder: Path, **changes: str) -> Encoder:
    """Load as the step does."""
    return load_encoder(EncoderSettings.model_validate({"encoder": str(folder), **changes}), [])


def copy(folder: Path, to: Path) -> Path:
    """Copy a model, to change it."""
    return Path(shutil.copytree(folder, to / folder.name))


@pytest.fixture(params=["own_model", "foreign_model"])
def model(request: pytest.FixtureRequest) -> Path:
    """Return a model of either kind."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


def test_rows_are_those_of_sentence_transformers(model: Path, root: Path) -> None:
    """The light way gives the same rows, up to the rounding of float16."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - heavy

    texts = [
        *static_model.sentences(root)[:300],
        "DRINKWATER-winning:  één\nvergunning!",
        "grondwater " * 3000,
    ]
    library = SentenceTransformer(str(model), device="cpu", local_files_only=True)
    wanted = library.encode(texts, normalize_embeddings=True, convert_to_numpy=True)
    encoder = load(model)
    assert isinstance(encoder, StaticEncoder)
    assert np.abs(encoder.encode(texts) - wanted.astype(np.float32)).max() < 1e-3


def test_a_row_depends_on_its_text_alone(model: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches, order, threads and what was read before change no bit."""
    texts = static_model.sentences(root)[:200] + ODD
    wanted = load(model).encode(texts)
    monkeypatch.setenv("TOKENIZERS_PARALLELISM", "false")
    monkeypatch.setattr(static, "MOST_TEXTS", 3)
    monkeypatch.setattr(static, "MOST_CHARACTERS", 200)
    monkeypatch.setattr(static, "MOST_WORDS", 20)
    monkeypatch.setattr(static, "LONGEST_WORD", 5)
    encoder = load(model)
    assert np.array_equal(encoder.encode(texts[::-1])[::-1], wanted)
    assert np.array_equal(np.concatenate([encoder.encode([text]) for text in texts]), wanted)


@given(text=st.text(max_size=60))
@settings(deadline=None)
def test_word_by_word_is_the_same_as_the_whole_text(text: str, own_model: Path) -> None:
    """What encoder.json says of the tokenizer is so, for any text."""
    tokenizer = Tokenizer.from_file(str(own_model / "tokenizer.json"))
    whole = tokenizer.encode(text, add_special_tokens=False).ids
    assert whole == [token for word in text.split(" ") for token in tokenizer.encode(word).ids]


def test_odd_texts_have_a_row(model: Path) -> None:
    """Whatever the text is, its row has norm 1 or 0 and no value that is no number."""
    texts = [*ODD, "x" * 1_000_000, "drinkwater en " * 80_000]
    norms = np.linalg.norm(load(model).encode(texts), axis=1)
    assert np.all(np.isclose(norms, 1, atol=1e-5) | (norms == 0))
    assert not norms[:4].any(), "nothing in these texts is known"
    assert np.isclose(norms[[-1, ODD.index(ODD[-1])]], 1, atol=1e-5).all()
    assert load(model).encode([]).shape == (0, static_model.DIM)


def test_half_a_character_counts_as_a_lost_one(model: Path) -> None:
    """A lone surrogate is read as U+FFFD, the sign for a character that was lost."""
    one, other = load(model).encode(["de \ud83d kaart", "de \ufffd kaart"])
    assert np.array_equal(one, other)


def test_what_is_unknown_has_no_say(model: Path, tmp_path: Path) -> None:
    """Unknown words are left out of the mean, also when the model has a vector for them."""
    folder = copy(model, tmp_path)
    tensors = load_file(folder / "model.safetensors")
    table = tensors["embedding.weight"].copy()
    table[Tokenizer.from_file(str(folder / "tokenizer.json")).token_to_id(static_model.UNKNOWN)] = 9
    save_file({"embedding.weight": table}, folder / "model.safetensors")
    if (folder / "encoder.json").exists():
        static_model.add_card(folder)
    one, other = load(folder).encode(["het grondwater", "het 这不是荷兰语 grondwater 😀"])
    assert np.array_equal(one, other)


def test_texts_are_not_cut_or_filled_up(foreign_model: Path, tmp_path: Path) -> None:
    """Cutting and filling up that a tokenizer comes with are switched off."""
    folder = copy(foreign_model, tmp_path)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>", length=50)  # noqa: S106 - no password
    tokenizer.save(str(folder / "tokenizer.json"))
    texts = ["de gemeente wil eerder bij de vergunning betrokken worden", "de kaart"]
    assert np.array_equal(load(folder).encode(texts), load(foreign_model).encode(texts))


@given(sizes=st.lists(st.integers(0, 90), max_size=60))
def test_batches_are_bounded_and_leave_nothing_out(sizes: list[int]) -> None:
    """Every text is in one batch, in order; a batch is within bounds or one text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(static, "MOST_TEXTS", 7)
        patch.setattr(static, "MOST_CHARACTERS", 100)
        texts = ["x" * size for size in sizes]
        parts = [texts[part] for part in batches(texts)]
    assert [text for part in parts for text in part] == texts
    assert all(len(part) <= 7 and (len(part) == 1 or len("".join(part)) <= 100) for part in parts)


def test_the_name_stands_for_the_contents(own_model: Path, foreign_model: Path, tmp_path: Path) -> None:
    """Name and version of the card, or the folder's name, with a hash that changes with the files."""
    assert load(own_model).name.startswith("proef-nl-1.2.3-")
    assert len(load(own_model).name) == len("proef-nl-1.2.3-") + 8
    assert load(foreign_model).name.startswith("van-elders-")
    folder = copy(foreign_model, tmp_path)
    assert load(folder).name == load(foreign_model).name
    table = load_file(folder / "model.safetensors")["embedding.weight"]
    save_file({"embedding.weight": table + 1}, folder / "model.safetensors")
    assert load(folder).name != load(foreign_model).name


def test_text_in_front_of_every_text(own_model: Path) -> None:
    """``prefix`` and ``prompt`` come before the text and are in the name; a blank text keeps its zeros."""
    plain = load(own_model)
    for changes in ({"prefix": "drinkwater "}, {"prompt": "vraag"}):
        encoder = load(own_model, **changes)
        assert encoder.name == f"{plain.name}|drinkwater "
        assert np.array_equal(encoder.encode(["de kaart", " "]), plain.encode(["drinkwater de kaart", ""]))
    with pytest.raises(EncoderError, match=r"kent geen prompt 'weg'.*vraag"):
        load(own_model, prompt="weg")


def test_a_table_of_model2vec_is_read(foreign_model: Path, tmp_path: Path) -> None:
    """Its rows are per cluster of tokens, its weights per token: the vectors are the same."""
    folder = copy(foreign_model, tmp_path)
    table = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float32)
    order = np.random.default_rng(1).permutation(len(table))
    weights = np.linspace(1, 2, len(table), dtype=np.float32)
    clusters = np.empty_like(table)
    clusters[order] = table / weights[:, None]
    save_file({"embeddings": clusters, "mapping": order, "weights": weights}, folder / "model.safetensors")
    texts = ["De gemeente wil eerder bij de vergunning worden betrokken."]
    assert np.allclose(load(folder).encode(texts), load(foreign_model).encode(texts), atol=1e-5)


def test_models_of_another_kind_go_to_their_library(foreign_model: Path, tmp_path: Path) -> None:
    """A layer that the light way does not know, or weights in another format, are not for it."""
    folder = copy(foreign_model, tmp_path)
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    modules[1]["type"] = "sentence_transformers.models.Dense"
    (folder / "modules.json").write_text(json.dumps(modules), "utf-8")
    assert static_folder(str(folder), folder) is None
    shutil.copy(foreign_model / "modules.json", folder)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert static_folder(str(folder), folder) is None


def test_both_ways_agree_on_what_they_share(foreign_model: Path) -> None:
    """The general adapter gives the same rows for a static model, and zeros for blank texts."""
    texts = ["De gemeente wil eerder bij de vergunning worden betrokken.", " "]
    rows = SentenceEncoder(str(foreign_model)).encode(texts)
    assert np.abs(load(foreign_model).encode(texts) - rows).max() < 1e-3


def missing(path: Path) -> None:
    """Take the file away."""
    path.unlink()


def half(path: Path) -> None:
    """Leave the first half."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def flipped(path: Path) -> None:
    """Change one bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def refused(folder: Path, named: str) -> None:
    """One line, before any work and when loading, that names the file, the way out and another way."""
    for use in (check_encoder, lambda chosen: load_encoder(chosen, [])):
        with pytest.raises(EncoderError) as caught:
            use(EncoderSettings(encoder=str(folder)))
        message = str(caught.value)
        assert "\n" not in message
        for part in (str(folder / named), "opnieuw", "'lsa'"):
            assert part in message


@pytest.mark.parametrize("damage", [missing, half, flipped])
@pytest.mark.parametrize(
    "name",
    ["model.safetensors", "tokenizer.json", "modules.json", "config_sentence_transformers.json"],
)
def test_a_damaged_file_of_an_own_model_is_named(
    name: str, damage: object, own_model: Path, tmp_path: Path
) -> None:
    """Every file that encoder.json names is compared with its hash."""
    folder = copy(own_model, tmp_path)
    damage(folder / name)  # type: ignore[operator]
    refused(folder, name)


@pytest.mark.parametrize(
    "change",
    [
        lambda card: card[:0],
        lambda card: card[: len(card) // 2],
        lambda card: f"[{card}]",
        lambda card: card.replace('"version": "1.2.3"', '"version": 1'),
        lambda card: card.replace('"files"', '"fiels"'),
        lambda card: card.replace('"tokenizer.json"', '"modules.json"'),
    ],
)
def test_a_damaged_card_is_named(change: object, own_model: Path, tmp_path: Path) -> None:
    """A half-written encoder.json, or one that leaves something out, is refused."""
    folder = copy(own_model, tmp_path)
    card = folder / "encoder.json"
    card.write_text(change(card.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    with pytest.raises(EncoderError, match=r"(encoder|modules)\.json .*opnieuw") as caught:
        load(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("model.safetensors", missing),
        ("model.safetensors", half),
        ("tokenizer.json", missing),
        ("tokenizer.json", half),
        ("modules.json", half),
    ],
)
def test_a_damaged_file_of_another_model_is_named(
    name: str, damage: object, foreign_model: Path, tmp_path: Path
) -> None:
    """Without hashes, what cannot be read is still one line that names the file."""
    folder = copy(foreign_model, tmp_path)
    damage(folder / name)  # type: ignore[operator]
    with pytest.raises(EncoderError) as caught:
        load(folder)
    assert str(folder / name) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (np.full((900, 4), np.nan, np.float16), "geen getal"),
        (np.ones((3, 4), np.float16), "past niet bij tokenizer.json"),
        (np.ones(900, np.float16), "geen tabel"),
    ],
)
def test_a_table_that_cannot_be_is_refused(
    table: np.ndarray, problem: str, foreign_model: Path, tmp_path: Path
) -> None:
    """No row ever holds what is no number, and every token has a vector."""
    folder = copy(foreign_model, tmp_path)
    save_file({"embedding.weight": table}, folder / "model.safetensors")
    with pytest.raises(EncoderError, match=rf"model\.safetensors.*{problem}"):
        load(folder).encode(["de kaart"])


def test_the_built_in_encoder_is_in_one_of_two_places(
    own_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed textmine has it inside, a checkout beside; without either the error says so."""
    places = (tmp_path / "weg", own_model)
    monkeypatch.setattr(finding, "_BUILT_IN_PLACES", places)
    built_in = EncoderSettings(encoder=finding.BUILT_IN)
    assert load_encoder(built_in, []).name == load(own_model).name
    monkeypatch.setattr(finding, "_BUILT_IN_PLACES", places[:1])
    with pytest.raises(EncoderError, match=r"ingebouwde taalmodel.*weg.*installeer textmine opnieuw"):
        check_encoder(built_in)
    monkeypatch.setattr(finding, "_BUILT_IN_PLACES", (copy(own_model, tmp_path),))
    (tmp_path / own_model.name / "encoder.json").unlink()
    with pytest.raises(EncoderError, match=r"encoder\.json ontbreekt.*uit git"):
        check_encoder(built_in)


def test_no_heavy_library_is_loaded(model: Path) -> None:
    """A static model needs neither torch nor what is built on it."""
    program = (
        "import sys; from textmine.encoders.loading import *; "
        f"load_encoder(EncoderSettings(encoder={str(model)!r}), []).encode(['het grondwater']); "
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'huggingface_hub'}; "
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
