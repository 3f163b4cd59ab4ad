"""Cross-validation measures on texts that the model has not seen, nor what hangs together with them."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from test_train import codebook, decisions, grouped, statements, vectors

from textmine.errors import ConservationError
from textmine.models.coded import Coded, alike, folds
from textmine.models.features import Read
from textmine.models.features_ngrams import inverse_document_frequency, tf_idf
from textmine.models.fitting import CodedRows, Split, fit_dimension
from textmine.steps import train as step
from textmine.steps.train import PROFILES, TrainSettings, train
from textmine.tables import Groups, Statements

WORDS = [
    "bus",
    "trein",
    "halte",
    "sloot",
    "dijk",
    "brug",
    "school",
    "kaart",
    "bos",
    "markt",
    "haven",
    "molen",
]
LIKE = 0.35

Pairs = set[tuple[int, int]]


@st.composite
def coded_rows(draw: st.DrawFn) -> list[Coded]:
    """Texts of a few words, each with a document and a template: many pairs alike, most pairs not."""
    texts = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=6), min_size=2, max_size=14))
    link = st.integers(0, 2 * len(texts))
    return [
        Coded(
            f"r{number:02}",
            " ".join(words),
            f"r{number}",
            {"onderwerp": ("bus",)},
            1.0,
            links=(f"document:{draw(link)}", f"group:{draw(link)}"),
        )
        for number, words in enumerate(texts)
    ]


def tied(texts: Sequence[str], links: Sequence[Sequence[str]]) -> Pairs:
    """Return the pairs of rows that may not be split, found pair by pair."""
    counts = Read.of(list(texts), codebook()).counts()[0]
    rows = tf_idf(counts, inverse_document_frequency(counts))
    cosine = (rows @ rows.T).toarray()
    return {
        (a, b)
        for a, b in combinations(range(len(texts)), 2)
        if cosine[a, b] >= LIKE or set(links[a]) & set(links[b])
    }


def components(count: int, pairs: Pairs) -> list[int]:
    """Return the smallest row that each row hangs together with, by passing the smallest number on."""
    least = list(range(count))
    for _ in range(count):
        for a, b in pairs:
            least[a] = least[b] = min(least[a], least[b])
    return least


@given(coded_rows())
@settings(max_examples=40, deadline=None)
def test_rows_that_hang_together_are_in_one_fold_and_no_others_are_grouped(rows: list[Coded]) -> None:
    """Whatever the texts, documents and templates: no tied pair is split, and nothing else is grouped."""
    found = CodedRows.of(
        rows, np.zeros((len(rows), 2), dtype=np.float32), codebook(), PROFILES[:1], Split(5, LIKE)
    )
    pairs = tied([row.text for row in rows], [row.links for row in rows])
    assert all(found.fold[a] == found.fold[b] for a, b in pairs)
    least = components(len(rows), pairs)
    same = {(a, b) for a, b in combinations(range(len(rows)), 2) if least[a] == least[b]}
    assert same == {(a, b) for a, b in combinations(range(len(rows)), 2) if found.group[a] == found.group[b]}


@given(st.lists(st.integers(0, 20), min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_folds_keep_groups_whole_stay_even_and_do_not_follow_the_order(
    groups: list[int], random: Any
) -> None:
    """A group is in one fold, folds differ by at most the largest group, and row order has no influence."""
    keys = [f"k{number:03}" for number in range(len(groups))]
    found = folds(np.asarray(groups), keys, 5)
    assert len(set(zip(groups, found.tolist(), strict=True))) == len(set(groups))
    sizes = np.bincount(found, minlength=5)
    assert sizes.max() - sizes.min() <= np.bincount(groups).max()
    order = random.sample(range(len(groups)), len(groups))
    again = folds(np.asarray(groups)[order], [keys[row] for row in order], 5)
    assert again.tolist() == found[order].tolist()


def test_names_in_common_are_passed_on_and_unlike_texts_stay_apart() -> None:
    """A and B share a document, B and C a template: all three hang together; D is alone."""
    links = [("document:1",), ("document:1", "group:x"), ("group:x",), ("document:2",), ()]
    labels = alike(sparse.csr_array(np.eye(5)), 0.5, links)
    assert labels[0] == labels[1] == labels[2]
    assert len({*labels.tolist()}) == 3


DECIDED = [
    ("a", "De dijk wordt verhoogd bij de sluis."),
    ("a", "Kinderen lopen elke ochtend langs school."),
    ("b", "Onze kaart van het bos klopt niet."),
    ("b", "DE MARKT VERHUIST NAAR HET PLEIN"),
    ("c", "De markt verhuist naar het plein!"),
    ("c", "Zonnepanelen passen niet op ons dak."),
    ("d", "Wie ruimt het zwerfvuil op?"),
    ("e", "Langs de vaart staan te weinig bomen."),
]

COPY = 4
"""The text that says the same as the one before it, in another document."""


def cross_validated(monkeypatch: pytest.MonkeyPatch, documents: Sequence[str]) -> pd.DataFrame:
    """Train on decisions about all of ``DECIDED`` and return group and fold by statement id."""
    seen: list[CodedRows] = []

    def spy(rows: CodedRows, dimension: Any) -> Any:
        seen.append(rows)
        return fit_dimension(rows, dimension)

    monkeypatch.setattr(step, "fit_dimension", spy)
    texts = [text for _, text in DECIDED]
    rows = statements(texts).assign(**{Statements.document_id: list(documents)})
    decided = decisions([(f"s{n}", text, "change", "buiten") for n, text in enumerate(texts)])
    train(rows, grouped(rows), vectors(rows, codebook()), decided, codebook(), TrainSettings())
    names = [row.id for row in seen[0].coded]
    table = pd.DataFrame({"group": seen[0].group, "fold": seen[0].fold}, index=names)
    found = table[table.index.str.startswith("statement:")]
    return found.set_axis(found.index.str.removeprefix("statement:"), axis="index")


def test_decisions_on_one_document_or_one_template_are_never_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a real training: per document one fold; the same text in two documents ties these documents."""
    found = cross_validated(monkeypatch, [document for document, _ in DECIDED])
    for document in "abcde":
        mine = [f"s{n}" for n, (name, _) in enumerate(DECIDED) if name == document and n != COPY]
        assert len(set(found.loc[mine, "fold"])) == 1, document
    assert len(set(found.loc[["s2", "s3", "s5"], "group"])) == 1
    assert len(set(found["group"])) == 4
    assert len(set(found["fold"])) > 1


def test_without_shared_documents_these_decisions_are_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is tied then, so it is the documents that keep texts together above; a copy teaches once."""
    found = cross_validated(monkeypatch, [f"d{n}" for n in range(len(DECIDED))])
    assert f"s{COPY}" not in found.index
    assert len(set(found["group"])) == len(found) == len(DECIDED) - 1


def test_a_decided_statement_without_a_group_is_refused() -> None:
    """A table of groups of another run would let copies leak, so it stops the step with the way out."""
    rows, book = statements(["De bus komt nooit."]), codebook()
    decided = decisions([("s0", "De bus komt nooit.", "accept", "bus")])
    groups = grouped(rows)
    with pytest.raises(ConservationError, match=r"s0.*groups.*textmine run"):
        train(
            rows,
            groups[groups[Groups.statement_id] != "s0"],
            vectors(rows, book),
            decided,
            book,
            TrainSettings(),
        )
