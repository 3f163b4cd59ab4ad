"""The step classify on a sample corpus: better than simple rules, people win, partitions do not matter."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from textmine import tables
from textmine.codebook import Codebook, Dimension
from textmine.encoders.embeddings import Embeddings
from textmine.errors import CodebookError, EncoderError
from textmine.models.calibration import codes_matrix
from textmine.models.classifier import Classifier
from textmine.models.features_cues import codebook_cues, cue_hits
from textmine.models.features_ngrams import tokenise
from textmine.models.scores import expected_calibration_error, macro_f1, micro_f1
from textmine.steps.classify import ClassifySettings, classify
from textmine.steps.embed import EmbedSettings, embed
from textmine.steps.train import TrainSettings, train
from textmine.tables import Assignments, Decisions, Groups, Statements
from textmine.text.identity import text_hash

SAMPLE = "voorbeeld-regiosessies"
MACRO_F1 = {"theme": 0.62, "kind": 0.64, "subject": 0.55, "activity": 0.64}
"""What the codebook alone must reach at least; the measured figures are in experiments/classification."""


class Case:
    """The sample corpus with its truth, and a classifier that learned from the codebook alone."""

    def __init__(self, folder: Path) -> None:
        self.book = Codebook.model_validate(yaml.safe_load((folder / "codebook.yaml").read_text("utf-8")))
        with (folder / "waarheid.csv").open(encoding="utf-8", newline="") as file:
            self.truth = {row["text"]: row for row in csv.DictReader(file)}
        self.texts = sorted(self.truth)
        count = len(self.texts)
        self.statements = tables.frame(
            Statements,
            {
                Statements.id: [f"s{n:04}" for n in range(count)],
                Statements.document_id: ["d"] * count,
                Statements.start: [0] * count,
                Statements.end: [len(text) for text in self.texts],
                Statements.outer_start: [0] * count,
                Statements.text: self.texts,
                Statements.context_before: [""] * count,
                Statements.context_after: [""] * count,
                Statements.structure: ["sentence"] * count,
                Statements.heading: [None] * count,
                Statements.speaker: [None] * count,
                Statements.sentences: [[0]] * count,
            },
        )
        self.embeddings = Embeddings.joined(embed([self.statements], self.book, EmbedSettings(encoder="lsa")))
        self.classifier = train(
            self.statements,
            tables.empty(Groups),
            self.embeddings,
            tables.empty(Decisions),
            self.book,
            TrainSettings(),
        )
        self.assignments = self.classify(tables.empty(Decisions))

    def classify(
        self, decided: pd.DataFrame, rows: slice = slice(None), classifier: Classifier | None = None
    ) -> pd.DataFrame:
        """Classify the statements ``rows``."""
        return classify(
            self.statements.iloc[rows],
            self.embeddings,
            classifier or self.classifier,
            self.book,
            decided,
            ClassifySettings(),
        )

    def decisions(self, rows: list[tuple[int, str, str, str | None]]) -> pd.DataFrame:
        """Return decisions from (number of the statement, dimension, verdict, codes)."""
        count = len(rows)
        columns = {
            "statement_id": [f"s{row[0]:04}" for row in rows],
            "text_hash": [text_hash(self.texts[row[0]]) for row in rows],
            "reviewer": ["A"] * count,
            "decided_at": ["2026-01-01"] * count,
            "verdict": [row[2] for row in rows],
            "dimension": [row[1] for row in rows],
            "codes": [row[3] for row in rows],
            "note": [None] * count,
            "codebook_version": ["x"] * count,
            "workbook": ["w.xlsx"] * count,
        }
        return tables.frame(Decisions, columns)

    def true(self, dimension: Dimension) -> np.ndarray:
        """Return the truth: statements x codes."""
        return (
            codes_matrix([tuple(self.truth[t][dimension.id].split("|")) for t in self.texts], dimension) > 0
        )

    def column(self, dimension: Dimension, name: str) -> np.ndarray:
        """Return a column of the assignments of ``dimension``: statements x codes."""
        rows = self.assignments[self.assignments[Assignments.dimension] == dimension.id]
        return rows[name].to_numpy().reshape(len(self.texts), len(dimension.codes))


@pytest.fixture(scope="module")
def case(root: Path) -> Case:
    """The sample of minutes."""
    return Case(root / "corpora" / SAMPLE)


def _simple_rules(case: Case, dimension: Dimension) -> list[np.ndarray]:
    """Return what counting cue words, copying the nearest example and always the same answer give."""
    cues, held = codebook_cues(case.book)
    counts = (cue_hits(tokenise(case.texts), cues) @ held).toarray()
    start = sum(len(d.codes) for d in case.book.dimensions[: case.book.dimensions.index(dimension)])
    counts = counts[:, start : start + len(dimension.codes)]
    outside = list(dimension.by_code).index(dimension.outside)
    cued = counts > 0 if dimension.multiple else np.eye(counts.shape[1])[counts.argmax(axis=1)] > 0
    cued[~(counts > 0).any(axis=1)] = np.arange(counts.shape[1]) == outside
    coded = [example.codes[dimension.id] for example in case.book.examples]
    examples = case.embeddings.rows([f"example:{n}" for n in range(len(coded))])
    nearest = (case.embeddings.rows(list(case.statements[Statements.id])) @ examples.T).argmax(axis=1)
    copied = codes_matrix([coded[n] for n in nearest], dimension) > 0
    same = codes_matrix([max(set(coded), key=coded.count)] * len(case.texts), dimension) > 0
    return [cued, copied, same]


@pytest.mark.parametrize("name", MACRO_F1)
def test_the_codebook_alone_teaches_more_than_simple_rules(case: Case, name: str) -> None:
    """Trained on the codebook, it beats cue counting, the nearest example and the majority on the sample."""
    dimension = case.book.by_id[name]
    truth, assigned = case.true(dimension), case.column(dimension, Assignments.assigned).astype(bool)
    rules = _simple_rules(case, dimension)
    assert macro_f1(truth, assigned) >= MACRO_F1[name]
    assert macro_f1(truth, assigned) > max(macro_f1(truth, rule) for rule in rules) + 0.03
    assert micro_f1(truth, assigned) > max(micro_f1(truth, rule) for rule in rules)


def test_probabilities_mean_what_they_say(case: Case) -> None:
    """Over all (statement, code) pairs, the share that is true lies near the probability."""
    for dimension in case.book.dimensions:
        sure = case.column(dimension, Assignments.probability).astype(float)
        assert expected_calibration_error(sure, case.true(dimension)) < 0.06


def test_the_table_is_complete_valid_and_in_order(case: Case) -> None:
    """Every code of every statement, sorted, with probabilities from 0 to 1."""
    rows = tables.validate(Assignments, case.assignments)
    codes = [(d.id, code.code) for d in case.book.dimensions for code in d.codes]
    expected = [(name, *code) for name in case.statements[Statements.id] for code in codes]
    assert list(rows[["statement_id", "dimension", "code"]].itertuples(index=False, name=None)) == expected
    assert rows["probability"].between(0, 1).all()
    assert set(rows["source"]) == {"model"}


def test_every_statement_has_codes_that_can_stand_together(case: Case) -> None:
    """The codebook's own check accepts what is assigned."""
    given = case.assignments[case.assignments["assigned"]]
    chosen = given.groupby(["statement_id", "dimension"])["code"].agg(tuple)
    assert len(chosen) == len(case.texts) * len(case.book.dimensions)
    for (_, dimension), codes in chosen.items():
        case.book.check(dimension, codes)


