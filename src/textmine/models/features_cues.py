"""Which cue words of the codebook occur in a text."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse

from textmine.codebook import Codebook
from textmine.models.features_ngrams import Tokens, split_words

_LONG, _SHORT = 5, 4
_ENDINGS = ("", "e", "en", "s")


def codebook_cues(codebook: Codebook) -> tuple[tuple[str, ...], sparse.csr_array]:
    """Return the distinct cues, sorted, and which code has which: cues x codes (codebook order)."""
    codes = [code for dimension in codebook.dimensions for code in dimension.codes]
    cues = sorted({cue.lower() for code in codes for cue in code.cues})
    place = {cue: number for number, cue in enumerate(cues)}
    held = sorted({(place[cue.lower()], column) for column, code in enumerate(codes) for cue in code.cues})
    rows, columns = np.asarray(held, dtype=np.int64).reshape(-1, 2).T
    return tuple(cues), sparse.csr_array((np.ones(len(held)), (rows, columns)), shape=(len(cues), len(codes)))


def cue_hits(tokens: Tokens, cues: Sequence[str]) -> sparse.csr_array:
    """Mark which cues occur: texts x cues, 1 or 0.

    A cue word of five letters or more may be part of a longer word (Dutch writes compounds as one word); one
    of four letters is the whole word, with or without -e, -en or -s; a shorter one is exactly the word ("wet"
    is not in "weten"). The words of a longer cue stand in a row.
    """
    words = pa.array(tokens.words, pa.string())
    split = [split_words(cue) for cue in cues]
    parts = sorted({part for row in split for part in row})
    present = {part: _matches(words, part) for part in parts}
    rows, columns = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for column, row in enumerate(split):
        texts = np.unique(tokens.text[_starts(tokens, [present[part] for part in row])])
        rows.append(texts)
        columns.append(np.full(len(texts), column))
    places = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_array((np.ones(len(places[0])), places), shape=(tokens.texts, len(cues)))


def _starts(tokens: Tokens, wanted: Sequence[NDArray[np.bool_]]) -> NDArray[np.int64]:
    """Return where in one text words stand in a row of which the n-th is among the n-th ``wanted``."""
    if not wanted or not all(words.any() for words in wanted):
        return np.empty(0, np.int64)
    starts = np.flatnonzero(wanted[0][tokens.word])
    for step, words in enumerate(wanted[1:], 1):
        starts = starts[starts + step < len(tokens.word)]
        same_text = tokens.text[starts + step] == tokens.text[starts]
        starts = starts[same_text & words[tokens.word[starts + step]]]
    return starts


def _matches(words: pa.Array, part: str) -> NDArray[np.bool_]:
    if len(part) >= _LONG:
        found = pc.match_substring(words, part)
    else:
        endings = _ENDINGS if len(part) == _SHORT else ("",)
        found = pc.is_in(words, pa.array([part + ending for ending in endings]))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)
