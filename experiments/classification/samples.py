"""The sample corpora as statements with their true codes; identical texts count once."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from textmine import tables
from textmine.codebook import Codebook
from textmine.tables import Decisions, Statements
from textmine.text.identity import text_hash

CORPORA = Path(__file__).parents[2] / "corpora"


@dataclass(frozen=True)
class Sample:
    """Distinct texts with their codes per dimension; ``conflicts`` counts texts coded in two ways."""

    name: str
    ids: list[str]
    texts: list[str]
    codes: dict[str, list[tuple[str, ...]]]
    conflicts: int

    def statements(self) -> pd.DataFrame:
        """Return the texts as the table that train and classify read."""
        return as_statements(self.ids, self.texts)

    def decisions(self, rows: list[int]) -> pd.DataFrame:
        """Return what a reviewer who knows the truth would decide about ``rows``."""
        pairs = [(row, dimension) for row in rows for dimension in self.codes]
        count = len(pairs)
        return tables.frame(
            Decisions,
            {
                "statement_id": [self.ids[row] for row, _ in pairs],
                "text_hash": [text_hash(self.texts[row]) for row, _ in pairs],
                "reviewer": ["A"] * count,
                "decided_at": ["2026-01-01T00:00:00"] * count,
                "verdict": ["change"] * count,
                "dimension": [dimension for _, dimension in pairs],
                "codes": ["|".join(self.codes[dimension][row]) for row, dimension in pairs],
                "note": [None] * count,
                "codebook_version": ["simulated"] * count,
                "workbook": ["simulated"] * count,
            },
        )


def load_codebook(name: str = "voorbeeld-regiosessies") -> Codebook:
    """Read the codebook of a sample corpus."""
    return Codebook.model_validate(yaml.safe_load((CORPORA / name / "codebook.yaml").read_text("utf-8")))


def load_sample(name: str, codebook: Codebook) -> Sample:
    """Read ``waarheid.csv`` of a sample corpus; the first coding of a text counts."""
    with (CORPORA / name / "waarheid.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        first.setdefault(row["text"], row)
    names = list(codebook.by_id)
    conflicts = {r["text"] for r in rows if any(r[name] != first[r["text"]][name] for name in names)}
    texts = sorted(first)
    codes = {name: [tuple(first[text][name].split("|")) for text in texts] for name in names}
    ids = [f"{name}-{number:05}:0-{len(text)}" for number, text in enumerate(texts)]
    return Sample(name, ids, texts, codes, len(conflicts))


def as_statements(ids: list[str], texts: list[str]) -> pd.DataFrame:
    """Return ``texts`` as statements of one sentence each."""
    count = len(ids)
    columns = {
        Statements.id: ids,
        Statements.document_id: [name.split(":")[0] for name in ids],
        Statements.start: [0] * count,
        Statements.end: [len(text) for text in texts],
        Statements.outer_start: [0] * count,
        Statements.text: texts,
        Statements.context_before: [""] * count,
        Statements.context_after: [""] * count,
        Statements.structure: ["sentence"] * count,
        Statements.heading: [None] * count,
        Statements.speaker: [None] * count,
        Statements.sentences: [[0]] * count,
    }
    return tables.frame(Statements, columns)
