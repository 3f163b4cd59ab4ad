"""What stands of all that people wrote about one thing, also when two of them wrote at the same time."""

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

SEPARATOR = "|"
"""Between the parts of a cell that holds several."""


@dataclass(frozen=True, slots=True)
class Said(Generic[Key]):
    """What one person wrote about ``key``, in row ``order`` of the file.

    ``parts`` say what, the first one empty when it is withdrawn; ``seen`` are the hashes of what
    stood there.
    """

    order: int
    key: Key
    parts: tuple[str, ...]
    seen: frozenset[str]
    reviewer: str
    decided_at: str
    workbook: str

    @property
    def hash(self) -> str:
        """What ``seen`` of a later one names."""
        return content_hash(self.parts)


def content_hash(values: Sequence[str]) -> str:
    """Return 12 hexadecimal digits of the values; of a thing without any the empty text."""
    if not any(values):
        return ""
    joined = "\x1f".join(values).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=6).hexdigest()


def hashes(cell: str) -> frozenset[str]:
    """Return the parts of a cell ``seen``."""
    return frozenset(part for part in cell.split(SEPARATOR) if part)


def standing(rows: Iterable[Said[Key]]) -> Mapping[Key, tuple[Said[Key], ...]]:
    """Return per key what stands, in order of arrival; more than one says that people differ.

    A row replaces what its maker saw, what its maker wrote before, and what says the same. What others wrote
    in the meantime stays beside it, so that nobody overwrites work of another without having seen it.
    Keys of which all was withdrawn are there, with nothing.
    """
    found: dict[Key, tuple[Said[Key], ...]] = {}
    for row in rows:
        maker = row.reviewer.casefold()
        others = (
            other
            for other in found.get(row.key, ())
            if other.hash not in row.seen and other.reviewer.casefold() != maker and other.hash != row.hash
        )
        found[row.key] = (*others, *([row] if row.parts[0] else []))
    return found
