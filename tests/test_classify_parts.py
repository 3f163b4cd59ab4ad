"""The parts of the classifier: features, cues, linear models, calibration, assignment."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from textmine.codebook import Code, Codebook, Dimension
from textmine.models import linear
from textmine.models.calibration import assign, choose_threshold, codes_matrix, most_specific, probabilities
from textmine.models.coded import alike, folds
from textmine.models.features import FeatureSpace, Read
from textmine.models.features_cues import cue_hits
from textmine.models.features_ngrams import tokenise
from textmine.models.features_speech import MARKERS, speech_markers
from textmine.models.linear import Span, fit_linear
from textmine.models.reasons import Evidence, shorten
from textmine.models.scores import expected_calibration_error, f1_per_code, macro_f1

EMPTY = Codebook.model_validate(
    {
        "name": "n",
        "title": "t",
        "dimensions": [
            {
                "id": "d",
                "name": "D",
                "multiple": True,
                "outside": "niets",
                "codes": [{"code": "niets", "name": "Niets", "definition": "Niets."}],
            }
        ],
    }
)


def _dimension(parents: dict[str, str | None], *, multiple: bool) -> Dimension:
    codes = tuple(
        Code(code=code, name=code, definition=code, parent=parent) for code, parent in parents.items()
    )
    return Dimension(id="d", name="D", multiple=multiple, outside="buiten", codes=codes)


TREE = {"water": None, "drinkwater": "water", "schade": None, "buiten": None}


@given(st.lists(st.text(max_size=40), min_size=2, max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_text_has_the_same_features_alone_and_in_a_batch(texts: list[str]) -> None:
    """Features of a text do not depend on its neighbours, to the last bit."""
    space = FeatureSpace.fit(Read.of(["het grondwater is schoon", *texts], EMPTY))
    vectors = np.zeros((len(texts), 3), dtype=np.float32)
    together = space.rows(Read.of(texts, EMPTY), vectors)
    for number, text in enumerate(texts):
        alone = space.rows(Read.of([text], EMPTY), vectors[:1])
        assert (together[[number]] != alone).nnz == 0


@pytest.mark.parametrize(
    ("cue", "text", "hit"),
    [
        ("drinkwater", "De drinkwaterwinning ligt ernaast.", True),
        ("data", "Databases zijn er genoeg.", False),
        ("wet", "Wij weten het niet.", False),
        ("wet", "De wet botst.", True),
        ("kans", "Kansen genoeg!", True),
        ("aan de voorkant", "Wij zitten graag aan de voorkant.", True),
        ("aan de voorkant", "De voorkant aan de straat.", False),
        ("3d-model", "Maak een 3D-model.", True),
        ("...", "Een punt...", False),
    ],
)
def test_a_cue_is_a_word_a_compound_or_a_row_of_words(cue: str, text: str, hit: bool) -> None:
    """Long cues match inside compounds, short ones only whole words, longer ones in order."""
    found = cue_hits(tokenise(["Niets hiervan.", text, "Niets hiervan."]), [cue]).toarray()[:, 0]
    assert found.tolist() == [0, float(hit), 0]


def test_a_cue_of_several_words_does_not_run_on_into_the_next_text() -> None:
    """Words of two statements are never read as one."""
    assert cue_hits(tokenise(["wij zitten aan de", "voorkant van"]), ["aan de voorkant"]).nnz == 0


def test_markers_tell_a_command_from_a_wish_from_a_question() -> None:
    """The speech-act markers see the form of a sentence."""
    texts = ["Neem dit over in het plan.", "Wij willen een kaart.", "Kan er een kaart komen?", ""]
    rows = speech_markers(tokenise(texts))
    column = {name: rows[:, place].tolist() for place, name in enumerate(MARKERS)}
    assert column["command"] == [1, 0, 0, 0]
    assert column["wish*first_person"] == [0, 1, 0, 0]
    assert column["question"] == [0, 0, 1, 0]


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("dense_rows", [0, 10_000])
def test_linear_models_equal_an_independent_implementation(
    monkeypatch: pytest.MonkeyPatch,
    exclusive: bool,
    dense_rows: int,
) -> None:
    """Both routes to the optimum give the scores of scikit-learn's logistic regression."""
    monkeypatch.setattr(linear, "DENSE_ROWS", dense_rows)
    generator = np.random.default_rng(1)
    rows = sparse.csr_array(
        np.round(generator.normal(size=(60, 200)), 2) * (generator.random((60, 200)) < 0.3)
    )
    labels = generator.integers(0, 3, 60)
    weights = generator.uniform(0.5, 2, 60)
    targets = np.eye(3)[labels]
    span = Span.of(rows, np.full(200, 1.0))
    found, intercepts = fit_linear(
        span.coordinates, targets, weights, inverse_penalty=2.0, exclusive=exclusive
    )
    scores = rows @ span.expand(found) + intercepts
    for column in range(3):
        model = LogisticRegression(C=2.0, tol=1e-8, max_iter=5000)
        theirs = model.fit(rows, labels if exclusive else labels == column, sample_weight=weights)
        expected = theirs.decision_function(rows)
        if exclusive:
            gaps = scores - scores.mean(axis=1, keepdims=True)
            assert np.allclose(gaps, expected - expected.mean(axis=1, keepdims=True), atol=0.02)
        else:
            assert np.allclose(scores[:, column], expected, atol=0.02)


