"""How fast ingest reads tables: rows of a made-up web form per second, for CSV and XLSX, with peak memory.

Usage: ``python benchmarks/ingest.py [ROWS] [csv|xlsx] [key|nokey]``; prints one line of CSV.
"""

import csv
import io
import random
import resource
import sys
import time
from collections.abc import Iterator

import xlsxwriter

from textmine.corpus import Corpus
from textmine.steps.ingest import IngestSettings, SourceFile, ingest

HEADING = ["Nr", "Datum", "Naam", "Provincie", "Namens", "Vraag 1", "Vraag 2", "Vraag 3"]
WORDS = (
    "het", "de", "een", "water", "bodem", "provincie", "gemeente", "veiligheid", "schade", "warmte",
    "vergunning", "is", "moet", "kan", "niet",
)  # fmt: skip


def rows(count: int) -> Iterator[list[str]]:
    """Yield rows of a form with three questions, one in five answers empty."""
    chance = random.Random(1)

    def answer() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(5, 60))) if chance.random() > 0.2 else ""

    for number in range(count):
        place = chance.choice(["Drenthe", "Zeeland"])
        day = f"{chance.randint(1, 28):02}-02-2026"
        yield [f"R{number}", day, f"Naam {number % 5000}", place, "1", answer(), answer(), answer()]


def table(count: int, kind: str) -> bytes:
    """Build the form as CSV or XLSX."""
    out = io.BytesIO()
    if kind == "csv":
        with io.TextIOWrapper(out, "utf-8", newline="") as text:
            writer = csv.writer(text, delimiter=";")
            writer.writerow(HEADING)
            writer.writerows(rows(count))
            text.flush()
            return out.getvalue()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Reacties")
        for number, row in enumerate([HEADING, *rows(count)]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def main(count: int, kind: str, key: str) -> None:
    """Measure one run."""
    data = table(count, kind)
    columns = {"received": "Datum", "respondent": "Naam", "area": "Provincie", "on_behalf_of": "Namens"}
    corpus = Corpus.model_validate(
        {
            "name": "snelheid",
            "kind": "responses",
            "regions": [
                {"id": "n", "name": "N", "areas": ["Drenthe"]},
                {"id": "z", "name": "Z", "areas": ["Zeeland"]},
            ],
            "tables": [
                {
                    "files": ["*"],
                    "columns": columns | ({"id": "Nr"} if key == "key" else {}),
                    "texts": [{"column": heading} for heading in HEADING[5:]],
                }
            ],
        }
    )
    file = SourceFile(path=f"formulier.{kind}", size=len(data), read=lambda: data)
    wall, cpu = time.perf_counter(), time.process_time()
    documents = sum(len(part.sources) for part in ingest([file], "snelheid", corpus, IngestSettings()))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print("kind,key,MiB,rows,documents,seconds,cpu_seconds,rows_per_cpu_second,peak_MiB")
    print(f"{kind},{key},{len(data) >> 20},{count},{documents},{wall:.1f},{cpu:.1f},{count / cpu:.0f},{peak}")


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    main(int(given.get(1, 100_000)), given.get(2, "csv"), given.get(3, "key"))
