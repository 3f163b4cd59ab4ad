"""Keep words out of our own sentences that claim more than the figures can bear.

What people said or wrote is theirs and is never checked: quotes, names of codes, descriptions.
"""

import re
from dataclasses import dataclass

from textmine.errors import ClaimError


@dataclass(frozen=True, slots=True)
class Rule:
    """A word that claims too much, why, and the sentences about it that may be said all the same."""

    pattern: re.Pattern[str]
    why: str
    allowed: tuple[str, ...] = ()


def _rule(pattern: str, why: str, *allowed: str) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), why, allowed)


RULES = (
    _rule(
        r"\brepresentati\w*",
        "wie sprak of schreef, is niet geloot",
        "niet representatief",
        "geen representatieve",
    ),
    _rule(r"\b(?:meerderheid|merendeel|overgrote deel)\b", "er is niet gestemd"),
    _rule(r"\bde meesten?\b", "noem het aantal en waarvan"),
    _rule(r"\b(?:iedereen|alle inwoners|alle nederlanders|unaniem)\b", "niet iedereen is gehoord"),
    _rule(r"\bsignificant\w*", "zeg hoe groot het verschil is, en hoe groot de kans op toeval"),
)
"""What generated text may not say."""


def guarded(text: str) -> str:
    """Return ``text`` when it claims nothing that no rule allows.

    Raises
    ------
    ClaimError
        With the word and the reason.
    """
    for rule in RULES:
        for found in rule.pattern.finditer(text):
            around = text[max(0, found.start() - 20) : found.end() + 20].casefold()
            if not any(allowed in around for allowed in rule.allowed):
                raise ClaimError(
                    f"een zin van textmine zegt '{found.group()}' ({rule.why}): "
                    f"'{text[max(0, found.start() - 40) : found.end() + 40].strip()}'"
                )
    return text
