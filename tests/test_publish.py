"""The page and the workbook say what the tables say, and quote what the documents say."""

import datetime as dt
import itertools
import json
import re
from base64 import b64encode
from dataclasses import fields, replace
from functools import cache
from hashlib import sha256
from io import BytesIO

import pandas as pd
import pytest
from published_page import Element, quotes_of, read_page
from python_calamine import CalamineWorkbook
from small_corpus import CODEBOOK, MINUTES, PLAIN, RESPONSES, Said, Small, Text, classifier

from textmine import tables
from textmine.codebook import Codebook
from textmine.errors import CodebookError, ConservationError
from textmine.pipeline.table import step_of
from textmine.provenance import Commit, InputFile, Provenance, Setting
from textmine.report.document.template import Template
from textmine.report.statement_rows import WITHHELD
from textmine.steps.compare import CompareResult
from textmine.steps.points import Pointed, PointsSettings
from textmine.steps.publish import Published, PublishSettings, publish
from textmine.store.artefacts import table_class
from textmine.tables import Remarks

WATER = "onderdeel:water soort:klacht plek:water"
LUCHT = "onderdeel:lucht soort:lof plek:elders"
NASTY = 'De "sloot" <b>is</b> vies & stinkt; </p><script>alert(1)</script>'
LONG = "Dit is een heel lang verhaal. " * 1500
PRIVATE = "Bel mij thuis op mijn eigen nummer."
DRAFT = "Dit staat in een verslag dat nog niet is vastgesteld."

TEXTS = (
    Text(
        "g1",
        [
            Said(NASTY, WATER, "a"),
            Said("  De sloot  is al jaren vies en niemand doet er iets aan.", WATER, "a", 0.7),
            Said(PRIVATE, ""),
            Said("=1+1 is geen formule", LUCHT, "b"),
        ],
        session="g1",
    ),
    Text(
        "g2",
        [Said("De beek is hier ook al heel lang vies.", WATER, "a"), Said(LONG, LUCHT, "b")],
        session="g2",
    ),
    Text(
        "p1",
        [Said("bel mij THUIS op mijn eigen nummer.", WATER, "a"), Said("Fris.", LUCHT, "b", by_person=True)],
        session="p1",
    ),
    Text("p2", [Said(DRAFT, WATER, "a")], session="p2", status="concept"),
)
SMALL = Small(TEXTS, broad={"a": "A", "b": "A"})


PROVENANCE = Provenance(
    commit=Commit(None, 0, "deze proef staat niet in git"),
    version="0",
    inputs=(InputFile("decisions.csv", "0" * 64, 1, by_people=True),),
    settings=(
        *(
            Setting("points", name, json.dumps(value), "een instelling van de punten")
            for name, value in PointsSettings().model_dump().items()
        ),
        Setting("learn", "seed", "0", "het startgetal"),
    ),
)

NO_ROWS = {
    artefact.name: table_class(artefact.table)
    for artefact in step_of("publish").reads
    if artefact.kind == "table"
} | {"comments": tables.Comments, "settled": tables.Settled}
"""Every table that the step reads; a test gives those that it is about."""


def compared(made: CompareResult) -> dict[str, object]:
    """Return what publish reads of the comparisons, by parameter."""
    names = {field.name: field.name for field in fields(CompareResult)}
    names |= {"evidence": "compare_evidence", "open": "compare_open"}
    return {name: getattr(made, field) for field, name in names.items()}


def plane(topics: pd.DataFrame) -> pd.DataFrame:
    """Every fine topic on a line."""
    names = sorted(topics[topics["level"] == 2]["id"])
    places = [n / max(len(names) - 1, 1) for n in range(len(names))]
    return tables.frame(tables.Landscape, {"topic": names, "x": places, "y": [0.0] * len(names)})


