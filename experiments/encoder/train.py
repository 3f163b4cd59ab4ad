"""Stage ``train``: from pretrained vectors and lessons to the table of the encoder.

The vectors learn in the space of the teacher (its main directions); beside them come the letters of each
token, which do not learn. The two parts have a fixed proportion.
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


def turned(
    vectors: NDArray[np.float32],
    frequency: NDArray[np.float64],
    texts: Bags,
    targets: NDArray[np.float32],
    sif: float,
) -> NDArray[np.float32]:
    """Return the vectors in the space of ``targets``: by ridge regression of texts on the teacher's vectors.

    Tokens are weighted by sif / (sif + share) first (Arora, Liang and Ma, 2017). A token that no text with a
    target holds is turned with the rest: this is how words without a translation get their place.
    """
    share = (frequency + 1) / (frequency + 1).sum()
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    weighted = unit * (sif / (sif + share)).astype(np.float32)[:, None]
    rows = means(weighted, texts)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    gram = rows.T @ rows
    gram[np.diag_indices_from(gram)] += RIDGE * np.trace(gram) / len(gram)
    turn = np.linalg.solve(gram, rows.T @ targets[np.diff(texts.offsets) > 0])
    result: NDArray[np.float32] = (weighted @ turn / np.linalg.norm(rows @ turn, axis=1).mean()).astype(
        np.float32
    )
    return result


def joined(
    meaning: NDArray[np.float32], letters: NDArray[np.float32], weight: float, texts: Bags
) -> NDArray[np.float32]:
    """Return both parts side by side; the letters are ``weight`` times as long, over ``texts``."""
    lengths = [float(np.sqrt((means(part, texts) ** 2).sum(1).mean())) for part in (meaning, letters)]
    return np.hstack([meaning / lengths[0], weight * letters / lengths[1]]).astype(np.float32)


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
    if recipe["letters"]["weight"]:
        letters = lexical.letter_vectors(names, frequency + 0.5, recipe["letters"]["dim"])
        sample = bags(tokenizer, collected.parallel["nl"].tolist()[:5000])
        table = joined(table, letters, recipe["letters"]["weight"], sample)
    return tokenizer, table


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
