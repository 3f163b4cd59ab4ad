"""Agreement between coders: published examples, an independent calculation, and laws."""

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from textmine import tables
from textmine.analysis import agreement as a
from textmine.analysis import resampling as r
from textmine.analysis.agreement_table import agreement_table
from textmine.analysis.codings import codings
from textmine.analysis.distances import jaccard, masi, nominal
from textmine.codebook import Codebook
from textmine.errors import CodebookError
from textmine.tables import MEASURES, Agreement, Decisions

Codes = frozenset[str]
Table = list[list[Codes | None]]
"""Units x coders, as a person would write it."""


def coded(rows: Table) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return ``given``, ``members`` and the names of the codes."""
    values = sorted({value for row in rows for value in row if value is not None}, key=sorted)
    codes = sorted({code for value in values for code in value})
    given = [[-1 if value is None else values.index(value) for value in row] for row in rows]
    members = np.asarray([[code in value for code in codes] for value in values], dtype=bool)
    return np.asarray(given, dtype=np.int64), members.reshape(len(values), len(codes)), codes


def singles(*coders: str) -> Table:
    """Return a table out of one string per coder, a letter per unit; a dot is missing."""
    columns = zip(*(coder.replace(" ", "") for coder in coders), strict=True)
    return [[None if letter == "." else frozenset(letter) for letter in unit] for unit in columns]


def alpha(rows: Table, distance: object = nominal) -> float:
    """Return alpha of a table."""
    given, members, _ = coded(rows)
    return a.krippendorff_alpha(given, distance(members)).value  # type: ignore[operator]


MISSING_DATA = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
"""Four observers, twelve units: Krippendorff (2011), example C."""


def test_alpha_of_binary_data_is_as_published() -> None:
    """Two observers, ten units, two values: alpha = 0.095 (Krippendorff 2011, example A)."""
    assert alpha(singles("0100000010", "1110010000")) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_nominal_data_is_as_published() -> None:
    """Two observers, twelve units, five values: alpha = 0.692 (Krippendorff 2011, example B)."""
    assert alpha(singles("aabbdcccedda", "babbbccceddd")) == pytest.approx(0.692, abs=5e-4)


def test_alpha_with_missing_data_is_as_published() -> None:
    """Four observers, twelve units, one coded once: nominal alpha = 0.743 (Krippendorff 2011, example C)."""
    given, members, _ = coded(singles(*MISSING_DATA))
    found = a.krippendorff_alpha(given, nominal(members))
    assert found.value == pytest.approx(0.743, abs=5e-4)
    assert (found.units, found.coders, found.codings, found.reason) == (11, 4, 40, None)


def test_the_general_form_is_as_published() -> None:
    """The same data with squared differences: interval alpha = 0.849 (Krippendorff 2011, example C)."""
    given, members, names = coded(singles(*MISSING_DATA))
    place = members @ np.asarray([float(name) for name in names])
    found = a.krippendorff_alpha(given, (place[:, None] - place[None, :]) ** 2)
    assert found.value == pytest.approx(0.849, abs=5e-4)


@pytest.mark.parametrize(
    ("one", "other", "jaccard_distance", "masi_distance"),
    [
        ("ab", "ab", 0, 0),
        ("ab", "a", 1 / 2, 1 - 1 / 2 * 2 / 3),
        ("ab", "abcd", 1 / 2, 1 - 1 / 2 * 2 / 3),
        ("ab", "bc", 2 / 3, 1 - 1 / 3 * 1 / 3),
        ("abcd", "cde", 3 / 5, 1 - 2 / 5 * 1 / 3),
        ("ab", "cd", 1, 1),
        ("", "a", 1, 1),
        ("", "", 0, 0),
    ],
)
def test_set_distances_are_as_defined(
    one: str, other: str, jaccard_distance: float, masi_distance: float
) -> None:
    """Monotonicity 1, 2/3, 1/3 or 0 times Jaccard (Passonneau 2006).

    The pairs ab/abcd and abcd/cde are the examples of NLTK, which rounds 2/3 and 1/3 to 0.67 and 0.33.
    """
    members = np.asarray([[code in value for code in "abcde"] for value in (one, other)], dtype=bool)
    assert jaccard(members)[0, 1] == pytest.approx(jaccard_distance)
    assert masi(members)[0, 1] == masi(members)[1, 0] == pytest.approx(masi_distance)


def between(one: Codes, other: Codes, name: str) -> float:
    """Return the distance of two sets, one pair at a time."""
    if one == other:
        return 0.0
    similar = len(one & other) / len(one | other)
    if name == "jaccard":
        return 1 - similar
    if name == "masi":
        return 1 - similar * (0 if not one & other else 2 / 3 if one <= other or other <= one else 1 / 3)
    return 1.0


def brute_alpha(rows: Table, name: str) -> float | None:
    """Return alpha from pairs of codings, one by one; None when undefined."""
    units = [[value for value in row if value is not None] for row in rows]
    units = [unit for unit in units if len(unit) >= 2]
    flat = [value for unit in units for value in unit]
    if len(units) < 2:
        return None
    within = sum(
        sum(between(x, y, name) for x, y in permutations(unit, 2)) / (len(unit) - 1) for unit in units
    )
    overall = sum(between(x, y, name) for x, y in permutations(flat, 2)) / (len(flat) - 1)
    return None if overall == 0 else 1 - within / overall


def brute_f1(rows: Table, code: str) -> float | None:
    """Return the mean over pairs of coders of F1 from precision and recall; None when undefined."""
    found = []
    for first, second in combinations(range(len(rows[0])), 2):
        both = [(row[first], row[second]) for row in rows]
        pairs = [(code in x, code in y) for x, y in both if x is not None and y is not None]
        hits = sum(x and y for x, y in pairs)
        one, other = sum(x for x, _ in pairs), sum(y for _, y in pairs)
        if hits:
            precision, recall = hits / other, hits / one
            found.append(2 * precision * recall / (precision + recall))
        elif one or other:
            found.append(0.0)
    return sum(found) / len(found) if found else None


sets = st.frozensets(st.sampled_from("abcd"), max_size=3)
wide = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.none() | sets, min_size=coders, max_size=coders), min_size=1, max_size=8
    )
)


@given(wide, st.sampled_from(["nominal", "jaccard", "masi"]))
def test_alpha_equals_a_calculation_pair_by_pair(rows: Table, name: str) -> None:
    """The matrices give what pairs of codings give one by one, undefined values too."""
    found = alpha(rows, {"nominal": nominal, "jaccard": jaccard, "masi": masi}[name])
    expected = brute_alpha(rows, name)
    assert found == pytest.approx(np.nan if expected is None else expected, nan_ok=True)


@given(wide)
def test_agreement_and_f1_equal_a_calculation_pair_by_pair(rows: Table) -> None:
    """Percentage agreement and F1 are those of all pairs of coders; F1 is that of precision and recall."""
    given, members, names = coded(rows)
    pairs = [p for row in rows for p in combinations([v for v in row if v is not None], 2)]
    found = a.percentage_agreement(given)
    assume(found.units >= 2)
    assert found.value == pytest.approx(sum(x == y for x, y in pairs) / len(pairs))
    for name, estimate in zip(names, a.f1_between_coders(given, members), strict=True):
        expected = brute_f1(rows, name)
        assert estimate.value == pytest.approx(np.nan if expected is None else expected, nan_ok=True)
        double = [[v for v in row if v is not None] for row in rows]
        holds = [[name in v for v in row] for row in double if len(row) >= 2]
        assert (estimate.units, estimate.codings) == (sum(map(any, holds)), sum(map(sum, holds)))


@given(wide, st.randoms(use_true_random=False))
def test_names_of_codes_and_order_of_coders_and_units_do_not_matter(rows: Table, chance: object) -> None:
    """Other names for the codes, and coders or units in another order, leave every alpha as it was."""
    letters = list("abcd")
    chance.shuffle(letters)  # type: ignore[attr-defined]
    renamed = dict(zip("abcd", letters, strict=True))
    order = list(range(len(rows[0])))
    chance.shuffle(order)  # type: ignore[attr-defined]
    other: Table = [
        [None if row[n] is None else frozenset(renamed[c] for c in row[n]) for n in order]  # type: ignore[union-attr]
        for row in reversed(rows)
    ]
    for distance in (nominal, jaccard, masi):
        assert alpha(rows, distance) == pytest.approx(alpha(other, distance), nan_ok=True)


@given(wide)
def test_alpha_is_one_only_for_complete_agreement_with_variation(rows: Table) -> None:
    """Alpha is exactly 1 when nobody differs and there are two values; without variation it is undefined."""
    double = [row for row in rows if sum(value is not None for value in row) >= 2]
    values = [{value for value in row if value is not None} for row in double]
    same = all(len(each) == 1 for each in values)
    varied = len(set().union(*values)) > 1 if values else False
    assume(len(double) >= 2)
    for distance in (nominal, jaccard, masi):
        assert (alpha(rows, distance) == 1) == (same and varied)
        assert np.isnan(alpha(rows, distance)) == (not varied)


@given(
    st.lists(
        st.lists(st.none() | st.sampled_from([frozenset(c) for c in "abc"]), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    )
)
def test_set_distances_of_single_codes_are_nominal(rows: Table) -> None:
    """With one code per unit MASI and Jaccard give the nominal alpha."""
    assert alpha(rows) == pytest.approx(alpha(rows, masi), nan_ok=True)
    assert alpha(rows) == pytest.approx(alpha(rows, jaccard), nan_ok=True)


def test_what_is_undefined_says_why() -> None:
    """No variation, too few units and an unused code give no number but a reason."""
    same, members, _ = coded(singles("aaaa", "aaaa"))
    assert a.krippendorff_alpha(same, nominal(members)).reason == a.NO_VARIATION
    assert a.percentage_agreement(same).value == 1
    one = same[:1]
    few = [a.krippendorff_alpha(one, nominal(members)), a.percentage_agreement(one)]
    few += a.f1_between_coders(one, members)
    assert all(np.isnan(each.value) and each.reason == a.TOO_FEW for each in few)
    unused = a.f1_between_coders(same, np.asarray([[True, False]]))[1]
    assert np.isnan(unused.value)
    assert (unused.reason, unused.units, unused.codings) == (a.NOT_USED, 0, 0)
    nobody = a.percentage_agreement(np.zeros((0, 0), dtype=np.int64))
    assert (nobody.units, nobody.coders, nobody.reason) == (0, 0, a.TOO_FEW)


@pytest.mark.parametrize("wrong", [-2, 2])
def test_a_number_that_is_no_value_is_refused(wrong: int) -> None:
    """A number outside the distances is an error, not another value."""
    with pytest.raises(ValueError, match=str(wrong)):
        a.krippendorff_alpha(np.asarray([[0, wrong], [1, 1]]), 1 - np.eye(2))


def noisy(
    chance: np.random.Generator, units: int, *, right: float = 0.8, values: int = 3, coders: int = 2
) -> np.ndarray:
    """Return codings that are right with a chance of ``right``, and otherwise any value."""
    truth = chance.integers(0, values, (units, 1))
    guess = chance.integers(0, values, (units, coders))
    return np.where(chance.random((units, coders)) < right, truth, guess)


def test_intervals_hold_the_true_value_about_as_often_as_they_say() -> None:
    """Of 95 % intervals around the alpha of 150 simulated units nearly 95 % hold the true one."""
    chance = np.random.default_rng(20)
    distance = 1 - np.eye(3)
    true = 0.8**2  # two coders agree beyond chance when both are right, and the values are uniform
    found = [
        a.krippendorff_alpha(noisy(chance, 150), distance, r.Resampling(chance, 400)) for _ in range(200)
    ]
    held = np.mean([each.low <= true <= each.high for each in found])
    assert 0.90 <= held <= 0.99
    assert np.mean([each.value for each in found]) == pytest.approx(true, abs=0.01)


def test_patterns_are_drawn_as_units_are() -> None:
    """Drawing patterns at once gives the interval of drawing units one by one."""
    chance = np.random.default_rng(5)
    given, distance = noisy(chance, 80, coders=3), 1 - np.eye(3)
    found = a.krippendorff_alpha(given, distance, r.Resampling(chance, 4000))
    one_by_one = [
        a.krippendorff_alpha(given[chance.integers(0, 80, 80)], distance).value for _ in range(1500)
    ]
    assert [found.low, found.high] == pytest.approx(np.quantile(one_by_one, [0.025, 0.975]), abs=0.02)


def test_clusters_of_one_unit_are_units_and_copies_add_nothing() -> None:
    """Clusters of one unit give the interval of units; a document of ten equal units weighs as one unit."""
    given, distance = noisy(np.random.default_rng(1), 60), 1 - np.eye(3)

    def width(rows: np.ndarray, clusters: np.ndarray | None) -> float:
        how = r.Resampling(np.random.default_rng(2), 4000, clusters)
        found = a.krippendorff_alpha(rows, distance, how)
        return found.high - found.low

    plain = width(given, None)
    tenfold = np.repeat(given, 10, axis=0)
    assert width(given, np.arange(60)) == pytest.approx(plain, rel=0.1)
    assert width(tenfold, np.repeat(np.arange(60), 10)) == pytest.approx(plain, rel=0.1)
    assert width(tenfold, None) == pytest.approx(plain / np.sqrt(10), rel=0.2)


def test_the_order_of_units_does_not_change_an_interval() -> None:
    """The same codings in any order, with the same seed, give the same figures to the last bit."""
    chance = np.random.default_rng(3)
    given, members = noisy(chance, 50, coders=3), np.eye(3, dtype=bool)
    documents, order = chance.integers(0, 9, 50), chance.permutation(50)

    def figures(rows: np.ndarray, clusters: np.ndarray | None) -> list[a.Measurement]:
        how = r.Resampling(np.random.default_rng(4), 200, clusters)
        first = [a.krippendorff_alpha(rows, masi(members), how), a.percentage_agreement(rows, how)]
        return first + a.f1_between_coders(rows, members, how)

    assert figures(given, None) == figures(given[order], None)
    assert figures(given, documents) == figures(given[order], documents[order])


def test_an_interval_that_would_mislead_is_left_out() -> None:
    """Complete agreement, one document, or a code that most resamples miss: a value, and why no interval."""
    how = r.Resampling(np.random.default_rng(0), 200)
    given, members, _ = coded(singles("aabb", "aabb"))
    complete = a.percentage_agreement(given, how)
    assert (complete.value, complete.reason) == (1, r.NO_SPREAD)
    one = r.Resampling(np.random.default_rng(0), 200, np.zeros(4, dtype=np.int64))
    assert a.krippendorff_alpha(given, nominal(members), one).reason == r.ONE_BLOCK
    given, members, _ = coded(singles("aaaaaab", "aaaaaab"))
    rare = a.f1_between_coders(given, members, how)[1]
    assert (rare.value, rare.reason) == (1, r.OFTEN_UNDEFINED)
    assert all(np.isnan([each.low, each.high]).all() for each in (complete, rare))


def test_many_resamples_are_made_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resamples made in parts to spare memory give the same interval."""
    given = noisy(np.random.default_rng(6), 40)
    whole = a.percentage_agreement(given, r.Resampling(np.random.default_rng(7), 100))
    monkeypatch.setattr(r, "_MOST_CELLS", 50)
    assert a.percentage_agreement(given, r.Resampling(np.random.default_rng(7), 100)) == whole


