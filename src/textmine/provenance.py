"""What a publication was made from, as a value: a step is given it and never looks for it itself."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Commit:
    """The state of the project in git; ``id`` is missing where ``reason`` says in Dutch why it is not known.

    ``changed`` counts the files that differ from the commit, or are not in it.
    """

    id: str | None
    changed: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file or folder that the publication rests on, with the SHA-256 of its contents.

    ``path`` is relative to the corpus. Of a folder, the hash is of the names and hashes of its ``files``;
    it is empty where there is nothing.
    """

    path: str
    sha256: str
    files: int
    by_people: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a step; ``value`` is JSON, ``meaning`` Dutch."""

    step: str
    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Commit, version of the program, inputs by path, and the settings of all steps in their order."""

    commit: Commit
    version: str
    inputs: tuple[InputFile, ...]
    settings: tuple[Setting, ...]

    def as_json(self) -> str:
        """Return all of it as JSON, for ``from_json``."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``as_json`` wrote.

        Raises
        ------
        ValueError
            When the text is something else.
        """
        try:
            told: dict[str, Any] = json.loads(text)
            return cls(
                commit=Commit(**told["commit"]),
                version=told["version"],
                inputs=tuple(InputFile(**each) for each in told["inputs"]),
                settings=tuple(Setting(**each) for each in told["settings"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a provenance: {error}") from error


def content_hash(pairs: list[tuple[str, str]]) -> str:
    """Return one SHA-256 for files by name and hash, in any order; empty without files."""
    lines = "".join(f"{name}\0{digest}\n" for name, digest in sorted(pairs))
    return hashlib.sha256(lines.encode()).hexdigest() if pairs else ""
