"""The parliamentary questions that topics are tuned and measured on; nothing of them is kept here."""

import csv
import hashlib
import lzma
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SHORT = 45
"""Words of a question in the variant that is about as long as a statement in minutes."""


@dataclass(frozen=True)
class Sample:
    """Texts with their main theme; an empty theme is unknown."""

    name: str
    texts: list[str]
    themes: NDArray[np.str_]

    def first(self, size: int) -> "Sample":
        """Return ``size`` texts, chosen by their hash."""
        order = sorted(
            range(len(self.texts)), key=lambda row: hashlib.sha256(self.texts[row].encode()).digest()
        )
        chosen = sorted(order[:size])
        return Sample(f"{self.name}, {size}", [self.texts[row] for row in chosen], self.themes[chosen])

    def short(self) -> "Sample":
        """Return the texts cut off after ``SHORT`` words."""
        return Sample(f"{self.name}, short", [" ".join(t.split()[:SHORT]) for t in self.texts], self.themes)


def questions(shared: Path) -> dict[str, Sample]:
    """Return the samples ``tune`` and ``test`` (halves by a hash of the document id) and ``all``."""
    table = pd.read_csv(shared / "data" / "topics" / "parliament_questions_dev.csv").dropna(
        subset=["question"]
    )
    half = [hashlib.blake2b(f"topics-{number}".encode()).digest()[0] % 2 for number in table["doc_id"]]
    parts = {"tune": table[np.array(half) == 0], "test": table[np.array(half) == 1], "all": table}
    return {
        name: Sample(name, part["question"].tolist(), part["theme_main"].fillna("").to_numpy(dtype=str))
        for name, part in parts.items()
    }


def sentences(shared: Path, size: int) -> list[str]:
    """Return ``size`` distinct sentences of the questions of 2020, chosen by their hash: for volume only."""
    csv.field_size_limit(10**9)
    found: set[str] = set()
    path = shared / "data" / "text" / "parliament_questions_2020_nl.csv.xz"
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            pieces = re.split(r"(?<=[.?!])\s*(?=[A-Z])", row["text"])
            found.update(piece.strip() for piece in pieces if 5 <= len(piece.split()) <= 60)
    return sorted(found, key=lambda text: hashlib.sha256(text.encode()).digest())[:size]
