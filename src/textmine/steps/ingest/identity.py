"""The key of a person, in place of the name."""

import re
import unicodedata

from textmine.text.identity import digest

_TITLES = re.compile(r"^(?:(?:dhr|mevr|mw|de heer|mevrouw|drs?|ir|ing|mr|prof)\b\.?\s*)+")
_NOT_NAME = re.compile(r"[^\w@.+-]+")


def pseudonym(name: str | None) -> str | None:
    """Return the key of a person or address: equal for spellings that differ in case, spaces or titles."""
    folded = unicodedata.normalize("NFKC", name or "").casefold().strip()
    plain = _NOT_NAME.sub(" ", _TITLES.sub("", folded)).strip(" .-")
    return digest("respondent", plain) if plain else None
