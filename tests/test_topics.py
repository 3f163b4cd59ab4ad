"""The step ``topics``: every statement once, the same for every order, names that people can read."""

import csv
import hashlib
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from textmine.encoders.embeddings import Embeddings
from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.errors import ConservationError, EncoderError
from textmine.models.dutch_words import lemma, lemmas_of, says_nothing, usage
from textmine.models.topic_description import Nouns
from textmine.models.topic_names import alike, names
from textmine.models.topic_proper import private_words
from textmine.models.topic_words import BertopicWords
from textmine.steps.topics import Topicked, TopicsSettings, topics
from textmine.tables import Groups, Memberships, Statements, Topics, empty, frame, validate

SUBJECTS = {
    "water": """
De drinkwaterwinning bij Oosterbroek mag niet in gevaar komen.
Bescherm de strategische grondwatervoorraden voor drinkwater.
Boringen door kleilagen bedreigen het grondwater en ons drinkwater.
Het drinkwaterbedrijf wil geen boringen in het grondwaterbeschermingsgebied.
Neem de grondwaterkwaliteit rond de drinkwaterwinning mee in de afweging.
Zonder schoon grondwater is er over dertig jaar geen drinkwater.
Drinkwater heeft voorrang op elke andere activiteit in de ondergrond.
De provincie wijst extra grondwaterreserves voor drinkwater aan.
Lekkage langs een put kan het grondwater vervuilen.
Meet de grondwaterstand en de grondwaterkwaliteit voor en na de boring.
Grondwater stopt niet bij de grens van een beschermingsgebied.
Het waterschap vraagt om een verbod op boringen bij drinkwaterwinning.
""",
    "schade": """
De afhandeling van mijnbouwschade duurt veel te lang.
Bewoners moeten zelf bewijzen dat de scheuren in hun huis schade door bodemdaling zijn.
Scheuren in woningen horen zonder discussie te worden hersteld.
Regel een ruimhartige schadevergoeding voordat de winning begint.
Bodemdaling leidt tot schade aan woningen en monumenten.
Er moet een onafhankelijk loket voor schade aan huizen komen.
De bewijslast bij schade hoort bij het mijnbouwbedrijf te liggen.
Leg voor de start vast in welke staat de huizen zijn, dan is schade aan te tonen.
Mijnbouwschade aan boerderijen valt nu buiten de schaderegeling.
De schaderegeling is voor huiseigenaren niet te begrijpen.
Bewoners met scheuren krijgen van ieder loket een ander antwoord over schade.
Zorg voor een schadefonds waar het mijnbouwbedrijf aan betaalt.
""",
    "data": """
Maak de boorgegevens en seismische gegevens openbaar voor gemeenten.
Wij missen een digitale kaart van de ondergrond met alle gegevens.
De kaarten van de ondergrond zijn verouderd en onvolledig.
Gemeenten hebben geen geologen die de kaarten en gegevens kunnen lezen.
Een 3D-model van de ondergrond helpt bij het gesprek met bewoners.
Gegevens over oude putten staan niet op de kaart.
De kennis over de diepe ondergrond zit bij een klein aantal geologen.
Deel de seismische gegevens met de regio.
Zet alle kaarten van de ondergrond op een plek bij elkaar.
Het model van de ondergrond is voor leken niet te volgen.
Er zijn geen seismische gegevens van het zuiden van de provincie.
Wie houdt de digitale kaart met boorgegevens actueel?
""",
    "inspraak": """
Betrek de gemeenteraad voordat de minister een vergunning verleent.
Wij horen pas van een vergunningaanvraag als het besluit al is genomen.
De inspraakavond kwam nadat de vergunning was verleend.
Geef gemeenten adviesrecht bij de vergunningverlening voor opsporing.
De minister moet uitleggen waarom het advies van de gemeenteraad niet is gevolgd.
Participatie is meer dan een inspraakavond in een zaaltje.
De termijn voor inspraak op de vergunning is te kort.
Vraag inwoners om advies bij de keuze van de locatie en niet achteraf.
Het advies van de gemeenteraad verdween uit het besluit.
Organiseer de participatie samen met de gemeente en niet door het bedrijf zelf.
Inwoners krijgen geen antwoord op hun inspraakreactie over de vergunning.
De vergunningverlening is zo ingewikkeld dat inwoners geen inspraak hebben.
""",
}
TEXTS = [text for block in SUBJECTS.values() for text in block.strip().splitlines()]
SUBJECT = [name for name, block in SUBJECTS.items() for _ in block.strip().splitlines()]
SETTINGS = TopicsSettings(rounds=2)


