"""The page of a section: how much room there is between its margins, upright and turned."""

from dataclasses import dataclass

from docx.oxml.ns import qn

from textmine.report.document.parts import Element

A4 = (11_906, 16_838)
MARGIN = 1_276
"""Used where a template does not say: in twentieths of a point, as all lengths here."""


@dataclass(frozen=True, slots=True)
class Page:
    """Size and margins; ``sides`` are left and right together, ``ends`` top and bottom."""

    across: int
    down: int
    sides: int
    ends: int

    @property
    def width(self) -> int:
        """Room for text beside each other."""
        return self.across - self.sides

    @property
    def height(self) -> int:
        """Room for text below each other."""
        return self.down - self.ends

    def put_in(self, section: Element) -> None:
        """Give a section the size of this page, and say which way it lies."""
        size = section.find(qn("w:pgSz"))
        if size is not None:
            size.set(qn("w:w"), str(self.across))
            size.set(qn("w:h"), str(self.down))
            size.set(qn("w:orient"), "landscape" if self.across > self.down else "portrait")


def page_of(section: Element) -> Page:
    """Return the page that a section asks for."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))

    def length(element: Element, name: str, otherwise: int) -> int:
        return otherwise if element is None else int(element.get(qn(f"w:{name}"), otherwise))

    return Page(
        across=length(size, "w", A4[0]),
        down=length(size, "h", A4[1]),
        sides=length(margins, "left", MARGIN) + length(margins, "right", MARGIN),
        ends=length(margins, "top", MARGIN) + length(margins, "bottom", MARGIN),
    )


def turned(page: Page) -> Page:
    """Return the same sheet, turned a quarter; margins stay where they are."""
    return Page(across=page.down, down=page.across, sides=page.sides, ends=page.ends)
