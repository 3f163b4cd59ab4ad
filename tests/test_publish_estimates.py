"""The page and the workbook show corrected shares with their margins, or say why there are none."""

import re
from functools import cache
from io import BytesIO

import pandas as pd
import pytest
from estimate_world import World, drawn
from hypothesis import given
from hypothesis import strategies as st
from published_page import Element, read_page
from python_calamine import CalamineWorkbook
from test_publish import NO_ROWS, PROVENANCE, compared, section, sheet

from textmine import tables
from textmine.analysis.estimation_result import METHODS
from textmine.report.charts import LABELS, WIDTH
from textmine.report.document.template import Template
from textmine.report.dutch import NO_BREAK
from textmine.report.estimated import corrected
from textmine.report.interval_chart import Shown, interval_chart
from textmine.steps.analyse import AnalyseSettings, analyse
from textmine.steps.classify import ClassifySettings, classify
from textmine.steps.estimate import Estimated
from textmine.steps.publish import Published, PublishSettings, publish
from textmine.tables import Decisions, Estimates, Evidence, RoundUse

NONE = tables.empty(Decisions)


@cache
def world() -> World:
    """A consultation of 180 statements, in which people judged a sample of 60."""
    return World(size=180, seed=6)


@cache
def decisions() -> pd.DataFrame:
    """What they decided; two statements were set aside."""
    ids = drawn(world().round(1, 60, NONE))
    aside = set(ids[:2])
    return world().decide(ids, lambda i, _: {"verdict": "personal", "codes": None} if i in aside else {})


@cache
def estimates(size: int = 60, judge: bool = True) -> Estimated:  # noqa: FBT002  # a flag of the test
    """Run the step on a round of ``size``."""
    made = world().round(1, size, NONE) if size else None
    return world().estimate(decisions() if judge else NONE, [made] if made else [])


def published(
    made: Estimated,
    learning_curve: pd.DataFrame | None = None,
    advice: pd.DataFrame | None = None,
    **settings: int,
) -> Published:
    """Analyse and publish."""
    given_world, small = world(), world().small
    given_tables = {**small.given(), "assignments": assignments()}
    analysed = analyse(
        **given_tables, corpus=given_world.corpus, codebook=given_world.book, settings=AnalyseSettings()
    )
    names = ("funnel", "code_counts", "crosses", "coverage", "topic_spread", "evidence")
    also = ("documents", "statements", "groups", "topics", "memberships", "assignments", "ingest_rejected")
    learned = {"learning_curve": learning_curve, "advice": advice}
    about = {
        "estimates": made.estimates,
        "estimate_rounds": made.estimate_rounds,
        "estimate_evidence": made.estimate_evidence,
        **{name: table for name, table in learned.items() if table is not None},
        **{name: getattr(analysed, name) for name in names},
        **{name: given_tables[name] for name in also},
        **compared(small.compared()),
        "spans": small.spans(),
        "files": small.files(),
    }
    return publish(
        **{name: tables.empty(table) for name, table in NO_ROWS.items()} | about,
        classifier=given_world.cold,
        corpus=given_world.corpus,
        codebook=given_world.book,
        history=(0, tables.empty(tables.PublishedFigures)),
        provenance=PROVENANCE,
        template=Template(),
        settings=PublishSettings(**settings),
    )


@cache
def assignments() -> pd.DataFrame:
    """Codes of the cold model, and of people."""
    given_world = world()
    return classify(
        given_world.statements,
        given_world.embeddings,
        given_world.cold,
        given_world.book,
        decisions(),
        ClassifySettings(),
    )


@cache
def made_page() -> Published:
    """The publication after a judged sample."""
    return published(estimates())


def part(made: Published) -> Element:
    """Return the section."""
    return section(read_page(made.report), "gecorrigeerd")


def cells(table: Element) -> list[list[str]]:
    """Return the words of all cells."""
    return [[cell.words() for cell in row.all() if cell.tag in {"th", "td"}] for row in table.all("tr")]


