"""Read sections of the page as a document: one text for both, so that they cannot say different things."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from textmine.errors import ConservationError
from textmine.report.document.model import (
    Block,
    Cell,
    Heading,
    Items,
    Paragraph,
    Picture,
    Quote,
    Run,
    Runs,
    Table,
    plain,
)

_VOID = frozenset({"br", "img", "meta", "rect", "path", "circle", "use", "line"})
_PLAIN = ("a", "abbr", "cite", "data", "q", "small", "span", "sub", "sup", "time")
_INLINE = {
    "b": "strong",
    "strong": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "code": "code",
    **dict.fromkeys(_PLAIN, ""),
}
_CONTAINERS = frozenset({"section", "div", "details", "main", "article"})
_HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4}
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str | None]
    parts: "list[str | _Element]" = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set((self.attributes.get("class") or "").split())

    @property
    def children(self) -> "list[_Element]":
        return [part for part in self.parts if isinstance(part, _Element)]

    def find(self, *tags: str) -> "Iterator[_Element]":
        """Yield the elements inside with one of these tags, in order."""
        for part in self.children:
            if part.tag in tags:
                yield part
            yield from part.find(*tags)

    def text(self) -> str:
        """Return all text inside, exactly."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)


class _Tree(HTMLParser):
    """Builds the tree; character references are resolved, so that a quote is what its source says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, dict(attrs))
        self.open[-1].parts.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(_Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.open[-1].tag != tag:
            raise ConservationError(
                f"rapport: </{tag}> sluit <{self.open[-1].tag}>; dit hoort niet te kunnen"
            )
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read_sections(html: str) -> tuple[Block, ...]:
    """Return what ``html`` says as blocks, in order.

    Raises
    ------
    ConservationError
        When the page holds an element that a document has no place for: nothing is left out in silence.
    """
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return tuple(_flow(tree.open[0]))


def _flow(element: _Element, style: str = "text") -> Iterator[Block]:
    """Yield the blocks inside; text between them is a paragraph. A box ends where a table begins."""
    loose: list[Run] = []
    for part in element.parts:
        if isinstance(part, str) or part.tag in _INLINE or part.tag == "br":
            loose += _runs([part], stacked="cell" in element.classes)
            continue
        if runs := _tidy(loose):
            yield Paragraph(runs, style)
        loose = []
        yield from _block(part, style)
        if part.tag == "div":
            style = "text"
    if runs := _tidy(loose):
        yield Paragraph(runs, style)


def _block(element: _Element, style: str) -> Iterator[Block]:
    tag = element.tag
    if tag in _CONTAINERS:
        yield from _flow(element, "box" if "box" in element.classes else style)
    elif tag == "figure":
        yield from _pictures(element)
    elif tag == "p":
        if runs := _tidy(_runs(element.parts)):
            yield Paragraph(runs, style)
    elif not _decoration(element):
        yield _whole(element)


def _whole(element: _Element) -> Block:
    """Return the one block that an element is."""
    tag = element.tag
    if tag in _HEADINGS:
        return Heading(_HEADINGS[tag], _tidy(_runs(element.parts)), element.attributes.get("id") or "")
    made: dict[str, Callable[[], Block]] = {
        "summary": lambda: Paragraph(_tidy(_runs(element.parts)), "lead"),
        "ul": lambda: Items(ordered=False, items=tuple(_items(element, 0))),
        "ol": lambda: Items(ordered=True, items=tuple(_items(element, 0))),
        "dl": lambda: Items(ordered=False, items=tuple(_terms(element))),
        "blockquote": lambda: _quote(element),
        "table": lambda: _table(element),
    }
    if tag not in made:
        raise ConservationError(f"rapport: een document heeft geen plaats voor <{tag}>")
    return made[tag]()


def _decoration(element: _Element) -> bool:
    """Return whether an element says nothing that is not in words beside it."""
    return element.tag == "svg" and element.attributes.get("aria-hidden") == "true"


def _runs(
    parts: "list[str | _Element]", *, stacked: bool = False, style: str = "", target: str = ""
) -> list[Run]:
    """Return the text of inline parts; ``stacked`` puts every span on a line of its own."""
    found: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            found.append(Run(_SPACE.sub(" ", part), style, target))
        elif part.tag == "br":
            found.append(Run("\n", style, target))
        elif part.tag in _INLINE:
            link = part.attributes.get("href") or ""
            inside = _runs(
                part.parts,
                style=_INLINE[part.tag] or style,
                target=link[1:] if link.startswith("#") else target,
            )
            if stacked and part.tag == "span":
                inside = [Run("\n"), *inside]
            elif "unit" in part.classes and not part.text().startswith("("):
                inside = [Run("("), *inside, Run(")")]
            elif part.tag == "q":
                inside = [Run("‘"), *inside, Run("’")]
            found += inside
        elif not _decoration(part):
            raise ConservationError(f"rapport: <{part.tag}> staat midden in een zin")
    return found


def _tidy(runs: list[Run]) -> Runs:
    """Leave out space at the ends of lines and double space; empty runs go."""
    kept: list[Run] = []
    for run in runs:
        before = kept[-1].text[-1] if kept else "\n"
        text = run.text.lstrip(" ") if before in " \n" else run.text
        if text.startswith("\n") and kept:
            kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
        if text.strip("\n") or (text and kept):
            kept.append(replace(run, text=text))
        kept = [each for each in kept if each.text]
    while kept and not kept[-1].text.strip(" \n"):
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" \n"))
    return tuple(kept)


def _items(element: _Element, level: int) -> Iterator[tuple[int, Runs]]:
    for item in element.children:
        nested = [part for part in item.children if part.tag in {"ul", "ol"}]
        yield level, _tidy(_runs([part for part in item.parts if part not in nested]))
        for below in nested:
            yield from _items(below, level + 1)


def _terms(element: _Element) -> Iterator[tuple[int, Runs]]:
    terms: list[Run] = []
    for part in element.children:
        if part.tag == "dt":
            terms = [replace(run, style="strong") for run in _runs(part.parts)]
        else:
            yield 0, _tidy([*terms, Run(": "), *_runs(part.parts)])


def _quote(element: _Element) -> Quote:
    words = next(part for part in element.children if part.tag == "p")
    source = next(part for part in element.children if part.tag == "footer")
    return Quote(words.text(), _tidy(_runs(source.parts)))


def _pictures(element: _Element) -> Iterator[Block]:
    for image in element.find("img"):
        caption = next(element.find("figcaption"), None)
        yield Picture(
            name=image.attributes.get("src") or "",
            caption=_tidy(_runs(caption.parts)) if caption else (),
            text=image.attributes.get("alt") or "",
        )


def _table(element: _Element) -> Table:
    caption = next(element.find("caption"))
    notes = [part for part in caption.children if part.tag == "small"]
    rows = [(part.tag, row) for part in element.children for row in part.find("tr")]
    head = tuple(_row(row) for tag, row in rows if tag == "thead")
    body = tuple(_row(row) for tag, row in rows if tag != "thead")
    table = Table(
        caption=_tidy(_runs([part for part in caption.parts if part not in notes])),
        note=_tidy([run for note in notes for run in _runs(note.parts)]),
        head=head,
        body=body,
    )
    uneven = {sum(cell.span for cell in row) for row in (*head, *body)}
    if len(uneven) != 1:
        raise ConservationError(
            f"rapport: tabel '{plain(table.caption)}' heeft rijen van {sorted(uneven)} kolommen"
        )
    return table


def _row(row: _Element) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            blocks=tuple(_flow(cell)),
            number="n" in cell.classes,
            heading=cell.tag == "th",
            span=int(cell.attributes.get("colspan") or 1),
        )
        for cell in row.children
    )
