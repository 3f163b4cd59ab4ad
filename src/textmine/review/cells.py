"""Any text as a spreadsheet cell, and back: what a cell cannot hold is shown by a sign, never dropped.

Excel, LibreOffice and the ODS format each lose or change some characters (tabs, carriage returns, control
characters) and a cell holds 32,767 UTF-16 units. Control characters become their picture from the Unicode
block *Control Pictures* (a tab becomes U+2409); pictures that were in the text are preceded by a mark, so
that ``from_cell`` is the exact inverse of ``to_cell`` for texts that fit. A literal ``_x0041_``, which the
xlsx format would read as an ``A``, is broken up by a mark.
"""

import re

LIMIT = 32_000
"""UTF-16 units of a text that are shown; Excel holds 32,767."""

TOO_LONG = "\n[… De tekst is hier afgebroken: hij is te lang voor één cel. De hele tekst staat in de bron.]"

_MARK = "\u2410"
_SECOND = "\u2426"
_BREAK = "\u2425"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_PICTURES = {chr(0x2400 + n) for n in range(0x20)} | {"\u2421", "\u2422", "\u2423"}
_UNSAFE = {
    **{chr(n): chr(0x2400 + n) for n in range(0x20) if chr(n) != "\n"},
    "\x7f": "\u2421",
    "\ufffe": "\u2422",
    "\uffff": "\u2423",
    "\x10": _MARK + _SECOND,
}
_TO_CELL = str.maketrans({**_UNSAFE, **{picture: _MARK + picture for picture in _PICTURES}})
_FROM_CELL = {shown: raw for raw, shown in _UNSAFE.items()}
_SHOWN = re.compile(f"{_MARK}(.)|[{''.join(sorted(_PICTURES))}]", re.DOTALL)


def to_cell(text: str) -> str:
    """Return ``text`` as a cell shows it; a text that is too long is cut with a visible remark."""
    shown = _ESCAPE.sub(f"_{_MARK}{_BREAK}", text.translate(_TO_CELL))
    if _units(shown) <= LIMIT:
        return shown
    room = shown.encode("utf-16-le")[: 2 * LIMIT].decode("utf-16-le", errors="ignore")
    return room + TOO_LONG


def from_cell(shown: str) -> str:
    """Return the text that ``to_cell`` made ``shown`` of."""
    return _SHOWN.sub(_raw, shown)


def _raw(found: re.Match[str]) -> str:
    marked = found.group(1)
    if marked is None:
        return _FROM_CELL.get(found.group(), found.group())
    return {_SECOND: "\x10", _BREAK: ""}.get(marked, str(marked))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
