"""The learning curve is measured on what a model did not see; the advice follows from margins and rounds."""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from estimate_world import World, drawn, joined
from hypothesis import given
from hypothesis import strategies as st
from published_page import read_page
from review_corpus import build
from test_publish import section, sheet
from test_publish_estimates import published
from typer.testing import CliRunner

from textmine import tables
from textmine.analysis.resampling import Resampling
from textmine.analysis.sample_size import more_needed
from textmine.analysis.weighted_f1 import weighted_macro_f1
from textmine.cli.app import app
from textmine.models.classifier import Classifier
from textmine.models.lessons import decided, taken
from textmine.pipeline import table as t
from textmine.pipeline.review_export import Ask, export_round
from textmine.review.progress import Said as People
from textmine.review.progress import blind, progress, split_up
from textmine.review.rounds import Round
from textmine.steps.learn import Learned, LearnSettings, learn, refits
from textmine.steps.learn.advice import About, advice
from textmine.steps.learn.curve import some_documents
from textmine.steps.learn.findings import learns
from textmine.steps.learn.points import Said, audit, points
from textmine.steps.learn.refits import Refits
from textmine.steps.train import TrainSettings, train
from textmine.store import parquet
from textmine.tables import (
    ADVICE,
    AUDIT,
    BLIND,
    CHANGED,
    CROSS_VALIDATED,
    Advice,
    Decisions,
    Estimates,
    LearningCurve,
    RoundUse,
    Statements,
)

NONE = tables.empty(Decisions)
TEXTS = ("Het stinkt.", "De sloot is vies.", "Er is koffie.", "Mooi.")
SETTINGS = LearnSettings(draws=200)


@cache
def world() -> World:
    """240 statements in 80 documents."""
    return World(size=240)


@cache
def classifier() -> Classifier:
    """A cold classifier that takes only what is in one document for alike: all texts have the same form."""
    w = world()
    return train(w.statements, w.groups, w.embeddings, NONE, w.book, TrainSettings(same_group=1.0))


@cache
def rounds() -> tuple[Round, Round]:
    """Two rounds; the second was drawn when people had decided on the first."""
    first = world().round(1, 50, NONE)
    return first, world().round(2, 50, world().decide(drawn(first)))


@cache
def decisions() -> tuple[pd.DataFrame, pd.DataFrame]:
    """What people decided in each."""
    first, second = (world().decide(drawn(one)) for one in rounds())
    return first, second


def learned(
    rows: pd.DataFrame,
    drawn_rounds: tuple[Round, ...] = (),
    half_width: float = 0.05,
    among: World | None = None,
) -> Learned:
    """Run the step."""
    w = among or world()
    made = w.estimate(rows, drawn_rounds, half_width=half_width) if len(drawn_rounds) else None
    return learn(
        w.statements,
        w.groups,
        w.embeddings,
        w.small.documents(),
        classifier(),
        rows,
        drawn_rounds,
        tables.empty(Estimates) if made is None else made.estimates,
        tables.empty(RoundUse) if made is None else made.estimate_rounds,
        w.book,
        SETTINGS,
    )


@cache
def both() -> Learned:
    """The curve after two rounds that people decided on whole."""
    return learned(joined(*decisions()), rounds())


def told(made: Learned) -> dict[str, list[str]]:
    """Return the messages per kind."""
    found: dict[str, list[str]] = {}
    for kind, message in zip(made.advice[Advice.kind], made.advice[Advice.message], strict=True):
        found.setdefault(kind, []).append(message)
    return found


def refitted(rows: pd.DataFrame) -> Refits:
    """Return what models are trained from."""
    w = world()
    held = taken(w.statements, w.groups, rows)
    said = Said.of(w.statements, w.groups, held, decided(held, w.book, 2.0))
    return Refits(said, w.embeddings, classifier(), w.book)


