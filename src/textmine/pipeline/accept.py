"""Keep the figures of a publication, for the next one to be compared with."""

from pathlib import Path

from textmine.errors import TableError
from textmine.pipeline.table import HISTORY, PUBLISHED_FIGURES
from textmine.store import artefacts, history


def accept(folder: Path) -> Path:
    """Keep the figures of the last publication of the corpus under the next number; return the new file.

    Raises
    ------
    TableError
        When there is no publication yet, or its figures were kept already.
    """
    if not PUBLISHED_FIGURES.of(folder).exists():
        raise TableError(f"{folder}: er is nog geen rapport; voer eerst 'textmine run {folder.name}' uit")
    figures = artefacts.read(PUBLISHED_FIGURES.kind, PUBLISHED_FIGURES.of(folder), PUBLISHED_FIGURES.table)
    return history.keep(HISTORY.of(folder), figures)
