"""Repair of one text: what is joined, what is kept, what is taken out."""

import pytest

from textmine.text.repair import repair_text
from textmine.text.repair_lines import Place


def lines(text: str, kind: str = "line") -> list[Place]:
    """Return one block per line of ``text``."""
    places = []
    at = 0
    for line in text.split("\n"):
        places.append(Place(at, at + len(line), kind))
        at += len(line) + 1
    return places


def repaired(text: str, kind: str = "line") -> str:
    """Repair ``text`` with one block per line."""
    return repair_text(text, lines(text, kind)).text


def one(text: str, kind: str = "cell") -> str:
    """Repair ``text`` as one block."""
    return repair_text(text, [Place(0, len(text), kind)]).text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("dat is in het plan vast-\ngelegd door de raad", "dat is in het plan vastgelegd door de raad"),
        ("dat is in het plan vastge\nlegd door de raad", "dat is in het plan vastgelegd door de raad"),
        ("dat is in het plan vast-\n\ngelegd door de raad", "dat is in het plan vastgelegd door de raad"),
        ("dat is in het plan vast\ufffegelegd door de raad", "dat is in het plan vastgelegd door de raad"),
        ("dat is in het plan vast\u00ad\ngelegd door de raad", "dat is in het plan vastgelegd door de raad"),
        ("dat is in het plan vast- gelegd door de raad", "dat is in het plan vastgelegd door de raad"),
        ("over de drinkwater-\nvoorziening hier", "over de drinkwatervoorziening hier"),
        ("over de drinkwatervoorzie-\nning hier", "over de drinkwatervoorziening hier"),
    ],
)
def test_a_broken_word_is_made_whole(raw: str, expected: str) -> None:
    """With a hyphen, a soft hyphen, PDFium's mark or nothing; over an empty line as well."""
    assert repaired(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("wij lazen de concept-\nNRD met zorg", "wij lazen de concept-NRD met zorg"),
        (
            "in de provincie Noord-\nBrabant is weinig bekend",
            "in de provincie Noord-Brabant is weinig bekend",
        ),
        ("over de lusten-\nen lasten van de regio", "over de lusten- en lasten van de regio"),
        ("over de lusten- en lasten van de regio", "over de lusten- en lasten van de regio"),
        ("in- dan wel uitvoer van gas", "in- dan wel uitvoer van gas"),
        ("de niet-\ntechnische samenvatting", "de niet-technische samenvatting"),
        ("in de jaren 2025-\n2030 komt er meer", "in de jaren 2025-2030 komt er meer"),
        ("de MER-\nprocedure duurt lang", "de MER-procedure duurt lang"),
        ("de radio-\nuitzending over gas", "de radio-uitzending over gas"),
    ],
)
def test_a_hyphen_that_belongs_there_stays(raw: str, expected: str) -> None:
    """Names, abbreviations, years and ellipses keep their hyphen, with or without a space."""
    assert repaired(raw) == expected


@pytest.mark.parametrize(
    ("left", "right"), [("in", "de"), ("op", "gave"), ("voor", "stel"), ("aan", "vraag")]
)
def test_two_common_words_stay_two(left: str, right: str) -> None:
    """Whatever they form together, two words that are common by themselves are never joined."""
    raw = f"dat ligt vandaag {left}\n{right} van de gemeente"
    assert repaired(raw) == raw.replace("\n", " ")


def test_the_document_knows_its_own_words() -> None:
    """A word that no list has is joined when the document has it whole, and not when it has it apart."""
    whole = "Er is een blorfenveld bekend, en dat blorfenveld groeit.\nZo'n blorfen\nveld is er meer."
    assert "Zo'n blorfenveld is" in repaired(whole)
    apart = "Er is een blorfen veld bekend, en dat blorfen veld groeit.\nZo'n blorfen\nveld is er meer."
    assert "Zo'n blorfen veld is" in repaired(apart)


def test_characters_are_made_ordinary() -> None:
    """Odd spaces, ligatures, soft hyphens, invisible and control characters, and loose accents."""
    assert one("a\u00a0b\u202fc\u2009d  e") == "a b c d e"
    assert one("e\ufb03ci\u00adente \ufb01le") == "efficiente file"
    assert one("ge\u200bdaan\x07 \ufeffwerk") == "gedaan werk"
    assert one("cafe\u0301") == "café"
    assert one("\uf0b7 wens") == "• wens"
    assert one("Noord\u00adBrabant") == "Noord-Brabant"
    assert one("‘ja’ – “nee” – 40 °C") == "‘ja’ – “nee” – 40 °C"