def test_the_curve_goes_up_where_labels_help() -> None:
    """People call many things other than the codebook's examples tell: after a round the model knows."""
    rows = tables.validate(LearningCurve, both().learning_curve)
    for dimension in ("onderdeel", "plek"):
        mine = rows[(rows[LearningCurve.dimension] == dimension) & (rows[LearningCurve.measure] == AUDIT)]
        assert mine[LearningCurve.round].tolist() == [1, 2]
        assert mine[LearningCurve.labels].tolist() == [0, 50]
        assert mine[LearningCurve.texts].tolist() == [50, 50]
        first, second = mine[LearningCurve.value]
        assert second > first + 0.2
        assert (mine[LearningCurve.low] <= mine[LearningCurve.value]).all()
        assert (mine[LearningCurve.value] <= mine[LearningCurve.high]).all()
        now = rows[rows[LearningCurve.round].isna() & (rows[LearningCurve.dimension] == dimension)]
        assert now[LearningCurve.measure].tolist() == [CROSS_VALIDATED, CHANGED]
        assert now[LearningCurve.labels].tolist() == [100, 100]
        assert now[LearningCurve.value].iloc[0] > 0.7
    first = rows[(rows[LearningCurve.round] == 1)]
    assert set(first[LearningCurve.measure]) == {AUDIT, CROSS_VALIDATED}
    nothing = first[first[LearningCurve.measure] == CROSS_VALIDATED]
    assert nothing[LearningCurve.value].isna().all()
    assert set(nothing[LearningCurve.reason]) == {"er is nog niets beoordeeld om op te meten"}


def test_a_sample_is_never_trained_on_at_its_own_point() -> None:
    """Other decisions about the sample of a round change the later models, and not the one it measures."""
    second = drawn(rounds()[1])
    other = world().decide(
        second, lambda _, d: {"codes": {"onderdeel": "elders", "soort": "lof", "plek": "elders"}[d]}
    )
    true, wrong = (refitted(joined(decisions()[0], rows)) for rows in (decisions()[1], other))
    where = points(true.said, rounds())
    at_true, at_wrong = ([one.at(p, one.parts(np.ones(240, bool))) for p in where] for one in (true, wrong))
    for number in (0, 1):
        np.testing.assert_array_equal(at_true[number], at_wrong[number])
    assert (at_true[2] != at_wrong[2]).any()
    for point, number in ((where[0], 0), (where[1], 50), (where[2], 100)):
        assert true.said.count(true.said.place[true.known(point)]) == number
        sampled = np.flatnonzero(point.stratum[true.said.text] >= 0)
        assert not np.intersect1d(sampled, true.said.place[true.known(point)]).size


def test_cross_validation_sees_nothing_of_the_document() -> None:
    """The model that predicts a decided statement was trained without all that hangs together with it."""
    mine = refitted(joined(*decisions()))
    point = points(mine.said, rounds())[-1]
    grouped = mine.grouped(point, 5)
    assert grouped.refusal is None
    fold = grouped.fold[mine.own]
    assert set(fold.tolist()) == set(range(5))
    of_document: dict[int, set[int]] = {}
    for place, one in zip(mine.said.place.tolist(), fold.tolist(), strict=True):
        of_document.setdefault(int(mine.said.document[place]), set()).add(one)
    assert {len(found) for found in of_document.values()} == {1}
    examples = [n for n, row in enumerate(mine.rows.coded) if row.id.startswith(("example", "code"))]
    alike = set(mine.cluster.tolist())
    assert all(grouped.fold[n] == -1 for n in examples if int(mine.rows.group[n]) not in alike)


def test_texts_that_hang_together_are_not_cross_validated() -> None:
    """One group of more than half of the texts: no figure, and the reason."""
    w = world()
    held = taken(w.statements, w.groups, decisions()[0])
    said = Said.of(w.statements, w.groups, held, decided(held, w.book, 2.0))
    mine = Refits(said, w.embeddings, w.cold, w.book)  # texts of one form are alike to this one
    assert "horen te veel bij elkaar" in str(mine.grouped(points(said, ())[-1], 5).refusal)


