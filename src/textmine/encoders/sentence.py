"""Any sentence-transformers model that is on this disk, by name or path. Never the network."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.encoders.finding import NAME, find_model
from textmine.encoders.prompts import text_before
from textmine.encoders.protocol import unit_rows
from textmine.errors import EncoderError


class SentenceEncoder:
    """A sentence-transformers model on the CPU, with the text it wants in front of every statement."""

    def __init__(self, model: str, *, prefix: str = "", prompt: str | None = None, batch: int = 64) -> None:
        """Load ``model`` (a folder, or a name in the local cache).

        ``prompt`` names one of the prompts that come with the model; ``prefix`` is literal text.

        Raises
        ------
        EncoderError
            When the model is not on this disk, cannot be loaded, or has no such prompt.
        """
        folder = find_model(model)
        self._model = _load(model, folder)
        prompts: dict[str, str] = getattr(self._model, "prompts", None) or {}
        self._before = text_before(model, prompts, prompt, prefix)
        self._batch = batch
        width = getattr(self._model, "get_embedding_dimension", None)  # older versions know the longer name
        self.dim = int((width or self._model.get_sentence_embedding_dimension)())
        known_as = model if NAME.fullmatch(model) else "/".join(folder.resolve().parts[-2:])
        self.name = f"{known_as}|{self._before}" if self._before else known_as

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Return unit rows; see ``Encoder.encode``."""
        filled = [i for i, text in enumerate(texts) if text.strip()]
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        if filled:
            rows[filled] = self._model.encode(
                [self._before + texts[i] for i in filled],
                prompt="",
                batch_size=self._batch,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return unit_rows(rows)


def _load(model: str, folder: Path) -> Any:
    """Load with the network switched off, also for files that the model's own code asks for."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    from huggingface_hub import constants  # noqa: PLC0415 - heavy
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - heavy
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415 - heavy

    disable_progress_bar()  # type: ignore[no-untyped-call]
    constants.HF_HUB_OFFLINE = True  # read at import; the library may have been imported before
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except Exception as error:  # a damaged model fails in as many ways as there are libraries below
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise EncoderError(
            f"embed.encoder: model '{model}' in {folder} kan niet worden geladen ({reason}); de map is "
            "onvolledig of van een andere soort. Kopieer de hele map opnieuw, of kies een ander model"
        ) from error
