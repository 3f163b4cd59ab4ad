"""The styles of the document, by the names that they have in a template."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """``name`` is how the file names it; ``shown`` is what Word in Dutch calls it, when that differs."""

    name: str
    shown: str = ""

    @property
    def told(self) -> str:
        """How a message calls the style."""
        return f"'{self.shown}' ({self.name})" if self.shown else f"'{self.name}'"


PARAGRAPHS = {
    "title": Style("Title", "Titel"),
    "subtitle": Style("Subtitle", "Ondertitel"),
    "contents": Style("TOC Heading", "Kopje inhoudsopgave"),
    "contents-1": Style("toc 1", "Inhopg 1"),
    "contents-2": Style("toc 2", "Inhopg 2"),
    "heading-1": Style("heading 1", "Kop 1"),
    "heading-2": Style("heading 2", "Kop 2"),
    "heading-3": Style("heading 3", "Kop 3"),
    "heading-4": Style("heading 4", "Kop 4"),
    "text": Style("Body Text", "Platte tekst"),
    "lead": Style("Tussenkop"),
    "box": Style("Kader"),
    "quote": Style("Quote", "Citaat"),
    "source": Style("Citaatbron"),
    "bullet-0": Style("List Bullet", "Lijst opsom.teken"),
    "bullet-1": Style("List Bullet 2", "Lijst opsom.teken 2"),
    "bullet-2": Style("List Bullet 3", "Lijst opsom.teken 3"),
    "number-0": Style("List Number", "Lijstnummering"),
    "number-1": Style("List Number 2", "Lijstnummering 2"),
    "number-2": Style("List Number 3", "Lijstnummering 3"),
    "caption": Style("caption", "Bijschrift"),
    "note": Style("Tabeltoelichting"),
    "cell": Style("Tabeltekst"),
    "cell-number": Style("Tabelgetal"),
    "cell-list": Style("Tabellijst"),
    "cell-heading": Style("Tabelrijkop"),
    "head": Style("Tabelkop"),
    "head-number": Style("Tabelkop getal"),
    "after-table": Style("Tabeleinde"),
    "picture": Style("Figuur"),
    "picture-caption": Style("Figuurbijschrift"),
}
CHARACTERS = {
    "strong": Style("Strong", "Zwaar"),
    "emphasis": Style("Emphasis", "Nadruk"),
    "code": Style("Technisch"),
    "link": Style("Hyperlink"),
}
TABLES = {"table": Style("Rapporttabel")}

BY_KIND = {"paragraph": PARAGRAPHS, "character": CHARACTERS, "table": TABLES}
"""All styles that a template must have, by what Word calls their type."""
