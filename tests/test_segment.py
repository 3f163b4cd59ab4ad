"""Laws of segment, and what becomes of each kind of line."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import ConservationError
from textmine.steps.segment import Segmented, SegmentSettings, segment
from textmine.tables import (
    REASONS,
    Documents,
    Remarks,
    Spans,
    Splits,
    Statements,
    arrow_schema,
    empty,
    frame,
    validate,
)
from textmine.text.sections import standard_vocabulary

NO_SPLITS = empty(Splits)
Line = tuple[str, str, int, int | None, int | None]


def line(
    text: str, kind: str = "paragraph", level: int = 0, row: int | None = None, column: int | None = None
) -> Line:
    """Return one line of repaired text with its structure."""
    return text, kind, level, row, column


def tables(documents: Sequence[Sequence[Line]], **columns: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return documents d0, d1, ... with one span per line; ``columns`` hold for every document."""
    count = len(documents)
    values: dict[str, list[Any]] = {name: [None] * count for name in arrow_schema(Documents).names}
    ids = [f"d{n}" for n in range(count)]
    texts = ["\n".join(text for text, *_ in lines) for lines in documents]
    values |= {name: list(ids) for name in ("id", "submission", "sha256")}
    values |= {"corpus": ["c"] * count, "path": ["a.docx"] * count, "status": ["established"] * count}
    values |= {"on_behalf_of": [1] * count, "text": texts}
    values |= {name: [value] * count for name, value in columns.items()}
    spans: dict[str, list[Any]] = {name: [] for name in arrow_schema(Spans).names}
    for name, lines in zip(ids, documents, strict=True):
        start = 0
        for nth, (text, kind, level, row, column) in enumerate(lines):
            end = start + len(text) + (nth + 1 < len(lines))
            values_of_span = (name, start, end, start, end, nth, kind, level, None, nth + 1, row, column)
            for values_of_column, value in zip(spans.values(), values_of_span, strict=True):
                values_of_column.append(value)
            start = end
    return frame(Documents, values), frame(Spans, spans)


def cut(*lines: Line | str, how: SegmentSettings | None = None, **columns: Any) -> Segmented:
    """Segment one document; a line may be given as its text."""
    given = [line(item) if isinstance(item, str) else item for item in lines]
    return segment(*tables([given], **columns), NO_SPLITS, how or SegmentSettings())


def kept(result: Segmented) -> list[str]:
    """Return the statements."""
    return list(result.statements["text"])


def reasons(result: Segmented) -> dict[str, str]:
    """Return the reason of each rejected stretch, by its text."""
    return dict(zip(result.rejected["text"], result.rejected["reason"], strict=True))


WORDS = "Wij willen kennis . De kaart is d.d. 3 maart oud ! Agenda Aanwezig : Datum: Gemeente Assen: - 1. •"
TEXTS = st.lists(
    st.sampled_from([*WORDS.split(), "Geachte heer,", "Met vriendelijke groet", "n.v.t.", "a@b.nl"]),
    max_size=9,
)
KINDS = [
    "paragraph",
    "heading",
    "list_item",
    "cell",
    "line",
    "line",
    "footnote",
    "quoted",
    "header",
    "footer",
]
LINES = st.builds(
    line,
    TEXTS.map(" ".join),
    st.sampled_from(KINDS),
    st.integers(0, 3),
    st.integers(1, 3),
    st.integers(1, 3),
)
DOCUMENTS = st.lists(st.lists(LINES, min_size=1, max_size=9), min_size=1, max_size=3)


@settings(deadline=None)
@given(DOCUMENTS, st.booleans(), st.booleans())
def test_every_visible_character_is_in_one_stretch(
    documents: list[list[Line]],
    split_bullets: bool,
    answer: bool,
) -> None:
    """Statements (from their marker) and rejected stretches tile the text; offsets are verbatim."""
    given_documents, spans = tables(documents, question="Wat vindt u?" if answer else None)
    result = segment(given_documents, spans, NO_SPLITS, SegmentSettings(split_bullets=split_bullets))
    validate(Statements, result.statements)
    validate(Remarks, result.rejected)
    texts = dict(zip(given_documents["id"], given_documents["text"], strict=True))
    stretches: dict[str, list[tuple[int, int]]] = {name: [] for name in texts}
    for row in result.statements.itertuples():
        text = texts[row.document_id]
        assert row.text == text[row.start : row.end]
        assert row.id == f"{row.document_id}:{row.start}-{row.end}"
        assert row.text.strip() == row.text != ""
        assert row.sentences[0] == 0
        assert list(row.sentences) == sorted(set(row.sentences))
        stretches[row.document_id].append((row.outer_start, row.end))
    for row in result.rejected.itertuples():
        assert row.text == texts[row.id][row.start : row.end]
        stretches[row.id].append((row.start, row.end))
    for name, text in texts.items():
        hidden = [character.isspace() for character in text]
        for start, end in stretches[name]:
            assert not any(mark == "taken" for mark in hidden[start:end])
            hidden[start:end] = ["taken"] * (end - start)
        assert all(hidden)