def given(small: Small, points: Pointed | None = None) -> dict[str, object]:
    """Return what the step reads, analysed."""
    analysed = small.analysed()
    names = ("funnel", "code_counts", "crosses", "coverage", "topic_spread", "evidence")
    made = small.given()
    also = ("documents", "statements", "groups", "topics", "memberships", "assignments", "ingest_rejected")
    return {
        **{name: tables.empty(table) for name, table in NO_ROWS.items()},
        **{name: getattr(analysed, name) for name in names},
        **{name: made[name] for name in also},
        "points": tables.empty(tables.Points) if points is None else points.points,
        "point_members": tables.empty(tables.PointMembers) if points is None else points.members,
        **compared(small.compared(points)),
        "spans": small.spans(),
        "classifier": classifier(),
        "corpus": small.corpus,
        "codebook": small.codebook,
        "files": made["files"],
        "history": (0, tables.empty(tables.PublishedFigures)),
        "provenance": PROVENANCE,
        "template": Template(),
        "landscape": plane(made["topics"]),
    }


def published(small: Small, **settings: int) -> Published:
    """Run the step."""
    return publish(**given(small), settings=PublishSettings(**settings))


@cache
def small_page() -> Element:
    """The page of ``SMALL``."""
    return read_page(published(SMALL).report)


def sheet(book: bytes, name: str, head: str) -> list[dict[str, object]]:
    """Read a sheet; ``head`` is the first heading."""
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name(name).to_python()
    (start,) = [n for n, row in enumerate(rows) if row[0] == head]
    return [dict(zip(map(str, rows[start]), row, strict=True)) for row in rows[start + 1 :]]


def section(page: Element, name: str) -> Element:
    """Return the section under this heading."""
    return page.one("section", aria_labelledby=name)


def test_every_quote_is_word_for_word_in_its_document() -> None:
    """Parsed as a browser does, a quote is the passage that its id names, mark-up and spaces included."""
    texts = SMALL.documents().set_index("id")["text"]
    quotes = quotes_of(small_page())
    assert len(quotes) > 10
    for name, words in quotes:
        document, place = name.rsplit(":", 1)
        start, end = map(int, place.split("-"))
        assert words == texts[document][start:end]


def test_a_quote_is_shown_whole() -> None:
    """No quote is cut, however long."""
    assert LONG in {words for _, words in quotes_of(small_page())}


def test_a_lone_carriage_return_survives() -> None:
    """A browser would read it as a line feed; written as a reference it stays what it is."""
    small = Small((Text("g1", [Said("een\rtwee\r\ndrie vier vijf zes zeven", WATER)], session="g1"),))
    page = published(small).report
    assert "\r" not in page
    assert "een\rtwee\r\ndrie vier vijf zes zeven" in {words for _, words in quotes_of(read_page(page))}


def test_what_people_set_aside_is_never_repeated() -> None:
    """Neither the statement itself nor a copy of it in another document, in page or workbook."""
    made = published(SMALL)
    cells = [
        str(value)
        for name in CalamineWorkbook.from_filelike(BytesIO(made.workbook)).sheet_names
        for row in CalamineWorkbook.from_filelike(BytesIO(made.workbook)).get_sheet_by_name(name).to_python()
        for value in row
    ]
    assert PRIVATE.casefold() not in made.report.casefold()
    assert not [cell for cell in cells if PRIVATE.casefold() in cell.casefold()]
    assert DRAFT not in made.report


def test_a_statement_that_is_not_in_its_document_is_an_error() -> None:
    """The step refuses to quote what no document says."""
    tables_given = given(SMALL)
    documents = tables_given["documents"]
    tables_given["documents"] = documents.assign(text=documents["text"].str.replace("vies", "schoon"))
    with pytest.raises(ConservationError, match="niet wat het document"):
        publish(**tables_given, settings=PublishSettings())


def test_a_model_for_another_codebook_is_refused() -> None:
    """Figures of one codebook are not explained with another."""
    other = Codebook.model_validate({**CODEBOOK.model_dump(), "name": "anders"})
    with pytest.raises(CodebookError, match="versie"):
        publish(**{**given(SMALL), "codebook": other}, settings=PublishSettings())


