"""Which text a decision was about."""

import hashlib


def text_hash(text: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the exact text (UTF-8)."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
