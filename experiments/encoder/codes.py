"""The sample corpora's own codes: a linear probe on the main theme and on the kind of a statement."""

import csv
import sys
from pathlib import Path

import numpy as np
from figures import Figure
from probe import Labelled, Labels, held_out, near_copies, score
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from vectors import Encode

sys.path.append(str(Path(__file__).parents[1] / "classification"))
from samples import CORPORA, load_codebook, load_sample

NAMES = {"regiosessies": "voorbeeld-regiosessies", "zienswijzen": "voorbeeld-zienswijzen"}
DIMENSIONS = ("theme", "kind")


def corpora() -> dict[str, dict[str, Labelled]]:
    """Return per corpus and dimension the distinct statements with their first code.

    A group holds the statements of a document, of documents that share a statement, and near-copies.
    """
    codebook = load_codebook()
    found = {}
    for short, name in NAMES.items():
        sample = load_sample(name, codebook)
        groups = _groups(name, sample.texts)
        found[short] = {
            dimension: Labelled(sample.texts, _numbers(sample.codes[dimension]), groups)
            for dimension in DIMENSIONS
        }
    return found


def _numbers(codes: list[tuple[str, ...]]) -> Labels:
    return np.unique([first for first, *_ in codes], return_inverse=True)[1].astype(np.int64)


def _groups(name: str, texts: list[str]) -> Labels:
    row = {text: number for number, text in enumerate(texts)}
    with (CORPORA / name / "waarheid.csv").open(encoding="utf-8", newline="") as file:
        pairs = sorted(
            {(f"{line['file']} {line.get('key', '')}", row[line["text"]]) for line in csv.DictReader(file)}
        )
    copies = near_copies(texts)
    owners = [*(owner for owner, _ in pairs), *(f"copies {group}" for group in copies.tolist())]
    members = [*(member for _, member in pairs), *range(len(texts))]
    owner = np.unique(owners, return_inverse=True)[1] + len(texts)
    size = int(owner.max()) + 1
    links = sparse.coo_array((np.ones(len(members)), (members, owner)), shape=(size, size))
    return np.asarray(connected_components(links, directed=False)[1][: len(texts)], dtype=np.int64)


def sample_codes(encode: Encode, data: dict[str, dict[str, Labelled]]) -> dict[str, Figure]:
    """Return the macro-F1 of the probe per dimension and corpus."""
    figures = {}
    for name, dimensions in data.items():
        vectors = encode(next(iter(dimensions.values())).texts)
        for dimension, labelled in dimensions.items():
            figures[f"{name}_{dimension}"] = score(labelled.classes, held_out(vectors, labelled))
    return figures
