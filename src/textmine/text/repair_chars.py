"""Characters: odd spaces, soft hyphens, ligatures, symbol-font bullets, control characters, composition."""

import re
import unicodedata

from textmine.text.offsets import Edit
from textmine.text.structure import SYMBOL_BULLETS

BREAKS = "\n\r\f\v\x85\u2028\u2029"
"""What ends a line in the raw text."""

MARKS = "\ufffe\x02"
"""What PDFium writes where it joined two lines at a hyphen: a line break and a hyphen at once."""

SOFT = "\u00ad"
_ODD_SPACES = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_LIGATURES = "ﬀﬁﬂﬃﬄﬅﬆĳĲ"
_INVISIBLE = (
    [chr(n) for n in range(0x20) if chr(n) not in BREAKS + MARKS + "\t"]
    + [chr(n) for n in range(0x7F, 0xA0) if chr(n) not in BREAKS]
    + list("\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u2063")
)

REMOVABLE = frozenset([*_INVISIBLE, SOFT, *MARKS])
"""Characters that repair may drop without a word: they carry no text."""

SPACES = frozenset(" " + _ODD_SPACES)

_TABLE = str.maketrans(
    dict.fromkeys(_INVISIBLE, "")
    | dict.fromkeys(_ODD_SPACES, " ")
    | dict.fromkeys(SYMBOL_BULLETS, "•")
    | {sign: unicodedata.normalize("NFKC", sign) for sign in _LIGATURES}
    | {"\u2010": "-", "\u2011": "-", SOFT: ""}
)

CLEAN = re.compile(r"[\x20-\x7e‘’“”–—…€°²³áàâäãçéèêëíìîïñóòôöõúùûüýÁÀÂÄÇÉÈÊËÍÎÏÑÓÔÖÚÛÜ•]*")
"""Characters of ordinary Dutch text that never need repair one by one."""

_ODD = re.compile(r"[\x20-\x7e]?[^\x20-\x7e]+")
_RUN = re.compile(" {2,}")
_HARD_SOFT = re.compile(rf"(?<=\w){SOFT}(?=[A-ZÀ-Þ0-9])")


def is_clean(line: str) -> bool:
    """Tell whether no character of ``line`` needs repair."""
    if "  " in line:
        return False
    return (line.isascii() and line.isprintable()) or CLEAN.fullmatch(line) is not None


def character_edits(raw: str, start: int, end: int) -> list[Edit]:
    """Return the edits that clean ``raw[start:end]``, a trimmed line, in text order without overlap.

    Characters are edited one by one where that is right by itself, and as a run where a base character
    and combining marks compose (Unicode NFC), so that the offset map stays as fine as it can be.
    """
    line = raw[start:end]
    if is_clean(line):
        return []
    edits: list[Edit] = []
    for found in _ODD.finditer(line):
        edits.extend(_odd_edits(found[0], start + found.start(), line[found.end() : found.end() + 1]))
    return _single_spaces(raw, start, end, edits)


def _odd_edits(piece: str, at: int, after: str) -> list[Edit]:
    """Edits of one run of odd characters (with the plain character ahead of it); ``after`` follows it."""
    hard = {found.start() for found in _HARD_SOFT.finditer(piece + after)}
    signs = ["-" if n in hard else sign.translate(_TABLE) for n, sign in enumerate(piece)]
    cleaned = "".join(signs)
    composed = unicodedata.normalize("NFC", cleaned)
    if composed != cleaned:
        return [Edit(at, at + len(piece), composed)]
    pairs = enumerate(zip(piece, signs, strict=True))
    return [Edit(at + n, at + n + 1, sign) for n, (old, sign) in pairs if old != sign]


def _single_spaces(raw: str, start: int, end: int, edits: list[Edit]) -> list[Edit]:
    """Reduce every run of spaces, those that other edits make included, to its first space."""
    result: list[Edit] = []
    spaced = True
    at = start
    for edit in [*edits, Edit(end, end)]:
        for n in range(at, edit.start):
            if spaced and raw[n] == " ":
                result.append(Edit(n, n + 1))
            spaced = raw[n] == " "
        text = _RUN.sub(" ", edit.replacement)
        if spaced:
            text = text.lstrip(" ")
        spaced = text[-1] == " " if text else spaced
        result.append(Edit(edit.start, edit.end, text))
        at = edit.end
    return result[:-1]
