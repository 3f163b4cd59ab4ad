"""Keys that depend on what a document is and where it stands, never on the order of files or rows."""

import re
import unicodedata
from hashlib import blake2b

_TITLES = re.compile(r"^(?:(?:dhr|mevr|mw|de heer|mevrouw|drs?|ir|ing|mr|prof)\b\.?\s*)+")
_NOT_NAME = re.compile(r"[^\w@.+-]+")


def digest(*parts: str | None) -> str:
    """Return 16 hexadecimal digits (64 bits of BLAKE2b) of the parts; None differs from the empty text."""
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def document_id(
    path: str,
    member: str | None = None,
    sheet: str | None = None,
    row: str | None = None,
    heading: str | None = None,
) -> str:
    """Return the id of the document at this place; ``row`` is the key of the row, not its number."""
    return digest(path, member, sheet, row, heading)


def pseudonym(name: str | None) -> str | None:
    """Return the key of a person or address: equal for spellings that differ in case, spaces or titles."""
    folded = unicodedata.normalize("NFKC", name or "").casefold().strip()
    plain = _NOT_NAME.sub(" ", _TITLES.sub("", folded)).strip(" .-")
    return digest("respondent", plain) if plain else None
