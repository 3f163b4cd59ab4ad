"""What the Word report says: the sections of the page, in the wording for paper."""

from collections.abc import Iterable
from hashlib import sha256

from textmine.report.document.model import Document
from textmine.report.document.page_reader import read_sections
from textmine.report.given import Given
from textmine.report.opening import summary
from textmine.report.rows import values
from textmine.tables import Documents

VERSION = 12
"""Letters of the fingerprint of the data that the header shows."""


def contents(given: Given, sections: str) -> Document:
    """Return the document; ``sections`` is what ``page.render_sections`` made for paper."""
    return Document(
        title=f"{given.corpus.name}: wat er is gezegd",
        subtitle=given.corpus.description,
        summary=summary(given),
        about=f"Gegevens {data_version(values(given.documents, Documents.sha256))}",
        blocks=read_sections(sections),
    )


def data_version(hashes: Iterable[str]) -> str:
    """Return a fingerprint of the source files, whatever their order: the same files, the same letters."""
    together = "\n".join(sorted(set(hashes)))
    return sha256(together.encode()).hexdigest()[:VERSION]
