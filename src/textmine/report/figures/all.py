"""All figures of a publication, in the order in which they are shown."""

from textmine.report.figures.coverage import coverage_grid
from textmine.report.figures.figure import Figure
from textmine.report.figures.landscape import landscape_figure
from textmine.report.figures.regions import region_map
from textmine.report.figures.themes import theme_maps
from textmine.report.given import Given
from textmine.report.quotes import Quotes


def all_figures(given: Given, quotes: Quotes) -> tuple[Figure, ...]:
    """Return every figure that the tables have something to draw for; the same tables, the same bytes."""
    return (*coverage_grid(given), *region_map(given), *theme_maps(given, quotes), *landscape_figure(given))
