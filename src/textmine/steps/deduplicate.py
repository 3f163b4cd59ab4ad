"""Group statements that say literally the same, apart from case, spacing and punctuation."""

import hashlib
import unicodedata

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from textmine.settings import Settings
from textmine.tables import Groups, Statements, frame


class DeduplicateSettings(Settings):
    """What counts as the same text.

    ``ignore_case`` and ``ignore_punctuation`` say what is left out of the comparison; white space, the form
    of quotes and dashes and the encoding of accents never count. Letters with their accents and digits do.
    """

    ignore_case: bool = Field(default=True, description="hoofdletters en kleine letters tellen als gelijk")
    ignore_punctuation: bool = Field(
        default=True, description="leestekens tellen niet mee bij het vergelijken"
    )


def deduplicate(statements: pd.DataFrame, settings: DeduplicateSettings) -> pd.DataFrame:
    """Return tables.Groups: one row per statement, sorted by statement id.

    The name of a group is a hash of its normalised text, so the same text has the same group in every corpus.
    A statement of only punctuation is compared by its own characters.
    """
    ids = statements[Statements.id].array.__arrow_array__().combine_chunks()
    texts = statements[Statements.text].array.__arrow_array__().combine_chunks().dictionary_encode()
    distinct = [_group(text, settings) for text in texts.dictionary.to_pylist()]
    groups = pa.DictionaryArray.from_arrays(texts.indices, pa.array(distinct, pa.string())).cast(pa.string())
    rows = pa.table({"statement_id": ids.cast(pa.string()), "group": groups}).sort_by("statement_id")
    counted = rows.group_by("group").aggregate([("statement_id", "count"), ("statement_id", "min")])
    nth = pc.index_in(rows["group"], value_set=counted["group"].combine_chunks())
    return frame(
        Groups,
        {
            "statement_id": rows["statement_id"],
            "group": rows["group"],
            "representative": pc.equal(rows["statement_id"], counted["statement_id_min"].take(nth)),
            "size": counted["statement_id_count"].take(nth),
        },
    )


def _group(text: str, settings: DeduplicateSettings) -> str:
    return hashlib.sha256(_normalise(text, settings).encode()).hexdigest()[:16]


def _normalise(text: str, settings: DeduplicateSettings) -> str:
    plain = unicodedata.normalize("NFKC", text)
    if settings.ignore_case:
        plain = plain.casefold()
    if settings.ignore_punctuation:
        plain = "".join(_without_punctuation(character) for character in plain)
    else:
        plain = plain.translate(_VARIANTS)
    words = " ".join(plain.split())
    return words or " ".join(text.split())


def _without_punctuation(character: str) -> str:
    return character if character.isalnum() or unicodedata.category(character)[0] in "MS" else " "


_VARIANTS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-", "‑": "-"}
)
