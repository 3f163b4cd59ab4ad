"""Read a corpus, or loose files without a corpus, up to repaired documents: what segment takes."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.errors import SourceError
from textmine.readers import registry
from textmine.readers.blocks import join
from textmine.readers.limits import Limits
from textmine.steps.ingest import IngestSettings, ingest
from textmine.steps.repair import Repaired, RepairSettings, repair
from textmine.store.raw import source_files
from textmine.store.yaml_files import load_corpus
from textmine.tables import Blocks, Documents, arrow_schema, frame


def read_corpus(folder: Path) -> Repaired:
    """Ingest and repair every file of a corpus."""
    parts = list(ingest(source_files(folder / "raw"), folder.name, load_corpus(folder), IngestSettings()))
    sources = pd.concat([part.sources for part in parts], ignore_index=True)
    blocks = pd.concat([part.blocks for part in parts], ignore_index=True)
    return repair(sources, blocks, RepairSettings())


def read_files(paths: Sequence[Path]) -> tuple[dict[str, str], Repaired]:
    """Return the text of loose files as read, and repaired; the id of a text is the SHA-256 of its file.

    Files that cannot be read are named on the console, and files that come twice are read once.
    """
    texts: dict[str, str] = {}
    rows: dict[str, list[Any]] = {name: [] for name in arrow_schema(Blocks).names}
    for path in paths:
        data = path.read_bytes()
        name = hashlib.sha256(data).hexdigest()
        try:
            reading = registry.read(path.name, data, Limits())
        except SourceError as error:
            print(f"{path.name}: {error}")
            continue
        text, spans = join(reading.parts[0].blocks)
        if name in texts or not text.strip():
            continue
        texts[name] = text
        for nth, (block, (start, end)) in enumerate(zip(reading.parts[0].blocks, spans, strict=True)):
            place = (block.kind, block.level, block.page, block.paragraph, block.row, block.column)
            for column, value in zip(rows, (name, nth, start, end, *place), strict=True):
                rows[column].append(value)
    return texts, repair(_documents(texts), frame(Blocks, dict(rows)), RepairSettings())


def _documents(texts: dict[str, str]) -> pd.DataFrame:
    count = len(texts)
    columns: dict[str, Any] = {name: [None] * count for name in arrow_schema(Documents).names}
    ids = list(texts)
    columns |= dict.fromkeys((Documents.id, Documents.submission, Documents.path, Documents.sha256), ids)
    columns |= {
        Documents.corpus: ["minutes"] * count,
        Documents.on_behalf_of: [1] * count,
        Documents.status: ["established"] * count,
        Documents.text: list(texts.values()),
    }
    return frame(Documents, columns)