def test_the_same_tables_give_the_same_bytes_in_any_order() -> None:
    """Neither the day nor the order of rows is in the result."""
    first = published(SMALL)
    tables_given = given(SMALL)
    ordered = {
        "funnel",
        "code_counts",
        "crosses",
        "coverage",
        "topic_spread",
        "generic_points",
        "tier_points",
    }
    ordered |= {"point_tiers", "point_sessions", "region_profile", "compare_open"}
    shuffled = {
        name: value.sample(frac=1, random_state=7).reset_index(drop=True)
        if isinstance(value, pd.DataFrame) and name not in ordered
        else value
        for name, value in tables_given.items()
    }
    again = publish(**shuffled, settings=PublishSettings())
    assert (again.report, again.workbook, again.made_from) == (first.report, first.workbook, first.made_from)
    assert again.open_work.equals(first.open_work)
    assert again.figures.equals(first.figures)


def test_the_counts_of_a_cross_are_those_of_the_table() -> None:
    """Statements, texts and sessions per cell, and each statement once under 'Alle'."""
    table = section(small_page(), "onderdeel-soort").one("table")
    rows = [[cell.words() for cell in row.all() if cell.tag in {"th", "td"}] for row in table.all("tr")]
    assert rows[0] == ["Onderdeel", "Klacht", "Overig", "Alle"]
    assert rows[1] == ["Water & <bodem>", "4 (100 %) 4 teksten 3 sessies", "0", "4 4 teksten 3 sessies"]
    assert rows[2] == ["Lucht", "0", "3 (100 %) 3 teksten 3 sessies", "3 3 teksten 3 sessies"]
    assert rows[4] == ["Alle", "4 4 teksten 3 sessies", "3 3 teksten 3 sessies", "7"]
    assert (
        "7 uitspraken, 7 verschillende teksten en 3 sessies"
        in section(small_page(), "onderdeel-soort").words()
    )


def test_a_chart_says_in_words_what_it_draws_and_its_table_follows() -> None:
    """Title and description are read aloud; the numbers in the picture stand in the next table."""
    for name in ("onderdeel-soort", "onderdeel-plek"):
        parts = section(small_page(), name)
        chart = parts.one("svg", role="img")
        titles = chart.attributes["aria-labelledby"].split()
        assert [e.tag for e in chart.all() if e.attributes.get("id") in titles] == ["title", "desc"]
        order = [e.tag for e in parts.all() if e.tag in {"figure", "table"}]
        assert order == ["figure", "table"]
        drawn = [e.text() for e in chart.all("text", class_="number")]
        cells = [
            td.one("b").text() for td in parts.one("table").all("td") if "all" not in td.attributes["class"]
        ]
        assert drawn == [cell for cell in cells if cell != "0"]


def test_quotes_come_from_different_sessions_and_say_who_coded_them() -> None:
    """The most certain first, one per session where possible, with place, session and certainty."""
    details = small_page().one("details", id="vak-onderdeel-water-soort-klacht")
    quotes = details.all("blockquote")
    assert [q.one("code").text().split(":")[0] for q in quotes] == ["g1", "g2", "g1"]
    assert quotes[0].one("footer").words() == (
        "Eerste; g1.txt, alinea of regel 1; uitspraak g1:0-65; codes voorgesteld door het model, 90 % zeker."
    )
    by_person = small_page().one("details", id="vak-onderdeel-lucht-soort-overig").words()
    assert "codes vastgesteld door een mens" in by_person


def test_a_second_session_comes_before_a_second_quote_of_the_first() -> None:
    """With room for two quotes, both sessions are heard, also when one of them is less certain."""
    said = [Said("De sloot achter ons huis is vies.", WATER), Said("De gracht voor ons huis is vies.", WATER)]
    other = [Said("Ook bij ons is de vijver heel vies.", WATER, probability=0.6)]
    small = Small((Text("g1", said, session="g1"), Text("g2", other, session="g2")))
    page = read_page(published(small, quotes_per_cell=2).report)
    details = page.one("details", id="vak-onderdeel-water-soort-klacht")
    assert [name.split(":")[0] for name, _ in quotes_of(details)] == ["g1", "g2"]


