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


@dataclass(frozen=True)
class Coded:
    """One text with its codes in one or more dimensions; ``embedding`` is the id of its vector.

    ``weak`` rows come from the definitions: they teach, but never measure.
    """

    id: str
    text: str
    embedding: str
    codes: dict[str, tuple[str, ...]]
    weight: float
    weak: bool = False


def latest(decisions: pd.DataFrame, hashes: dict[str, str]) -> tuple[dict[str, dict[str, Any]], int]:
    """Return per statement and dimension the last decision about the text as it is now, and count the stale.

    ``hashes`` is the text hash of each statement there is. A decision about another text, or about a
    statement that is not there, is stale. A later decision replaces an earlier one, whoever took it, except
    that of a blind second coder: it stands only where nobody else decided about the statement, until the
    difference is settled. The dimensions of a statement are in order of their last decision.
    """
    current: dict[str, dict[str, Any]] = defaultdict(dict)
    blind: dict[str, dict[str, Any]] = defaultdict(dict)
    stale: set[tuple[str, str]] = set()
    for row in cast("Iterable[Any]", decisions.itertuples(index=False)):
        if hashes.get(row.statement_id) == row.text_hash:
            found = (blind if str(row.workbook).endswith(BLIND) else current)[row.statement_id]
            found.pop(row.dimension, None)
            found[row.dimension] = row
        else:
            stale.add((row.statement_id, row.dimension))
    current.update({name: rows for name, rows in blind.items() if name not in current})
    stale -= {(name, dimension) for name, rows in current.items() for dimension in rows}
    return dict(current), len(stale)


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


def alike(counts: sparse.csr_array, threshold: float) -> NDArray[np.int64]:
    """Give rows that are linked by a cosine of at least ``threshold`` the same group number.

    Rows of ``counts`` have length 1. Minimal pairs and copies of a letter must not be learned from on one
    side and measured on the other.
    """
    linked = (counts @ counts.T) >= threshold
    _, labels = connected_components(linked, directed=False)
    return np.asarray(labels, dtype=np.int64)


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
