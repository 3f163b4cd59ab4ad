"""Make the pictures of the handbook from the samples: ``make demo`` first, then ``python docs/pictures.py``.

Pages are pictured in Chromium, workbooks and Word in LibreOffice; both must be installed.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "beelden"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
COLOURS = 96
WIDTH, TALLEST = 1240, 760


@dataclass(frozen=True)
class Part:
    """A part of a page: ``selector`` is CSS; at most ``TALLEST`` pixels of it are pictured."""

    name: str
    page: str
    selector: str


MINUTES, RESPONSES = "voorbeeld-regiosessies/derived", "voorbeeld-zienswijzen/derived"
PARTS = (
    Part("oordeel", f"{MINUTES}/rapport.html", "section[aria-labelledby=oordeel]"),
    Part("algemeen", f"{MINUTES}/rapport.html", "section[aria-labelledby=punten] .scroll"),
    Part("per-thema", f"{MINUTES}/rapport.html", "section[aria-labelledby=themas] .scroll"),
    Part("per-regio", f"{MINUTES}/rapport.html", "section[aria-labelledby=regios] .scroll"),
    Part("bestuurslagen", f"{MINUTES}/rapport.html", "section[aria-labelledby=vergelijking] .scroll"),
    Part("themakaart", f"{MINUTES}/rapport.html", "section[aria-labelledby=figuren] figure >> nth=2"),
    Part("landschap", f"{MINUTES}/landschap.html", "main"),
    Part("dossier", f"{MINUTES}/rapport.html", "section[aria-labelledby=dossiers] .scroll >> nth=1"),
    Part("afkortingen", f"{MINUTES}/rapport.html", "section[aria-labelledby=afkortingen]"),
    Part("reactienota", f"{RESPONSES}/rapport.html", "section[aria-labelledby=reacties]"),
    Part("eindrapport", "voorbeeld-dialoog/derived/eindrapport.html", "section[aria-labelledby=delen]"),
)


def main() -> None:
    """Make every picture again."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": TALLEST}, locale="nl-NL")
        for part in PARTS:
            _save(part.name, _pictured(page, part))
        browser.close()
    corpus = ROOT / "corpora" / "voorbeeld-regiosessies"
    _save("word", _page_of(corpus / "derived" / "rapport.docx", page=3, dpi=60))
    export = ["textmine", "points", "export", corpus.name, "--reviewer", "beeld"]
    subprocess.run([sys.executable, "-m", *export], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    book = max((corpus / "review").glob("punten_*_beeld.xlsx"), key=lambda path: path.stat().st_mtime)
    points = _page_of(book, page=2, dpi=100)
    _save("punten", points.crop((0, 40, points.width, 460)))


def _pictured(page: Page, part: Part) -> Image.Image:
    page.goto((ROOT / "corpora" / part.page).as_uri())
    found = page.locator(part.selector).first
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    if box is None:
        raise SystemExit(f"{part.page}: nothing shows at {part.selector}")
    top = page.evaluate("window.scrollY") + box["y"]
    clip = {
        "x": max(box["x"] - 8, 0),
        "y": top,
        "width": box["width"] + 16,
        "height": min(box["height"], TALLEST),
    }
    return Image.open(BytesIO(page.screenshot(clip=clip, full_page=True)))


def _page_of(document: Path, *, page: int, dpi: int) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        convert = [_program("soffice"), "--headless", "--convert-to", "pdf", "--outdir", folder, document]
        subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
        pdf = Path(folder) / f"{document.stem}.pdf"
        only = ["-r", str(dpi), "-f", str(page), "-l", str(page), "-png", pdf, pdf.with_suffix("")]
        subprocess.run([_program("pdftoppm"), *only], check=True)
        return Image.open(next(Path(folder).glob("*.png"))).copy()


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not on this machine; install it from your system's packages")
    return found


def _save(name: str, picture: Image.Image) -> None:
    """Write it with few colours: the handbook is read, and kept in git."""
    picture.convert("RGB").quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}.png: {picture.width} x {picture.height}")


if __name__ == "__main__":
    main()
