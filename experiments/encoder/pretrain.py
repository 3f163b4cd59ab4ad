"""Stage ``pretrain``: vectors of tokens from running Dutch text, by PPMI reduced with a truncated SVD.

Levy, Goldberg and Dagan (2015): with smoothed contexts and weighted singular values, a factorised matrix of
co-occurrences is as good as skip-gram with negative sampling on corpora of this size, and it has no order of
examples to depend on.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
import yaml
from numpy.typing import NDArray
from sklearn.utils.extmath import randomized_svd
from tokenizers import Tokenizer
from vocabulary import token_ids

BATCH = 150_000
"""Texts whose pairs are in memory at once."""

LEAST = 0.3
"""Weighted counts below this are left out: they are many and say little."""


def cooccurrence(
    ids: NDArray[np.integer], offsets: NDArray[np.int64], size: int, window: int
) -> sp.csr_matrix:
    """Return shape ``(size, size)``: counts of tokens within ``window`` of each other in one text.

    A pair at distance d counts 1/d; the matrix is symmetric.
    """
    text = np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))
    rows, columns, values = [], [], []
    for distance in range(1, window + 1):
        same = text[distance:] == text[:-distance]
        rows.append(ids[:-distance][same])
        columns.append(ids[distance:][same])
        values.append(np.full(len(rows[-1]), 1 / distance, np.float32))
    part = sp.coo_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(size, size)
    ).tocsr()
    return part + part.T


def thinned(together: sp.csr_matrix, frequency: NDArray[np.float64], cut: float) -> sp.csr_matrix:
    """Weight frequent tokens down as if they had been sampled (Mikolov et al., 2013), but without chance.

    A token with a share of all tokens above ``cut`` counts sqrt(cut / share). Pairs below ``LEAST`` go.
    """
    keep = np.minimum(1.0, np.sqrt(cut * frequency.sum() / np.maximum(frequency, 1))).astype(np.float32)
    result = (sp.diags(keep) @ together @ sp.diags(keep)).tocsr()
    result.data[result.data < LEAST] = 0
    result.eliminate_zeros()
    return result


def ppmi(together: sp.csr_matrix, *, smoothing: float = 0.75, shift: float = 1.0) -> sp.csr_matrix:
    """Return max(0, log(P(a, b) / (P(a) P(b)^smoothing)) - log shift)."""
    rows = np.asarray(together.sum(axis=1)).ravel()
    context = rows**smoothing
    context /= context.sum()
    matrix = together.tocoo()
    share = matrix.data / np.maximum(rows[matrix.row], 1e-12)
    values = np.log(np.maximum(share / np.maximum(context[matrix.col], 1e-12), 1e-12)) - np.log(shift)
    kept = values > 0
    return sp.csr_matrix(
        (values[kept].astype(np.float32), (matrix.row[kept], matrix.col[kept])), shape=matrix.shape
    )


def svd_vectors(matrix: sp.csr_matrix, dim: int, *, power: float = 0.5, seed: int = 0) -> NDArray[np.float32]:
    """Return shape ``(tokens, dim)``: left singular vectors times the singular values to ``power``."""
    left, values, _ = randomized_svd(matrix, dim, n_iter=3, random_state=seed)
    result: NDArray[np.float32] = (left * values**power).astype(np.float32)
    return result


def texts(running: Path, every: int = 1) -> Iterator[tuple[bool, list[str]]]:
    """Yield batches of the texts of ``collect``, and whether they are of the laws.

    Of the laws only each ``every``-th batch.
    """
    laws, batch, seen = False, [], 0
    with running.open(encoding="utf-8") as file:
        for line in file:
            if line == "\n":
                yield laws, batch
                laws, batch = True, []
                continue
            batch.append(line)
            if len(batch) == BATCH:
                seen += laws
                if seen % every == 0:
                    yield laws, batch
                batch = []
    yield laws, batch


def counted_vectors(
    running: Path, tokenizer: Tokenizer, settings: dict[str, Any]
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the vectors of all tokens by counting, and how often each occurs."""
    size = tokenizer.get_vocab_size()
    together = sp.csr_matrix((size, size), dtype=np.float32)
    frequency = np.zeros(size)
    for laws, batch in texts(running, settings["every"]):
        ids, offsets = token_ids(tokenizer, batch)
        often = 1 if laws else settings["repeat_small"]
        frequency += often * np.bincount(ids, minlength=size)
        together = together + often * cooccurrence(ids, offsets, size, settings["window"])
        print(f"{int(frequency.sum())} tokens, {together.nnz} pairs", flush=True)
    together = thinned(together, frequency, settings["cut"])
    return svd_vectors(ppmi(together), settings["dim"]), frequency


class Tokens:
    """The texts of ``collect`` as lists of tokens, as often as gensim asks for them."""

    def __init__(self, running: Path, tokenizer: Tokenizer, settings: dict[str, Any]) -> None:
        self._running, self._tokenizer, self._settings = running, tokenizer, settings

    def __iter__(self) -> Iterator[list[str]]:
        vocabulary = self._tokenizer.get_vocab()
        names = [name for name, _ in sorted(vocabulary.items(), key=lambda item: item[1])]
        for laws, batch in texts(self._running, self._settings["every"]):
            made = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)  # gives ids, no tokens
            for _ in range(1 if laws else self._settings["repeat_small"]):
                yield from ([names[token] for token in one.ids] for one in made)


def skipgram_vectors(
    running: Path, tokenizer: Tokenizer, settings: dict[str, Any]
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the vectors of all tokens by predicting their neighbours, and how often each occurs.

    word2vec is skip-gram with negative sampling (Mikolov et al., 2013); fastText (Bojanowski et al., 2017)
    adds up the vectors of a token's character n-grams. Both as gensim has them, with two workers, so no run
    is exactly like another. A token that no text holds has zeros.
    """
    from gensim.models import FastText, Word2Vec  # noqa: PLC0415 - only the comparison needs it

    kinds = {"word2vec": (Word2Vec, {}), "fasttext": (FastText, {"bucket": 200_000})}
    kind, options = kinds[settings["kind"]]
    model = kind(
        Tokens(running, tokenizer, settings),
        vector_size=settings["dim"],
        window=settings["window"],
        min_count=1,
        sg=1,
        sample=settings["cut"],
        workers=2,
        epochs=settings["epochs"],
        seed=0,
        **options,
    )
    size = tokenizer.get_vocab_size()
    vectors, frequency = np.zeros((size, settings["dim"]), np.float32), np.zeros(size)
    for token in model.wv.index_to_key:
        row = tokenizer.token_to_id(token)
        vectors[row] = model.wv[token]
        frequency[row] = model.wv.get_vecattr(token, "count")
    return vectors, frequency


def main() -> None:
    """Write ``pretrained.npz``: the vectors of all tokens, and how often each occurs."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent
    parser.add_argument("--work", type=Path, default=here / "work")
    parser.add_argument("--recipe", type=Path, default=here / "recipe.yaml")
    arguments = parser.parse_args()
    settings: dict[str, Any] = yaml.safe_load(arguments.recipe.read_text("utf-8"))["pretrain"]
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer.json"))
    running = arguments.work / "running.txt"
    if settings["kind"] == "ppmi":
        vectors, frequency = counted_vectors(running, tokenizer, settings)
    else:
        vectors, frequency = skipgram_vectors(running, tokenizer, settings)
    np.savez(arguments.work / "pretrained.npz", vectors=vectors, frequency=frequency)


if __name__ == "__main__":
    main()