def test_lines_become_paragraphs() -> None:
    """Lines of a sentence are joined; items, speakers, headings and empty lines begin a new paragraph."""
    raw = (
        "1. Opening\n"
        "De voorzitter opent de vergadering en heet iedereen die er is van\n"
        "harte welkom.\n"
        "• een punt dat zo lang is dat het niet meer op één regel past en\n"
        "dus doorloopt\n"
        "• nog een punt\n"
        "Gemeente Assen: wij zijn het hier niet mee eens en willen graag dat\n"
        "dit wordt aangepast.\n"
        "\n"
        "Tot slot volgt de rondvraag."
    )
    assert repaired(raw).split("\n") == [
        "1. Opening",
        "De voorzitter opent de vergadering en heet iedereen die er is van harte welkom.",
        "• een punt dat zo lang is dat het niet meer op één regel past en dus doorloopt",
        "• nog een punt",
        "Gemeente Assen: wij zijn het hier niet mee eens en willen graag dat dit wordt aangepast.",
        "Tot slot volgt de rondvraag.",
    ]


def test_a_lone_bullet_joins_its_text() -> None:
    """A bullet that stands on a line of its own belongs to the line below."""
    assert repaired("•\nMeer kaarten van de ondergrond") == "• Meer kaarten van de ondergrond"


def test_line_breaks_in_an_answer_stay() -> None:
    """Who presses Enter in a form begins a new line; prose that an e-mail program wrapped is joined."""
    typed = "Meer kaarten\nBetere uitleg\nEen vast aanspreekpunt"
    assert one(typed) == typed
    wrapped = (
        "Wij vinden dat de kaarten van de diepe ondergrond te grof zijn om\n"
        "er een besluit op te baseren, en vragen daarom om een campagne die\n"
        "dat verbetert."
    )
    assert "\n" not in one(wrapped)


def test_cells_are_never_joined() -> None:
    """Two cells are two texts, even where a word seems to go on."""
    raw = "vast-\ngelegd"
    assert repaired(raw, "cell") == raw


def test_inner_bullets_begin_lines() -> None:
    """Bullets in the middle of a line are items of their own; a lone sign between words is not."""
    assert one("Wensen: • meer data • meer kaarten") == "Wensen:\n• meer data\n• meer kaarten"
    assert one("Noord • Oost • Zuid") == "Noord • Oost • Zuid"


def test_glued_headings_are_split() -> None:
    """A heading glued to its number or text is split where that is sure, and nowhere else."""
    glued = "Opening1. De vergadering begint.\n2. Mededelingen\n3. Rondvraag"
    assert repaired(glued).startswith("Opening\n1. De vergadering begint.")
    assert one("Zorgen over kennisDe gemeenten missen kaarten.") == (
        "Zorgen over kennis\nDe gemeenten missen kaarten."
    )
    for untouched in ("Zie GitHub en MijnOverheid voor de lijst.", "In fase1. De rest volgt."):
        assert one(untouched) == untouched


def paged(pages: list[list[str]]) -> tuple[str, list[Place]]:
    """Return the text of ``pages`` of lines, and its blocks."""
    text = "\n".join(line for page in pages for line in page)
    places = lines(text)
    numbers = [n for n, page in enumerate(pages, start=1) for _ in page]
    return text, [place._replace(page=number) for place, number in zip(places, numbers, strict=True)]


def test_page_furniture_is_taken_out_and_kept_apart() -> None:
    """Headers, footers and page numbers go, with their place; a word goes on over the page."""
    body = "De gemeenten vragen zich af of dit in het programma wordt vast-"
    raw, places = paged(
        [
            ["Verslag sessie, versie 1", body, "1"],
            ["Verslag sessie, versie 1", "gelegd of niet.", "Einde van deze bladzijde.", "2"],
            ["Verslag sessie, versie 1", "Slot.", "Pagina 3 van 3"],
        ]
    )
    result = repair_text(raw, places)
    assert "wordt vastgelegd of niet." in result.text
    assert [raw[start:end] for start, end in result.removed] == [
        "Verslag sessie, versie 1",
        "1",
        "Verslag sessie, versie 1",
        "2",
        "Verslag sessie, versie 1",
        "Pagina 3 van 3",
    ]


def test_a_repeated_line_inside_the_page_stays() -> None:
    """Only what touches the edge of the page, or what lies between it and furniture, can be furniture."""
    raw, places = paged(
        [["Kop een", "Geen vragen.", "Staart een"], ["Kop twee", "Geen vragen.", "Staart twee"]]
    )
    assert repair_text(raw, places).removed == ()


def test_header_blocks_go() -> None:
    """What a reader marked as header or footer is furniture without further evidence."""
    raw = "Concept\nDe tekst."
    result = repair_text(raw, [Place(0, 7, "header"), Place(8, 17, "paragraph")])
    assert (result.text, result.removed) == ("De tekst.", ((0, 7),))
