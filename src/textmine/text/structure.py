"""What a line begins with: a bullet, a number, a letter, a speaker label, or a heading.

All functions look at one line without leading white space ahead of its marker; offsets are in that line.
A *marker* is what people type or Word draws ahead of an item ("•", "2.1", "a)", "(iv)"); a *label* is a
short capitalised phrase with a colon ("Gemeente Assen: ..."), a *speaker* is a label that names somebody.
"""

import re
from typing import NamedTuple

SYMBOL_BULLETS = "\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf0e0\uf0de\uf0f0\uf02d\uf06f\uf076\uf071\uf0b0\uf0ae"
"""Bullets of symbol fonts, in the private use area (Word writes them, PDF readers pass them on)."""

BULLETS = "•◦▪▫●○■□‣⁃∙·➢➤►▸▶✓✔❖◆◇❑➔→" + SYMBOL_BULLETS
"""Signs that are a bullet wherever they begin a line, with or without a space behind."""

DASHES = "-–—‐‑−*+"
"""Signs that are a bullet when white space follows."""

_ROMAN = r"(?:x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3})"
_BULLET = re.compile(
    rf"(?P<sign>[{re.escape(BULLETS)}]|[{re.escape(DASHES)}](?=\s)|-(?=[A-ZÀ-Þ][a-zß-ÿ])"
    r"|o(?=[ \t\u00a0](?!(?:ja|nee|wee|zo|jee)\b)))\s*"
)
_NUMBER = re.compile(
    r"(?P<label>(?:[Aa]d )?\d{1,3}(?:\.[1-9]\d?)+\.(?=\s|[A-ZÀ-Þ])"  # 2.1. or 2.1.3.
    r"|\d{1,3}(?:\.[1-9]\d?)+(?=\s+[A-ZÀ-Þ])"  # 2.1 Sturing; not "3.5 meter"
    r"|(?:[Aa]d )?\d{1,3}(?:[.)]|\.\))(?=\s|[A-ZÀ-Þ][a-zß-ÿ])"  # 1. or 1) or glued 1.Opening
    r"|[Aa]d \d{1,3}[:.]?(?=\s)"
    r"|\(\d{1,3}\)(?=\s)"
    r"|\[\d{1,3}\](?=\s))\s*"
)
_ROMAN_NUMBER = re.compile(
    rf"(?P<label>\(?{_ROMAN}\)|{_ROMAN}\.|(?:X{{0,3}}(?:IX|IV|V?I{{1,3}}))[.)])(?=\s)\s*"
)
_LETTER = re.compile(r"(?P<label>\(?[a-zA-Z]\)|[a-np-z]\.)(?=\s)\s*")

LABEL = re.compile(
    r"(?P<label>[A-ZÀ-Þ'’(][^\s:;!?]*(?:[ \u00a0][^\s:;!?]+){0,7}?)[ \u00a0]?:(?=\s|$)[ \t\u00a0]*"
)
"""At most eight words from a capital to a colon at the start of a line."""

_PARTY = re.compile(
    r"(?:de |het )?(?:gemeenten?|provincies?|waterschap(?:pen)?|hoogheemraadschap(?:pen)?|wetterskip|"
    r"ministeries?|omgevingsdienst(?:en)?|veiligheidsregio'?s?|rijkswaterstaat|ggd|vng|ipo|"
    r"unie van waterschappen|"
    r"dhr\.?|mw\.?|mevr\.?|mevrouw|meneer|heer|dr\.|drs\.|ir\.|ing\.|mr\.|prof\.|"
    r"(?:vice)?voorzitter|wethouder|burgemeester|gedeputeerde|dijkgraaf|heemraad|minister|"
    r"deelnemers?|aanwezigen?|inwoners?|bewoners?|raadslid|spreker|vraag|antwoord|reactie)\b",
    re.IGNORECASE,
)
_NOT_SPEAKER = re.compile(
    r"[.,]\s|\b(?:is|zijn|wordt|worden|was|waren|heeft|hebben|kan|moet|over|dat|volgende)\b"
)
_TITLE = re.compile(r"\b(?:[A-Za-z]|dhr|mw|mevr|dr|drs|ir|ing|mr|prof)\.", re.IGNORECASE)
_FIELD = re.compile(
    r"(?:aanwezig|afwezig|afgemeld|verhinderd|datum|tijd|tijdstip|locatie|plaats|verslag|notulist|status|betreft|"
    r"onderwerp|agenda|actie|besluit|bijlagen?|cc|van|aan|kopie|telefoon|e-?mail|versie|kenmerk|pagina)\b",
    re.IGNORECASE,
)

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
"""The line ends a sentence (an abbreviation at the end looks the same)."""

