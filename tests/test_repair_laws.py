"""Laws of repair that hold for any text."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from textmine.text.offsets import Run
from textmine.text.repair import Repaired, repair_text
from textmine.text.repair_chars import REMOVABLE
from textmine.text.repair_lines import Place
from textmine.text.words import word_list

word_list()  # loading it takes longer than hypothesis grants one example

PIECES = st.sampled_from(
    [
        *[
            "de",
            "het",
            "in",
            "en",
            "of",
            "vast",
            "gelegd",
            "gemeente",
            "ge",
            "meente",
            "drinkwater",
            "voorziening",
            "lusten-",
            "lasten",
            "concept-",
            "NRD",
        ],
        *[
            "Brabant",
            "Noord-",
            "2025-",
            "12",
            "kaarten,",
            "klaar.",
            "Opening1.",
            "kennisDe",
            "vraag?",
            "(kaart)",
            "wens:",
            "http://a-b.nl/c-",
        ],
        *["•", "-", "–", "1.", "2.1", "a)", "Gemeente Assen:", "Datum:", "- ", " ", "  ", "\u00a0", "\u00ad"],
        *[
            "\n",
            "\n\n",
            "\ufffe",
            "\u200b",
            "\ufb01",
            "e\u0301",
            "\uf0b7",
            "\x07",
            "\u2011",
            "/",
            "\u0301",
            "\f",
            "\r\n",
        ],
    ]
)
LINES = st.lists(st.lists(PIECES, max_size=9).map(" ".join), min_size=1, max_size=7)
KINDS = st.sampled_from(["line", "line", "line", "paragraph", "cell", "heading", "footer"])
PLAIN = st.lists(
    st.sampled_from(
        ["Wij", "willen", "dat", "de", "kaarten", "beter", "worden,", "en", "snel", "ook;", "dat", "helpt."]
    ),
    min_size=1,
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[Place]]:
    """Return a raw text of broken pieces, and its blocks, some of them on pages."""
    texts = draw(LINES)
    paged = draw(st.booleans())
    raw = ""
    places: list[Place] = []
    for n, text in enumerate(texts):
        start = len(raw) + bool(places)
        raw = f"{raw}\n{text}" if places else text
        kind = draw(KINDS)
        places.append(Place(start, start + len(text), kind, n // 3 + 1 if paged and kind == "line" else None))
    return raw, places


def image(runs: tuple[Run, ...], offset: int) -> Run | None:
    """Return the run that a raw character is in."""
    return next((run for run in runs if run.raw_start <= offset < run.raw_end), None)


@given(documents())
def test_runs_cover_the_repaired_text(case: tuple[str, list[Place]]) -> None:
    """The map covers the whole text, ascending in both directions, and copied runs hold equal characters."""
    raw, places = case
    result = repair_text(raw, places)
    assert [run.start for run in result.runs] == [0, *[run.end for run in result.runs]][: len(result.runs)]
    assert (result.runs[-1].end if result.runs else 0) == len(result.text)
    assert all(a.raw_end <= b.raw_start for a, b in pairwise(result.runs))


@given(documents())
def test_no_visible_character_is_lost(case: tuple[str, list[Place]]) -> None:
    """Every raw character is mapped or furniture, but for spaces, REMOVABLE and line-end hyphens."""
    raw, places = case
    result = repair_text(raw, places)
    removed = {n for start, end in result.removed for n in range(start, end)}
    for n, sign in enumerate(raw):
        if (
            not sign.isspace()
            and sign not in REMOVABLE
            and n not in removed
            and image(result.runs, n) is None
        ):
            assert sign in "-\u2010\u2011\u00ac"
            assert raw[n + 1 : n + 2].isspace()


@given(documents())
def test_letters_survive_in_order(case: tuple[str, list[Place]]) -> None:
    """Furniture aside, the letters and digits of the text are those of the raw text, composed, in order."""
    raw, places = case
    result = repair_text(raw, places)
    removed = {n for start, end in result.removed for n in range(start, end)}
    kept = "".join(sign for n, sign in enumerate(raw) if n not in removed)
    assert letters(result.text) == letters(kept)


def letters(text: str) -> str:
    """Return the letters and digits of ``text`` without ligatures and accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if sign.isalnum())


def again(text: str) -> Repaired:
    """Repair a repaired text: every line is a paragraph now."""
    places = []
    at = 0
    for line in text.split("\n"):
        places.append(Place(at, at + len(line)))
        at += len(line) + 1
    return repair_text(text, places)


@given(documents(), st.sampled_from(["line", "paragraph"]))
def test_repair_is_idempotent(case: tuple[str, list[Place]], kind: str) -> None:
    """What is repaired needs no repair: flowing text stays as it came out."""
    raw, places = case
    text = repair_text(raw, [place._replace(kind=kind) for place in places]).text
    assert again(text).text == text


@given(documents())
def test_the_text_is_clean(case: tuple[str, list[Place]]) -> None:
    """No double spaces, no spaces at line ends, no empty lines, composed characters, nothing invisible."""
    text = repair_text(*case).text
    assert "  " not in text
    assert all(line and line == line.strip() for line in text.split("\n")) or not text
    assert unicodedata.is_normalized("NFC", text)
    assert not REMOVABLE.intersection(text)


@given(PLAIN)
def test_clean_text_is_not_touched(words: list[str]) -> None:
    """A text without anything to repair comes out as it went in, as one run."""
    raw = " ".join(words)
    result = repair_text(raw, [Place(0, len(raw), "cell")])
    assert result == Repaired(raw, (Run(0, len(raw), 0, len(raw)),), ())


@given(st.text(max_size=60))
def test_any_text_can_be_repaired(raw: str) -> None:
    """No sequence of characters makes repair fail, and its map still leads back."""
    result = repair_text(raw, [Place(0, len(raw), "line")])
    assert (result.runs[-1].end if result.runs else 0) == len(result.text)
    assert letters(result.text) == letters("".join(s for s in raw if s not in REMOVABLE)) or result.removed