def test_a_topic_is_not_illustrated_with_what_does_not_count() -> None:
    """A draft may be the most central statement of a topic, but it is not quoted nor named as typical."""
    said = [Said("De sloot achter ons huis is vies.", WATER, "a")]
    texts = (
        Text("a0", [Said(DRAFT, WATER, "a")], session="p2", status="concept"),
        Text("g1", said, session="g1"),
    )
    small = Small(texts, broad={"a": "A"})
    made = published(small)
    quoted = quotes_of(section(read_page(made.report), "onderwerpen"))
    assert quoted == [("g1:0-33", said[0].text)]
    typical = {
        row["Kenmerkende uitspraken (id)"] for row in sheet(made.workbook, "Tekstonderwerpen", "Niveau")
    }
    assert typical == {"g1:0-33"}


def test_evidence_ids_stand_with_their_cell() -> None:
    """All ids that may be shown; the others are counted and are in the workbook."""
    ids = small_page().one("details", id="vak-onderdeel-water-soort-klacht").one("p", class_="ids")
    assert [code.text() for code in ids.all("code")] == ["g1:0-65", "g1:66-123", "g2:0-38"]
    assert "En nog 1 in het werkboek" in ids.words()
    fewer = read_page(published(SMALL, ids_per_cell=1).report)
    assert "En nog 3" in fewer.one("details", id="vak-onderdeel-water-soort-klacht").words()


def test_tiers_stand_side_by_side_and_what_drops_out_has_its_reason() -> None:
    """A point that counts shows both tiers; the list below names every point that does not count."""
    parts = section(small_page(), "vergelijking")
    counting, dropped = parts.all("table")[0], parts.all("table")[-1]
    rows = [[cell.words() for cell in row.all() if cell.tag in {"th", "td"}] for row in counting.all("tr")]
    assert rows == [
        ["Punt", "Gemeenten", "Provincies"],
        [
            "Over a",
            "✓ telt mee: 2 van de 2 sessies, 3 uitspraken",
            "telt niet mee: 1 van de 1 sessie, 1 uitspraak",
        ],
    ]
    reasons = [[cell.words() for cell in row.all() if cell.tag in {"th", "td"}] for row in dropped.all("tr")][
        1:
    ]
    assert reasons[0][:5] == ["Water & <bodem>", "Over a", "Provincies", "1", "1"]
    assert reasons[0][5] == "genoemd in 1 sessie van deze bestuurslaag; nodig zijn er 2"
    assert len(reasons) == (~SMALL.compared().tier_points["counts"]).sum()


def test_coverage_names_sessions_without_minutes_and_drafts() -> None:
    """What is missing from the figures can be seen in the grid."""
    small = Small((TEXTS[0], TEXTS[3]))
    parts = section(read_page(published(small).report), "dekking")
    assert "Er is nog geen verslag van Tweede en Derde." in parts.words()
    rows = [
        [cell.words() for cell in row.all() if cell.tag in {"th", "td"}]
        for row in parts.one("table").all("tr")
    ]
    assert rows[1] == ["Noord", "Eerste 1 verslag, vastgesteld, 3 uitspraken", "Derde geen verslag ontvangen"]
    assert rows[2] == ["Zuid", "Tweede geen verslag ontvangen", "Vierde 1 verslag, concept, telt niet mee"]


SOME_LISTED = Small(
    (
        Text("g1", [Said("De sloot is vies.", WATER)], session="g1"),
        Text("g2", [Said(DRAFT, WATER)], session="g2", status="concept"),
        Text("los", [Said("De gracht is vies.", WATER)], respondent="r1"),
        Text("vast", [Said("De vijver is vies.", WATER)], channel="e-mail"),
    ),
    corpus=MINUTES.model_copy(
        update={
            "sessions": (
                MINUTES.sessions[0].model_copy(update={"date": dt.date(2026, 3, 5)}),
                MINUTES.sessions[1].model_copy(update={"date": dt.date(2026, 9, 9)}),
            )
        }
    ),
)