@settings(deadline=None)
@given(DOCUMENTS, st.randoms())
def test_the_order_of_rows_does_not_matter(documents: list[list[Line]], random: Random) -> None:
    """Rows in any order, or one document at a time, give the same result in the same order."""
    given_documents, spans = tables(documents)
    whole = segment(given_documents, spans, NO_SPLITS, SegmentSettings())
    shuffled = [rows.sample(frac=1, random_state=random.randint(0, 999)) for rows in (given_documents, spans)]
    pd.testing.assert_frame_equal(
        whole.statements, segment(*shuffled, NO_SPLITS, SegmentSettings()).statements
    )
    single = [
        segment(
            given_documents[given_documents["id"] == name],
            spans[spans["document_id"] == name],
            NO_SPLITS,
            SegmentSettings(),
        )
        for name in given_documents["id"]
    ]
    parts = pd.concat([part.rejected for part in single], ignore_index=True)
    pd.testing.assert_frame_equal(whole.rejected, parts)


def test_text_without_spans_is_a_defect() -> None:
    """A document whose place is unknown cannot be traced, so the step stops."""
    documents, spans = tables([[line("Wij willen meer kennis.")]])
    with pytest.raises(ConservationError, match="d0"):
        segment(documents, spans.head(0), NO_SPLITS, SegmentSettings())


def test_a_bullet_is_one_statement_with_its_sentences() -> None:
    """Several sentences stay together and their starts are known; a setting makes them statements."""
    text = "- Er is te weinig kennis. Dat moet beter, o.a. bij dhr. De Vries."
    whole = cut(line(text, "list_item", 1))
    assert kept(whole) == [text[2:]]
    row = whole.statements.iloc[0]
    assert (row["outer_start"], row["start"], row["structure"]) == (0, 2, "bullet")
    assert list(row["sentences"]) == [0, 24]
    apart = cut(line(text, "list_item", 1), how=SegmentSettings(split_bullets=True))
    assert kept(apart) == ["Er is te weinig kennis.", "Dat moet beter, o.a. bij dhr. De Vries."]
    assert list(apart.statements["outer_start"]) == [0, 26]


def test_running_text_is_cut_by_sentence_and_keeps_its_neighbours() -> None:
    """Every sentence is a statement; the sentences around it are its context, empty at the edge."""
    result = cut("Er is te weinig kennis. De kaarten zijn te grof. Het Rijk moet helpen.")
    assert kept(result) == ["Er is te weinig kennis.", "De kaarten zijn te grof.", "Het Rijk moet helpen."]
    assert list(result.statements["context_before"]) == [
        "",
        "Er is te weinig kennis.",
        "De kaarten zijn te grof.",
    ]
    assert list(result.statements["context_after"]) == [
        "De kaarten zijn te grof.",
        "Het Rijk moet helpen.",
        "",
    ]


def test_a_fragment_stays_with_its_neighbour() -> None:
    """A word or a short phrase without a verb names what the next sentence is about."""
    result = cut(
        "Bodemdaling. Ons huis is al 6 cm gezakt. Trillingen bij monumenten. Een huis heeft een norm nodig."
    )
    assert kept(result) == [
        "Bodemdaling. Ons huis is al 6 cm gezakt.",
        "Trillingen bij monumenten. Een huis heeft een norm nodig.",
    ]


