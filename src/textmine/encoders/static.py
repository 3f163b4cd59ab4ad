"""A static model without torch: a table with one vector per token, and the mean over the tokens of a text."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.encoders.prompts import text_before
from textmine.encoders.protocol import unit_rows
from textmine.encoders.static_folder import StaticFolder, damaged
from textmine.errors import EncoderError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MOST_TEXTS = 2_048
MOST_CHARACTERS = 250_000
"""At most so many texts, and so many characters unless one text has more, are tokens in memory at once."""

MOST_WORDS, LONGEST_WORD = 100_000, 64
"""About how many words, of at most so many characters, are remembered with their tokens."""

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: valid in Python, in no encoding; it becomes U+FFFD, "character lost"."""

_UNIGRAM_UNKNOWN = re.compile(rb'"unk_id"\s*:\s*(\d+)')
"""A Unigram model does not tell its unknown token. Within a text of JSON the quotes would be escaped."""


Ragged = tuple[NDArray[np.int64], NDArray[np.int64]]
"""All items of some lists in one row, and the bounds of each list in it (one more than there are lists)."""


class StaticEncoder:
    """The mean of the vectors of a text's tokens, scaled to norm 1.

    The row of a text depends on that text alone: bit for bit the same in every batch, order and number of
    threads. Texts are never cut. Tokens that the model does not know are left out; a text of nothing else
    has a row of zeros, as has a text of white space.
    """

    def __init__(self, folder: StaticFolder, *, prefix: str = "", prompt: str | None = None) -> None:
        """Load tokenizer and table.

        Raises
        ------
        EncoderError
            When a file cannot be read, the two do not fit together, or the model has no such prompt.
        """
        self._folder = folder
        self._before = text_before(folder.model, folder.prompts, prompt, prefix)
        self._table = _table(folder)
        self._tokenizer = _tokenizer(folder)
        if self._tokenizer.get_vocab_size() > len(self._table):
            raise damaged(folder.model, folder.weights, f"past niet bij {folder.tokenizer.name}")
        self._unknown = _unknown(folder, self._tokenizer)
        self._seen: dict[str, list[int]] = {}
        self.dim = int(self._table.shape[1])
        self.name = f"{folder.name}|{self._before}" if self._before else folder.name

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Return unit rows; see ``Encoder.encode``."""
        rows = np.empty((len(texts), self.dim), dtype=np.float32)
        for part in batches(texts):
            given = [
                _SURROGATE.sub("\ufffd", self._before + text) if text.strip() else "" for text in texts[part]
            ]
            rows[part] = unit_rows(self._means(given))
        return rows

    def _means(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return shape ``(len(texts), dim)``: the mean of the vectors of known tokens, zeros without any.

        Each row is added up in the order of its tokens. Only vectors in use become float32.
        """
        from scipy import sparse  # noqa: PLC0415 - heavy

        tokens, ends = self._tokens(texts)
        used = np.zeros(len(self._table), dtype=bool)
        used[tokens] = True
        vectors = self._table[used].astype(np.float32)
        column = (np.cumsum(used) - 1)[tokens]
        counts = sparse.csr_array(
            (np.ones(len(tokens), dtype=np.float32), column, ends), shape=(len(texts), len(vectors))
        )
        means: NDArray[np.float32] = counts @ vectors
        if not np.isfinite(means).all():
            raise damaged(self._folder.model, self._folder.weights, "bevat waarden die geen getal zijn")
        means /= np.maximum(np.diff(ends), 1).astype(np.float32)[:, None]
        return means

    def _tokens(self, texts: Sequence[str]) -> Ragged:
        """Return the known tokens of all texts, and where each text begins and ends among them."""
        tokens, ends = self._by_word(texts) if self._folder.word_by_word else _ragged(self._ids(texts))
        if self._unknown is None:
            return tokens, ends
        known = tokens != self._unknown
        return tokens[known], np.concatenate([[0], np.cumsum(known)])[ends]

    def _by_word(self, texts: Sequence[str]) -> Ragged:
        """Return the tokens of all texts; the tokenizer sees each word once."""
        import pyarrow as pa  # noqa: PLC0415 - heavy
        import pyarrow.compute as pc  # noqa: PLC0415 - heavy

        split = pc.split_pattern(pa.array(texts, pa.string()), " ")
        words = split.flatten().dictionary_encode()
        tokens, ends = _ragged(self._remembered(words.dictionary.to_pylist()))
        word = words.indices.to_numpy()
        lengths = np.diff(ends)[word]
        after = np.concatenate([[0], np.cumsum(lengths)])
        shift = np.repeat(ends[word] - after[:-1], lengths)
        return tokens[shift + np.arange(after[-1])], after[split.offsets.to_numpy()]

    def _remembered(self, words: Sequence[str]) -> list[list[int]]:
        """Return what ``_ids`` returns, and remember it for the next texts."""
        if len(self._seen) > MOST_WORDS:
            self._seen.clear()
        new = [word for word in words if word not in self._seen]
        self._seen.update(zip(new, self._ids(new), strict=True))
        ids = [self._seen[word] for word in words]
        for word in new:
            if len(word) > LONGEST_WORD:
                del self._seen[word]
        return ids

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        try:
            encoded = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        except Exception as error:  # whatever the library below does not want
            raise _unread(self._folder, error) from error
        return [one.ids for one in encoded]


