"""Texts with their true codes, as a corpus that is about to be reviewed."""

import csv
import hashlib
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.codebook import Code, Codebook, Dimension
from textmine.encoders.embeddings import Embeddings
from textmine.models.calibration import codes_matrix, main_codes
from textmine.models.coded import Coded, alike
from textmine.models.features import Read
from textmine.models.features_ngrams import inverse_document_frequency, tf_idf
from textmine.models.lessons import lessons
from textmine.steps.embed import EmbedSettings, embed
from textmine.steps.train import TrainSettings

sys.path.append(str(Path(__file__).parents[1] / "classification"))
from samples import CORPORA, as_statements, load_codebook, load_sample

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]
Names = NDArray[np.str_]

LEAST = 10
"""Themes with fewer questions are no code of their own: they are what the outside code stands for."""

OTHER = "ANDER THEMA"
PARTS = ("tune", "test")


@dataclass(frozen=True)
class Task:
    """Distinct texts in order of id, their codes, and what is known before anybody has decided anything.

    ``known`` are rows that the codebook gives (examples, definitions); ``vectors`` has the rows of the texts
    and then those of ``known``. ``groups`` are texts that are alike and stay on one side of a split;
    ``sources`` are what strata are made of, ``clusters`` what may go together in an interval. ``begin`` is
    the number of labels drawn by chance before a first choice can be made.
    """

    name: str
    codebook: Codebook
    ids: Names
    texts: tuple[str, ...]
    codes: dict[str, tuple[tuple[str, ...], ...]]
    sources: Names
    clusters: Whole
    groups: Whole
    known: tuple[Coded, ...]
    vectors: NDArray[np.float32]
    begin: int

    def rows(self, rows: Whole, name: str) -> "Task":
        """Return the same task with these texts only."""
        known = np.arange(len(self.ids), len(self.vectors))
        return replace(
            self,
            name=name,
            ids=self.ids[rows],
            texts=tuple(self.texts[row] for row in rows),
            codes={d: tuple(codes[row] for row in rows) for d, codes in self.codes.items()},
            sources=self.sources[rows],
            clusters=self.clusters[rows],
            groups=self.groups[rows],
            vectors=self.vectors[np.concatenate([rows, known])],
        )

    def halves(self) -> dict[str, "Task"]:
        """Return the halves ``tune`` and ``test``, by a hash of the first id of a group of texts."""
        first = dict(zip(self.groups[::-1].tolist(), self.ids[::-1].tolist(), strict=True))
        side = [
            hashlib.blake2b(f"review-{first[group]}".encode()).digest()[0] % 2
            for group in self.groups.tolist()
        ]
        return {
            part: self.rows(np.flatnonzero(np.asarray(side) == number), f"{self.name}, {part}")
            for number, part in enumerate(PARTS)
        }

    def targets(self, dimension: Dimension) -> NDArray[np.float64]:
        """Return the true codes of the texts: texts x codes, main codes included."""
        return codes_matrix(self.codes[dimension.id], dimension)


def questions(shared: Path, least: int = LEAST) -> Task:
    """Return the parliamentary questions with a main theme; the codebook has nothing but names of themes.

    Themes with fewer than ``least`` questions are no code.
    """
    table = pd.read_csv(shared / "data" / "topics" / "parliament_questions_dev.csv")
    table = table.dropna(subset=["question", "theme_main"]).sort_values("doc_id")
    counts = Counter(table["theme_main"])
    kept = sorted(theme for theme, count in counts.items() if count >= least)
    codes = tuple(Code(code=theme, name=theme.capitalize(), definition="") for theme in (*kept, OTHER))
    theme = Dimension(id="theme", name="Thema", multiple=False, outside=OTHER, codes=codes)
    codebook = Codebook(name="kamervragen", title="Kamervragen", dimensions=(theme,))
    texts = table["question"].tolist()
    ids = [f"vraag-{number:07}:0-{len(text)}" for number, text in zip(table["doc_id"], texts, strict=True)]
    given = [(name if name in kept else OTHER,) for name in table["theme_main"]]
    sources = table["party"].fillna("geen").astype(str).tolist()
    return _task(
        "kamervragen", codebook, ids, texts, {"theme": given}, sources, list(range(len(ids))), begin=20
    )


def sample(name: str, *, examples: bool) -> Task:
    """Return a sample corpus with its own codebook, with or without the examples in it."""
    codebook = load_codebook()
    if not examples:
        codebook = codebook.model_copy(update={"examples": ()})
    made = load_sample(name, codebook)
    with (CORPORA / name / "waarheid.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        first.setdefault(row["text"], row)
    files = [first[text]["file"] for text in made.texts]
    documents = [f"{first[text]['file']} {first[text].get('key', '')}" for text in made.texts]
    sources = [file.split("/", maxsplit=1)[0] for file in files]
    label = f"{name.removeprefix('voorbeeld-')}{'' if examples else ', no examples'}"
    return _task(
        label, codebook, made.ids, made.texts, made.codes, sources, documents, begin=0 if examples else 20
    )


def _task(  # noqa: PLR0913, PLR0917 - the columns
    name: str,
    codebook: Codebook,
    ids: list[str],
    texts: list[str],
    codes: dict[str, list[tuple[str, ...]]],
    sources: list[str],
    documents: list[object],
    *,
    begin: int,
) -> Task:
    known = lessons(codebook, [], TrainSettings().definition_weight)
    embeddings = Embeddings.joined(embed([as_statements(ids, texts)], codebook, EmbedSettings()))
    order = np.argsort(np.asarray(ids, np.str_), kind="stable").tolist()
    counts = Read.of([texts[row] for row in order], codebook).counts()[0]
    return Task(
        name=name,
        codebook=codebook,
        ids=np.asarray([ids[row] for row in order], np.str_),
        texts=tuple(texts[row] for row in order),
        codes={d: tuple(given[row] for row in order) for d, given in codes.items()},
        sources=np.asarray([sources[row] for row in order], np.str_),
        clusters=np.unique([str(documents[row]) for row in order], return_inverse=True)[1].astype(np.int64),
        groups=alike(tf_idf(counts, inverse_document_frequency(counts)), TrainSettings().same_group),
        known=tuple(known),
        vectors=np.vstack(
            [embeddings.rows([ids[row] for row in order]), embeddings.rows([row.embedding for row in known])]
        ),
        begin=begin,
    )


def wrong(task: Task, share: float, seed: int) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return what a reviewer says of every text who takes ``share`` of them for another code at random.

    Per text and dimension one draw decides whether, and one which of the codes that are not true; it is
    then the only code. The same seed gives the same mistakes.
    """
    chance = np.random.default_rng(seed)
    said = {}
    for dimension in task.codebook.dimensions:
        order = list(dimension.by_code)
        errs = chance.random(len(task.ids)) < share
        which = chance.random(len(task.ids))
        said[dimension.id] = tuple(
            (_other(codes, order, dimension, place),) if err else codes
            for codes, err, place in zip(task.codes[dimension.id], errs, which, strict=True)
        )
    return said


def _other(codes: tuple[str, ...], order: list[str], dimension: Dimension, place: float) -> str:
    above = main_codes(dimension)
    implied = {order[c] for code in codes for c in np.flatnonzero(above[order.index(code)])}
    free = [code for code in order if code not in implied and code not in codes]
    return free[int(place * len(free))]