_HEADING_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+(?=[A-ZÀ-Þ])")
_WORD = re.compile(r"[^\W\d_]+")
HEADING_WORDS = 10
"""A line of more words is no heading unless the file says so."""


class Marker(NamedTuple):
    """What a line begins with: ``line[start:end]`` is the marker with the white space behind it.

    ``kind`` is bullet, number, roman, letter or speaker. ``label`` is the bare sign, number or name.
    ``depth`` is 1 for the outermost; a number "2.1" has depth 2, other markers do not know their depth (0).
    """

    kind: str
    start: int
    end: int
    label: str
    depth: int = 0


def marker(line: str) -> Marker | None:
    """Return the bullet, number or letter that ``line`` begins with, or None.

    "i)" is a letter and a roman number at once; it counts as roman when it is one of "i", "v" or "x",
    so the caller who sees "h)" before "i)" decides otherwise.
    """
    start = len(line) - len(line.lstrip())
    if start == len(line):
        return None
    if found := _BULLET.match(line, start):
        return Marker("bullet", start, found.end(), found["sign"])
    if found := _NUMBER.match(line, start):
        label = found["label"].strip("()[]. ")
        return Marker("number", start, found.end(), label, label.count(".") + 1)
    if found := _ROMAN_NUMBER.match(line, start):
        return Marker("roman", start, found.end(), found["label"].strip("(). "))
    if found := _LETTER.match(line, start):
        return Marker("letter", start, found.end(), found["label"].strip("(). "))
    return None


def speaker(line: str) -> Marker | None:
    """Return the label of ``line`` when it names who speaks ("Gemeente Assen:", "Mw. Smit:"), else None.

    Only labels that hold a word for an organisation, an office or a form of address count; for other
    labels see ``LABEL``. A marker ahead of the label must be cut off first.
    """
    start = len(line) - len(line.lstrip())
    found = LABEL.match(line, start)
    if not found:
        return None
    label = found["label"]
    if not _PARTY.match(label) or _FIELD.match(label) or _NOT_SPEAKER.search(_TITLE.sub("", label)):
        return None
    return Marker("speaker", start, found.end(), label.strip())


def field(line: str) -> Marker | None:
    """Return the label of a line like "Aanwezig: ..." or "Datum: ...", which describes the meeting itself."""
    start = len(line) - len(line.lstrip())
    found = LABEL.match(line, start)
    if found and _FIELD.match(found["label"]):
        return Marker("field", start, found.end(), found["label"].strip())
    return None


def starts_item(line: str) -> bool:
    """Tell whether ``line`` begins something new: an item, a speaker turn, or a line of metadata."""
    return marker(line) is not None or speaker(line) is not None or field(line) is not None


def ends_sentence(line: str) -> bool:
    """Tell whether ``line`` ends in ".", "!", "?" or "…", quotes and brackets aside."""
    return SENTENCE_END.search(line.rstrip()) is not None


def looks_like_heading(line: str) -> bool:
    """Tell whether a line, standing alone, reads as a heading: short, capitalised, no final punctuation.

    Necessary, not sufficient: the last line of a name list looks the same, so the caller weighs what
    stands before and behind it.
    """
    text = line.strip()
    if not text or text[-1] in ".,;!?…":
        return False
    body = _HEADING_NUMBER.sub("", text, count=1)
    words = _WORD.findall(body)
    return 0 < len(words) <= HEADING_WORDS and (body[0].isupper() or body is not text)
