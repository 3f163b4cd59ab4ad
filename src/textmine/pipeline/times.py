"""When and how long each step ran last; times belong to no table, so that tables stay equal."""

import json
import time
from pathlib import Path
from typing import Any

from textmine.errors import TableError
from textmine.store.atomic import write_text


def read(folder: Path) -> dict[str, Any]:
    """Return per step ``finished``, ``seconds`` and ``rows``; nothing when no step ran yet.

    Raises
    ------
    TableError
        When the file is damaged.
    """
    path = _path(folder)
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(found, dict) or not all(isinstance(run, dict) for run in found.values()):
        raise _damaged(path)
    return found


def record(folder: Path, step: str, rows: dict[str, int], seconds: float) -> None:
    """Keep the time and the size of the result of one step."""
    runs = read(folder)
    runs[step] = {
        "finished": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "seconds": round(seconds, 3),
        "rows": rows,
    }
    write_text(_path(folder), json.dumps(runs, indent=1, ensure_ascii=False) + "\n")


def _path(folder: Path) -> Path:
    return folder / "derived" / "run.json"


def _damaged(path: Path) -> TableError:
    return TableError(f"{path}: dit bestand is beschadigd; gooi het weg en voer 'textmine run' opnieuw uit")