def test_a_turn_knows_its_speaker() -> None:
    """A short turn is one statement without its label; a long one is cut, with the speaker at each part."""
    result = cut("Gemeente Assen: Wij hebben één medewerker. Die doet de ondergrond erbij.")
    assert kept(result) == ["Wij hebben één medewerker. Die doet de ondergrond erbij."]
    row = result.statements.iloc[0]
    assert (row["speaker"], row["structure"], row["outer_start"], row["start"]) == (
        "Gemeente Assen",
        "turn",
        0,
        16,
    )
    long = cut("Vraag: Komt er een kaart? Is die openbaar? Wie maakt die kaart? En wie betaalt dat dan?")
    assert len(kept(long)) == 4
    assert set(long.statements["speaker"]) == {"Vraag"}


def test_a_lead_in_is_the_heading_of_its_list() -> None:
    """A line like "Genoemd zijn:" is no statement; nested bullets have the bullet above them as heading."""
    result = cut(
        "Aan tafel kwamen punten op. Genoemd zijn:",
        line("- Er is te weinig kennis bij gemeenten.", "list_item", 1),
        line("- Er is geld nodig voor opleiding.", "list_item", 2),
        line("- De kaarten zijn te grof.", "list_item", 1),
    )
    assert reasons(result) == {"Genoemd zijn:": "heading"}
    assert list(result.statements["heading"])[1:] == [
        "Genoemd zijn",
        "Er is te weinig kennis bij gemeenten.",
        "Genoemd zijn",
    ]


def test_cells_have_row_and_column_as_heading() -> None:
    """A header row and a first column of labels are no statements but the heading of the other cells."""
    cells = [("Onderwerp", "Zorg", "Wens"), ("Schade", "Het duurt te lang.", "Er moet één loket komen.")]
    result = cut(
        *(line(text, "cell", 0, r, c) for r, row in enumerate(cells, 1) for c, text in enumerate(row, 1))
    )
    assert kept(result) == ["Het duurt te lang.", "Er moet één loket komen."]
    assert list(result.statements["heading"]) == ["Schade / Zorg", "Schade / Wens"]
    assert set(result.statements["structure"]) == {"cell"}


def test_minutes_lose_what_is_no_statement() -> None:
    """Title, attendance, agenda, opening, action list and closing are rejected, each with its own reason."""
    result = cut(
        line("Verslag overleg ondergrond", "heading", 1),
        "Datum: 5 maart 2026",
        line("Aanwezig", "heading", 2),
        "Gemeenten Assen, Emmen, Hoogeveen; provincie Drenthe (voorzitter).",
        line("Agenda", "heading", 2),
        line("Opening", "list_item", 1),
        line("Kennis en kaarten", "list_item", 1),
        line("1. Opening", "heading", 2),
        "De voorzitter opent de vergadering om 9.30 uur.",
        line("2. Kennis en kaarten", "heading", 2),
        "Er is te weinig kennis bij kleine gemeenten.",
        line("Actielijst", "heading", 2),
        line("Kaart rondsturen (Assen, 1 april)", "list_item", 1),
        line("Sluiting", "heading", 2),
        "De voorzitter dankt iedereen voor de inbreng en sluit de vergadering om 11.00 uur.",
    )
    assert kept(result) == ["Er is te weinig kennis bij kleine gemeenten."]
    assert list(result.rejected["reason"]) == [
        *[
            "heading",
            "metadata",
            "heading",
            "attendance",
            "heading",
            "agenda",
            "agenda",
            "heading",
            "procedure",
        ],
        *["heading", "heading", "action", "heading", "procedure"],
    ]


def test_the_points_of_the_agenda_return_as_headings() -> None:
    """In plain text the list of points ends where its numbering starts again."""
    result = cut(
        *("Agenda", "1. Opening", "2. Kennis en kaarten", "3. Rondvraag", "1. Opening"),
        "De voorzitter heet iedereen welkom.",
        "2. Kennis en kaarten",
        "De kaarten van de provincie zijn te grof voor een besluit.",
    )
    assert kept(result) == ["De kaarten van de provincie zijn te grof voor een besluit."]
    assert list(result.statements["heading"]) == ["Kennis en kaarten"]
    assert list(result.rejected["reason"]) == ["heading", *["agenda"] * 3, "heading", "procedure", "heading"]


