"""What the styles of a Word document say about a paragraph: heading, list item, or neither."""

import re
from dataclasses import dataclass
from typing import Any, Self

from textmine.readers.archive import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HEADING_NAME = re.compile(r"(?:heading|kop|überschrift|titre) ?([1-9])\b", re.IGNORECASE)
_LIST_NAME = re.compile(
    r"list (?:bullet|number)(?: ([2-5]))?\b|lijst (?:opsom\.teken|nummering)", re.IGNORECASE
)
_BODY_LEVEL = 9
_MAX_CHAIN = 20


def child(element: Any, name: str) -> Any:
    """Return the first child of that name in Word's namespace, or None (also for no element)."""
    return None if element is None else element.find(W + name)


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute in Word's namespace, or None (also for no element)."""
    if element is None:
        return None
    value: str | None = element.get(W + name)
    return value


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    outline: int | None
    numbering: tuple[str | None, int | None]


class Styles:
    """The paragraph styles of a document, by their id."""

    def __init__(self, styles: dict[str, _Style], default: str | None) -> None:
        self._styles = styles
        self._default = default

    @classmethod
    def of(cls, archive: Archive, related: dict[str, str]) -> Self:
        """Read the styles part; a document without one has no headings by style."""
        if "styles" not in related:
            return cls({}, None)
        styles: dict[str, _Style] = {}
        default = None
        for style in archive.xml(related["styles"]).iter(W + "style"):
            key = attribute(style, "styleId")
            if key is None or attribute(style, "type") not in {None, "paragraph"}:
                continue
            properties = child(style, "pPr")
            styles[key] = _Style(
                name=attribute(child(style, "name"), "val") or key,
                based_on=attribute(child(style, "basedOn"), "val"),
                outline=_whole(attribute(child(properties, "outlineLvl"), "val")),
                numbering=_numbering(properties),
            )
            if attribute(style, "default") in {"1", "true"}:
                default = key
        return cls(styles, default)

    def kind_of(self, paragraph: Any) -> tuple[str, int]:
        """Return the block kind of a paragraph and its level (0 for plain text).

        The paragraph's own properties win over its style, a style over the one it is based on.
        """
        properties = child(paragraph, "pPr")
        chain = self._chain(attribute(child(properties, "pStyle"), "val") or self._default)
        level = self._heading(properties, chain)
        if level:
            return "heading", level
        depth = self._list_depth(properties, chain)
        return ("list_item", depth) if depth else ("paragraph", 0)

    def _chain(self, key: str | None) -> list[_Style]:
        chain: list[_Style] = []
        while key is not None and key in self._styles and len(chain) < _MAX_CHAIN:
            chain.append(self._styles[key])
            key = self._styles[key].based_on
        return chain

    @staticmethod
    def _heading(properties: Any, chain: list[_Style]) -> int:
        outlines = [_whole(attribute(child(properties, "outlineLvl"), "val")), *(s.outline for s in chain)]
        outline = next((value for value in outlines if value is not None), None)
        if outline is not None:
            return outline + 1 if outline < _BODY_LEVEL else 0
        for style in chain:
            if found := _HEADING_NAME.match(style.name):
                return int(found[1])
            if style.name.lower() in {"title", "titel"}:
                return 1
            if style.name.lower() in {"subtitle", "ondertitel"}:
                return 2
        return 0

    @staticmethod
    def _list_depth(properties: Any, chain: list[_Style]) -> int:
        number: str | None = None
        level: int | None = None
        for own_number, own_level in (_numbering(properties), *(style.numbering for style in chain)):
            number = own_number if number is None else number
            level = own_level if level is None else level
        if number == "0":
            return 0
        named = [int(found[1] or 1) for style in chain if (found := _LIST_NAME.match(style.name))]
        return max([0 if number is None else (level or 0) + 1, *named])


def _numbering(properties: Any) -> tuple[str | None, int | None]:
    element = child(properties, "numPr")
    return attribute(child(element, "numId"), "val"), _whole(attribute(child(element, "ilvl"), "val"))


def _whole(value: str | None) -> int | None:
    return int(value) if value is not None and value.isdecimal() else None
