"""Pieces of WordprocessingML: elements with attributes in its namespace."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from docx.oxml.ns import nsmap
from lxml import etree

from textmine.report.cells import visible

Element: TypeAlias = Any
"""An element of lxml, whose own type has no public name."""

_WORD = nsmap["w"]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def make(tag: str, children: Iterable[Element] = (), **attributes: str | int) -> Element:
    """Return the element ``w:tag``; attributes are of the same namespace."""
    made = etree.Element(
        f"{{{_WORD}}}{tag}",
        {f"{{{_WORD}}}{name}": str(value) for name, value in attributes.items()},
        nsmap={"w": _WORD},
    )
    made.extend(children)
    return made


def run(text: str, style: str = "") -> Element:
    """Return a run; line feeds become line breaks, and what XML cannot hold becomes a visible sign."""
    made = make("r")
    if style:
        made.append(make("rPr", [make("rStyle", val=style)]))
    for number, line in enumerate(visible(text).split("\n")):
        if number:
            made.append(make("br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(make("tab"))
            if piece:
                made.append(_text("t", piece))
    return made


def field(instruction: str, result: str) -> list[Element]:
    """Return a field with the result that is shown until a program works it out again."""
    shown = [run(result)] if result else []
    return [
        make("r", [make("fldChar", fldCharType="begin")]),
        make("r", [_text("instrText", f" {instruction} ")]),
        make("r", [make("fldChar", fldCharType="separate")]),
        *shown,
        make("r", [make("fldChar", fldCharType="end")]),
    ]


def bookmark(number: int, name: str, inside: Iterable[Element]) -> list[Element]:
    """Return ``inside`` between the marks to which links lead."""
    return [
        make("bookmarkStart", id=number, name=name),
        *inside,
        make("bookmarkEnd", id=number),
    ]


def link(anchor: str, inside: Iterable[Element]) -> Element:
    """Return ``inside`` as a link to a bookmark."""
    return make("hyperlink", inside, anchor=anchor, history=1)


def _text(tag: str, text: str) -> Any:
    made = make(tag)
    made.text = text
    made.set(_SPACE, "preserve")
    return made
