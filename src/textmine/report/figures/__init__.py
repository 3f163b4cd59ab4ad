"""Figures of the publication: pictures as SVG text, with words and a table that say the same."""

from textmine.report.figures.all import all_figures
from textmine.report.figures.figure import Figure
from textmine.report.figures.sheet import figure_data, files_of

__all__ = ["Figure", "all_figures", "figure_data", "files_of"]