CODEBOOK = Codebook.model_validate(
    {
        "name": "proef",
        "title": "Proef",
        "dimensions": [
            {
                "id": "onderdeel",
                "name": "Onderdeel",
                "multiple": True,
                "outside": "elders",
                "codes": [
                    {"code": "lucht", "name": "Lucht", "definition": "", "replaces": ["wind"]},
                    {"code": "water", "name": "Water", "definition": ""},
                    {"code": "elders", "name": "Elders", "definition": ""},
                ],
            },
            {
                "id": "soort",
                "name": "Soort",
                "multiple": False,
                "outside": "overig",
                "codes": [
                    {"code": "klacht", "name": "Klacht", "definition": ""},
                    {"code": "overig", "name": "Overig", "definition": ""},
                    {"code": "personal", "name": "Heet als een oordeel", "definition": ""},
                ],
            },
        ],
    }
)

Decision = tuple[str, str, str, str, str]
"""Reviewer, statement, dimension, codes or verdict without codes, text hash."""


def decided(*rows: Decision) -> pd.DataFrame:
    """Build decisions in order of arrival."""
    verdicts = ("not_substantive", "personal", "doubt", "split")
    columns = {name: ["-"] * len(rows) for name in Decisions.to_schema().columns}
    columns |= {
        "reviewer": [row[0] for row in rows],
        "statement_id": [row[1] for row in rows],
        "dimension": [row[2] for row in rows],
        "verdict": [row[3][1:] if row[3][1:] in verdicts else "change" for row in rows],
        "codes": [None if row[3][1:] in verdicts else row[3] for row in rows],
        "text_hash": [row[4] for row in rows],
    }
    return tables.frame(Decisions, columns)


