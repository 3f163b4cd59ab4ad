"""Which text a decision was about, and keys that depend on what a document is and where it stands."""

import hashlib


def text_hash(text: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the exact text (UTF-8)."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def digest(*parts: str | None) -> str:
    """Return 16 hexadecimal digits (64 bits of BLAKE2b) of the parts; None differs from the empty text."""
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def document_id(
    path: str,
    member: str | None = None,
    sheet: str | None = None,
    row: str | None = None,
    heading: str | None = None,
) -> str:
    """Return the id of the document at this place; ``row`` is the key of the row, not its number."""
    return digest(path, member, sheet, row, heading)
