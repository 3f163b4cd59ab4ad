"""Sentence boundaries on Universal Dependencies Dutch: ours beside other splitters without a model."""

import lzma
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from textmine.text.sentences import split_sentences

Spans = list[tuple[int, int]]
Splitter = Callable[[str], Spans]
TREEBANKS = ("alpino", "lassysmall")
_PARAGRAPH = re.compile(r"\.s\.\d+$")
_CLOSED = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s?(?:''|[\"”»]))?$")


@dataclass
class Boundaries:
    """Counts of sentence ends inside texts; the end of a text counts for nobody.

    ``closed_missed`` are missed ends behind a full stop, a question or an exclamation mark; other missed
    ends are titles and enumerations that the treebank counts as sentences and that have no mark.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0
    closed_missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the ends found that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the true ends that are found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    @property
    def f1_closed(self) -> float:
        """F1 when only true ends with a closing mark count."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.closed_missed)


def paragraphs(treebank: Path) -> Iterator[list[str]]:
    """Yield the sentences of each paragraph, in order."""
    key = ""
    found: dict[str, list[str]] = {}
    with lzma.open(treebank, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# sent_id"):
                key = _PARAGRAPH.sub("", line.split("=", 1)[1].strip())
            elif line.startswith("# text"):
                found.setdefault(key, []).append(line.split("=", 1)[1].strip())
    yield from found.values()


def measure_treebank(treebank: Path, split: Splitter) -> Boundaries:
    """Join the sentences of a paragraph with a space, split again, and compare the ends."""
    result = Boundaries()
    for sentences in paragraphs(treebank):
        text = " ".join(sentences)
        true_ends: set[int] = set()
        at = 0
        for sentence in sentences[:-1]:
            at += len(sentence)
            true_ends.add(at)
            at += 1
        ends = {end for _, end in split(text) if end < len(text)}
        missed = true_ends - ends
        result.right += len(true_ends & ends)
        result.wrong += len(ends - true_ends)
        result.missed += len(missed)
        result.closed_missed += sum(_CLOSED.search(text[:end]) is not None for end in missed)
    return result


def splitters() -> dict[str, Splitter]:
    """Return the splitters that are installed here, by name."""
    found: dict[str, Splitter] = {"textmine": split_sentences, "elke punt": _every_stop}
    found["spaCy sentencizer"] = _spacy()
    try:
        import pysbd  # noqa: PLC0415 - optional
    except ImportError:
        return found
    segmenter = pysbd.Segmenter(language="nl", clean=False, char_span=True)
    found["pySBD"] = lambda text: [_stripped(text, span.start, span.end) for span in segmenter.segment(text)]
    return found


def _spacy() -> Splitter:
    import spacy  # noqa: PLC0415 - slow to import

    pipeline = spacy.blank("nl")
    pipeline.add_pipe("sentencizer")
    return lambda text: [_stripped(text, sent.start_char, sent.end_char) for sent in pipeline(text).sents]


def _every_stop(text: str) -> Spans:
    ends = [match.start() for match in re.finditer(r"(?<=[.!?…])\s+", text)]
    return list(zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