def tables(texts: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, Embeddings]:
    """Return statements, groups and vectors of ``texts``; ids come from the text and its repetition."""
    seen: Counter[str] = Counter()
    rows = {}
    for text in texts:
        rows[f"{hashlib.sha256(text.encode()).hexdigest()[:8]}-{seen[text]}:0-{len(text)}"] = text
        seen[text] += 1
    ids, many = list(rows), len(texts)
    columns = {
        "id": ids,
        "document_id": [name.split(":")[0] for name in ids],
        "start": [0] * many,
        "end": [len(text) for text in texts],
        "outer_start": [0] * many,
        "text": texts,
        "context_before": [""] * many,
        "context_after": [""] * many,
        "structure": ["sentence"] * many,
        "heading": [None] * many,
        "speaker": [None] * many,
        "sentences": [[0]] * many,
    }
    groups = {
        "statement_id": ids,
        "group": [hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts],
        "representative": ["-0:" in name for name in ids],
        "size": [seen[text] for text in texts],
    }
    encoder = load_encoder(EncoderSettings(encoder="lsa"), texts)
    vectors = Embeddings(tuple(ids), encoder.encode(texts), encoder.name)
    return frame(Statements, columns), frame(Groups, groups), vectors


def run(texts: list[str], settings: TopicsSettings = SETTINGS) -> Topicked:
    """Run the step on ``texts``."""
    return topics(*tables(texts), settings)


@pytest.fixture(scope="module")
def found() -> Topicked:
    """Return the topics of all texts."""
    return run(TEXTS)


def test_tables_are_valid_and_sorted(found: Topicked) -> None:
    """Both tables fit their schema, in the order the schema promises."""
    validate(Topics, found.topics)
    validate(Memberships, found.memberships)
    assert found.memberships[Memberships.statement_id].is_monotonic_increasing
    keys = list(zip(found.topics["level"], -found.topics["size"], found.topics["id"], strict=True))
    assert keys == sorted(keys)


def test_every_statement_once(found: Topicked) -> None:
    """Statements in are statements out; sizes and the count of unassigned ones add up."""
    fine = found.topics[found.topics["level"] == 2]
    missing = int(found.memberships["topic"].isna().sum())
    assert len(found.memberships) == len(TEXTS)
    assert int(fine["size"].sum()) + missing == len(TEXTS)
    assert found.figures.unassigned == missing
    counted = found.memberships["topic"].dropna().value_counts().to_dict()
    assert counted == dict(zip(fine["id"], fine["size"], strict=True))


def test_two_levels_add_up(found: Topicked) -> None:
    """Every fine topic has a broad parent, and broad topics are the sum of their parts."""
    fine, broad = (found.topics[found.topics["level"] == level] for level in (2, 1))
    assert broad["parent"].isna().all()
    assert fine.groupby("parent")["size"].sum().to_dict() == dict(
        zip(broad["id"], broad["size"], strict=True)
    )


