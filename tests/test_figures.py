"""Figures: drawn from the tables, the same bytes each time, said in words, nothing cut in silence."""

import json
import re
import xml.etree.ElementTree as ET
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as draw
from hypothesis import strategies as st
from published_page import quotes_of, read_page
from small_corpus import Said, Small, Text
from test_points import LATE, LATER, POINTED, WATER, found
from test_publish import SMALL, published, sheet
from test_publish import given as tables_of

from textmine import tables
from textmine.corpus import Region, Tile
from textmine.encoders.embeddings import Embeddings
from textmine.errors import ConfigError
from textmine.report.figures.drawing import width_of, wrap
from textmine.report.figures.landscape import apart
from textmine.steps.landscape import LandscapeSettings, landscape
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
    given_tables = tables_of(replace(Small(texts, codebook=POINTED)))
    given_tables |= {"points": made.points, "point_members": made.members}
    return publish(**given_tables, settings=PublishSettings(**settings))


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
        drawn_in_page = made.figure_files[name].decode().strip().replace(f' xmlns="{SVG[1:-1]}"', "")
        assert drawn_in_page in made.report


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
    given_tables = tables_of(Small(texts, codebook=POINTED))
    given_tables |= {"points": made.points, "point_members": made.members}
    first = publish(**given_tables, settings=PublishSettings()).figure_files
    for name in ("points", "point_members", "statements", "memberships", "groups"):
        rows = given_tables[name]
        assert isinstance(rows, pd.DataFrame)
        given_tables[name] = rows.iloc[::-1].reset_index(drop=True)
    assert publish(**given_tables, settings=PublishSettings()).figure_files == first


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


def cloud(seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame, Embeddings]:
    """Three topics of five statements: two alike, one far from both, and one statement of none."""
    dice = np.random.default_rng(seed)
    centres = {"a": (1.0, 0.1, 0.0), "b": (1.0, 0.4, 0.0), "c": (0.0, 0.0, 1.0)}
    names = [f"{topic}{n}" for topic in centres for n in range(5)]
    noise = dice.normal(0, 0.02, (len(names) + 1, 3))
    vectors = np.array([centres[name[0]] for name in names] + [(0.0, 1.0, 0.0)]) + noise
    topics = tables.frame(
        tables.Topics,
        {
            "id": ["A", *centres],
            "level": [1, 2, 2, 2],
            "parent": [None, "A", "A", "A"],
            "name": ["alles", "een", "twee", "drie"],
            "words": ["w"] * 4,
            "representatives": [""] * 4,
            "size": [15, 5, 5, 5],
            "groups": [15, 5, 5, 5],
        },
    )
    owners = [*(name[0] for name in names), None]
    belongs = {"statement_id": [*names, "z"], "topic": owners, "similarity": [1.0] * len(owners)}
    made = Embeddings((*names, "z"), vectors.astype(np.float32), "proef")
    return topics, tables.frame(tables.Memberships, belongs), made


def test_topics_that_are_alike_are_near_each_other() -> None:
    """Every topic has one place; the one that differs lies farthest; the wide direction is filled."""
    found = landscape(*cloud(), settings=LandscapeSettings())
    assert found["topic"].tolist() == ["a", "b", "c"]
    at = found.set_index("topic")[["x", "y"]].astype(float)
    assert np.linalg.norm(at.loc["a"] - at.loc["b"]) < np.linalg.norm(at.loc["a"] - at.loc["c"]) / 2
    assert (at["x"].min(), at["x"].max()) == (0, 1)


def test_the_order_of_rows_moves_no_topic() -> None:
    """Topics, memberships and vectors in another order give the same places."""
    topics, members, vectors = cloud()
    back = Embeddings(vectors.ids[::-1], vectors.matrix[::-1].copy(), "proef")
    turned = landscape(topics.iloc[::-1], members.iloc[::-1], back, LandscapeSettings())
    pd.testing.assert_frame_equal(turned, landscape(*cloud(), settings=LandscapeSettings()))


@pytest.mark.parametrize("most", [1, 2])
def test_few_topics_have_a_place_too(most: int) -> None:
    """One topic, two topics, or none at all: no division by nothing."""
    topics, members, vectors = cloud()
    assert len(landscape(topics, members, vectors, LandscapeSettings(topics=most))) == most
    assert landscape(topics.head(0), members, vectors, LandscapeSettings()).empty


def test_every_circle_leads_to_its_topic_with_words_and_quotes() -> None:
    """The page has a link per circle, in the order of the list, and the policy names its script."""
    page = read_page(published(SMALL).landscape_page)
    links = [a.attributes["href"] for a in page.one("svg").all("a")]
    articles = [a.attributes["id"] for a in page.all("article")]
    assert links == [f"#{name}" for name in articles]
    assert links
    texts = SMALL.documents().set_index("id")["text"]
    for name, words in quotes_of(page):
        document, place = name.rsplit(":", 1)
        start, end = map(int, place.split("-"))
        assert words == texts[document][start:end]
    script = page.all("script")[-1].text()
    policy = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"] or ""
    assert b64encode(sha256(script.encode()).digest()).decode() in policy


def test_the_landscape_counts_per_choice() -> None:
    """What the filter shows of a topic are statements of that topic: never more than it has."""
    page = read_page(published(SMALL).landscape_page)
    data = json.loads(page.one("script", id="gegevens").text())
    keys = {key for group in data["groups"] for key, _ in group["choices"]}
    for article in page.all("article"):
        counts = data["counts"][article.attributes["id"]]
        assert set(counts) == keys
        assert max(counts.values()) <= int(article.attributes["data-statements"] or 0)


@draw(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(4, 25)), min_size=1, max_size=12))
def test_circles_are_pushed_apart_within_the_picture(circles: list[tuple[float, float, float]]) -> None:
    """However they lie, and even on one place, no two circles cover each other."""
    radii = np.array([radius for _, _, radius in circles])
    start = np.array([[x * 700 + 30, y * 460 + 30] for x, y, _ in circles])
    at = apart(start, radii)
    for one in range(len(at)):
        for other in range(one):
            assert np.linalg.norm(at[one] - at[other]) > radii[one] + radii[other] - 1
    assert (at - radii[:, None] >= 0).all()