def of_all(dimension: str) -> pd.DataFrame:
    """Return the estimates of one dimension about all statements."""
    rows = estimates().estimates
    return rows[
        (rows[Estimates.dimension] == dimension)
        & (rows[Estimates.unit] == "statements")
        & (rows[Estimates.group_kind] == "all")
    ]


def test_the_page_shows_every_code_with_its_margin() -> None:
    """Share and margin as in the table, beside the count without correction and what was judged."""
    found = [cells(table) for table in part(made_page()).all("table")]
    assert [rows[0][:3] for rows in found[:3]] == [
        ["Code", "Gecorrigeerd aandeel", "Telling zonder correctie"]
    ] * 3
    for rows, dimension in zip(found, world().book.dimensions, strict=False):
        assert len(rows) == 1 + len(dimension.codes)
        wanted = {row.code: row for row in of_all(dimension.id).itertuples()}
        names = {code.name: code.code for code in dimension.codes}
        for name, shown, counted, judged, _ in rows[1:]:
            about = wanted[names[name.removeprefix("waarvan ")]]
            value, low, high = (int(n) for n in re.findall(r"\d+", shown)[:3])
            assert abs(value - 100 * about.value) <= 0.5
            assert abs(low - 100 * about.low) <= 0.5
            assert abs(high - 100 * about.high) <= 0.5
            assert re.fullmatch(r"\d+ \(\d+(,\d)? %\)|0 \(0 %\)", counted)
            assert judged == "60"
    assert any(row[0] == "waarvan Lof" for row in found[1])
    words = part(made_page()).words()
    assert "Het gaat om een deel van alle 180 uitspraken." in words
    assert "telling zonder correctie is een deel van de 178 uitspraken die meetellen" in words


def test_a_figure_leads_to_the_judged_statements() -> None:
    """The number with the code links to the ids, which are those of the table of evidence."""
    evidence = estimates().estimate_evidence
    page = part(made_page())
    for dimension in world().book.dimensions:
        for code in dimension.codes:
            wanted = evidence[evidence[Evidence.key] == f"{dimension.id}|{code.code}|all|"]
            details = page.one("details", id=f"gecorrigeerd-{dimension.id}-{code.code}")
            assert sorted(c.text() for c in details.all("code")) == sorted(wanted[Evidence.statement_id])
            (link,) = [a for a in page.all("a") if a.attributes["href"] == f"#{details.attributes['id']}"]
            assert link.text() == str(len(wanted))
    fewer = part(published(estimates(), ids_per_cell=3))
    details = fewer.one("details", id="gecorrigeerd-plek-elders")
    assert len(details.all("code")) == 3
    assert re.search(r"En nog \d+ in het werkboek, blad Bewijs", details.words())


def test_the_chart_draws_what_the_table_says() -> None:
    """Per code its name, a margin and two marks; title and description read the same aloud."""
    figures = part(made_page()).all("figure")
    assert len(figures) == 3
    for figure, dimension in zip(figures, world().book.dimensions, strict=True):
        groups = figure.all("g")
        assert len(groups) == len(dimension.codes)
        told = [group.one("title").text() for group in groups]
        assert figure.one("desc").text() == "; ".join(told) + "."
        for code, line in zip(dimension.codes, told, strict=True):
            assert line.startswith(f"{code.name}: ")
            assert "zonder correctie" in line
            assert re.search(r"\d.% \(\d+(,\d)?–\d+(,\d)?.%\)", line)