def test_only_sessions_that_count_give_the_period() -> None:
    """The date of a draft is no date of the figures."""
    header = read_page(published(SOME_LISTED).report).one("header").words()
    assert "3 uitspraken uit 3 sessies (5 maart 2026)" in header


def test_minutes_without_a_session_are_told_apart_and_invent_nobody() -> None:
    """They count as sessions of their own, and nobody is said to be represented."""
    made = published(SOME_LISTED)
    page = read_page(made.report)
    words = section(page, "dekking").words()
    assert "Van 2 van de 2 genoemde sessies is een verslag gelezen." in words
    assert "2 verslagen horen bij geen genoemde sessie en tellen elk als een eigen sessie." in words
    assert "bij geen sessie 2 verslagen, vastgesteld, 2 uitspraken" in words
    assert not re.search(r"\bnamens \d|[Ii]nzending", page.one("main").words())
    none = replace(
        SOME_LISTED, corpus=MINUTES.model_copy(update={"sessions": ()}), texts=SOME_LISTED.texts[2:]
    )
    assert "Er zijn 2 verslagen gelezen. Elk verslag telt als een eigen sessie." in (
        section(read_page(published(none).report), "dekking").words()
    )


def test_a_session_called_after_its_file_is_named_once() -> None:
    """With a quote stands the file; a session with the same name adds nothing."""
    session = MINUTES.sessions[0].model_copy(update={"name": "g1"})
    small = Small(SOME_LISTED.texts[:1], corpus=MINUTES.model_copy(update={"sessions": (session,)}))
    page = read_page(published(small).report)
    footer = page.one("details", id="vak-onderdeel-water-soort-klacht").one("footer").words()
    assert footer.startswith("g1.txt, alinea of regel 1; uitspraak")
    (row,) = sheet(published(small).workbook, "Uitspraken", "Uitspraak (id)")
    assert row["Sessie of inzending"] == "g1"


def test_folded_quotes_are_printed_open() -> None:
    """On paper nobody can unfold: the style opens what is folded, but not the lists of ids."""
    style = small_page().one("style").text()
    printed = style[style.index("@media print") :]
    assert (
        "details::details-content { content-visibility: visible; display: block; height: auto; }" in printed
    )
    assert "details.ids:not([open]) { display: none; }" in printed


def test_the_share_of_a_topic_stays_in_view() -> None:
    """Long words in the table of topics wrap; they do not push the last column off the page."""
    (table,) = section(small_page(), "onderwerpen").all("table")
    assert table.attributes["class"] == "topics"
    assert table.all("th")[-3].words() == "Aandeel"
    assert ".topics :is(th, td) { overflow-wrap: anywhere; }" in small_page().one("style").text()


def test_submissions_that_do_not_count_are_explained() -> None:
    """How many were read and how many are in the figures stand together, with the reason."""
    quiet = Text("d", [], channel="brief")
    words = section(read_page(published(responses(d=quiet)).report), "dekking").words()
    assert "gelezen. Daarvan staan er 3 in de cijfers: in de andere staat geen uitspraak die" in words
    assert "in de cijfers" not in section(read_page(published(responses()).report), "dekking").words()


def test_who_is_represented_is_explained_with_every_table_that_shows_it() -> None:
    """Fewer or more than the submissions: the caption says how that can be."""
    page = read_page(published(responses()).report)
    tables_with = [t for t in page.all("table") if "namens" in t.words().casefold()]
    assert len(tables_with) > 3
    assert all("telt elke persoon of organisatie één keer" in t.one("caption").words() for t in tables_with)


def test_reasons_of_the_funnel_are_lines_with_dutch_numbers() -> None:
    """A reason with thousands is one line of the table, not two."""
    funnel = SMALL.analysed().funnel
    funnel.loc[0, "reasons"] = "1.100 leeg bestand, 2 versleuteld"
    made = publish(**{**given(SMALL), "funnel": funnel}, settings=PublishSettings())
    row = section(read_page(made.report), "trechter").all("table")[0].all("tr")[1]
    assert [li.words() for li in row.all("li")] == ["1.100 leeg bestand", "2 versleuteld"]