def test_weights_by_inclusion_matter() -> None:
    """Each text stands for 1 / chance others: the figure is that formula, and not the plain one."""
    rng = np.random.default_rng(3)
    truth = rng.random((40, 3)) < 0.5
    assigned = truth ^ (rng.random((40, 3)) < np.linspace(0, 0.6, 40)[:, None])
    weight = np.linspace(1, 9, 40)
    figure = weighted_macro_f1(truth, assigned, weight, Resampling(np.random.default_rng(0), 200, None))
    f1 = [
        2
        * weight[truth[:, c] & assigned[:, c]].sum()
        / (weight[truth[:, c]].sum() + weight[assigned[:, c]].sum())
        for c in range(3)
    ]
    assert figure.value == pytest.approx(np.mean(f1))
    plain = weighted_macro_f1(truth, assigned, np.ones(40), Resampling(np.random.default_rng(0), 200, None))
    assert plain.value is not None
    assert figure.value is not None
    assert plain.value > figure.value + 0.05
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < figure.value < figure.high


def test_a_text_stands_for_its_share_of_the_stratum() -> None:
    """The weight is 1 / chance; where half of a stratum has no decision, the others count twice."""
    mine = refitted(decisions()[0])
    point = points(mine.said, rounds()[:1])[0]
    on = audit(mine.said, point, "plek", world().book)
    chances = rounds()[0].chances
    ids = [mine.said.ids[row] for row in on.rows]
    assert on.weight == pytest.approx([1 / chances[name] for name in ids])
    assert len(set(np.round(on.weight, 6))) > 1
    stratum = {name: point.stratum[mine.said.text[row]] for name, row in zip(ids, on.rows, strict=True)}
    half = [name for n, name in enumerate(sorted(ids, key=lambda i: (stratum[i], i))) if n % 2]
    fewer = refitted(world().decide(half))
    some = audit(fewer.said, points(fewer.said, rounds()[:1])[0], "plek", world().book)
    for number in set(stratum.values()):
        everything = sum(1 / chances[name] for name in ids if stratum[name] == number)
        names = [fewer.said.ids[row] for row in some.rows]
        own = sum(w for name, w in zip(names, some.weight, strict=True) if stratum[name] == number)
        assert own == pytest.approx(everything)


@given(
    st.integers(2, 500),
    st.integers(0, 5000),
    st.floats(0.01, 0.5),
    st.floats(0.005, 0.5),
)
def test_the_number_that_is_needed_gives_the_width_that_was_asked(
    number: int, others: int, half: float, asked: float
) -> None:
    """With so many more the half-width is what was asked, and with one less it is not."""
    population = number + others
    more = more_needed(number, population, half, asked)
    assert 0 <= more <= others

    def width(n: int) -> float:
        return float(half * np.sqrt((1 / n - 1 / population) / (1 / number - 1 / population)))

    if more:
        assert width(number + more) <= asked + 1e-6
        assert width(number + more - 1) > asked - 1e-6
    else:
        assert half <= asked or not others


def test_a_known_number() -> None:
    """Twice as narrow asks for four times as many from a large population, and for fewer from a small one."""
    assert more_needed(100, 10_000_000, 0.10, 0.05) == 300
    assert more_needed(100, 400, 0.10, 0.05) == 129  # 1 / (0.0075 / 4 + 0.0025) = 228.6


def test_without_rounds_the_advice_is_how_to_begin() -> None:
    """One row, and nothing is trained, also with decisions that came in without a round."""
    for rows in (NONE, decisions()[0]):
        made = learned(rows)
        assert len(made.learning_curve) == 0
        assert made.advice[Advice.kind].tolist() == ["begin"]
        assert made.advice[Advice.message].iloc[0].endswith("textmine review export proef --reviewer NAAM")


def test_without_decisions_nothing_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """A round that went out asks for its workbook."""
    monkeypatch.setattr(refits, "models_without", None)
    made = learned(NONE, rounds()[:1])
    assert len(made.learning_curve) == 0
    assert made.advice[Advice.kind].tolist() == ["import"]
    assert "textmine review import proef WERKBOEK" in made.advice[Advice.message].iloc[0]