def soort(who: str, statement: str, codes: str, text: str = "h") -> Decision:
    """Return a decision in the dimension with one code; a verdict is written as ``!doubt``."""
    return who, statement, "soort", codes, text


def table_of(decisions: pd.DataFrame, dimension: str) -> dict[str, list[set[str] | None]]:
    """Return the codings per unit, readable."""
    found = codings(decisions, CODEBOOK)[dimension]
    names = [*CODEBOOK.by_id[dimension].by_code, "!not_substantive", "!personal"]
    sets = [{name for name, has in zip(names, row, strict=True) if has} for row in found.members]
    rows = [[None if n < 0 else sets[n] for n in row] for row in found.given.tolist()]
    return dict(zip(found.units, rows, strict=True))


def test_the_last_decision_of_each_reviewer_counts() -> None:
    """A later decision of the same reviewer, in whatever case, replaces the earlier; others stand beside."""
    rows = decided(
        soort("Anna", "d:0-5", "overig"),
        soort("Bob", "d:0-5", "klacht"),
        soort("anna", "d:0-5", "klacht"),
        soort("Anna", "d:9-12", "klacht"),
    )
    assert table_of(rows, "soort") == {"d:0-5": [{"klacht"}, {"klacht"}]}


def test_a_doubt_is_no_coding() -> None:
    """Who is in doubt, or wants a split, gives no value, also after giving one."""
    rows = decided(
        *(soort(who, "d:0-5", "klacht") for who in "abc"),
        soort("c", "d:0-5", "!doubt"),
        soort("a", "d:6-9", "klacht"),
        soort("b", "d:6-9", "!split"),
    )
    assert table_of(rows, "soort") == {"d:0-5": [{"klacht"}, {"klacht"}]}


