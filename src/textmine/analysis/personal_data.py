"""Where a text may hold personal data: patterns for people to look at, never a proof that there is none."""

import re

KINDS: dict[str, str] = {
    "email": "e-mailadres",
    "iban": "bankrekeningnummer (IBAN)",
    "bsn": "getal dat een burgerservicenummer kan zijn",
    "phone": "telefoonnummer",
    "address": "postcode met huisnummer",
    "name": "naam na een aanspreekvorm",
}
"""Kind of personal data: how reports name it."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_NINE = re.compile(r"(?<![\d.,-])\d{3}[. ]?\d{3}[. ]?\d{3}(?![\d,-])")
_PHONE = re.compile(
    r"(?<![\d.])(?:\+|00)31[ -]?(?:\(0\))?(?:[ -]?\d){9}(?!\d)|(?<![\d.])0(?:[ -]?\d){9}(?!\d)"
)
_ADDRESS = re.compile(
    r"\b\d{1,5} ?[a-zA-Z]?,? +[1-9]\d{3} ?[A-Z]{2}\b|"
    r"\b[1-9]\d{3} ?[A-Z]{2},? +(?:nr\.? ?|huisnummer )?\d{1,5}\b"
)
_NAME = re.compile(
    r"\b(?:[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Dd]e heer|[Mm]evrouw|[Mm]eneer) +(?:[A-Z]\.? ?)*"
    r"(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]en|[Tt]er|'t) +)*[A-Z][a-zà-ÿ]+"
)
_WORTH_A_LOOK = re.compile(r"@|\d{3}|\d[ -]\d|\b(?:dhr|mevr|mw|heer|mevrouw|meneer)\b", re.IGNORECASE)
_ELEVEN = 11
_IBAN_LEFT = 97


def kinds_in(text: str) -> tuple[str, ...]:
    """Return which of ``KINDS`` the text may hold, in that order."""
    if not _WORTH_A_LOOK.search(text):
        return ()
    ibans = [m.group() for m in _IBAN.finditer(text) if _is_iban(m.group())]
    left = text
    for iban in ibans:
        left = left.replace(iban, " ")
    found = {
        "email": bool(_EMAIL.search(text)),
        "iban": bool(ibans),
        "bsn": any(_passes_eleven(m.group()) for m in _NINE.finditer(left)),
        "phone": bool(_PHONE.search(left)),
        "address": bool(_ADDRESS.search(text)),
        "name": bool(_NAME.search(text)),
    }
    return tuple(kind for kind in KINDS if found[kind])


def _is_iban(text: str) -> bool:
    """Check the two digits that ISO 13616 prescribes."""
    plain = text.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % _IBAN_LEFT == 1


def _passes_eleven(text: str) -> bool:
    """Check the eleven test of a citizen service number; one in eleven other numbers passes too."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    return any(digits) and sum(w * d for w, d in zip(weights, digits, strict=True)) % _ELEVEN == 0
