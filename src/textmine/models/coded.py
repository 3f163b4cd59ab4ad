"""Coded statements: what the classifier learns from, with a weight and a group per row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from textmine.codebook import Codebook
from textmine.errors import CodebookError
from textmine.tables import ASIDE_VERDICTS, BLIND, CODING_VERDICTS

CODED = CODING_VERDICTS
SET_ASIDE = ASIDE_VERDICTS
_SPLIT = "split"


@dataclass(frozen=True)
class Coded:
    """One text with its codes in one or more dimensions; ``embedding`` is the id of its vector.

    ``weak`` rows come from the definitions: they teach, but never measure. Rows with one of their ``links``
    (a document, a template) in common stay on one side of a measurement.
    """

    id: str
    text: str
    embedding: str
    codes: dict[str, tuple[str, ...]]
    weight: float
    weak: bool = False
    links: tuple[str, ...] = ()


def latest(decisions: pd.DataFrame, hashes: dict[str, str]) -> tuple[dict[str, dict[str, Any]], int]:
    """Return per statement and dimension the last decision about the text as it is now, and count the stale.

    ``hashes`` is the text hash of each statement there is. A decision about another text than that of its
    statement, and of every other, is stale; counted are the statements of which all decisions are, but not
    those that people split, which are gone for that reason. A later decision replaces an earlier one, whoever
    took it, except that of a blind second coder: it stands only where nobody else decided about the
    statement, until the difference is settled. A statement that nobody decided about follows the last
    decisions about the same text: it may have arrived later, or under another name. Not when they say to
    split it: where to cut is known of the other statement only. The dimensions of a statement are in order
    of their last decision.
    """
    by_statement, by_text = _Last(), _Last()
    stale: dict[str, str] = {}
    present = set(hashes.values())
    for row in cast("Iterable[Any]", decisions.itertuples(index=False)):
        if hashes.get(row.statement_id) == row.text_hash:
            by_statement.add(row.statement_id, row)
        if row.text_hash in present:
            by_text.add(row.text_hash, row)
        else:
            stale[row.statement_id] = row.verdict
    own = by_statement.held()
    same = {text: rows for text, rows in by_text.held().items() if not _to_split(rows)}
    current = own | {name: same[text] for name, text in hashes.items() if name not in own and text in same}
    old = {name for name, verdict in stale.items() if verdict != _SPLIT or name in hashes}
    return current, len(old - current.keys())


def _to_split(rows: dict[str, Any]) -> bool:
    return any(row.verdict == _SPLIT for row in rows.values())


class _Last:
    """The last decisions per key and dimension; those of blind coders apart."""

    def __init__(self) -> None:
        self._seeing: dict[str, dict[str, Any]] = defaultdict(dict)
        self._blind: dict[str, dict[str, Any]] = defaultdict(dict)

    def add(self, key: str, row: Any) -> None:
        """Take a decision that came after those before it."""
        found = (self._blind if str(row.workbook).endswith(BLIND) else self._seeing)[key]
        found.pop(row.dimension, None)
        found[row.dimension] = row

    def held(self) -> dict[str, dict[str, Any]]:
        """Return what counts per key."""
        return dict(self._blind) | dict(self._seeing)


def set_aside(rows: dict[str, Any]) -> str | None:
    """Return the verdict by which people set a statement aside, going by their last decision on it."""
    verdict = str(list(rows.values())[-1].verdict)
    return verdict if verdict in SET_ASIDE else None


def decided_codes(row: Any, codebook: Codebook) -> tuple[str, ...]:
    """Return the codes of a decision; a code that was replaced by one other code becomes that code.

    Raises
    ------
    CodebookError
        When a code does not exist in this version of the codebook, with statement and reviewer.
    """
    try:
        names = () if pd.isna(row.codes) else tuple(str(row.codes).split("|"))
        if row.dimension not in codebook.by_id:
            codebook.check(row.dimension, names)
        renamed = tuple(dict.fromkeys(codebook.by_id[row.dimension].current(name) for name in names))
        codebook.check(row.dimension, renamed)
    except CodebookError as error:
        raise CodebookError(
            f"beoordeling van {row.statement_id} door {row.reviewer} (werkboek {row.workbook}): {error}; "
            "beoordeel de uitspraak opnieuw, of noem de oude code in codebook.yaml onder 'replaces'"
        ) from error
    return renamed


def alike(
    counts: sparse.csr_array, threshold: float, links: Sequence[Sequence[str]] = ()
) -> NDArray[np.int64]:
    """Give rows that hang together the same group number: the connected components of all their ties.

    Two rows are tied by a cosine of at least ``threshold`` (rows of ``counts`` have length 1), or by a name
    in common in ``links`` (per row its names; no links at all when left out). Minimal pairs, copies of a
    letter and what one author wrote must not be learned from on one side and measured on the other (Roberts
    et al. 2017).
    """
    rows = counts.shape[0]
    ties = ((counts @ counts.T) >= threshold).astype(np.int8)
    names = {name: number for number, name in enumerate(sorted({name for own in links for name in own}))}
    if names:  # rows x names beside rows x rows: a document of n rows needs n ties, not n * n
        row = [number for number, own in enumerate(links) for _ in own]
        column = [names[name] for own in links for name in own]
        held = sparse.csr_array((np.ones(len(row), np.int8), (row, column)), shape=(rows, len(names)))
        ties = sparse.block_array([[ties, held], [held.T, None]], format="csr")
    _, labels = connected_components(ties, directed=False)
    return np.asarray(labels[:rows], dtype=np.int64)


def folds(groups: NDArray[np.int64], keys: Sequence[str], number: int) -> NDArray[np.int64]:
    """Spread groups over folds of about equal size: the largest first, ties by their smallest key."""
    members: dict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(groups.tolist()):
        members[group].append(row)
    order = sorted(members.values(), key=lambda rows: (-len(rows), min(keys[row] for row in rows)))
    fold = np.zeros(len(groups), dtype=np.int64)
    filled = np.zeros(number, dtype=np.int64)
    for rows in order:
        target = int(filled.argmin())
        fold[rows] = target
        filled[target] += len(rows)
    return fold