def test_setting_aside_is_a_value_that_is_like_no_other() -> None:
    """A statement set aside differs from one with codes, even when a code has the name of the verdict."""
    rows = decided(
        soort("a", "d:0-5", "!personal"),
        soort("b", "d:0-5", "personal"),
        soort("a", "d:6-9", "!personal"),
        soort("b", "d:6-9", "!not_substantive"),
    )
    assert table_of(rows, "soort") == {
        "d:0-5": [{"!personal"}, {"personal"}],
        "d:6-9": [{"!personal"}, {"!not_substantive"}],
    }
    found = codings(rows, CODEBOOK)["soort"]
    assert masi(found.members).tolist() == (1 - np.eye(3)).tolist()


def test_only_codings_of_the_same_text_are_compared() -> None:
    """A statement whose text changed between two reviewers is not coded twice."""
    rows = decided(
        soort("a", "d:0-5", "klacht", "old"),
        soort("b", "d:0-5", "klacht", "new"),
        soort("a", "d:6-9", "klacht"),
        soort("b", "d:6-9", "overig"),
    )
    assert list(table_of(rows, "soort")) == ["d:6-9"]


def test_order_of_codes_and_replaced_codes_make_no_difference() -> None:
    """The same set in another order, or under the old name of a code, is the same value."""
    rows = decided(
        ("a", "d:0-5", "onderdeel", "water|lucht", "h"),
        ("b", "d:0-5", "onderdeel", "wind|water", "h"),
    )
    assert table_of(rows, "onderdeel") == {"d:0-5": [{"lucht", "water"}] * 2}


