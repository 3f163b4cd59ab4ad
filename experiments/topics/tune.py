"""What the defaults were chosen on: the tuning half only. Prints tables; ``head.md`` cites them.

Run with ``OMP_NUM_THREADS=2 python experiments/topics/tune.py --shared FOLDER``.
"""

import argparse
import lzma
from collections import Counter, defaultdict
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from data import Sample, questions
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from textmine.encoders.lsa import LatentSemanticEncoder, telling_words
from textmine.encoders.protocol import unit_rows
from textmine.models.clustering import small_to_noise
from textmine.models.clustering_graph import communities, neighbour_graph
from textmine.models.dutch_words import lemma, lemmas_of, says_nothing, usage

TREEBANKS = ("nl_alpino-ud-dev", "nl_lassysmall-ud-dev")


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/")
    shared = parser.parse_args().shared
    tune = questions(shared)["tune"]
    for sample in (tune, tune.short()):
        features(sample)
    graphs([tune, tune.short(), tune.first(300), tune.first(300).short()])
    nouns(shared)


def features(sample: Sample) -> None:
    """Print which share of the ten nearest neighbours has the same theme, per kind of feature and width."""
    made = _features(sample.texts)
    for names in (("words",), ("telling",), ("lemmas",), ("grams",), ("words", "grams"), ("telling grams",)):
        matrix = hstack([made[name] for name in names], format="csr")
        reduced = matrix @ TruncatedSVD(150, algorithm="arpack", random_state=0).fit(matrix).components_.T
        shares = [
            f"{width}: {_same_theme(unit_rows(reduced[:, :width]), sample.themes):.3f}"
            for width in (50, 75, 100, 150)
        ]
        print(sample.name, " + ".join(names), *shares, flush=True)


def _features(texts: list[str]) -> dict[str, Any]:
    shared = {"sublinear_tf": True, "strip_accents": "unicode", "min_df": 2, "max_features": 60_000}
    word = r"\b\w[\w'-]*\w\b"
    telling = [telling_words(text) for text in texts]
    lemmas = [" ".join(lemmas_of(text)) for text in texts]
    return {
        "words": TfidfVectorizer(token_pattern=word, ngram_range=(1, 2), **shared).fit_transform(texts),
        "telling": TfidfVectorizer(token_pattern=word, ngram_range=(1, 2), **shared).fit_transform(telling),
        "lemmas": TfidfVectorizer(token_pattern=word, **shared).fit_transform(lemmas),
        "grams": TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), **shared).fit_transform(texts),
        "telling grams": TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 6), **shared).fit_transform(
            telling
        ),
    }


def _same_theme(rows: NDArray[np.float32], themes: NDArray[np.str_]) -> float:
    themed = rows[themes != ""]
    given = themes[themes != ""]
    similarity = themed @ themed.T
    np.fill_diagonal(similarity, -1)
    nearest = np.argsort(-similarity, axis=1)[:, :10]
    return float((given[nearest] == given[:, None]).mean())


def graphs(samples: list[Sample]) -> None:
    """Print mean AMI and ARI of Louvain over samples, per kind of graph, neighbours and resolution."""
    scores: dict[tuple[str, int, float], list[tuple[float, float]]] = defaultdict(list)
    for sample in samples:
        matrix = LatentSemanticEncoder.fit(sample.texts, dim=100, max_fit=50_000).encode(sample.texts)
        themed = sample.themes != ""
        for neighbours, resolution in product((10, 15, 20, 30), (1.0, 1.5, 2.0, 3.0)):
            for kind, graph in _graphs(matrix, neighbours).items():
                labels = small_to_noise(communities(graph, resolution, np.random.default_rng(0)), 3)
                given, found = sample.themes[themed], labels[themed]
                pair = (adjusted_mutual_info_score(given, found), adjusted_rand_score(given, found))
                scores[kind, neighbours, resolution].append(pair)
    means = {key: np.mean(pairs, axis=0) for key, pairs in scores.items()}
    for key in sorted(means, key=lambda key: -means[key].sum()):
        print(*key, *(f"{value:.3f}" for value in means[key]), flush=True)


def _graphs(matrix: NDArray[np.float32], neighbours: int) -> dict[str, Any]:
    union = neighbour_graph(matrix, neighbours)
    joined = csr_array(union > 0, dtype=np.float64) + eye_array(len(matrix), format="csr")
    shared = csr_array((joined @ joined).multiply(joined))
    shared.setdiag(0)
    return {"nearest": union, "shared neighbours": shared}


def nouns(shared: Path) -> None:
    """Print precision and recall of noun-likeness on the development parts of two treebanks."""
    for name in TREEBANKS:
        texts: list[str] = []
        tags: dict[str, Counter[str]] = defaultdict(Counter)
        with lzma.open(shared / "data" / "treebank" / f"{name}.conllu.xz", "rt", encoding="utf-8") as file:
            for line in file:
                cells = line.rstrip("\n").split("\t")
                if line.startswith("# text = "):
                    texts.append(line.removeprefix("# text = ").strip())
                elif len(cells) > 3:
                    tags[lemma(cells[1])][cells[3]] += 1
        rows = [
            (used.nounness() > 0.5, tags[word].most_common(1)[0][0] in {"NOUN", "PROPN"})
            for word, used in usage(texts).items()
            if word in tags and not says_nothing(word) and used.forms.total() >= 3
        ]
        right = sum(said and true for said, true in rows)
        precision, recall = right / sum(said for said, _ in rows), right / sum(true for _, true in rows)
        print(name, f"words {len(rows)}, precision {precision:.3f}, recall {recall:.3f}", flush=True)


if __name__ == "__main__":
    main()
