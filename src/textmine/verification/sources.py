"""Are the texts what the files say? Hashes, offset map, and every statement at its place."""

import unicodedata
from collections.abc import Iterator, Mapping

import pandas as pd

from textmine.tables import Documents, Files, Spans, Statements
from textmine.verification.difference import Difference

NOTHING = "(niets)"


def raw_files(files: pd.DataFrame, now: Mapping[str, str]) -> Iterator[Difference]:
    """Compare the recorded SHA-256 of every raw file with that of ``now``, by path."""
    recorded = dict(zip(files[Files.path], files[Files.sha256], strict=True))
    for path in sorted(recorded.keys() | now.keys()):
        if recorded.get(path) != now.get(path):
            told, found = recorded.get(path, NOTHING), now.get(path, NOTHING)
            yield Difference(f"raw/{path}", "sha256", found, told)


def texts_as_read(sources: pd.DataFrame, again: pd.DataFrame) -> Iterator[Difference]:
    """Compare the texts as they were read with those that reading the files again gives."""
    told = dict(zip(sources[Documents.id], sources[Documents.text], strict=True))
    found = dict(zip(again[Documents.id], again[Documents.text], strict=True))
    for name in sorted(told.keys() | found.keys()):
        if told.get(name) != found.get(name):
            yield Difference(
                "derived/sources.parquet", f"tekst {name}", told.get(name, NOTHING), found.get(name, NOTHING)
            )


def repaired_texts(
    sources: pd.DataFrame, documents: pd.DataFrame, spans: pd.DataFrame
) -> Iterator[Difference]:
    """Follow the offset map: it covers every text, and the letters and digits are those that were read.

    Repair may change spaces, line breaks, hyphens and quotation marks, and nothing that a reader would read.
    """
    raw = dict(zip(sources[Documents.id], sources[Documents.text], strict=True))
    names = [Spans.start, Spans.end, Spans.raw_start, Spans.raw_end]
    mapped: dict[str, list[tuple[int, int, int, int]]] = {}
    for document, *place in spans[[Spans.document_id, *names]].itertuples(index=False, name=None):
        mapped.setdefault(document, []).append((place[0], place[1], place[2], place[3]))
    for name, text in zip(documents[Documents.id], documents[Documents.text], strict=True):
        at = 0
        for start, end, raw_start, raw_end in sorted(mapped.get(name, [])):
            said, read = text[start:end], raw.get(name, "")[raw_start:raw_end]
            if start != at or not _same_words(said, read):
                yield Difference(
                    "derived/documents.parquet", f"tekst {name}, teken {start}-{end}", said, read
                )
            at = end
        if at != len(text):
            yield Difference("derived/documents.parquet", f"tekst {name}, teken {at}", text[at:], NOTHING)


def _same_words(said: str, read: str) -> bool:
    """Compare letters and digits only; signs that were read wrongly (no ASCII) may have become others."""
    if said == read:
        return True
    return _letters(said) == _letters(read) or (len(said) != len(read) and not read.isascii())


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def statements_in_place(documents: pd.DataFrame, statements: pd.DataFrame) -> Iterator[Difference]:
    """Look up every statement, word for word, at the place that its id names."""
    texts = dict(zip(documents[Documents.id], documents[Documents.text], strict=True))
    names = [Statements.id, Statements.document_id, Statements.start, Statements.end, Statements.text]
    for name, document, start, end, text in statements[names].itertuples(index=False, name=None):
        passage = texts.get(document, "")[start:end]
        if name != f"{document}:{start}-{end}" or text != passage:
            yield Difference("derived/statements.parquet", f"uitspraak {name}", text, passage or NOTHING)
