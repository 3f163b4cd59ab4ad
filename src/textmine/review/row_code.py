"""The hidden cell that ties a row of the workbook to exactly one text, codebook and proposal.

It also holds a short hash of every cell to read, to tell people which ones were changed.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from textmine.text.identity import text_hash

Codes = dict[str, tuple[str, ...]]
"""Per dimension the codes, in codebook order."""

_FORM = re.compile(r"([0-9a-f]{16})-([0-9a-f]{12})-([0-9a-f]{12}) (\{.*\}|\[.*\])", re.DOTALL)
_CELL = 6
"""Characters of the hash of a cell: it only has to notice a change, no decision depends on it."""


@dataclass(frozen=True, slots=True)
class RowCode:
    """What a reviewer saw: the hash of the text, the version of the codebook, the proposal, and the cells.

    ``cells`` holds per heading the ``cell_hash``; none in workbooks of before these were kept. ``workbook``
    is the name under which the row went out (``issued.Issued.label``), empty in older workbooks; a blind
    coder saw no ``proposal``.
    """

    text: str
    codebook: str
    proposal: Codes
    cells: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    workbook: str = ""


def make(  # noqa: PLR0913, PLR0917  # all that people saw
    statement_id: str,
    text: str,
    codebook: str,
    proposal: Codes,
    cells: Mapping[str, str] | None = None,
    workbook: str = "",
) -> str:
    """Return the row code; its third part ties the other parts to ``statement_id``.

    ``cells`` holds per heading the text of a cell to read; ``workbook`` as in ``RowCode``.
    """
    hashes = {heading: cell_hash(shown) for heading, shown in (cells or {}).items()}
    return _write(statement_id, RowCode(text_hash(text), codebook, proposal, hashes, workbook))


def cell_hash(shown: str) -> str:
    """Return a short hash of a cell, in which white space does not count: programs differ in that."""
    return hashlib.sha256(" ".join(shown.split()).encode()).hexdigest()[:_CELL]


def read(statement_id: str, value: str) -> RowCode | None:
    """Return what ``value`` holds, or None when it is no row code of this statement."""
    found = _FORM.fullmatch(value.strip())
    if found is None:
        return None
    try:
        content = json.loads(found.group(4))
        codes, cells, *more = content if isinstance(content, list) else (content, {})
        proposal = {name: tuple(values) for name, values in codes.items()}
        code = RowCode(found.group(1), found.group(2), proposal, dict(cells), str(more[0]) if more else "")
    except (ValueError, TypeError, AttributeError):
        return None
    return code if _write(statement_id, code) == value.strip() else None


def _write(statement_id: str, code: RowCode) -> str:
    named = [code.workbook] if code.workbook else []
    seen = [code.proposal, dict(code.cells), *named] if code.cells or named else code.proposal
    shown = json.dumps(seen, separators=(",", ":"))
    content = f"{statement_id}\n{code.text}\n{code.codebook}\n{shown}"
    check = hashlib.sha256(content.encode()).hexdigest()[:12]
    return f"{code.text}-{code.codebook}-{check} {shown}"