def test_subjects_come_back(found: Topicked) -> None:
    """Statements on one subject end up together: eight of ten are in a topic of mostly their subject."""
    statements, _, _ = tables(TEXTS)
    subject = dict(zip(statements["id"], SUBJECT, strict=True))
    table = found.memberships.dropna()
    mixed = pd.crosstab(table["topic"].astype(str), table["statement_id"].astype(str).map(subject))
    assert mixed.max(axis=1).sum() / len(table) > 0.8
    assert set(mixed.idxmax(axis=1)) == set(SUBJECTS)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_has_no_influence(found: Topicked, seed: int) -> None:
    """Shuffled tables give the same topics, names, members and figures."""
    statements, groups, vectors = tables(TEXTS)
    other = topics(
        statements.sample(frac=1, random_state=seed),
        groups.sample(frac=1, random_state=seed + 9),
        vectors,
        SETTINGS,
    )
    pd.testing.assert_frame_equal(found.topics, other.topics)
    pd.testing.assert_frame_equal(found.memberships, other.memberships)
    assert found.figures == other.figures


def test_repetition_changes_sizes_only(found: Topicked) -> None:
    """A text that is sent in forty times gives the same topics as when it is sent in once."""
    repeated = run([*TEXTS, *[TEXTS[0]] * 39])
    assert set(repeated.topics["id"]) == set(found.topics["id"])
    assert sorted(repeated.topics["groups"]) == sorted(found.topics["groups"])
    assert repeated.figures.texts == len(TEXTS)
    assert (
        int(repeated.topics[repeated.topics["level"] == 2]["size"].sum()) + repeated.figures.unassigned
        == len(TEXTS) + 39
    )


def test_names_can_be_read(found: Topicked) -> None:
    """Names differ, begin with a capital, and hold no word that another word of the name repeats."""
    given = list(found.topics["name"])
    assert len({name.casefold() for name in given}) == len(given)
    for name in given:
        words = name.replace(",", "").split(" en ")
        parts = [part for word in words for part in word.split()]
        assert name[0].isupper()
        assert not any(alike(a, b) for i, a in enumerate(parts) for b in parts[:i])


def test_words_say_what_it_is_about(found: Topicked) -> None:
    """Topic words are written as in the texts, without stop words; drinking water is named as such."""
    written = {
        word.casefold()
        for text in TEXTS
        for word in text.replace(".", "").replace(",", "").replace("?", "").split()
    }
    for words in found.topics["words"]:
        assert {word.casefold() for word in words.split("|")} <= written
        assert not any(says_nothing(lemma(word)) for word in words.split("|"))
    assert any("rinkwater" in name for name in found.topics["name"])


def test_representatives_are_members(found: Topicked) -> None:
    """Statements that stand for a fine topic belong to it."""
    member = dict(zip(found.memberships["statement_id"], found.memberships["topic"], strict=True))
    fine = found.topics[found.topics["level"] == 2]
    for topic, ids in zip(fine["id"], fine["representatives"], strict=True):
        assert {member[name] for name in ids.split("|")} == {topic}


@pytest.mark.parametrize("texts", [[], TEXTS[:1], TEXTS[:5], TEXTS[::12], ["Nee.", "Ja.", "Nee.", "Dat."]])
def test_small_corpora(texts: list[str]) -> None:
    """From nothing to a handful of statements: few or no topics, every statement accounted for."""
    result = run(texts)
    assert len(result.memberships) == len(texts)
    assert result.figures.statements == len(texts)
    assert result.memberships["similarity"].notna().all()


def test_texts_beyond_the_sample_join(found: Topicked) -> None:
    """With a sample of half the texts the other half still gets topics."""
    result = run(TEXTS, TopicsSettings(max_fit=24, rounds=0))
    assert len(result.memberships) == len(TEXTS)
    assert int(result.memberships["topic"].notna().sum()) > 24
    assert found.figures.texts == result.figures.texts


def test_tables_that_do_not_fit_are_refused() -> None:
    """A statement without a group or a vector is an error that names it."""
    statements, groups, vectors = tables(TEXTS)
    with pytest.raises(ConservationError, match="allebei"):
        topics(statements, groups.iloc[1:], vectors, SETTINGS)
    with pytest.raises(EncoderError, match="geen vector"):
        topics(statements, groups, Embeddings(vectors.ids[1:], vectors.matrix[1:], "x"), SETTINGS)
    with pytest.raises(ConservationError):
        topics(empty(Statements), groups, vectors, SETTINGS)


