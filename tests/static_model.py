"""Small static models, written by sentence-transformers itself, for tests of the light way to load them."""

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

DIM = 16
UNKNOWN = "<unk>"


def sentences(root: Path) -> list[str]:
    """The coded sentences of the sample corpora."""
    found = []
    for path in sorted((root / "corpora").glob("*/waarheid.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file)]
    return found


def by_word(texts: Sequence[str]) -> Tokenizer:
    """A Unigram tokenizer that looks at each word by itself: letters and digits, without case or accents."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.UnigramTrainer(
        vocab_size=800, unk_token=UNKNOWN, special_tokens=[UNKNOWN], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def whole_words(texts: Sequence[str]) -> Tokenizer:
    """A WordLevel tokenizer with a token for filling up, as other people's models have."""
    tokenizer = Tokenizer(models.WordLevel(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordLevelTrainer(
        vocab_size=800, special_tokens=[UNKNOWN, "<pad>"], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def vectors(tokenizer: Tokenizer, kind: type[np.floating[Any]] = np.float16) -> NDArray[Any]:
    """Seeded vectors, zeros for what is unknown."""
    table = np.random.default_rng(7).normal(size=(tokenizer.get_vocab_size(), DIM)).astype(kind)
    table[tokenizer.token_to_id(UNKNOWN)] = 0
    return table


def write(folder: Path, tokenizer: Tokenizer, table: NDArray[Any]) -> Path:
    """Let sentence-transformers write the model."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - heavy
    from sentence_transformers.sentence_transformer.modules import (  # noqa: PLC0415 - heavy
        Normalize,
        StaticEmbedding,
    )

    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=table), Normalize()],
        prompts={"vraag": "drinkwater "},
        device="cpu",
    )
    model.save(str(folder), create_model_card=False)
    return folder


def add_card(folder: Path, **changes: Any) -> Path:
    """Write ``encoder.json`` as it belongs to the files that are there."""
    card = folder / "encoder.json"
    card.unlink(missing_ok=True)
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    told = {"name": "proef-nl", "version": "1.2.3", "files": files, "word_by_word": True} | changes
    card.write_text(json.dumps(told, indent=1), "utf-8")
    return folder
