"""Stage ``vocabulary``: words and their counts, and the tokenizer made of them.

The text is brought to letters, digits and a few telling signs in lower case without accents. Three counts are
mixed: those of the laws, those of all other texts that are learned from, and those of everyday Dutch
(``wordfreq``, Speer 2022). Each is flattened by a power, as the laws would otherwise fill the vocabulary.

Words that the texts hold often enough are tokens as a whole; pieces of a unigram model (Kudo, 2018) cover the
rest. Every token costs a fixed amount, so that few tokens are taken: "een" is never "e" + "en".
"""

import argparse
import itertools
import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from wordfreq import get_frequency_dict

SIGNS = r"[^\p{L}\p{N}?%€]+"
"""What becomes a space."""

UNKNOWN = "<unk>"
TOTAL = 6_000_000
"""Words of the mixed counts."""

SHARES = (0.35, 0.3, 0.35)
"""Laws, other texts, everyday Dutch in the mixed counts."""

POWER = 0.6
SEEN = (8, 2)
"""A whole word is a token only when it occurs this often in the laws, or in the other texts."""

LONGEST = 28
RARE = 30
"""A piece whose own mixed count is below this is there for the words it is a part of."""


@dataclass(frozen=True)
class VocabularySettings:
    """What kind of tokens; ``first`` is the size of the unigram model that pieces are taken from."""

    size: int
    pieces: int
    first: int
    kind: str
    boundary: bool
    cased: bool
    prefer_long: float


def plain(text: str, *, cased: bool = False) -> str:
    """Do in Python what the tokenizer's normalizer does."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^\w?%€]+|_", " ", bare if cased else bare.lower())


def normalizer(*, cased: bool) -> normalizers.Normalizer:
    """Return the normalizer that is part of the tokenizer."""
    steps = [normalizers.NFKD(), normalizers.StripAccents()]
    steps += [] if cased else [normalizers.Lowercase()]
    return normalizers.Sequence([*steps, normalizers.Replace(Regex(SIGNS), " ")])


def everyday_counts() -> Counter[str]:
    """Return counts per billion of Dutch words in ``wordfreq``, rare ones left out."""
    found: Counter[str] = Counter()
    for word, frequency in get_frequency_dict("nl", wordlist="best").items():
        bare = plain(word).strip()
        if frequency > 1e-7 and bare and " " not in bare:
            found[bare] += int(frequency * 1e9)
    return found


def counts(running: Path) -> tuple[Counter[str], Counter[str]]:
    """Return the words of the laws and those of the other texts in what ``collect`` wrote."""
    other: Counter[str] = Counter()
    laws: Counter[str] = Counter()
    current = other
    with running.open(encoding="utf-8") as file:
        for line in file:
            if line == "\n":
                current = laws
            current.update(line.split())
    return laws, other


def mixed(parts: Iterable[tuple[Counter[str], float]], power: float, total: int) -> dict[str, int]:
    """Mix counts: each is raised to ``power``, scaled to its share of ``total``, and added."""
    found: dict[str, float] = {}
    for counter, share in parts:
        scale = share * total / sum(count**power for count in counter.values())
        for word, count in counter.items():
            found[word] = found.get(word, 0.0) + count**power * scale
    return {word: round(value) for word, value in sorted(found.items()) if round(value) > 0}


def train(words: dict[str, int], settings: VocabularySettings) -> Tokenizer:
    """Return a tokenizer of ``settings.first`` pieces.

    With ``boundary`` a piece at the start of a word is another piece than the same letters inside one;
    without it the end of a compound is the piece that the word itself is.
    """
    unigram = settings.kind == "unigram"
    tokenizer = Tokenizer(models.Unigram() if unigram else models.BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizer(cased=settings.cased)
    split = pre_tokenizers.WhitespaceSplit()
    tokenizer.pre_tokenizer = (
        pre_tokenizers.Sequence([split, pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")])
        if settings.boundary
        else split
    )
    options: dict[str, Any] = {
        "vocab_size": settings.first if unigram else settings.size,
        "special_tokens": [UNKNOWN],
        "show_progress": False,
    }
    trainer = (
        trainers.UnigramTrainer(unk_token=UNKNOWN, shrinking_factor=0.7, max_piece_length=24, **options)
        if unigram
        else trainers.BpeTrainer(**options)
    )
    tokenizer.train_from_iterator(_repeated(words), trainer)
    return tokenizer


def _repeated(words: dict[str, int]) -> Iterator[list[str]]:
    lines = (" ".join([word] * count) for word, count in words.items())
    while chunk := list(itertools.islice(lines, 2_000)):
        yield chunk


def with_words(
    tokenizer: Tokenizer, words: dict[str, int], seen: frozenset[str], settings: VocabularySettings
) -> Tokenizer:
    """Return a unigram tokenizer of letters, the best pieces and the commonest words."""
    described = json.loads(tokenizer.to_str())
    mark = "▁" if settings.boundary else ""
    scores = {piece: score for piece, score in described["model"]["vocab"] if piece != UNKNOWN}
    kept = {piece: score for piece, score in scores.items() if len(piece.removeprefix(mark)) <= 1}
    rare = [
        (score, piece)
        for piece, score in scores.items()
        if piece not in kept and (words.get(piece.removeprefix(mark), 0) < RARE or len(piece) <= 3)
    ]
    kept |= {piece: score for score, piece in sorted(rare, reverse=True)[: settings.pieces]}
    whole = sorted((w for w in seen if 1 < len(w) <= LONGEST), key=lambda word: (-words[word], word))
    for word in whole:
        if len(kept) >= settings.size - 1:
            break
        score = math.log(words[word] / TOTAL)
        kept.setdefault(mark + word, max(score, scores.get(mark + word, score)))
    ranked = sorted(kept.items(), key=lambda item: (-item[1], item[0]))
    described["model"]["vocab"] = [
        [UNKNOWN, 0.0],
        *([piece, round(score - settings.prefer_long, 4)] for piece, score in ranked),
    ]
    described["model"]["unk_id"] = 0
    return Tokenizer.from_str(json.dumps(described))


def token_ids(tokenizer: Tokenizer, texts: list[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
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


def main() -> None:
    """Write ``tokenizer.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent
    parser.add_argument("--work", type=Path, default=here / "work")
    parser.add_argument("--recipe", type=Path, default=here / "recipe.yaml")
    arguments = parser.parse_args()
    recipe = yaml.safe_load(arguments.recipe.read_text("utf-8"))
    settings = VocabularySettings(**recipe["vocabulary"])
    laws, other = counts(arguments.work / "running.txt")
    words = mixed(zip((laws, other, everyday_counts()), SHARES, strict=True), POWER, TOTAL)
    seen = frozenset(word for word in words if laws[word] >= SEEN[0] or other[word] >= SEEN[1])
    tokenizer = train(words, settings)
    if settings.kind == "unigram":
        tokenizer = with_words(tokenizer, words, seen, settings)
    tokenizer.save(str(arguments.work / "tokenizer.json"), pretty=False)
    print(
        f"{tokenizer.get_vocab_size()} tokens from {len(words)} words, {len(seen)} of them seen often enough"
    )


if __name__ == "__main__":
    main()
