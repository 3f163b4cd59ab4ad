"""Figures: drawn from the tables, the same bytes each time, said in words, nothing cut in silence."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given as draw
from hypothesis import strategies as st
from small_corpus import Said, Small, Text
from test_points import LATE, LATER, POINTED, WATER, found
from test_publish import SMALL, published, sheet
from test_publish import given as tables_of

from textmine.corpus import Region, Tile
from textmine.errors import ConfigError
from textmine.report.figures.drawing import width_of, wrap
from textmine.steps.publish import Published, PublishSettings, publish
from textmine.store import folder
from textmine.store.yaml_files import load_corpus

SVG = "{http://www.w3.org/2000/svg}"
LONG = " ".join(["De gemeente wordt te laat betrokken bij de plannen voor de diepe ondergrond."] * 6)


@cache
def drawn(**settings: int) -> Published:
    """A small corpus with points, published."""
    said = [
        Said(LATE, WATER),
        Said(LONG, WATER.replace("water", "lucht")),
        Said("De sloot ruikt naar olie & <gas>.", WATER),
    ]
    texts = (Text("a", said, session="g1"), Text("b", [Said(LATER, WATER)], session="p2"))
    made = found(*texts, generic_sessions=2)
    tables = tables_of(replace(Small(texts, codebook=POINTED)))
    tables |= {"points": made.points, "point_members": made.members}
    return publish(**tables, settings=PublishSettings(**settings))


def pictures(made: Published) -> dict[str, ET.Element]:
    """Every SVG file, parsed."""
    return {
        name: ET.fromstring(content)  # noqa: S314 - our own
        for name, content in made.figure_files.items()
        if name.endswith(".svg")
    }


def test_every_figure_has_a_title_and_says_in_words_what_it_draws() -> None:
    """Title and description are the names of the picture, in the file and in the page."""
    made = drawn()
    assert pictures(made)
    for name, picture in pictures(made).items():
        title, description = picture[0], picture[1]
        assert [title.tag, description.tag] == [f"{SVG}title", f"{SVG}desc"]
        assert picture.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
        assert title.text
        assert len(description.text or "") > len(title.text)
        assert made.figure_files[name].decode().strip() in made.report


def test_every_figure_is_a_picture_for_word_too() -> None:
    """Each SVG has its PNG, twice as many dots as units."""
    made = drawn()
    for name, picture in pictures(made).items():
        png = made.figure_files[name.replace(".svg", ".png")]
        assert png.startswith(b"\x89PNG")
        assert int.from_bytes(png[16:20]) == 2 * int(picture.attrib["width"])


def test_what_is_drawn_stands_in_the_table_behind_it() -> None:
    """Each name in the picture is that of a row; a shortened one ends with an ellipsis and is whole there."""
    made = drawn()
    rows = sheet(made.workbook, "Figuurdata", "Figuur (bestand)")
    for name, picture in pictures(made).items():
        mine = [row for row in rows if row["Figuur (bestand)"] == name.removesuffix(".svg")]
        assert mine
        names = [str(row["Naam"]) for row in mine]
        tips = [title.text or "" for title in picture.iter(f"{SVG}title")][1:]
        assert all(any(tip.startswith(one) for one in names) for tip in tips)
    shown = [text.text or "" for p in pictures(made).values() for text in p.iter(f"{SVG}text")]
    assert any(line.endswith(" …") for line in shown)
    assert LONG in {str(row["Naam"]) for row in rows}


def test_what_is_not_drawn_is_counted() -> None:
    """With room for one main point, the picture says how many others there are."""
    made = drawn(map_points=1)
    (picture,) = [p for name, p in pictures(made).items() if name == "themakaart-water.svg"]
    words = " ".join(text.text or "" for text in picture.iter(f"{SVG}text")).replace("\u00a0", " ")
    (total,) = re.findall(r"(\d+) hoofdpunten?, 1 getekend", words)
    assert f"en nog {int(total) - 1} hoofdpunt" in words


def test_pictures_do_not_depend_on_the_order_of_rows() -> None:
    """The same tables in another order give the same bytes, PNG included."""
    texts = (Text("a", [Said(LATE, WATER)], session="g1"), Text("b", [Said(LATER, WATER)], session="p2"))
    made = found(*texts)
    tables = tables_of(Small(texts, codebook=POINTED))
    tables |= {"points": made.points, "point_members": made.members}
    first = publish(**tables, settings=PublishSettings()).figure_files
    for name in ("points", "point_members", "statements", "memberships", "groups"):
        rows = tables[name]
        assert isinstance(rows, pd.DataFrame)
        tables[name] = rows.iloc[::-1].reset_index(drop=True)
    assert publish(**tables, settings=PublishSettings()).figure_files == first


def test_without_points_there_is_no_theme_map() -> None:
    """A codebook that asks for no points gives no map, and no error."""
    assert not [name for name in published(SMALL).figure_files if name.startswith("themakaart")]


@draw(st.text(max_size=300), st.integers(40, 400), st.integers(1, 5))
def test_wrapped_text_fits_and_is_whole_or_marked(text: str, width: int, lines: int) -> None:
    """No line is wider than the room; all words come back, or the last line ends with an ellipsis."""
    shown = wrap(text, width, 13.0, lines)
    assert len(shown) <= lines
    assert all(width_of(line, 13.0) <= width for line in shown)
    whole = "".join(shown).replace(" ", "") == "".join(text.split())
    assert whole or shown[-1].endswith(" …")


def test_a_folder_holds_what_was_written_and_nothing_else(tmp_path: Path) -> None:
    """A figure that is no longer made is gone."""
    folder.write(tmp_path / "figuren", {"a.svg": b"1", "b.svg": b"2"})
    folder.write(tmp_path / "figuren", {"b.svg": b"3"})
    assert {p.name: p.read_bytes() for p in (tmp_path / "figuren").iterdir()} == {"b.svg": b"3"}


def test_the_sample_draws_every_theme(made_sample: Path) -> None:
    """After a run, the folder holds a map per theme that has points."""
    names = {path.name for path in (made_sample / "corpora/voorbeeld-regiosessies/derived/figuren").iterdir()}
    assert len([name for name in names if name.startswith("themakaart") and name.endswith(".svg")]) == 3


def placed(corpus: dict[str, object], session: str = "g1") -> dict[str, ET.Element]:
    """The pictures of a corpus with one statement."""
    small = Small((Text("g1", [Said("De sloot is vies en stinkt.", WATER)], session=session),))
    changed = small.corpus.model_copy(update=corpus)
    made = publish(**tables_of(small) | {"corpus": changed}, settings=PublishSettings())
    return pictures(made)


def words_of(picture: ET.Element) -> str:
    """All text of a picture."""
    return " ".join(text.text or "" for text in picture.iter(f"{SVG}text")).replace("\u00a0", " ")


def test_a_map_says_what_is_unknown_or_not_there() -> None:
    """An area of no region, an area without a place, and a region where nobody met are named as such."""
    regions = (
        Region(id="hier", name="Hier", areas=("Dorp", "Gehucht")),
        Region(id="daar", name="Daar", areas=("Stad",)),
    )
    tiles = tuple(Tile(area=name, column=n, row=1) for n, name in enumerate(("Dorp", "Stad", "Zee"), 1))
    words = words_of(placed({"regions": regions, "map": tiles})["kaart-regios.svg"])
    assert "Zee geen regio" in words
    assert "Niet op de kaart: Gehucht." in words
    assert words.count("geen sessie") == 2
    assert "Regio onbekend 1 sessie; 1 uitspraak" in words


def test_without_a_layout_the_regions_stand_in_a_row() -> None:
    """Every region has its tile with its numbers; without regions there is no map."""
    words = words_of(placed({"regions": (Region(id="hier", name="Hier"),)})["kaart-regios.svg"])
    assert "Hier geen sessie" in words
    assert "kaart-regios.svg" not in placed({"regions": (), "map": ()})


def test_two_areas_do_not_share_a_place_on_the_map(tmp_path: Path) -> None:
    """The error names the file, the line and the place."""
    text = (
        "name: Proef\nkind: minutes\nmap:\n- {area: A, column: 1, row: 2}\n- {area: B, column: 1, row: 2}\n"
    )
    (tmp_path / "corpus.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"regel 5.*kolom 1, rij 2"):
        load_corpus(tmp_path)


def test_the_coverage_has_a_cell_per_row_and_column() -> None:
    """What is drawn is what the page has in its table: established, draft, not received."""
    words = words_of(pictures(published(SMALL))["dekking.svg"])
    assert "vastgesteld" in words
    assert "concept" in words
    assert "telt niet mee" in words
