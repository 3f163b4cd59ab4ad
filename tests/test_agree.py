"""The step that measures agreement, and how it is told: on the console, on the page and in the workbook."""

import re
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_decisions import CODEBOOK, Decision, decided, drawn
from published_page import Element, read_page
from python_calamine import CalamineWorkbook
from test_publish import SMALL
from test_publish import given as given_tables
from typer.testing import CliRunner

from textmine import tables
from textmine.cli.app import app
from textmine.report import agreement as words
from textmine.report.dutch import NO_BREAK
from textmine.steps.agree import AgreeSettings, agree
from textmine.steps.publish import PublishSettings, publish
from textmine.store import decisions as decisions_file
from textmine.store import rounds as rounds_folder
from textmine.store.codebooks import dump
from textmine.tables import Agreement

QUICK = AgreeSettings(draws=100)


def coded(marks: str, *, documents: int = 99) -> list[Decision]:
    """Return rows of two coders, two letters per statement: k (klacht) or o (overig)."""
    code = {"k": "klacht", "o": "overig"}
    pairs = [f"d{n % documents}:{n}-{n + 1}" for n in range(len(marks.split()))]
    return [
        (name, workbook, code[mark])
        for name, pair in zip(pairs, marks.split(), strict=True)
        for mark, workbook in zip(pair, ("1 anna", "1 bob*"), strict=True)
    ]


def measured(rows: list[Decision], at: AgreeSettings = QUICK) -> pd.DataFrame:
    """Run the step on a round whose sample is all of it."""
    return agree(decided(*rows), (drawn(1, sorted({row[0] for row in rows})),), CODEBOOK, at)


def only(table: pd.DataFrame, measure: str, dimension: str = "soort") -> dict[str, object]:
    """Return the only such row."""
    found = table[(table[Agreement.measure] == measure) & (table[Agreement.dimension] == dimension)]
    (row,) = found.astype(object).to_dict("records")
    return row


def test_the_step_measures_what_can_be_counted_by_hand() -> None:
    """Ten statements, nine alike; alpha by hand: observed 2/20, expected (11*9*2)/(20*19), so 0.808.

    Of twenty codings eleven are a complaint. A statement outside the sample, and a third coder who saw the
    proposal too, change nothing.
    """
    rows = coded("kk kk kk kk kk oo oo oo oo ko")
    table = agree(
        decided(*rows, ("d0:0-1", "1 carla", "overig"), *(("d99:0-1", w, "klacht") for w in ("1 a", "1 b*"))),
        (drawn(1, [row[0] for row in rows[::2]]),),
        CODEBOOK,
        QUICK,
    )
    alpha, same = only(table, "alpha_nominal"), only(table, "agreement")
    assert same[Agreement.value] == pytest.approx(9 / 10)
    assert alpha[Agreement.value] == pytest.approx(1 - (2 / 20) / (2 * 11 * 9 / (20 * 19)))
    assert alpha[Agreement.value] == pytest.approx(0.808, abs=5e-4)
    assert (alpha[Agreement.units], alpha[Agreement.documents], alpha[Agreement.coders]) == (10, 10, 2)
    assert alpha[Agreement.by_document]


def test_documents_are_drawn_from_ten_on() -> None:
    """Nine documents: statements are drawn one by one; ten: documents."""
    marks = "kk oo ko kk oo kk oo ok kk oo kk oo"
    assert not only(measured(coded(marks, documents=9)), "agreement")[Agreement.by_document]
    assert only(measured(coded(marks, documents=10)), "agreement")[Agreement.by_document]


def test_the_seed_and_the_set_distance_are_settings() -> None:
    """The same seed gives the same table, another seed other bounds; Jaccard has its own measure."""
    rows = coded("kk oo ko kk oo kk oo ok kk oo kk oo")
    first = measured(rows)
    assert measured(rows).equals(first)
    assert not measured(rows, AgreeSettings(draws=100, seed=1)).equals(first)
    assert only(
        measured(rows, AgreeSettings(draws=100, set_distance="jaccard")), "alpha_jaccard", "onderdeel"
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.0, "betrouwbaar"),
        (0.8, "betrouwbaar"),
        (0.7996, "betrouwbaar"),  # is shown as 0,800
        (0.7994, "voorlopig (alleen voor voorzichtige conclusies)"),
        (0.667, "voorlopig (alleen voor voorzichtige conclusies)"),
        (0.6664, "niet geschikt om conclusies op te baseren"),
        (-3.0, "niet geschikt om conclusies op te baseren"),
    ],
)
def test_the_verdict_has_the_usual_bounds(value: float, said: str) -> None:
    """From 0.800 on reliable, from 0.667 on tentative (Krippendorff 2004), judged as it is shown."""
    assert words.verdict(value) == said


@settings(deadline=None, max_examples=50)
@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_lower_alpha_never_has_a_better_verdict(one: float, other: float) -> None:
    """The verdict follows the value."""
    order = [words.verdict(value) for value in (1.0, 0.7, 0.0)]
    low, high = sorted([one, other])
    assert order.index(words.verdict(low)) >= order.index(words.verdict(high))


