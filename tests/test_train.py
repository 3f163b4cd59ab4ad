"""The step train: what the classifier learns from, and what it says about itself."""

from typing import Any

import pandas as pd
import pytest

from textmine import tables
from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.errors import CodebookError
from textmine.models.classifier import Classifier
from textmine.steps.deduplicate import DeduplicateSettings, deduplicate
from textmine.steps.embed import EmbedSettings, embed
from textmine.steps.train import TrainSettings, train
from textmine.tables import Decisions, Statements
from textmine.text.identity import text_hash

SUBJECTS = {
    "bus": [
        "De bus rijdt te weinig.",
        "Er gaat na zes uur geen bus meer.",
        "De bushalte is opgeheven.",
        "Lijn 12 stopt niet.",
    ],
    "zwembad": [
        "Het zwembad is te duur.",
        "In het zwembad is het water koud.",
        "De zwemles is vol.",
        "Zwemmen kan alleen zondag.",
    ],
    "buiten": [
        "De lucht is blauw.",
        "Morgen is het maandag.",
        "Het gras groeit.",
        "Daar gaat het niet over.",
    ],
}


def codebook(**extra: Any) -> Codebook:
    """Return a small codebook about something else than the samples, with a code that has no examples."""
    codes = [
        {"code": "bus", "name": "Bus", "definition": "Vervoer met de bus.", "cues": ["bus", "halte"]},
        {
            "code": "zwembad",
            "name": "Zwembad",
            "definition": "Zwemmen en zwemles.",
            "cues": ["zwembad", "zwemles"],
        },
        {
            "code": "bibliotheek",
            "name": "Bibliotheek",
            "definition": "Boeken lenen en lezen in de bibliotheek.",
            "include": ["Boeken, leners en de leeszaal van de bibliotheek."],
            "cues": ["bibliotheek", "boeken", "leeszaal"],
        },
        {"code": "buiten", "name": "Buiten", "definition": "Iets anders.", **extra},
    ]
    examples = [{"text": text, "onderwerp": [code]} for code, texts in SUBJECTS.items() for text in texts]
    return Codebook.model_validate(
        {
            "name": "dorp",
            "title": "Dorp",
            "dimensions": [
                {
                    "id": "onderwerp",
                    "name": "Onderwerp",
                    "multiple": True,
                    "outside": "buiten",
                    "codes": codes,
                }
            ],
            "examples": examples,
        }
    )


def statements(texts: list[str]) -> pd.DataFrame:
    """Return texts as statements ``s0``, ``s1``, ..."""
    count = len(texts)
    columns = {
        Statements.id: [f"s{n}" for n in range(count)],
        Statements.document_id: ["d"] * count,
        Statements.start: [0] * count,
        Statements.end: [len(text) for text in texts],
        Statements.outer_start: [0] * count,
        Statements.text: texts,
        Statements.context_before: [""] * count,
        Statements.context_after: [""] * count,
        Statements.structure: ["sentence"] * count,
        Statements.heading: [None] * count,
        Statements.speaker: [None] * count,
        Statements.sentences: [[0]] * count,
    }
    return tables.frame(Statements, columns)


def decisions(rows: list[tuple[str, str, str, str | None]]) -> pd.DataFrame:
    """Return decisions from (statement id, text, verdict, codes)."""
    count = len(rows)
    columns = {
        "statement_id": [row[0] for row in rows],
        "text_hash": [text_hash(row[1]) for row in rows],
        "reviewer": ["A"] * count,
        "decided_at": ["2026-01-01"] * count,
        "verdict": [row[2] for row in rows],
        "dimension": ["onderwerp"] * count,
        "codes": [row[3] for row in rows],
        "note": [None] * count,
        "codebook_version": ["x"] * count,
        "workbook": ["w.xlsx"] * count,
    }
    return tables.frame(Decisions, columns)


TEXTS = ["De dijk wordt verhoogd bij de sluis.", "De leeszaal is dicht.", "De bus komt nooit."]


def vectors(given: pd.DataFrame, book: Codebook) -> Embeddings:
    """Embed as the pipeline does."""
    return Embeddings.joined(embed([given], book, EmbedSettings(encoder="lsa")))


def grouped(given: pd.DataFrame) -> pd.DataFrame:
    """Group as the pipeline does."""
    return deduplicate(given, DeduplicateSettings())


def trained(rows: list[tuple[str, str, str, str | None]], book: Codebook | None = None) -> Classifier:
    """Train on the examples and ``rows``."""
    book = book or codebook()
    given = statements(TEXTS)
    return train(given, grouped(given), vectors(given, book), decisions(rows), book, TrainSettings())


