"""The feature space of the classifier: n-grams, embedding, cue words and speech-act markers side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.codebook import Codebook
from textmine.models.features_cues import codebook_cues, cue_hits
from textmine.models.features_ngrams import (
    HASHED,
    Tokens,
    character_ngrams,
    hashed_characters,
    hashed_words,
    inverse_document_frequency,
    tf_idf,
    tokenise,
    word_ngrams,
)
from textmine.models.features_speech import MARKERS, speech_markers
from textmine.settings import Settings


class FeatureSettings(Settings):
    """How much each kind of feature weighs; 0 leaves it out. Chosen in ``experiments/classification``."""

    words: float = 1.0
    characters: float = 1.0
    embedding: float = 1.0
    cues: float = 0.5
    speech: float = 0.2


@dataclass(frozen=True)
class FeatureSpace:
    """Turns texts into rows: words | characters | embedding | cues per code | speech-act markers.

    ``word_idf`` and ``character_idf`` have ``HASHED`` values each.
    """

    settings: FeatureSettings
    word_idf: NDArray[np.float64]
    character_idf: NDArray[np.float64]

    @classmethod
    def fit(cls, texts: Sequence[str], settings: FeatureSettings) -> "FeatureSpace":
        """Learn the inverse document frequencies from ``texts``."""
        tokens = tokenise(texts)
        return cls(
            settings,
            inverse_document_frequency(word_ngrams(tokens)),
            inverse_document_frequency(character_ngrams(tokens)),
        )

    def rows(self, tokens: Tokens, embeddings: NDArray[np.float32], codebook: Codebook) -> sparse.csr_array:
        """Return one row per text: texts x (2 * ``HASHED`` + width + codes + ``len(MARKERS)``)."""
        weight = self.settings
        cues, held = codebook_cues(codebook)
        per_code = cue_hits(tokens, cues) @ held
        per_code.data = np.log1p(per_code.data)
        blocks = (
            tf_idf(word_ngrams(tokens), self.word_idf) * weight.words,
            tf_idf(character_ngrams(tokens), self.character_idf) * weight.characters,
            sparse.csr_array(embeddings.astype(np.float64)) * weight.embedding,
            per_code * weight.cues,
            sparse.csr_array(speech_markers(tokens)) * weight.speech,
        )
        stacked: sparse.csr_array = sparse.hstack(blocks, format="csr")
        stacked.sort_indices()
        return stacked


    def word_weights(self, tokens: Tokens, weights: sparse.csr_array) -> NDArray[np.float64]:
        """Return how much each distinct word, with its characters, speaks for each code: words x codes.

        ``weights`` are all columns of the space x codes. The length of the text is left out of account.
        """
        words, characters = hashed_words(tokens.words), hashed_characters(tokens.words)
        words.data *= self.word_idf[words.indices] * self.settings.words
        characters.data *= self.character_idf[characters.indices] * self.settings.characters
        total = words @ weights[:HASHED] + characters @ weights[HASHED : 2 * HASHED]
        return np.asarray(total.toarray())


def width(embedding: int, codebook: Codebook) -> int:
    """Return the number of columns for embeddings of ``embedding`` columns."""
    return 2 * HASHED + embedding + sum(len(d.codes) for d in codebook.dimensions) + len(MARKERS)
