"""Abbreviations in the texts and on the list, checked both ways."""

from pathlib import Path

import pytest
from small_corpus import Said, Small, Text
from test_publish import given, sheet

from textmine import tables
from textmine.errors import TableError
from textmine.steps.abbreviations import Abbreviated, AbbreviationsSettings, abbreviations
from textmine.steps.publish import PublishSettings, publish
from textmine.store import abbreviation_list
from textmine.tables import AbbreviationList, Abbreviations
from textmine.text.abbreviation_finding import Definition, definitions, found

WATER = "onderdeel:water soort:klacht plek:water"
DEFINES = "Er komt een notitie reikwijdte en detailniveau (NRD) voor de regio."
SHOUTS = "Wij willen dit NIET en noemen het SodM."


def made(*said: Said, listed: dict[str, str | None] | None = None, block: bool = False) -> Abbreviated:
    """Run the step on one document."""
    small = Small((Text("a", said, "g1"),))
    names = list(listed or {})
    rows = {"row": range(2, len(names) + 2), "abbreviation": names, "meaning": (listed or {}).values()}
    return abbreviations(
        small.statements(),
        small.groups(),
        small.documents(),
        small.assignments(),
        small.memberships(),
        tables.frame(AbbreviationList, {name: list(column) for name, column in rows.items()}),
        small.corpus,
        AbbreviationsSettings(block_unlisted=block),
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("De m.e.r. en de plan-MER, o.a. voor de NRD's.", {"m.e.r.", "MER", "NRD"}),
        ("SodM, IenW, PvdA, B&W en NGOs over CO2.", {"SodM", "IenW", "PvdA", "B&W", "NGO", "CO2"}),
        ("Langs de A12 en N33, hoofdstuk III, in 3D, ter hoogte van GitHub.", set()),
        ("A.B. Jansen van BHV@voorbeeld.nl of www.KNMI.nl", set()),
        ("STOP DE BORINGEN NU", set()),
        ("EZK BZK LNV, o.b.v. de AVG", {"EZK", "BZK", "LNV", "AVG"}),
        ("LNV-beleid en VNG/IPO", {"LNV", "VNG", "IPO"}),
    ],
)
def test_what_has_the_form_of_an_abbreviation(text: str, names: set[str]) -> None:
    """Capitals, mixed forms and letters with full stops; no codes, numerals, names, addresses or shouting."""
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DEFINES, [Definition("NRD", "notitie reikwijdte en detailniveau")]),
        (
            "De NRD (notitie reikwijdte en detailniveau) ligt ter inzage.",
            [Definition("NRD", "notitie reikwijdte en detailniveau")],
        ),
        ("volgens de Wet open overheid (hierna: Woo)", [Definition("Woo", "Wet open overheid")]),
        ("de wethouder in Emmen (Wim) was er", []),
        ("een opmerking van Gelderen (VNG)", []),
        ("volgens Requests for Comments (RFCs)", [Definition("RFC", "Requests for Comments")]),
        ("het beleid (2024) en de kaart (zie bijlage)", []),
    ],
)
def test_a_meaning_is_what_the_text_says(text: str, said: list[Definition]) -> None:
    """The letters come in order, the first at the start of a word; the words are in the text as they are."""
    assert list(definitions(text)) == said
    assert all(one.meaning in text for one in said)


def test_checked_both_ways() -> None:
    """Used and not listed, listed and not used; a meaning is proposed verbatim with its statement."""
    result = made(
        Said(DEFINES, WATER), Said(SHOUTS, WATER), listed={"SodM": "Staatstoezicht", "XYZ": "niets"}
    )
    rows = result.abbreviations.set_index(Abbreviations.abbreviation)
    assert rows.index.tolist() == ["NRD", "SodM", "XYZ"]
    assert rows[Abbreviations.statements].tolist() == [1, 1, 0]
    assert rows.loc["NRD", Abbreviations.proposed] == "notitie reikwijdte en detailniveau"
    assert rows.loc["NRD", Abbreviations.proposed_in] in result.evidence["statement_id"].tolist()
    assert result.open["key"].tolist() == ["NRD", "XYZ"]
    assert not result.open["blocks"].any()


def test_an_abbreviation_without_meaning_can_stop_publication() -> None:
    """The setting decides; one that is listed and not used never stops it."""
    result = made(Said(DEFINES, WATER), listed={"XYZ": "niets"}, block=True)
    assert dict(zip(result.open["key"], result.open["blocks"], strict=True)) == {"NRD": True, "XYZ": False}


def test_what_was_set_aside_explains_nothing() -> None:
    """A statement without codes does not count: its abbreviations and its words stay out."""
    assert made(Said(DEFINES, "")).abbreviations.empty


def test_a_word_said_loudly_is_none() -> None:
    """Everyday words in capitals, and words that these texts write small more often."""
    said = [Said("De bodem is slap. Onze bodem, de BODEM!", WATER), Said("GEEN gas.", WATER)]
    assert made(*said).abbreviations.empty


def test_what_is_listed_is_found_as_it_is_written() -> None:
    """Also small letters; a form within another word does not count."""
    result = made(Said("De bopa en de bopa's, niet het bopatje.", WATER), listed={"bopa": "iets"})
    assert result.abbreviations[Abbreviations.statements].tolist() == [1]
    assert result.open.empty


def test_a_double_abbreviation_is_an_error_with_its_rows(tmp_path: Path) -> None:
    """File, row, value and the way out."""
    path = tmp_path / "abbreviations.csv"
    path.write_text("abbreviation;meaning\nNRD;een\nNRD;twee\n", "utf-8")
    with pytest.raises(TableError, match="rij 3: 'NRD' staat ook op rij 2"):
        abbreviation_list.read(path)


def test_the_appendix_is_in_report_and_workbook() -> None:
    """Every use leads to its statements; a proposal of a copy of what was set aside is not shown."""
    texts = (Text("a", [Said(DEFINES, WATER), Said(DEFINES.upper().lower(), "")], "g1"),)
    small = Small(texts)
    result = abbreviations(
        small.statements(),
        small.groups(),
        small.documents(),
        small.assignments(),
        small.memberships(),
        tables.empty(AbbreviationList),
        small.corpus,
        AbbreviationsSettings(),
    )
    about = {"abbreviations": result.abbreviations, "abbreviations_evidence": result.evidence}
    book = publish(**{**given(small), **about}, settings=PublishSettings())
    (row,) = sheet(book.workbook, "Afkortingen", "Afkorting")
    assert (row["Afkorting"], row["Stand"]) == ("NRD", "gebruikt, niet op de lijst")
    assert row["Voorstel uit de tekst"] == ""
    assert "nog niet ingevuld" in book.report
    assert [r["Sleutel"] for r in sheet(book.workbook, "Bewijs", "Blad") if r["Blad"] == "Afkortingen"] == [
        "NRD"
    ]