def test_a_code_without_examples_is_learned_from_its_definition_and_warned_about() -> None:
    """Few or no examples: definition and cues teach, and the classifier says so."""
    from textmine.steps.classify import ClassifySettings, classify  # noqa: PLC0415

    book, given = codebook(), statements(TEXTS)
    embeddings = vectors(given, book)
    found = train(given, grouped(given), embeddings, tables.empty(Decisions), book, TrainSettings())
    warned = {warning.code: warning for warning in found.warnings}
    assert warned["bibliotheek"].examples == 0
    assert "bibliotheek" in warned["bibliotheek"].message
    rows = classify(given, embeddings, found, book, tables.empty(Decisions), ClassifySettings())
    chance = rows[rows["code"] == "bibliotheek"].set_index("statement_id")["probability"]
    assert chance["s1"] > 2 * max(chance["s0"], chance["s2"])


def test_nothing_to_learn_from_is_an_error() -> None:
    """Without examples, definitions and decisions there is no classifier."""
    book = codebook().model_copy(update={"examples": ()})
    given = statements(TEXTS)
    with pytest.raises(CodebookError, match="voorbeelden"):
        train(
            given,
            grouped(given),
            vectors(given, book),
            tables.empty(Decisions),
            book,
            TrainSettings(definition_weight=0.0),
        )


def test_a_codebook_of_definitions_alone_can_be_trained() -> None:
    """The coldest start: no example at all."""
    book = codebook().model_copy(update={"examples": ()})
    given = statements(TEXTS)
    embeddings = vectors(given, book)
    found = train(given, grouped(given), embeddings, tables.empty(Decisions), book, TrainSettings())
    assert found.models[0].score.n == 0
    assert len(found.warnings) == 4


def test_the_last_decision_counts_and_stale_ones_are_counted() -> None:
    """A changed text makes a decision stale; a later decision replaces an earlier one."""
    found = trained(
        [
            ("s0", TEXTS[0], "change", "bus"),
            ("s0", TEXTS[0], "change", "buiten"),
            ("s1", "De leeszaal was dicht.", "accept", "bibliotheek"),
            ("weg", "Bestaat niet meer.", "accept", "bus"),
        ]
    )
    alone = trained([("s0", TEXTS[0], "change", "buiten")])
    assert found.training == {
        "examples": 12,
        "decisions": 1,
        "documents": 1,
        "stale_decisions": 2,
        "groups": 13,
        "largest_group": 1,
    }
    assert (found.models[0].weights == alone.models[0].weights).all()


def test_copies_of_a_text_teach_once() -> None:
    """A letter with the same codes ten times is one lesson, of as many documents; other codes are another."""
    book, text = codebook(), TEXTS[0]
    letters = [text, *[text.upper()] * 9]
    given = statements([*letters, TEXTS[2]])
    given[Statements.document_id] = [f"d{n}" for n in range(11)]
    rows = [(f"s{n}", letter, "change", "bus") for n, letter in enumerate(letters)]
    embeddings = vectors(given, book)

    def made(decided: list[tuple[str, str, str, str | None]]) -> Classifier:
        return train(given, grouped(given), embeddings, decisions(decided), book, TrainSettings())

    one, ten = made(rows[:1]), made(rows)
    assert (one.training["decisions"], one.training["documents"]) == (1, 1)
    assert (ten.training["decisions"], ten.training["documents"]) == (1, 10)
    assert (one.models[0].weights == ten.models[0].weights).all()
    other = made([*rows[:-1], (*rows[-1][:3], "buiten")])
    assert other.training["decisions"] == 2


@pytest.mark.parametrize("verdict", ["not_substantive", "personal", "doubt", "split"])
def test_verdicts_without_codes_teach_nothing(verdict: str) -> None:
    """What people set aside or doubt is no example."""
    found = trained([("s0", TEXTS[0], "change", "bus"), ("s0", TEXTS[0], verdict, None)])
    assert found.training["decisions"] == 0


def test_an_unknown_code_is_refused_with_the_version_and_the_way_out() -> None:
    """A decision of an older codebook stops the run, and says what to do."""
    with pytest.raises(CodebookError, match=r"s0.*w\.xlsx.*tram.*replaces") as caught:
        trained([("s0", TEXTS[0], "change", "tram")])
    assert codebook().version in str(caught.value)


def test_a_replaced_code_becomes_its_follower() -> None:
    """``replaces`` carries decisions over to the new code."""
    found = trained([("s0", TEXTS[0], "change", "restcode")], codebook(replaces=["restcode"]))
    assert found.training["decisions"] == 1


def test_the_order_of_statements_has_no_influence() -> None:
    """Same statements in another order: the same classifier, to the last bit."""
    book, given = codebook(), statements(TEXTS)
    embeddings = vectors(given, book)
    decided = decisions([(f"s{n}", text, "change", "buiten") for n, text in enumerate(TEXTS)])
    groups = grouped(given)
    one = train(given, groups, embeddings, decided, book, TrainSettings())
    backwards = [frame.iloc[::-1] for frame in (given, groups)]
    other = train(*backwards, embeddings, decided.iloc[::-1], book, TrainSettings())
    for left, right in zip(one.models, other.models, strict=True):
        assert (left.weights == right.weights).all()
        assert (left.thresholds == right.thresholds).all()
        assert left.score == right.score
