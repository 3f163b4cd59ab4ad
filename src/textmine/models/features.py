"""The feature space of the classifier: n-grams, embedding, cue words and speech-act markers side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
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


class Profile(Settings):
    """How much each kind of feature weighs (0 leaves it out), and how freely a model may use them.

    ``heading`` and ``section`` are how much the context counts, when a code is given (``models.context``).
    """

    words: float = Field(ge=0)
    characters: float = Field(ge=0)
    embedding: float = Field(ge=0)
    cues: float = Field(ge=0)
    speech: float = Field(ge=0)
    inverse_penalty: float = Field(default=10.0, gt=0)
    heading: float = Field(default=0.0, ge=0)
    section: float = Field(default=0.0, ge=0)

    def scale(self, embedding: int, codes: int) -> NDArray[np.float64]:
        """Return the weight of every column of the feature space."""
        weights = (self.words, self.characters, self.embedding, self.cues, self.speech)
        return np.repeat(weights, (HASHED, HASHED, embedding, codes, len(MARKERS)))


@dataclass(frozen=True)
class Read:
    """A batch of texts, read once: its words, the columns of every word, and which cues occur.

    ``words`` and ``characters`` are distinct words x ``HASHED``, ``hits`` is texts x cues (1 or 0).
    """

    tokens: Tokens
    words: sparse.csr_array
    characters: sparse.csr_array
    cues: tuple[str, ...]
    held: sparse.csr_array
    hits: sparse.csr_array

    @classmethod
    def of(cls, texts: Sequence[str], codebook: Codebook) -> "Read":
        """Split ``texts`` and look up their words."""
        tokens = tokenise(texts)
        cues, held = codebook_cues(codebook)
        return cls(
            tokens=tokens,
            words=hashed_words(tokens.words),
            characters=hashed_characters(tokens.words),
            cues=cues,
            held=held,
            hits=cue_hits(tokens, cues),
        )

    def counts(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        """Return the counts of word and of character n-grams: texts x ``HASHED`` each."""
        return word_ngrams(self.tokens, self.words), character_ngrams(self.tokens, self.characters)


@dataclass(frozen=True)
class FeatureSpace:
    """Turns texts into rows: words | characters | embedding | cues per code | speech-act markers.

    ``word_idf`` and ``character_idf`` have ``HASHED`` values each.
    """

    word_idf: NDArray[np.float64]
    character_idf: NDArray[np.float64]

    @classmethod
    def fit(cls, read: Read) -> "FeatureSpace":
        """Learn the inverse document frequencies from a batch."""
        words, characters = read.counts()
        return cls(inverse_document_frequency(words), inverse_document_frequency(characters))

    def rows(self, read: Read, embeddings: NDArray[np.float32]) -> sparse.csr_array:
        """Return one row per text: texts x (2 * ``HASHED`` + embedding + codes + ``len(MARKERS)``)."""
        words, characters = read.counts()
        per_code = read.hits @ read.held
        per_code.data = np.log1p(per_code.data)
        blocks = (
            tf_idf(words, self.word_idf),
            tf_idf(characters, self.character_idf),
            sparse.csr_array(embeddings.astype(np.float64)),
            per_code,
            sparse.csr_array(speech_markers(read.tokens)),
        )
        stacked: sparse.csr_array = sparse.hstack(blocks, format="csr")
        stacked.sort_indices()
        return stacked

    def word_weights(self, read: Read, weights: sparse.csr_array) -> NDArray[np.float64]:
        """Return how much each distinct word, with its characters, speaks for each code: words x codes.

        ``weights`` are all columns of the space x codes. The length of the text is left out of account.
        """
        words, characters = read.words.copy(), read.characters.copy()
        words.data *= self.word_idf[words.indices]
        characters.data *= self.character_idf[characters.indices]
        total = words @ weights[:HASHED] + characters @ weights[HASHED : 2 * HASHED]
        return np.asarray(total.toarray())
