"""From the name in ``params.yaml`` to an encoder."""

from collections.abc import Iterable

from pydantic import Field

from textmine.encoders.finding import BUILT_IN, find_model
from textmine.encoders.hashing import HashEncoder
from textmine.encoders.lsa import LatentSemanticEncoder
from textmine.encoders.protocol import Encoder
from textmine.encoders.sentence import SentenceEncoder
from textmine.encoders.static import StaticEncoder
from textmine.encoders.static_folder import static_folder
from textmine.settings import Settings

_OWN = frozenset({"lsa", "hash"})
"""Encoders that need no model on the disk."""


class EncoderSettings(Settings):
    """Which encoder makes the vectors.

    ``encoder`` is ``encoder-nl`` (comes with textmine), ``lsa`` (fitted on the corpus itself), ``hash`` (for
    tests) or the name or path of a sentence-transformers model. ``dim`` counts for ``lsa`` and ``hash``,
    ``max_fit`` (the most texts to fit on) for ``lsa``; ``prefix`` (literal text before every text) and
    ``prompt`` (the name of a prompt of the model) count for models, ``batch`` for models that need torch.
    """

    encoder: str = Field(
        default=BUILT_IN,
        min_length=1,
        description="'encoder-nl' (komt met textmine mee), 'lsa' (leert uit het corpus zelf), 'hash' (om te "
        "proberen), of naam of map van een sentence-transformers-model",
    )
    dim: int = Field(default=100, ge=2, description="hoeveel getallen een uitspraak beschrijven (bij lsa)")
    max_fit: int = Field(default=50_000, ge=1, description="uit hoeveel teksten lsa hoogstens leert")
    prefix: str = Field(
        default="", description="tekst die een model voor elke uitspraak wil, zoals 'query: '"
    )
    prompt: str | None = Field(default=None, description="naam van een opdracht die een model zelf kent")
    batch: int = Field(default=64, ge=1, description="hoeveel teksten een groot model tegelijk leest")


def check_encoder(settings: EncoderSettings) -> None:
    """Refuse a model that is not on this disk, or of which a file is damaged, before any work starts.

    Raises
    ------
    EncoderError
        With what to do.
    """
    if settings.encoder not in _OWN:
        static_folder(settings.encoder, find_model(settings.encoder))


def load_encoder(settings: EncoderSettings, texts: Iterable[str]) -> Encoder:
    """Return the encoder that ``settings`` names; ``texts`` is what ``lsa`` is fitted on, others leave it.

    Raises
    ------
    EncoderError
        When the model cannot be used.
    """
    if settings.encoder == "lsa":
        return LatentSemanticEncoder.fit(texts, dim=settings.dim, max_fit=settings.max_fit)
    if settings.encoder == "hash":
        return HashEncoder(settings.dim)
    static = static_folder(settings.encoder, find_model(settings.encoder))
    if static is not None:
        return StaticEncoder(static, prefix=settings.prefix, prompt=settings.prompt)
    return SentenceEncoder(
        settings.encoder, prefix=settings.prefix, prompt=settings.prompt, batch=settings.batch
    )