def test_lemmas_leave_out_what_says_nothing() -> None:
    """Stop words and very common words go; other words come in their dictionary form."""
    assert lemmas_of("De gemeenten willen dat de kaarten er zijn.") == ["gemeente", "kaart"]


def test_nouns_are_told_from_other_words() -> None:
    """In running text nouns look like nouns, infinitives and adjectives do not."""
    used = usage(TEXTS)
    assert min(used[word].nounness() for word in ("grondwater", "vergunning", "ondergrond")) > 0.6
    assert max(used[word].nounness() for word in ("bedreigen", "seismisch", "herstellen")) < 0.5


def test_a_name_is_shown_as_people_write_it() -> None:
    """The most frequent written form counts; a capital at the start of a sentence does not."""
    used = usage(["Kaarten helpen.", "De kaarten van het Rijk.", "Het Rijk maakt een kaart."])
    assert used["kaart"].form() == "kaarten"
    assert used["rijk"].form() == "Rijk"


def test_equal_words_get_different_names() -> None:
    """Topics with the same words are told apart by a further word, in the end by a number."""
    used = usage(TEXTS)
    given = names([["drinkwater", "schade", "kaart"]] * 4 + [[]] * 2, used)
    assert len(set(given)) == 6
    assert given[0].startswith("Drinkwater en ")
    assert given[4].startswith("Zonder")


def test_a_single_word_is_a_description() -> None:
    """A vocabulary of one word, which c-TF-IDF cannot weigh, still describes the topics that hold it."""
    rows = np.eye(3, dtype=np.float32)
    assert BertopicWords().words([["zout"], [], []], rows, np.array([0, 1, -1])) == {0: ("zout",), 1: ()}
    assert BertopicWords().words([["zout"], ["gas"], []], rows, np.full(3, -1)) == {}


def test_accents_survive() -> None:
    """Topic words keep their accents: BERTopic strips them when it takes a text for English."""
    labels = np.array([0, 0, 1, 1])
    lemmas = [["financiële", "geëerd"], ["financiële", "geëerd"], ["schade"], ["schade"]]
    words = BertopicWords().words(lemmas, np.eye(4, dtype=np.float32), labels)
    assert set(words[0]) == {"financiële", "geëerd"}
    assert words[1] == ("schade",)


def test_a_word_always_capitalised_is_a_person_or_in_doubt() -> None:
    """Names of persons go, however they appear: within a sentence, at its start, after a title or initial."""
    texts = [
        "Volgens Tjerkje is dat zo, en ook Hollewijn vindt dat.",
        "Gisteren vroeg mevrouw van der Zwaluw naar de put.",
        "De brief is van A.B. Kruidenier en van dhr. Moerdijk.",
        "Oebeltje: de put lekt.",
        "Wybren vraagt naar de put.",
        "Het idee van Gosse de Weerd is goed, en Gosse de Weerd weet dat.",
    ]
    people = {
        "tjerkje",
        "hollewijn",
        "zwaluw",
        "kruidenier",
        "moerdijk",
        "oebeltje",
        "wybren",
        "gosse",
        "weerd",
    }
    assert people <= private_words(texts)
    assert "put" not in private_words(texts)


def test_places_and_bodies_stay() -> None:
    """What twice follows a preposition of place or an article stays, and so do abbreviations with one."""
    texts = [
        "De schade in Lutterveen is groot, want in Lutterveen zakt de grond.",
        "Wij vragen het Rijk om hulp, maar het Rijk zwijgt en Rijk en provincie wachten.",
        "Wij missen dat in de MER en in het plan.",
        "De kans is klein in de Veenstreek en rond de Veenstreek.",
        "Dat zei Femmigje tegen de raad en bij Femmigje thuis, naast Femmigje.",
    ]
    assert {"lutterveen", "rijk", lemma("MER"), "veenstreek"}.isdisjoint(private_words(texts))
    assert "femmigje" in private_words(texts)


