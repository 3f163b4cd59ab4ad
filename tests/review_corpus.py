"""A small corpus on disk with proposals, as a run leaves it; codebook and texts are chosen to be awkward."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import load_workbook

from textmine import tables
from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.pipeline import table as t
from textmine.review.columns import FILL_IN
from textmine.steps.deduplicate import DeduplicateSettings, deduplicate
from textmine.store import artefacts, models, parquet

CODEBOOK = """
name: proef
title: Codeboek voor de proef
dimensions:
  - id: onderdeel
    name: Regio
    multiple: true
    outside: elders
    codes:
      - {code: water_en_bodem, name: Water en bodem, definition: "Over water; zie ook lucht."}
      - {code: lucht, name: Lucht, definition: "Over lucht, niet water_en_bodem."}
      - {code: verkeer, name: Geluid, definition: Verkeer dat te horen is.}
      - {code: bedrijf, name: geluid, definition: Bedrijven die te horen zijn.}
      - {code: elders, name: "Ergens anders; of nergens", definition: Al het andere.}
  - id: soort
    name: Soort
    multiple: false
    outside: overig
    codes:
      - {code: klacht, name: Klacht, definition: Er gaat iets mis.}
      - {code: wens, name: Wens, definition: Er moet iets komen.}
      - {code: overig, name: Overig, definition: Iets anders.}
      - {code: lof, name: Lof, definition: Waardering., parent: overig}
examples:
  - {text: Het stinkt bij de haven., onderdeel: [lucht], soort: klacht}
  - {text: Er moet een gemaal bij., onderdeel: [water_en_bodem], soort: wens}
  - {text: Om tien uur is er koffie., onderdeel: [elders], soort: overig}