def test_a_letter_loses_address_greeting_and_signature() -> None:
    """Names and addresses of a sender never become a statement; a postscript does."""
    result = cut(
        *(
            "Tester B.V.",
            "Proefstraat 1",
            "0000 AA Voorbeeld",
            "Betreft: zienswijze",
            "Geachte heer, mevrouw,",
        ),
        "Hierbij stuur ik u mijn zienswijze. De schade aan ons huis wordt niet hersteld.",
        *("Met vriendelijke groet,", "A. Tester", "T 06-00000000 | E a.tester@example.nl"),
        "P.S. Denk ook aan de boeren in het gebied.",
    )
    assert kept(result) == [
        "De schade aan ons huis wordt niet hersteld.",
        "P.S. Denk ook aan de boeren in het gebied.",
    ]
    assert reasons(result)["A. Tester"] == "metadata"
    assert reasons(result)["Geachte heer, mevrouw,"] == "salutation"


def test_a_greeting_on_the_first_line_is_cut_off() -> None:
    """A line like "Geachte minister, ik vind ..." loses only its greeting."""
    assert kept(cut("Geachte minister, ik vind dit plan te vaag.")) == ["ik vind dit plan te vaag."]


def test_an_answered_message_is_rejected_and_a_forwarded_one_is_not() -> None:
    """What somebody passes on is meant to be read; what an answer quotes was sent in before."""
    answered = cut("Wij willen meer kennis.", line("> Wilt u reageren op het concept?", "quoted"))
    assert reasons(answered) == {"> Wilt u reageren op het concept?": "quoted"}
    forwarded = cut(
        "Wij willen meer kennis.",
        line("----- Doorgestuurd bericht -----", "quoted"),
        line("De put achter ons huis lekt.", "quoted"),
    )
    assert kept(forwarded)[-1] == "De put achter ons huis lekt."


@pytest.mark.parametrize(
    "text", ["n.v.t.", "Geen.", "-", "geen opmerkingen", "Zie bijlage", "x", "ja", "..."]
)
def test_an_answer_without_content(text: str) -> None:
    """What says nothing is rejected as such."""
    assert list(cut(text, row=4, question="Wat vindt u goed?").rejected["reason"]) == ["no_content"]


@pytest.mark.parametrize(
    "text", ["Bodemdaling", "Agenda", "Geen gas!", "Beste plan tot nu toe", "Minder regels", "5 km"]
)
def test_a_short_answer_with_content_is_kept(text: str) -> None:
    """A word is an answer; the rules for minutes and letters do not eat it."""
    assert kept(cut(text, row=4, question="Wat vindt u goed?")) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Er is geen overleg tussen de provincie en de gemeente.",
        "De agenda van het Rijk past niet bij die van de regio.",
        "Wij willen aanwezig zijn bij de besluiten.",
        "Houd de regio op de hoogte van het vervolg.",
        "De vergunning sluit niet aan op het plan.",
        "Ik ben tegen het plan omdat het verslag van de bijeenkomst niet klopt.",
    ],
)
def test_a_point_with_words_of_minutes_is_kept(text: str) -> None:
    """Words like agenda, verslag and aanwezig do not make a sentence procedure."""
    assert kept(cut(line("2. Sturen", "heading", 1), text)) == [text]


def test_more_section_titles_can_be_given() -> None:
    """An organisation's own title for its action list is a setting."""
    lines = (line("Huiswerk", "heading", 1), line("Kaart maken", "list_item", 1))
    assert kept(cut(*lines)) == ["Kaart maken"]
    assert kept(cut(*lines, how=SegmentSettings(sections={"action": ["Huiswerk"]}))) == []


def test_reasons_are_known() -> None:
    """Every pattern of the program and every section in the settings rejects for a known reason."""
    words = standard_vocabulary()
    assert {reason for pattern in words.places.values() for reason in pattern.groupindex} <= set(REASONS)
    assert {rule.reason for rule in words.sentences} <= set(REASONS)
    with pytest.raises(ValueError, match="onbekende reden"):
        SegmentSettings(sections={"huiswerk": ["Huiswerk"]})


def test_a_question_stands_above_its_answer() -> None:
    """What is asked tells a reader, and the classifier, how an answer is meant."""
    text = "De uitleg over het grondwater was goed te volgen."
    assert cut(text, row=4, question="Wat vindt u goed?").statements["heading"].tolist() == [
        "Wat vindt u goed?"
    ]
    assert cut(text).statements["heading"].isna().all()


def test_a_rejected_stretch_says_where_and_why() -> None:
    """The remark names the row for a form and says in Dutch what the stretch is."""
    remark = cut("n.v.t.", row=4, sheet="Reacties", question="Wat vindt u?").rejected.iloc[0]
    assert remark["place"] == "blad Reacties, rij 4"
    assert "zonder inhoud" in remark["message"]
