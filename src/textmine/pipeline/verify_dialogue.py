"""``textmine verify`` for a dialogue: derive the whole again from its parts, and the report from that."""

from collections.abc import Sequence
from pathlib import Path

from textmine.errors import TableError
from textmine.pipeline.dialogue import check
from textmine.pipeline.dialogue_table import FINAL_REPORT, OWN_STEPS
from textmine.pipeline.run import by_name, inputs_of
from textmine.pipeline.verify import content_differences, published
from textmine.store import artefacts
from textmine.verification import quotes
from textmine.verification.difference import Difference


def verify_dialogue(folder: Path, files: Sequence[Path] = ()) -> list[Difference]:
    """Return all differences: between parts and whole, in the counts, and in what was published.

    The way from raw files to the tables of a part is verified with the part. ``files`` are as for ``verify``.

    Raises
    ------
    TextmineError
        When there is no report yet, or a file cannot be read.
    """
    settings = check(folder)
    if not FINAL_REPORT.of(folder).exists():
        raise TableError(
            f"{folder}: er is nog geen eindrapport; voer eerst 'textmine merge {folder.name}' uit"
        )
    found: list[Difference] = []
    for step in OWN_STEPS:
        made = by_name(step, step.call()(*inputs_of(step, folder, settings), settings[step.name]))
        tables = [artefact for artefact in step.writes.values() if artefact.table]
        fresh = {step.writes[name].name: value for name, value in made.items()}
        places = [(artefact, artefact.of(folder)) for artefact in tables]
        if step is OWN_STEPS[-1]:
            places += published(folder, [a for a in step.writes.values() if not a.table], files)
        for artefact, path in places:
            found += content_differences(artefact, path, fresh[artefact.name])
            if path.suffix == ".html" and path.exists():
                documents = artefacts.read("table", folder / "derived/documents.parquet", "Documents")
                found += quotes.quotes_in_page(path.name, path.read_text("utf-8"), documents)
    return list(dict.fromkeys(found))
