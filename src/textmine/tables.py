"""The tables between steps: one class per table, columns as attributes.

Frames are pandas with Arrow columns (``pd.ArrowDtype``), so that reading and writing Parquet copies
little, missing values stay missing, and lists are possible. ``Statements.text`` is the column's name.
"""

from typing import Annotated, Any

import pandas as pd
import pandera.pandas as pan
import pyarrow as pa
from pandera.typing import Series

from textmine.errors import TableError

Text = Annotated[pd.ArrowDtype, pa.string()]
Whole = Annotated[pd.ArrowDtype, pa.int64()]
Real = Annotated[pd.ArrowDtype, pa.float64()]
Truth = Annotated[pd.ArrowDtype, pa.bool_()]
Day = Annotated[pd.ArrowDtype, pa.date32()]
Wholes = Annotated[pd.ArrowDtype, pa.list_(pa.int64())]


class Table(pan.DataFrameModel):
    """Base of all tables: exactly these columns, in this order, of these types."""

    class Config:
        """Columns beyond the schema are refused, as are missing ones."""

        strict = True
        ordered = True


def arrow_schema(table: type[Table]) -> pa.Schema:
    """Return the Arrow schema of ``table``; its metadata names the table."""
    columns = table.to_schema().columns
    fields = [pa.field(name, column.dtype.type.pyarrow_dtype) for name, column in columns.items()]
    return pa.schema(fields, metadata={"textmine.table": table.__name__})


def frame(table: type[Table], columns: dict[str, Any]) -> pd.DataFrame:
    """Build a valid frame of ``table`` from one sequence per column; order follows the schema.

    Raises
    ------
    TableError
        When columns are missing or unknown, differ in length, or hold values of another type.
    """
    schema = arrow_schema(table)
    if set(columns) != set(schema.names):
        raise TableError(
            f"{table.__name__}: kolommen {sorted(set(columns) ^ set(schema.names))} kloppen niet"
        )
    try:
        arrow = pa.table({name: _array(columns[name], schema.field(name).type) for name in schema.names})
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise TableError(f"{table.__name__}: {error}") from error
    return to_frame(arrow)


def empty(table: type[Table]) -> pd.DataFrame:
    """Return ``table`` without rows."""
    return to_frame(arrow_schema(table).empty_table())


def to_frame(arrow: pa.Table) -> pd.DataFrame:
    """Turn an Arrow table into a frame with Arrow columns and a fresh ``RangeIndex``."""
    result: pd.DataFrame = arrow.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    return result


def to_arrow(table: type[Table], rows: pd.DataFrame) -> pa.Table:
    """Turn a frame into an Arrow table of exactly the schema of ``table``.

    Raises
    ------
    TableError
        When the frame does not fit the schema.
    """
    schema = arrow_schema(table)
    if list(rows.columns) != schema.names:
        raise TableError(f"{table.__name__}: kolommen {list(rows.columns)}, verwacht {schema.names}")
    try:
        return pa.Table.from_pandas(rows, schema=schema, preserve_index=False).replace_schema_metadata(
            schema.metadata
        )
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise TableError(f"{table.__name__}: {error}") from error


def validate(table: type[Table], rows: pd.DataFrame) -> pd.DataFrame:
    """Check columns, types and uniqueness; return the frame itself.

    Raises
    ------
    TableError
        With the first failing column and value.
    """
    try:
        table.validate(rows, lazy=False)
    except pan.errors.SchemaError as error:
        raise TableError(f"{table.__name__}: {str(error).splitlines()[0]}") from error
    return rows


