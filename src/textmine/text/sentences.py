"""Where Dutch sentences begin and end: candidates by pattern, each one decided by its neighbours.

The rules are our own; they aim at minutes, letters and short answers, where a wrong cut after "dhr." or
"art. 3" harms more than two sentences that stay together.
"""

import re
from typing import NamedTuple

from textmine.text.abbreviations import Ending, abbreviations, first_words

_MARK = re.compile(
    r"""
    (?P<mark>[.!?…]+)
    (?P<close>["'”’»)\]]* (?:[ ](?:''|["”»])(?=\s|$))? )
    (?P<space>\s+|$)
    """,
    re.VERBOSE,
)
_GLUED = re.compile(r"(?<=[a-zà-ÿ]{3})[.?!](?=(?P<next>[A-ZÀ-Ý][a-zà-ÿ]*)\s)")
_NOTE = re.compile(r"(?<=[a-zà-ÿ]{4})[.?!]\d{1,2}(?=(?P<space>\s+)[A-ZÀ-Ý])")  # the mark of a footnote
_OPENING = "\"'“”‘’„«([*_`,-–—"
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)*[^\W\d_]{1,2}")
_ENUMERATOR = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})", re.IGNORECASE)
_AFTER_NUMBER_SIGN = re.compile(r"[\d§]|[IVXLC]+\b|[A-Z]\d*\b|[a-z]\b")
_ADDRESS = re.compile(r"www\.|://|@")
_VOWEL = re.compile(r"[aeiouyà-ÿ]")
_YEAR_DIGITS = 3
_LONG_WORD = 4
_SHORT_CLITIC = re.compile(r"['’`][stnkm]\s", re.IGNORECASE)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of each sentence, ascending, without the space around it.

    Together the spans hold every character of ``text`` that is no white space.
    """
    spans: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    for end, following in _boundaries(text):
        if end > start and _is_boundary(text, start, end, following):
            spans.append((start, end))
            start = following
    last = len(text.rstrip())
    if last > start:
        spans.append((start, last))
    return spans


def _boundaries(text: str) -> list[tuple[int, int]]:
    """Return ``(end of sentence, start of the next one)`` for every candidate, ascending."""
    found = [(match.end("close"), match.end()) for match in _MARK.finditer(text) if match.end() < len(text)]
    glued = [
        (match.end(), match.end())
        for match in _GLUED.finditer(text)
        if match["next"].lower() in first_words() and not _ADDRESS.search(_token_before(text, match.start()))
    ]
    noted = [(match.end(), match.end("space")) for match in _NOTE.finditer(text)]
    return sorted(found + glued + noted) if glued or noted else found


def _is_boundary(text: str, start: int, end: int, following: int) -> bool:
    """Decide on one candidate: the sentence from ``start`` would end at ``end``."""
    if following == end or text[end - 1].isdigit():
        return True
    stem = end
    while stem > start and text[stem - 1] in "\"'”’»)] ":
        stem -= 1
    mark = stem
    while mark > start and text[mark - 1] in ".!?…":
        mark -= 1
    if mark == start:
        return False
    opener = _first_letter(text, following)
    if opener is None:
        return False  # only signs follow; they belong to this sentence
    lower = opener.islower() and not _SHORT_CLITIC.match(text, following)
    stop = _Stop(text, start, mark, following, lower=lower, closed=stem < end)
    if text[mark:stem] == ".":
        return _full_stop(stop)
    ellipsis = text[mark:stem].strip(".…") == ""
    return not lower or not (ellipsis or stop.closed)


class _Stop(NamedTuple):
    """A mark at ``mark`` in a sentence from ``start``; the next word is at ``following``.

    ``lower`` says that it has no capital, ``closed`` that a quote or bracket closes behind the mark.
    """

    text: str
    start: int
    mark: int
    following: int
    lower: bool
    closed: bool

    @property
    def opens_sentence(self) -> bool:
        """Whether the next word is a usual first word of a sentence."""
        word = _WORD.search(self.text, self.following)
        return word is not None and word[0].lower() in first_words()


def _full_stop(stop: _Stop) -> bool:
    token = _token_before(stop.text, stop.mark).lstrip(_OPENING)
    ending = abbreviations().get(token.lower())
    if ending is not None and not stop.closed:
        return _after_abbreviation(stop, ending)
    if stop.mark - stop.start == len(token) and _ENUMERATOR.fullmatch(token):
        return False  # the number of a point, "3. Kennis", and no sentence that ends in a number
    if token.isdecimal():
        return not stop.lower and not (stop.text[stop.following].isdigit() and len(token) < _YEAR_DIGITS)
    if _INITIALS.fullmatch(token) and ("." in token or len(token) == 1):
        return not stop.lower and (stop.closed or _after_letter(stop, token))
    return _after_word(stop, token)


def _after_word(stop: _Stop, token: str) -> bool:
    """Decide behind a plain word; a small letter next is careless writing or an unlisted abbreviation."""
    plain = token.isalpha() and token.islower()
    voiced = _VOWEL.search(token) is not None
    if stop.lower:
        return not stop.closed and plain and voiced and len(token) >= _LONG_WORD
    return stop.closed or not plain or voiced or stop.opens_sentence


def _after_abbreviation(stop: _Stop, ending: Ending) -> bool:
    if stop.lower or ending is Ending.NEVER:
        return False
    if ending is Ending.NUMBER:
        return not _AFTER_NUMBER_SIGN.match(stop.text, stop.following)
    if ending is Ending.RARELY:
        return stop.opens_sentence
    return not stop.text[stop.following].isdigit()


def _after_letter(stop: _Stop, token: str) -> bool:
    """Tell "vitamine C. De" and "in de U.S. Daar" from the initials of a name, "A.B. de Vries"."""
    before = stop.text[stop.start : stop.mark - len(token)].split()
    if not before or not stop.opens_sentence:
        return False
    if "." in token:
        return token.isupper() and before[-1].islower()
    return before[-1].isalpha() and before[-1].islower() and len(before[-1]) >= _LONG_WORD


def _first_letter(text: str, following: int) -> str | None:
    """Return the first letter or digit at or after ``following``, past quotes and brackets."""
    at = following
    while at < len(text) and not text[at].isalnum():
        at += 1
    return text[at] if at < len(text) else None


def _token_before(text: str, mark: int) -> str:
    """Return the characters before ``mark`` back to white space."""
    at = mark
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return text[at:mark]