@pytest.mark.parametrize(
    ("dimension", "codes"), [("soort", "wens"), ("sfeer", "fijn"), ("soort", "klacht|overig")]
)
def test_codes_that_do_not_exist_are_refused(dimension: str, codes: str) -> None:
    """An unknown code, dimension or combination is an error that names statement and reviewer."""
    with pytest.raises(CodebookError, match="d:0-5 door anna"):
        codings(decided(("anna", "d:0-5", dimension, codes, "h")), CODEBOOK)


def test_the_table_has_every_dimension_and_code() -> None:
    """Every dimension has its alpha, agreement and a row per code, also when nothing was coded twice."""
    marks = ["klacht", "overig", "klacht", "overig", "klacht", "klacht"]
    rows = [soort("a", f"d{n % 3}:{n}-9", mark) for n, mark in enumerate(marks)]
    rows += [soort("b", f"d{n % 3}:{n}-9", mark) for n, mark in enumerate([*marks[:5], "overig"])]
    made = [
        agreement_table(decided(*order), CODEBOOK, np.random.default_rng(1), draws=300)
        for order in (rows, rows[::-1])
    ]
    assert made[0].equals(made[1])
    found = tables.validate(Agreement, made[0])
    assert set(found[Agreement.measure]) <= set(MEASURES)
    assert list(zip(found["dimension"], found["measure"], found["code"].fillna("-"), strict=True)) == [
        ("onderdeel", "alpha_masi", "-"),
        ("onderdeel", "agreement", "-"),
        *(("onderdeel", "f1", code) for code in ("lucht", "water", "elders")),
        ("soort", "alpha_nominal", "-"),
        ("soort", "agreement", "-"),
        *(("soort", "f1", code) for code in ("klacht", "overig", "personal")),
    ]
    assert found["reason"].tolist()[:5] == [a.TOO_FEW] * 5
    assert found["value"].isna().tolist() == [True] * 5 + [False] * 4 + [True]
    one = found.set_index(["dimension", "measure", found["code"].fillna("-")])
    assert one.loc[("soort", "agreement", "-"), "value"] == pytest.approx(5 / 6)
    assert one.loc[("soort", "f1", "overig"), ["units", "coders", "codings"]].tolist() == [3, 2, 5]
    assert one.loc[("soort", "f1", "overig"), "value"] == pytest.approx(4 / 5)


