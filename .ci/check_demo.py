"""Fail when a report of the demo lacks its tables or its quotes, or the workbooks are missing."""

import re
import sys
from pathlib import Path

CAPTIONS = ("Trechter", "Thema en soort: aantal uitspraken", "Onderwerp: aantallen per code")
FOLDER = Path(__file__).parents[1] / "corpora"


def problems(corpus: Path) -> list[str]:
    """Return what is missing from one corpus' results."""
    report = corpus / "derived" / "rapport.html"
    if not report.exists():
        return [f"{report} is missing"]
    page = report.read_text("utf-8")
    captions = [
        re.sub(r"<[^>]+>", "", c) for c in re.findall(r"<caption[^>]*>(.*?)</caption>", page, re.DOTALL)
    ]
    found = [
        f"{report} has no table '{c}'" for c in CAPTIONS if not any(c in caption for caption in captions)
    ]
    if page.count("<blockquote") < 50:  # noqa: PLR2004 - far fewer than any demo report holds
        found.append(f"{report} has only {page.count('<blockquote')} quotes")
    files = [corpus / "derived" / "analyse.xlsx", corpus / "review" / "beoordeling_1_demo.xlsx"]
    return found + [f"{path} is missing" for path in files if not path.exists()]


if __name__ == "__main__":
    missing = [
        p for name in ("voorbeeld-regiosessies", "voorbeeld-zienswijzen") for p in problems(FOLDER / name)
    ]
    print("\n".join(missing) or "demo: reports hold their tables and quotes")
    sys.exit(1 if missing else 0)
