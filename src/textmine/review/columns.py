"""The columns of the sheet that people fill in, and the names they choose from."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from textmine.codebook import Codebook, Dimension
from textmine.tables import ASIDE_VERDICTS

SHEET = "Beoordelen"
FILL_IN = "(invullen)"
"""Stands in the heading of every column that people fill in, so that colour is never the only sign."""

ID = "Uitspraak-ID"
PLACE = "Bron"
QUESTION = "Vraag"
SESSION = "Sessie"
REGION = "Regio"
TIER = "Bestuurslaag"
BEFORE = "Context voor"
TEXT = "Uitspraak"
AFTER = "Context na"
PROPOSAL = "Voorstel"
CERTAINTY = "Zekerheid"
REASONS = "Waarom"
EARLIER = "Eerdere toelichting"
VERDICT = "Oordeel"
SPLIT_BEFORE = "Splitsen vóór"
"""People put in here with which words a new statement begins, when one holds more than one point."""
NOTE = "Toelichting"
REVIEWER = "Beoordelaar"
ROW_CODE = "Rijcode"

ALWAYS_SEEN = (ID, TEXT)
"""The first columns, which stay in view when people scroll to the columns they fill in."""
READ_FIRST = (*ALWAYS_SEEN, PROPOSAL, CERTAINTY, EARLIER)
"""Columns that people read before they decide; what they fill in stands right beside these."""
READ_ALSO = (REASONS, PLACE, BEFORE, AFTER, QUESTION, SESSION, REGION, TIER)
"""Columns that people read when they need them, after the ones they fill in."""
GIVEN = (*READ_FIRST, *READ_ALSO)
"""Columns that people read, in order."""
OF_PROPOSAL = (PROPOSAL, CERTAINTY, REASONS)
"""Not for the eyes of a blind second coder."""
OPTIONAL = (QUESTION, SESSION, REGION, TIER, EARLIER)
"""Left out of a workbook in which no row has a value for them."""
FILLED = (VERDICT, SPLIT_BEFORE, NOTE, REVIEWER)
"""Columns that people fill in, after the codes."""

VERDICTS = {
    "accept": "Akkoord",
    "change": "Gewijzigd",
    "code": "Gecodeerd",
    "split": "Splitsen",
    "not_substantive": "Niet-inhoudelijk",
    "personal": "Persoonsgegeven",
    "doubt": "Twijfel",
}
"""All verdicts, by what ``Decisions.verdict`` calls them; what one workbook offers is in ``verdicts``."""

SPLIT = "split"
"""The verdict that a statement holds more than one point."""

DOUBT = "doubt"
"""The verdict that asks somebody else to look again."""

WITHOUT_CODES = ASIDE_VERDICTS
"""Verdicts that no code can stand beside."""

_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
"""Soft hyphen, zero-width signs and byte order mark, which come along with what is pasted."""


def verdicts(blind: bool) -> dict[str, str]:  # noqa: FBT001  # what a workbook is
    """Return the verdicts of a workbook; a ``blind`` one has no proposal to agree with."""
    never = {"accept", "change"} if blind else {"code"}
    return {verdict: name for verdict, name in VERDICTS.items() if verdict not in never}


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """One drop-down column for the codes of ``dimension``."""

    heading: str
    dimension: str


def code_columns(codebook: Codebook) -> list[CodeColumn]:
    """Return one column per dimension, or two where a statement can have several codes."""
    result = []
    for dimension in codebook.dimensions:
        name = dimension_heading(codebook, dimension)
        headings = [f"{name} 1", f"{name} 2"] if dimension.multiple else [name]
        result += [CodeColumn(heading, dimension.id) for heading in headings]
    return result


def dimension_heading(codebook: Codebook, dimension: Dimension) -> str:
    """Return the name of ``dimension``, made longer when another column already has that name."""
    taken = {key(heading) for heading in (*GIVEN, *FILLED, ROW_CODE)}
    taken.update(key(other.name) for other in codebook.dimensions if other.id != dimension.id)
    return f"{dimension.name} ({dimension.id})" if key(dimension.name) in taken else dimension.name


@lru_cache(maxsize=64)
def labels(dimension: Dimension) -> Mapping[str, str]:
    """Return per code the name that people see: unique, and never the code of another one."""
    uses = Counter(key(code.name) for code in dimension.codes)
    codes = {key(code.code): code.code for code in dimension.codes}
    result = {}
    for code in dimension.codes:
        name = key(code.name)
        unique = uses[name] == 1 and codes.get(name, code.code) == code.code
        result[code.code] = code.name if unique else f"{code.name} ({code.code})"
    return MappingProxyType(result)


def names(dimension: Dimension, codes: Iterable[str]) -> list[str]:
    """Return the names of ``codes``."""
    known = labels(dimension)
    return [known[code] for code in codes]


@lru_cache(maxsize=64)
def by_name(dimension: Dimension) -> Mapping[str, str]:
    """Return per key of a name or code the code that is meant."""
    known = {key(code.code): code.code for code in dimension.codes}
    return MappingProxyType({**known, **{key(label): code for code, label in labels(dimension).items()}})


@lru_cache(maxsize=65_536)
def key(heading: str) -> str:
    """Return ``heading`` or a name without what may differ: case, spaces and the fill-in sign.

    The way in which accents are written, and signs that nobody sees, do not count either.
    """
    seen = unicodedata.normalize("NFKC", heading).translate(_UNSEEN)
    return " ".join(seen.casefold().split()).removesuffix(FILL_IN).strip()