def test_assigned_codes_have_a_reason_and_others_have_none(case: Case) -> None:
    """A reason quotes an example with that code, or names words of the statement or the codebook."""
    rows = case.assignments
    assert rows.loc[rows["assigned"], "reason"].str.endswith(".").all()
    assert rows.loc[~rows["assigned"], "reason"].isna().all()
    texts = dict(zip(case.statements[Statements.id], case.texts, strict=True))
    quoted = 0
    for row in rows[rows["assigned"]].itertuples():
        if "“" in row.reason:
            start = row.reason.split("“")[1].split("”")[0].rstrip("…")
            same = [e for e in case.book.examples if e.text.startswith(start)]
            dimension = case.book.by_id[row.dimension]
            assert any(
                row.code in {*e.codes[row.dimension], *map(dimension.top, e.codes[row.dimension])}
                for e in same
            )
            quoted += 1
        if "oorden: " in row.reason and not row.reason.startswith("Geen"):
            words = row.reason.rsplit("oorden: ", 1)[1].rstrip(".").split(", ")
            assert len(words) <= 3
            first = words[0].split()[0].split("-")[0]
            assert first in texts[row.statement_id].lower()
    assert quoted > len(case.texts)


def test_partitions_do_not_matter(case: Case) -> None:
    """Statements get the same rows alone, in parts and in another order."""
    parts = [case.classify(tables.empty(Decisions), slice(start, start + 50)) for start in range(0, 200, 50)]
    whole = case.assignments[case.assignments["statement_id"] < "s0200"].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)
    backwards = case.classify(tables.empty(Decisions), slice(None, None, -1))
    pd.testing.assert_frame_equal(backwards, case.assignments)


