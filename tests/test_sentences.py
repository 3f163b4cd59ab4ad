"""Where Dutch sentences end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.text.abbreviations import Ending, abbreviations, first_words
from textmine.text.sentences import split_sentences

PIECES = st.sampled_from(
    [
        *[
            "De",
            "kaart",
            "is",
            "te",
            "grof",
            ".",
            "Dhr.",
            "d.d.",
            "3",
            "maart",
            "o.a.",
            "A.B.",
            "etc.",
            "(tel.",
            "06)",
            "9.30",
            "www.rijk.nl",
            "…",
            "?!",
            "''",
        ],
        *['"Nee."', "’s avonds", "art. 3", "\n", "\t", "\u00a0", "1.", "…", "»", ")", "kennis.De"],
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map(" ".join) | st.text(alphabet="aB. ?!…\"'1)(\n", max_size=30)


def sentences(text: str) -> list[str]:
    """Return the sentences themselves."""
    return [text[start:end] for start, end in split_sentences(text)]


@given(TEXTS)
def test_sentences_hold_every_visible_character_once(text: str) -> None:
    """Spans ascend without overlap, begin and end visibly, and leave out only white space."""
    at = 0
    for start, end in split_sentences(text):
        assert start < end
        assert text[at:start].strip() == ""
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        at = end
    assert text[at:].strip() == ""


@given(TEXTS)
def test_a_sentence_is_not_split_further(text: str) -> None:
    """Splitting is stable: a sentence that stands alone stays one sentence."""
    for sentence in sentences(text):
        assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "Dhr. De Vries en mw. Van der Berg waren er ook.",
        "Dat is d.d. 3 maart besloten.",
        "Bel de gemeente (tel. 06-00000000) voor meer uitleg.",
        "Er zijn zorgen over o.a. Assen en Emmen.",
        "Er is overleg m.b.t. De Peel en omstreken.",
        "Zie art. 3 lid 2 van de wet en nr. 12 op blz. 4.",
        "Volgens A.B. de Vries en J. Jansen klopt het niet.",
        "De put ligt ca. 5 km verderop.",
        "De bijeenkomst begint om 9.30 uur en er komen 1.200 mensen.",
        "Kijk op www.voorbeeld.nl/kaart.html voor de kaart.",
        "De ondergrond i.h.k.v. Het programma is onderzocht.",
        "Vergunningen e.d. worden later verleend.",
        "‘Dat kan niet!’ riep een bewoner.",
        "3. De provincie beslist.",
        "De N.V. Nederlandse Gasunie is gevraagd.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str) -> None:
    """Titles, dates, references, initials, times and addresses hold full stops that end nothing."""
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "pair",
    [
        ("Er zijn kaarten, modellen etc.", "De gemeenten willen meer."),
        ("De put ligt dicht bij de put van het bedrijf B.V.", "Dat is te dichtbij."),
        ("Dat was in 2019.", "Daarna gebeurde er niets."),
        ("Het gaat om vitamine C.", "De rest klopt."),
        ('Zij zei: "Dat mag niet."', "Toen ging zij weg."),
        ("Wie betaalt dat?!", "Wij niet."),
        ("Het is stil.", "'s Avonds hoor je de pomp."),
        ("Dit is een 3D.", "Een model helpt."),
        ("Ik weet het niet...", "Misschien komt het goed."),
        ("dat is niet goed.", "ik wil dat het stopt."),
        ("Er is een tekort aan kennis bij het RWS.", "De provincie ook."),
    ],
)
def test_a_sentence_ends(pair: tuple[str, str]) -> None:
    """An abbreviation that may end a sentence does so ahead of a usual first word; other stops do."""
    assert sentences(" ".join(pair)) == list(pair)


def test_a_missing_space_is_seen_only_ahead_of_a_usual_first_word() -> None:
    """Broken layout glues sentences; names of files and sites stay whole."""
    assert sentences("Er is weinig kennis.De kaart is oud.") == ["Er is weinig kennis.", "De kaart is oud."]
    assert len(sentences("Zie info@kennis.De Peel of kaart.Docx daar.")) == 1


def test_the_mark_of_a_footnote_belongs_to_its_sentence() -> None:
    """In "samen.1 Het" the number stays with the first of two sentences."""
    assert sentences("Niemand kijkt naar het geheel samen.1 Het Rijk wel.")[0].endswith("samen.1")


def test_the_word_lists_are_usable() -> None:
    """Abbreviations are in lower case without their last full stop; first words are lower case."""
    for word, ending in abbreviations().items():
        assert word == word.lower().rstrip(".")
        assert isinstance(ending, Ending)
    assert all(word == word.lower() for word in first_words())


@pytest.mark.parametrize(("name", "floor", "closed"), [("alpino", 0.99, 0.99), ("lassysmall", 0.955, 0.99)])
def test_sentence_boundaries_on_real_text(
    name: str, floor: float, closed: float, shared: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F1 of sentence ends on the development parts of two treebanks stays at its measured level."""
    monkeypatch.syspath_prepend(str(root / "experiments" / "segmentation"))
    from treebanks import measure_treebank  # noqa: PLC0415 - lies in experiments

    result = measure_treebank(shared / "data" / "treebank" / f"nl_{name}-ud-dev.conllu.xz", split_sentences)
    assert result.f1 >= floor
    assert result.f1_closed >= closed
