"""Tables of what people decide, and of the rounds in which they are asked."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Real, Table, Text, Truth, Whole


class Decisions(Table):
    """People's decisions, append-only, one row per statement and dimension; in order of arrival.

    ``verdict`` is one of ``VERDICTS``; ``codes`` are joined with ``|`` and are
    missing for verdicts without codes. ``text_hash`` is the hash of the statement the reviewer saw.
    ``workbook`` names the workbook as it went out, with ``BLIND`` behind it when it showed no proposal.
    """

    statement_id: Series[Text]
    text_hash: Series[Text]
    reviewer: Series[Text]
    decided_at: Series[Text]
    verdict: Series[Text]
    dimension: Series[Text]
    codes: Series[Text] = pan.Field(nullable=True)
    note: Series[Text] = pan.Field(nullable=True)
    codebook_version: Series[Text]
    workbook: Series[Text]


VERDICTS = ("accept", "change", "code", "split", "not_substantive", "personal", "doubt")

CODING_VERDICTS = ("accept", "change", "code")
"""Verdicts that say which codes a statement has; ``code`` is of who saw no proposal."""

BLIND = " (blind)"
"""Stands behind the name of a workbook for a second coder, who saw no proposal."""

ASIDE_VERDICTS = ("not_substantive", "personal")
"""Verdicts that say that a statement must not be counted; no code can stand beside them."""


class Splits(Table):
    """Where people cut statements, append-only, in order of arrival: each part is a statement of its own.

    ``at`` holds the offsets within the text of the statement at which a part begins, ascending, joined with
    ``|``; the parts are trimmed. Empty: the statement is not to be split (any more). ``text_hash`` is the
    hash of the text that the offsets are about. Of all rows about one text the last one counts, except that
    those of a blind second coder (``workbook`` ends in ``BLIND``) count only where nobody else has a row.
    """

    statement_id: Series[Text]
    text_hash: Series[Text]
    at: Series[Text]
    reviewer: Series[Text]
    decided_at: Series[Text]
    workbook: Series[Text]


class Agreement(Table):
    """How far reviewers agree who coded the same statements apart from each other, per dimension.

    In codebook order: the measures of the whole dimension (``code`` is missing), then ``f1`` of each code.
    ``measure`` is a key of ``MEASURES``. ``low`` and ``high`` bound the 95 % interval. A missing ``value`` or
    interval is undefined, and ``reason`` says in Dutch why. ``units`` are the statements that two or more
    reviewers coded (of a code: those to which at least one of them gave it), ``documents`` the documents of
    all statements that two or more coded in the dimension, ``coders`` the reviewers who coded them,
    ``codings`` how often they gave a value (of a code: how often they gave it). The interval is of documents
    when ``by_document``, otherwise of statements.
    """

    dimension: Series[Text]
    measure: Series[Text]
    code: Series[Text] = pan.Field(nullable=True)
    value: Series[Real] = pan.Field(nullable=True)
    low: Series[Real] = pan.Field(nullable=True)
    high: Series[Real] = pan.Field(nullable=True)
    units: Series[Whole]
    documents: Series[Whole]
    coders: Series[Whole]
    codings: Series[Whole]
    by_document: Series[Truth]
    reason: Series[Text] = pan.Field(nullable=True)


MEASURES: dict[str, str] = {
    "alpha_nominal": "Krippendorffs alfa",
    "alpha_masi": "Krippendorffs alfa (meer codes per uitspraak, MASI)",
    "alpha_jaccard": "Krippendorffs alfa (meer codes per uitspraak, Jaccard)",
    "agreement": "aandeel gelijk gecodeerd",
    "f1": "F1 tussen beoordelaars",
}
"""Measure of agreement: how reports name it."""

SAMPLE, ACTIVE = "sample", "active"
"""Parts of a queue: drawn by chance, and chosen."""


class Queue(Table):
    """The texts that go out in one review round, one row per distinct text, sorted by ``order`` (from 0).

    ``part`` is ``SAMPLE`` or ``ACTIVE``; a reviewer never sees it, and the order
    does not show it. ``stratum`` and ``inclusion_probability`` are there for the sample only: the
    probability that this text was drawn, among those that were open when the round was drawn.
    ``dimension`` (which asked for the text) and ``score`` (probability x uncertainty x need of the code it is
    chosen for) are there for chosen ones.
    """

    round: Series[Whole]
    statement_id: Series[Text] = pan.Field(unique=True)
    part: Series[Text] = pan.Field(isin=[SAMPLE, ACTIVE])
    stratum: Series[Text] = pan.Field(nullable=True)
    inclusion_probability: Series[Real] = pan.Field(gt=0, le=1, nullable=True)
    order: Series[Whole]
    dimension: Series[Text] = pan.Field(nullable=True)
    score: Series[Real] = pan.Field(nullable=True)


class Strata(Table):
    """From what the sample of one review round was drawn: every text of the population is in one stratum.

    Sorted by ``stratum``, after the one of texts with a decision (``known`` is true), which all count with
    probability 1. ``texts`` counts distinct texts, ``statements`` those that say them, ``drawn`` the texts
    in the sample; ``inclusion_probability`` is ``drawn / texts``, missing when there is no sample.
    """

    round: Series[Whole]
    stratum: Series[Text]
    known: Series[Truth]
    texts: Series[Whole]
    statements: Series[Whole]
    drawn: Series[Whole]
    inclusion_probability: Series[Real] = pan.Field(ge=0, le=1, nullable=True)


class RoundTexts(Table):
    """The population of one review round: every distinct text there was, with its stratum, by statement id.

    ``statement_id`` is the representative of the text. Texts with a decision are in the stratum of those.
    """

    statement_id: Series[Text] = pan.Field(unique=True)
    stratum: Series[Text]