"""

CORPUS = """
name: Proef
kind: minutes
regions: [{id: noord, name: Het Noorden}]
tiers: [{id: gemeenten, name: Gemeenten}]
sessions: [{id: s1, name: Sessie een, region: noord, tier: gemeenten, files: ["*.txt"]}]
"""

PROPOSAL = {"onderdeel": ("lucht",), "soort": ("klacht",)}
"""What is proposed for every statement."""


def build(folder: Path, texts: Sequence[str], codebook: str = CODEBOOK) -> Path:
    """Write all tables that review reads; statement n is the whole of document ``d<n>``."""
    (folder / "derived").mkdir(parents=True)
    (folder / "codebook.yaml").write_text(codebook, "utf-8")
    (folder / "corpus.yaml").write_text(CORPUS, "utf-8")
    rows = list(enumerate(texts))
    half = len(rows) // 2
    book: Codebook = artefacts.read("codebook", folder / "codebook.yaml")
    makers = (
        (t.DOCUMENTS, _documents),
        (t.SPANS, _spans),
        (t.STATEMENTS, _statements),
        (t.ASSIGNMENTS, lambda part: _assignments(part, book)),
    )
    for artefact, make in makers:
        table = artefacts.table_class(artefact.table)
        with parquet.PartitionWriter(table, artefact.of(folder)) as writer:
            for part in (rows[:half], rows[half:]):
                writer.write(make(part))
    groups = deduplicate(_statements(rows), DeduplicateSettings())
    parquet.write(tables.Groups, t.GROUPS.of(folder), groups)
    vectors = np.random.default_rng(0).standard_normal((len(texts), 8), np.float32)
    names = tuple(statement_id(n, text) for n, text in rows)
    with models.EmbeddingsWriter(t.EMBEDDINGS.of(folder)) as embeddings:
        embeddings.write(Embeddings(names, vectors, "proef"))
    return folder


def statement_id(number: int, text: str) -> str:
    """Return the id of the ``number``-th statement."""
    return f"d{number:06}:0-{len(text)}"


def _documents(rows: Sequence[tuple[int, str]]) -> pd.DataFrame:
    names = [f"d{n:06}" for n, _ in rows]
    nothing = [None] * len(rows)
    columns: dict[str, object] = dict.fromkeys(tables.arrow_schema(tables.Documents).names, nothing)
    columns.update(
        id=names,
        submission=names,
        corpus=["proef"] * len(rows),
        path=["verslag.txt"] * len(rows),
        sha256=["0" * 64] * len(rows),
        session=["s1"] * len(rows),
        region=["noord"] * len(rows),
        tier=["gemeenten"] * len(rows),
        on_behalf_of=[1] * len(rows),
        status=["established"] * len(rows),
        text=[text for _, text in rows],
    )
    return tables.frame(tables.Documents, columns)


def _spans(rows: Sequence[tuple[int, str]]) -> pd.DataFrame:
    size = len(rows)
    ends = [len(text) for _, text in rows]
    return tables.frame(
        tables.Spans,
        {
            "document_id": [f"d{n:06}" for n, _ in rows],
            "start": [0] * size,
            "end": ends,
            "raw_start": [0] * size,
            "raw_end": ends,
            "block": [0] * size,
            "kind": ["line"] * size,
            "level": [0] * size,
            "page": [None] * size,
            "paragraph": [n + 1 for n, _ in rows],
            "row": [None] * size,
            "column": [None] * size,
        },
    )


def _statements(rows: Sequence[tuple[int, str]]) -> pd.DataFrame:
    size = len(rows)
    texts = [text for _, text in rows]
    return tables.frame(
        tables.Statements,
        {
            "id": [statement_id(n, text) for n, text in rows],
            "document_id": [f"d{n:06}" for n, _ in rows],
            "start": [0] * size,
            "end": [len(text) for text in texts],
            "outer_start": [0] * size,
            "text": texts,
            "context_before": ["Eerder gezegd."] * size,
            "context_after": [""] * size,
            "structure": ["sentence"] * size,
            "heading": [None] * size,
            "speaker": [None] * size,
            "sentences": [[0]] * size,
        },
    )


def _assignments(rows: Sequence[tuple[int, str]], codebook: Codebook) -> pd.DataFrame:
    """Propose ``PROPOSAL`` for every statement; the higher its number, the less certain."""
    codes = [(d.id, code.code) for d in codebook.dimensions for code in d.codes]
    given = [code in PROPOSAL.get(dimension, ()) for dimension, code in codes]
    certain = [0.6 + 0.3 / (1 + n) for n, _ in rows]
    return tables.frame(
        tables.Assignments,
        {
            "statement_id": [statement_id(n, text) for n, text in rows for _ in codes],
            "dimension": [dimension for _ in rows for dimension, _ in codes],
            "code": [code for _ in rows for _, code in codes],
            "probability": [p if mine else 0.2 for p in certain for mine in given],
            "assigned": [mine for _ in rows for mine in given],
            "source": ["model"] * (len(rows) * len(codes)),
            "reason": ["Woorden: stank." if mine else None for _ in rows for mine in given],
        },
    )


class Workbook:
    """A review workbook in the hands of somebody who fills it in with a spreadsheet program."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)
        self.sheet = self.book["Beoordelen"]

    def column(self, heading: str) -> int:
        """Return the number of the column with ``heading``, with or without its fill-in sign."""
        found = [
            cell.column
            for cell in self.sheet[1]
            if str(cell.value).replace(FILL_IN, "").strip().casefold() == heading.casefold()
        ]
        return int(found[0])

    def row(self, statement: str) -> int:
        """Return the row of a statement."""
        column = self.column("Uitspraak-ID")
        return next(
            n for n in range(2, self.sheet.max_row + 1) if self.sheet.cell(n, column).value == statement
        )

    def fill(self, statement: str, **cells: object) -> int:
        """Fill in cells by heading (an underscore is a space); return the number of the row."""
        row = self.row(statement)
        for heading, value in cells.items():
            self.sheet.cell(row, self.column(heading.replace("_", " "))).value = value
        return row

    def save(self) -> Path:
        """Save under the same name."""
        self.book.save(self.path)
        return self.path
