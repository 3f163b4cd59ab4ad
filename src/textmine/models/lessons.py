"""What a classifier learns from: the codebook's examples and definitions, and the decisions of people."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pandas as pd

from textmine.codebook import Code, Codebook
from textmine.errors import ConservationError
from textmine.models.coded import CODED, Coded, decided_codes, latest, set_aside
from textmine.tables import Decisions, Groups, Statements
from textmine.text.identity import text_hash

SPLIT, DOUBT = "split", "doubt"
"""Verdicts that leave a statement without codes, and yet in the figures."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The decisions that hold: per statement its text and, per dimension, its last decision.

    ``links`` are its document and, last, its literal text: what may not be split in a measurement. ``stale``
    counts decisions about a text that is gone; see ``coded.latest``.
    """

    texts: dict[str, str]
    links: dict[str, tuple[str, ...]]
    current: dict[str, dict[str, Any]]
    stale: int


def taken(statements: pd.DataFrame, groups: pd.DataFrame, decisions: pd.DataFrame) -> Taken:
    """Return the last decisions about the statements as they are now.

    Raises
    ------
    ConservationError
        When a decided statement has no group.
    """
    if not len(decisions):
        return Taken({}, {}, {}, 0)
    hashes = statements[Statements.text].map(text_hash)
    asked = statements[Statements.id].isin(set(decisions[Decisions.statement_id]))
    mine = asked | hashes.isin(set(decisions[Decisions.text_hash]))
    wanted = statements[mine]
    texts = dict(zip(wanted[Statements.id], wanted[Statements.text], strict=True))
    current, stale = latest(decisions, dict(zip(texts, hashes[mine], strict=True)))
    return Taken(texts, _links(wanted, groups), current, stale)


def lessons(codebook: Codebook, decided: list[Coded], definition_weight: float) -> list[Coded]:
    """Return all there is to learn from, by id."""
    return sorted(
        [*_examples(codebook), *_definitions(codebook, definition_weight), *decided], key=lambda row: row.id
    )


def decided(held: Taken, codebook: Codebook, weight: float) -> list[Coded]:
    """Return the statements that people coded, without those that they set aside.

    Copies of a text with the same codes teach once, as the first of them by id and with the links of all: a
    letter that was sent a thousand times says no more about words and codes than one.

    Raises
    ------
    CodebookError
        When a decision uses a code that does not exist.
    """
    copies: dict[tuple[object, ...], list[str]] = defaultdict(list)
    given: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, rows in sorted(held.current.items()):
        if set_aside(rows) is None:
            codes = {d: decided_codes(row, codebook) for d, row in rows.items() if row.verdict in CODED}
            if codes:
                given[name] = codes
                copies[held.links[name][-1], *sorted(codes.items())].append(name)
    return [
        Coded(
            f"statement:{same[0]}",
            held.texts[same[0]],
            same[0],
            given[same[0]],
            weight,
            links=tuple(sorted({link for name in same for link in held.links[name]})),
        )
        for same in copies.values()
    ]


def finished(held: Taken, codebook: Codebook) -> frozenset[str]:
    """Return the statements that people are done with: coded in full, set aside, or to be split."""
    return frozenset(
        name
        for name, rows in held.current.items()
        if set_aside(rows) is not None
        or all(d.id in rows and rows[d.id].verdict in {*CODED, SPLIT} for d in codebook.dimensions)
    )


def doubted(held: Taken) -> frozenset[str]:
    """Return the statements that people are in doubt about."""
    return frozenset(
        name
        for name, rows in held.current.items()
        if set_aside(rows) is None and any(row.verdict == DOUBT for row in rows.values())
    )


def _links(statements: pd.DataFrame, groups: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    ids, documents = statements[Statements.id], statements[Statements.document_id]
    mine = groups[groups[Groups.statement_id].isin(set(ids))]
    group_by_id = dict(zip(mine[Groups.statement_id], mine[Groups.group], strict=True))
    if missing := set(ids) - group_by_id.keys():
        raise ConservationError(
            f"uitspraak {min(missing)} staat niet in de tabel groups; voer 'textmine run' opnieuw uit"
        )
    return {
        name: (f"document:{document}", f"group:{group_by_id[name]}")
        for name, document in zip(ids, documents, strict=True)
    }


def _examples(codebook: Codebook) -> list[Coded]:
    return [
        Coded(f"example:{n:06}", example.text, f"example:{n}", dict(example.codes), 1.0)
        for n, example in enumerate(codebook.examples)
    ]


def _definitions(codebook: Codebook, weight: float) -> list[Coded]:
    """Turn definition, include lines and cues of each code into weak rows of its own dimension."""
    return [
        Coded(
            f"code:{dimension.id}:{code.code}:{n:03}",
            text,
            f"code:{dimension.id}:{code.code}",
            {dimension.id: (code.code,)},
            weight,
            weak=True,
        )
        for dimension in codebook.dimensions
        for code in dimension.codes
        for n, text in enumerate(_told(code))
        if weight > 0
    ]


def _told(code: Code) -> tuple[str, ...]:
    return (f"{code.name}. {code.definition}", *code.include, *([", ".join(code.cues)] if code.cues else []))
