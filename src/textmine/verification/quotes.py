"""Look up every quote in the source, and every number of a cross in the statements behind it."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

import pandas as pd

from textmine.tables import Documents
from textmine.verification.difference import Difference

_ID = re.compile(r"(.+):(\d+)-(\d+)")
_VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})


class _Marks(HTMLParser):
    """Finds quotes with their statement id, and the numbers that link to the evidence of a cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.quotes: list[tuple[str, str]] = []
        self.cells: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self._words = self._id = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go inside an element."""
        told = dict(attrs)
        if tag in _VOID:
            return
        self._open.append((tag, told.get("href") or told.get("class") or ""))
        if tag == "blockquote":
            self._words = self._id = ""
        elif tag == "a" and (told.get("href") or "").startswith("#vak-"):
            self.cells.append(((told.get("href") or "")[1:], ""))

    def handle_endtag(self, tag: str) -> None:
        """Go outside; a quote is complete."""
        if tag == "blockquote":
            self.quotes.append((self._id, self._words))
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep words of a quote, the id below it, and the number of a cell."""
        tags = [tag for tag, _ in self._open]
        if "blockquote" in tags and ("p", "words") in self._open:
            self._words += data
        elif "blockquote" in tags and tags[-1:] == ["code"]:
            self._id += data
        elif self._open and any(tag == "a" and mark.startswith("#vak-") for tag, mark in self._open):
            anchor, said = self.cells[-1]
            self.cells[-1] = (anchor, said + data)


def _marks(page: str) -> _Marks:
    reader = _Marks()
    reader.feed(page)
    reader.close()
    return reader


def quotes_in_page(file: str, page: str, documents: pd.DataFrame) -> Iterator[Difference]:
    """Look up every quote in the document and at the place that its statement id names."""
    texts = dict(zip(documents[Documents.id], documents[Documents.text], strict=True))
    for number, (name, words) in enumerate(_marks(page).quotes, 1):
        found = _ID.fullmatch(name)
        passage = texts.get(found[1], "")[int(found[2]) : int(found[3])] if found else ""
        if not passage or words != passage:
            yield Difference(file, f"citaat {number} (uitspraak {name or 'onbekend'})", words, passage)


def cells_in_page(file: str, page: str, ids: Mapping[str, set[str]]) -> Iterator[Difference]:
    """Compare the number in every cell of a cross with the statements that stand behind it."""
    must = {f"vak-{key.replace('|', '-')}": len(found) for key, found in ids.items()}
    for anchor, said in _marks(page).cells:
        number = must.get(anchor, 0)
        if said.strip().replace(".", "") != str(number):
            yield Difference(file, f"vakje {anchor.removeprefix('vak-')}", said, str(number))