def test_the_topics_of_the_machine_have_a_name_of_their_own() -> None:
    """'Onderwerp' may be a question of the codebook, so page and workbook say 'tekstonderwerp'."""
    made = published(SMALL)
    for part in read_page(made.report).all("style") + read_page(made.report).all("script"):
        part.parts.clear()
    book = CalamineWorkbook.from_filelike(BytesIO(made.workbook))
    cells = [str(v) for name in book.sheet_names for r in book.get_sheet_by_name(name).to_python() for v in r]
    said = [read_page(made.report).one("body").words(), *cells]
    assert not [text for text in said if re.search(r"\bonderwerp", text, re.IGNORECASE)]
    assert "namen van mensen" in section(read_page(made.report), "verantwoording").words()


def test_the_page_says_how_good_the_model_is_and_what_people_did() -> None:
    """Cross-validated figures per dimension, and the share that people looked at."""
    words = small_page().one("section", class_="box").words()
    assert "Mensen hebben 1 van de 7 uitspraken (14,3 %) beoordeeld." in words
    rows = small_page().one("section", class_="box").one("table").all("tr")[1:]
    shown = [[cell.words() for cell in row.all() if cell.tag in {"th", "td"}] for row in rows]
    expected = [
        [CODEBOOK.by_id[m.dimension].name, f"{m.score.macro_f1:.2f}".replace(".", ","), "4"]
        for m in classifier().models
    ]
    assert shown == expected


def test_files_that_somebody_must_look_at_are_named() -> None:
    """A damaged file is on the page with the way out; an unanswered question is only in the workbook."""
    names = list(Remarks.to_schema().columns)
    rows = [
        {"path": "kapot.docx", "place": None, "reason": "damaged", "message": "Vraag een nieuw <bestand>."},
        {"path": "lijst.xlsx", "place": "rij 10", "reason": "empty_answer", "message": "Geen antwoord."},
        {"path": "lijst.xlsx", "place": "rij 2", "reason": "empty_answer", "message": "Geen antwoord."},
    ]
    full = [{**dict.fromkeys(names), "step": "ingest", **row} for row in rows]
    rejected = tables.frame(Remarks, {name: [row[name] for row in full] for name in names})
    made = publish(**{**given(SMALL), "ingest_rejected": rejected}, settings=PublishSettings())
    parts = section(read_page(made.report), "trechter")
    assert [c.words() for c in parts.all("table")[1].all("tr")[1].all() if c.tag in {"th", "td"}] == [
        "kapot.docx",
        "hele bestand",
        "beschadigd",
        "Vraag een nieuw <bestand>.",
    ]
    assert "lijst.xlsx" not in made.report
    found = sheet(made.workbook, "Niet gelezen", "Bestand")
    assert [(r["Plaats"], r["Zelf bekijken"]) for r in found] == [
        ("", "ja"),
        ("rij 2", "nee"),
        ("rij 10", "nee"),
    ]


def responses(**texts: Text) -> Small:
    """Responses with a campaign: two senders with the same text."""
    same = "De put achter onze wijk moet dicht blijven."
    return Small(
        (
            Text(
                "a",
                [Said(same, WATER, "a")],
                channel="brief",
                region="noord",
                respondent="r1",
                on_behalf_of=1200,
            ),
            Text("b", [Said(same.upper(), WATER, "a")], channel="brief", respondent="r2"),
            Text("c", [Said("De lucht is hier fris en dat moet zo blijven.", LUCHT, "a")], channel="loket"),
            *texts.values(),
        ),
        corpus=RESPONSES,
    )


def test_responses_are_counted_in_submissions() -> None:
    """The page on responses never speaks of sessions or minutes; who is represented is its own number."""
    page = read_page(published(responses()).report)
    words = page.one("body").words()
    assert not re.search(r"\b[Ss]essies?\b|\b[Vv]erslag", words)
    table = section(page, "onderdeel-soort").one("table")
    assert table.all("td")[0].words() == "2 (100 %) 1 tekst 2 inzendingen namens 1.201"
    rows = [
        [c.words() for c in r.all() if c.tag in {"th", "td"}]
        for r in section(page, "dekking").one("table").all("tr")
    ]
    assert rows[0] == ["Hoe binnengekomen", "Noord", "Zuid", "Regio onbekend"]
    assert rows[1] == ["brief", "1 inzending, 1 uitspraak", "geen", "1 inzending, 1 uitspraak"]
    assert (
        "de bestuurslaag bekend; daarom ontbreekt deze vergelijking" in section(page, "vergelijking").words()
    )