def test_the_table_draws_documents_from_some_number_on() -> None:
    """Drawn by document, one document gives no interval; drawn by statement it does; the table says which."""
    rows = [soort(who, f"d:{n}-{n + 1}", "klacht" if n % 2 else "overig") for n in range(9) for who in "ab"]
    rows[0] = soort("a", "d:0-1", "klacht")
    of_statements, of_documents = (
        agreement_table(decided(*rows), CODEBOOK, np.random.default_rng(1), least_documents=least, draws=300)
        for least in (2, 1)
    )
    assert of_statements["low"].notna().tolist()[5:7] == [True, True]
    assert of_documents["reason"].tolist()[5:7] == [r.ONE_BLOCK] * 2
    assert of_statements["documents"].tolist() == of_documents["documents"].tolist() == [0] * 5 + [1] * 5
    assert of_statements["by_document"].tolist() == [False] * 10
    assert of_documents["by_document"].tolist() == [False] * 5 + [True] * 5


def test_jaccard_is_an_option_for_sets() -> None:
    """The other set distance has its own measure, and counts a code left out as less or more."""
    codes = ["lucht|water", "lucht", "elders"]
    rows = [("a", f"d:{n}-9", "onderdeel", code, "h") for n, code in enumerate(codes)]
    rows += [("b", f"d:{n}-9", "onderdeel", code, "h") for n, code in enumerate(["lucht", "lucht", "elders"])]
    values = {
        name: agreement_table(
            decided(*rows), CODEBOOK, np.random.default_rng(1), set_distance=name, draws=10
        ).iloc[0]
        for name in ("masi", "jaccard")
    }
    assert values["jaccard"]["measure"] == "alpha_jaccard"
    assert values["masi"]["value"] < values["jaccard"]["value"] < 1


@settings(max_examples=30)
@given(st.integers(2, 400), st.integers(2, 5), st.integers(0, 2**32 - 1))
def test_an_interval_lies_around_its_value(units: int, coders: int, seed: int) -> None:
    """Where there is an interval, its bounds are in order and within what the measure can be."""
    chance = np.random.default_rng(seed)
    given = noisy(chance, units, coders=coders)
    given[chance.random(given.shape) < 0.2] = -1
    how = r.Resampling(chance, 100)
    for each in [a.percentage_agreement(given, how), *a.f1_between_coders(given, np.eye(3, dtype=bool), how)]:
        if not np.isnan(each.low):
            assert 0 <= each.low < each.high <= 1
            assert each.reason is None
