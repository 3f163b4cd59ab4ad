"""Build the raw files and answer sheets of the corpus `voorbeeld-regiosessies` from the texts in `bron/`.

    python experiments/samples/regiosessies/build.py            # build and check
    python experiments/samples/regiosessies/build.py --check    # check what is there

Building twice gives the same answer sheets and texts, and on one machine the same bytes.
"""

import argparse
from collections import Counter
from pathlib import Path

from check import check_file, count_pages
from source import Minutes, read_codes, read_minutes
from truth import Statement, others, statements, write_others, write_truth
from write_docx import write_docx
from write_odf import write_odf
from write_text import write_markdown, write_plain

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[2] / "corpora" / "voorbeeld-regiosessies"


def read_hyphens(path: Path) -> dict[str, str]:
    """Read the hyphenation list: word -> word with a mark at each place where it may break."""
    words = path.read_text(encoding="utf-8").split()
    return {word.replace("-", ""): word.replace("-", "¬") for word in words}


def build_file(minutes: Minutes, raw: Path, hyphens: dict[str, str]) -> None:
    """Write one raw file in the format its name asks for."""
    path = raw / minutes.file
    match path.suffix:
        case ".docx":
            write_docx(minutes, path)
        case ".odt" | ".pdf":
            write_odf(minutes, path, hyphens)
        case ".md":
            write_markdown(minutes, path)
        case ".txt":
            write_plain(minutes, path, hyphens)
        case suffix:
            raise ValueError(f"{minutes.file}: no writer for {suffix}")


def page_lines(minutes: Minutes, raw: Path) -> list[str]:
    """Give the running head, and for files with fixed pages every running foot."""
    if "header" not in minutes.settings:
        return []
    pages = count_pages(raw / minutes.file)
    feet = [minutes.settings["footer"].format(page=page, pages=pages) for page in range(1, pages + 1)]
    return [minutes.settings["header"], *feet]


def report(rows: list[Statement]) -> None:
    """Print the counts: per session, per structure, per theme and kind."""
    for name, counts in (
        ("file", Counter(row.file for row in rows)),
        ("structure", Counter(row.structure for row in rows)),
        ("theme x kind", Counter(f"{'|'.join(row.codes.themes)} x {row.codes.kind}" for row in rows)),
        ("subject", Counter(code for row in rows for code in row.codes.subjects)),
        ("activity", Counter(code for row in rows for code in row.codes.activities)),
    ):
        print(f"\n{name}")
        for key, count in sorted(counts.items()):
            print(f"{count:5d}  {key}")
    print(f"\n{len(rows)} statements")


def main() -> None:
    """Build (unless --check) and check all sessions."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="only check the files that are there")
    only_check = parser.parse_args().check
    codes, hyphens = read_codes(HERE / "codes.yaml"), read_hyphens(HERE / "afbreekpunten.txt")
    sessions = [read_minutes(path, codes) for path in sorted((HERE / "bron").glob("*.verslag"))]
    raw = CORPUS / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    if not only_check:
        for minutes in sessions:
            build_file(minutes, raw, hyphens)
    rows = [row for minutes in sessions for row in statements(minutes)]
    for minutes in sessions:
        check_file(raw / minutes.file, statements(minutes), page_lines(minutes, raw))
    if not only_check:
        write_truth(CORPUS / "waarheid.csv", rows)
        write_others(
            CORPUS / "niet-inhoudelijk.csv",
            [row for one in sessions for row in others(one, page_lines(one, raw))],
        )
    report(rows)


if __name__ == "__main__":
    main()
