"""The encoder that comes with textmine: whole, within its size, and the same as for anybody else."""

import json
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import static_model
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from textmine.encoders.finding import BUILT_IN
from textmine.encoders.loading import EncoderSettings, load_encoder

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "models" / BUILT_IN
BUILT_IN_SETTINGS = EncoderSettings(encoder=BUILT_IN)


def test_the_card_names_every_file_that_counts() -> None:
    """What the vectors rest on is checked: all files but the texts about the model."""
    files = json.loads((FOLDER / "encoder.json").read_text("utf-8"))["files"]
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert {name for name in there - set(files) if not name.endswith(".md")} == {"encoder.json"}


def test_it_is_small() -> None:
    """The folder takes at most 32 MiB."""
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 32 * 2**20


def test_its_rows_are_those_of_sentence_transformers(root: Path) -> None:
    """Whoever loads it without textmine gets the same rows, up to the rounding of float16."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - heavy

    texts = [*static_model.sentences(root)[:500], "DRINKWATER-winning:  één\nvergunning! 😀", "kaart " * 3000]
    library = SentenceTransformer(str(FOLDER), device="cpu", local_files_only=True)
    wanted = library.encode(texts, normalize_embeddings=True, convert_to_numpy=True).astype(np.float32)
    assert np.abs(load_encoder(BUILT_IN_SETTINGS, []).encode(texts) - wanted).max() < 1e-3


def test_what_is_no_text_has_no_row() -> None:
    """Empty, blank and emoji-only texts resemble nothing."""
    rows = load_encoder(BUILT_IN_SETTINGS, []).encode(["", " \n\t", "😀🎉", "\x00\x01", "\ud800"])
    assert not rows.any()


def test_every_text_with_words_has_a_row_of_norm_one() -> None:
    """A line of a megabyte, other languages, signs between words: never NaN, always the same length."""
    texts = [
        "kaart van de ondergrond " * 45_000,
        "The lake is frozen.",
        "Das ist §3, 50 % — ja?",
        "ﬁets\u200b!",
    ]
    rows = load_encoder(BUILT_IN_SETTINGS, []).encode(texts)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_the_card_and_the_figures_are_of_this_model() -> None:
    """The model card is what card.py makes of results.json, and that was measured on these very files."""
    command = [sys.executable, ROOT / "experiments" / "encoder" / "card.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@cache
def own_tokenizer() -> Tokenizer:
    """The tokenizer that comes with the encoder."""
    return Tokenizer.from_file(str(next(FOLDER.rglob("tokenizer.json"))))


@given(text=st.text(max_size=60))
@settings(deadline=None)
def test_word_by_word_is_the_same_as_the_whole_text(text: str) -> None:
    """What encoder.json says of the tokenizer is so, for any text."""
    if json.loads((FOLDER / "encoder.json").read_text("utf-8")).get("word_by_word"):
        tokenizer = own_tokenizer()
        whole = tokenizer.encode(text, add_special_tokens=False).ids
        parts = [tokenizer.encode(word, add_special_tokens=False).ids for word in text.split(" ")]
        assert whole == [token for part in parts for token in part]


@pytest.mark.slow
def test_it_travels_in_the_wheel(tmp_path: Path) -> None:
    """A textmine installed from its wheel has every file of the encoder inside."""
    project = tmp_path / "project"
    project.mkdir()
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)
    for name in ("src/textmine", "models"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", tmp_path]
    subprocess.run([*pip, project], check=True)
    inside = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    files = [path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()]
    assert {f"textmine/builtin/{BUILT_IN}/{name}" for name in files} <= set(inside)
