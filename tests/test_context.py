"""Heading and section: they tip what is in doubt, say so, and do nothing where they tell nothing."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine import tables
from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.models.classifier import Classifier
from textmine.models.context import Context, in_context
from textmine.steps.classify import ClassifySettings, classify
from textmine.steps.embed import EmbedSettings, embed
from textmine.steps.train import TrainSettings, train
from textmine.tables import Assignments, Decisions, Groups, Statements

TOPICS = {
    "water": ("grondwater", "drinkwater", "waterwinning", "regenwater", "waterput", "bronwater"),
    "verkeer": ("vrachtwagens", "verkeerslawaai", "rijbaan", "parkeren", "kruispunt", "snelheid"),
}
FRAMES = (
    "Er is zorg over {} in ons dorp.",
    "Bij {} gaat het vaak mis.",
    "Kijk eens goed naar {}.",
    "Meer {}.",
)
HEADINGS = ("Drinkwater en grondwater", None, "Rondvraag")
VAGUE = "Hier moet snel iets gebeuren, vinden wij allemaal."


def codebook() -> Codebook:
    """Two things that statements are about; the outside code for the rest."""
    codes = [{"code": name, "name": name.title(), "definition": f"Over {name}."} for name in TOPICS]
    codes.append({"code": "overig", "name": "Overig", "definition": "Al het andere."})
    examples = [
        {"text": frame.format(word), "onderwerp": [name]}
        for name, words in TOPICS.items()
        for word in words
        for frame in FRAMES
    ]
    plain = (
        "De koffie staat klaar.",
        "Wij sluiten om tien uur.",
        "De zaal is vol vandaag.",
        "Tot volgende week.",
    )
    examples += [{"text": text, "onderwerp": ["overig"]} for text in plain]
    dimension = {
        "id": "onderwerp",
        "name": "Onderwerp",
        "multiple": True,
        "outside": "overig",
        "codes": codes,
    }
    return Codebook.model_validate(
        {"name": "proef", "title": "Proef", "dimensions": [dimension], "examples": examples}
    )


class Case:
    """A classifier that learned from the codebook, and a way to classify statements under headings."""

    def __init__(self) -> None:
        self.book = codebook()
        nothing = tables.empty(Statements)
        embeddings = Embeddings.joined(embed([nothing], self.book, EmbedSettings(encoder="lsa")))
        self.classifier: Classifier = train(
            nothing, tables.empty(Groups), embeddings, tables.empty(Decisions), self.book, TrainSettings()
        )
        self.width = embeddings.matrix.shape[1]

    def classify(self, rows: list[tuple[str, str | None, str]]) -> pd.DataFrame:
        """Classify (document, heading, text)."""
        statements = tables.frame(
            Statements,
            {
                Statements.id: [f"s{n:03}" for n in range(len(rows))],
                Statements.document_id: [document for document, _, _ in rows],
                Statements.start: [0] * len(rows),
                Statements.end: [len(text) for _, _, text in rows],
                Statements.outer_start: [0] * len(rows),
                Statements.text: [text for _, _, text in rows],
                Statements.context_before: [""] * len(rows),
                Statements.context_after: [""] * len(rows),
                Statements.structure: ["sentence"] * len(rows),
                Statements.heading: [heading for _, heading, _ in rows],
                Statements.speaker: [None] * len(rows),
                Statements.sentences: [[0]] * len(rows),
            },
        )
        vectors = Embeddings.joined(embed([statements], self.book, EmbedSettings(encoder="lsa")))
        nobody = tables.empty(Decisions)
        classifier = replace(self.classifier, encoder=vectors.encoder)
        return classify(statements, vectors, classifier, self.book, nobody, ClassifySettings())


@pytest.fixture(scope="module")
def case() -> Case:
    """One classifier for all tests."""
    return Case()


def of(table: pd.DataFrame, statement: str, code: str) -> pd.Series:
    """Return the row of one statement and code."""
    found = table[(table[Assignments.statement_id] == statement) & (table[Assignments.code] == code)]
    return found.iloc[0]


def test_a_heading_tips_what_is_in_doubt(case: Case) -> None:
    """The same vague text is more likely about what the heading above it is about; the reason names it."""
    sentence = "Er is zorg over drinkwater en grondwater in ons dorp."
    rows = [(name, heading, VAGUE) for name, heading in zip("abcd", (*HEADINGS, sentence), strict=True)]
    found = case.classify(rows)
    chances = [of(found, f"s{n:03}", "water")[Assignments.probability] for n in range(4)]
    assert chances[0] > chances[1] + 0.05
    assert chances[1:] == [chances[1]] * 3
    certain = case.classify([("a", "Drinkwater en grondwater", "Er is zorg over grondwater in ons dorp.")])
    assert "het kopje ‘Drinkwater en grondwater’" in of(certain, "s000", "water")[Assignments.reason]


def test_a_section_tips_what_is_in_doubt(case: Case) -> None:
    """Among statements about water a vague one is about water sooner than among those about traffic."""
    about = {
        name: [(name_of, FRAMES[n % 4].format(word)) for n, word in enumerate(words)]
        for name_of, (name, words) in zip("xy", TOPICS.items(), strict=True)
    }
    rows = [("d", f"Groep {name}", text) for section in about.values() for name, text in section]
    mixed = case.classify([*rows, ("d", "Groep x", VAGUE), ("d", "Groep y", VAGUE)])
    first, second = (of(mixed, f"s{n:03}", "water")[Assignments.probability] for n in (12, 13))
    assert first > second + 0.1
    told = mixed[mixed[Assignments.reason].fillna("").str.contains("Andere uitspraken in dit onderdeel")]
    assert set(told[Assignments.code]) <= set(TOPICS)
    assert len(told) > 4


def test_a_document_of_one_section_is_as_it_was(case: Case) -> None:
    """Without headings nothing is compared, whatever else is in the document."""
    texts = [FRAMES[n % 4].format(word) for n, word in enumerate(TOPICS["water"])]
    together = case.classify([("d", None, text) for text in [*texts, VAGUE]])
    alone = case.classify([(f"d{n}", None, text) for n, text in enumerate([*texts, VAGUE])])
    assert together[Assignments.probability].tolist() == alone[Assignments.probability].tolist()


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["Een", "Twee", None])), min_size=1), st.data()
)
def test_the_order_of_rows_does_not_matter(
    case: Case, rows: list[tuple[str, str | None]], data: st.DataObject
) -> None:
    """Documents do not touch each other, and rows in another order get the same probabilities."""
    order = np.asarray(data.draw(st.permutations(range(len(rows)))))
    chance = np.random.default_rng(len(rows))
    alone = (chance.uniform(0.01, 0.99, (len(rows), 3)),)
    context = Context.of([d for d, _ in rows], [h for _, h in rows])
    found = in_context(case.classifier, case.book, alone, case.width, context).probability[0]
    moved = Context.of([rows[n][0] for n in order], [rows[n][1] for n in order])
    again = in_context(case.classifier, case.book, (alone[0][order],), case.width, moved).probability[0]
    np.testing.assert_allclose(again, found[order], atol=1e-12)
    mine = [n for n, (document, _) in enumerate(rows) if document == rows[0][0]]
    apart = Context.of([rows[n][0] for n in mine], [rows[n][1] for n in mine])
    part = in_context(case.classifier, case.book, (alone[0][mine],), case.width, apart).probability[0]
    np.testing.assert_allclose(part, found[mine], atol=1e-12)
