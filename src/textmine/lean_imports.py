"""Import a library without the heavy parts that it can do without."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class _Finder:
    """A finder of modules that does not find ``hidden``, and does all else as ``finder`` does."""

    finder: Any
    hidden: frozenset[str]

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return what the finder itself finds; see ``importlib.abc.MetaPathFinder``."""
        if name in self.hidden:
            return None
        found: ModuleSpec | None = self.finder.find_spec(name, path, target)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.finder, name)


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Let libraries that are imported inside find these modules not installed.

    For libraries that check what is installed and go on without it, as BERTopic and spaCy do: torch alone
    takes longer to load than most steps last. What is loaded already stays so, and afterwards every module
    can be imported as ever.
    """
    finders = sys.meta_path
    sys.meta_path = [_Finder(finder, frozenset(modules)) for finder in finders]
    try:
        yield
    finally:
        sys.meta_path = finders