def _ragged(lists: Sequence[list[int]]) -> Ragged:
    lengths = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
    bounds = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
    return np.fromiter(chain.from_iterable(lists), dtype=np.int64, count=int(bounds[-1])), bounds


def batches(texts: Sequence[str]) -> Iterator[slice]:
    """Divide ``texts`` into runs that fit in memory as tokens."""
    start = characters = 0
    for place, text in enumerate(texts):
        full = place - start == MOST_TEXTS or characters + len(text) > MOST_CHARACTERS
        if full and place > start:
            yield slice(start, place)
            start, characters = place, 0
        characters += len(text)
    if start < len(texts):
        yield slice(start, len(texts))


def _table(folder: StaticFolder) -> NDArray[Any]:
    """Return one row per token id, in the type in which it is stored.

    Model2vec writes other keys: a row per cluster of tokens, with a weight per token.
    """
    from safetensors.numpy import load_file  # noqa: PLC0415 - only this encoder needs it

    try:
        tensors = load_file(folder.weights)
        table: NDArray[Any] = (
            tensors["embedding.weight"] if "embedding.weight" in tensors else tensors["embeddings"]
        )
        if "mapping" in tensors:
            table = table[tensors["mapping"]]
        if "weights" in tensors:
            table = table.astype(np.float32) * tensors["weights"].astype(np.float32)[:, None]
    except Exception as error:  # a damaged file fails in as many ways as there are libraries below
        raise damaged(folder.model, folder.weights, f"is beschadigd ({_reason(error)})") from error
    if table.ndim != 2:  # noqa: PLR2004 - a matrix
        raise damaged(folder.model, folder.weights, "bevat geen tabel met een rij per woorddeel")
    return table


def _tokenizer(folder: StaticFolder) -> "Tokenizer":
    """Load the tokenizer without the cutting and filling up that some models come with."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - only this encoder needs it

    try:
        tokenizer = Tokenizer.from_file(str(folder.tokenizer))
    except Exception as error:
        raise _unread(folder, error) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _unknown(folder: StaticFolder, tokenizer: "Tokenizer") -> int | None:
    """Return the id of the token that stands for everything unknown, if there is one."""
    token = getattr(tokenizer.model, "unk_token", None)
    if token is not None:
        return tokenizer.token_to_id(token)
    found = _UNIGRAM_UNKNOWN.search(folder.tokenizer.read_bytes())
    return int(found[1]) if found else None


def _unread(folder: StaticFolder, error: Exception) -> EncoderError:
    return damaged(folder.model, folder.tokenizer, f"is beschadigd ({_reason(error)})")


def _reason(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
