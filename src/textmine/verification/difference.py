"""One difference between what a file says and what it must say."""

from dataclasses import dataclass

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Difference:
    """A place (Dutch: sheet and cell, section and row, key and column) in a file of the corpus."""

    file: str
    place: str
    says: str
    must: str

    def __str__(self) -> str:
        """Return it as one line of Dutch."""
        return f"{self.file}, {self.place}: er staat {_short(self.says)}, het moet zijn {_short(self.must)}"


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return f"'{one_line}'" if len(one_line) <= _LONGEST else f"'{one_line[:_LONGEST]} …'"
