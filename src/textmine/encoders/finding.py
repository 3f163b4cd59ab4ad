"""Where a model is on this disk: in textmine, in a folder, in Hugging Face's cache. Never the network."""

import re
from pathlib import Path

from textmine.errors import EncoderError

BUILT_IN = "encoder-nl"
"""The name of the encoder that comes with textmine."""

_PACKAGE = Path(__file__).parents[1]
_BUILT_IN_PLACES = (_PACKAGE / "builtin" / BUILT_IN, _PACKAGE.parents[1] / "models" / BUILT_IN)
"""In an installed textmine, and in a checkout; ``setup.py`` maps the second to the first."""

MARKERS = ("modules.json", "config.json", "encoder.json")
"""A folder with one of these is a model; the first is what sentence-transformers writes."""

NAME = re.compile(r"(\w[\w.-]*/)?\w[\w.-]*", re.ASCII)
"""The name of a model on Hugging Face; anything else is a path."""

DEFAULT_OWNER = "sentence-transformers"
"""The owner that a name without a slash belongs to, as in sentence-transformers itself."""


def find_model(model: str) -> Path:
    """Return the folder of ``model``: the built-in one, a path, or a name in the cache of Hugging Face.

    Raises
    ------
    EncoderError
        With the ways to get the model, or to do without it.
    """
    if model == BUILT_IN:
        return _built_in()
    path = Path(model).expanduser()
    if any((path / marker).is_file() for marker in MARKERS):
        return path
    if path.exists() or not NAME.fullmatch(model):
        problem = "is geen map met een model" if path.exists() else "bestaat niet"
        raise EncoderError(
            f"embed.encoder: {path.absolute()} {problem}; "
            "zet bij embed.encoder het pad van een map met modules.json, of kies 'lsa' (zonder model)"
        )
    from huggingface_hub import constants, try_to_load_from_cache  # noqa: PLC0415 - heavy

    name = model if "/" in model else f"{DEFAULT_OWNER}/{model}"
    for marker in MARKERS:
        cached = try_to_load_from_cache(name, marker)
        if isinstance(cached, str):
            return Path(cached).parent
    raise EncoderError(
        f"embed.encoder: model '{model}' staat niet op deze schijf (gezocht in {path.absolute()} en "
        f"{constants.HF_HUB_CACHE}); haal het op een computer met internet op met 'hf download {name} "
        f"--local-dir {path.name}', kopieer die map hierheen en zet bij embed.encoder het pad ervan, "
        "of kies 'lsa' (zonder model)"
    )


def _built_in() -> Path:
    for folder in _BUILT_IN_PLACES:
        if folder.is_dir():
            return folder
    raise EncoderError(
        f"embed.encoder: het ingebouwde taalmodel '{BUILT_IN}' ontbreekt (gezocht in "
        f"{' en '.join(map(str, _BUILT_IN_PLACES))}); installeer textmine opnieuw, "
        "of kies 'lsa' (zonder model)"
    )
