"""From the collected tables to what the student learns from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import sources
from numpy.typing import NDArray
from student import Bags, Lessons
from tokenizers import Tokenizer
from vocabulary import token_ids

INNER = 0.15
"""Share of the judged STSb pairs that an ablation keeps apart to choose on."""


@dataclass(frozen=True)
class Collected:
    """The tables of ``collect`` and the teacher's vectors (unit rows) of the English side of ``parallel``."""

    parallel: pd.DataFrame
    groups: pd.DataFrame
    judged: pd.DataFrame
    teacher: NDArray[np.float32]

    @classmethod
    def read(cls, work: Path, dim: int) -> "Collected":
        """Read everything; the teacher's vectors are turned and cut to their ``dim`` main directions."""
        teacher = np.load(work / "teacher.npy").astype(np.float32)
        _, _, directions = np.linalg.svd(teacher.T @ teacher)
        turned = teacher @ directions[:dim].T
        turned /= np.linalg.norm(turned, axis=1, keepdims=True)
        names = ("parallel", "groups", "judged")
        return cls(*(pd.read_parquet(work / f"{name}.parquet") for name in names), turned)

    def inner(self) -> NDArray[np.bool_]:
        """Say which judged pairs an ablation keeps apart."""
        return inner_part(self.judged)


def inner_part(judged: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which of the judged pairs of STSb are in the inner part: by the first sentence."""
    apart = [sources.fraction(sources.key(text), "inner") < INNER for text in judged["first"]]
    return np.array(apart) & (judged["source"] == "stsb").to_numpy()


def bags(tokenizer: Tokenizer, texts: list[str]) -> Bags:
    """Return the token ids of ``texts``."""
    ids, offsets = token_ids(tokenizer, texts)
    return Bags(ids.astype(np.int64), offsets)


def build(
    collected: Collected,
    tokenizer: Tokenizer,
    text_shares: dict[str, float],
    group_shares: dict[str, float],
    *,
    keep_inner: bool,
) -> Lessons:
    """Return the lessons, with ``keep_inner`` also from the pairs an ablation keeps apart."""
    judged = collected.judged if keep_inner else collected.judged[~collected.inner()]
    apart: set[str] = set()
    if not keep_inner:
        hidden = collected.judged[collected.inner()]
        apart = {sources.key(text) for text in (*hidden["first"], *hidden["second"])}
        judged = judged[
            [
                not ({sources.key(a), sources.key(b)} <= apart)
                for a, b in zip(judged["first"], judged["second"], strict=True)
            ]
        ]
    used = np.array([sources.key(text) not in apart for text in collected.parallel["nl"]])
    parallel, targets = collected.parallel[used], collected.teacher[used]
    groups = collected.groups
    if apart:
        groups = groups[
            [
                source not in ("stsb", "sick") or not ({sources.key(first), sources.key(second)} & apart)
                for source, first, second in zip(
                    groups["source"], groups["first"], groups["second"], strict=True
                )
            ]
        ]
    passages, group_rows = _numbered([groups["first"], groups["second"], groups["negative"]])
    texts, pair_rows = _numbered([judged["first"], judged["second"]])
    return Lessons(
        texts=bags(tokenizer, parallel["nl"].tolist()),
        targets=targets,
        share=_shares(parallel["source"], text_shares),
        passages=bags(tokenizer, passages),
        groups=group_rows,
        group_share=_shares(groups["source"], group_shares),
        judged=bags(tokenizer, texts),
        pairs=pair_rows,
        scores=judged["score"].to_numpy(dtype=np.float32),
        pair_source=(judged["source"] == "sick").to_numpy(dtype=np.int64),
    )


def _numbered(columns: list[pd.Series]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the distinct texts, and per row the number of each column's text (-1 for an empty one)."""
    texts = sorted({text for column in columns for text in column if text})
    place = {text: number for number, text in enumerate(texts)}
    rows = np.array([[place.get(text, -1) for text in column] for column in columns], dtype=np.int64).T
    return texts, rows


def _shares(source: pd.Series, wanted: dict[str, float]) -> NDArray[np.float64]:
    """Return the probability of each row: every source has its share, its rows are equal."""
    many = source.value_counts()
    each = source.map({name: wanted[name] / many[name] for name in many.index}).to_numpy(dtype=np.float64)
    result: NDArray[np.float64] = each / each.sum()
    return result
