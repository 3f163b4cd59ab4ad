"""The review queue: a sample that can be counted with, and chosen texts that teach most."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from textmine import tables
from textmine.errors import QueueError
from textmine.review import active, sample
from textmine.review.population import Guesses, Population, distinct
from textmine.review.queue import Plan, Selected, select
from textmine.tables import Groups, Queue, RoundTexts, Strata

CODES = ("a", "b", "c", "zelden")
FLAGS = ("x", "y", "niets")


def made(count: int, seed: int = 1, decided: int = 0, dim: int = 8) -> Population:
    """Make texts in four sessions, with one theme each (the last one rare) and any of three flags."""
    chance = np.random.default_rng(seed)
    theme = chance.dirichlet((4.0, 2.0, 1.0, 0.15), count)
    flags = chance.beta(0.6, 1.2, (count, len(FLAGS)))
    vectors = chance.standard_normal((count, dim)).astype(np.float32)
    return Population(
        ids=np.asarray([f"d{n:06d}:0-9" for n in range(count)], np.str_),
        sizes=chance.integers(1, 4, count),
        sources=np.asarray(chance.choice(["noord", "oost", "zuid", "west"], count, p=[0.5, 0.3, 0.15, 0.05])),
        decided=np.arange(count) < decided,
        guesses=(
            one_of("thema", theme),
            Guesses("vlag", FLAGS, multiple=True, probability=flags, assigned=flags > 0.5),
        ),
        vectors=vectors / np.linalg.norm(vectors, axis=1, keepdims=True),
        vector=np.arange(count),
    )


def one_of(dimension: str, probability: np.ndarray) -> Guesses:
    """Make the guesses of a dimension with one code per text: the most probable one."""
    best = np.arange(probability.shape[1]) == probability.argmax(axis=1)[:, None]
    codes = CODES[: probability.shape[1]]
    return Guesses(dimension, codes, multiple=False, probability=probability, assigned=best)


def plan(size: int, share: float = 0.5, seed: int = 3, number: int = 1) -> Plan:
    """Ask for a round in strata of themes."""
    return Plan(size=size, share=share, dimension="thema", number=number, seed=seed)


def shuffled(texts: Population, order: np.ndarray) -> Population:
    """Return the same texts, and their vectors, in another order."""
    return replace(
        texts,
        ids=texts.ids[order],
        sizes=texts.sizes[order],
        sources=texts.sources[order],
        decided=texts.decided[order],
        guesses=tuple(guess.rows(order) for guess in texts.guesses),
        vectors=texts.vectors[order[::-1]],
        vector=np.arange(len(order))[::-1].copy(),
    )


def part(queue: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of one part of a queue."""
    return queue[queue[Queue.part] == name]


def ids(rows: pd.DataFrame) -> list[str]:
    """Return the ids of the rows of a queue."""
    return rows[Queue.statement_id].tolist()


def known(selected: Selected) -> list[str]:
    """Return the texts that people had decided on when the round was drawn."""
    texts = selected.texts
    return ids(texts[texts[RoundTexts.stratum] == sample.KNOWN])


def total(selected: Selected, labels: dict[str, float]) -> float:
    """Estimate a total from one round, as the ADR says: known ones as they are, drawn ones expanded."""
    drawn = part(selected.queue, "sample")
    values = np.asarray([labels[name] for name in ids(drawn)])
    expanded = values / drawn[Queue.inclusion_probability].to_numpy(float)
    return float(expanded.sum() + sum(labels[name] for name in known(selected)))


