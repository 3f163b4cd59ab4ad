"""The change log of the codebook: from version to version, as people used them, and what follows from it."""

import re
from pathlib import Path

import pandas as pd
import pytest
import review_corpus
from made_decisions import Decision, decided
from markdown_it import MarkdownIt
from test_codebook_changes import OLD, book, changed
from typer.testing import CliRunner

from textmine.cli.app import app
from textmine.codebook import Codebook, Dimension
from textmine.report.codebook_log import log, markdown, plain
from textmine.review.codebook_versions import Use, in_order, uses
from textmine.store import artefacts
from textmine.store import decisions as decisions_file
from textmine.store.codebooks import dump, keep
from textmine.tables import Decisions
from textmine.text.identity import text_hash

NEWER = book(
    water={"definition": "Nat, of vochtig.", "include": ["meren", "zeeën"]},
    lucht=None,
    wind={"definition": "Waait.", "replaces": ["lucht"]},
    damp={"definition": "Stijgt op.", "replaces": ["lucht"]},
)
NEWEST = book(
    water={"definition": "Nat, of vochtig.", "include": ["meren", "zeeën"], "name": "Water & bodem"},
    lucht=None,
    wind={"definition": "Waait.", "replaces": ["lucht"]},
    damp={"definition": "Stijgt op.", "replaces": ["lucht"]},
)
VERSIONS = {each.version: each for each in (OLD, NEWER)}


def under(codebook: Codebook, *rows: Decision) -> pd.DataFrame:
    """Return decisions under a version, about the questions of these codebooks."""
    found = decided(*rows, version=codebook.version)
    found[Decisions.dimension] = found[Decisions.dimension].replace({"onderdeel": "thema"})
    return found


def arrived(*parts: pd.DataFrame) -> pd.DataFrame:
    """Return decisions in order of arrival."""
    return pd.concat(parts, ignore_index=True)


DECISIONS = arrived(
    under(OLD, ("s1", "1 anna", "lucht"), ("s1", "1 anna", "klacht"), ("s2", "1 anna", "water")),
    under(NEWER, ("s3", "1 anna", "water"), ("s4", "1 bob", "!doubt")),
)


def test_versions_are_told_in_the_order_of_first_use() -> None:
    """With how many judgements of people on how many statements; a judgement is about all questions."""
    again = arrived(DECISIONS, under(OLD, ("s1", "1 bob*", "lucht")))
    first, second = uses(again)
    assert (first.version, first.judgements, first.statements) == (OLD.version, 4, 2)
    assert second == Use(NEWER.version, "2026-03-05T10:00:00+01:00", 2, 2)
    assert in_order((first, second), NEWEST.version) == (OLD.version, NEWER.version, NEWEST.version)
    assert in_order((first, second), NEWER.version) == (OLD.version, NEWER.version)
    assert in_order((first, second), OLD.version) == (OLD.version, NEWER.version, OLD.version)
    assert uses(decided()) == ()


def test_the_log_goes_from_version_to_version_with_old_and_new_text() -> None:
    """Each step only what changed in it, under the name of the question."""
    told = plain(log(VERSIONS, uses(DECISIONS), NEWEST))
    assert told.splitlines() == [
        "Wijzigingen in het codeboek: Proef",
        "",
        f"Van versie {OLD.version} (sinds 5 maart 2026) naar versie {NEWER.version} (sinds 5 maart 2026)",
        "  Thema",
        "  - Lucht (lucht): gesplitst",
        "      nu: Wind",
        "      nu: Damp",
        "  - Water (water): andere definitie",
        "      was: Nat.",
        "      nu: Nat, of vochtig.",
        "  - Water (water): wat erbij hoort, is gewijzigd",
        "      weg: sloten",
        "      erbij: zeeën",
        "  - Wind (wind): nieuwe code",
        "      betekenis: Waait.",
        "  - Damp (damp): nieuwe code",
        "      betekenis: Stijgt op.",
        "",
        f"Van versie {NEWER.version} (sinds 5 maart 2026) naar versie {NEWEST.version} (nu)",
        "  Thema",
        "  - Water & bodem (water): heet anders",
        "      was: Water",
        "      nu: Water & bodem",
    ]


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (
            changed(name="anders"),
            ["  Codeboek", "  - het codeboek heet anders", "      was: proef", "      nu: anders"],
        ),
        (
            book(water={"include": ["meren", "sloten"]}),
            ["  Thema", "  - Water (water): wat erbij hoort, is gewijzigd (alleen de volgorde)"],
        ),
        (
            book(water={"parent": "lucht"}),
            ["  Thema", "  - Water (water): een andere hoofdcode", "      was: –", "      nu: Lucht"],
        ),
        (
            changed(examples=[]),
            [
                "  Voorbeelden",
                "  - voorbeelden weg",
                "      weg: De sloot is vies.",
                "      weg: Er is koffie.",
            ],
        ),
        (
            book(water={"definition": ""}),
            ["  Thema", "  - Water (water): andere definitie", "      was: Nat.", "      nu: –"],
        ),
    ],
)
def test_other_changes_are_told_as_well(new: Codebook, wanted: list[str]) -> None:
    """What has no old or no new text says so with a dash."""
    assert plain(log(VERSIONS, uses(DECISIONS.iloc[:1]), new)).splitlines()[3:] == wanted


def test_who_went_back_to_an_older_version_is_told_so() -> None:
    """The first version is again the present one."""
    assert f"naar versie {OLD.version} (nu weer)" in plain(log(VERSIONS, uses(DECISIONS), OLD))


