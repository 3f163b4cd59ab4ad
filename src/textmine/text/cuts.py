"""Cut a text at offsets into parts without white space around them."""

from collections.abc import Sequence
from itertools import pairwise


def parts(text: str, at: Sequence[int]) -> list[tuple[int, int]] | None:
    """Return ``(start, end)`` of every part of ``text``, or None when ``at`` does not fit this text.

    ``at`` holds where every part but the first begins, ascending. Only white space lies between the parts,
    and each of them holds a letter or a digit.
    """
    edges = [0, *at, len(text)]
    result = []
    for start, end in pairwise(edges):
        piece = text[start:end] if 0 <= start < end <= len(text) else ""
        if not any(character.isalnum() for character in piece):
            return None
        begin = start + len(piece) - len(piece.lstrip())
        result.append((begin, begin + len(piece.strip())))
    return result
