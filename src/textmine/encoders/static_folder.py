"""The folder of a static model: which files it has, whether they are whole, and what the model is called.

A static model is a table with one vector per token, in the format of sentence-transformers: ``modules.json``
names ``StaticEmbedding``, and ``Normalize`` where rows get norm 1. A folder made by textmine has
``encoder.json`` besides: see ``Card``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from textmine.encoders.finding import BUILT_IN, NAME
from textmine.errors import EncoderError

CARD = "encoder.json"
MODULES = "modules.json"
WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"
PROMPTS = "config_sentence_transformers.json"

_STATIC = (("StaticEmbedding",), ("StaticEmbedding", "Normalize"))
"""Modules that together are a static model; a layer after the mean would be one more line here."""


class Card(BaseModel):
    """What ``encoder.json`` says.

    ``files`` holds the SHA-256 of every file that the vectors depend on. With ``word_by_word`` the maker says
    that the tokens of a text are those of the parts between its spaces, one after the other: each distinct
    word is then looked up once.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    name: str = Field(pattern=r"^\w[\w.-]*$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    files: dict[str, str]
    word_by_word: bool = False


@dataclass(frozen=True, slots=True)
class StaticFolder:
    """A whole static model; ``name`` ends in a hash of its files, so that it stands for its vectors."""

    model: str
    name: str
    weights: Path
    tokenizer: Path
    prompts: Mapping[str, str]
    word_by_word: bool


def static_folder(model: str, folder: Path) -> StaticFolder | None:
    """Return the static model in ``folder``, or None when the model there is of another kind.

    With ``encoder.json`` the files are compared with their hashes; a file that it does not name has no say.

    Raises
    ------
    EncoderError
        When a file is missing, is no longer what it was, or cannot be read; with that file and the way out.
    """
    card = _card(model, folder)
    digests = {} if card is None else _verified(model, folder, card)
    base = _base(model, folder)
    if base is None:
        if card is None:
            return None
        raise damaged(model, folder / MODULES, "noemt geen model dat textmine zo kan gebruiken")
    weights, tokenizer = base / WEIGHTS, base / TOKENIZER
    if card is None:
        if not weights.exists() and (base / "pytorch_model.bin").exists():
            return None
        name = model if NAME.fullmatch(model) else folder.resolve().name
        for path in (folder / MODULES, weights, tokenizer):
            digests[path.relative_to(folder).as_posix()] = _digest(model, path)
    else:
        name = f"{card.name}-{card.version}"
        for path in (folder / MODULES, weights, tokenizer):
            if path.relative_to(folder).as_posix() not in digests:
                raise damaged(model, folder / CARD, f"noemt {path.relative_to(folder)} niet")
    return StaticFolder(
        model=model,
        name=f"{name}-{_content(digests)}",
        weights=weights,
        tokenizer=tokenizer,
        prompts=_prompts(model, folder),
        word_by_word=card is not None and card.word_by_word,
    )


def damaged(model: str, path: Path, problem: str) -> EncoderError:
    """Return the error about the file ``path`` of ``model``: what is wrong with it, and the way out."""
    way = (
        "haal de map opnieuw uit git of installeer textmine opnieuw"
        if model == BUILT_IN
        else "kopieer de hele map van het model opnieuw"
    )
    return EncoderError(f"embed.encoder: {path} {problem}; {way}, of kies 'lsa' (zonder model)")


def _card(model: str, folder: Path) -> Card | None:
    path = folder / CARD
    if not path.exists():
        if model == BUILT_IN:
            raise damaged(model, path, "ontbreekt")
        return None
    try:
        return Card.model_validate(_json(model, path))
    except ValidationError as error:
        first = ".".join(str(part) for part in error.errors()[0]["loc"]) or "het geheel"
        raise damaged(model, path, f"is beschadigd (bij '{first}')") from error


def _verified(model: str, folder: Path, card: Card) -> dict[str, str]:
    """Return the digests of the files that ``card`` names, all of them as they should be."""
    for name, wanted in sorted(card.files.items()):
        if _digest(model, folder / name) != wanted:
            raise damaged(model, folder / name, f"is beschadigd of veranderd (niet wat {CARD} noemt)")
    return dict(card.files)


def _digest(model: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise damaged(model, path, "ontbreekt") from error
    except OSError as error:
        raise damaged(model, path, f"is niet te lezen ({error.strerror})") from error


def _content(digests: Mapping[str, str]) -> str:
    """Return 8 hexadecimal digits that stand for all files."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:8]


def _base(model: str, folder: Path) -> Path | None:
    """Return the folder of the StaticEmbedding module; None when the modules are other ones."""
    if not (folder / MODULES).exists():
        return None
    modules = _json(model, folder / MODULES)
    try:
        types = [str(module["type"]) for module in sorted(modules, key=lambda module: module["idx"])]
        path = str(modules[0]["path"])
    except (TypeError, KeyError, IndexError) as error:
        raise damaged(model, folder / MODULES, "is beschadigd") from error
    own = all(name.startswith("sentence_transformers.") for name in types)
    return folder / path if own and tuple(name.rpartition(".")[2] for name in types) in _STATIC else None


def _prompts(model: str, folder: Path) -> dict[str, str]:
    path = folder / PROMPTS
    found = _json(model, path) if path.exists() else {}
    prompts = found.get("prompts") if isinstance(found, dict) else None
    return {str(name): str(text) for name, text in (prompts or {}).items()}


def _json(model: str, path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(model, path, "is beschadigd of half geschreven") from error