def test_wide_margins_ask_for_more_texts() -> None:
    """The widest code comes first, with how many texts are needed; the model learns, so half is drawn."""
    found = told(both())
    assert set(found) == {"wide", "learning", "changed", "next"}
    (wide,), (following,) = found["wide"], found["next"]
    rows = world().estimate(joined(*decisions()), rounds()).estimates
    rows = rows[(rows[Estimates.unit] == "statements") & (rows[Estimates.group_kind] == "all")]
    far = (rows[Estimates.high] - rows[Estimates.value]).combine(
        rows[Estimates.value] - rows[Estimates.low], max
    )
    widest = rows.loc[far.astype(float).idxmax()]
    book = world().book.by_id[widest[Estimates.dimension]]
    name = f"{book.name}: {book.by_code[widest[Estimates.code]].name}"
    needed = -(-more_needed(100, 240, float(far.max()), 0.05) // 10) * 10
    assert f"De ruimste eerst: {name} (" in wide
    assert f"; nodig zijn nog ongeveer {needed} gelote teksten)" in wide
    assert "want het model leert nog" in following
    assert following.endswith("--share 0.5")
    assert "leert" in found["learning"][0]
    assert "Onderdeel van 0," in found["learning"][0]


def test_stop_when_every_margin_is_small_and_nothing_is_open() -> None:
    """Then no command follows; with one open text of the sample the advice is to finish it."""
    easy = told(learned(joined(*decisions()), rounds(), half_width=0.45))
    assert easy["stop"] == [
        "U kunt stoppen. Bij alle 8 codes is de marge hoogstens 45 procentpunt naar boven en naar beneden."
    ]
    assert not {"next", "open", "wide"} & set(easy)
    missing = drawn(rounds()[1])[0]
    rest = decisions()[1][decisions()[1][Decisions.statement_id] != missing]
    open_ = told(learned(joined(decisions()[0], rest), rounds(), half_width=0.45))
    assert "stop" not in open_
    assert open_["open"] == ["Stop nog niet. Ronde 2: 1 van de 50 gelote teksten heeft nog geen oordeel."]
    assert open_["next"] == ["Maak ronde 2 af: textmine review export proef --reviewer NAAM --round 2"]


def advised(**changes: object) -> dict[str, list[str]]:
    """Return the advice about both rounds, with other tables."""
    w = world()
    made = w.estimate(joined(*decisions()), rounds(), half_width=0.05)
    given_tables: dict[str, object] = {
        "estimates": made.estimates,
        "use": made.estimate_rounds,
        "curve": tables.empty(LearningCurve),
        **changes,
    }
    people = People({name for one in rounds() for name in one.sent}, (), (), ())
    done = given_tables.pop("progress", progress(rounds(), w.groups, people))
    rows = advice(About(w.book, "proef", 0.02), done, **given_tables)  # type: ignore[arg-type]
    assert set(rows[Advice.kind]) <= set(ADVICE)
    return told(Learned(tables.empty(LearningCurve), rows))


def test_when_the_model_does_not_learn_more_is_drawn() -> None:
    """Margins are the problem then; a code without a share is told with its reason."""
    found = advised()
    assert found["learning"][0].startswith("Of het model nog leert, is nog niet te zeggen")
    assert found["next"][0].endswith("--share 0.8")
    estimates = world().estimate(joined(*decisions()), rounds()).estimates
    estimates.loc[:, [Estimates.value, Estimates.low, Estimates.high]] = None
    estimates.loc[:, Estimates.reason] = "te weinig beoordeeld"
    none = advised(estimates=estimates)
    assert none["wide"] == ["Bij 8 van de 8 codes is nog geen aandeel: te weinig beoordeeld."]
    assert "--size 200 --share 0.8" in none["next"][0]
    nothing = advised(estimates=tables.empty(Estimates), use=tables.empty(RoundUse))
    assert nothing["wide"] == ["Er zijn nog geen gecorrigeerde aandelen, en dus ook nog geen marges."]
    assert "stop" not in nothing


def test_doubts_keep_a_round_open() -> None:
    """They are asked for by their own command; a text to be split, or set aside, is done."""
    ids = drawn(rounds()[0])
    verdicts = {ids[0]: "doubt", ids[1]: "split", ids[2]: "personal"}
    rows = world().decide(ids, lambda i, _: {"verdict": verdicts[i], "codes": None} if i in verdicts else {})
    found = told(learned(rows, rounds()[:1]))
    assert found["open"] == ["Stop nog niet. Ronde 1: 1 gelote tekst staat nog op Twijfel."]
    assert found["next"] == ["Beslis over de twijfels: textmine review export proef --reviewer NAAM --doubt"]


def test_progress_counts_texts() -> None:
    """Copies are one text, what is gone is not open, and a second coder counts in one round."""
    first = rounds()[0]
    ids = drawn(first)
    groups = world().groups[world().groups["statement_id"] != ids[0]]
    label = {"workbook": f"beoordeling_1_b.xlsx{BLIND}", "verdict": "code"}
    second = world().decide(ids[1:6], lambda *_: label)
    (found,) = progress([first], groups, People(ids[:20], ids[20:22], blind(second), ()))
    assert (found.round, found.texts, found.drawn, found.gone) == (1, 50, 50, 1)
    assert (found.decided, found.open, found.open_drawn, found.doubts) == (19, 30, 30, 2)
    assert found.second == 5
    (other,) = progress([replace(first, number=3)], groups, People((), (), blind(second), ()))
    assert other.second == 0


def test_a_text_that_was_split_is_decided_and_not_gone() -> None:
    """Its statement is not there any more because people said so; what is gone otherwise stays gone."""
    first = rounds()[0]
    ids = drawn(first)
    groups = world().groups[~world().groups["statement_id"].isin(ids[:2])]
    rows = world().decide(ids[:1], lambda *_: {"verdict": "split", "codes": None})
    people = People(ids[2:5], (), (), split_up(rows))
    (found,) = progress([first], groups, people)
    assert (found.decided, found.split, found.gone, found.open) == (4, 1, 1, 45)
    assert found.decided + found.open + found.gone == found.texts


def curve_of(*values: tuple[float, float | None, float | None]) -> pd.DataFrame:
    """Return the samples of three dimensions, with the same figures in each."""
    rows = [
        (number, d.id, number * 50, AUDIT, *value, 50, None)
        for number, value in enumerate(values, 1)
        for d in world().book.dimensions
    ]
    names = list(LearningCurve.to_schema().columns)
    return tables.frame(LearningCurve, {name: [row[n] for row in rows] for n, name in enumerate(names)})


@pytest.mark.parametrize(
    ("before", "now", "trend", "sure"),
    [
        ((0.60, 0.50, 0.70), (0.61, 0.51, 0.71), 0, False),
        ((0.60, 0.50, 0.70), (0.63, 0.53, 0.73), 1, False),
        ((0.60, 0.595, 0.605), (0.615, 0.61, 0.62), 1, True),
        ((0.60, 0.50, 0.70), (0.50, 0.40, 0.60), -1, False),
        ((0.60, 0.55, 0.65), (0.40, 0.35, 0.45), -1, True),
        ((0.60, None, None), (0.70, 0.6, 0.8), 1, False),
    ],
)
def test_a_model_learns_when_the_difference_is_large_or_sure(
    before: tuple[float, float | None, float | None],
    now: tuple[float, float | None, float | None],
    trend: int,
    sure: bool,
) -> None:
    """More than .02, or intervals apart; and the advice says when it can be chance."""
    curve = curve_of((0.1, 0.0, 0.2), before, now)
    found = learns(curve, world().book, 0.02)
    assert {(one.trend, one.sure) for one in found} == {(trend, sure)}
    said = advised(curve=curve)
    assert ("toeval" in said["learning"][0]) == (trend != 0 and not sure)
    assert said["next"][0].endswith("0.5" if trend > 0 else "0.8")


def test_the_order_of_rows_does_not_matter() -> None:
    """Shuffled tables, the same curve and the same advice."""
    rng = np.random.default_rng(0)

    def shuffled(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.iloc[rng.permutation(len(rows))].reset_index(drop=True)

    mixed = replace(world())
    for name in ("statements", "groups"):
        mixed.__dict__[name] = shuffled(getattr(world(), name))
    for name in ("embeddings", "cold", "small"):
        mixed.__dict__[name] = getattr(world(), name)
    others = tuple(
        replace(one, queue=shuffled(one.queue), strata=shuffled(one.strata), texts=shuffled(one.texts))
        for one in reversed(rounds())
    )
    made = learned(joined(*decisions()), others, among=mixed)
    pd.testing.assert_frame_equal(made.learning_curve, both().learning_curve)
    pd.testing.assert_frame_equal(made.advice, both().advice)


def test_proposals_are_compared_on_whole_documents() -> None:
    """Documents come in by the hash of their id, up to so many statements, and at least one."""
    said = refitted(decisions()[0]).said
    for most in (1, 3, 50, 240, 1000):
        chosen = some_documents(said, most)
        assert chosen.sum() <= max(most, 3)
        assert chosen.any()
        documents = said.rows[Statements.document_id]
        assert not set(documents[chosen]) & set(documents[~chosen])
    assert some_documents(said, 1000).all()
    assert set(np.flatnonzero(some_documents(said, 30))) < set(np.flatnonzero(some_documents(said, 60)))


def test_page_and_workbook_show_the_curve() -> None:
    """Every advice, a line per dimension with its figures in words, and one row per point and dimension."""
    w = world()
    small = World(size=180, seed=6)
    made = small.estimate(NONE, [])
    shown = published(made, learning_curve=both().learning_curve, advice=both().advice)
    part = section(read_page(shown.report), "genoeg")
    said = [item.words() for item in part.all("li")]
    assert said == [" ".join(message.split()) for message in both().advice[Advice.message]]
    assert [code.text().split()[2] for code in part.all("code")] == ["export"]
    figures = part.all("figure")
    assert figures[0].one("desc").text().startswith("Onderdeel, ronde 1: 0,")
    assert len(figures[0].all("g")) == 2 * len(w.book.dimensions)
    rows = part.one("table").all("tr")[1:]
    assert len(rows) == 3 * len(w.book.dimensions)
    assert [row.one("th").words() for row in rows[::3]] == ["ronde 1", "ronde 2", "nu"]
    found = sheet(shown.workbook, "Leercurve", "Punt")
    assert len(found) == len(both().learning_curve)
    values = both().learning_curve[LearningCurve.value]
    for row, value in zip(found, values, strict=True):
        assert row["Waarde"] == ("" if pd.isna(value) else pytest.approx(value))


def shown(monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """Run the command in the folder above the corpora."""
    monkeypatch.chdir(folder.parent.parent)
    done = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, ["review", "status", folder.name])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_shows_rounds_and_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are of now; an advice that is older than a round or decision makes place for what holds now."""
    folder = build(tmp_path / "corpora" / "proef", list(TEXTS))
    assert "Er is nog geen ronde." in shown(monkeypatch, folder)
    assert "Er is nog geen advies; voer uit: textmine run proef" in shown(monkeypatch, folder)
    export_round(folder, Ask("Anna"), size=4, share=0.5)
    path = t.ADVICE.of(folder)
    parquet.write(Advice, path, tables.frame(Advice, {"kind": ["open"], "message": ["Stop [nog] niet."]}))
    output = shown(monkeypatch, folder)
    assert [cell.strip() for cell in output.splitlines()[4].split("│")[1:-1]] == [
        "1",
        "4",
        "2",
        "0",
        "4",
        "0 van 2",
    ]
    assert "- Stop [nog] niet." in output
    assert "Sinds het laatste advies" not in output
    later = path.stat().st_mtime + 10
    t.DECISIONS.of(folder).write_text(",".join(Decisions.to_schema().columns) + "\n")
    os.utime(t.DECISIONS.of(folder), (later, later))
    output = shown(monkeypatch, folder)
    assert "Stop [nog] niet." not in output
    assert "daarvan is nog geen oordeel ingelezen" in output
    assert "Sinds het laatste advies is er een ronde gemaakt, of zijn er oordelen ingelezen." in output
