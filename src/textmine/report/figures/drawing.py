"""Draw SVG as text: the same calls give the same bytes, and no style sheet is needed to see it."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import escape

WIDTH = 760
"""Width of every picture, in user units; text of 13 units is 8 points on a page of A4."""

INK, SOFT, LINE, ACCENT, PAPER = "#1c2430", "#4a5563", "#6b7684", "#154273", "#ffffff"
FILLS = ("#9cc3e6", "#f7c983", "#b3dcae", "#dcc3ea", "#f3b7b7", "#c9e8e6", "#efe3a4", "#e2e2e2")
"""Light fills that dark text can be read on; what a fill means is always said in words as well."""

SMALL, NORMAL, LARGE = 12.0, 13.5, 16.0
"""Sizes of letters."""

LEADING = 1.25
"""Height of a line, in letters."""

_FONTS = "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
_NARROW = frozenset("ijlItfr.,:;'!|()[]-/ ’‘")
_BROAD = frozenset("mwMW%@&—…")
_WIDTHS = (0.34, 0.94, 0.74, 0.6)
"""Width of narrow and broad signs, capitals, and others, in letters: of a wide font, to be safe."""

_ELLIPSIS = " …"

NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
"""What a picture in a file of its own begins with."""

Attribute = str | float | int


def number(value: float) -> str:
    """Write a length with at most two decimals and no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def width_of(text: str, size: float) -> float:
    """Return how wide ``text`` is at most, whatever the font."""
    narrow, broad, capital, other = _WIDTHS
    total = 0.0
    for sign in text:
        if sign in _NARROW:
            total += narrow
        elif sign in _BROAD:
            total += broad
        else:
            total += capital if sign.isupper() else other
    return total * size


def wrap(text: str, width: float, size: float, lines: int) -> tuple[str, ...]:
    """Break ``text`` into at most ``lines`` lines; where it does not fit, the last one ends with an ellipsis.

    Spaces and line breaks become single spaces; a word that is wider than a line is broken.
    """
    words = [part for word in text.split() for part in _parts(word, width, size)]
    found: list[str] = []
    while words and len(found) < lines:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= width:
            line = f"{line} {words.pop(0)}"
        found.append(line)
    if words:
        found[-1] = _shortened(found[-1], width, size)
    return tuple(found)


def _parts(word: str, width: float, size: float) -> list[str]:
    if width_of(word, size) <= width:
        return [word]
    return textwrap.wrap(word, max(1, int(width / (_WIDTHS[1] * size))))


def _shortened(line: str, width: float, size: float) -> str:
    while line and width_of(line + _ELLIPSIS, size) > width:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return line + _ELLIPSIS


@dataclass
class Drawing:
    """A picture in the making: shapes in the order in which they are drawn.

    ``name`` goes before every id, so that pictures can stand on one page.
    """

    name: str
    title: str
    description: str
    height: float = 0
    parts: list[str] = field(default_factory=list)

    def shape(self, tag: str, tip: str = "", **attributes: Attribute) -> None:
        """Draw one shape; ``tip`` is what a browser shows with it. Underscores in names become hyphens."""
        inner = f"<title>{escape(tip)}</title>" if tip else ""
        self.parts.append(f"<{tag}{_written(attributes)}>{inner}</{tag}>" if tip else _empty(tag, attributes))

    def first(self, tag: str, **attributes: Attribute) -> None:
        """Draw one shape beneath all others."""
        self.parts.insert(0, _empty(tag, attributes))

    def lines(
        self,
        x: float,
        y: float,
        lines: Iterable[str],
        *,
        size: float = NORMAL,
        tip: str = "",
        **attributes: Attribute,
    ) -> float:
        """Write lines under each other, the first with its top at ``y``; return where the next would be."""
        look: dict[str, Attribute] = {"font_size": size, "fill": INK, **attributes}
        if tip:
            self.parts.append(f"<g><title>{escape(tip)}</title>")
        for line in lines:
            place = _written({"x": x, "y": y + size, **look})
            self.parts.append(f"<text{place}>{escape(line)}</text>")
            y += size * LEADING
        if tip:
            self.parts.append("</g>")
        return y

    def hatch(self, name: str, ink: str = SOFT) -> str:
        """Define a hatched fill and return how a shape refers to it."""
        made = f"{self.name}-{name}"
        self.parts.append(
            f'<defs><pattern id="{made}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{PAPER}"/>'
            f'<path d="M-2 2 2 -2M0 8 8 0M6 10 10 6" stroke="{ink}" stroke-width="1"/></pattern></defs>'
        )
        return f"url(#{made})"

    def svg(self, role: str = "img") -> str:
        """Return the picture, for a file of its own or in a page; one with links has role ``group``."""
        size: dict[str, Attribute] = {
            "viewBox": f"0 0 {WIDTH} {number(self.height)}",
            "width": WIDTH,
            "height": self.height,
        }
        names = f"{self.name}-titel {self.name}-tekst"
        head = _written({"class": "drawn", **size, "role": role})
        return (
            f'<svg{NAMESPACE}{head} aria-labelledby="{names}" font-family="{_FONTS}">\n'
            f'<title id="{self.name}-titel">{escape(self.title)}</title>\n'
            f'<desc id="{self.name}-tekst">{escape(self.description)}</desc>\n'
            + "\n".join(self.parts)
            + "\n</svg>\n"
        )


def _empty(tag: str, attributes: dict[str, Attribute]) -> str:
    return f"<{tag}{_written(attributes)}/>"


def _written(attributes: dict[str, Attribute]) -> str:
    """Write attributes in the order given, underscores as hyphens."""
    pairs = (
        (name.replace("_", "-"), value if isinstance(value, str) else number(value))
        for name, value in attributes.items()
    )
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)
