"""Words and their counts, and the tokenizer made of them.

The text is brought to letters, digits and a few telling signs in lower case without accents. Three counts are
mixed: those of the laws, those of all other texts that are learned from, and those of everyday Dutch
(``wordfreq``,
Speer 2022). Each is flattened by a power, as the laws would otherwise fill the vocabulary with their own
words.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from wordfreq import get_frequency_dict

SIGNS = r"[^\p{L}\p{N}?%€]+"
"""What becomes a space."""

UNKNOWN = "<unk>"


def plain(text: str) -> str:
    """Do in Python what the tokenizer's normalizer does."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^\w?%€]+|_", " ", bare.lower())


def normalizer(*, cased: bool) -> normalizers.Normalizer:
    """Return the normalizer that is part of the tokenizer."""
    steps = [normalizers.NFKD(), normalizers.StripAccents()]
    steps += [] if cased else [normalizers.Lowercase()]
    return normalizers.Sequence([*steps, normalizers.Replace(Regex(SIGNS), " ")])


def everyday_counts() -> Counter[str]:
    """Return counts per billion of Dutch words in ``wordfreq``, rare ones left out."""
    return Counter(
        {
            plain(word): int(frequency * 1e9)
            for word, frequency in get_frequency_dict("nl", wordlist="best").items()
            if frequency > 1e-7 and " " not in plain(word).strip()
        }
    )


def mixed(counts: Iterable[tuple[Counter[str], float]], power: float, total: int) -> dict[str, int]:
    """Mix counts: each is raised to ``power``, scaled to its share of ``total``, and added."""
    found: Counter[str] = Counter()
    for counter, share in counts:
        scale = share * total / sum(count**power for count in counter.values())
        for word, count in counter.items():
            found[word] += count**power * scale  # type: ignore[assignment]
    return {word: round(value) for word, value in sorted(found.items()) if round(value) > 0}


def train(words: dict[str, int], *, size: int, kind: str, boundary: bool, cased: bool) -> Tokenizer:
    """Return a tokenizer of ``size`` pieces.

    With ``boundary`` a piece at the start of a word is another piece than the same letters inside one;
    without
    it the end of a compound is the piece that the word itself is.
    """
    model = models.Unigram() if kind == "unigram" else models.BPE(unk_token=UNKNOWN)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizer(cased=cased)
    tokenizer.pre_tokenizer = (
        pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
        if boundary
        else pre_tokenizers.WhitespaceSplit()
    )
    options = {"vocab_size": size, "special_tokens": [UNKNOWN], "show_progress": False}
    trainer = (
        trainers.UnigramTrainer(unk_token=UNKNOWN, shrinking_factor=0.7, max_piece_length=24, **options)
        if kind == "unigram"
        else trainers.BpeTrainer(**options)
    )
    tokenizer.train_from_iterator(_repeated(words), trainer)
    return tokenizer


def _repeated(words: dict[str, int]) -> Iterator[list[str]]:
    lines = (" ".join([word] * count) for word, count in words.items())
    while chunk := list(itertools.islice(lines, 2_000)):
        yield chunk


def token_ids(tokenizer: Tokenizer, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the token ids of all texts in one row, and where each text begins and the last ends.

    Unknown tokens are left out.
    """
    unknown = tokenizer.token_to_id(UNKNOWN)
    parts, lengths = [np.zeros(0, np.int32)], [np.zeros(1, np.int64)]
    for start in range(0, len(texts), 20_000):
        made = tokenizer.encode_batch_fast(texts[start : start + 20_000], add_special_tokens=False)
        flat = np.array([token for one in made for token in one.ids], dtype=np.int32)
        owner = np.repeat(np.arange(len(made)), [len(one) for one in made])
        known = flat != unknown
        parts.append(flat[known])
        lengths.append(np.bincount(owner[known], minlength=len(made)))
    return np.concatenate(parts), np.cumsum(np.concatenate(lengths))
