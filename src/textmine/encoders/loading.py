"""From the name in ``params.yaml`` to an encoder."""

from collections.abc import Sequence

from pydantic import Field

from textmine.encoders.hashing import HashEncoder
from textmine.encoders.lsa import LatentSemanticEncoder
from textmine.encoders.protocol import Encoder
from textmine.encoders.sentence import SentenceEncoder
from textmine.settings import Settings


class EncoderSettings(Settings):
    """Which encoder makes the vectors.

    ``encoder`` is ``lsa`` (fitted on the corpus itself), ``hash`` (for tests) or the name or path of a
    sentence-transformers model. ``dim`` counts for ``lsa`` and ``hash``, ``max_fit`` (the most texts to fit
    on) for ``lsa``; ``prefix`` (literal text before every text), ``prompt`` (the name of a prompt of the
    model) and ``batch`` count for models.
    """

    encoder: str = Field(default="lsa", min_length=1)
    dim: int = Field(default=100, ge=2)
    max_fit: int = Field(default=50_000, ge=1)
    prefix: str = ""
    prompt: str | None = None
    batch: int = Field(default=64, ge=1)


def load_encoder(settings: EncoderSettings, texts: Sequence[str]) -> Encoder:
    """Return the encoder that ``settings`` names; ``texts`` is what ``lsa`` is fitted on.

    Raises
    ------
    EncoderError
        When the model cannot be used.
    """
    if settings.encoder == "lsa":
        return LatentSemanticEncoder.fit(texts, dim=settings.dim, max_fit=settings.max_fit)
    if settings.encoder == "hash":
        return HashEncoder(settings.dim)
    return SentenceEncoder(
        settings.encoder, prefix=settings.prefix, prompt=settings.prompt, batch=settings.batch
    )
