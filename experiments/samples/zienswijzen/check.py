"""Check the answer sheets: every statement must stand, word for word, in the file it is said to come from.

Reads the raw files with other libraries than the program under test does, white space aside.
Run from the repository root: ``python experiments/samples/zienswijzen/check.py``.
"""

import csv
import email
import email.policy
import io
import re
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
from bs4 import BeautifulSoup
from docx import Document
from odf import teletype  # type: ignore[import-untyped]
from odf.opendocument import load  # type: ignore[import-untyped]
from openpyxl import load_workbook

CORPUS = Path(__file__).parents[3] / "corpora" / "voorbeeld-zienswijzen"


def squeezed(text: str) -> str:
    """Put one space for every run of white space."""
    return re.sub(r"\s+", " ", text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _rows(content: bytes) -> str:
    rows = csv.reader(io.StringIO(_decoded(content), newline=""), delimiter=";")
    return "\n".join(cell for row in rows for cell in row)


def _word(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def _pdf(content: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def _open(content: bytes) -> str:
    return str(teletype.extractText(load(io.BytesIO(content)).body))


def _sheets(content: bytes) -> str:
    workbook = load_workbook(io.BytesIO(content))
    rows = (row for sheet in workbook for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(value) for row in rows for value in row if value is not None)


def _html(content: bytes) -> str:
    return BeautifulSoup(content, "html.parser").get_text(" ")


def _mail(content: bytes) -> str:
    message = email.message_from_bytes(content, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("the default policy gives an EmailMessage")
    texts = []
    for part in message.walk():
        name, body = part.get_filename(), part.get_payload(decode=True)
        if part.is_multipart() or not isinstance(body, bytes):
            continue
        kind = name.rsplit(".", 1)[1] if name else part.get_content_subtype()
        if kind in READERS:
            texts.append(READERS[kind](body))
        elif kind == "plain":
            texts.append(body.decode(part.get_content_charset() or "utf-8"))
    return "\n".join(texts)


READERS: dict[str, Callable[[bytes], str]] = {
    "txt": _decoded,
    "csv": _rows,
    "docx": _word,
    "pdf": _pdf,
    "odt": _open,
    "ods": _open,
    "xlsx": _sheets,
    "html": _html,
    "eml": _mail,
}


def main() -> None:
    """Print the number of statements found, and every one that is missing."""
    with (CORPUS / "waarheid.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    texts: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        path = row["file"]
        if path not in texts:
            texts[path] = squeezed(READERS[path.rsplit(".", 1)[1]]((CORPUS / "raw" / path).read_bytes()))
        found = squeezed(row["text"]) in texts[path]
        counts["found" if found else "missing"] += 1
        if not found:
            print(f"missing in {path}: {row['text']}")
    print(dict(counts), f"in {len(texts)} files; {len({row['text'] for row in rows})} different statements")
    if counts["missing"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
