"""The texts that the encoder learns from and is measured on, read from the shared data; nothing is kept here.

``held_out`` lists what is measured on; no text that equals one of those, in Dutch or in English, is used to
learn from.
"""

import csv
import hashlib
import json
import lzma
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
"""Where the shared data lie when nothing else is said: beside the project."""

SPACE = re.compile(r"\s+")
GLUED = re.compile(r"(?<=[a-z][.?!])(?=[A-Z])")
"""Where two sentences stand without a space between them."""

SENTENCE = re.compile(r"(?<=[.?!;:])\s+")


@dataclass(frozen=True)
class Pairs:
    """Pairs of texts with a similarity in 0-1, in Dutch and (same order) in English.

    ``label`` is the entailment label of SICK in capitals, or empty.
    """

    first: list[str]
    second: list[str]
    score: NDArray[np.float64]
    first_en: list[str]
    second_en: list[str]
    label: list[str]

    def __len__(self) -> int:
        return len(self.first)

    def select(self, keep: Iterable[int]) -> "Pairs":
        """Return the pairs with these numbers."""
        rows = list(keep)

        def part(values: list[str]) -> list[str]:
            return [values[row] for row in rows]

        return Pairs(
            part(self.first),
            part(self.second),
            self.score[rows],
            part(self.first_en),
            part(self.second_en),
            part(self.label),
        )


def clean(text: str) -> str:
    """Return ``text`` with single spaces and without control characters."""
    return SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def key(text: str) -> str:
    """Return letters and digits of ``text`` only, in lower case: texts with the same key are copies."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def fraction(text: str, salt: str) -> float:
    """Return a number in 0-1 that depends on ``text`` only, to divide texts by."""
    return int.from_bytes(hashlib.blake2b(f"{salt}-{text}".encode(), digest_size=8).digest(), "big") / 2**64


def stsb(shared: Path, part: str) -> Pairs:
    """Return STSb in Dutch, ``train`` or ``dev``."""
    nl, en = (
        pd.read_csv(
            shared / f"data/sts/stsb-{language}-{part}.csv",
            header=None,
            names=["a", "b", "s"],
            keep_default_na=False,
        )
        for language in ("nl", "en")
    )
    score = nl["s"].to_numpy(dtype=np.float64) / 5
    return Pairs(
        nl["a"].map(clean).tolist(),
        nl["b"].map(clean).tolist(),
        score,
        en["a"].map(clean).tolist(),
        en["b"].map(clean).tolist(),
        [""] * len(nl),
    )


def sick(shared: Path, part: str) -> Pairs:
    """Return SICK-NL, ``TRAIN`` or ``TRIAL``."""
    table = pd.read_csv(shared / "data/sts/sick-nl-train-trial.tsv", sep="\t", keep_default_na=False)
    table = table[table["SemEval_set"] == part]
    return Pairs(
        table["sentence_A"].map(clean).tolist(),
        table["sentence_B"].map(clean).tolist(),
        (table["relatedness_score"].to_numpy(dtype=np.float64) - 1) / 4,
        table["sentence_A_original"].map(clean).tolist(),
        table["sentence_B_original"].map(clean).tolist(),
        table["entailment_label"].str.upper().tolist(),
    )


def captions(shared: Path, part: str) -> list[list[str]]:
    """Return per image its five captions; ``Val`` is learned from, ``Test`` is measured on."""
    folder = shared / "data/sts/dutch_descriptions" / part
    columns = [(folder / f"{part.lower()}.{n}").read_text("utf-8").splitlines() for n in range(5)]
    return [[clean(text) for text in row] for row in zip(*columns, strict=True)]


def municipal(shared: Path, part: str) -> list[tuple[str, str]]:
    """Return pairs of a complex and a simple sentence; ``train`` and ``test`` are halves by document."""
    table = pd.read_csv(shared / "data/sts/municipal_complex_simple.csv", keep_default_na=False)
    rows = []
    for document, first, second in table.itertuples(index=False):
        inside = "train" if fraction(str(document), "municipal") < 0.5 else "test"
        if inside == part and clean(first) and clean(second):
            rows.append((clean(first), clean(second)))
    return rows


def parallel(shared: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield (English, Dutch) of ``treaties_en_nl_segments`` or ``corona_en_nl``."""
    with lzma.open(shared / f"data/parallel/{name}.tsv.xz", "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) >= 2:
                yield clean(fields[0]), clean(fields[1])


def laws(shared: Path) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield id, kind and (heading, paragraph) of every law."""
    with lzma.open(shared / "data/text/dutch_laws_nl.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            law = json.loads(line)
            yield law["id"], law["kind"], [(clean(head), clean(text)) for head, text in law["paras"]]


def questions_2020(shared: Path) -> Iterator[str]:
    """Yield the parliamentary questions of 2020, glued sentences taken apart."""
    csv.field_size_limit(10**9)
    with lzma.open(shared / "data/text/parliament_questions_2020_nl.csv.xz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield clean(GLUED.sub(" ", row["text"]))


def themed_questions(shared: Path) -> tuple[list[str], NDArray[np.str_]]:
    """Return the questions that have a main theme, and the theme: measured on, never learned from."""
    table = pd.read_csv(shared / "data/topics/parliament_questions_dev.csv").dropna(
        subset=["question", "theme_main"]
    )
    return [clean(text) for text in table["question"]], table["theme_main"].to_numpy(dtype=str)


def held_out(shared: Path) -> frozenset[str]:
    """Return the keys of all sentences that similarity and retrieval are measured on, in both languages."""
    found: set[str] = set()
    for pairs in (stsb(shared, "dev"), sick(shared, "TRIAL")):
        for texts in (pairs.first, pairs.second, pairs.first_en, pairs.second_en):
            found.update(map(key, texts))
    for image in captions(shared, "Test"):
        found.update(map(key, image))
    for pair in municipal(shared, "test"):
        found.update(map(key, pair))
    return frozenset(found)


def sentences(text: str) -> list[str]:
    """Return the sentences of running text, roughly: to learn from, not to publish."""
    return [part for part in SENTENCE.split(text) if part]