@given(st.permutations(range(60)), st.integers(0, 70), st.floats(0, 1), st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_rows_does_not_matter(order: list[int], size: int, share: float, done: int) -> None:
    """The same texts in another order give the same queue, strata and remarks."""
    texts = made(60, decided=done)
    one = select(texts, plan(size, share))
    other = select(shuffled(texts, np.asarray(order)), plan(size, share))
    assert one.queue.equals(other.queue)
    assert one.strata.equals(other.strata)
    assert one.texts.equals(other.texts)
    assert one.remarks == other.remarks


def test_the_order_does_not_matter_where_candidates_are_chosen_first() -> None:
    """Also among more texts than are considered one by one, any order of rows gives the same queue."""
    texts = made(6000, decided=100)
    order = np.random.default_rng(2).permutation(6000)
    assert select(texts, plan(60)).queue.equals(select(shuffled(texts, order), plan(60)).queue)


@given(st.integers(0, 90), st.floats(0, 1), st.integers(0, 80), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_every_queue_keeps_its_laws(size: int, share: float, done: int, seed: int) -> None:
    """The size is as asked or all there is, without decided texts; the strata hold all texts."""
    texts = made(80, seed, decided=done)
    found = select(texts, plan(size, share, seed))
    queue, strata = tables.validate(Queue, found.queue), tables.validate(Strata, found.strata)
    assert len(queue) == min(size, 80 - done)
    assert not set(ids(queue)) & set(texts.ids[texts.decided])
    assert queue[Queue.order].tolist() == list(range(len(queue)))
    drawn, chosen = part(queue, "sample"), part(queue, "active")
    assert len(drawn) == int(share * len(queue) + 0.5)
    assert drawn[Queue.inclusion_probability].notna().all()
    assert chosen[Queue.inclusion_probability].isna().all()
    assert chosen[Queue.stratum].isna().all()
    assert chosen[Queue.dimension].isin(["thema", "vlag"]).all()
    assert strata[Strata.texts].sum() == 80
    assert strata[Strata.statements].sum() == texts.sizes.sum()
    assert strata.loc[strata[Strata.known], Strata.texts].tolist() == [done]
    assert known(found) == sorted(texts.ids[texts.decided])
    counted = tables.validate(RoundTexts, found.texts)[RoundTexts.stratum].value_counts()
    sizes = strata[strata[Strata.texts] > 0].set_index(Strata.stratum)[Strata.texts]
    assert counted.to_dict() == sizes.to_dict()


def test_texts_that_decide_a_figure_are_all_taken() -> None:
    """A few texts that very many statements say are drawn for certain; without such texts there are none."""
    texts = made(300)
    sizes = np.ones(300, dtype=np.int64)
    sizes[[10, 20, 30]] = 100, 80, 60
    skewed = replace(texts, sizes=sizes)
    found = select(skewed, plan(40, share=1.0))
    queue = found.queue.set_index(Queue.statement_id)
    for row in (10, 20, 30):
        assert queue.loc[texts.ids[row], Queue.stratum] == sample.OFTEN
        assert queue.loc[texts.ids[row], Queue.inclusion_probability] == 1
    strata = found.strata.set_index(Strata.stratum)
    assert strata.loc[sample.OFTEN, [Strata.texts, Strata.drawn, Strata.statements]].tolist() == [3, 3, 240]
    assert len(queue) == 40
    equal = replace(texts, sizes=np.full(300, 7))
    assert sample.OFTEN not in select(equal, plan(40, share=1.0)).strata[Strata.stratum].tolist()


@given(st.lists(st.integers(1, 500), max_size=60), st.integers(0, 70))
def test_taking_texts_for_certain_never_makes_totals_vary_more(counts: list[int], size: int) -> None:
    """The cut-off is the best there is, takes all texts of a size or none, and leaves room for a sample."""
    sizes = np.asarray(counts, dtype=np.int64)
    certain = sample.often(sizes, size, 2)
    assert not certain.any() or sizes[certain].min() > sizes[~certain].max(initial=0)
    assert not certain.any() or certain.sum() <= min(size - 2, len(sizes) - 1)

    def spread(taken: int) -> float:
        rest = np.sort(sizes)[: len(sizes) - taken].astype(float)
        drawn = size - taken
        if drawn >= len(rest):
            return 0.0
        return len(rest) * (rest**2).sum() / drawn * (1 - drawn / len(rest))

    ordered = np.sort(sizes)[::-1]
    cuts = [n for n in range(1, min(size - 2, len(sizes) - 1) + 1) if ordered[n - 1] > ordered[n]]
    if size and counts:
        assert spread(int(certain.sum())) <= min(map(spread, [0, *cuts])) * (1 + 1e-9)


@given(st.integers(1, 150), st.integers(2, 200), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_every_open_text_can_be_drawn(size: int, count: int, seed: int) -> None:
    """Each stratum gives at least one text, two where it can, and its texts stand for all texts in it."""
    found = select(made(count, seed), plan(size, share=1.0))
    strata = found.strata[~found.strata[Strata.known]]
    counts = strata[Strata.texts].to_numpy(int)
    least = np.minimum(counts, 2 if len(strata) > 1 else 1)
    assert (strata[Strata.drawn].to_numpy(int) >= least).all()
    weights = 1 / found.queue[Queue.inclusion_probability].to_numpy(float)
    represented = pd.Series(weights).groupby(found.queue[Queue.stratum].tolist()).sum()
    assert represented[strata[Strata.stratum].tolist()].to_numpy() == pytest.approx(counts)


def test_texts_are_drawn_as_often_as_the_queue_says() -> None:
    """Over many seeds each text is in the sample with the probability that is logged for it."""
    texts, rounds = made(120, decided=20), 400
    drawn = dict.fromkeys(texts.ids.tolist(), 0)
    said: dict[str, float] = {}
    for seed in range(rounds):
        rows = part(select(texts, plan(24, 1.0, seed)).queue, "sample")
        for name, probability in zip(ids(rows), rows[Queue.inclusion_probability], strict=True):
            drawn[name] += 1
            said[name] = float(probability)
    expected = np.asarray([said.get(name, 0.0) for name in texts.ids])
    seen = np.asarray([drawn[name] for name in texts.ids]) / rounds
    assert (expected[~texts.decided] > 0).all()
    assert expected.sum() == pytest.approx(24)
    error = np.sqrt(np.maximum(expected * (1 - expected), 1e-12) / rounds)
    assert (np.abs(seen - expected) < 4.5 * error + 1e-9).all()


def test_totals_are_right_on_average_over_two_rounds_with_chosen_texts_between() -> None:
    """Each round, and both together, estimate the total without bias, though the choice chases the labels.

    The second round is made with a model that learned from the first, so its strata and chosen texts depend
    on what was drawn. The mean of all decisions, which ignores how texts came in, is far off.
    """
    texts = made(150, dim=3)
    truth = (texts.guesses[0].probability[:, 1] + texts.vectors[:, 0] > 0.45).astype(float)
    labels = dict(zip(texts.ids.tolist(), truth.tolist(), strict=True))
    weights = [20 / (150 * 130), 20 / (110 * 90)]
    estimates, naive = [], []
    for seed in range(250):
        first = select(texts, plan(40, 0.5, seed))
        done = np.isin(texts.ids, ids(first.queue))
        found = texts.vectors[done & (truth > 0)].sum(axis=0)
        near = 1 / (1 + np.exp(-2.0 * texts.vectors @ found / max(np.linalg.norm(found), 1e-9)))
        learned = np.column_stack([(1 - near) / 2, (1 - near) / 2, near * 0.9, near * 0.1])
        wanted = Guesses(
            "vlag", ("x",), multiple=True, probability=near[:, None] / 2, assigned=near[:, None] > 1
        )
        later = replace(texts, decided=done, guesses=(one_of("thema", learned), wanted))
        second = select(later, plan(40, 0.5, seed, number=2))
        assert set(known(second)) == set(ids(first.queue))
        assert not set(known(second)) & set(ids(second.queue))
        rounds = (total(first, labels), total(second, labels))
        estimates.append((*rounds, float(np.average(rounds, weights=weights))))
        decided = [labels[name] for name in (*known(second), *ids(second.queue))]
        naive.append(np.mean(decided) * len(truth))
    means = np.mean(estimates, axis=0) / truth.sum()
    assert means == pytest.approx(np.ones(3), abs=0.05)
    assert abs(np.mean(naive) / truth.sum() - 1) > 0.1
    assert np.std(estimates, axis=0)[2] < np.std(estimates, axis=0)[:2].min()


def test_a_later_round_does_not_avoid_what_an_earlier_one_passed_over() -> None:
    """Texts left over from a stratum where much was drawn are as likely as others in the strata of later."""
    half = np.where(np.arange(200)[:, None] < 30, (0.9, 0.1), (0.1, 0.9))
    texts = replace(made(200), guesses=(one_of("thema", half),), sources=np.full(200, "noord"))
    again = replace(texts, guesses=(one_of("thema", np.ones((200, 2))),))
    drawn, expected = 0, 0.0
    for seed in range(200):
        first = select(texts, replace(plan(40, 1.0, seed), power=0.0)).queue
        done = np.isin(texts.ids, ids(first))
        second = select(replace(again, decided=done), plan(40, 1.0, seed, number=2)).queue
        drawn += int((second[Queue.statement_id] < texts.ids[30]).sum())
        expected += second[Queue.inclusion_probability].sum() / 40 * int((~done[:30]).sum())
    assert drawn / expected == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize("size", [0, 1, 100])
def test_sizes_at_the_edges(size: int) -> None:
    """A queue of nothing, of one text and of all texts are queues; with all, everybody's chance is known."""
    found = select(made(100), plan(size, share=1.0))
    assert len(found.queue) == size
    assert found.remarks == ()
    if size == 100:
        assert (found.queue[Queue.inclusion_probability] == 1).all()
    if size == 1:
        assert found.queue[Queue.inclusion_probability].tolist() == [0.01]


def test_no_texts_at_all_give_an_empty_queue() -> None:
    """An empty population is no error."""
    found = select(made(0), plan(5))
    assert len(found.queue) == 0
    assert found.strata[Strata.stratum].tolist() == [sample.KNOWN]


@pytest.mark.parametrize(("done", "said"), [(9, "nog 1 tekst zonder"), (4, "nog 6 teksten"), (10, "alle")])
def test_fewer_open_texts_than_asked_is_said(done: int, said: str) -> None:
    """People get what there is, and read how much that is."""
    found = select(made(10, decided=done), plan(20))
    assert len(found.queue) == 10 - done
    assert len(found.remarks) == 1
    assert said in found.remarks[0]


def test_a_share_without_sample_has_no_probabilities() -> None:
    """With only chosen texts nothing can be counted, and the strata say so."""
    found = select(made(50), plan(20, share=0.0))
    assert set(found.queue[Queue.part]) == {"active"}
    strata = found.strata[~found.strata[Strata.known]]
    assert strata[Strata.inclusion_probability].isna().all()


def test_a_drawn_text_is_never_also_a_chosen_one() -> None:
    """The sample does not depend on what is chosen beside it."""
    texts = made(200)
    both, alone = select(texts, plan(80, 0.5)).queue, select(texts, plan(40, 1.0)).queue
    assert sorted(ids(part(both, "sample"))) == sorted(ids(alone))
    assert len(set(ids(both))) == 80


def test_another_seed_or_round_draws_other_texts() -> None:
    """The draw depends on seed and round, and on nothing else."""
    texts = made(300)
    queues = [select(texts, plan(40, 1.0, seed, number)).queue for seed, number in ((1, 1), (2, 1), (1, 2))]
    assert len({tuple(sorted(ids(queue))) for queue in queues}) == 3
    assert queues[0].equals(select(texts, plan(40, 1.0, 1, 1)).queue)


def test_the_order_hides_the_part() -> None:
    """Where a row stands says nothing about how it came in: rank correlations are around 0."""
    texts = made(400)
    found = []
    for seed in range(30):
        queue = select(texts, plan(100, 0.5, seed)).queue
        found.append(spearmanr(queue[Queue.part] == "sample", queue[Queue.order]).statistic)
    assert abs(np.mean(found)) < 3 / np.sqrt(30 * 99)
    assert np.std(found) == pytest.approx(1 / np.sqrt(99), rel=0.4)


def test_rare_codes_are_chosen_more_often_than_by_chance() -> None:
    """Among chosen texts the rare code is likely at least twice as often as among all texts."""
    texts = made(3000)
    queue = select(texts, plan(200, share=0.0)).queue
    chosen = np.isin(texts.ids, ids(queue[queue[Queue.dimension] == "thema"]))
    likely = texts.guesses[0].probability[:, 3] > 0.2
    assert likely[chosen].mean() > 2 * likely.mean()


def test_a_code_with_more_decisions_needs_less() -> None:
    """The code with the fewest decisions needs them most; a decision lowers the need of its code only."""
    counts = np.asarray([3.0, 0.0, 8.0, 3.0])
    before, after = active.need(counts), active.need(counts + np.eye(4)[3])
    assert before.argmax() == 1
    assert before.max() == 1
    assert before[0] == before[3] > before[2] > 0
    assert after[3] < before[3]
    assert after[:3].tolist() == before[:3].tolist()


def test_the_code_with_the_fewest_decisions_is_chosen_for() -> None:
    """What people decided on is left alone for a while; the next texts are likely to have the other codes."""
    code = np.arange(600) % 4
    probability = np.where(np.arange(4) == code[:, None], 0.55, 0.15)
    texts = replace(made(600), guesses=(one_of("thema", probability),), decided=np.arange(600) % 40 == 0)
    queue = select(texts, plan(30, share=0.0)).queue
    assert np.bincount(code[np.isin(texts.ids, ids(queue))], minlength=4).tolist()[0] == 0


def test_a_batch_is_spread_over_the_codes() -> None:
    """Texts in the batch count as decisions: with equally likely codes each is chosen for equally often."""
    code = np.arange(600) % 4
    probability = np.where(np.arange(4) == code[:, None], 0.55, 0.15)
    texts = replace(made(600), guesses=(one_of("thema", probability),))
    queue = select(texts, plan(80, share=0.0)).queue
    counts = np.bincount(code[np.isin(texts.ids, ids(queue))], minlength=4)
    assert counts.max() - counts.min() <= 2


def test_uncertain_texts_teach_more_than_certain_ones() -> None:
    """Values lie from 0 to 1; of texts as likely to have a code, the uncertain one teaches most."""
    one = np.asarray([[0.5, 0.5, 0.0], [0.5, 0.3, 0.2], [0.5, 0.25, 0.25], [1.0, 0.0, 0.0]])
    several = np.asarray([[0.5, 0.0, 0.0], [0.9, 0.1, 0.0], [1.0, 0.0, 0.0]])
    for probability, multiple in ((one, False), (several, True)):
        value = active.values(Guesses("d", FLAGS, multiple, probability, probability > 0.5))
        assert value.shape == probability.shape
        assert 0 < value.min() < value.max() <= 1
        assert value[:, 0].tolist() == sorted(value[:, 0], reverse=True)


@given(st.integers(1, 5), st.integers(1, 300), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_candidates_are_the_best_of_every_code(codes: int, most: int, seed: int) -> None:
    """There are as many as asked or as there are, each once, and of each code the best text is among them."""
    chance = np.random.default_rng(seed)
    value = np.maximum(chance.random((200, codes)), 1e-6)
    found = active._candidates(chance.integers(0, 9, 200), value, most)  # noqa: SLF001
    assert len(set(found.tolist())) == len(found) == min(most, 200)
    if most >= codes:
        claimed = (value / value.max(axis=0)).argmax(axis=1)
        for code in range(codes):
            mine = np.flatnonzero(claimed == code)
            assert mine[value[mine, code].argmax()] in found


def test_near_duplicates_are_not_chosen_together() -> None:
    """Of ten texts in nearly the same words one is chosen, as long as other texts are open."""
    texts = made(400, dim=16)
    vectors = texts.vectors.copy()
    vectors[:300] = vectors[np.arange(300) // 10] + 0.01 * vectors[:300]
    sure = np.full((400, 2), 0.5)
    sure[300:] = (0.55, 0.45)
    texts = replace(texts, vectors=vectors, guesses=(one_of("thema", sure),))
    queue = select(texts, plan(60, share=0.0)).queue
    rows = np.searchsorted(texts.ids, np.asarray(ids(queue)))
    families = rows[rows < 300] // 10
    assert len(families) == len(set(families))
    assert len(families) >= 10


def test_a_sample_text_is_not_repeated_by_a_chosen_one() -> None:
    """What is chosen is also unlike what was drawn, where it can be."""
    texts = made(60, dim=16)
    vectors = np.repeat(texts.vectors[:30], 2, axis=0)
    queue = select(replace(texts, vectors=vectors), plan(20)).queue
    families = np.searchsorted(texts.ids, np.asarray(ids(part(queue, "active")))) // 2
    drawn = np.searchsorted(texts.ids, np.asarray(ids(part(queue, "sample")))) // 2
    assert not set(families) & set(drawn)
    assert len(set(families)) == len(families)


def test_a_campaign_does_not_crowd_out_other_texts() -> None:
    """Thousands of variants of the least certain text do not fill the candidates."""
    count, variants = 30_000, 25_000
    chance = np.random.default_rng(5)
    vectors = chance.standard_normal((count, 16)).astype(np.float32)
    vectors[:variants] = vectors[0] + 0.001 * vectors[:variants]
    high = np.where(np.arange(count) < variants, 0.5, 0.6)
    probability = np.column_stack([high, 1 - high])
    texts = replace(made(count, dim=1), vectors=vectors, guesses=(one_of("thema", probability),))
    queue = select(texts, plan(50, share=0.0)).queue
    rows = np.searchsorted(texts.ids, np.asarray(ids(queue)))
    assert (rows < variants).sum() <= 2


def test_texts_without_known_words_are_alike() -> None:
    """Zero vectors are as near to each other as copies, so they do not fill the queue."""
    texts = made(50)
    vectors = texts.vectors.copy()
    vectors[:25] = 0
    queue = select(replace(texts, vectors=vectors), plan(20, share=0.0)).queue
    assert sum(name < texts.ids[25] for name in ids(queue)) <= 2


def test_every_dimension_asks_for_its_part() -> None:
    """Chosen texts are divided equally; the first dimension gets the odd one."""
    asked = select(made(200), plan(41, share=0.0)).queue[Queue.dimension].value_counts()
    assert asked.to_dict() == {"thema": 21, "vlag": 20}


def test_small_cells_are_joined_per_code_first() -> None:
    """Small sources of a code are joined; only when these are few are codes joined; large cells stay."""
    code = np.repeat([0, 0, 1, 1, 2, 3], [30, 4, 8, 7, 3, 2])
    source = np.repeat(["n", "o", "n", "o", "n", "o"], [30, 4, 8, 7, 3, 2])
    guesses = one_of("thema", np.eye(4)[code])
    found = sample.strata(guesses, source, 10, 99)
    counts = dict(zip(found.names, found.counts.tolist(), strict=True))
    assert counts == {"*|*": 9, "a|n": 30, "b|*": 15}
    assert sample.strata(guesses, source, 10, 1).names == ("*|*",)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=20), st.integers(0, 800), st.floats(0, 1))
def test_an_allocation_adds_up(counts: list[int], size: int, power: float) -> None:
    """It gives the size, or all there is; no stratum gives more than it has or less than its minimum."""
    array = np.asarray(counts)
    drawn = sample.allocate(array, size, 2, power)
    assert drawn.sum() == min(size, array.sum())
    assert (drawn <= array).all()
    if size >= 2 * len(counts):
        assert (drawn >= np.minimum(array, 2)).all()


def test_the_power_says_how_much_large_strata_get() -> None:
    """Power 1 is in proportion, one half by the square root, 0 the same for all."""
    counts = np.asarray([100, 400, 2500])
    assert sample.allocate(counts, 300, 1, 1.0).tolist() == [10, 40, 250]
    assert sample.allocate(counts, 160, 1, 0.5).tolist() == [20, 40, 100]
    assert sample.allocate(counts, 30, 1, 0.0).tolist() == [10, 10, 10]


def test_a_text_that_several_say_is_there_once() -> None:
    """Groups give one row each, and are decided when one of their statements is."""
    groups = tables.frame(
        Groups,
        {
            Groups.statement_id: ["a", "b", "c", "d"],
            Groups.group: ["g", "h", "g", "k"],
            Groups.representative: [True, True, False, True],
            Groups.size: [2, 1, 2, 1],
        },
    )
    names, sizes, decided = distinct(groups, {"c", "d"})
    assert names.tolist() == ["a", "b", "d"]
    assert sizes.tolist() == [2, 1, 1]
    assert decided.tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"share": 1.2}, "van 0 tot en met 1"),
        ({"share": float("nan")}, "van 0 tot en met 1"),
        ({"size": -1}, "0 of meer"),
        ({"number": 0}, "vanaf 1"),
        ({"minimum": 0}, "1 of meer"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, float], said: str) -> None:
    """The message names the value and what would do."""
    with pytest.raises(QueueError, match=said):
        replace(plan(10), **wrong)  # type: ignore[arg-type]


