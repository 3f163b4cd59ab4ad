"""The files of ``raw/``: listed here, read only when a step asks for them."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from textmine.errors import ConfigError, SourceError
from textmine.readers.blocks import SourceFile


def source_files(folder: Path) -> list[SourceFile]:
    """List every file under ``folder``, sorted by path; links are listed but refused when read.

    Raises
    ------
    ConfigError
        When the folder does not exist.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder}: deze map ontbreekt; maak hem en zet er de verslagen of reacties in")
    return [_source_file(folder, path) for path in sorted(_walk(folder))]


def _walk(folder: Path) -> Iterator[Path]:
    """Yield every file; also links to folders and folders that may not be opened, which reading refuses."""
    closed: list[Path] = []
    walk = os.walk(folder, followlinks=False, onerror=lambda error: closed.append(Path(error.filename)))
    for parent, folders, names in walk:
        yield from (Path(parent, name) for name in names)
        yield from (link for name in folders if (link := Path(parent, name)).is_symlink())
    yield from closed


def _source_file(folder: Path, path: Path) -> SourceFile:
    about = path.lstat()
    return SourceFile(
        path=path.relative_to(folder).as_posix(), size=about.st_size, read=lambda: _bytes(path, about.st_mode)
    )


def _bytes(path: Path, mode: int) -> bytes:
    name = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    if stat.S_ISLNK(mode):
        raise SourceError(
            f"{name}: dit is een verwijzing en geen bestand; zet het bestand zelf in 'raw'",
            reason="unsupported",
        )
    if stat.S_ISDIR(mode):
        raise SourceError(
            f"{name}: deze map mag niet worden geopend; geef uzelf leesrechten op de map", reason="damaged"
        )
    if not stat.S_ISREG(mode):
        raise SourceError(f"{name}: dit is geen gewoon bestand; haal het weg", reason="unsupported")
    try:
        return path.read_bytes()
    except PermissionError as error:
        raise SourceError(
            f"{name}: mag niet worden gelezen; sluit het in andere programma's of geef uzelf leesrechten",
            reason="damaged",
        ) from error
    except OSError as error:
        raise SourceError(
            f"{name}: kan niet worden gelezen; kopieer het opnieuw naar 'raw'", reason="damaged"
        ) from error