def test_without_a_judged_sample_the_page_says_what_to_do() -> None:
    """One sentence, with the commands for this corpus; no empty tables."""
    nothing, waiting = (part(published(made)) for made in (estimates(0), estimates(60, judge=False)))
    assert "Er is nog geen steekproef beoordeeld." in nothing.words()
    assert not nothing.all("table")
    shown = [code.text() for code in nothing.all("code")]
    assert shown == [
        "textmine review export proef --reviewer NAAM",
        "textmine review import proef",
        "textmine run proef",
    ]
    assert "Er is een steekproef gemaakt, maar daarvan is nog niets bruikbaars beoordeeld." in waiting.words()
    (rounds,) = waiting.all("table")
    assert cells(rounds)[1] == [
        "1",
        "alle vragen",
        "60",
        "0",
        "0 %",
        "Van de 60 gelote teksten is er nog geen beoordeeld.",
    ]
    book = published(estimates(0)).workbook
    assert sheet(book, "Gecorrigeerde aandelen", "Vraag") == []
    assert sheet(book, "Steekproefrondes", "Ronde") == []


def test_a_refusal_is_said_with_its_reason() -> None:
    """Too small a sample: no share, no chart, the reason once, and the count without correction stays."""
    ids = drawn(world().round(1, 20, NONE))
    made = world().estimate(world().decide(ids), [world().round(1, 20, NONE)])
    page = part(published(made))
    assert page.words().count("Hier is geen schatting te geven: te weinig beoordeeld: 20 uit de") == 3
    assert not page.all("figure")
    rows = cells(page.all("table")[0])
    assert [row[1] for row in rows[1:]] == ["–"] * 3
    assert sum(int(row[2].split(" ")[0]) for row in rows[1:]) > 100
    reasons = {
        row["Waarom geen aandeel"]
        for row in sheet(published(made).workbook, "Gecorrigeerde aandelen", "Vraag")
    }
    assert all("te weinig beoordeeld" in str(reason) or "alleen grenzen" in str(reason) for reason in reasons)
    mixed = estimates().estimates.copy()
    one = (mixed[Estimates.code] == "lucht") & (mixed[Estimates.group_kind] == "all")
    mixed.loc[one, [Estimates.value, Estimates.low, Estimates.high]] = None
    mixed.loc[one, Estimates.reason] = "een reden van deze code"
    also = estimates()
    shown = part(published(Estimated(mixed, also.estimate_rounds, also.estimate_evidence)))
    assert "geen schatting: een reden van deze code" in shown.words()


def test_the_workbook_has_all_groups_and_units() -> None:
    """One row per estimate, numbers as in the table, names instead of keys, and evidence behind each."""
    book = made_page().workbook
    found, rows = sheet(book, "Gecorrigeerde aandelen", "Vraag"), estimates().estimates
    assert len(found) == len(rows)
    assert {row["Aandeel van de"] for row in found} == {"uitspraken", "inzendingen", "indieners"}
    assert {(row["Groep"], row["Naam van de groep"]) for row in found} == {
        ("alles", ""),
        ("regio", "Noord"),
        ("regio", "Zuid"),
        ("plek", "Op het water"),
        ("plek", "Aan land"),
    }
    assert {row["Hoe geschat"] for row in found} <= set(METHODS.values())
    for shown, about in zip(found, rows.itertuples(), strict=True):
        assert shown["Gecorrigeerd aandeel"] == ("" if pd.isna(about.value) else pytest.approx(about.value))
        assert shown["Bovengrens"] == ("" if pd.isna(about.high) else pytest.approx(about.high))
        assert (shown["Beoordeeld in de steekproef"], shown["Totaal"]) == (about.sample, about.population)
        assert (shown["Marge ruimer dan gevraagd"] == "ja") == about.wide
        assert shown["Waarom geen aandeel"] == ("" if pd.isna(about.reason) else about.reason)
    evidence = sheet(book, "Bewijs", "Blad")
    keys = {row["Sleutel"] for row in evidence if row["Blad"] == "Gecorrigeerde aandelen"}
    assert keys == set(estimates().estimate_evidence[Evidence.key])
    assert {row["Sleutel in blad Bewijs"] for row in found if row["Beoordeeld in de steekproef"]} & keys
    rounds = sheet(book, "Steekproefrondes", "Ronde")
    assert [(row["Geloot"], row["Daarvan beoordeeld"], row["Gewicht"]) for row in rounds] == [(60, 60, 1)] * 3
    names = CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names
    assert names.index("Gecorrigeerde aandelen") < names.index("Steekproefrondes") < names.index("Uitspraken")