def test_an_unknown_dimension_is_refused() -> None:
    """The message names the dimensions there are."""
    with pytest.raises(QueueError, match="thema, vlag"):
        select(made(10), replace(plan(5), dimension="soort"))


def test_an_open_text_without_a_vector_is_refused() -> None:
    """It is named; a text with a decision needs none."""
    texts = made(10, decided=5)
    vector = texts.vector.copy()
    vector[2] = -1
    assert len(select(replace(texts, vector=vector), plan(3)).queue) == 3
    vector[7] = -1
    with pytest.raises(QueueError, match="d000007:0-9"):
        replace(texts, vector=vector)


def test_a_text_that_is_there_twice_is_refused() -> None:
    """A population has one row per distinct text."""
    texts = made(10)
    with pytest.raises(QueueError, match="2 keer"):
        replace(texts, ids=np.append(texts.ids[:9], texts.ids[0]))


def test_columns_of_another_length_are_refused() -> None:
    """Tables of different runs do not make a queue."""
    texts = made(10)
    with pytest.raises(QueueError, match="sizes"):
        replace(texts, sizes=texts.sizes[:9])
    short = texts.guesses[0].rows(np.arange(9))
    with pytest.raises(QueueError, match="thema"):
        replace(texts, guesses=(short,))
    with pytest.raises(QueueError, match="4 codes"):
        replace(texts, guesses=(replace(texts.guesses[0], probability=np.zeros((10, 2))),))
