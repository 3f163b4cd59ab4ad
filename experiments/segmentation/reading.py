"""Read files into the tables that the steps take, without a corpus: for measurements on loose files."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from textmine.errors import SourceError
from textmine.readers import docx, markdown, odt, pdf, plain_text
from textmine.readers.blocks import join
from textmine.readers.limits import Limits
from textmine.steps.repair import Repaired, RepairSettings, repair
from textmine.tables import Blocks, Documents, arrow_schema, frame

READERS: dict[str, ModuleType] = {
    ".docx": docx,
    ".odt": odt,
    ".pdf": pdf,
    ".md": markdown,
    ".mdown": markdown,
    ".txt": plain_text,
}


def read_repaired(paths: Sequence[Path]) -> Repaired:
    """Read and repair files; a document's id is the SHA-256 of its file. Files that cannot be read are named."""
    texts: dict[str, str] = {}
    rows: dict[str, list[object]] = {name: [] for name in arrow_schema(Blocks).names}
    for path in paths:
        data = path.read_bytes()
        name = hashlib.sha256(data).hexdigest()
        try:
            reading = READERS[path.suffix].read(data, Limits())
        except SourceError as error:
            print(f"{path.name}: {error}")
            continue
        blocks = [block for part in reading.parts[:1] for block in part.blocks]
        text, spans = join(blocks)
        if name in texts or not text.strip():
            continue
        texts[name] = text
        for nth, (block, (start, end)) in enumerate(zip(blocks, spans, strict=True)):
            values = (
                name,
                nth,
                start,
                end,
                block.kind,
                block.level,
                block.page,
                block.paragraph,
                block.row,
                block.column,
            )
            for column, value in zip(rows, values, strict=True):
                rows[column].append(value)
    return repair(_documents(texts), frame(Blocks, dict(rows)), RepairSettings())


def _documents(texts: dict[str, str]) -> "object":
    count = len(texts)
    columns: dict[str, object] = {name: [None] * count for name in arrow_schema(Documents).names}
    ids = list(texts)
    columns |= {
        Documents.id: ids,
        Documents.submission: ids,
        Documents.corpus: ["minutes"] * count,
        Documents.path: ids,
        Documents.sha256: ids,
        Documents.on_behalf_of: [1] * count,
        Documents.status: ["established"] * count,
        Documents.text: list(texts.values()),
    }
    return frame(Documents, columns)
