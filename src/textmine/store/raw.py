"""The files of ``raw/``: listed here, read only when a step asks for them."""

import os
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
    for parent, _, names in os.walk(folder, followlinks=False):
        yield from (Path(parent, name) for name in names)


def _source_file(folder: Path, path: Path) -> SourceFile:
    def read() -> bytes:
        if path.is_symlink():
            raise SourceError(
                f"{path}: dit is een verwijzing en geen bestand; zet het bestand zelf in 'raw'",
                reason="unsupported",
            )
        try:
            return path.read_bytes()
        except OSError as error:
            raise SourceError(
                f"{path}: kan niet worden gelezen ({error.strerror})", reason="damaged"
            ) from error

    size = path.lstat().st_size
    return SourceFile(path=path.relative_to(folder).as_posix(), size=size, read=read)
