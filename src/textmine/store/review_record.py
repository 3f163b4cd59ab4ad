"""Record what an import brings: decisions and splits together, or neither."""

from pathlib import Path

import pandas as pd

from textmine.store import decisions as decisions_file
from textmine.store import splits as splits_file
from textmine.store.atomic import write_bytes
from textmine.store.review_lock import closed_elsewhere


def record(decisions_path: Path, decisions: pd.DataFrame, splits_path: Path, splits: pd.DataFrame) -> None:
    """Add ``decisions`` and ``splits`` to their files; when one cannot be written, both are as before.

    Decisions come first: should the process be ended between the two, then a decision to split is there
    without its place, which is no repetition, so that importing the file again adds both.
    """
    before = decisions_path.read_bytes() if decisions_path.exists() else None
    if len(decisions):
        with closed_elsewhere(decisions_path):
            decisions_file.append(decisions_path, decisions)
    if len(splits):
        try:
            with closed_elsewhere(splits_path):
                splits_file.append(splits_path, splits)
        except BaseException:
            _put_back(decisions_path, before)
            raise


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        write_bytes(path, before)
