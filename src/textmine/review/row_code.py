"""The hidden cell that ties a row of the workbook to exactly one text, codebook and proposal."""

import hashlib
import json
import re
from dataclasses import dataclass

from textmine.text.identity import text_hash

Codes = dict[str, tuple[str, ...]]
"""Per dimension the codes, in codebook order."""

_FORM = re.compile(r"([0-9a-f]{16})-([0-9a-f]{12})-([0-9a-f]{12}) (\{.*\})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RowCode:
    """What a reviewer saw: the hash of the text, the version of the codebook, and the proposal."""

    text: str
    codebook: str
    proposal: Codes


def make(statement_id: str, text: str, codebook: str, proposal: Codes) -> str:
    """Return the row code; its third part ties the other parts to ``statement_id``."""
    return _write(statement_id, RowCode(text_hash(text), codebook, proposal))


def read(statement_id: str, value: str) -> RowCode | None:
    """Return what ``value`` holds, or None when it is no row code of this statement."""
    found = _FORM.fullmatch(value.strip())
    if found is None:
        return None
    try:
        proposal = {name: tuple(codes) for name, codes in json.loads(found.group(4)).items()}
    except (ValueError, TypeError):
        return None
    code = RowCode(found.group(1), found.group(2), proposal)
    return code if _write(statement_id, code) == value.strip() else None


def _write(statement_id: str, code: RowCode) -> str:
    proposal = json.dumps(code.proposal, separators=(",", ":"))
    content = f"{statement_id}\n{code.text}\n{code.codebook}\n{proposal}"
    check = hashlib.sha256(content.encode()).hexdigest()[:12]
    return f"{code.text}-{code.codebook}-{check} {proposal}"