def test_the_page_needs_no_more_than_the_rules_allow() -> None:
    """Links lead somewhere, ids are unique, tables can be read aloud, nothing is claimed for everybody."""
    page = read_page(made_page().report)
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert {a.attributes["href"][1:] for a in page.all("a")} <= set(ids)
    for table in part(made_page()).all("table"):
        assert table.one("caption").words()
        assert {th.attributes.get("scope") for th in table.all("th")} <= {"col", "row"}
    words = page.one("body").words()
    assert not re.search(r"\b[Ss]essies?\b|\b[Vv]erslag", words)
    assert not re.search(r"representatie|meerderheid|\bde meeste\b|iedereen", words, re.IGNORECASE)
    assert "zie Hoe vaak komt het voor?" in page.one("section", class_="box").words()


def test_the_same_tables_give_the_same_bytes() -> None:
    """Publishing twice, and with the evidence in another order, gives equal files."""
    made = estimates()
    mixed = made.estimate_evidence.sample(frac=1, random_state=3).reset_index(drop=True)
    again = Estimated(made.estimates, made.estimate_rounds, mixed)
    first, second = made_page(), published(again)
    assert (second.report, second.workbook) == (first.report, first.workbook)


def test_rounds_that_differ_per_question_are_told_apart() -> None:
    """A doubt in one dimension gives that dimension its own row."""
    made = estimates()
    use = made.estimate_rounds.copy()
    use.loc[use[RoundUse.dimension] == "soort", [RoundUse.judged, RoundUse.message]] = [58, "twee ontbreken"]
    page = part(published(Estimated(made.estimates, use, made.estimate_evidence)))
    rows = cells(page.all("table")[-1])[1:]
    assert [row[1:4] for row in rows] == [["Onderdeel, Plek", "60", "60"], ["Soort", "60", "58"]]
    assert rows[1][5] == "twee ontbreken"


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [
        (0.341, 0.289, 0.402, "34 % (29–40 %)"),
        (0.0312, 0.004, 0.0812, "3,1 % (0,4–8,1 %)"),
        (0.0, 0.0, 0.0, "0 %"),
        (0.0, 0.0, 0.012, "0,0 % (0,0–1,2 %)"),
        (0.25, 0.25, 0.25, "25 %"),
        (None, 0.2, 1.0, "20–100 %"),
        (None, None, None, ""),
    ],
)
def test_shares_are_written_as_people_say_them(
    value: float | None, low: float | None, high: float | None, said: str
) -> None:
    """Whole percentages, a decimal for small ones, the margin between brackets; empty when unknown."""
    row = {Estimates.value: value, Estimates.low: low, Estimates.high: high}
    assert corrected(row).replace(NO_BREAK, " ") == said


@given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), max_size=6))
def test_intervals_lie_within_the_picture(rows: list[list[float]]) -> None:
    """In proportion to the axis, which starts at 0 and has round numbers."""
    shown = [Shown(f"code {n}", *sorted(row[:3]), row[3], "woorden") for n, row in enumerate(rows)]
    chart = interval_chart("g", "Titel", shown)
    first, last = chart.ticks[0], chart.ticks[-1]
    assert (first.x, first.label) == (LABELS, "0 %")
    most = int(last.label.split()[0]) / 100
    assert len(chart.ticks) <= 7
    for drawn_row, row in zip(chart.rows, shown, strict=True):
        assert LABELS <= drawn_row.low <= drawn_row.value <= drawn_row.high <= last.x < WIDTH
        for place, share in ((drawn_row.value, row.value), (drawn_row.model, row.model)):
            assert place == pytest.approx(LABELS + share / most * (last.x - LABELS), abs=0.02)
        assert drawn_row.y < chart.height
