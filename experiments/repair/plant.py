"""Broken texts whose truth is known: the Word and Markdown minutes, wrapped again with breaks in words.

The syllables come from spelling rules alone, so that planting knows nothing of the word list that repair
uses. Of the words that do not fit on their line a part is broken with a hyphen and a part without; some
words inside a line get a hyphen and a space, as text copied out of a PDF has; some lines are followed by
an empty line, and every forty lines the page turns, with a header and a footer.
"""

import hashlib
import re
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from extract import Source

from textmine.text.repair_lines import Place

_VOWELS = "aeiouyàáäâèéëêìíïîòóöôùúüû"
_ONSETS = frozenset(
    [
        "bl",
        "br",
        "ch",
        "chr",
        "cl",
        "cr",
        "dr",
        "dw",
        "fl",
        "fr",
        "gl",
        "gr",
        "kl",
        "kn",
        "kr",
        "kw",
        "pl",
        "pr",
        "ps",
        "qu",
        "sch",
        "schr",
        "sf",
        "sj",
        "sk",
        "sl",
        "sm",
        "sn",
        "sp",
        "spl",
        "spr",
        "st",
        "str",
        "th",
        "tj",
        "tr",
        "ts",
        "tw",
        "vl",
        "vr",
        "wr",
        "zw",
    ]
)
_WORD = re.compile(r"[^\W\d_]{6,}")
_NUCLEUS = re.compile(rf"(?:ij|[{_VOWELS}])+")
PAGE = 40
LEAST = 12
GAPS = 0.05


@dataclass
class Planted:
    """A text with planted breaks; ``breaks`` holds (start, end, form, label) of all of them.

    ``ends`` holds (start, end) of the breaks between paragraphs.
    """

    name: str
    raw: str
    places: tuple[Place, ...]
    breaks: list[tuple[int, int, str, str]] = field(default_factory=list)
    ends: list[tuple[int, int]] = field(default_factory=list)


def syllable_cuts(word: str) -> list[int]:
    """Return where Dutch spelling lets ``word`` break, with two letters at least on each side.

    That is ahead of the longest group of consonants that can begin a syllable.
    """
    cuts = []
    nuclei = list(_NUCLEUS.finditer(word.lower()))
    for first, second in pairwise(nuclei):
        group = word[first.end() : second.start()].lower()
        for n in range(len(group)):
            if len(group) - n == 1 or group[n:] in _ONSETS:
                cut = first.end() + n
                if 2 <= cut <= len(word) - 2:
                    cuts.append(cut)
                break
    return cuts


def plant(source: Source, seed: int, hyphen: float = 0.3, bare: float = 0.08) -> Planted | None:
    """Wrap the prose of ``source`` again; None when it holds less than ``LEAST`` lines.

    ``hyphen`` and ``bare`` are the shares of overflowing words that are broken with and without a hyphen.
    """
    number = int(hashlib.sha256(source.sha256.encode()).hexdigest()[:8], 16)
    chance = np.random.default_rng([seed, number])
    width = int(chance.integers(55, 96))
    lines: list[tuple[str, str, str]] = []
    for paragraph in _prose(source):
        lines.extend(_wrap(paragraph, width, chance, hyphen, bare))
    if len(lines) < LEAST:
        return None
    return _set_pages(source.name, lines, chance)


def _prose(source: Source) -> list[str]:
    paragraphs = [source.raw[p.start : p.end] for p in source.places]
    return [
        " ".join(text.split())
        for text in paragraphs
        if len(text) > 60 and "http" not in text and "|" not in text
    ]


def _wrap(
    paragraph: str, width: int, chance: np.random.Generator, hyphen: float, bare: float
) -> list[tuple[str, str, str]]:
    """Return (line, form, label) per line; form and label are those of the break behind the line."""
    lines: list[tuple[str, str, str]] = []
    current = ""
    words = paragraph.split(" ")
    while words:
        word = words.pop(0)
        if len(current) + 1 + len(word) <= width or not current:
            current = f"{current} {word}" if current else word
            continue
        form, label, left, right = _break(word, width - len(current) - 1, chance, hyphen, bare)
        if left:
            current = f"{current} {left}"
        elif current.endswith("-") and current[-2:-1].isalnum():
            form = "hyphen"
        lines.append((current, form, label))
        current = right
    lines.append((current, "", "end"))
    return lines


def _break(
    word: str, room: int, chance: np.random.Generator, hyphen: float, bare: float
) -> tuple[str, str, str, str]:
    """Return form, label and both halves of the word that does not fit; a whole word has no left half."""
    inner = [m.end() for m in re.finditer(r"(?<=\w)-(?=\w)", word) if m.end() <= room]
    if inner:
        return "hyphen", "keep_hyphen", word[: inner[-1]], word[inner[-1] :]
    found = _WORD.search(word)
    draw = chance.random()
    if found and draw < hyphen + bare:
        cuts = [found.start() + cut for cut in syllable_cuts(found[0])]
        fitting = [cut for cut in cuts if cut + 1 <= room]
        if fitting:
            cut = fitting[int(chance.integers(len(fitting)))]
            if draw < hyphen:
                return "hyphen", "join", word[:cut] + "-", word[cut:]
            return "bare", "join", word[:cut], word[cut:]
    return "bare", "separate", "", word


def _gaps(text: str, chance: np.random.Generator) -> tuple[str, list[int]]:
    """Break one word inside a line in about one line in twenty; return the line and where the hyphen is."""
    inner = [found for found in _WORD.finditer(text) if found.start() > 0 and found.end() < len(text) - 1]
    if not inner or chance.random() >= GAPS:
        return text, []
    found = inner[int(chance.integers(len(inner)))]
    cuts = syllable_cuts(found[0])
    if not cuts or text[found.end()] == "-" or text[found.start() - 1] == "-":
        return text, []
    cut = found.start() + cuts[int(chance.integers(len(cuts)))]
    return f"{text[:cut]}- {text[cut:]}", [cut]


def _set_pages(name: str, lines: list[tuple[str, str, str]], chance: np.random.Generator) -> Planted:
    raw = ""
    places: list[Place] = []
    pending: tuple[int, str, str] | None = None
    breaks: list[tuple[int, int, str, str]] = []
    ends: list[tuple[int, int]] = []

    def put(text: str, page: int) -> int:
        nonlocal raw
        start = len(raw) + bool(places)
        raw = raw + "\n" + text if places else text
        places.append(Place(start, start + len(text), "line", page))
        return start

    total = -(-len(lines) // PAGE)
    for n, (whole, form, label) in enumerate(lines):
        page = n // PAGE + 1
        if n % PAGE == 0:
            put(f"Verslag werkgroep, versie {total}.0", page)
        text, gaps = _gaps(whole, chance)
        start = put(text, page)
        breaks.extend((start + gap, start + gap + 2, "gap", "join") for gap in gaps)
        if pending:
            at, kind, truth = pending
            if truth == "end":
                ends.append((at, start))
            else:
                breaks.append((at, start, kind, truth))
        pending = (len(raw) - (form == "hyphen"), form, label)
        if chance.random() < 0.04:
            put("", page)
        if n % PAGE == PAGE - 1 or n == len(lines) - 1:
            put(f"Pagina {page} van {total}", page)
    return Planted(name, raw, tuple(places), breaks, ends)