def test_a_campaign_is_shown_once_with_its_size() -> None:
    """The text stands there once, with how often, by how many senders, and on whose behalf."""
    made = published(responses())
    (row,) = section(read_page(made.report), "herhaald").one("table").all("tr")[1:]
    assert [td.words() for td in row.all("td")][1:] == ["2", "2", "1.201"]
    (found,) = sheet(made.workbook, "Gelijke teksten", "Tekst")
    assert (found["Uitspraken"], found["Inzendingen"], found["Namens (personen en organisaties)"]) == (
        2,
        2,
        1201,
    )


def test_sections_that_the_codebook_does_not_ask_for_say_why_they_are_absent() -> None:
    """No empty tables: one sentence."""
    # the version of a codebook says nothing about crosses, so the same classifier fits
    made = published(replace(SMALL, codebook=PLAIN))
    page = read_page(made.report)
    assert "daarom ontbreekt hier zo'n tabel" in page.one("main").words()
    assert "Het codeboek vraagt niet om deze vergelijking" in section(page, "vergelijking").words()
    assert not section(page, "vergelijking").all("table")
    assert page.all("figure") == section(page, "figuren").all("figure")
    names = CalamineWorkbook.from_filelike(BytesIO(made.workbook)).sheet_names
    assert not {"D_Tabel", "D_Afgevallen"} & set(names)


@pytest.mark.parametrize("corpus", [MINUTES, RESPONSES], ids=["minutes", "responses"])
def test_a_corpus_without_statements_can_be_published(corpus: object) -> None:
    """Nothing said gives a page and a workbook that say so."""
    made = published(Small((), corpus=corpus))
    assert "De cijfers gaan over 0" in read_page(made.report).one("header").words()
    assert sheet(made.workbook, "Uitspraken", "Uitspraak (id)") == []


def test_the_workbook_has_every_statement_with_its_account() -> None:
    """One row per statement, exact, with its codes, who gave them, and whether it counts."""
    found = sheet(published(SMALL).workbook, "Uitspraken", "Uitspraak (id)")
    assert [row["Uitspraak (id)"] for row in found] == SMALL.ids()
    first, draft, aside = found[0], found[-1], found[2]
    assert first["Tekst"] == NASTY
    assert first["Plaats in de bron"] == "g1.txt, alinea of regel 1"
    assert first["Tekstonderwerp (breed)"] == "Over A"
    assert (first["Onderdeel"], first["Onderdeel: zekerheid"], first["Onderdeel: door"]) == (
        "Water & <bodem>",
        0.9,
        "model",
    )
    assert (first["Telt mee"], first["Waarom niet"]) == ("ja", "")
    assert (draft["Telt mee"], draft["Waarom niet"]) == ("nee", "uit een verslag dat nog niet is vastgesteld")
    assert aside["Tekst"] == "(tekst niet getoond: apart gezet door een beoordelaar)"
    long = found[5]
    assert "".join(str(v) for k, v in long.items() if k.split(" (")[0] == "Tekst") == LONG


def test_the_workbook_has_the_evidence_of_every_figure() -> None:
    """The sheet Bewijs is the whole table, and the keys of the figures are in it."""
    book = published(SMALL).workbook
    evidence = pd.concat([SMALL.analysed().evidence, SMALL.compared().evidence])
    evidence = evidence.sort_values(["figure", "key", "statement_id"])
    found = [tuple(row.values()) for row in sheet(book, "Bewijs", "Blad")]
    assert [row[1:] for row in found] == list(zip(evidence["key"], evidence["statement_id"], strict=True))
    names = CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names
    assert {name for name, _, _ in found} <= set(names)
    keys = {(name, key) for name, key, _ in found}
    for row in sheet(book, "Onderdeel x soort", "Onderdeel"):
        assert (("Onderdeel x soort", row["Sleutel in blad Bewijs"]) in keys) == (row["Uitspraken"] > 0)
    for row in sheet(book, "Codes", "Vraag"):
        assert (("Codes", row["Sleutel in blad Bewijs"]) in keys) == (row["Uitspraken"] > 0)