def row(**given: object) -> dict[str, object]:
    """Return a row of the table with an alpha of 0.9."""
    return {
        Agreement.dimension: "soort",
        Agreement.measure: "alpha_nominal",
        Agreement.code: None,
        Agreement.value: 0.9,
        Agreement.low: 0.85,
        Agreement.high: 0.95,
        Agreement.units: 200,
        Agreement.documents: 40,
        Agreement.coders: 2,
        Agreement.codings: 400,
        Agreement.by_document: True,
        Agreement.reason: None,
    } | given


def told(**given: object) -> words.Measured:
    """Return how such an alpha is told."""
    rows = [row(**given), row(**given) | {Agreement.measure: "agreement"}]
    rows += [each | {Agreement.dimension: "onderdeel"} for each in rows]
    names = list(Agreement.to_schema().columns)
    table = tables.frame(Agreement, {name: [each[name] for each in rows] for name in names})
    return words.measured(table, CODEBOOK)[1]


def test_warnings_say_why_a_figure_is_less_sure_than_it_looks() -> None:
    """Few statements, few documents, or a lower bound with a worse verdict; none of them without cause."""
    assert told().warnings == ()
    assert [text[:26] for text in told(units=49).warnings] == ["Er zijn weinig uitspraken "]
    (narrow,) = told(documents=29).warnings
    assert narrow.endswith("(29): het interval is waarschijnlijk te smal.")
    (narrow,) = told(documents=9, by_document=False).warnings
    assert "houdt daar geen rekening mee" in narrow
    assert told(units=60, documents=60, by_document=False).warnings == ()
    (lower,) = told(low=0.6).warnings
    assert lower.endswith("hoort bij een lager oordeel: niet geschikt om conclusies op te baseren.")


def test_the_verdict_allows_for_the_interval_and_names_codes_nobody_shared() -> None:
    """A wide margin is told beside the verdict, not only below it; so is a code that was never shared."""
    assert told(value=0.85, low=0.81, high=0.9).verdict == "betrouwbaar"
    wide = told(value=0.85, low=0.695, high=0.9)
    assert wide.verdict == "waarschijnlijk betrouwbaar, maar de marge is nog ruim"
    rows = coded("kk kk kk kk kk kk kk kk kk ko")
    made = agree(decided(*rows), (drawn(1, [r[0] for r in rows[::2]]),), SMALL.codebook, QUICK)
    found = words.measured(made, SMALL.codebook)
    zero = [code.name for row in found for code in row.codes if code.score == "0,00" and code.given]
    assert zero
    assert all(any(name in row.verdict for row in found) for name in zero)


def test_a_warning_that_holds_for_several_questions_is_told_once() -> None:
    """With the names of all of them."""
    one, other = told(units=49), told(units=49, documents=29)
    assert [names for names, _ in words.warnings((one, other))] == ["Soort en Soort", "Soort"]
    assert words.warnings((told(),)) == ()


def test_what_is_undefined_is_told_with_its_reason() -> None:
    """No number is invented, and its place is not left empty."""
    found = told(value=None, low=None, high=None, reason="elke uitspraak kreeg dezelfde code")
    assert found.verdict == "niet te meten: elke uitspraak kreeg dezelfde code"
    assert (found.alpha, found.alpha_interval, found.agreement) == ("–", "–", "–")
    assert told(value=None, low=None, high=None, units=3, documents=1).warnings == ()
    assert told(low=None, high=None, reason="te weinig").alpha_interval == "geen interval"


def published(agreement: pd.DataFrame) -> tuple[Element, list[list[object]]]:
    """Return the section of the page, and the rows of the sheet."""
    tables_given = {**given_tables(SMALL), "agreement": agreement}
    made = publish(**tables_given, settings=PublishSettings())
    section = read_page(made.report).one("section", aria_labelledby="overeenstemming")
    sheet = CalamineWorkbook.from_filelike(BytesIO(made.workbook)).get_sheet_by_name("Overeenstemming")
    return section, sheet.to_python()


def row_of(section: Element, head: str) -> list[str]:
    """Return the cells of the only row of a table with this heading."""
    rows = [each for each in section.all("tr") if [h.words() for h in each.all("th", scope="row")] == [head]]
    (found,) = rows
    return [cell.words().replace(NO_BREAK, " ") for cell in found.all("td")]


def test_without_double_coding_the_report_says_so_in_one_sentence() -> None:
    """No table of nothing: neither before the step ever ran, nor when it found nothing."""
    nothing = agree(decided(), (), SMALL.codebook, QUICK)
    for table in (tables.empty(Agreement), nothing):
        section, sheet = published(table)
        assert [part.words() for part in section.all()] == [words.TITLE, words.NONE_YET]
        assert [line[0] for line in sheet if line[0]] == ["Overeenstemming", words.NONE_YET, "Vraag"]


