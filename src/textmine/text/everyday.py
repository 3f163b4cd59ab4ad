"""Words that say nothing about a subject, whatever the subject is."""

import re
from functools import cache

EVERYDAY_ZIPF = 5.7
"""Words more frequent than this in Dutch (Zipf scale of ``wordfreq``: 500 per million) are everyday words."""

_PRONOMINAL = re.compile(
    r"(?:daar|hier|waar|er)(?:aan|af|achter|beneden|bij|binnen|boven|buiten|door|entegen|heen|in|langs|mee|na|naar|"
    r"naast|om|omheen|onder|op|over|tegen|tegenover|toe|tot|tussen|uit|van|vandaan|vanuit|voor)"
)


@cache
def is_everyday(word: str) -> bool:
    """Return whether ``word`` (lower case) is very common or a pronominal adverb ("daarvoor")."""
    from wordfreq import zipf_frequency  # noqa: PLC0415 - its word list takes time to load

    return bool(_PRONOMINAL.fullmatch(word)) or bool(zipf_frequency(word, "nl") >= EVERYDAY_ZIPF)