def test_the_read_me_names_every_sheet_and_what_is_withheld() -> None:
    """Whoever opens the workbook reads first what is in it."""
    book = published(SMALL).workbook
    names = CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names
    about = {row["Onderdeel"]: row["Uitleg"] for row in sheet(book, "Leesmij", "Onderdeel")}
    assert names[0] == "Leesmij"
    assert {f"Blad {name}" for name in names[1:]} <= set(about)
    assert about["Persoonsgegevens"] == WITHHELD
    assert CODEBOOK.version in str(about["Codeboek"])


def test_every_table_can_be_read_by_a_screen_reader() -> None:
    """A caption, and headings with a scope in every table; wide tables can be reached with the keyboard."""
    found = small_page().all("table")
    assert len(found) > 8
    for table in found:
        assert table.one("caption").words()
        assert {th.attributes.get("scope") for th in table.all("th")} <= {"col", "row"}
        assert table.one("thead").all("th")
        holder = table.parent
        assert (holder.attributes.get("role"), holder.attributes.get("tabindex")) == ("region", "0")


def test_headings_never_skip_a_level() -> None:
    """One heading of level 1, and each next one at most a level deeper."""
    levels = [int(e.tag[1]) for e in small_page().all() if re.fullmatch("h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_page_has_a_language_landmarks_and_a_way_to_skip() -> None:
    """Dutch, one main part, a header, navigation, a footer, and a first link to the content."""
    page = small_page()
    assert page.one("html").attributes["lang"] == "nl"
    assert page.one("head").one("title").text() == "Proef <sessies>: wat er is gezegd"
    for tag in ("header", "nav", "main"):
        page.one("body").one(tag)
    assert page.all("a")[0].attributes["href"] == f"#{page.one('main').attributes['id']}"


def test_all_links_and_labels_lead_somewhere() -> None:
    """Ids are unique, and every link and label within the page has a target."""
    for small in (SMALL, responses()):
        page = read_page(published(small).report)
        ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
        assert len(ids) == len(set(ids))
        assert {a.attributes["href"][1:] for a in page.all("a")} <= set(ids)
        labels = [e.attributes["aria-labelledby"] for e in page.all() if "aria-labelledby" in e.attributes]
        assert {name for label in labels for name in label.split()} <= set(ids)


def test_the_page_needs_nothing_but_itself() -> None:
    """No address outside the page, and a policy that allows its own style and script and nothing else."""
    page = small_page()
    outside = {"src", "srcset", "action", "style", "onclick", "onload"}
    assert not [
        e.tag for e in page.all() if outside & set(e.attributes) or e.tag in {"link", "img", "iframe"}
    ]
    (policy,) = [m.attributes["content"] for m in page.all("meta") if "http-equiv" in m.attributes]
    for tag in ("style", "script"):
        content = page.one(tag).text().encode()
        assert f"'sha256-{b64encode(sha256(content).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'")
    shapes = 'xmlns="http://www.w3.org/2000/svg"'  # a name, from which nothing is fetched
    assert "http" not in published(SMALL).report.replace("http-equiv", "").replace(shapes, "")


def test_the_page_does_not_claim_more_than_it_knows() -> None:
    """No word that suggests that the figures stand for everybody."""
    for small in (SMALL, responses()):
        page = read_page(published(small).report)
        for tag in ("style", "script"):
            page.one(tag).parts.clear()
        assert not re.search(r"representatie|meerderheid|\bde meeste\b|iedereen", page.words(), re.IGNORECASE)
        assert "niets over hoeveel Nederlanders" in page.words()
