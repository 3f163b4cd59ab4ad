"""A folder of files that belong together, such as figures."""

from collections.abc import Mapping
from pathlib import Path

from textmine.store import atomic


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` (content by name) to ``folder``, each whole; what else lies there is removed.

    An empty folder is made as well: the stage has written what there was to write.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in sorted(files.items()):
        atomic.write_bytes(folder / name, content)
    for path in sorted(folder.iterdir()):
        if path.name not in files and path.is_file():
            path.unlink()
