"""Where Dutch sentences begin and end: candidates by pattern, each one decided by its neighbours.

The rules are our own; they aim at minutes, letters and short answers, where a wrong cut after "dhr." or
"art. 3" harms more than two sentences that stay together.
"""

import re

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
    closed = stem < end
    mark = stem
    while mark > start and text[mark - 1] in ".!?…":
        mark -= 1
    if mark == start:
        return False
    opener = _first_letter(text, following)
    if opener is None:
        return True
    lower = opener.islower() and not _SHORT_CLITIC.match(text, following)
    if text[mark:stem] != ".":
        ellipsis = text[mark:stem].strip(".…") == ""
        return not lower or not (ellipsis or closed)
    return _full_stop(text, start, mark, following, lower=lower, closed=closed)


def _full_stop(text: str, start: int, mark: int, following: int, *, lower: bool, closed: bool) -> bool:
    token = _token_before(text, mark).lstrip(_OPENING)
    ending = abbreviations().get(token.lower())
    if ending is not None and not closed:
        return _after_abbreviation(text, following, ending, lower=lower)
    if mark - start == len(token) and _ENUMERATOR.fullmatch(token):
        return False  # the number of a point, "3. Kennis", and no sentence that ends in a number
    if token.isdecimal():
        return not lower and not (text[following].isdigit() and len(token) < _YEAR_DIGITS)
    if _INITIALS.fullmatch(token) and ("." in token or len(token) == 1):
        return not lower and (closed or _ends_after_letter(text[start : mark - len(token)], text, token, following))
    if lower:
        return (
            not closed
            and len(token) > 3
            and token.isalpha()
            and token.islower()
            and bool(_VOWEL.search(token))
        )
    abbreviated = token.isalpha() and token.islower() and not _VOWEL.search(token)
    return not abbreviated or closed or _opens_sentence(text, following)


def _after_abbreviation(text: str, following: int, ending: Ending, *, lower: bool) -> bool:
    if lower or ending is Ending.NEVER:
        return False
    if ending is Ending.NUMBER:
        return not _AFTER_NUMBER_SIGN.match(text, following)
    if ending is Ending.RARELY:
        return _opens_sentence(text, following)
    return not text[following].isdigit()


def _ends_after_letter(text: str, start: int, mark: int, token: str, following: int) -> bool:
    """Tell "vitamine C. De" and "in de U.S. Daar" from the initials of a name, "A.B. de Vries"."""
    if not _opens_sentence(text, following):
        return False
    before = text[start : mark - len(token)].split()
    if not before or "." in token:
        return bool(before) and token.isupper() and len(token) > 1 and before[-1].islower()
    return before[-1].isalpha() and before[-1].islower() and len(before[-1]) > 3


def _opens_sentence(text: str, following: int) -> bool:
    word = _WORD.search(text, following)
    return word is not None and word[0].lower() in first_words()


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
