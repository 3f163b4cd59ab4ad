"""The change log of the codebook, and what must be looked at again because of it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textmine.codebook import Codebook
from textmine.pipeline.review_tables import hashes_of, read
from textmine.pipeline.table import CODEBOOK, CODEBOOKS, DECISIONS, STATEMENTS
from textmine.report.codebook_log import Line, log, markdown
from textmine.review.again import UNKNOWN, Reason, look_again
from textmine.review.codebook_versions import Use, uses
from textmine.review.history import decided_ids
from textmine.store.atomic import write_text
from textmine.tables import Decisions

LOG_NAME = "wijzigingen.md"


@dataclass(frozen=True, slots=True)
class Changes:
    """The log, where it was written, and what follows from it.

    ``unknown`` are versions without a copy. ``statements`` counts those to look at again, ``unsure`` those
    of them of which nobody can tell, and ``again`` them per other reason, in codebook order.
    """

    log: tuple[Line, ...]
    path: Path
    codebook: Codebook
    used: tuple[Use, ...]
    unknown: tuple[str, ...]
    again: tuple[tuple[Reason, int], ...]
    statements: int
    unsure: int

    @property
    def older(self) -> tuple[Use, ...]:
        """The use of other versions than the present one."""
        return tuple(use for use in self.used if use.version != self.codebook.version)


def changes(folder: Path) -> Changes:
    """Compare the versions that people decided under, and write the log beside their copies.

    Raises
    ------
    ConfigError
        When a copy is damaged.
    """
    codebook: Codebook = read(CODEBOOK, folder)
    versions: dict[str, Codebook] = read(CODEBOOKS, folder)
    decisions: pd.DataFrame = read(DECISIONS, folder)
    used = uses(decisions)
    lines = log(versions, used, codebook)
    path = CODEBOOKS.of(folder) / LOG_NAME
    write_text(path, markdown(lines))
    again = look_again(about_present_texts(folder, decisions), versions, codebook)
    reasons = {name: {each for found in of.values() for each in found} for name, of in again.items()}
    unsure = {name for name, of in reasons.items() if any(each.kind == UNKNOWN for each in of)}
    counts = Counter(each for of in reasons.values() for each in of if each.kind != UNKNOWN)
    places = {dimension.id: number for number, dimension in enumerate(codebook.dimensions)}
    return Changes(
        log=lines,
        path=path,
        codebook=codebook,
        used=used,
        unknown=tuple(use.version for use in used if use.version not in {*versions, codebook.version}),
        again=tuple(sorted(counts.items(), key=lambda item: (places[item[0].dimension], item[0]))),
        statements=len(again),
        unsure=len(unsure),
    )


def about_present_texts(folder: Path, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions about the texts as they are now; before a run all of them."""
    if not STATEMENTS.of(folder).exists():
        return decisions
    hashes = hashes_of(folder, decided_ids(decisions))
    names, texts = decisions[Decisions.statement_id], decisions[Decisions.text_hash]
    return decisions[[hashes.get(name) == text for name, text in zip(names, texts, strict=True)]]
