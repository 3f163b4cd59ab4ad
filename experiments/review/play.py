"""Play a whole review on a sample corpus, with the commands that people use, and write ``play.md``.

``python experiments/review/play.py``. Two coders and a third person fill in real workbooks: they know the
coding that the corpus was written with (``waarheid.csv``) and give another code now and then. What comes out
(agreement, disputes, corrected shares) is held against that coding.
"""

import argparse
import csv
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import load_workbook

from textmine.store.yaml_files import load_codebook

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
CORPORA = {"voorbeeld-regiosessies": 160, "voorbeeld-zienswijzen": 240}
"""Corpus and size of its round."""
DIMENSIONS = {"theme": "Thema", "kind": "Soort", "subject": "Onderwerp", "activity": "Activiteit"}
PASSES = 2
"""Rounds that are played."""


class Person:
    """A coder who gives a wrong code in a share ``errs`` of what they decide, for each dimension."""

    def __init__(self, name: str, errs: float) -> None:
        self.name, self.errs = name, errs
        self.chance = np.random.default_rng(list(name.encode()))

    def codes(self, truth: dict[str, str], labels: dict[str, dict[str, str]]) -> dict[str, list[str]]:
        """Return per dimension the names of the codes that this person gives."""
        found = {}
        for dimension, names in labels.items():
            codes = truth[dimension].split("|")
            if self.chance.random() < self.errs:
                codes = [str(self.chance.choice([code for code in names if code not in codes]))]
            found[dimension] = [names[code] for code in codes]
        return found


def plain(text: str) -> str:
    """Return ``text`` without differences in white space."""
    return " ".join(text.split())