def test_a_classifier_comes_back_from_its_arrays(case: Case) -> None:
    """Arrays and JSON hold the whole classifier: the same assignments, figures and warnings."""
    arrays, metadata = case.classifier.to_arrays()
    back = Classifier.from_arrays(arrays, json.loads(json.dumps(metadata)))
    assert all(array.dtype != object for array in arrays.values())
    assert [model.score for model in back.models] == [model.score for model in case.classifier.models]
    assert (back.warnings, back.training, back.codebook) == (
        case.classifier.warnings,
        case.classifier.training,
        case.book.version,
    )
    first = case.assignments.head(50 * len(case.assignments) // len(case.texts))
    pd.testing.assert_frame_equal(case.classify(tables.empty(Decisions), slice(0, 50), back), first)


def test_people_win(case: Case) -> None:
    """A decision replaces the model's codes in its dimension, and only there."""
    dimension = case.book.dimensions[0]
    codes = [code.code for code in dimension.codes if code.code != dimension.outside][:2]
    rows = case.classify(case.decisions([(3, dimension.id, "change", "|".join(codes))]), slice(3, 4))
    mine = rows[rows["dimension"] == dimension.id].set_index("code")
    assert mine["source"].eq("person").all()
    assert mine.index[mine["assigned"]].tolist() == codes
    assert mine["probability"].tolist() == mine["assigned"].astype(float).tolist()
    others = case.assignments[case.assignments["statement_id"] == "s0003"]
    pd.testing.assert_frame_equal(
        rows[rows["dimension"] != dimension.id].reset_index(drop=True),
        others[others["dimension"] != dimension.id].reset_index(drop=True),
    )


@pytest.mark.parametrize("verdict", ["not_substantive", "personal"])
def test_what_people_set_aside_gets_no_code_and_says_so(case: Case, verdict: str) -> None:
    """A statement that people set aside has no codes in any dimension, with the reason."""
    rows = case.classify(case.decisions([(5, "theme", verdict, None)]), slice(5, 6))
    assert not rows["assigned"].any()
    assert rows["source"].eq("person").all()
    assert rows["reason"].str.contains("telt niet mee").all()


@pytest.mark.parametrize("verdict", ["doubt", "split"])
def test_doubt_leaves_the_proposal_as_it_is(case: Case, verdict: str) -> None:
    """Doubt is no decision about codes."""
    rows = case.classify(case.decisions([(5, "theme", verdict, None)]), slice(5, 6))
    pd.testing.assert_frame_equal(rows, case.classify(tables.empty(Decisions), slice(5, 6)))


def test_a_decision_about_another_text_does_not_count(case: Case) -> None:
    """When the text of a statement changed, the decision no longer holds."""
    decided = case.decisions([(3, "kind", "change", case.book.by_id["kind"].outside)])
    decided["text_hash"] = pd.array([text_hash("iets anders")], dtype=decided["text_hash"].dtype)
    rows = case.classify(decided, slice(3, 4))
    assert set(rows["source"]) == {"model"}


def test_another_codebook_or_encoder_is_refused(case: Case) -> None:
    """A classifier works only with the codebook version and the vectors it was trained with."""
    other = Codebook.model_validate({**case.book.model_dump(), "name": "anders"})
    nobody = tables.empty(Decisions)
    with pytest.raises(CodebookError, match=case.book.version):
        classify(case.statements, case.embeddings, case.classifier, other, nobody, ClassifySettings())
    foreign = Embeddings(case.embeddings.ids, case.embeddings.matrix, "iets-anders")
    with pytest.raises(EncoderError, match="iets-anders"):
        classify(case.statements, foreign, case.classifier, case.book, nobody, ClassifySettings())


def test_no_statements_give_no_rows(case: Case) -> None:
    """An empty partition is a valid partition."""
    assert case.classify(tables.empty(Decisions), slice(0, 0)).empty