def test_a_version_without_a_copy_is_named() -> None:
    """What changed there cannot be told, and nobody is made to think that nothing did."""
    told = plain(log({}, uses(DECISIONS), NEWEST))
    assert f"is niet bewaard: {OLD.version} (sinds 5 maart 2026) en {NEWER.version}" in told
    assert "niets gewijzigd" not in told
    assert "niets gewijzigd" in plain(log({}, (), NEWEST))


def test_what_people_wrote_stays_plain_text_on_the_page() -> None:
    """Marks in names and definitions make no headings, lists or links; nothing is lost."""
    nasty = "# 1. *niet* <b>vet</b> [zo](x) `a` | b_c"
    new = book(lucht={"name": "1. Lucht", "definition": nasty}, water={"name": "- Water"})
    page = markdown(log(VERSIONS, uses(DECISIONS.iloc[:1]), new))
    html = MarkdownIt().render(page)
    assert "verander dit bestand niet" in html
    texts = re.sub(
        r"&lt;|&gt;|&amp;",
        lambda m: {"&lt;": "<", "&gt;": ">", "&amp;": "&"}[m[0]],
        re.sub(r"<[^>]+>", "", html),
    )
    assert f"nu: {nasty}" in texts
    assert "1. Lucht (lucht): heet anders" in texts
    assert "- Water (water): heet anders" in texts
    assert (html.count("<h1>"), html.count("<h2>"), html.count("<h3>"), html.count("<b>")) == (1, 1, 1, 0)
    assert html.count("<ol>") == html.count("<em>") == html.count("<a") == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus that was coded under two versions and has a third one now."""
    made = tmp_path / "corpora" / "proef"
    made.mkdir(parents=True)
    (made / "corpus.yaml").write_text("name: Proef\nkind: minutes\n", "utf-8")
    (made / "codebook.yaml").write_text(dump(NEWEST), "utf-8")
    keep(made / "codebooks", OLD)
    keep(made / "codebooks", NEWER)
    decisions_file.append(made / "decisions.csv", DECISIONS)
    return made


def shown(folder: Path) -> str:
    """Return what the command prints."""
    done = CliRunner().invoke(app, ["review", "changes", str(folder)])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_shows_the_log_and_what_to_look_at_again(folder: Path) -> None:
    """The log is written too, with the same bytes each time; counts are per code and reason."""
    text = shown(folder)
    assert plain(log(VERSIONS, uses(DECISIONS), NEWEST)) in text
    assert f"Onder versie {OLD.version}: 3 oordelen over 2 uitspraken." in text
    assert f"Onder versie {NEWER.version}: 2 oordelen over 2 uitspraken." in text
    assert "Opnieuw te bekijken: 2 uitspraken" in text
    flat = re.sub(r"[^\w ,:()&.]+", " ", text)
    assert re.search(r"Thema +Lucht: is gesplitst in Wind, Damp +1 ", flat)
    assert re.search(r"Thema +Water: de definitie is gewijzigd \(heet nu Water & +1 ", flat)
    page = (folder / "codebooks" / "wijzigingen.md").read_bytes()
    assert page.decode("utf-8") == markdown(log(VERSIONS, uses(DECISIONS), NEWEST))
    shown(folder)
    assert (folder / "codebooks" / "wijzigingen.md").read_bytes() == page


def test_the_command_names_versions_without_a_copy(folder: Path) -> None:
    """With the way out; the decisions under it are to be looked at again."""
    (folder / "codebooks" / f"{OLD.version}.yaml").unlink()
    text = shown(folder)
    assert f"van versie {OLD.version} is er geen kopie" in text
    assert "Opnieuw te bekijken: 2 uitspraken" in text
    assert "Bij 2 uitspraken is niet bekend of een code nu iets anders betekent" in text
    assert "│" not in text


def test_without_older_decisions_there_is_nothing_to_look_at(folder: Path) -> None:
    """A corpus that nobody coded, or that kept its codebook."""
    (folder / "decisions.csv").unlink()
    assert "Er zijn geen oordelen onder een oudere versie." in shown(folder)
    decisions_file.append(folder / "decisions.csv", DECISIONS[3:])
    assert "Geen daarvan hoeft u opnieuw te bekijken" in shown(folder)


def test_decisions_about_an_older_text_are_not_looked_at_again(tmp_path: Path) -> None:
    """They do not count any more; after a run only those about the present texts are left."""
    made = review_corpus.build(tmp_path / "corpora" / "proef", ["Het stinkt.", "Het is nat."])
    now = artefacts.read("codebook", made / "codebook.yaml")
    then = now.model_copy(update={"dimensions": (now.dimensions[0], _other_meaning(now.dimensions[1]))})
    keep(made / "codebooks", then)
    ids = [review_corpus.statement_id(n, text) for n, text in enumerate(["Het stinkt.", "Het is nat."])]
    rows = decided(*((name, "1 anna", "klacht") for name in ids), version=then.version)
    rows[Decisions.text_hash] = [text_hash("Het stinkt."), text_hash("Het was nat.")]
    decisions_file.append(made / "decisions.csv", rows)
    assert "Opnieuw te bekijken: 1 uitspraak" in shown(made)
    (made / "derived" / "statements.parquet").unlink()
    assert "Opnieuw te bekijken: 2 uitspraken" in shown(made)


def _other_meaning(dimension: Dimension) -> Dimension:
    first, *rest = dimension.codes
    return dimension.model_copy(update={"codes": (first.model_copy(update={"definition": "Anders."}), *rest)})
