"""The verdict, the privacy scan, what changed, and where it all comes from."""

import itertools
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from published_page import read_page
from small_corpus import CODEBOOK, Said, Small, Text
from test_publish import PROVENANCE, SMALL, given, published, section, sheet

from textmine import tables
from textmine.analysis.personal_data import kinds_in
from textmine.errors import TableError
from textmine.pipeline.accept import accept
from textmine.provenance import Provenance
from textmine.report.accountability import TO_FILL_IN
from textmine.report.open_work import verdict
from textmine.steps.publish import Published, PublishSettings, publish
from textmine.store import contents, history
from textmine.tables import Advice, PublishedFigures

PHONE = "Bel mij gerust op 06-12345678 als u iets wilt weten over de sloot."


def test_personal_data_are_seen_and_ordinary_numbers_are_not() -> None:
    """Each kind is found in the ways people write it; years, amounts and registration numbers are not."""
    seen = {
        "mail naar jan.de-vries@voorbeeld.nl": ("email",),
        "rekening NL91 ABNA 0417 1643 00": ("iban",),
        "nummer 123456782": ("bsn",),
        "bel +31 6 12345678 of 0592-123456": ("phone",),
        "Dorpsstraat 12a, 9401 AB Assen": ("address",),
        "volgens mevrouw Van der Berg": ("name",),
        "dhr. J. Jansen zei dat": ("name",),
    }
    assert {text: kinds_in(text) for text in seen} == seen
    for text in (
        "in 2024 en 2025",
        "1.500.000 euro",
        "nummer 123456789",
        "de heer des huizes",
    ):
        assert kinds_in(text) == ()


def test_personal_data_in_a_quote_block_and_are_not_repeated() -> None:
    """The scan names the statement and the kind, never the value; what people set aside is not scanned."""
    small = Small((Text("g1", [Said(PHONE, "onderdeel:water soort:klacht plek:water", "a")], session="g1"),))
    made = published(small)
    rows = sheet(made.workbook, "Privacyscan", "Uitspraak (id)")
    assert [(row["Uitspraak (id)"], row["Citaat op de pagina"]) for row in rows] == [(small.ids()[0], "ja")]
    assert "06-12345678" not in str(rows) + str(made.open_work)
    assert [task.area for task in verdict(made.open_work).blockers] == ["persoonsgegevens"]
    checked = replace(
        small, texts=(replace(small.texts[0], said=[replace(small.texts[0].said[0], by_person=True)]),)
    )
    assert verdict(published(checked).open_work).publishable


def test_open_work_blocks_and_the_page_begins_with_it() -> None:
    """One blocker is enough; it is on the first screen and in the workbook, with the way out."""
    assert (
        section(read_page(published(SMALL).report), "oordeel")
        .words()
        .startswith("Kan dit worden gepubliceerd? Publiceerbaar")
    )
    advice = tables.frame(Advice, {Advice.kind: ["begin", "next"], Advice.message: ["Begin.", "Later."]})
    made = publish(**{**given(SMALL), "advice": advice}, settings=PublishSettings())
    page = read_page(made.report)
    assert "Nog niet publiceerbaar" in section(page, "oordeel").words()
    assert "Begin." in section(page, "oordeel").words()
    found = sheet(made.workbook, "Open werk", "Waarover")
    assert [(row["Wat u moet doen"], row["Houdt publicatie tegen"]) for row in found] == [("Begin.", "ja")]
    headings = [e.attributes.get("id") for e in page.all("h2")]
    assert headings[0] == "oordeel"


def with_history(small: Small, figures: pd.DataFrame) -> Published:
    """Publish with figures that were kept."""
    return publish(**{**given(small), "history": (3, figures)}, settings=PublishSettings())


def test_what_changed_is_counted_against_what_was_kept() -> None:
    """The same figures: nothing changed. One statement less: one removed, and the figures it counted in."""
    before = published(SMALL)
    same = read_page(with_history(SMALL, before.figures).report)
    assert "0 uitspraken erbij en 0 eraf" in section(same, "veranderd").words()
    assert "niets veranderd sinds de vastgelegde publicatie 3" in section(same, "overzicht").words()
    first = SMALL.texts[1]
    less = replace(SMALL, texts=(SMALL.texts[0], replace(first, said=first.said[:1]), *SMALL.texts[2:]))
    changed = with_history(less, before.figures)
    assert "0 uitspraken erbij en 1 eraf" in section(read_page(changed.report), "veranderd").words()
    rows = sheet(changed.workbook, "Veranderingen", "Waarover")
    lucht = [row for row in rows if row["Naam"] == "Onderdeel: Lucht" and row["Eenheid"] == "uitspraken"]
    assert [(row["Was"], row["Is nu"]) for row in lucht] == [(3, 2)]


