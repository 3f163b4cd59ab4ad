"""The parts of a dialogue: their tables as they were made, and how they are told apart in one whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from textmine.codebook import Codebook
from textmine.corpus import Corpus, Region, Tier
from textmine.dialogue import Dialogue

BETWEEN = "/"
"""Stands between the name of a part and an id of it."""


@dataclass(frozen=True, eq=False)
class Part:
    """A part as its last run left it; ``assignments`` are of assigned codes only.

    ``trained_on`` is the version of the codebook under which its statements were coded, ``codebook`` the one
    that lies there now. ``on_disk`` has the sha256 of every file in ``raw`` as it is now.
    """

    name: str
    title: str
    corpus: Corpus
    codebook: Codebook
    trained_on: str
    on_disk: Mapping[str, str]
    files: pd.DataFrame
    documents: pd.DataFrame
    spans: pd.DataFrame
    statements: pd.DataFrame
    assignments: pd.DataFrame
    memberships: pd.DataFrame
    decisions: pd.DataFrame
    funnel: pd.DataFrame
    code_counts: pd.DataFrame
    crosses: pd.DataFrame
    open_work: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that is not there yet; ``message`` is Dutch and says why."""

    name: str
    title: str
    message: str


AnyPart = Part | Unread


def prefixed(rows: pd.DataFrame, part: str, columns: Sequence[str]) -> pd.DataFrame:
    """Return ``rows`` with the name of the part before the ids in ``columns``; missing stays missing."""
    changed = {}
    for column in columns:
        ids = pa.chunked_array(rows[column].array.__arrow_array__())
        named = pc.binary_join_element_wise(pa.scalar(part), ids.cast(pa.string()), BETWEEN)
        changed[column] = pd.Series(named.combine_chunks(), index=rows.index, dtype=rows[column].dtype)
    return rows.assign(**changed)


def whole_corpus(dialogue: Dialogue, corpora: Mapping[str, Corpus]) -> Corpus:
    """Return one corpus with the regions, tiers and sessions of all parts (of one id the first counts).

    It is one of minutes only when all parts are. Ids of sessions begin with the name of their part.
    """
    regions: dict[str, Region] = {}
    tiers: dict[str, Tier] = {}
    sessions = []
    for part in dialogue.parts:
        own = corpora.get(part.corpus)
        if own is None:
            continue
        for region in own.regions:
            regions.setdefault(region.id, region.model_copy(update={"areas": ()}))
        for tier in own.tiers:
            tiers.setdefault(tier.id, tier)
        sessions += [
            each.model_copy(update={"id": f"{part.corpus}{BETWEEN}{each.id}"}) for each in own.sessions
        ]
    return Corpus(
        name=dialogue.name,
        kind="minutes" if all(each.kind == "minutes" for each in corpora.values()) else "responses",
        description=dialogue.description,
        regions=tuple(regions.values()),
        tiers=tuple(tiers.values()),
        sessions=tuple(sessions),
    )
