"""The landscape of topics as a page to wander through: it needs no network and no other file."""

import hashlib
import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from textmine.report.figures.drawing import NAMESPACE
from textmine.report.figures.landscape import Bubble, bubbles, drawing
from textmine.report.given import Given
from textmine.report.page import environment
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import values
from textmine.tables import Assignments, TopicSpread

MOST = 500_000
"""Bytes of quotes that the page holds at most; the workbook has them all."""

_STYLE, _SCRIPT = "landschap.css", "landschap.js"


@dataclass(frozen=True, slots=True)
class About:
    """What the page says about a topic; ``counts`` holds statements per choice of the filter."""

    bubble: Bubble
    anchor: str
    words: str
    quotes: tuple[Quote, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the filter, in a group of choices."""

    key: str
    group: str
    name: str


def landscape_page(given: Given, quotes: Quotes) -> str:
    """Return the page; without topics it says that there are none."""
    made = bubbles(given)
    choices = _choices(given)
    held = _quotes(made, quotes, given.limits.quotes_per_topic)
    counts = _counts(given, choices)
    told = [
        About(
            bubble=bubble,
            anchor=f"onderwerp-{bubble.row[TopicSpread.topic]}",
            words=", ".join(bubble.row[TopicSpread.words].split("|")),
            quotes=tuple(held[bubble.row[TopicSpread.topic]]),
            counts=counts[bubble.row[TopicSpread.topic]],
        )
        for bubble in made
    ]
    data = {
        "groups": _grouped(choices),
        "counts": {about.anchor: about.counts for about in told},
    }
    templates = environment()
    return templates.get_template("landschap.html.j2").render(
        corpus=given.corpus,
        words=given.words,
        picture=drawing(given, made, links=True).svg("group").replace(NAMESPACE, "", 1) if made else "",
        topics=told,
        data=json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c"),
        policy=_policy(),
        style=_content(_STYLE),
        script=_content(_SCRIPT),
    )


def _choices(given: Given) -> list[Choice]:
    """Return regions, tiers, and the codes of the dimension that points are found within."""
    found = [Choice(f"region:{r.id}", "Regio", r.name) for r in given.corpus.regions]
    found += [Choice(f"tier:{t.id}", "Bestuurslaag", t.name) for t in given.corpus.tiers]
    if given.codebook.points_within is not None:
        dimension = given.codebook.by_id[given.codebook.points_within[0]]
        found += [
            Choice(f"code:{code.code}", dimension.name, code.name)
            for code in dimension.codes
            if code.parent is None
        ]
    return found


def _grouped(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    groups: dict[str, list[list[str]]] = defaultdict(list)
    for choice in choices:
        groups[choice.group].append([choice.key, choice.name])
    return [{"name": name, "choices": held} for name, held in groups.items()]


def _counts(given: Given, choices: Sequence[Choice]) -> Mapping[str, Mapping[str, int]]:
    """Return per topic and choice how many statements count."""
    names = ["statement_id", "topic", "region", "tier"]
    rows = given.facts[given.facts["topic"].notna()][names].astype(object)
    found: dict[str, dict[str, int]] = defaultdict(lambda: {choice.key: 0 for choice in choices})
    known = {choice.key for choice in choices}
    tables = [("region", rows), ("tier", rows)]
    if given.codebook.points_within is not None:
        tables.append(("code", rows.merge(_codes(given, given.codebook.points_within[0]), on="statement_id")))
    for kind, table in tables:
        counted = table.groupby(["topic", kind], as_index=False).agg(number=("statement_id", "nunique"))
        for topic, value, number in counted.itertuples(index=False, name=None):
            if f"{kind}:{value}" in known:
                found[topic][f"{kind}:{value}"] = int(number)
    return found


def _codes(given: Given, name: str) -> pd.DataFrame:
    """Return the main codes of each statement in one dimension: ``statement_id`` and ``code``."""
    mine = given.assignments[Assignments.dimension] == name
    rows = given.assignments[mine & given.assignments[Assignments.assigned]]
    top = given.codebook.by_id[name].top
    codes = [top(code) for code in values(rows, Assignments.code)]
    return pd.DataFrame({"statement_id": values(rows, Assignments.statement_id), "code": codes}, dtype=object)


def _quotes(made: Sequence[Bubble], quotes: Quotes, most: int) -> Mapping[str, list[Quote]]:
    """Return quotes per topic: the first of every topic before the second of any, while there is room."""
    found = {b.row[TopicSpread.topic]: quotes.of_topic(b.row[TopicSpread.topic], most) for b in made}
    held: dict[str, list[Quote]] = {topic: [] for topic in found}
    room = MOST
    for place in range(most):
        for topic, mine in found.items():
            if place < len(mine) and (size := len(mine[place].text.encode()) + 300) <= room:
                room -= size
                held[topic].append(mine[place])
    return held


def _content(name: str) -> str:
    return environment().get_template(name).render()


def _policy() -> str:
    """Return a content security policy that allows the page's own style and script, and nothing else."""
    style, script = (
        b64encode(hashlib.sha256(_content(name).encode()).digest()).decode() for name in (_STYLE, _SCRIPT)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "base-uri 'none'; form-action 'none'"
    )
