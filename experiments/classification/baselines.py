"""What a classifier must beat: the most common codes, counting cue words, copying the nearest example."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from textmine.codebook import Codebook, Dimension
from textmine.encoders.embeddings import Embeddings
from textmine.models.calibration import codes_matrix
from textmine.models.features_cues import codebook_cues, cue_hits
from textmine.models.features_ngrams import tokenise

Truth = NDArray[np.bool_]


def majority(texts: list[str], codebook: Codebook, dimension: Dimension) -> Truth:
    """Give every text the codes that most examples have."""
    common = Counter(example.codes[dimension.id] for example in codebook.examples).most_common(1)[0][0]
    return codes_matrix([common] * len(texts), dimension) > 0


def cue_count(texts: list[str], codebook: Codebook, dimension: Dimension) -> Truth:
    """Give every code with a cue word, or the one with most of them; the outside code without any."""
    cues, held = codebook_cues(codebook)
    counts = (cue_hits(tokenise(texts), cues) @ held).toarray()
    start = 0
    for other in codebook.dimensions:
        if other.id == dimension.id:
            break
        start += len(other.codes)
    counts = counts[:, start : start + len(dimension.codes)]
    outside = list(dimension.by_code).index(dimension.outside)
    if dimension.multiple:
        chosen = counts > 0
        chosen[:, outside] = False
    else:
        best = counts.argmax(axis=1)
        chosen = (np.arange(counts.shape[1])[None, :] == best[:, None]) & (counts.max(axis=1) > 0)[:, None]
    chosen[~chosen.any(axis=1), outside] = True
    return chosen


def nearest_example(
    ids: list[str], embeddings: Embeddings, codebook: Codebook, dimension: Dimension
) -> Truth:
    """Copy the codes of the example with the most similar vector."""
    examples = embeddings.rows([f"example:{n}" for n in range(len(codebook.examples))])
    nearest = (embeddings.rows(ids) @ examples.T).argmax(axis=1)
    return codes_matrix([codebook.examples[n].codes[dimension.id] for n in nearest], dimension) > 0
