"""Tables of what was received and read: files, documents, their structure, and what was left out."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Day, Table, Text, Whole


class Files(Table):
    """One row per file in ``raw/``, sorted by path: the start of the funnel.

    ``items`` counts what the file holds (rows x questions, bodies and attachments, or 1);
    ``items == kept + rejected``. ``status`` is kept, partly or rejected.
    """

    path: Series[Text] = pan.Field(unique=True)
    sha256: Series[Text]
    bytes: Series[Whole]
    status: Series[Text]
    items: Series[Whole]
    kept: Series[Whole]
    rejected: Series[Whole]


class Documents(Table):
    """One text with its place and circumstances: a set of minutes, a letter, one answer in a form.

    Sorted by id within a partition. ``submission`` joins what one respondent handed in at once (the
    answers of one row, an e-mail and its attachments); for minutes it is the document itself.
    ``respondent`` is a pseudonym key.
    ``member`` is the attachment inside ``path``. ``row`` and ``column`` count from 1 as in a spreadsheet.
    The table *sources* holds the text as read, the table *documents* the repaired text.
    """

    id: Series[Text] = pan.Field(unique=True)
    submission: Series[Text]
    corpus: Series[Text]
    path: Series[Text]
    member: Series[Text] = pan.Field(nullable=True)
    sha256: Series[Text]
    sheet: Series[Text] = pan.Field(nullable=True)
    row: Series[Whole] = pan.Field(nullable=True)
    column: Series[Whole] = pan.Field(nullable=True)
    channel: Series[Text] = pan.Field(nullable=True)
    received: Series[Day] = pan.Field(nullable=True)
    session: Series[Text] = pan.Field(nullable=True)
    region: Series[Text] = pan.Field(nullable=True)
    tier: Series[Text] = pan.Field(nullable=True)
    organisation: Series[Text] = pan.Field(nullable=True)
    respondent: Series[Text] = pan.Field(nullable=True)
    respondent_type: Series[Text] = pan.Field(nullable=True)
    on_behalf_of: Series[Whole]
    status: Series[Text]
    question: Series[Text] = pan.Field(nullable=True)
    text: Series[Text]


class Blocks(Table):
    """The structure a reader found: ``sources.text[start:end]`` is one block.

    Blocks of a document are ascending and do not overlap; only line breaks lie between them.
    ``kind`` is one of ``BLOCK_KINDS``; ``level`` is the heading level or list depth (0 when it has none);
    ``page``, ``paragraph`` (n-th block or line of the page or file), ``row`` and ``column`` (cell of a table
    in the text) count from 1.
    """

    document_id: Series[Text]
    block: Series[Whole]
    start: Series[Whole]
    end: Series[Whole]
    kind: Series[Text]
    level: Series[Whole]
    page: Series[Whole] = pan.Field(nullable=True)
    paragraph: Series[Whole] = pan.Field(nullable=True)
    row: Series[Whole] = pan.Field(nullable=True)
    column: Series[Whole] = pan.Field(nullable=True)


BLOCK_KINDS = (
    "line",  # one visual line of a PDF or plain text; repair joins lines to paragraphs
    "paragraph",
    "heading",
    "list_item",
    "cell",
    "header",
    "footer",
    "footnote",
    "quoted",  # an earlier message quoted in an e-mail
)


class Spans(Table):
    """The offset map: ``documents.text[start:end]`` came from ``sources.text[raw_start:raw_end]``.

    Per document ascending, covering the whole repaired text; no span crosses a block of the raw text.
    Equal lengths map character by character, other lengths as a whole.
    """

    document_id: Series[Text]
    start: Series[Whole]
    end: Series[Whole]
    raw_start: Series[Whole]
    raw_end: Series[Whole]
    block: Series[Whole]
    kind: Series[Text]
    level: Series[Whole]
    page: Series[Whole] = pan.Field(nullable=True)
    paragraph: Series[Whole] = pan.Field(nullable=True)
    row: Series[Whole] = pan.Field(nullable=True)
    column: Series[Whole] = pan.Field(nullable=True)


class Remarks(Table):
    """What a step did not carry forward (rejected), or carried forward with a warning.

    ``id`` is the document id when there is one; ``place`` is for people ("blad Reacties, rij 12");
    ``start``/``end`` are offsets in the step's input text when the remark is about a part of it;
    ``reason`` is a key of ``REASONS``; ``message`` is Dutch and says the way out.
    """

    step: Series[Text]
    path: Series[Text]
    place: Series[Text] = pan.Field(nullable=True)
    id: Series[Text] = pan.Field(nullable=True)
    start: Series[Whole] = pan.Field(nullable=True)
    end: Series[Whole] = pan.Field(nullable=True)
    text: Series[Text] = pan.Field(nullable=True)
    reason: Series[Text]
    message: Series[Text]


REASONS: dict[str, str] = {
    "empty": "leeg bestand",
    "no_text": "geen tekst",
    "empty_answer": "leeg antwoord",
    "scanned": "gescand zonder tekst",
    "encrypted": "versleuteld",
    "damaged": "beschadigd",
    "too_large": "te groot",
    "unsupported": "bestandssoort onbekend",
    "duplicate": "zelfde bestand als een ander",
    "bad_row": "rij klopt niet",
    "bad_value": "waarde klopt niet",
    "no_session": "hoort bij geen sessie",
    "furniture": "kop- of voettekst, paginanummer",
    "attendance": "aanwezigheidslijst",
    "agenda": "agenda",
    "action": "actielijst",
    "heading": "kop",
    "salutation": "aanhef of afsluiting",
    "metadata": "gegevens over het stuk of de afzender",
    "quoted": "aangehaald eerder bericht",
    "too_short": "te kort voor een uitspraak",
    "procedure": "opening, sluiting of vergaderorde",
    "no_content": "zonder inhoud (bijvoorbeeld 'n.v.t.')",
    "stale_split": "splitsing van een tekst die veranderd is",
}
"""Reason code: how status and reports name it."""
