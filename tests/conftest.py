"""Shared places and small builders."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real Dutch data; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("TEXTMINE_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the folder shared/data with real minutes is not here (set TEXTMINE_SHARED)")
    return folder
