"""What is on disk at this moment: the SHA-256 of files and folders, and the commit of the project."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from textmine.provenance import Commit, content_hash

_SECONDS = 30
_KEEPER = ".gitkeep"
"""Holds a folder in git; it says nothing."""


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def contents(path: Path) -> tuple[str, int]:
    """Return hash and number of files of a file or folder; an empty hash and 0 where there is nothing."""
    if path.is_file():
        return file_hash(path), 1
    files = [each for each in sorted(path.rglob("*")) if each.is_file() and each.name != _KEEPER]
    pairs = [(each.relative_to(path).as_posix(), file_hash(each)) for each in files]
    return content_hash(pairs), len(pairs)


def commit(folder: Path) -> Commit:
    """Return the commit that ``folder`` is in, and how many files of that project differ from it."""
    program = shutil.which("git")
    if program is None:
        return Commit(None, 0, "git staat niet op deze computer")
    head = _git(program, folder, "rev-parse", "--verify", "HEAD")
    if head is None:
        return Commit(None, 0, "deze map hoort niet bij een project in git, of er is nog geen commit")
    told = _git(program, folder, "--no-optional-locks", "status", "--porcelain", "--untracked-files=all")
    if told is None:
        return Commit(None, 0, "git kan niet zeggen wat er is gewijzigd")
    return Commit(head.strip(), len(told.splitlines()))


def is_known(folder: Path, commit_id: str) -> bool:
    """Say whether the project holds this commit."""
    program = shutil.which("git")
    return (
        program is not None and _git(program, folder, "cat-file", "-e", f"{commit_id}^{{commit}}") is not None
    )


def _git(program: str, folder: Path, *words: str) -> str | None:
    """Return what git says; None when it refuses."""
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program, and words that are no part of a shell
            [program, "-C", str(folder), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
