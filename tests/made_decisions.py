"""Decisions and rounds as short as a person would write them, for tests of what follows from them."""

from collections.abc import Sequence

import pandas as pd

from textmine import tables
from textmine.codebook import Codebook
from textmine.review.rounds import Round
from textmine.tables import Decisions, Queue

CODEBOOK = Codebook.model_validate(
    {
        "name": "proef",
        "title": "Proef",
        "dimensions": [
            {
                "id": "onderdeel",
                "name": "Onderdeel",
                "multiple": True,
                "outside": "elders",
                "codes": [
                    {"code": "lucht", "name": "Lucht", "definition": "", "replaces": ["wind"]},
                    {"code": "water", "name": "Water", "definition": ""},
                    {"code": "elders", "name": "Elders", "definition": ""},
                ],
            },
            {
                "id": "soort",
                "name": "Soort",
                "multiple": False,
                "outside": "overig",
                "codes": [
                    {"code": "klacht", "name": "Klacht", "definition": ""},
                    {"code": "overig", "name": "Overig", "definition": ""},
                ],
            },
        ],
    }
)

Decision = tuple[str, str, str]
"""Statement, workbook (see ``label``), and what was decided: ``klacht``, ``lucht|water``, ``!doubt``."""


def label(short: str) -> str:
    """Return the name of a workbook: ``1 anna`` is of round 1, ``1 bob*`` blind, ``geschillen carla``."""
    first, who = short.split()
    kind = f"beoordeling_{first}" if first.isdecimal() else first
    return f"{kind}_{who.rstrip('*')}.xlsx" + (tables.BLIND if who.endswith("*") else "")


def decided(*rows: Decision, version: str = CODEBOOK.version, text: str = "h") -> pd.DataFrame:
    """Build decisions in order of arrival; the reviewer is who the workbook is for.

    Codes are of the dimension that has them; a verdict without codes is about both dimensions.
    """
    columns: dict[str, list[str | None]] = {name: [] for name in Decisions.to_schema().columns}
    of = {code: d.id for d in CODEBOOK.dimensions for code in d.by_code} | {"wind": "onderdeel"}
    for number, (statement, workbook, what) in enumerate(rows):
        verdict = what[1:] if what.startswith("!") else "code" if workbook.endswith("*") else "change"
        mine = [d.id for d in CODEBOOK.dimensions]
        if not what.startswith("!"):
            mine = [of.get(what.split("|")[0], "soort")]
        for dimension in mine:
            row = {
                Decisions.statement_id: statement,
                Decisions.text_hash: text,
                Decisions.reviewer: workbook.rstrip("*").split()[-1].title(),
                Decisions.decided_at: f"2026-03-05T10:00:{number:02}+01:00",
                Decisions.verdict: verdict,
                Decisions.dimension: dimension,
                Decisions.codes: None if what.startswith("!") else what,
                Decisions.note: None,
                Decisions.codebook_version: version,
                Decisions.workbook: label(workbook),
            }
            for name, value in row.items():
                columns[name].append(value)
    return tables.frame(Decisions, columns)


def drawn(number: int, sample: Sequence[str], active: Sequence[str] = ()) -> Round:
    """Return a round with these statements."""
    ids = [*sample, *active]
    queue = tables.frame(
        Queue,
        {
            Queue.round: [number] * len(ids),
            Queue.statement_id: ids,
            Queue.part: ["sample"] * len(sample) + ["active"] * len(active),
            Queue.stratum: ["alles"] * len(sample) + [None] * len(active),
            Queue.inclusion_probability: [0.5] * len(sample) + [None] * len(active),
            Queue.order: range(len(ids)),
            Queue.dimension: [None] * len(sample) + ["soort"] * len(active),
            Queue.score: [None] * len(sample) + [0.1] * len(active),
        },
    )
    return Round(number, queue, tables.empty(tables.Strata), tables.empty(tables.RoundTexts))
