"""Where something stands in a source, in words an analyst can follow."""

from collections.abc import Mapping, Sequence
from typing import Any

_LONGEST = 60
"""Characters of a heading that are shown."""


def describe_place(document: Mapping[str, Any], spans: Sequence[Mapping[str, Any]] = ()) -> str:
    """Return the place in Dutch: file, attachment, sheet, row, column, pages and lines, as far as known.

    ``document`` is a row of ``Documents``; ``spans`` are the rows of ``Spans`` that the passage touches.
    """
    parts = [str(document["path"])]
    if document.get("member") is not None:
        parts.append(f"bijlage {document['member']}")
    if document.get("sheet") is not None:
        parts.append(f"blad {document['sheet']}")
    if document.get("row") is not None:
        parts.append(f"rij {document['row']}")
    if document.get("column") is not None:
        heading = document.get("question")
        shown = document["column"] if heading is None else f"'{_short(str(heading))}'"
        parts.append(f"kolom {shown}")
    in_cell = document.get("row") is not None
    for name, key in (("pagina", "page"), ("alinea of regel", "paragraph"), ("tabelrij", "row")):
        values = sorted({int(s[key]) for s in spans if s.get(key) is not None})
        if values and not (key == "paragraph" and in_cell and values == [1]):
            parts.append(f"{name} {values[0]}" if len(values) == 1 else f"{name} {values[0]}-{values[-1]}")
    return ", ".join(parts)


def _short(heading: str) -> str:
    """Return a heading on one line, cut after a word when it is long."""
    flat = " ".join(heading.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST].rsplit(' ', 1)[0]} …"
