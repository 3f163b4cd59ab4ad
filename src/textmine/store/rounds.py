"""``rounds/``: what was logged when review rounds were drawn; in git beside the corpus, never rewritten."""

from pathlib import Path

from textmine.errors import TableError
from textmine.review.rounds import Round
from textmine.store import csv_table, parquet
from textmine.tables import Queue, RoundTexts, Strata

_QUEUE, _STRATA, _TEXTS = "queue.csv", "strata.csv", "texts.parquet"


def read(path: Path) -> tuple[Round, ...]:
    """Read all rounds by number; without a folder there are none.

    Raises
    ------
    TableError
        When a file of a round is missing or damaged.
    """
    if not path.is_dir():
        return ()
    numbers = sorted(int(folder.name) for folder in path.iterdir() if folder.name.isdecimal())
    return tuple(
        Round(
            number=number,
            queue=csv_table.read(Queue, path / str(number) / _QUEUE),
            strata=csv_table.read(Strata, path / str(number) / _STRATA),
            texts=parquet.read(RoundTexts, path / str(number) / _TEXTS),
        )
        for number in numbers
    )


def write(path: Path, drawn: Round) -> None:
    """Log a round, whole or not at all.

    Raises
    ------
    TableError
        When the round is there already: what was drawn is never drawn again.
    """
    folder, partial = path / str(drawn.number), path / f".{drawn.number}.partial"
    if folder.exists():
        raise TableError(f"{folder}: deze ronde is er al; maak een nieuwe ronde met een hoger nummer")
    partial.mkdir(parents=True, exist_ok=True)
    parquet.write(RoundTexts, partial / _TEXTS, drawn.texts)
    csv_table.write(Strata, partial / _STRATA, drawn.strata)
    csv_table.write(Queue, partial / _QUEUE, drawn.queue)
    partial.rename(folder)
