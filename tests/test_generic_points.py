"""Points in the report and in the workbook: where they were made, word for word, nothing withheld."""

from dataclasses import replace

from small_corpus import Said, Small, Text
from test_points import LATE, LATER, POINTED, WATER, found
from test_publish import given, sheet

from textmine.steps.publish import Published, PublishSettings, publish
from textmine.tables import Points

ASIDE = "Mijn buurman Jansen klaagt al jaren over de plannen in de gemeente."


def published(*texts: Text) -> Published:
    """Publish a small corpus with its points."""
    made = found(*texts, generic_sessions=2)
    small = Small(texts, codebook=POINTED)
    return publish(**given(small, made), settings=PublishSettings())


def test_a_generic_point_has_its_sessions_side_by_side() -> None:
    """The page shows it under its theme; the workbook has every point, and what stands behind it."""
    texts = (Text("a", [Said(LATE, WATER)], session="g1"), Text("b", [Said(LATER, WATER)], session="p2"))
    made = published(*texts)
    page = made.report
    section = page[page.index('id="punten"') : page.index('id="themas"')]
    assert "Water &amp; &lt;bodem&gt;: algemene hoofdpunten" in section
    assert section.count(' heat-2">1<') == 2
    assert section.count(' none">–<') == 2
    rows = sheet(made.workbook, "Punten", "Onderdeel")
    assert [(row["Niveau"], row["Algemeen"], row["Eerste"], row["Tweede"]) for row in rows] == [
        ("hoofdpunt", "ja", 1, 0),
        ("punt", "ja", 1, 0),
    ]
    proof = [row for row in sheet(made.workbook, "Bewijs", "Blad") if row["Blad"] == "Punten"]
    assert {row["Sleutel"] for row in proof} == {row["Sleutel in blad Bewijs"] for row in rows}
    assert len(proof) == 4


def test_a_text_that_somebody_set_aside_names_no_point() -> None:
    """A copy counts, but its words are not repeated: another statement names the point, or none."""
    texts = (
        Text("a", [Said(ASIDE, WATER), Said(ASIDE, "")], session="g1"),
        Text("b", [Said(ASIDE, WATER)], session="p2"),
    )
    made = published(*texts)
    assert "Jansen" not in made.report
    (row, *_) = sheet(made.workbook, "Punten", "Onderdeel")
    assert str(row["Punt"]).startswith("(niet getoond")


def test_without_a_question_there_is_no_sheet() -> None:
    """The page says why points are not there."""
    texts = (Text("a", [Said(LATE, WATER)], session="g1"),)
    plain = replace(Small(texts), codebook=POINTED.model_copy(update={"points_within": None}))
    made = publish(**given(plain), settings=PublishSettings())
    assert "Het codeboek vraagt niet om punten" in made.report
    assert found(*texts).points[Points.level].tolist() == [1, 2]


def test_tiers_and_regions_that_nobody_belongs_to_are_no_columns() -> None:
    """Where no text has a tier, nothing stands there with '0 van 0'."""
    texts = (Text("a", [Said(LATE, WATER)]), Text("b", [Said(LATER, WATER)]))
    made = published(*texts)
    assert "0 van 0" not in made.report
    (row,) = sheet(made.workbook, "A_Generiek", "Nummer")
    assert not {"Bestuurslagen", "Regio's"} & set(row)
    assert row["Sessies"] == 2
    known = published(*(replace(text, session=name) for text, name in zip(texts, ("g1", "p2"), strict=True)))
    assert {"Bestuurslagen", "Regio's"} <= set(sheet(known.workbook, "A_Generiek", "Nummer")[0])
