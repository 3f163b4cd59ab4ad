"""Letters of one campaign: responses of which (nearly) every text is also in enough other responses."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from textmine.models.topic_model import content_id

_LEVEL = 7
"""Added to the content of a template, so that its id is never that of a topic or point."""


@dataclass(frozen=True, slots=True)
class Least:
    """What makes a template.

    ``responses`` must share a text; of a response at least ``share`` of the words, and at least ``words``
    words, must be in such texts.
    """

    responses: int
    share: float
    words: int


@dataclass(frozen=True, slots=True)
class Found:
    """``of`` says per submission its template, ``shared`` per template the texts (groups) of the template."""

    of: Mapping[str, str]
    shared: Mapping[str, frozenset[str]]


def find(texts: pd.DataFrame, least: Least) -> Found:
    """Group submissions by the texts that they share.

    ``texts`` has a row per submission and distinct text: ``submission``, ``text_group`` and ``words``. Only
    literally equal texts (see ``tables.Groups``) are shared. Responses that are linked by a shared text long
    enough to be no coincidence are one group, so that letters put together from fixed paragraphs are too.
    The result depends on what the responses share, not on their order.
    """
    rows = texts.drop_duplicates(["submission", "text_group"])
    common = rows.groupby("text_group")["submission"].transform("nunique") >= least.responses
    mine = rows["words"].where(common, 0).groupby(rows["submission"]).sum()
    whole = rows.groupby("submission")["words"].sum()
    fits = mine.index[(mine >= least.words) & (mine >= least.share * whole)]
    linking = rows[common & rows["submission"].isin(fits) & (rows["words"] >= least.words / 3)]
    members: dict[str, list[str]] = defaultdict(list)
    for text, submission in zip(linking["text_group"], linking["submission"], strict=True):
        members[text].append(submission)
    of: dict[str, str] = {}
    shared: dict[str, frozenset[str]] = {}
    for together in _components(members):
        if len(together) < least.responses:
            continue
        own = rows[common & rows["submission"].isin(together)]
        spread = own["text_group"].value_counts()
        groups = sorted(spread.index, key=lambda text: (-spread[text], text))
        template = content_id(_LEVEL, groups[:1])
        shared[template] = frozenset(groups)
        of.update(dict.fromkeys(together, template))
    return Found(of, shared)


def _components(members: Mapping[str, list[str]]) -> list[list[str]]:
    """Return the submissions that hang together through texts, each list sorted."""
    parent: dict[str, str] = {}

    def top(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for submissions in members.values():
        first = top(submissions[0])
        for other in submissions[1:]:
            parent[top(other)] = first
            first = top(first)
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(parent):
        found[top(name)].append(name)
    return sorted(found.values())
