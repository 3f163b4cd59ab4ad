"""Small, quick measurements to choose by; ``evaluate.py`` is what is reported."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import sources
from lessons import inner_part
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from student import Bags
from tokenizers import Tokenizer
from vocabulary import token_ids

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def table_encoder(tokenizer: Tokenizer, table: NDArray[np.float32]) -> Encode:
    """Return what the shipped model computes: the mean of the token vectors, scaled to norm 1."""

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        ids, offsets = token_ids(tokenizer, list(texts))
        return mean_rows(table, Bags(ids.astype(np.int64), offsets))

    return encode


def mean_rows(table: NDArray[np.float32], bags: Bags) -> NDArray[np.float32]:
    """Return unit rows: the direction of the mean of the token vectors of each text."""
    rows = np.zeros((len(bags), table.shape[1]), np.float32)
    filled = np.diff(bags.offsets) > 0
    if filled.any():
        rows[filled] = np.add.reduceat(table[bags.ids], bags.offsets[:-1][filled], axis=0)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def similarity(encode: Encode, first: list[str], second: list[str], score: NDArray[np.floating]) -> float:
    """Return Spearman's correlation of the cosine with ``score``."""
    return float(spearmanr((encode(first) * encode(second)).sum(1), score).statistic)


def inner_pairs(work: Path) -> pd.DataFrame:
    """Return the judged pairs that an ablation keeps apart."""
    judged = pd.read_parquet(work / "judged.parquet")
    return judged[inner_part(judged)]


def probe(encode: Encode, shared: Path, inner: pd.DataFrame | None) -> dict[str, float]:
    """Return the figures an ablation shows; ``inner`` is what choices are made on."""
    found: dict[str, float] = {}
    if inner is not None:
        found["inner"] = similarity(
            encode, inner["first"].tolist(), inner["second"].tolist(), inner["score"].to_numpy()
        )
    for name, pairs in (("stsb", sources.stsb(shared, "dev")), ("sick", sources.sick(shared, "TRIAL"))):
        found[name] = similarity(encode, pairs.first, pairs.second, pairs.score)
    images = sources.captions(shared, "Test")
    found["captions"] = _first_hit(
        encode([image[0] for image in images]), encode([image[1] for image in images])
    )
    pairs_of_texts = sources.municipal(shared, "test")
    found["municipal"] = _first_hit(*(encode([pair[side] for pair in pairs_of_texts]) for side in (0, 1)))
    texts, themes = sources.themed_questions(shared)
    found["near"], found["theme"] = _themes(encode(texts), themes)
    return found


def _first_hit(asked: NDArray[np.float32], given: NDArray[np.float32]) -> float:
    return float(np.mean((asked @ given.T).argmax(1) == np.arange(len(asked))))


def _themes(rows: NDArray[np.float32], themes: NDArray[np.str_]) -> tuple[float, float]:
    """Return the share of the ten nearest with the same theme, and macro-F1 of a ridge classifier."""
    near = rows @ rows.T
    np.fill_diagonal(near, -2)
    best = np.argsort(-near, axis=1)[:, :10]
    names, many = np.unique(themes, return_counts=True)
    big = np.isin(themes, names[many >= 10])
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    scaled = rows[big] * np.sqrt(rows.shape[1])
    guess = cross_val_predict(RidgeClassifier(alpha=300.0), scaled, themes[big], cv=folds)
    return float(np.mean(themes[best] == themes[:, None])), float(
        f1_score(themes[big], guess, average="macro")
    )