def test_figures_are_kept_once_and_never_rewritten(tmp_path: Path) -> None:
    """What was kept comes back as it was; the same figures are not kept twice."""
    figures = published(SMALL).figures
    file = history.keep(tmp_path, figures)
    assert history.read_last(tmp_path)[0] == 1
    assert history.read_last(tmp_path)[1].equals(figures)
    with pytest.raises(TableError, match="al vastgelegd"):
        history.keep(tmp_path, figures)
    content = file.read_bytes()
    history.keep(tmp_path, figures[figures[PublishedFigures.figure] != "crosses"].reset_index(drop=True))
    assert (history.numbers(tmp_path), file.read_bytes()) == ([1, 2], content)


def test_a_sample_says_what_it_was_made_from(made_sample: Path, tmp_path: Path) -> None:
    """Herkomst names the hash of every raw file and of what people gave; without git it says why."""
    folder = made_sample / "corpora" / "voorbeeld-regiosessies"
    told = Provenance.from_json((folder / "derived" / "herkomst.json").read_text("utf-8"))
    assert told.commit.id is None
    assert told.commit.reason
    by_path = {each.path: each.sha256 for each in told.inputs}
    assert by_path["decisions.csv"] == contents.file_hash(folder / "decisions.csv")
    assert by_path["derived/statements.parquet"] == contents.file_hash(
        folder / "derived" / "statements.parquet"
    )
    rows = sheet((folder / "derived" / "analyse.xlsx").read_bytes(), "Herkomst", "Onderdeel")
    raw = {row["Wat"]: row["Waarde"] for row in rows if row["Onderdeel"] == "Bronbestanden"}
    assert raw == {
        p.relative_to(folder / "raw").as_posix(): contents.file_hash(p)
        for p in (folder / "raw").rglob("*")
        if p.is_file()
    }
    settings = [row["Wat"] for row in rows if row["Onderdeel"] == "Instellingen"]
    assert "points.alike" in settings
    copy = tmp_path / "voorbeeld"
    shutil.copytree(folder, copy)
    assert accept(copy).name == "0001.csv"


def test_the_commit_and_what_differs_from_it_are_read(tmp_path: Path) -> None:
    """A clean project has its commit; a changed and a new file are counted."""
    assert contents.commit(tmp_path).id is None

    def git(*words: str) -> str:
        named = ["-c", "user.name=Iemand", "-c", "user.email=iemand@voorbeeld.nl"]
        done = subprocess.run(
            ["git", *named, *words], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    git("init", "-q")
    (tmp_path / "a.txt").write_text("een")
    git("add", ".")
    git("commit", "-q", "-m", "eerste")
    assert contents.commit(tmp_path).id == git("rev-parse", "HEAD")
    assert contents.commit(tmp_path).changed == 0
    (tmp_path / "a.txt").write_text("twee")
    (tmp_path / "b.txt").write_text("drie")
    assert contents.commit(tmp_path).changed == 2
    assert contents.is_known(tmp_path, git("rev-parse", "HEAD"))
    assert not contents.is_known(tmp_path, "0" * 40)


def test_provenance_survives_its_file() -> None:
    """What is written is what is read; something else is refused."""
    assert Provenance.from_json(PROVENANCE.as_json()) == PROVENANCE
    with pytest.raises(ValueError, match="not a provenance"):
        Provenance.from_json("[]")


def test_the_method_shows_every_setting_and_the_card() -> None:
    """A page of its own, with no script and nothing from outside, that says what was really set."""
    made = published(SMALL)
    page = read_page(made.method)
    table = page.one("caption", id="stap-learn-tabel").parent
    assert table is not None
    assert [cell.words() for cell in table.all("td")] == ["0", "het startgetal"]
    assert "Modelkaart" in page.one("section", aria_labelledby="modelkaart").words()
    levels = [int(e.tag[1]) for e in page.all() if e.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert not page.all("script")
    assert "<script>alert" not in made.method


def test_the_draft_for_the_register_has_every_field_and_makes_nothing_up() -> None:
    """The fields of the publication standard, and a mark where only people know the answer."""
    made = published(SMALL).register_entry
    fields = dict(re.findall(r"^### (.+)\n((?:.+\n)+)", made, re.MULTILINE))
    assert {"Naam", "Organisatie", "Doel en impact", "Menselijke tussenkomst", "Leverancier"} <= fields.keys()
    for name in ("Organisatie", "Contactgegevens", "Wettelijke basis", "Impacttoetsen", "Leverancier"):
        assert TO_FILL_IN in fields[name]
    assert CODEBOOK.version in fields["Technische werking"]
    assert len(fields["Korte omschrijving"]) < 350
