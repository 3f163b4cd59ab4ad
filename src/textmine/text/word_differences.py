"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")

_MOST = 4000
"""Pieces of a text above which it is not compared word by word: that would take minutes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of the old text, of the new text, or of both."""

    kind: Literal["both", "old", "new"]
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Return how ``old`` became ``new``, in order of reading.

    Joined without what is new the pieces are ``old``, joined without what is old they are ``new``, to the
    letter. White space between two changed words counts as changed with them.
    """
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if max(len(before), len(after)) > _MOST:
        return [Piece("both", old)] if old == new else [Piece("old", old), Piece("new", new)]
    pieces: list[Piece] = []
    for _, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[low:high]), "".join(after[start:end])
        if gone == come:
            pieces.append(Piece("both", gone))
        else:
            pieces += [Piece("old", gone)] if gone else []
            pieces += [Piece("new", come)] if come else []
    return _joined(pieces)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Take white space between two changes into both, so that a changed phrase reads as one."""
    result: list[Piece] = []
    old = new = ""

    def close() -> None:
        nonlocal old, new
        result.extend([Piece("old", old)] if old else [])
        result.extend([Piece("new", new)] if new else [])
        old = new = ""

    for number, piece in enumerate(pieces):
        between = piece.kind == "both" and piece.text.isspace() and (old or new)
        if between and number + 1 < len(pieces):
            old, new = old + piece.text, new + piece.text
        elif piece.kind == "both":
            close()
            result.append(piece)
        elif piece.kind == "old":
            old += piece.text
        else:
            new += piece.text
    close()
    return result


def marked(pieces: list[Piece]) -> str:
    """Return the differences as plain text: what went between ``[-`` and ``-]``, what came in ``{+ +}``."""
    signs = {"both": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in pieces)