def _array(values: Any, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(kind)
    return pa.array(values, type=kind, from_pandas=True)


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


class Statements(Table):
    """One point made by somebody, verbatim; sorted by document id and start.

    ``documents.text[start:end] == text`` and ``id == f"{document_id}:{start}-{end}"``. ``outer_start`` is
    where the unit begins with its bullet, number or speaker label (``outer_start <= start``).
    ``structure`` is bullet, number, turn, cell or sentence. ``sentences`` are the starts of the sentences,
    relative to ``start``, ascending, the first one 0. ``heading`` stands above it; of an answer in a form
    without headings, it is the question.
    """

    id: Series[Text] = pan.Field(unique=True)
    document_id: Series[Text]
    start: Series[Whole]
    end: Series[Whole]
    outer_start: Series[Whole]
    text: Series[Text]
    context_before: Series[Text]
    context_after: Series[Text]
    structure: Series[Text]
    heading: Series[Text] = pan.Field(nullable=True)
    speaker: Series[Text] = pan.Field(nullable=True)
    sentences: Series[Wholes]


class Groups(Table):
    """Which statements say literally the same; one row per statement, sorted by statement id.

    ``group`` is the hash of the normalised text; ``representative`` is true for one statement per group
    (the smallest id); ``size`` counts the statements of the group.
    """

    statement_id: Series[Text] = pan.Field(unique=True)
    group: Series[Text]
    representative: Series[Truth]
    size: Series[Whole]


class Topics(Table):
    """One row per topic, level 1 (broad) and 2 (fine), sorted by level, then size descending, then id.

    ``parent`` is the level-1 topic of a level-2 topic. ``words`` and ``representatives`` (statement ids,
    most central first) are joined with ``|``. ``size`` counts statements, ``groups`` distinct texts.
    """

    id: Series[Text] = pan.Field(unique=True)
    level: Series[Whole]
    parent: Series[Text] = pan.Field(nullable=True)
    name: Series[Text]
    words: Series[Text]
    representatives: Series[Text]
    size: Series[Whole]
    groups: Series[Whole]


class Memberships(Table):
    """The level-2 topic of each statement, missing when it is unassigned. Sorted by statement."""

    statement_id: Series[Text] = pan.Field(unique=True)
    topic: Series[Text] = pan.Field(nullable=True)
    similarity: Series[Real]


class Points(Table):
    """Groups of statements that say the same within a theme and a kind: main points (level 1), points (2).

    ``theme`` and ``kind`` are codes of the dimensions that ``Codebook.points_within`` names; in their order,
    then the largest main point first, each followed by its own points (``parent`` is the main point).
    ``name`` is the text of the statement ``central``, which is most like the others. ``sessions`` counts
    submissions where there are no sessions; ``represented`` as in ``CodeCounts``. ``generic``: made in as
    many sessions and regions as the settings ask.
    """

    id: Series[Text] = pan.Field(unique=True)
    level: Series[Whole]
    parent: Series[Text] = pan.Field(nullable=True)
    theme: Series[Text]
    kind: Series[Text]
    name: Series[Text]
    central: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    regions: Series[Whole]
    tiers: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)
    generic: Series[Truth]


class PointMembers(Table):
    """The statements of every point of level 2, by point and statement; one of two themes is in two points.

    ``similarity`` is the mean to the other texts of the point, 1 for one that is alone.
    """

    point: Series[Text]
    statement_id: Series[Text]
    similarity: Series[Real]


class Assignments(Table):
    """The probability of every code for every statement, and whether the code is assigned.

    Sorted by statement id, then in codebook order. ``source`` is ``model`` or ``person`` (a decision wins:
    probability 1 or 0). ``reason`` is a plain Dutch sentence, for assigned codes only.
    """

    statement_id: Series[Text]
    dimension: Series[Text]
    code: Series[Text]
    probability: Series[Real] = pan.Field(ge=0, le=1)
    assigned: Series[Truth]
    source: Series[Text]
    reason: Series[Text] = pan.Field(nullable=True)


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


class Funnel(Table):
    """From files to published figures: per stage what came in, what went on, and what was set aside.

    In order of the stages; ``received == kept + rejected`` in every row. ``unit`` is Dutch ("bestanden",
    "uitspraken"); ``reasons`` says in Dutch why things were set aside, with counts, most frequent first.
    """

    stage: Series[Text] = pan.Field(unique=True)
    title: Series[Text]
    unit: Series[Text]
    received: Series[Whole]
    kept: Series[Whole]
    rejected: Series[Whole]
    reasons: Series[Text]


class Crosses(Table):
    """How often two codes go together, one row per cell, in codebook order; empty cells are there too.

    Counts are of statements that count (established, substantive): ``statements``, ``texts`` (distinct
    texts), ``sessions`` (distinct sessions; for responses distinct submissions), ``represented`` (persons
    and organisations on whose behalf they were made, each respondent once; missing when unknown).
    ``row_code``/``column_code`` belong to ``row_dimension``/``column_dimension``, rolled up to main codes.
    """

    row_dimension: Series[Text]
    row_code: Series[Text]
    column_dimension: Series[Text]
    column_code: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)


class CodeCounts(Table):
    """How often each code was given, all codes of all dimensions in codebook order; counts as in ``Crosses``.

    A main code includes its sub-codes; a sub-code has its main code as ``parent``.
    """

    dimension: Series[Text]
    code: Series[Text]
    parent: Series[Text] = pan.Field(nullable=True)
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)


class TierPoints(Table):
    """Per subject and point (a fine topic) and tier: in how many distinct sessions it was made.

    ``counts`` is true when the point was made in enough distinct sessions of that tier; otherwise
    ``reason`` says in Dutch why it drops out.
    """

    subject: Series[Text]
    point: Series[Text]
    point_name: Series[Text]
    tier: Series[Text]
    statements: Series[Whole]
    sessions: Series[Whole]
    counts: Series[Truth]
    reason: Series[Text] = pan.Field(nullable=True)