class Play:
    """One corpus in a folder of its own."""

    def __init__(self, name: str, root: Path) -> None:
        self.name, self.root = name, root
        self.folder = root / "corpora" / name
        for corpus in CORPORA:
            away = shutil.ignore_patterns("derived", "review", "rounds", "codebooks")
            shutil.copytree(
                ROOT / "corpora" / corpus, root / "corpora" / corpus, ignore=away, dirs_exist_ok=True
            )
        shutil.copy(ROOT / "params.yaml", root)
        with (self.folder / "waarheid.csv").open(encoding="utf-8", newline="") as file:
            self.truth = {plain(row["text"]): row for row in csv.DictReader(file)}
        self.lines: list[str] = []

    def textmine(self, *words: str) -> str:
        """Run a command as people do, and keep what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "textmine", *words],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        if done.returncode:
            self.lines.append(f"(uitgang {done.returncode})")
        if words[0] != "run":
            self.lines.append(f"$ textmine {' '.join(words)}\n{said.strip()}")
        return said

    def labels(self, path: Path) -> dict[str, dict[str, str]]:
        """Return per dimension the name of every code, from the sheet with the codebook."""
        found: dict[str, dict[str, str]] = {dimension: {} for dimension in DIMENSIONS}
        by_name = {name: dimension for dimension, name in DIMENSIONS.items()}
        heading, *rows = load_workbook(path)["Codeboek"].iter_rows(values_only=True)
        for row in rows:
            told = dict(zip(heading, row, strict=True))
            found[by_name[str(told["Dimensie"])]][str(told["Code"])] = str(told["Naam"])
        return found

    def fill(self, path: Path, person: Person) -> int:
        """Let ``person`` fill in a workbook; return how many rows they decided on."""
        labels = self.labels(path)
        book = load_workbook(path)
        sheet = book["Beoordelen"]
        place = {
            plain(str(cell.value).replace("(invullen)", "")): number
            for number, cell in enumerate(next(sheet.iter_rows(max_row=1)), 1)
        }
        blind = "Voorstel" not in place
        done = 0
        for row in range(2, sheet.max_row + 1):
            truth = self.truth.get(plain(str(sheet.cell(row, place["Uitspraak"]).value)))
            verdict = sheet.cell(row, place["Oordeel"])
            done += 1
            if truth is None:
                verdict.value = "Niet-inhoudelijk"
                continue
            given = person.codes(truth, labels)
            proposed = {} if blind else _proposed(str(sheet.cell(row, place["Voorstel"]).value))
            if not blind and all(set(proposed[DIMENSIONS[d]]) == set(names) for d, names in given.items()):
                verdict.value = "Akkoord"
                continue
            verdict.value = "Gecodeerd" if blind else "Gewijzigd"
            for dimension, names in given.items():
                heading = DIMENSIONS[dimension]
                column = place.get(heading) or place[f"{heading} 1"]
                sheet.cell(row, column).value = "; ".join(names)
        book.save(path)
        return done

    def shares(self) -> pd.DataFrame:
        """Return the corrected shares of codes in all statements, beside the true ones."""
        table = pd.read_parquet(self.folder / "derived" / "estimates.parquet")
        table = table[(table["unit"] == "statements") & (table["group_kind"] == "all")].copy()
        statements = pd.read_parquet(self.folder / "derived" / "statements.parquet", columns=["text"])
        rows = [self.truth.get(plain(text)) for text in statements["text"]]
        below = self.sub_codes()
        table["truth"] = [
            sum(row is not None and bool(below[code] & set(row[dimension].split("|"))) for row in rows)
            / len(rows)
            for dimension, code in zip(table["dimension"], table["code"], strict=True)
        ]
        return table

    def sub_codes(self) -> dict[str, set[str]]:
        """Return per code itself and the codes that belong to it."""
        codebook = load_codebook(self.folder / "codebook.yaml")
        found = {code.code: {code.code} for d in codebook.dimensions for code in d.codes}
        for dimension in codebook.dimensions:
            for code in dimension.codes:
                if code.parent:
                    found[code.parent].add(code.code)
        return found


def _proposed(cell: str) -> dict[str, list[str]]:
    pairs = (line.split(": ", 1) for line in cell.split("\n"))
    return {name: codes.split("; ") for name, codes in pairs}


def play(name: str, size: int, root: Path) -> list[str]:
    """Play ``PASSES`` rounds on one corpus; return the lines of its report."""
    told = [f"## {name}\n"]
    this = Play(name, root)
    first, second, third = Person("anna", 0.05), Person("bert", 0.10), Person("carla", 0.0)
    this.textmine("run", name)
    for number in range(1, PASSES + 1):
        review = this.folder / "review"
        this.textmine("review", "export", name, "--reviewer", first.name, "--size", str(size))
        book = review / f"beoordeling_{number}_{first.name}.xlsx"
        this.fill(book, first)
        this.textmine("review", "import", name, str(book))
        this.textmine("review", "export", name, "--reviewer", second.name, "--round", str(number), "--blind")
        book = review / f"beoordeling_{number}_{second.name}.xlsx"
        this.fill(book, second)
        this.textmine("review", "import", name, str(book))
        this.textmine("review", "export", name, "--reviewer", third.name, "--disputes", "--overwrite")
        book = review / f"geschillen_{third.name}.xlsx"
        this.fill(book, third)
        this.textmine("review", "import", name, str(book))
        this.textmine("run", name)
    this.textmine("review", "agreement", name)
    told += ["```text", *(line.replace(str(root), "…") for line in this.lines), "```", ""]
    shares = this.shares()
    given = shares[shares["value"].notna()]
    inside = (given["truth"] >= given["low"] - 1e-9) & (given["truth"] <= given["high"] + 1e-9)
    told.append(
        f"Corrected shares of {len(given)} codes: {int(inside.sum())} of the 95% intervals hold the true one."
        " Differences from the model's own count are what people corrected.\n"
    )
    told += ["| dimension | code | true | corrected | 95% | model |", "|---|---|---|---|---|---|"]
    for row in given.itertuples():
        model = row.model / row.population
        told.append(
            f"| {row.dimension} | {row.code} | {row.truth:.3f} | {row.value:.3f} | "
            f"{row.low:.3f}-{row.high:.3f} | {model:.3f} |"
        )
    return [*told, ""]


def main() -> None:
    """Play on every sample corpus and write ``play.md``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="play on this corpus only")
    arguments = parser.parse_args()
    lines = [
        "# A whole review, played through\n",
        "`python experiments/review/play.py` writes this. Anna decides with the proposals in sight, and errs",
        "in 5% of all codings, Bert is a blind second coder and errs in 10%, Carla settles it, rightly.\n",
    ]
    for name, size in CORPORA.items():
        if arguments.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                lines += play(name, size, Path(folder))
    (HERE / "play.md").write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
