"""Every place in the minutes where a word may have been broken: what the gold list labels."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extract import Source

from textmine.text.repair_chars import MARKS
from textmine.text.repair_lines import split_lines

_GAP = re.compile(r"([^\W\d_]+)- ([^\W\d_]+)")
_LEFT = re.compile(r"[^\W_]*$")
_RIGHT = re.compile(r"[^\W_]*")


@dataclass(frozen=True)
class Candidate:
    """A possible break: ``raw[start:end]`` is what stands between ``left`` and ``right``.

    ``form`` is mark (PDFium joined two lines at a hyphen), hyphen (a line ends in one), gap (hyphen and
    space inside a line) or bare (a line ends without a hyphen).
    """

    source: Source
    form: str
    start: int
    end: int
    left: str
    right: str

    @property
    def context(self) -> str:
        """Sixty characters on both sides."""
        return self.source.raw[max(0, self.start - 60) : self.end + 60]

    @property
    def digest(self) -> str:
        """A hash of the context, which tells that the text is still the one that was judged."""
        return hashlib.sha256(self.context.encode()).hexdigest()[:12]


def candidates(source: Source) -> Iterator[Candidate]:
    """Yield all candidates of ``source`` in text order per form."""
    lines = split_lines(source.raw, source.places)
    for first, second in pairwise(lines):
        right = _RIGHT.match(second.text)[0]
        if first.ending and first.ending in MARKS:
            left = _LEFT.search(first.text)[0]
            yield Candidate(source, "mark", first.end, second.start, left, right)
            continue
        if first.block != second.block and first.kind == "cell":
            continue
        if first.text[-1] in "-\u2010\u2011\u00ac":
            left = _LEFT.search(first.text[:-1])[0]
            yield Candidate(source, "hyphen", first.end - 1, second.start, left, right)
            continue
        left = _LEFT.search(first.text)[0]
        if left.isalpha() and right.isalpha() and right[0].islower() and len(left) > 1 and len(right) > 1:
            yield Candidate(source, "bare", first.end, second.start, left, right)
    for line in lines:
        for found in _GAP.finditer(line.text):
            start, end = line.start + found.end(1), line.start + found.start(2)
            yield Candidate(source, "gap", start, end, found[1], found[2])
