"""A picture with all that belongs to it: title, words that say the same, and the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from textmine.report.cells import Value
from textmine.report.figures.drawing import NAMESPACE

PNG_SCALE = 2.0
"""Dots per unit: a picture 760 units wide has 240 dots per inch on a page of A4 with margins."""

_FONT = files("fontpkg_source_sans_3") / "files" / "SourceSans3[wght].ttf"
_FAMILY = "Source Sans 3"


@dataclass(frozen=True)
class Figure:
    """One picture; ``name`` is the name of its file without ending, unique within a publication.

    ``alternative`` says in Dutch what is to be seen. ``rows`` is the table behind the picture, one value per
    title of ``header``: every number that is drawn stands in it.
    """

    name: str
    title: str
    alternative: str
    svg: str
    header: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]

    def numeric(self, column: int) -> bool:
        """Tell whether a column of the table holds numbers only."""
        return bool(self.rows) and all(not isinstance(row[column], str) for row in self.rows)

    @property
    def inline(self) -> str:
        """The picture as a part of a page, which knows what SVG is and names no address."""
        return self.svg.replace(NAMESPACE, "", 1)

    @cached_property
    def png(self) -> bytes:
        """The picture in dots, for Word; drawn with a font that comes along, so that bytes are equal."""
        import resvg_py  # noqa: PLC0415 - only where a picture is drawn

        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=self.svg,
                zoom=PNG_SCALE,
                background="white",
                skip_system_fonts=True,
                font_files=[str(_FONT)],
                font_family=_FAMILY,
                sans_serif_family=_FAMILY,
            )
        )
