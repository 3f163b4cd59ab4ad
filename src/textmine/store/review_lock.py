"""A workbook that is still open in Excel cannot be replaced on Windows: say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.errors import WorkbookError


@contextmanager
def closed_elsewhere(path: Path) -> Iterator[None]:
    """Turn a refusal by the system to touch ``path`` into a message that says what to do."""
    try:
        yield
    except PermissionError as error:
        raise WorkbookError(
            f"{path}: dit bestand mag niet worden gelezen of vervangen. Staat het nog open in Excel of "
            "LibreOffice, sluit het dan en probeer het opnieuw"
        ) from error
