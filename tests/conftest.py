"""Shared places and small builders."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if "PYTEST_XDIST_WORKER" in os.environ:  # before numpy: workers side by side must not ask for all cores each
    os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
    os.environ.pop("COLUMNS", None)  # a console would keep a worker's and not listen to a test's own

import pytest
import static_model

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


@pytest.fixture(scope="session")
def made_sample(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both sample corpora as an analyst has them after ``make demo``; nobody changes it.

    It is made once: workers of pytest-xdist share it, and each begins with another corpus.
    """
    from textmine.pipeline.run import run  # noqa: PLC0415 - heavy

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if worker else base) / "made_sample"
    with _locked(folder.with_suffix(".lock")):
        if not folder.exists():
            ignore = shutil.ignore_patterns("derived")
            shutil.copytree(root / "corpora", folder / "corpora", ignore=ignore)
            shutil.copy(root / "params.yaml", folder)
    names = ("voorbeeld-regiosessies", "voorbeeld-zienswijzen")
    for name in names[:: -1 if worker == "gw1" else 1]:
        done = folder / f"{name}.done"
        with _locked(folder / f"{name}.lock"):
            if not done.exists():
                run(folder / "corpora" / name)
                done.touch()
    return folder


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def foreign_model(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static model as anybody may have it: no encoder.json."""
    tokenizer = static_model.whole_words(static_model.sentences(root))
    folder = tmp_path_factory.mktemp("models") / "van-elders"
    return static_model.write(folder, tokenizer, static_model.vectors(tokenizer))


@pytest.fixture(scope="session")
def own_model(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static model made by textmine: with encoder.json, word by word."""
    tokenizer = static_model.by_word(static_model.sentences(root))
    folder = tmp_path_factory.mktemp("models") / "proef-nl"
    return static_model.add_card(static_model.write(folder, tokenizer, static_model.vectors(tokenizer)))
