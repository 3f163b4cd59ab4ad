"""Chance with sessions as the unit: exact for tiers, moderated for regions, with no more alarms than said."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from textmine.analysis.log_odds import Method, Spoken, compare_groups, odds
from textmine.analysis.uneven import Rule, called_by_chance, chance
from textmine.errors import ClaimError
from textmine.report.claims import guarded

RULE = Rule(enough=3, few=1, chance=0.1)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_chances_are_those_of_counting_all_draws(of_here: int, of_others: int, data: st.DataObject) -> None:
    """Every way to choose which sessions made the point is as likely; the rule holds in a part of them."""
    made = data.draw(st.integers(0, of_here + of_others))
    draws = [
        sum(place < of_here for place in chosen)
        for chosen in itertools.combinations(range(of_here + of_others), made)
    ]
    for here in range(max(0, made - of_others), min(made, of_here) + 1):
        share = sum(each >= here for each in draws) / len(draws)
        assert chance(here, of_here, made - here, of_others) == pytest.approx(share)
    called = [RULE.holds(here, of_here, made - here, of_others) for here in draws]
    assert called_by_chance(made, of_here, of_others, RULE) == pytest.approx(sum(called) / len(draws))


def test_three_of_two_hundred_against_none_of_thirty_is_no_difference() -> None:
    """With far more sessions on one side, numbers alone say nothing."""
    assert not RULE.holds(3, 200, 0, 30)
    assert RULE.holds(3, 4, 0, 4)
    assert not RULE.holds(3, 4, 1, 4)


def sessions(random: np.random.Generator, extra: float = 0.0) -> Spoken:
    """Return eight sessions that differ a good deal; those of the first region may say item 0 more often."""
    usual = random.uniform(0.05, 0.4, size=40)
    share = random.beta(12 * usual, 12 * (1 - usual), size=(8, 40))
    share[[0, 4], 0] = np.minimum(share[[0, 4], 0] + extra, 1)
    totals = random.integers(25, 60, size=8)
    counts = random.binomial(totals[:, None], share).astype(float)
    return Spoken(sparse.csr_array(counts), totals.astype(float), np.arange(8) % 4, 4)


METHOD = Method(prior=20, statements=5, sessions=2, draws=100, seed=0)


def test_without_a_difference_alarms_are_no_more_frequent_than_the_level() -> None:
    """Of many worlds where regions do not matter, at most the stated share has any region flagged."""
    random = np.random.default_rng(1)
    level, worlds = 0.1, 60
    alarms = sum(
        bool((np.nan_to_num(compare_groups(sessions(random), METHOD).chance, nan=1.0) <= level).any())
        for _ in range(worlds)
    )
    assert alarms <= worlds * level + 3 * math.sqrt(worlds * level * (1 - level))


def test_a_large_difference_is_found_in_its_own_region_only() -> None:
    """What one region says far more than all others is called so, with an interval above zero."""
    got = compare_groups(sessions(np.random.default_rng(2), extra=0.9), METHOD)
    assert np.argwhere(np.nan_to_num(got.chance, nan=1.0) <= 0.1).tolist() == [[0, 0]]
    assert got.low[0, 0] > 0


def test_log_odds_go_to_nothing_with_the_weight_of_the_prior() -> None:
    """Monroe's prior pulls to what all say; without it the odds ratio is the usual one."""
    mine, totals = np.array([[8.0], [2.0]]), np.array([[20.0], [20.0]])
    plain, _ = odds(mine, totals, 1e-9)
    assert plain[0, 0] == pytest.approx(math.log((8 / 12) / (2 / 18)))
    assert abs(odds(mine, totals, 1e6)[0][0, 0]) < 1e-3
    assert odds(mine, totals, 20.0)[0][0, 0] == pytest.approx(-odds(mine, totals, 20.0)[0][1, 0])


@pytest.mark.parametrize(
    "text",
    [
        "De meeste sessies noemden dit.",
        "Dit is representatief voor de regio.",
        "Iedereen vindt dit.",
        "Een meerderheid.",
    ],
)
def test_sentences_that_claim_too_much_are_refused(text: str) -> None:
    """With the word and why; the fixed caveat itself may be said."""
    with pytest.raises(ClaimError, match="zegt"):
        guarded(text)
    assert guarded("Deze cijfers zijn niet representatief: niet gevraagd is wie er niet was.")
