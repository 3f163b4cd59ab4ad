"""The whole job on real Dutch minutes, which nobody here wrote."""

import shutil
from pathlib import Path

import pytest
from published_page import quotes_of, read_page

from textmine.pipeline.run import run
from textmine.pipeline.status import status
from textmine.store import parquet
from textmine.tables import Documents, Files, Spans, Statements
from textmine.text.offsets import Run, to_raw

CORPUS = """\
name: Verslagen van werkgroepen
kind: minutes
description: Echte verslagen, gelezen waar ze staan
codebook: {codebook}
regions: []
"""

QUICK = """train:
  folds: 2
  profiles: [{words: 1, characters: 0, embedding: 1, cues: 0, speech: 0}]
"""
"""How well the codes are given is not what is tested here."""


@pytest.fixture(scope="module")
def corpus(shared: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of every third file of the real minutes with a five-line ``corpus.yaml``, run once."""
    folder = tmp_path_factory.mktemp("work") / "corpora" / "echt"
    (folder / "raw").mkdir(parents=True)
    for path in sorted((shared / "data" / "minutes").iterdir())[::3]:
        shutil.copy(path, folder / "raw")
    codebook = root / "corpora" / "voorbeeld-regiosessies" / "codebook.yaml"
    (folder / "corpus.yaml").write_text(CORPUS.format(codebook=codebook), "utf-8")
    (folder / "params.yaml").write_text(QUICK, "utf-8")
    run(folder)
    return folder


def test_every_quote_in_the_report_stands_verbatim_in_its_source(corpus: Path) -> None:
    """What the page shows between quotation marks is, letter for letter, in the text of that document."""
    texts = parquet.read(Documents, corpus / "derived" / "documents.parquet").set_index("id")["text"]
    quotes = quotes_of(read_page((corpus / "derived" / "rapport.html").read_text("utf-8")))
    assert len(quotes) > 30
    wrong = [statement for statement, quote in quotes if quote not in texts[statement.split(":")[0]]]
    assert wrong == []


def test_every_statement_leads_back_to_the_raw_text(corpus: Path) -> None:
    """The offset map leads to a raw passage with the same letters, whatever repair did between them."""
    statements = parquet.read(Statements, corpus / "derived" / "statements.parquet")
    documents = parquet.read(Documents, corpus / "derived" / "documents.parquet").set_index("id")["text"]
    sources = parquet.read(Documents, corpus / "derived" / "sources.parquet").set_index("id")["text"]
    spans = parquet.read(Spans, corpus / "derived" / "spans.parquet")
    runs = {
        document: [
            Run(*row) for row in rows[["start", "end", "raw_start", "raw_end"]].itertuples(index=False)
        ]
        for document, rows in spans.groupby("document_id")
    }
    assert len(statements) > 500
    for row in statements.itertuples():
        assert documents[row.document_id][row.start : row.end] == row.text
        start, end = to_raw(runs[row.document_id], row.start, row.end)
        raw = sources[row.document_id][start:end]
        first = next(c for c in row.text if c.isalnum())
        assert first.casefold() in raw.casefold()
        assert len(raw) >= len(row.text.replace(" ", ""))


def test_every_file_is_accounted_for(corpus: Path) -> None:
    """All files in, and each is read or is on the list with a reason."""
    files = parquet.read(Files, corpus / "derived" / "files.parquet")
    assert len(files) == len(list((corpus / "raw").iterdir()))
    found = status(corpus)
    assert (found.funnel["received"] == found.funnel["kept"] + found.funnel["rejected"]).all()
    rejected = set(files.loc[files[Files.status] == "rejected", Files.path])
    assert rejected == set(found.to_look_at["path"]) & rejected
    assert len(rejected) <= 3