class Coverage(Table):
    """One row per session (for responses per channel and region): what was received, what came of it.

    A session without documents is there too. ``submissions`` counts what was handed in as one.
    """

    session: Series[Text]
    name: Series[Text]
    region: Series[Text] = pan.Field(nullable=True)
    tier: Series[Text] = pan.Field(nullable=True)
    status: Series[Text]
    submissions: Series[Whole]
    documents: Series[Whole]
    statements: Series[Whole]
    texts: Series[Whole]


class TopicSpread(Table):
    """Per topic where it was raised: statements, distinct texts, sessions, regions, tiers."""

    topic: Series[Text] = pan.Field(unique=True)
    level: Series[Whole]
    parent: Series[Text] = pan.Field(nullable=True)
    name: Series[Text]
    words: Series[Text]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    regions: Series[Whole]
    tiers: Series[Whole]


class Estimates(Table):
    """The corrected share of units that have a code, one row per dimension, code, unit, group kind and group.

    In codebook order. ``unit`` is statements, documents, organisations or sessions. ``group_kind`` is all,
    region, tier, or a dimension whose codes are groups; ``group`` is missing for all. ``value``, ``low`` and
    ``high`` are shares of ``population`` units (0 to 1); ``sample`` counts the judged units behind them,
    ``model`` is what the model itself counts (the sum of its predictions). ``method`` is a key of
    ``analysis.estimation_result.METHODS``; ``reason`` says in Dutch why there is no value. There can be
    limits without a value, never a value without limits. ``asked`` is how far a limit may lie from the value;
    ``wide`` is true where one lies further, or there is no value.
    """

    dimension: Series[Text]
    code: Series[Text]
    unit: Series[Text]
    group_kind: Series[Text]
    group: Series[Text] = pan.Field(nullable=True)
    value: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    low: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    high: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    sample: Series[Whole]
    population: Series[Whole]
    model: Series[Real]
    method: Series[Text]
    reason: Series[Text] = pan.Field(nullable=True)
    asked: Series[Real] = pan.Field(gt=0, le=0.5)
    wide: Series[Truth]


class RoundUse(Table):
    """What a review round brought to the estimates: one row per round and dimension, in that order.

    ``texts`` is what there was when the round was drawn, of which ``known`` had a decision; ``drawn`` is the
    sample, ``judged`` what people decided on. Of ``texts``, ``gone`` are no longer there; ``new`` counts
    those that came later. ``weight`` is how much the round counts in estimates about all statements (0 when
    it does not count); ``message`` says in Dutch what is the matter with it.
    """

    round: Series[Whole]
    dimension: Series[Text]
    texts: Series[Whole]
    known: Series[Whole]
    drawn: Series[Whole]
    judged: Series[Whole]
    gone: Series[Whole]
    new: Series[Whole]
    weight: Series[Real] = pan.Field(ge=0, le=1)
    message: Series[Text] = pan.Field(nullable=True)


ADVICE = ("begin", "import", "open", "stop", "wide", "learning", "changed", "next")
"""Kinds of advice: how to begin, what is unfinished, whether it is enough, and what to do next."""


class LearningCurve(Table):
    """How good the model was at every review round, and is now; by round, dimension and measure.

    The model of a round learned from the codebook and from the texts that people had decided on when the
    round was drawn: ``labels`` of them, in this dimension, with the decisions as they are now. The present
    model has no ``round``. ``measure`` is a key of ``CURVE_MEASURES``; ``low`` and ``high`` bound the 95 %
    interval, which ``changed`` has not. ``texts`` counts the distinct texts that were measured on. ``reason``
    says in Dutch why there is no value, or no interval.
    """

    round: Series[Whole] = pan.Field(nullable=True)
    dimension: Series[Text]
    labels: Series[Whole]
    measure: Series[Text]
    value: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    low: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    high: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    texts: Series[Whole]
    reason: Series[Text] = pan.Field(nullable=True)


AUDIT, CROSS_VALIDATED, CHANGED = "audit", "cv", "changed"
"""Measures of a learning curve: on the sample of a round, on decided texts, and against the point before."""

CURVE_MEASURES: dict[str, str] = {
    AUDIT: "F1 op de steekproef van de ronde",
    CROSS_VALIDATED: "F1 op beoordeelde teksten (kruisvalidatie)",
    CHANGED: "aandeel uitspraken met een ander voorstel",
}
"""Measure of a learning curve: how reports name it."""


class Advice(Table):
    """Whether enough was reviewed, and what to do next: one row per message, in order of reading.

    ``kind`` is one of ``ADVICE``; ``message`` is plain Dutch.
    """

    kind: Series[Text] = pan.Field(isin=list(ADVICE))
    message: Series[Text]


class Evidence(Table):
    """Which statements stand behind a figure: one row per figure and statement.

    ``figure`` names the analysis table ("code_counts", "crosses", "tier_points", "topic_spread",
    "estimates"), ``key`` the row of that table (its key columns joined with ``|``; for an estimate without
    the unit, and with an empty code for all judged statements).
    """

    figure: Series[Text]
    key: Series[Text]
    statement_id: Series[Text]
