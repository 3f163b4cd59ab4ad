"""Numbers as Dutch readers write them, and the geometry of a chart."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.analysis.numbers import whole
from textmine.report.charts import LABELS, WIDTH, stacked_bars
from textmine.report.dutch import NO_BREAK, STATEMENT, certainty, day, decimal, listing, share
from textmine.report.rows import natural


def test_numbers_are_dutch() -> None:
    """A point for thousands, a comma for decimals, a fixed space before the percent sign."""
    assert [whole(n) for n in (0, 999, 1234, 1234567)] == ["0", "999", "1.234", "1.234.567"]
    assert [decimal(n, 2) for n in (0.5, 1234.567)] == ["0,50", "1.234,57"]
    assert share(1, 8) == f"12,5{NO_BREAK}%"
    assert [share(0, 8), share(8, 8), share(0, 0)] == [f"0{NO_BREAK}%", f"100{NO_BREAK}%", "–"]


def test_words_follow_the_number() -> None:
    """One statement is not one statements."""
    assert [STATEMENT.of(n).replace(NO_BREAK, " ") for n in (0, 1, 2)] == [
        "0 uitspraken",
        "1 uitspraak",
        "2 uitspraken",
    ]
    assert listing(["a"]) == "a"
    assert listing(["a", "b", "c"]) == "a, b en c"
    assert day(dt.date(2026, 3, 5)) == "5 maart 2026"


def test_a_model_is_never_wholly_sure() -> None:
    """A probability that rounds to one is shown as 99 %."""
    assert [certainty(p).replace(NO_BREAK, " ") for p in (0.5, 0.994, 0.999, 1.0)] == [
        "50 %",
        "99 %",
        "99 %",
        "99 %",
    ]


def test_row_ten_comes_after_row_two() -> None:
    """Places are sorted as people count."""
    assert sorted(["rij 10", "rij 2", None, "rij 2a"], key=natural) == [None, "rij 2", "rij 2a", "rij 10"]


_BARS = st.lists(
    st.tuples(st.text(max_size=80), st.lists(st.integers(0, 10**6), min_size=3, max_size=3)), max_size=8
)


@given(_BARS)
def test_bars_are_as_long_as_their_numbers(bars: list[tuple[str, list[int]]]) -> None:
    """Segments lie side by side inside the picture, in proportion; an empty one is not drawn."""
    chart = stacked_bars("g", "Titel", "Tekst", ["een", "twee", "drie"], bars)
    widest = max((sum(numbers) for _, numbers in bars), default=0)
    for bar, (_, numbers) in zip(chart.bars, bars, strict=True):
        assert len(bar.segments) == sum(number > 0 for number in numbers)
        assert bar.total == whole(sum(numbers))
        end = float(LABELS)
        for segment, number in zip(bar.segments, [n for n in numbers if n], strict=True):
            assert segment.x == pytest.approx(end, abs=0.05)
            assert segment.width == pytest.approx(number / widest * (WIDTH - LABELS - 60), abs=0.01)
            end = segment.x + segment.width
        assert end < WIDTH
        assert bar.y < chart.height


def test_every_series_is_in_the_legend_within_the_picture() -> None:
    """Long names go on the next line of the legend."""
    names = [f"Een tamelijk lange naam van reeks {n}" for n in range(7)]
    chart = stacked_bars("g", "Titel", "Tekst", names, [("rij", [1] * 7)])
    assert [item.name for item in chart.legend] == names
    assert len({(item.x, item.y) for item in chart.legend}) == 7
    assert max(item.x for item in chart.legend) < WIDTH
    assert min(bar.y for bar in chart.bars) > max(item.y for item in chart.legend)


def test_a_label_ends_before_the_bar() -> None:
    """Also in a wide letter: a longer one goes on on the next line."""
    chart = stacked_bars("g", "Titel", "Tekst", ["een"], [("Omgaan met regionale kenmerken", [1])])
    widest = max(len(line) for line in chart.bars[0].lines)
    assert chart.bars[0].lines == ("Omgaan met regionale", "kenmerken")
    assert widest * 8 < LABELS
