"""The sheets of the workbook for an answer note: their columns, and the code at the end of every row."""

import hashlib
from dataclasses import dataclass

POINTS, ANSWERS, CHANGES, RESPONSES = "Punten te beantwoorden", "Antwoorden", "Wijzigingen", "Reacties"

POINT, NUMBER_OF_ANSWER, NUMBER_OF_CHANGE, NUMBER = "Punt-ID", "Nummer", "Nummer", "Registratienummer"
NOW = "Nu"
ANSWER = "Antwoord"
TEXT = "Nieuwe tekst"
CHANGE = "Wat verandert er"
PLACE = "Waar in het plan"
CITES = "Volgt uit"
REASON = "Geen inhoudelijk punt, want"
WITHDRAWN = "Vervalt"
ROW_CODE = "Rijcode"

YES = "ja"
NONE = "geen antwoord"
"""In the list of answers: the answer that the point has now is taken away."""

FILLED = {
    POINTS: (ANSWER,),
    ANSWERS: (TEXT, WITHDRAWN),
    CHANGES: (CHANGE, PLACE, CITES, WITHDRAWN),
    RESPONSES: (REASON, WITHDRAWN),
}
"""The columns that people fill in, by sheet."""

_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class RowCode:
    """What a row is about, and what its maker saw: see ``register.standing``.

    ``workbook`` is the name of the workbook as it went out, ``reviewer`` for whom.
    """

    key: str
    seen: str
    workbook: str
    reviewer: str

    def write(self, corpus: str, sheet: str) -> str:
        """Return the code as it stands in the row."""
        parts = (self.key, self.seen, self.workbook, self.reviewer)
        return _SEPARATOR.join((*parts, _check(corpus, sheet, parts)))


def read_code(text: str, corpus: str, sheet: str) -> RowCode | None:
    """Return the code of a row; None when it is not one of this sheet of this corpus."""
    *parts, check = text.strip().split(_SEPARATOR)
    wanted = len(RowCode.__slots__)
    if len(parts) != wanted or check != _check(corpus, sheet, tuple(parts)):
        return None
    return RowCode(*parts)


def _check(corpus: str, sheet: str, parts: tuple[str, ...]) -> str:
    joined = "\x1f".join((corpus, sheet, *parts)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=5).hexdigest()


def workbook_number(workbook: str) -> int:
    """Return the number in the name of a workbook, 0 when there is none."""
    part = workbook.split("_")[1:2]
    return int(part[0]) if part and part[0].isdecimal() else 0
