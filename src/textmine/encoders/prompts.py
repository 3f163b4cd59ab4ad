"""The text that a model wants in front of every statement."""

from collections.abc import Mapping

from textmine.errors import EncoderError


def text_before(model: str, prompts: Mapping[str, str], prompt: str | None, prefix: str) -> str:
    """Return the prompt called ``prompt`` among those that come with ``model``, followed by ``prefix``.

    Raises
    ------
    EncoderError
        When the model has no such prompt.
    """
    if prompt is None:
        return prefix
    if prompt not in prompts:
        raise EncoderError(
            f"embed.prompt: model '{model}' kent geen prompt '{prompt}'; kies uit: "
            f"{', '.join(sorted(prompts)) or 'geen'}, of zet de tekst zelf bij embed.prefix"
        )
    return prompts[prompt] + prefix
