"""What a line begins with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.text.places import describe_place
from textmine.text.structure import ends_sentence, field, looks_like_heading, marker, speaker, starts_item


@pytest.mark.parametrize(
    ("line", "kind", "label"),
    [
        ("• meer kaarten", "bullet", "•"),
        ("•meer kaarten", "bullet", "•"),
        ("\uf0b7 meer kaarten", "bullet", "\uf0b7"),
        ("▪ meer kaarten", "bullet", "▪"),
        ("- meer kaarten", "bullet", "-"),
        ("-Meer kaarten", "bullet", "-"),
        ("– meer kaarten", "bullet", "–"),
        ("o Meer kaarten", "bullet", "o"),
        ("* meer kaarten", "bullet", "*"),
        ("1. Opening", "number", "1"),
        ("1.Opening", "number", "1"),
        ("12) Opening", "number", "12"),
        ("(3) Opening", "number", "3"),
        ("2.1 Sturing", "number", "2.1"),
        ("2.1. sturing", "number", "2.1"),
        ("ad 3. De kaarten", "number", "ad 3"),
        ("a) kaarten", "letter", "a"),
        ("b. kaarten", "letter", "b"),
        ("(iv) kaarten", "roman", "iv"),
        ("II. Kaarten", "roman", "II"),
    ],
)
def test_markers_are_found(line: str, kind: str, label: str) -> None:
    """Bullets, numbers, letters and roman numbers are told apart, and what follows them is the text."""
    found = marker(line)
    assert found is not None
    assert (found.kind, found.label) == (kind, label)
    assert line[found.end :].lower().lstrip("de ") in {"meer kaarten", "opening", "sturing", "kaarten"}


@pytest.mark.parametrize(
    "line",
    [
        "-5 graden is koud",
        "1.000 euro per jaar",
        "3.5 meter diep",
        "12.30 uur: sluiting",
        "2026 wordt een druk jaar",
        "10 maart 2026",
        "A. Jansen is aanwezig",
        "o ja, nog iets",
        "v.d. Berg is aanwezig",
        "Opening",
        "",
        "   ",
    ],
)
def test_what_only_resembles_a_marker_is_none(line: str) -> None:
    """Amounts, times, dates, initials and interjections begin no item."""
    assert marker(line) is None


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Gemeente Assen: wij willen meer", "Gemeente Assen"),
        ("Waterschap Rijn en IJssel: een vaste plek", "Waterschap Rijn en IJssel"),
        ("De voorzitter: dank", "De voorzitter"),
        ("Mw. A. Jansen: dank", "Mw. A. Jansen"),
        ("Dhr. De Vries: dank", "Dhr. De Vries"),
    ],
)
def test_speakers_are_found(line: str, label: str) -> None:
    """A label with an organisation, an office or a form of address names who speaks."""
    found = speaker(line)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    "line",
    [
        "Aanwezig: gemeente Assen",
        "Conclusie: er is meer nodig",
        "De provincie vindt dat dit moet: nu",
        "Om 10:30 uur",
    ],
)
def test_other_labels_name_no_speaker(line: str) -> None:
    """Metadata, conclusions and sentences with a colon are no speaker turns."""
    assert speaker(line) is None


def test_metadata_has_a_field() -> None:
    """The labels of the meeting's own data are fields, and begin something new."""
    assert field("Aanwezig: gemeente Assen") is not None
    assert field("Kennis: er is meer nodig") is None
    assert starts_item("Datum: 5 maart")
    assert not starts_item("vijf maart")


@given(st.text(alphabet="•-–o*123.)( (aivxA:\u00a0bG"))
def test_a_marker_lies_within_its_line(line: str) -> None:
    """Markers and labels are spans of the line, behind white space only."""
    for found in (marker(line), speaker(line), field(line)):
        if found is not None:
            assert 0 <= found.start < found.end <= len(line)
            assert not line[: found.start].strip()


def test_a_heading_is_short_and_open() -> None:
    """A heading has few words, begins with a capital or a number, and no final punctuation."""
    assert looks_like_heading("2.1 Samen sturen")
    assert looks_like_heading("Opening")
    assert not looks_like_heading("Dit is een zin.")
    assert not looks_like_heading("en dan verder")
    assert not looks_like_heading("De eerste twee drie vier vijf zes zeven acht negen tien elf")


def test_sentence_ends_behind_quotes() -> None:
    """Quotes and brackets may follow the full stop."""
    assert ends_sentence("Dat is klaar.”)")
    assert not ends_sentence("Dat is klaar")


def test_an_answer_in_a_table_is_found_by_its_question() -> None:
    """The heading says more than a number; a line only where the cell has several."""
    document = {"path": "reacties.csv", "row": 4, "column": 4, "question": "Wat vindt u van het plan?"}
    place = "reacties.csv, rij 4, kolom 'Wat vindt u van het plan?'"
    assert describe_place(document, [{"paragraph": 1}]) == place
    assert describe_place(document, [{"paragraph": 2}]) == f"{place}, alinea of regel 2"
    assert describe_place({**document, "question": None}) == "reacties.csv, rij 4, kolom 4"
    long = describe_place({**document, "question": "Wat vindt u " * 20})
    assert long.endswith(" …'")
    assert describe_place({"path": "a.txt"}, [{"paragraph": 1}]) == "a.txt, alinea of regel 1"