def test_signs_of_a_person_outweigh_those_of_a_place() -> None:
    """A place-like name that also follows titles and initials is left out."""
    texts = ["Wij wonen in Westerdam en rond Westerdam.", "Vraag dhr. Westerdam of mevrouw Westerdam."]
    assert "westerdam" not in private_words(texts[:1])
    assert "westerdam" in private_words(texts)


def test_speakers_are_persons_unless_they_are_bodies() -> None:
    """The label of who speaks names a person, but not where it names a municipality."""
    texts = ["Wij wonen in Oosterdam en rond Oosterdam."]
    assert "oosterdam" in private_words(texts, ["Jan Oosterdam"])
    assert "oosterdam" not in private_words(texts, ["Gemeente Oosterdam"])


def test_an_ordinary_word_that_is_also_a_surname_is_written_small() -> None:
    """A word mostly in lower case stays, and is shown without the capital of the surname."""
    texts = ["De kok kookt en een kok proeft.", "Voor de kok is het werk.", "Dat zegt Karim Kok en ook Kok."]
    assert lemma("kok") not in private_words(texts)
    assert usage(texts)[lemma("kok")].form() == "kok"


def test_a_name_that_is_sometimes_written_small_remains_a_name() -> None:
    """Lower case alone makes no ordinary word: that stands after a determiner as well."""
    texts = [
        "Dat vindt Rienk ook.",
        "Dan vraagt rienk wat.",
        "Dit zegt rienk.",
        "Rienk knikt.",
        "De wet is de wet.",
    ]
    assert "rienk" in private_words(texts)
    assert "wet" not in private_words(texts)


def test_capitals_for_emphasis_and_addresses_say_nothing() -> None:
    """Shouting does not make a name of a word, nor does a mail address make a word of a name."""
    texts = [
        "Geen AFVALWATER in de put.",
        "Het afvalwater stinkt.",
        "Mail naar hilbrand@example.nl of Hilbrand.",
    ]
    assert "afvalwater" not in private_words(texts)
    assert "hilbrand" in private_words(texts)


def test_words_of_a_topic_are_spread_nouns_that_do_not_repeat_each_other() -> None:
    """Nouns in three texts stay; without any the most frequent noun alone describes the topic."""
    texts = [
        "Het antwoord op de put.",
        "Een antwoord over de put.",
        "Het woord in het antwoord.",
        "Het woord.",
    ]
    lemmas = [lemmas_of(text) for text in texts]
    nouns = Nouns(lemmas, usage(texts), frozenset())
    assert nouns.chosen(("put", "antwoord", "woord"), np.ones(4, dtype=bool)) == ("antwoord",)
    assert nouns.chosen(("woord", "put"), np.array([True, False, False, True])) == ("woord",)
    assert (
        Nouns(lemmas, usage(texts), frozenset(("antwoord", "put", "woord"))).chosen(
            ("antwoord",), np.ones(4, dtype=bool)
        )
        == ()
    )


def test_no_person_of_the_sample_is_in_its_topics(made_sample: Path) -> None:
    """Of the names of the persons in the sample, only ordinary words occur in names and words of topics."""
    folder = made_sample / "corpora" / "voorbeeld-zienswijzen"
    with (folder / "personen-waarheid.csv").open(encoding="utf-8", newline="") as file:
        people = [row["text"] for row in csv.DictReader(file) if row["kind"] == "name"]
    parts = {part for name in people for part in re.findall(r"[^\W\d_]{3,}", name) if part[0].isupper()}
    texts = pd.read_parquet(folder / "derived" / "statements.parquet")["text"]
    ordinary = {word for text in texts for word in re.findall(r"[^\W\d_]+", text) if word.islower()}
    private = {part.casefold() for part in parts} - ordinary
    table = pd.read_parquet(folder / "derived" / "topics.parquet")
    shown = {
        word.casefold()
        for cell in [*table["name"], *table["words"]]
        for word in re.findall(r"[^\W\d_]+", cell)
    }
    assert len(private) > 100
    assert shown.isdisjoint(private)
    assert "Rijk" in "|".join(table["words"])
