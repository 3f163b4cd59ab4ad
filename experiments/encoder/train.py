"""Stage ``train``: from pretrained vectors and lessons to the table of the encoder.

The vectors learn in the space of the teacher (its main directions). Beside them come two parts that do not
learn: the letters of each token, and the words it stands among in running text, which the teacher's space has
little room for. The parts have fixed proportions.
"""

import argparse
from pathlib import Path
from typing import Any

import lexical
import numpy as np
import pandas as pd
import torch
import yaml
from lessons import Collected, bags, build
from numpy.typing import NDArray
from student import Bags, Recipe, train
from tokenizers import Tokenizer

RIDGE = 1e-3
"""Share of the mean variance that is added to each direction."""

PROSE = ("laws", "questions", "halves")
PROSE_TEXTS = 20_000
"""Texts from which the directions of the letters and of the context are taken."""


def tokens_of(tokenizer: Tokenizer) -> list[str]:
    """Return the tokens in the order of their ids."""
    vocabulary = tokenizer.get_vocab()
    return sorted(vocabulary, key=vocabulary.__getitem__)


def means(table: NDArray[np.float32], texts: Bags) -> NDArray[np.float32]:
    """Return the mean vectors of the texts that have tokens."""
    many = np.diff(texts.offsets)
    filled = many > 0
    sums = np.add.reduceat(table[texts.ids], texts.offsets[:-1][filled], axis=0)
    result: NDArray[np.float32] = sums / many[filled][:, None]
    return result


def sif_weighted(
    vectors: NDArray[np.float32], frequency: NDArray[np.float64], sif: float
) -> NDArray[np.float32]:
    """Return unit rows times sif / (sif + share of the token) (Arora, Liang and Ma, 2017)."""
    share = (frequency + 1) / (frequency + 1).sum()
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    result: NDArray[np.float32] = unit * (sif / (sif + share)).astype(np.float32)[:, None]
    return result


def context_vectors(weighted: NDArray[np.float32], texts: Bags, dim: int) -> NDArray[np.float32]:
    """Return ``weighted`` in the ``dim`` directions in which ``texts`` differ most from each other."""
    rows = means(weighted, texts)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    _, _, directions = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    result: NDArray[np.float32] = weighted @ directions[:dim].T
    return result


def turned(
    vectors: NDArray[np.float32],
    frequency: NDArray[np.float64],
    texts: Bags,
    targets: NDArray[np.float32],
    sif: float,
) -> NDArray[np.float32]:
    """Return the vectors in the space of ``targets``: by ridge regression of texts on the teacher's vectors.

    A token that no text with a target holds is turned with the rest: this is how words without a translation
    get their place.
    """
    weighted = sif_weighted(vectors, frequency, sif)
    rows = means(weighted, texts)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    gram = rows.T @ rows
    gram[np.diag_indices_from(gram)] += RIDGE * np.trace(gram) / len(gram)
    turn = np.linalg.solve(gram, rows.T @ targets[np.diff(texts.offsets) > 0])
    result: NDArray[np.float32] = (weighted @ turn / np.linalg.norm(rows @ turn, axis=1).mean()).astype(
        np.float32
    )
    return result


def joined(parts: list[tuple[NDArray[np.float32], float]], texts: Bags) -> NDArray[np.float32]:
    """Return the parts with a weight side by side; a text of ``texts`` is as long in each as its weight."""
    scaled = [
        part * (weight / np.sqrt((means(part, texts) ** 2).sum(1).mean())) for part, weight in parts if weight
    ]
    return np.hstack(scaled).astype(np.float32)


def make(
    work: Path, recipe: dict[str, Any], *, keep_inner: bool = True, log: Path | None = None
) -> tuple[Tokenizer, NDArray[np.float32]]:
    """Return the tokenizer and the table; see ``recipe.yaml``. ``log`` is a CSV file of the losses."""
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    names = tokens_of(tokenizer)
    pretrained = np.load(work / "pretrained.npz")
    frequency = pretrained["frequency"]
    collected = Collected.read(work, recipe["meaning"]["dim"])
    lessons = build(collected, tokenizer, recipe["shares"], recipe["group_shares"], keep_inner=keep_inner)
    start = turned(pretrained["vectors"], frequency, lessons.texts, lessons.targets, recipe["meaning"]["sif"])
    if recipe["meaning"].get("start") == "random":
        chance = np.random.default_rng(0)
        start = (chance.standard_normal(start.shape) * start.std()).astype(np.float32)
    grams = lexical.ngram_bags(names, recipe["letters"]["buckets"])
    losses: list[dict[str, float]] = []
    table = np.zeros_like(start)
    for seed in recipe["seeds"]:

        def note(step: int, parts: dict[str, float], seed: int = seed) -> None:
            losses.append({"seed": seed, "step": step, **parts})

        table += train(start, grams, lessons, Recipe(**recipe["student"], seed=seed), note)
    table /= len(recipe["seeds"])
    if log:
        pd.DataFrame(losses).round(4).to_csv(log, index=False, lineterminator="\n")
    weighted = sif_weighted(pretrained["vectors"], frequency, recipe["meaning"]["sif"])
    prose = collected.groups.loc[collected.groups["source"].isin(PROSE), "first"]
    running = bags(tokenizer, prose.sample(PROSE_TEXTS, random_state=0).tolist())
    letters = lexical.letter_vectors(
        names,
        frequency + 0.5,
        running if recipe["letters"]["projection"] == "learned" else None,
        recipe["letters"]["dim"],
    )
    context = context_vectors(weighted, running, recipe["context"]["dim"])
    parts = [(table, 1.0), (letters, recipe["letters"]["weight"]), (context, recipe["context"]["weight"])]
    return tokenizer, joined(parts, bags(tokenizer, collected.parallel["nl"].tolist()[:5000]))


def main() -> None:
    """Write ``table.npy``."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent
    parser.add_argument("--work", type=Path, default=here / "work")
    parser.add_argument("--recipe", type=Path, default=here / "recipe.yaml")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    recipe = yaml.safe_load(arguments.recipe.read_text("utf-8"))
    _, table = make(arguments.work, recipe, log=here / "training.csv")
    np.save(arguments.work / "table.npy", table)


if __name__ == "__main__":
    main()