@given(
    st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=5), st.floats(0.1, 0.9)
)
@settings(max_examples=60, deadline=None)
def test_every_statement_gets_codes_that_the_codebook_allows(
    rows: list[list[float]], threshold: float
) -> None:
    """One code where one is asked; else one or more, outside alone, no main code with its sub-code."""
    one, many = _dimension(TREE, multiple=False), _dimension(TREE, multiple=True)
    assert (assign(np.asarray(rows), one, np.zeros(4)).sum(axis=1) == 1).all()
    assigned = assign(np.asarray(rows), many, np.full(4, threshold))
    specific = most_specific(assigned, many)
    assert specific.any(axis=1).all()
    assert not (specific[:, 3] & specific[:, :3].any(axis=1)).any()
    assert not (specific[:, 0] & specific[:, 1]).any()


def test_a_sub_code_helps_its_main_code_to_win() -> None:
    """With one code per statement, the main code that is most probable with its sub-codes is chosen."""
    dimension = _dimension(TREE, multiple=False)
    chosen = assign(np.asarray([[0.2, 0.3, 0.4, 0.1]]), dimension, np.zeros(4))
    assert chosen[0].tolist() == [False, True, False, False]


def test_outside_is_given_only_when_it_is_the_most_probable() -> None:
    """Below every threshold the best code still wins from the outside code when it is more probable."""
    dimension = _dimension(TREE, multiple=True)
    chosen = assign(np.asarray([[0.1, 0.1, 0.3, 0.2], [0.1, 0.1, 0.2, 0.3]]), dimension, np.full(4, 0.5))
    assert chosen.tolist() == [[False, False, True, False], [False, False, False, True]]


def test_a_sub_code_counts_for_its_main_code() -> None:
    """In a dimension with several codes, a sub-code teaches its main code too."""
    dimension = _dimension(TREE, multiple=True)
    assert codes_matrix([("drinkwater",), ("buiten",)], dimension).tolist() == [[1, 1, 0, 0], [0, 0, 0, 1]]


def test_the_threshold_is_the_one_that_separates() -> None:
    """Between certain yes and certain no, the threshold nearest to a half is chosen."""
    dimension = _dimension({"schade": None, "buiten": None}, multiple=True)
    sure = np.asarray([[0.3, 0.7], [0.2, 0.8], [0.9, 0.1], [0.8, 0.2]])
    targets = np.asarray([[0, 1], [0, 1], [1, 0], [1, 0]], dtype=float)
    assert choose_threshold(sure, targets, dimension) == pytest.approx(0.5)


def test_probabilities_of_exclusive_codes_sum_to_one() -> None:
    """A statement with exactly one code has a probability to divide."""
    sure = probabilities(np.asarray([[3.0, -2.0, 0.0], [1e3, -1e3, 0.0]]), 0.7, 0.0, exclusive=True)
    assert sure.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert ((sure >= 0) & (sure <= 1)).all()


def test_figures_on_a_case_worked_out_by_hand() -> None:
    """Precision, recall, F1 and calibration error are what their definitions say."""
    truth = np.asarray([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)
    assigned = np.asarray([[1, 0], [0, 1], [0, 1], [0, 1]], dtype=bool)
    precision, recall, f1 = f1_per_code(truth, assigned)
    assert precision.tolist() == [1, pytest.approx(2 / 3)]
    assert recall.tolist() == [0.5, 1]
    assert f1.tolist() == [pytest.approx(2 / 3), pytest.approx(0.8)]
    assert macro_f1(truth, assigned) == pytest.approx((2 / 3 + 0.8) / 2)
    assert expected_calibration_error(np.asarray([0.95, 0.95]), np.asarray([True, False])) == pytest.approx(
        0.45
    )


def test_copies_share_a_fold_and_folds_are_about_equal() -> None:
    """What looks alike stays together; the order of rows has no influence on the fold of a key."""
    rows = sparse.csr_array(np.eye(10)[[0, 0, 1, 2, 3, 4, 5, 6, 7, 8]])
    groups = alike(rows, 0.5)
    keys = [f"k{number}" for number in range(10)]
    fold = folds(groups, keys, 3)
    assert fold[0] == fold[1]
    assert sorted(np.bincount(fold).tolist()) == [3, 3, 4]
    backwards = folds(groups[::-1], keys[::-1], 3)
    assert backwards[::-1].tolist() == fold.tolist()


@given(st.text(min_size=1, max_size=200), st.integers(5, 60))
@settings(max_examples=60, deadline=None)
def test_a_shortened_text_is_a_beginning_of_the_text(text: str, most: int) -> None:
    """Shortening cuts at the end, says so, and never makes longer."""
    short = shorten(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_words_that_say_nothing_are_no_reason() -> None:
    """However loud they are for a code: "de" and "daarvoor" tell a reader nothing; "moet" tells the kind."""
    tokens = tokenise(["De bodem is daarvoor te nat, 5, dat moet"])
    evidence = Evidence(
        tokens=tokens,
        similarity=np.zeros((1, 0), np.float32),
        examples=(),
        hits=sparse.csr_array((1, 0)),
        cues=(),
        word_weights=np.ones((len(tokens.words), 1)),
    )
    shown = [word for word, tells in zip(tokens.words, evidence.telling, strict=True) if tells]
    assert shown == ["bodem", "nat", "moet"]
