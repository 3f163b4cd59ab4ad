"""Whole files or nothing: write beside the target, then replace it in one move."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.errors import StorageError

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path in the same folder; on success it takes the place of ``path``.

    After an error, or when the process is ended, ``path`` is what it was before.

    Raises
    ------
    StorageError
        When the disk is full or the folder may not be written.
    """
    with _explained(path):
        partial = _partial(path)
        try:
            yield partial
            with partial.open("rb+") as file:
                os.fsync(file.fileno())
            partial.chmod(0o644)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _partial(path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise _closed(path) from error
    os.close(handle)
    return Path(name)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say in Dutch that the disk is full or closed; other errors pass (a file that is open elsewhere)."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageError(
                f"{path}: de schijf is vol; maak ruimte en voer de opdracht opnieuw uit. "
                "Wat er stond, is nog heel"
            ) from error
        if error.errno == errno.EROFS:
            raise _closed(path) from error
        raise


def _closed(path: Path) -> StorageError:
    return StorageError(
        f"{path}: in deze map kan niet worden geschreven; geef uzelf schrijfrechten op {path.parent}, "
        "of kopieer het corpus naar een map waarin u mag schrijven"
    )


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, whole or not at all."""
    with replacing(path) as partial:
        partial.write_bytes(content)


def write_text(path: Path, content: str) -> None:
    """Write ``content`` as UTF-8 to ``path``, whole or not at all."""
    write_bytes(path, content.encode("utf-8"))