def test_the_report_has_every_figure_of_the_table() -> None:
    """Alpha, interval, percentage and each code's F1 are on the page, and all rows in the workbook."""
    rows = coded("kk kk kk kk kk oo oo oo oo ko")
    table = agree(decided(*rows), (drawn(1, [r[0] for r in rows[::2]]),), SMALL.codebook, QUICK)
    section, sheet = published(table)
    alpha, interval, verdict, same, _, rests_on = row_of(section, "Soort")
    assert (alpha, verdict, same) == (
        "0,808",
        "waarschijnlijk betrouwbaar, maar de marge is nog ruim",
        "90,0 %",
    )
    assert re.fullmatch(r"0,\d{3} tot 1,000", interval)
    assert rests_on == "10 uitspraken uit 10 documenten, 2 beoordelaars"
    items = [item.words() for item in section.all("li")]
    assert "Soort: Er zijn weinig uitspraken (10): het cijfer is onzeker." in items
    assert not [item for item in items if not item.startswith("Soort: ")]
    assert row_of(section, "Klacht")[0] == "0,91"
    assert row_of(section, "Klacht")[2:] == ["11", "6"]
    assert row_of(section, "Lof") == ["–", "–", "0", "0"]
    assert row_of(section, "Plek")[2].startswith("niet te meten: minder dan twee uitspraken")
    (head,) = [n for n, line in enumerate(sheet) if line[0] == "Vraag"]
    body = [dict(zip(map(str, sheet[head]), line, strict=True)) for line in sheet[head + 1 :]]
    assert len(body) == len(table)
    (alpha,) = [line for line in body if line["Vraag"] == "Soort" and line["Maat"] == "Krippendorffs alfa"]
    assert alpha["Waarde"] == pytest.approx(0.808, abs=5e-4)
    assert alpha["Oordeel"] == "waarschijnlijk betrouwbaar, maar de marge is nog ruim"
    assert "lager oordeel" in str(alpha["Toelichting"])
    (f1,) = [line for line in body if line["Code"] == "Klacht"]
    assert (f1["Waarde"], f1["Keer gegeven"], f1["Uitspraken"]) == (pytest.approx(10 / 11), 11, 6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus with two rounds, of which the first was coded twice in part."""
    made = tmp_path / "corpora" / "proef"
    made.mkdir(parents=True)
    (made / "corpus.yaml").write_text("name: Proef\nkind: minutes\n", "utf-8")
    (made / "codebook.yaml").write_text(dump(CODEBOOK), "utf-8")
    rows = coded("kk kk kk kk kk oo oo oo oo ko")
    rounds_folder.write(made / "rounds", drawn(1, [*(row[0] for row in rows[::2]), "e:0-1", "e:1-2"]))
    rounds_folder.write(made / "rounds", drawn(2, ["f:0-1"]))
    extra = [("e:0-1", "1 anna", "klacht"), ("e:0-1", "1 bob", "klacht"), ("f:0-1", "3 anna", "klacht")]
    decisions_file.append(made / "decisions.csv", decided(*rows, *extra))
    return made


def shown(*arguments: str) -> str:
    """Return what a command prints, fixed spaces as spaces."""
    done = CliRunner().invoke(app, ["review", "agreement", *arguments])
    assert done.exit_code == 0, done.output
    return done.output.replace(NO_BREAK, " ")


def test_the_command_shows_figures_and_what_they_rest_on(folder: Path) -> None:
    """Figures, verdict and warnings per question, then what was and was not counted."""
    text = shown(str(folder))
    assert "Soort: waarschijnlijk betrouwbaar, maar de marge is nog ruim" in text
    assert "Krippendorffs alfa: 0,808 (" in text
    assert "Gelijk gecodeerd: 90,0 % (" in text
    assert "Gemeten op: 10 uitspraken uit 10 documenten, 2 beoordelaars" in text
    assert "Let op bij Soort: Er zijn weinig uitspraken (10): het cijfer is onzeker." in text
    assert "In de steekproef (rondes 1, 2): 13 teksten, waarvan 10 door twee of meer mensen" in text
    assert "omdat iedereen het voorstel zag: 1 uitspraak." in text
    assert "er zijn oordelen uit ronde 3, maar in de map rounds staat niet" in text


def test_the_command_can_look_at_one_round(folder: Path) -> None:
    """A round without double coding says what to do; a round that is not there is refused."""
    assert "In de steekproef (ronde 1): 12 teksten" in shown(str(folder), "--round", "1")
    text = shown(str(folder), "--round", "2")
    assert words.NONE_YET in text
    assert f"textmine review export {folder} --round 2 --blind --reviewer NAAM" in text
    done = CliRunner().invoke(app, ["review", "agreement", str(folder), "--round", "9"])
    assert done.exit_code == 1
    assert "ronde 9 is er niet; kies uit 1, 2" in " ".join(done.output.split())


def test_a_corpus_without_rounds_is_told_how_to_begin(folder: Path) -> None:
    """Nothing was sent out yet."""
    for path in sorted((folder / "rounds").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert f"Maak eerst een ronde: textmine review export {folder} --reviewer NAAM" in shown(str(folder))
