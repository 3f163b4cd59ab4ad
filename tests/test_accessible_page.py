"""The page in a real browser: nobody is kept out, whatever they read or type with."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright
from small_corpus import RESPONSES, Small
from test_publish import SMALL, published

from textmine.pipeline.dialogue import merge

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CORPORA = ("voorbeeld-regiosessies", "voorbeeld-zienswijzen")

NOTHING = Small((), corpus=RESPONSES)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine; CI installs it")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A tab of the browser; the policy of the page would keep out what measures it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_context(bypass_csp=True, locale="nl-NL").new_page()
        browser.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page of a small corpus is, with all sections."""
    path = tmp_path_factory.mktemp("page") / "rapport.html"
    path.write_text(published(SMALL).report, "utf-8")
    return path.as_uri()


def told(violations: list[dict[str, Any]]) -> list[str]:
    """Say what is wrong and where, for who has to mend it."""
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]}"
        for each in violations
        for node in each["nodes"][:3]
    ]


def unfolded(page: Page) -> list[str]:
    """Open all that folds and return what axe-core finds wrong: WCAG and good practice."""
    page.get_by_role("button", name="Alles openklappen").click()
    return wrong(page)


def wrong(page: Page) -> list[str]:
    """Return what axe-core finds wrong."""
    return told(Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"])


def test_axe_finds_nothing_with_everything_unfolded(page: Page, small: str) -> None:
    """No rule is broken by what shows at first and by what folds open."""
    page.goto(small)
    assert unfolded(page) == []


def test_axe_finds_nothing_in_a_page_about_nothing(page: Page, tmp_path: Path) -> None:
    """A corpus without statements has a page that anybody can read, too."""
    path = tmp_path / "rapport.html"
    path.write_text(published(NOTHING).report, "utf-8")
    page.goto(path.as_uri())
    assert unfolded(page) == []


@pytest.mark.parametrize("name", ["landscape_page", "method"])
def test_axe_finds_nothing_in_the_pages_beside_the_report(page: Page, tmp_path: Path, name: str) -> None:
    """The landscape of topics and the account of the method."""
    path = tmp_path / "naast.html"
    path.write_text(getattr(published(SMALL), name), "utf-8")
    page.goto(path.as_uri())
    assert wrong(page) == []


def test_the_landscape_is_walked_with_the_keyboard(page: Page, tmp_path: Path) -> None:
    """Every circle is reached with Tab and tells its topic; Enter leads to it in the list."""
    path = tmp_path / "landschap.html"
    path.write_text(published(SMALL).landscape_page, "utf-8")
    page.goto(path.as_uri())
    circles = page.locator("svg a").count()
    assert circles > 1
    told_by_circle = set()
    for _ in range(circles + 10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('svg') !== null"):
            told_by_circle.add(page.locator("[aria-live]").inner_text())
    assert len(told_by_circle) == circles
    page.locator("svg a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target') !== null")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rapport", "landschap", "methode"])
@pytest.mark.parametrize("corpus", CORPORA)
def test_axe_finds_nothing_in_the_samples(page: Page, made_sample: Path, corpus: str, name: str) -> None:
    """The same for the whole of a real report, and the pages beside it."""
    page.goto((made_sample / "corpora" / corpus / "derived" / f"{name}.html").as_uri())
    assert (unfolded if name == "rapport" else wrong)(page) == []


@pytest.mark.slow
def test_axe_finds_nothing_in_a_final_report(page: Page, made_sample: Path, tmp_path: Path) -> None:
    """Nor in the report of both samples together."""
    shutil.copytree(made_sample / "corpora", tmp_path / "corpora")
    merge(tmp_path / "corpora" / "voorbeeld-dialoog")
    page.goto((tmp_path / "corpora/voorbeeld-dialoog/derived/eindrapport.html").as_uri())
    assert unfolded(page) == []


def test_axe_sees_a_fault_when_there_is_one(page: Page, small: str) -> None:
    """The measure itself works: a picture without a text is found."""
    page.goto(small)
    page.evaluate("document.querySelector('main').appendChild(document.createElement('img')).src = 'data:,'")
    assert "image-alt" in {each["id"] for each in Axe().run(page).response["violations"]}


def test_the_page_is_reached_with_the_keyboard_alone(page: Page, small: str) -> None:
    """The first tab skips to the content; from there all that opens can be reached and opened."""
    page.goto(small)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName"))
    assert {"A", "BUTTON", "SUMMARY"} <= reached
    page.locator("main summary").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")


def test_tables_do_not_push_the_page_aside(page: Page, small: str) -> None:
    """On a telephone the page itself does not scroll sideways; a wide table does, within its frame."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(small)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size({"width": 1_280, "height": 720})
    assert wider <= 0


def test_the_print_has_all_that_folds_and_no_buttons(page: Page, small: str, tmp_path: Path) -> None:
    """On paper every quote is there and nothing to click on."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine; CI installs it")
    page.goto(small)
    folded = page.locator("details blockquote .words").first.text_content()
    assert folded is not None
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    done = subprocess.run(
        ["pdftotext", tmp_path / "print.pdf", "-"], capture_output=True, text=True, check=True
    )
    shown = re.sub(r"\s+", "", done.stdout)
    assert re.sub(r"\s+", "", folded) in shown
    assert "Allesopenklappen" not in shown
