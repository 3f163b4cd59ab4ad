"""Read a published page back, as a screen reader or a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    """One element with what is inside; ``parts`` holds texts and elements in order."""

    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None" = None
    parts: list["str | Element"] = field(default_factory=list)

    def text(self) -> str:
        """Return all text inside, exactly."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)

    def words(self) -> str:
        """Return the text inside with single spaces."""
        return " ".join(self.text().split())

    def all(self, tag: str | None = None, **attributes: str) -> list["Element"]:
        """Return the elements inside with this tag and these attributes (``class_`` for class), in order."""
        found = []
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        for part in self.parts:
            if isinstance(part, Element):
                if tag in {None, part.tag} and wanted.items() <= part.attributes.items():
                    found.append(part)
                found += part.all(tag, **attributes)
        return found

    def one(self, tag: str, **attributes: str) -> "Element":
        """Return the only such element."""
        (found,) = self.all(tag, **attributes)
        return found


class _Builder(HTMLParser):
    """Builds the tree and refuses what is not closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"<{tag}> has an attribute twice"
        element = Element(tag, dict(attrs), self.open)
        self.open.parts.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.parts.append(Element(tag, dict(attrs), self.open))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.parts.append(data)


def read_page(page: str) -> Element:
    """Parse a page; every element must be closed, in order."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    assert builder.open is builder.root, f"<{builder.open.tag}> is not closed"
    return builder.root


def quotes_of(page: Element) -> list[tuple[str, str]]:
    """Return statement id and exact words of every quote."""
    return [(q.one("footer").one("code").text(), q.one("p").text()) for q in page.all("blockquote")]
